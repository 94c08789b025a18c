//! Recovery cards: new ones, and coming back with them.

use std::collections::BTreeSet;

use commons_identity::{
    AgentForm, AgentId, Authority, Cards, EntryLookup, KeyLog, KeySet, Keyring, Member, PublicKey,
    Settlement, SigningKey,
};
use serde_json::Value;

use super::super::{Service, recovery_card, secret_of_card};
use super::compose::{Keeping, unfit};
use super::members_of;
use super::pending::Pending;
use super::waiting::Motion;
use crate::failure::Failure;
use crate::request::Recover;
use crate::secrets::prepare_failure;

/// Most recovery cards that are made at once.
const MAX_CARDS: usize = commons_identity::MAX_KEYS;

/// Fresh cards, how many it takes, and what is to be printed of them.
fn fresh_cards(count: usize, threshold: Option<usize>) -> Result<(Cards, Vec<Value>), Failure> {
    if !(1..=MAX_CARDS).contains(&count) {
        return Err(Failure::usage(format!("expected 1 to {MAX_CARDS} cards, found {count}")));
    }
    let keys: Vec<SigningKey> =
        (0..count).map(|_| SigningKey::generate()).collect::<Result<_, _>>().map_err(Failure::internal)?;
    let digests = keys.iter().map(|key| key.public().recovery_digest()).collect();
    let threshold = threshold.unwrap_or(KeySet::least_threshold(count));
    let cards = Cards::new(digests, threshold).map_err(|error| unfit(&error))?;
    Ok((cards, keys.iter().map(|key| Value::from(recovery_card(&key.secret()))).collect()))
}

impl Service {
    /// New cards in place of the old ones, which are worth nothing from then on.
    pub(super) fn new_cards(
        &self,
        count: usize,
        threshold: Option<usize>,
        to_file: bool,
    ) -> Result<Value, Failure> {
        let log = self.log_to_go_on()?;
        let set = members_of(&log)?;
        let (cards, shown) = fresh_cards(count, threshold)?;
        let needed = cards.threshold();
        let keys = KeySet::new(set.members().to_vec(), set.threshold(), cards, set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let motion = self.propose_keys(&log, keys, Keeping::Nothing, None, to_file)?;
        let mut answer = self.answer(&motion, to_file)?;
        answer["recovery_cards"] = shown.into();
        answer["recovery_threshold"] = needed.into();
        Ok(answer)
    }

    /// Comes back with recovery cards: names the branch that holds, or takes fresh keys for lost ones.
    pub(super) fn recover(&self, recover: Recover) -> Result<Value, Failure> {
        let cards: Vec<SigningKey> = recover
            .cards
            .iter()
            .map(|card| Ok(SigningKey::from_secret(&secret_of_card(&card.0)?)))
            .collect::<Result<_, Failure>>()?;
        let agent = match (self.agent(), &recover.agent) {
            (Some(own), None) => own,
            (own, Some(text)) => {
                let agent = self.whose(Some(text))?;
                if own.is_some_and(|own| own != agent) {
                    return Err(Failure::invalid("this node already signs for another agent")
                        .hint("recover into an empty folder: --data DIR"));
                }
                agent
            }
            (None, None) => {
                return Err(Failure::usage("say who comes back: --agent ID")
                    .hint("the id stands on the recovery card; this node must hold the agent's records, so join or import first"));
            }
        };
        let log = self.store.key_log(agent)?;
        let at = log.current();
        require_cards(&log, at, &cards)?;
        let mut pending = match (&recover.branch, log.contest()) {
            (Some(branch), Some(contest)) => {
                let chosen =
                    contest.branches.iter().find(|entry| entry.to_string().starts_with(branch.trim()));
                let chosen = *chosen.ok_or_else(|| {
                    let ids: Vec<String> = contest.branches.iter().map(ToString::to_string).collect();
                    Failure::usage(format!("expected one of the branches {}", ids.join(", ")))
                })?;
                Pending::settlement(agent, Settlement { previous: chosen, of: contest.at })
            }
            (Some(_), None) => {
                return Err(Failure::invalid("members do not disagree: there is no branch to name"));
            }
            (None, Some(_)) => return Err(super::motion::disagree()),
            (None, None) => return self.take_over(&recover, &log, &cards),
        };
        cards.iter().for_each(|card| pending.sign(card));
        if !self.put_in_force(&pending)? {
            return Err(Failure::internal("the settlement was signed by enough cards and does not hold"));
        }
        self.describe(&Motion::unwritten(pending))
    }

    fn take_over(&self, recover: &Recover, log: &KeyLog, cards: &[SigningKey]) -> Result<Value, Failure> {
        let agent = log.agent();
        let set = members_of(log)?;
        let lost = self.lost_members(recover, log, set)?;
        let mut members: Vec<Member> =
            set.members().iter().filter(|member| !lost.contains(&member.key)).copied().collect();
        // Whoever comes back signs on this node, with a key that is held here already or made now.
        let here = self.keys_here(set);
        let fresh = if members.iter().any(|member| here.contains(&member.key)) {
            None
        } else {
            let (keyring, member) = self.fresh_member(agent)?;
            members.push(member);
            Some(keyring)
        };
        let least = KeySet::least_threshold(members.len());
        let threshold = recover.threshold.unwrap_or(least);
        let (new_cards, shown) = fresh_cards(recover.new_cards.max(1), None)?;
        let keys = KeySet::new(members, threshold, new_cards, set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let all = Keeping::AllBut { left_out: BTreeSet::new(), since: None };
        let mut pending = self.rotation_to(log, keys, Authority::Cards, all)?;
        cards.iter().for_each(|card| pending.sign(card));
        let failed = || Failure::internal("the recovery was signed by enough cards and does not hold");
        pending.entry(log).ok_or_else(failed)?;
        // Now that nothing else can be wrong: keys first, since an entry whose keys are lost is worse than the reverse.
        if let Some(keyring) = fresh {
            self.keep_fresh(keyring, recover)?;
        }
        if !self.put_in_force(&pending)? {
            return Err(failed());
        }
        let mut answer = self.describe(&Motion::unwritten(pending))?;
        answer["agent"] = agent.to_string().into();
        answer["recovery_cards"] = shown.into();
        Ok(answer)
    }

    /// Whose keys are lost: those said; for a person the only one.
    fn lost_members(
        &self,
        recover: &Recover,
        log: &KeyLog,
        set: &KeySet,
    ) -> Result<BTreeSet<PublicKey>, Failure> {
        if recover.lost.iter().any(|text| text == "all") {
            return Ok(set.keys().copied().collect());
        }
        if !recover.lost.is_empty() && log.form() != Some(AgentForm::Person) {
            return recover.lost.iter().map(|text| self.find_member(log.agent(), set, text)).collect();
        }
        if log.form() == Some(AgentForm::Person) {
            return Ok(set.keys().copied().collect());
        }
        Err(Failure::usage("say whose keys are lost: --lost NAME-OR-KEY, once for each, or --lost all"))
    }

    /// Fresh keys, not kept yet: with those that this node holds, if it does.
    fn fresh_member(&self, agent: AgentId) -> Result<(Keyring, Member), Failure> {
        if self.agent().is_none() {
            return Keyring::for_new_member(agent).map_err(prepare_failure);
        }
        let mut keyring = self.keys().open()?.clone();
        let member = keyring.prepare_member().map_err(prepare_failure)?;
        Ok((keyring, member))
    }

    fn keep_fresh(&self, keyring: Keyring, recover: &Recover) -> Result<(), Failure> {
        if self.agent().is_none() {
            return self.begin_with(keyring, recover.passphrase.clone());
        }
        self.keys().change(|held| {
            *held = keyring;
            Ok(())
        })
    }
}

fn require_cards(log: &KeyLog, at: commons_identity::EntryId, cards: &[SigningKey]) -> Result<(), Failure> {
    let EntryLookup::Keys(set) = log.keys_at(at) else {
        return Err(Failure::not_found("who may recover this agent is not known here yet").hint(
            "connect this node to one that holds its records: `commons join LINK`, or import a bundle",
        ));
    };
    let fits = cards.iter().filter(|card| set.cards().digests().contains(&card.public().recovery_digest()));
    let (fitting, needed) = (fits.count(), set.cards().threshold());
    if fitting < cards.len() || cards.is_empty() {
        return Err(Failure::invalid("this is not one of the recovery cards in force")
            .hint("was it replaced by a newer one? `commons recovery new` makes older cards worthless"));
    }
    if fitting < needed {
        return Err(Failure::invalid(format!("it takes {needed} recovery cards, and {fitting} was given"))
            .hint(
                "give each with its own --card-file, or all of them at a terminal, where they are asked for",
            ));
    }
    Ok(())
}

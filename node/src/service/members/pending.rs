//! A key-log entry that waits for signatures.
//!
//! It lies in the agent's own namespace as a record, a *motion*, so that members' nodes pass it around like anything
//! else; or in a file, which goes from hand to hand. Either holds what is to be signed, the lists that it commits to,
//! and the signatures so far. Nothing in it is believed: it all is judged again when the entry is put together.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{
    AgentId, Authority, Commitment, Entry, EntryBody, EntryError, EntryId, KeyLog, ListedId, PublicKey, Roll,
    RollList, Rotation, Settlement, Signature, Signed, SigningKey, Tombstone, Verified, verify,
};
use commons_registry::{Draft, Kind, RecordId, RecordView, Value as RecordValue};
use serde::{Deserialize, Serialize};

use super::super::{from_hex, to_hex};
use crate::failure::Failure;

/// Most ids that one change adds to a motion.
const IDS_AT_ONCE: usize = 200;

/// Most changes listed in a motion: a record takes no more. Longer lists travel as a file.
const MAX_LISTED: usize = 20_000;

/// What is to be signed, with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    agent: AgentId,
    content: Vec<u8>,
    body: EntryBody,
    pub(super) keeps: BTreeSet<ListedId>,
    pub(super) acts: BTreeSet<ListedId>,
    signatures: BTreeMap<PublicKey, Signature>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for signatures.
    Open,
    /// The entry is in the log.
    Done,
    /// Something else came after the entry that it follows.
    Overtaken,
    /// Members contradict each other after the entry that it follows: it would be one more branch.
    Frozen,
}

/// Why bytes are no pending entry.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PendingError {
    #[error("it holds no key-log entry")]
    NoEntry,
    #[error("the entry in it does not read: {0}")]
    Entry(#[from] EntryError),
    #[error("its lists of changes are not those that the entry commits to")]
    Lists,
    #[error("it belongs to another agent")]
    OtherAgent,
}

/// The file that goes from hand to hand.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PendingFile {
    agent: AgentId,
    entry: String,
    #[serde(default)]
    keeps: Vec<RecordId>,
    #[serde(default)]
    acts: Vec<RecordId>,
    #[serde(default)]
    signatures: Vec<String>,
}

impl Pending {
    pub(super) fn tombstone(agent: AgentId, tombstone: Tombstone) -> Self {
        Self::unsigned(agent, tombstone.content(agent), EntryBody::Tombstone(tombstone))
    }

    pub(super) fn settlement(agent: AgentId, settlement: Settlement) -> Self {
        Self::unsigned(agent, settlement.content(agent), EntryBody::Settlement(settlement))
    }

    /// A rotation that commits to these lists.
    pub(super) fn rotation(
        agent: AgentId,
        mut rotation: Rotation,
        keeps: BTreeSet<ListedId>,
        acts: BTreeSet<ListedId>,
    ) -> Result<Self, Failure> {
        let commit = |ids: &BTreeSet<ListedId>| {
            let too_many = |error: commons_identity::RollError| Failure::invalid(error.to_string());
            Commitment::to(ids.iter().copied()).map(|(commitment, _)| commitment).map_err(too_many)
        };
        rotation.keeps = commit(&keeps)?;
        rotation.acts = commit(&acts)?;
        let content = rotation.content(agent);
        Ok(Self { keeps, acts, ..Self::unsigned(agent, content, EntryBody::Rotation(rotation)) })
    }

    fn unsigned(agent: AgentId, content: Vec<u8>, body: EntryBody) -> Self {
        let (keeps, acts) = (BTreeSet::new(), BTreeSet::new());
        Self { agent, content, body, keeps, acts, signatures: BTreeMap::new() }
    }

    /// What is to be signed, without the lists and signatures that go with it.
    fn outline(agent: AgentId, entry: &str) -> Result<Self, PendingError> {
        let content = from_hex(entry).ok_or(PendingError::NoEntry)?;
        let bare = Entry::assemble(content.clone(), Vec::new())?;
        if bare.agent() != agent || bare.previous().is_none() {
            return Err(PendingError::OtherAgent);
        }
        let body = bare.body().clone();
        Ok(Self::unsigned(agent, content, body))
    }

    /// Takes in the lists, which must be those committed to, and the signatures that hold.
    fn complete(
        mut self,
        keeps: BTreeSet<ListedId>,
        acts: BTreeSet<ListedId>,
        signatures: impl Iterator<Item = String>,
    ) -> Result<Self, PendingError> {
        let none = Commitment::default();
        let (kept, acted) = match &self.body {
            EntryBody::Rotation(rotation) => (&rotation.keeps, &rotation.acts),
            _ => (&none, &none),
        };
        let fits = |ids: &BTreeSet<ListedId>, to: &Commitment| {
            Commitment::to(ids.iter().copied()).is_ok_and(|(commitment, _)| commitment == *to)
        };
        if !fits(&keeps, kept) || !fits(&acts, acted) {
            return Err(PendingError::Lists);
        }
        (self.keeps, self.acts) = (keeps, acts);
        for signature in signatures {
            self.take_signature(&signature);
        }
        Ok(self)
    }

    /// Reads what a motion would put in force. Cheap: its lists and signatures are not looked at.
    pub(super) fn outline_of(view: &RecordView) -> Result<Self, PendingError> {
        Self::outline(view.agent, view.text("entry").ok_or(PendingError::NoEntry)?)
    }

    /// Reads the rest of a motion.
    pub(super) fn complete_from(self, view: &RecordView) -> Result<Self, PendingError> {
        let ids = |name: &str| {
            view.set(name)
                .filter_map(|value| match value {
                    RecordValue::Id(id) => Some(*id),
                    _ => None,
                })
                .collect()
        };
        let texts = view.set("signatures").filter_map(|value| match value {
            RecordValue::Text(text) => Some(text.clone()),
            _ => None,
        });
        self.complete(ids("keeps"), ids("acts"), texts)
    }

    pub(super) fn of_file(file: PendingFile) -> Result<Self, PendingError> {
        let ids = |ids: Vec<RecordId>| ids.into_iter().map(|id| *id.as_bytes()).collect();
        Self::outline(file.agent, &file.entry)?.complete(
            ids(file.keeps),
            ids(file.acts),
            file.signatures.into_iter(),
        )
    }

    pub(super) fn to_file(&self) -> PendingFile {
        let ids = |ids: &BTreeSet<ListedId>| ids.iter().copied().map(RecordId::from_bytes).collect();
        PendingFile {
            agent: self.agent,
            entry: to_hex(&self.content),
            keeps: ids(&self.keeps),
            acts: ids(&self.acts),
            signatures: self.signatures.iter().map(signature_text).collect(),
        }
    }

    /// The drafts that write it down as a record: the first begins it, the others go on.
    pub(super) fn drafts(&self, reason: Option<&str>) -> Result<Vec<Draft>, Failure> {
        if self.keeps.len() + self.acts.len() > MAX_LISTED {
            return Err(Failure::invalid(format!(
                "this lists {} changes, and a motion holds at most {MAX_LISTED}",
                self.keeps.len() + self.acts.len()
            ))
            .hint("collect the signatures in a file: the same command with --to FILE writes it"));
        }
        let mut first = Draft::new(Kind::Motion);
        first.set("entry", &to_hex(&self.content))?;
        for signature in &self.signatures {
            first.set("signatures", &signature_text(signature))?;
        }
        if let Some(reason) = reason {
            first.set_keyed("reason", "und", reason)?;
        }
        let mut drafts = vec![first];
        for (name, ids) in [("keeps", &self.keeps), ("acts", &self.acts)] {
            let ids: Vec<_> = ids.iter().collect();
            for some in ids.chunks(IDS_AT_ONCE) {
                let mut draft = Draft::new(Kind::Motion);
                for id in some {
                    draft.set_id(name, **id)?;
                }
                drafts.push(draft);
            }
        }
        Ok(drafts)
    }

    /// What is added to the record for the signatures that it lacks.
    pub(super) fn new_signatures(&self, view: &RecordView) -> Result<Draft, Failure> {
        let mut draft = Draft::new(Kind::Motion);
        let held: BTreeSet<&RecordValue> = view.set("signatures").collect();
        for text in self.signatures.iter().map(signature_text) {
            if !held.contains(&RecordValue::Text(text.clone())) {
                draft.set("signatures", &text)?;
            }
        }
        Ok(draft)
    }

    /// Takes a signature that holds; anybody may have written any other there.
    fn take_signature(&mut self, text: &str) {
        let Some((key, signature)) = from_hex(text).and_then(|bytes| {
            let (key, signature) = bytes.split_at_checked(32)?;
            let key = PublicKey::from_bytes(key.try_into().ok()?).ok()?;
            Some((key, Signature::from_bytes(signature.try_into().ok()?)))
        }) else {
            return;
        };
        if verify(&Signed { key: &key, message: &self.content, signature: &signature }).is_ok() {
            self.signatures.insert(key, signature);
        }
    }

    pub(super) fn sign(&mut self, key: &SigningKey) {
        self.signatures.insert(key.public(), key.sign(&self.content));
    }

    /// Takes over the signatures of another copy of the same.
    pub(super) fn merge(&mut self, other: Self) {
        if other.content == self.content {
            self.signatures.extend(other.signatures);
        }
    }

    pub(super) fn agent(&self) -> AgentId {
        self.agent
    }

    pub(super) fn body(&self) -> &EntryBody {
        &self.body
    }

    pub(super) fn id(&self) -> EntryId {
        EntryId::from_bytes(*blake3::hash(&self.content).as_bytes())
    }

    /// Whose cards must sign, if it is not the members.
    pub(super) fn cards_of(&self) -> Option<EntryId> {
        match &self.body {
            EntryBody::Rotation(Rotation { authority: Authority::Cards, previous, .. }) => Some(*previous),
            EntryBody::Settlement(settlement) => Some(settlement.of),
            _ => None,
        }
    }

    fn previous(&self) -> Option<EntryId> {
        match &self.body {
            EntryBody::Rotation(rotation) => Some(rotation.previous),
            EntryBody::Tombstone(tombstone) => Some(tombstone.previous),
            EntryBody::Settlement(settlement) => Some(settlement.previous),
            EntryBody::Genesis(_) | EntryBody::Unread => None,
        }
    }

    pub(super) fn stage(&self, log: &KeyLog) -> Stage {
        let follows = match &self.body {
            // It speaks of a contest, and has nothing to say once there is none.
            EntryBody::Settlement(settlement) => {
                log.contest().is_some_and(|contest| contest.at == settlement.of)
            }
            _ => self.previous() == Some(log.current()),
        };
        let may_branch = matches!(&self.body, EntryBody::Rotation(rotation)
            if rotation.authority == Authority::Members);
        match follows {
            _ if log.entry(&self.id()).is_some() => Stage::Done,
            false => Stage::Overtaken,
            true if may_branch && log.contest().is_some() => Stage::Frozen,
            true => Stage::Open,
        }
    }

    /// Whether it would make a key a member's, or commit to it as a next one.
    pub(super) fn names(&self, key: &PublicKey) -> bool {
        let EntryBody::Rotation(rotation) = &self.body else { return false };
        rotation.keys.contains(key) || rotation.keys.committed(key).is_some()
    }

    /// The next keys (or card keys) that have signed, of those who may, and how many it takes.
    pub(super) fn signed(&self, log: &KeyLog) -> (Vec<PublicKey>, usize) {
        let keys = |entry| match log.keys_at(entry) {
            commons_identity::EntryLookup::Keys(keys) => Some(keys),
            _ => None,
        };
        if let Some(cards) = self.cards_of().and_then(keys).map(commons_identity::KeySet::cards) {
            let signed =
                self.signatures.keys().filter(|key| cards.digests().contains(&key.recovery_digest()));
            return (signed.copied().collect(), cards.threshold());
        }
        let Some(set) = self.previous().and_then(keys) else { return (Vec::new(), usize::MAX) };
        let signed = self.signatures.keys().filter(|key| set.committed(key).is_some());
        (signed.copied().collect(), set.threshold())
    }

    /// The members who have signed, by the keys that they use now.
    pub(super) fn signed_by(&self, log: &KeyLog) -> Vec<PublicKey> {
        let Some(set) = log.members() else { return Vec::new() };
        let (signed, _) = self.signed(log);
        signed.iter().filter_map(|key| set.committed(key)).map(|member| member.key).collect()
    }

    /// The entry, once enough have signed.
    pub(super) fn entry(&self, log: &KeyLog) -> Option<Entry<Verified>> {
        let (signed, needed) = self.signed(log);
        if signed.len() < needed {
            return None;
        }
        let signatures = self
            .signatures
            .iter()
            .filter(|(key, _)| signed.contains(key))
            .map(|(key, signature)| (*key, *signature));
        let entry = Entry::assemble(self.content.clone(), signatures.collect()).ok()?.verify().ok()?;
        log.judge(&entry).is_ok().then_some(entry)
    }

    /// The lists as they travel beside the entry.
    pub(super) fn rolls(&self) -> impl Iterator<Item = Roll> {
        [(RollList::Keeps, &self.keeps), (RollList::Acts, &self.acts)].into_iter().flat_map(|(list, ids)| {
            let parts = Commitment::to(ids.iter().copied()).map(|(_, parts)| parts).unwrap_or_default();
            Roll::parts_of(self.agent, self.id(), list, parts)
        })
    }
}

fn signature_text((key, signature): (&PublicKey, &Signature)) -> String {
    to_hex(&[key.as_bytes().as_slice(), signature.as_bytes().as_slice()].concat())
}

#[cfg(test)]
mod tests {
    use commons_identity::{AgentForm, Cards, Keyring, Policy};

    use super::*;

    /// While members contradict each other the current entry is the one before, and what waited there seemed open again:
    /// a third branch could be put in force.
    #[test]
    fn a_rotation_rests_while_members_contradict_each_other() {
        let founded = Keyring::found(AgentForm::Organisation, 3).unwrap();
        let agent = founded.genesis.agent();
        let log = KeyLog::from_parts(agent, [founded.genesis], []);
        let set = log.members().unwrap();
        let cards =
            || Cards::new(vec![SigningKey::generate().unwrap().public().recovery_digest()], 1).unwrap();
        let propose = || {
            let keys =
                commons_identity::KeySet::new(set.members().to_vec(), 2, cards(), Policy::default()).unwrap();
            let none = Commitment::default();
            let rotation = Rotation {
                previous: log.current(),
                authority: Authority::Members,
                keys,
                keeps: none.clone(),
                acts: none,
            };
            let mut pending = Pending::rotation(agent, rotation, BTreeSet::new(), BTreeSet::new()).unwrap();
            founded.keyring.next_signers(set).take(2).for_each(|key| pending.sign(key));
            pending
        };
        let [one, other, third] = [propose(), propose(), propose()];
        assert_eq!(third.stage(&log), Stage::Open);
        let contested =
            [&one, &other].iter().fold(log.clone(), |held, side| held.with_entry(side.entry(&log).unwrap()));
        assert!(contested.contest().is_some());
        assert_eq!((one.stage(&contested), third.stage(&contested)), (Stage::Done, Stage::Frozen));
        let erases = Tombstone { previous: contested.current(), target: commons_identity::Erased::Agent };
        assert_eq!(Pending::tombstone(agent, erases).stage(&contested), Stage::Open);
        let settles = Settlement { previous: one.id(), of: contested.current() };
        let settles = Pending::settlement(agent, settles);
        assert_eq!((settles.stage(&contested), settles.stage(&log)), (Stage::Open, Stage::Overtaken));
    }
}

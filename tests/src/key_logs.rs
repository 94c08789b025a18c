//! Random key logs: rotations, recoveries, settlements, tombstones and rolls in branches, rightly and wrongly signed,
//! with changes, proposals, approvals, objections and adoptions that cite any entry.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{
    Act, AgentForm, AgentId, Cards, EntryId, Erased, KeySet, ListedId, Policy, PublicKey, cbor,
};
use commons_registry::{
    ChangeId, Checked, Edit, Kind, MemoryRegistry, Operation, RecordId, Refusal, StateRoot, Target, Value,
    check,
};

use crate::house::{Draft, House, cards, member, public, signed};
use crate::random::Random;

/// How many members may ever be.
const HANDS: usize = 12;

/// Keys of one hand: the one to begin with, and those it takes up one after the other.
const GENERATIONS: usize = 4;

/// Most entries that others follow, beside the genesis, and so branches.
const MAX_STEPS: usize = 9;

/// Most branches.
const MAX_BRANCHES: usize = 6;

/// The key of a hand in one generation; cards have numbers from 60 on.
fn number(hand: usize, generation: usize) -> u8 {
    (hand * GENERATIONS + generation) as u8
}

/// Who may sign from an entry on, as the test knows it.
#[derive(Debug, Clone)]
struct Set {
    /// Hand and generation of each member's key.
    members: BTreeMap<usize, usize>,
    cards: Vec<u8>,
    keys: KeySet,
}

impl Set {
    fn new(random: &mut Random, members: BTreeMap<usize, usize>, cards_of: Vec<u8>) -> Self {
        let consent: Vec<Act> = Act::ALL.into_iter().filter(|_| random.one_in(3)).collect();
        let least = KeySet::least_threshold(members.len());
        let threshold = least + random.below(members.len() - least + 1);
        let of = |(hand, generation): (&usize, &usize)| {
            member(number(*hand, *generation), number(*hand, generation + 1))
        };
        let cards: Cards = cards(&cards_of);
        let keys = KeySet::new(
            members.iter().map(of).collect(),
            threshold,
            cards,
            Policy::with_consent_for(&consent),
        );
        Self { members, cards: cards_of, keys: keys.unwrap() }
    }

    fn current(&self) -> Vec<u8> {
        self.members.iter().map(|(hand, generation)| number(*hand, *generation)).collect()
    }

    fn next(&self) -> Vec<u8> {
        self.members.iter().map(|(hand, generation)| number(*hand, generation + 1)).collect()
    }
}

/// An entry that others may follow.
#[derive(Debug, Clone)]
struct Step {
    id: EntryId,
    previous: Option<usize>,
    set: Set,
}

#[derive(Debug)]
struct Growing {
    record: RecordId,
    changes: Vec<ChangeId>,
    puts: Vec<ChangeId>,
}

/// A random key log with what was written under it.
#[derive(Debug)]
pub struct RandomKeyLog {
    /// Whose it is.
    pub agent: AgentId,
    /// The founding entry first, then everything else as it was written.
    pub items: Vec<Vec<u8>>,
    /// The changes among them.
    pub changes: Vec<ChangeId>,
    /// The entries among them that may be cited.
    pub entries: Vec<EntryId>,
}

struct Generator<'r> {
    random: &'r mut Random,
    house: House,
    steps: Vec<Step>,
    records: Vec<Growing>,
    items: Vec<Vec<u8>>,
    changes: Vec<ChangeId>,
    /// Every hand and generation that ever was a member's key or next key somewhere.
    spent: BTreeSet<(usize, usize)>,
    branches: usize,
    unread: Option<EntryId>,
    salt: u64,
}

impl RandomKeyLog {
    /// The key log that belongs to a seed.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let random = &mut Random::from_seed(seed);
        let person = random.one_in(8);
        let founders = if person { 1 } else { 1 + random.below(4) };
        let hands: BTreeMap<usize, usize> = (0..founders).map(|hand| (hand, 0)).collect();
        let cards_of = some_cards(random);
        let set = Set::new(random, hands, cards_of);
        let form = if person { AgentForm::Person } else { AgentForm::Organisation };
        let house = House::found(form, set.keys.clone(), &set.current(), random.bits() as u8);
        let mut generator = Generator {
            items: vec![house.genesis.to_bytes()],
            steps: vec![Step { id: house.founding(), previous: None, set }],
            house,
            random,
            records: vec![],
            changes: vec![],
            spent: (0..founders).flat_map(|hand| [(hand, 0), (hand, 1)]).collect(),
            branches: 1,
            unread: None,
            salt: 0,
        };
        generator.begin();
        for _ in 0..8 + generator.random.below(24) {
            match generator.random.below(20) {
                0..5 => generator.rotate(),
                5 => generator.recover(),
                6 | 7 => generator.settle(),
                8 if generator.random.one_in(2) => generator.erase(),
                9 if generator.random.one_in(6) => generator.entry_of_a_later_version(),
                10 if generator.records.len() < 3 => generator.begin(),
                _ => generator.edit(),
            }
        }
        let mut entries: Vec<EntryId> = generator.steps.iter().map(|step| step.id).collect();
        entries.extend(generator.unread);
        Self { agent: generator.house.agent(), items: generator.items, changes: generator.changes, entries }
    }
}

fn some_cards(random: &mut Random) -> Vec<u8> {
    match random.below(4) {
        0 => vec![],
        1 => vec![60],
        2 => vec![60, 61],
        _ => vec![62],
    }
}

impl Generator<'_> {
    /// An entry to follow or to cite: mostly one of the last.
    fn step(&mut self) -> usize {
        if self.random.one_in(3) {
            return self.random.below(self.steps.len());
        }
        self.steps.len() - 1 - self.random.below(self.steps.len().min(3))
    }

    /// Enough of these, mostly, and sometimes too few, or somebody beside them.
    fn signers(&mut self, of: &[u8], needed: usize, wrong: &[u8]) -> Vec<u8> {
        let mut all = of.to_vec();
        self.random.shuffle(&mut all);
        let most = all.len();
        if self.random.one_in(8) {
            return match self.random.below(3) {
                0 if needed > 1 => all[..needed - 1].to_vec(),
                1 if !wrong.is_empty() => wrong.to_vec(),
                _ => all.into_iter().take(needed).chain([79]).collect(),
            };
        }
        all.truncate(needed + self.random.below(most + 1 - needed));
        all
    }

    fn changed(&mut self, before: &Set) -> Set {
        let mut members = before.members.clone();
        for _ in 0..1 + self.random.below(2) {
            let hand = self.random.below(HANDS);
            match members.get(&hand).copied() {
                // A member leaves, or takes up the next key, or comes back with a key of old.
                Some(_) if members.len() > 1 && self.random.one_in(2) => drop(members.remove(&hand)),
                Some(generation) if generation + 2 < GENERATIONS => {
                    members.insert(hand, generation + 1);
                }
                Some(_) => {}
                None => {
                    let fresh = (0..GENERATIONS - 1).find(|at| !self.spent.contains(&(hand, *at)));
                    let generation = if self.random.one_in(6) { 0 } else { fresh.unwrap_or(0) };
                    members.insert(hand, generation);
                }
            }
        }
        for (hand, generation) in &members {
            self.spent.extend([(*hand, *generation), (*hand, generation + 1)]);
        }
        let cards_of = if self.random.one_in(3) { some_cards(self.random) } else { before.cards.clone() };
        Set::new(self.random, members, cards_of)
    }

    fn listed(&mut self) -> Vec<ListedId> {
        let keep_of = 1 + self.random.below(3);
        let changes = self.changes.clone();
        changes.iter().filter(|_| !self.random.one_in(keep_of + 1)).map(|id| *id.as_bytes()).collect()
    }

    fn rotate(&mut self) {
        self.follow(false);
    }

    fn recover(&mut self) {
        self.follow(true);
    }

    fn follow(&mut self, by_cards: bool) {
        if self.steps.len() > MAX_STEPS {
            return;
        }
        let at = self.step();
        let begins_branch = self.steps.iter().any(|step| step.previous == Some(at));
        if begins_branch && self.branches == MAX_BRANCHES {
            return;
        }
        let before = self.steps[at].clone();
        if by_cards && before.set.cards.is_empty() {
            return;
        }
        let set = self.changed(&before.set);
        let draft = if by_cards { Draft::recovery } else { Draft::rotation };
        let mut draft = draft(before.id, set.keys.clone());
        if before.set.keys.keys().any(|key| !set.keys.contains(key)) || self.random.one_in(10) {
            draft = draft.keeping(self.listed());
        }
        if self.random.one_in(2) {
            draft = draft.sealing(self.listed());
        }
        let signers = if by_cards {
            let needed = before.set.keys.cards().threshold();
            self.signers(&before.set.cards, needed, &[63])
        } else {
            let needed = before.set.keys.threshold();
            self.signers(&before.set.next(), needed, &before.set.current())
        };
        let entry = self.house.rotate(&draft, &signers);
        self.items.push(entry.to_bytes());
        for roll in self.house.rolls(&draft) {
            match self.random.below(12) {
                0 => {} // never sent
                1 => {
                    // Spoilt: another id in place of the first.
                    let mut bytes = roll.to_bytes();
                    let at = bytes.windows(32).rposition(|window| window == roll.ids()[0]).unwrap();
                    bytes[at] ^= 1;
                    self.items.push(bytes);
                }
                _ => self.items.push(roll.to_bytes()),
            }
        }
        self.branches += usize::from(begins_branch);
        self.steps.push(Step { id: entry.id(), previous: Some(at), set });
    }

    fn settle(&mut self) {
        let previous = self.step();
        let mut way = vec![];
        let mut at = previous;
        while let Some(before) = self.steps[at].previous {
            way.push(before);
            at = before;
        }
        let of = if way.is_empty() || self.random.one_in(10) {
            self.random.below(self.steps.len())
        } else {
            *self.random.pick(&way)
        };
        let (of_id, set) = (self.steps[of].id, self.steps[of].set.clone());
        if set.cards.is_empty() {
            return;
        }
        let signers = self.signers(&set.cards, set.keys.cards().threshold(), &set.next());
        let entry = self.house.settle(self.steps[previous].id, of_id, &signers);
        self.items.push(entry.to_bytes());
    }

    fn erase(&mut self) {
        let at = self.step();
        let target = match self.random.below(8) {
            0 => Erased::Agent,
            1 => Erased::Record(self.random.bytes()),
            _ => {
                let record = self.random.below(self.records.len());
                Erased::Record(*self.records[record].record.as_bytes())
            }
        };
        let set = self.steps[at].set.clone();
        let signers = self.signers(&set.next(), set.keys.threshold(), &set.current());
        let entry = self.house.erase(self.steps[at].id, target, &signers);
        self.items.push(entry.to_bytes());
    }

    fn entry_of_a_later_version(&mut self) {
        let at = self.step();
        let current = self.steps[at].set.current();
        let by = *self.random.pick(&current);
        let content = cbor::encode(|w| {
            w.array(5).text("commons key-log").uint(2).bytes(self.house.agent().as_bytes()).uint(1);
            w.uint(self.items.len() as u64);
        });
        let entry = signed(content, &[by]);
        self.items.push(entry.to_bytes());
        self.unread = Some(entry.id());
    }

    fn salt(&mut self) -> [u8; 16] {
        self.salt += 1;
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.salt.to_le_bytes());
        salt
    }

    /// Writes under any entry with a key of its set, mostly.
    fn write(
        &mut self,
        target: Target,
        dependencies: Vec<ChangeId>,
        plan: impl FnOnce(&mut Self, EntryId) -> Vec<Operation>,
    ) -> (ChangeId, bool) {
        let at = self.step();
        let (mut entry, set) = (self.steps[at].id, self.steps[at].set.clone());
        let mut by = *self.random.pick(&set.current());
        if self.random.one_in(20) {
            by = number(self.random.below(HANDS), self.random.below(GENERATIONS));
        }
        if self.random.one_in(15) {
            entry = self.unread.unwrap_or(entry);
        }
        let operations = plan(self, entry);
        let puts = operations.iter().any(|operation| matches!(operation, Operation::Put { field: 4, .. }));
        let edit = Edit { target, salt: self.salt(), dependencies, operations };
        let change = self.house.write(entry, by, edit);
        self.items.push(change.to_bytes());
        self.changes.push(change.id());
        (change.id(), puts)
    }

    fn begin(&mut self) {
        let plan = |this: &mut Self, _| vec![this.title(), this.licence()];
        let (id, _) = self.write(Target::New(Kind::Resource), vec![], plan);
        self.records.push(Growing { record: id.as_record(), changes: vec![id], puts: vec![id] });
    }

    fn edit(&mut self) {
        let which = self.random.below(self.records.len());
        let (record, changes, puts) = {
            let growing = &self.records[which];
            (growing.record, growing.changes.clone(), growing.puts.clone())
        };
        let mut dependencies = vec![changes[changes.len() - 1 - self.random.below(changes.len().min(3))]];
        if self.random.one_in(3) {
            dependencies.push(*self.random.pick(&changes));
        }
        dependencies.sort_unstable();
        dependencies.dedup();
        let (id, is_put) = self.write(Target::Existing(record), dependencies, |this, entry| {
            let change = *this.random.pick(&changes);
            let proposal = if this.random.one_in(8) { change } else { *this.random.pick(&puts) };
            let entry = if this.random.one_in(12) {
                let other = this.random.below(this.steps.len());
                this.steps[other].id
            } else {
                entry
            };
            let operation = match this.random.below(12) {
                0..3 => this.licence(),
                3 | 4 => this.title(),
                5 => Operation::Object { proposal, entry, reason: "not yet".to_owned() },
                6 => Operation::Withdraw { proposal, entry },
                7 => Operation::Adopt { change },
                _ => Operation::Approve { proposal, entry },
            };
            vec![operation]
        });
        self.records[which].changes.push(id);
        if is_put {
            self.records[which].puts.push(id);
        }
    }

    fn title(&mut self) -> Operation {
        let value = Value::from(*self.random.pick(&["Bread", "Seeds", "Paz"]));
        Operation::Put { field: 1, key: Some("en".to_owned()), value }
    }

    fn licence(&mut self) -> Operation {
        let value = Value::from(*self.random.pick(&["PPL", "CC-BY-SA-4.0", "CC0-1.0"]));
        Operation::Put { field: 4, key: None, value }
    }
}

/// Items that were decoded and whose signatures were judged once, to be delivered in many orders.
#[must_use]
pub fn checked(items: &[Vec<u8>]) -> Vec<Checked> {
    check(items).into_iter().filter_map(Result::ok).collect()
}

/// Delivers items in the order given; what is not kept is offered again, as sync does, until nothing changes.
#[must_use]
pub fn deliver(items: &[Checked]) -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    let mut waiting: Vec<&Checked> = items.iter().collect();
    loop {
        let before = registry.state();
        waiting.retain(|item| match registry.keep((*item).clone()) {
            // What is held may be erased, and not be erased any more when cards have spoken.
            Ok(_) | Err(Refusal::Missing(_) | Refusal::Declined | Refusal::Erased(_)) => true,
            Err(Refusal::Invalid(_)) => false,
            Err(Refusal::Failed(error)) => match error {},
        });
        if registry.state() == before {
            return registry;
        }
    }
}

/// Everything that must not depend on the order of delivery.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    /// The root over everything held.
    pub state: StateRoot,
    /// What the key log says: current entry, chain, contest, void entries, erasures, removals.
    pub log: Vec<String>,
    /// For each change and each entry that it might cite, whether it would count, and whether approvals decide.
    pub verdicts: Vec<bool>,
    /// What each record shows, as JSON with proposals.
    pub views: BTreeMap<RecordId, String>,
}

impl Outcome {
    /// What a registry makes of what it was given.
    #[must_use]
    pub fn of(registry: &MemoryRegistry, key_log: &RandomKeyLog) -> Self {
        let log = registry.log_of(key_log.agent);
        let keys: Vec<PublicKey> = (0..HANDS * GENERATIONS).map(|at| public(at as u8)).collect();
        let mut verdicts = vec![log.is_whole()];
        for change in &key_log.changes {
            let id = change.as_bytes();
            verdicts.push(log.erasure_of(id).is_some());
            for entry in &key_log.entries {
                verdicts.push(log.decides(*entry, id));
                if let commons_identity::EntryLookup::Keys(set) = log.keys_at(*entry) {
                    verdicts.extend(set.keys().map(|key| log.counts(*entry, key, id)));
                }
            }
        }
        let says = vec![
            format!("{:?}", log.current()),
            format!("{:?}", log.members()),
            format!("{:?}", log.chain()),
            format!("{:?}", log.contest()),
            format!("{:?}", log.erasures().collect::<Vec<_>>()),
            format!("{:?}", key_log.entries.iter().map(|entry| log.is_void(entry)).collect::<Vec<_>>()),
            format!("{:?}", keys.iter().map(|key| log.removal_of(key)).collect::<Vec<_>>()),
            format!("{:?}", log.entries().map(commons_identity::Entry::id).collect::<Vec<_>>()),
        ];
        let views = registry
            .records()
            .map(|record| (record, format!("{:?}", registry.view(record).unwrap())))
            .collect();
        Self { state: registry.state(), log: says, verdicts, views }
    }
}

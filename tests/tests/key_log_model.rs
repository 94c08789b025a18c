//! Every state that four keys, honest and not, can bring a node to in a few steps, over the real key log and history.
//!
//! A step delivers one item out of all that members, a removed member, a thief of keys in use and an outsider may have
//! signed; what an item builds on may come later, or never. A state is the set of items that the node holds or that
//! wait, so the search visits each once, and on every further way to it finds that the order of delivery made no
//! difference. What must hold in each state is worked out here from who signed what, not by the code under test.
//!
//! `COMMONS_MODEL_STEPS=6 cargo test --release -p commons-tests --test key_log_model -- --nocapture` takes six steps.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use commons_identity::{EntryId, Erased, KeyLog, PublicKey};
use commons_registry::{
    ChangeId, Checked, Edit, History, Kind, MemoryRegistry, Operation, RecordId, Refusal, Target, Value,
    check,
};
use commons_tests::house::{Draft, House, key_set, public};

/// Steps by default.
const STEPS: u32 = 4;

const A: u8 = 1;
const B: u8 = 2;
const C: u8 = 3;
const D: u8 = 4;
/// The only recovery card.
const CARD: u8 = 40;

/// A member's next key.
const fn next(of: u8) -> u8 {
    of + 10
}

/// What an item is, as whoever signed it knows.
#[derive(Debug, Clone)]
enum What {
    Rotation { id: EntryId, by: Vec<u8> },
    Tombstone { previous: EntryId, by: Vec<u8> },
    Settlement,
    Roll { entry: EntryId },
    Change(Written),
}

#[derive(Debug, Clone)]
struct Written {
    id: ChangeId,
    entry: EntryId,
    by: u8,
    approves: Option<ChangeId>,
    adopts: Option<ChangeId>,
}

/// An entry that may be cited, as whoever wrote it knows.
#[derive(Debug, Clone)]
struct Cited {
    previous: Option<EntryId>,
    members: Vec<u8>,
    by_cards: bool,
    keeps: BTreeSet<ChangeId>,
    acts: BTreeSet<ChangeId>,
}

impl Cited {
    /// More than half.
    fn threshold(&self) -> usize {
        self.members.len() / 2 + 1
    }
}

struct Item {
    name: &'static str,
    what: What,
    checked: Checked,
}

/// Everything that may be delivered.
struct Universe {
    house: House,
    record: RecordId,
    begun: ChangeId,
    base: Vec<Checked>,
    items: Vec<Item>,
    cited: BTreeMap<EntryId, Cited>,
    /// Which change puts which licence.
    licences: BTreeMap<ChangeId, String>,
}

fn checked(bytes: &[u8]) -> Checked {
    check(&[bytes]).remove(0).unwrap()
}

fn members(of: &[u8]) -> Vec<(u8, u8)> {
    of.iter().map(|key| (*key, next(*key))).collect()
}

impl Universe {
    fn new() -> Self {
        let house = House::of(&members(&[A, B, C]), &[CARD], 1);
        let founding = house.founding();
        let put = |licence: &str| Operation::Put { field: 4, key: None, value: Value::from(licence) };
        let begun = house.write(
            founding,
            A,
            Edit {
                target: Target::New(Kind::Resource),
                salt: [0; 16],
                dependencies: vec![],
                operations: vec![put("first")],
            },
        );
        let genesis = Cited {
            previous: None,
            members: vec![A, B, C],
            by_cards: false,
            keeps: [].into(),
            acts: [].into(),
        };
        let mut universe = Self {
            base: vec![checked(&house.genesis.to_bytes()), checked(&begun.to_bytes())],
            record: begun.id().as_record(),
            begun: begun.id(),
            house,
            items: vec![],
            cited: BTreeMap::from([(founding, genesis)]),
            licences: BTreeMap::from([(begun.id(), "first".to_owned())]),
        };
        universe.fill();
        assert!(universe.items.len() < 64);
        universe
    }

    fn add(&mut self, name: &'static str, what: What, bytes: &[u8]) {
        self.items.push(Item { name, what, checked: checked(bytes) });
    }

    /// A change on top of another: its operation, and what the test is to know of it.
    fn write(
        &mut self,
        name: &'static str,
        (by, entry): (u8, EntryId),
        on: ChangeId,
        operation: Operation,
    ) -> ChangeId {
        let edit = Edit {
            target: Target::Existing(self.record),
            salt: [self.items.len() as u8; 16],
            dependencies: vec![on],
            operations: vec![operation.clone()],
        };
        let change = self.house.write(entry, by, edit);
        let id = change.id();
        if let Operation::Put { field: 4, value: Value::Text(licence), .. } = &operation {
            self.licences.insert(id, licence.clone());
        }
        let approves = match operation {
            Operation::Approve { proposal, entry: named } if named == entry => Some(proposal),
            _ => None,
        };
        let adopts = if let Operation::Adopt { change } = operation { Some(change) } else { None };
        self.add(name, What::Change(Written { id, entry, by, approves, adopts }), &change.to_bytes());
        id
    }

    fn propose(&mut self, name: &'static str, who: (u8, EntryId)) -> ChangeId {
        let operation = Operation::Put { field: 4, key: None, value: Value::from(name) };
        self.write(name, who, self.begun, operation)
    }

    fn approve(&mut self, name: &'static str, who: (u8, EntryId), proposal: ChangeId) -> ChangeId {
        self.write(name, who, proposal, Operation::Approve { proposal, entry: who.1 })
    }

    fn title(&mut self, name: &'static str, who: (u8, EntryId)) -> ChangeId {
        let operation = Operation::Put { field: 1, key: Some("en".to_owned()), value: Value::from(name) };
        self.write(name, who, self.begun, operation)
    }

    /// A rotation or recovery, in one envelope for each group of signers.
    fn rotate(
        &mut self,
        draft: &Draft,
        to: &[u8],
        (keeps, acts): (&[ChangeId], &[ChangeId]),
        envelopes: &[(&'static str, &[u8])],
    ) -> EntryId {
        let list = |ids: &[ChangeId]| ids.iter().map(|id| *id.as_bytes()).collect::<Vec<_>>();
        let by_cards = draft.rotation.authority == commons_identity::Authority::Cards;
        let mut draft = draft.clone();
        if !keeps.is_empty() {
            draft = draft.keeping(list(keeps));
        }
        if !acts.is_empty() {
            draft = draft.sealing(list(acts));
        }
        let mut id = None;
        for (name, by) in envelopes {
            let entry = self.house.rotate(&draft, by);
            id = Some(entry.id());
            self.add(name, What::Rotation { id: entry.id(), by: by.to_vec() }, &entry.to_bytes());
        }
        for roll in self.house.rolls(&draft) {
            self.add("roll", What::Roll { entry: roll.entry() }, &roll.to_bytes());
        }
        let id = id.unwrap();
        let cited = Cited {
            previous: Some(draft.rotation.previous),
            members: to.to_vec(),
            by_cards,
            keeps: keeps.iter().copied().collect(),
            acts: acts.iter().copied().collect(),
        };
        self.cited.insert(id, cited);
        id
    }

    fn erase(&mut self, name: &'static str, previous: EntryId, by: &[u8]) {
        let entry = self.house.erase(previous, Erased::Record(*self.record.as_bytes()), by);
        self.add(name, What::Tombstone { previous, by: by.to_vec() }, &entry.to_bytes());
    }

    fn settle(&mut self, name: &'static str, previous: EntryId, by: &[u8]) {
        let entry = self.house.settle(previous, self.house.founding(), by);
        self.add(name, What::Settlement, &entry.to_bytes());
    }

    fn fill(&mut self) {
        let founding = self.house.founding();
        let set = |of: &[u8]| key_set(&members(of), &[CARD]);
        // Under the founding entry: C is the one who will be removed, and whose key may be stolen.
        let by_a = self.propose("A proposes", (A, founding));
        let by_c = self.propose("C proposes", (C, founding));
        self.approve("B approves A's", (B, founding), by_a);
        self.approve("C approves A's", (C, founding), by_a);
        self.approve("A approves C's", (A, founding), by_c);
        self.approve("C approves C's again", (C, founding), by_c);
        self.approve("D, nobody, approves C's", (D, founding), by_c);
        let kept = self.title("C edits", (C, founding));
        let cut = self.title("C edits, backdated", (C, founding));
        // A and B remove C, keep one edit, and seal nothing.
        let removal = self.rotate(
            &Draft::rotation(founding, set(&[A, B])),
            &[A, B],
            (&[kept], &[]),
            &[
                ("C is removed", &[next(A), next(B)]),
                ("C is removed, by A alone", &[next(A)]),
                ("C is removed, by keys in use", &[A, B]),
            ],
        );
        self.approve("B approves C's, later", (B, removal), by_c);
        self.approve("A approves C's, later", (A, removal), by_c);
        self.approve("C approves A's under what removed it", (C, removal), by_a);
        let under_removal = self.propose("A proposes, later", (A, removal));
        self.approve("B approves A's later one", (B, removal), under_removal);
        self.write("A adopts C's edit", (A, removal), cut, Operation::Adopt { change: cut });
        self.write("A adopts C's proposal", (A, removal), by_c, Operation::Adopt { change: by_c });
        let misnamed = Operation::Approve { proposal: by_c, entry: removal };
        self.write("B approves C's, under another name", (B, founding), by_c, misnamed);
        // Somebody joins; what A proposed is sealed as approved.
        self.rotate(
            &Draft::rotation(founding, set(&[A, B, C, D])),
            &[A, B, C, D],
            (&[], &[by_a]),
            &[("D joins", &[next(B), next(C)]), ("D joins, by C and itself", &[next(C), next(D)])],
        );
        // B and C take the agent over.
        let taken = self.rotate(
            &Draft::rotation(founding, set(&[C, D])),
            &[C, D],
            (&[], &[]),
            &[("C and D take over", &[next(B), next(C)]), ("C and D take over, alone", &[next(C), next(D)])],
        );
        self.rotate(
            &Draft::rotation(removal, set(&[A, D])),
            &[A, D],
            (&[], &[]),
            &[("D for B", &[next(A), next(B)]), ("D for B, with C who is removed", &[next(A), next(C)])],
        );
        self.rotate(
            &Draft::recovery(founding, set(&[B])),
            &[B],
            (&[], &[]),
            &[("the card recovers", &[CARD]), ("a recovery by members", &[next(A), next(B)])],
        );
        self.settle("the card settles for the removal", removal, &[CARD]);
        self.settle("members settle for the takeover", taken, &[next(B), next(C)]);
        self.erase("A and C erase", founding, &[next(A), next(C)]);
        self.erase("C erases alone", founding, &[next(C)]);
        self.erase("C and D erase where they took over", taken, &[next(C), next(D)]);
        self.erase("C erases after its removal", removal, &[next(B), next(C)]);
    }

    fn start(&self) -> Node {
        let mut registry = MemoryRegistry::new();
        for item in &self.base {
            assert!(registry.keep(item.clone()).is_ok());
        }
        Node { registry, delivered: 0 }
    }

    fn delivered<'u>(&'u self, node: &Node) -> impl Iterator<Item = &'u Item> {
        let delivered = node.delivered;
        self.items.iter().enumerate().filter(move |(at, _)| delivered & (1 << at) != 0).map(|(_, item)| item)
    }

    fn written<'u>(&'u self, node: &Node) -> impl Iterator<Item = &'u Written> {
        self.delivered(node).filter_map(|item| match &item.what {
            What::Change(written) => Some(written),
            _ => None,
        })
    }

    fn names(&self, delivered: u64) -> Vec<&'static str> {
        (0..self.items.len()).filter(|at| delivered & (1 << at) != 0).map(|at| self.items[at].name).collect()
    }
}

/// A node, and what was delivered to it and is not refused.
#[derive(Clone)]
struct Node {
    registry: MemoryRegistry,
    delivered: u64,
}

impl Node {
    /// Delivers an item, and offers again what waits, as sync does.
    fn deliver(&mut self, universe: &Universe, at: usize) {
        self.delivered |= 1 << at;
        loop {
            let before = (self.registry.state(), self.delivered);
            for item in &universe.base {
                // Refused while a tombstone erases it; taken again if the card makes the tombstone's branch void.
                let _ = self.registry.keep(item.clone());
            }
            for (at, item) in universe.items.iter().enumerate() {
                if self.delivered & (1 << at) != 0
                    && let Err(Refusal::Invalid(_)) = self.registry.keep(item.checked.clone())
                {
                    self.delivered &= !(1 << at);
                }
            }
            if before == (self.registry.state(), self.delivered) {
                break;
            }
        }
    }
}

/// How often something was met that a property speaks of.
type Met = BTreeMap<&'static str, u64>;

struct Search<'u> {
    universe: &'u Universe,
    steps: u32,
    visited: HashMap<u64, blake3::Hash>,
    deliveries: u64,
    met: Met,
}

impl<'u> Search<'u> {
    fn visit(&mut self, node: &Node) {
        for at in 0..self.universe.items.len() {
            if node.delivered & (1 << at) != 0 {
                continue;
            }
            let mut after = node.clone();
            after.deliver(self.universe, at);
            self.deliveries += 1;
            let (fingerprint, log, shown) = look(self.universe, &after);
            match self.visited.get(&after.delivered) {
                Some(before) => assert_eq!(
                    *before,
                    fingerprint,
                    "the order of delivery matters: {:?}, of which {:?} came last",
                    self.universe.names(after.delivered),
                    self.universe.items[at].name
                ),
                None => {
                    self.visited.insert(after.delivered, fingerprint);
                    self.check(&after, &log, shown.as_ref());
                    if after.delivered.count_ones() < self.steps {
                        self.visit(&after);
                    }
                }
            }
        }
    }

    fn note(&mut self, what: &'static str, met: bool) {
        *self.met.entry(what).or_default() += u64::from(met);
    }

    #[track_caller]
    fn require(&self, holds: bool, node: &Node, what: &str) {
        assert!(holds, "{what}; delivered: {:?}", self.universe.names(node.delivered));
    }

    fn check(&mut self, node: &Node, log: &KeyLog, shown: Option<&Shown>) {
        self.check_chain(node, log);
        self.note("contested", log.contest().is_some());
        self.note("rotated", log.chain().len() > 1);
        match shown {
            None => self.check_erasure(node),
            Some(shown) => {
                self.check_cuts(node, log, shown);
                self.check_licences(node, log, shown);
            }
        }
    }

    /// A rotation is in the chain only if enough distinct members of the entry before signed it, or the card.
    fn check_chain(&self, node: &Node, log: &KeyLog) {
        for entry in &log.chain()[1..] {
            let cited = &self.universe.cited[entry];
            let before = &self.universe.cited[&cited.previous.unwrap()];
            let backed = self.universe.delivered(node).any(|item| match &item.what {
                What::Rotation { id, by } if id == entry && cited.by_cards => by == &[CARD],
                What::Rotation { id, by } if id == entry => is_quorum(before, by),
                _ => false,
            });
            self.require(backed, node, "a rotation holds that too few signed");
        }
    }

    /// A tombstone is honoured only if enough distinct members of the entry it cites signed it.
    fn check_erasure(&mut self, node: &Node) {
        self.note("erased", true);
        let backed = self.universe.delivered(node).any(|item| {
            matches!(&item.what, What::Tombstone { previous, by } if is_quorum(&self.universe.cited[previous], by))
        });
        self.require(backed, node, "a tombstone is honoured that too few signed");
    }

    /// No change by a key that the chain removed counts, unless what removed it keeps it, or a member adopted it.
    fn check_cuts(&mut self, node: &Node, log: &KeyLog, shown: &Shown) {
        let universe: &'u Universe = self.universe;
        let written: Vec<&Written> = universe.written(node).collect();
        for change in written.iter().filter(|change| shown.counts.contains(&change.id)) {
            let on_chain = log.chain().contains(&change.entry);
            let kept = self.removal(log, change.by).is_none_or(|by| {
                let held = self
                    .universe
                    .delivered(node)
                    .any(|item| matches!(&item.what, What::Roll { entry } if *entry == by));
                held && self.universe.cited[&by].keeps.contains(&change.id)
            });
            let adopted = written.iter().any(|by| {
                by.adopts == Some(change.id)
                    && shown.counts.contains(&by.id)
                    && self.removal(log, by.by).is_none()
                    && change.approves.is_none()
                    && !self.universe.licences.contains_key(&change.id)
            });
            self.require(on_chain && kept || adopted, node, "what a removed key signed counts");
            self.note("kept of a removed key", on_chain && kept && self.removal(log, change.by).is_some());
            self.note("adopted", adopted && !kept);
        }
        let cut = written.iter().any(|change| !shown.counts.contains(&change.id));
        self.note("cut off", cut);
    }

    /// A licence beyond the first is in force only if enough distinct members of one entry of the chain signed for it,
    /// and that entry is the current one, or its follower says so.
    fn check_licences(&mut self, node: &Node, log: &KeyLog, shown: &Shown) {
        let universe: &'u Universe = self.universe;
        let written: Vec<&Written> = universe.written(node).collect();
        for licence in &shown.licences {
            let (proposal, _) = self.universe.licences.iter().find(|(_, value)| *value == licence).unwrap();
            if *proposal == self.universe.begun {
                continue;
            }
            let enough = log.chain().iter().enumerate().any(|(place, entry)| {
                let cited = &self.universe.cited[entry];
                let voices: BTreeSet<u8> = written
                    .iter()
                    .filter(|change| change.entry == *entry && cited.members.contains(&change.by))
                    .filter(|change| change.id == *proposal || change.approves == Some(*proposal))
                    .map(|change| change.by)
                    .collect();
                let sealed = log.chain().get(place + 1);
                let decides = sealed.is_none_or(|after| self.universe.cited[after].acts.contains(proposal));
                voices.len() >= cited.threshold() && decides
            });
            self.require(enough, node, "a licence is in force that too few agreed to");
            self.note("licence changed", true);
            self.note("licence sealed", log.chain().len() > 1);
        }
    }

    /// The first entry of the chain in whose set a key no longer is.
    fn removal(&self, log: &KeyLog, key: u8) -> Option<EntryId> {
        log.chain().windows(2).find_map(|pair| {
            let (before, after) = (&self.universe.cited[&pair[0]], &self.universe.cited[&pair[1]]);
            (before.members.contains(&key) && !after.members.contains(&key)).then_some(pair[1])
        })
    }
}

/// Whether these keys are next keys of members, enough of them.
fn is_quorum(of: &Cited, by: &[u8]) -> bool {
    let members: BTreeSet<u8> = by.iter().copied().collect();
    members.iter().all(|key| of.members.iter().any(|member| next(*member) == *key))
        && members.len() >= of.threshold()
}

/// What a record shows, as far as the properties speak of it.
struct Shown {
    counts: BTreeSet<ChangeId>,
    licences: BTreeSet<String>,
}

/// Everything that a node shows, as a hash, and what the properties need of it. Nothing is shown of what is erased.
fn look(universe: &Universe, node: &Node) -> (blake3::Hash, KeyLog, Option<Shown>) {
    let log = node.registry.log_of(universe.house.agent());
    let mut hasher = blake3::Hasher::new();
    hasher.update(node.registry.state().as_bytes());
    for entry in log.chain() {
        hasher.update(entry.as_bytes());
    }
    for branch in log.contest().iter().flat_map(|contest| &contest.branches) {
        hasher.update(branch.as_bytes());
    }
    for key in [A, B, C, D] {
        let key: PublicKey = public(key);
        let by = log.removal_of(&key).map_or([0; 32], |by| *by.as_bytes());
        hasher.update(&by);
    }
    let shown = node.registry.view(universe.record).ok().map(|view| {
        hasher.update(format!("{view:?}").as_bytes());
        let changes = node.registry.changes_of(universe.record).cloned();
        let history = History::new(universe.record, changes, &log).unwrap();
        let ids = node.registry.changes_of(universe.record).map(commons_registry::Change::id);
        let counts: BTreeSet<ChangeId> = ids.filter(|id| history.counts(*id) == Some(true)).collect();
        for id in &counts {
            hasher.update(id.as_bytes());
        }
        let mut licences: BTreeSet<String> = view.text("licence").map(str::to_owned).into_iter().collect();
        for conflict in view.conflicts.iter().filter(|conflict| conflict.field.name == "licence") {
            for (_, value) in &conflict.values {
                let Value::Text(text) = value else { panic!() };
                licences.insert(text.clone());
            }
        }
        Shown { counts, licences }
    });
    (hasher.finalize(), log, shown)
}

#[test]
fn in_every_state_only_those_decide_who_may() {
    let steps =
        std::env::var("COMMONS_MODEL_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(STEPS);
    let universe = Universe::new();
    let begun = Instant::now();
    let mut search =
        Search { universe: &universe, steps, visited: HashMap::new(), deliveries: 0, met: Met::new() };
    let start = universe.start();
    let (fingerprint, ..) = look(&universe, &start);
    search.visited.insert(0, fingerprint);
    search.visit(&start);
    println!(
        "{} items, {steps} steps: {} states, {} deliveries in {:?}; met {:?}",
        universe.items.len(),
        search.visited.len(),
        search.deliveries,
        begun.elapsed(),
        search.met
    );
    if steps >= STEPS {
        let wanted = [
            "adopted",
            "contested",
            "cut off",
            "erased",
            "kept of a removed key",
            "licence changed",
            "licence sealed",
            "rotated",
        ];
        for what in wanted {
            assert!(search.met[what] > 0, "{what}: {:?}", search.met);
        }
    }
}

//! An agent whose members edit the same records, one of whose keys is stolen, and which erases.

use commons_identity::{Entry, EntryId, Erased, Unverified, cbor};
use commons_registry::{ChangeId, Edit, Kind, Operation, RecordId, Target, Value};

use crate::house::{Draft, House, key, key_set, public};
use crate::random::Random;

/// The keys of the members to begin with.
const FIRST: [u8; 3] = [0, 4, 8];

/// The one that is stolen.
const STOLEN: u8 = 8;

/// The keys of those who stay.
const SECOND: [u8; 2] = [1, 5];

/// The keys that these take up next.
const THIRD: [u8; 2] = [2, 6];

/// The key on the recovery card.
const CARD: u8 = 60;

/// What was written by an agent and in its name.
pub(super) struct Garden {
    random: Random,
    pub(super) house: House,
    /// By its members, in order.
    pub(super) items: Vec<Vec<u8>>,
    /// By whoever stole the key, and by those who disagree.
    pub(super) drawer: Vec<Vec<u8>>,
    /// By those who had no right to.
    pub(super) junk: Vec<Vec<u8>>,
    records: Vec<(RecordId, Vec<ChangeId>)>,
}

impl Garden {
    /// One that belongs to a seed.
    pub(super) fn grow(mut random: Random) -> Self {
        let house = House::of(&[(0, 1), (4, 5), (8, 9)], &[CARD], random.bits() as u8);
        let items = vec![house.genesis.to_bytes()];
        let mut garden = Self { random, house, items, drawer: vec![], junk: vec![], records: vec![] };
        let founding = garden.house.founding();
        for _ in 0..3 {
            garden.begin(founding);
        }
        for _ in 0..6 + garden.random.below(6) {
            let by = *garden.random.pick(&FIRST);
            garden.edit(founding, by);
        }
        garden.steal(founding);
        let rotation = garden.remove_the_stolen_key(founding);
        for _ in 0..4 + garden.random.below(5) {
            let by = *garden.random.pick(&SECOND);
            garden.edit(rotation, by);
        }
        garden.write_for_later(rotation);
        if garden.random.one_in(3) {
            garden.disagree(founding, rotation);
        }
        garden.erase(rotation);
        garden
    }

    fn operation(&mut self) -> Operation {
        let value = Value::from(*self.random.pick(&["Bread", "Seeds", "Paz", "面包"]));
        let key = Some((*self.random.pick(&["en", "fr"])).to_owned());
        Operation::Put { field: 1, key, value }
    }

    fn begin(&mut self, entry: EntryId) {
        let (salt, operation) = (self.random.bytes(), self.operation());
        let edit = Edit {
            target: Target::New(Kind::Resource),
            salt,
            dependencies: vec![],
            operations: vec![operation],
        };
        let change = self.house.write(entry, *self.random.pick(&FIRST), edit);
        self.items.push(change.to_bytes());
        self.records.push((change.id().as_record(), vec![change.id()]));
    }

    /// An edit of one of the records, on one or two of the last changes of it.
    fn edit_of(&mut self, which: usize) -> Edit {
        let (record, changes) = self.records[which].clone();
        let recent = &changes[changes.len().saturating_sub(4)..];
        let mut dependencies = vec![*self.random.pick(recent), *self.random.pick(recent)];
        dependencies.sort_unstable();
        dependencies.dedup();
        let operations = vec![self.operation()];
        Edit { target: Target::Existing(record), salt: self.random.bytes(), dependencies, operations }
    }

    fn edit(&mut self, entry: EntryId, by: u8) {
        let which = self.random.below(self.records.len());
        let edit = self.edit_of(which);
        let change = self.house.write(entry, by, edit);
        self.items.push(change.to_bytes());
        self.records[which].1.push(change.id());
    }

    /// Whoever stole a key writes with it, also what differs in nothing but what it does; and tries to erase.
    fn steal(&mut self, entry: EntryId) {
        for which in 0..self.records.len() {
            let edit = self.edit_of(which);
            for _ in 0..2 {
                let edit = Edit { operations: vec![self.operation()], ..edit.clone() };
                self.drawer.push(self.house.write(entry, STOLEN, edit).to_bytes());
            }
            let record = Erased::Record(*self.records[which].0.as_bytes());
            for alone in [STOLEN, STOLEN + 1] {
                self.junk.push(self.house.erase(entry, record, &[alone]).to_bytes());
            }
            // By nobody of them.
            let edit = self.edit_of(which);
            self.junk.push(self.house.write(entry, 40, edit).to_bytes());
        }
    }

    fn remove_the_stolen_key(&mut self, founding: EntryId) -> EntryId {
        let keys = key_set(&[(SECOND[0], THIRD[0]), (SECOND[1], THIRD[1])], &[CARD]);
        let kept: Vec<_> =
            self.records.iter().flat_map(|(_, changes)| changes).map(|id| *id.as_bytes()).collect();
        let draft = Draft::rotation(founding, keys).keeping(kept);
        let entry = self.house.rotate(&draft, &SECOND);
        self.items.push(entry.to_bytes());
        self.items.extend(self.house.rolls(&draft).iter().map(commons_identity::Roll::to_bytes));
        self.junk.push(self.house.rotate(&draft, &[STOLEN + 1]).to_bytes());
        entry.id()
    }

    /// A change and an entry of a later version.
    fn write_for_later(&mut self, rotation: EntryId) {
        let content = cbor::encode(|w| {
            w.array(6).text("commons change").uint(2).bytes(self.house.agent().as_bytes());
            w.bytes(rotation.as_bytes()).bytes(public(SECOND[0]).as_bytes()).uint(self.random.bits() >> 8);
        });
        let signature = key(SECOND[0]).sign(&content);
        self.items.push(cbor::encode(|w| {
            w.array(2).bytes(&content).bytes(signature.as_bytes());
        }));
    }

    /// The one whose key is removed and another remove the third instead. The card may settle it.
    fn disagree(&mut self, founding: EntryId, rotation: EntryId) {
        let keys = key_set(&[(5, 6), (9, 10)], &[CARD]);
        let fork = self.house.rotate(&Draft::rotation(founding, keys), &[5, 9]);
        let settled: Option<Entry<Unverified>> = self.random.one_in(2).then(|| {
            let holds = if self.random.one_in(2) { rotation } else { fork.id() };
            self.house.settle(holds, founding, &[CARD])
        });
        let fork = fork.to_bytes();
        match settled {
            Some(settled) => self.items.extend([fork, settled.to_bytes()]),
            None => self.drawer.push(fork),
        }
    }

    fn erase(&mut self, rotation: EntryId) {
        let record = Erased::Record(*self.records[0].0.as_bytes());
        self.items.push(self.house.erase(rotation, record, &THIRD).to_bytes());
        // What is written on it meanwhile elsewhere comes too late.
        for _ in 0..2 {
            let edit = self.edit_of(0);
            let change = self.house.write(rotation, SECOND[0], edit);
            self.drawer.push(change.to_bytes());
            self.items.push(change.to_bytes());
        }
        if self.random.one_in(3) {
            self.items.push(self.house.erase(rotation, Erased::Agent, &THIRD).to_bytes());
        }
    }
}

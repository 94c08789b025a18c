//! Random histories: several agents with several keys edit records of every kind with every operation, each
//! having seen only part of what the others wrote.

use std::collections::BTreeMap;

use commons_identity::{
    AgentForm, AgentId, Cards, Entry, EntryId, Genesis, KeySet, Member as KeyPair, Policy, PublicKey,
    Signature, SigningKey,
};
use commons_registry::{
    Change, ChangeId, Edit, Kind, Operation, RecordId, Signer, Target, Value,
    schema::{Shape, ValueType},
};

use crate::random::Random;

/// An agent whose keys all are at hand.
#[derive(Debug, Clone)]
pub struct TestAgent {
    /// The entry that founded it.
    pub genesis: Entry,
    keys: Vec<SigningKey>,
    next: Vec<SigningKey>,
}

impl TestAgent {
    /// Founds an organisation with so many keys.
    #[must_use]
    pub fn found(random: &mut Random, keys: usize) -> Self {
        let keys: Vec<_> = (0..keys).map(|_| SigningKey::from_secret(&random.bytes())).collect();
        let next: Vec<_> = keys.iter().map(|_| SigningKey::from_secret(&random.bytes())).collect();
        let members = keys.iter().zip(&next);
        let members =
            members.map(|(key, next)| KeyPair { key: key.public(), next: next.public().next_digest() });
        let threshold = KeySet::least_threshold(keys.len());
        let set = KeySet::new(members.collect(), threshold, Cards::none(), Policy::default()).unwrap();
        let genesis = Genesis { form: AgentForm::Organisation, keys: set, salt: random.bytes() };
        Self { genesis: Entry::found(&genesis, &keys).unwrap(), keys, next }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> AgentId {
        self.genesis.agent()
    }

    /// One of its keys.
    #[must_use]
    pub fn key(&self, index: usize) -> &SigningKey {
        &self.keys[index % self.keys.len()]
    }

    /// The key that the member with this index takes up next, and signs key-log entries with.
    #[must_use]
    pub fn next_key(&self, index: usize) -> &SigningKey {
        &self.next[index % self.next.len()]
    }

    /// One of its keys, to sign with in its name.
    #[must_use]
    pub fn member(&self, index: usize) -> Member<'_> {
        Member { agent: self, key: self.key(index) }
    }
}

/// One of an agent's keys.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    agent: &'a TestAgent,
    key: &'a SigningKey,
}

impl Signer for Member<'_> {
    fn namespace(&self) -> AgentId {
        self.agent.id()
    }

    fn entry(&self) -> EntryId {
        self.agent.genesis.id()
    }

    fn key(&self) -> PublicKey {
        self.key.public()
    }

    fn sign(&self, content: &[u8]) -> Signature {
        self.key.sign(content)
    }
}

/// A history: envelopes in an order in which each comes after what it refers to.
#[derive(Debug, Clone, Default)]
pub struct RandomHistory {
    /// The envelopes.
    pub items: Vec<Vec<u8>>,
    /// The records begun.
    pub records: Vec<RecordId>,
}

struct Growing {
    record: RecordId,
    agent: usize,
    kind: Kind,
    /// Each change with what it depends on.
    changes: BTreeMap<ChangeId, Vec<ChangeId>>,
}

impl RandomHistory {
    /// The history that belongs to a seed: so many agents, records and edits.
    #[must_use]
    pub fn generate(seed: u64, agents: usize, records: usize, edits: usize) -> Self {
        let random = &mut Random::from_seed(seed);
        let agents: Vec<_> = (0..agents)
            .map(|_| {
                let keys = 1 + random.below(3);
                TestAgent::found(random, keys)
            })
            .collect();
        let mut history = Self::default();
        history.items.extend(agents.iter().map(|agent| agent.genesis.to_bytes()));
        let mut growing: Vec<Growing> = (0..records)
            .map(|_| {
                let agent = random.below(agents.len());
                let kind = *random.pick(&Kind::ALL);
                let operations = operations(random, kind, &[], agents[agent].genesis.id());
                let edit = Edit {
                    target: Target::New(kind),
                    salt: random.bytes(),
                    dependencies: vec![],
                    operations,
                };
                let change = Change::author(&agents[agent].member(random.below(3)), edit);
                history.items.push(change.to_bytes());
                history.records.push(change.id().as_record());
                let changes = BTreeMap::from([(change.id(), vec![])]);
                Growing { record: change.id().as_record(), agent, kind, changes }
            })
            .collect();
        for _ in 0..edits {
            let index = random.below(growing.len());
            let record = &mut growing[index];
            let ids: Vec<_> = record.changes.keys().copied().collect();
            let agent = &agents[record.agent];
            let edit = Edit {
                target: Target::Existing(record.record),
                salt: random.bytes(),
                dependencies: dependencies(random, &record.changes),
                operations: operations(random, record.kind, &ids, agent.genesis.id()),
            };
            let change = Change::author(&agent.member(random.below(3)), edit.clone());
            history.items.push(change.to_bytes());
            record.changes.insert(change.id(), edit.dependencies);
        }
        history
    }
}

/// Mostly the present heads, often only some of them, sometimes something old.
fn dependencies(random: &mut Random, changes: &BTreeMap<ChangeId, Vec<ChangeId>>) -> Vec<ChangeId> {
    let mut heads: Vec<_> =
        changes.keys().filter(|id| !changes.values().flatten().any(|other| other == *id)).copied().collect();
    if random.one_in(4) {
        let all: Vec<_> = changes.keys().copied().collect();
        return vec![*random.pick(&all)];
    }
    if random.one_in(3) && heads.len() > 1 {
        random.shuffle(&mut heads);
        heads.truncate(1 + random.below(heads.len() - 1));
    }
    heads.sort_unstable();
    heads
}

fn operations(random: &mut Random, kind: Kind, changes: &[ChangeId], entry: EntryId) -> Vec<Operation> {
    (0..1 + random.below(4)).map(|_| operation(random, kind, changes, entry)).collect()
}

fn operation(random: &mut Random, kind: Kind, changes: &[ChangeId], entry: EntryId) -> Operation {
    if !changes.is_empty() && random.one_in(12) {
        let change = *random.pick(changes);
        return match random.below(6) {
            0 | 1 => Operation::Adopt { change },
            2 => Operation::Object { proposal: change, entry, reason: prose_of_words(random) },
            3 => Operation::Withdraw { proposal: change, entry },
            _ => Operation::Approve { proposal: change, entry },
        };
    }
    let chosen = random.pick(kind.fields());
    let field = chosen.number;
    match chosen.shape {
        Shape::Protected(of) => Operation::Put { field, key: None, value: value(random, of) },
        Shape::Scalar(_) if random.one_in(5) => Operation::Clear { field, key: None },
        Shape::Scalar(of) => Operation::Put { field, key: None, value: value(random, of) },
        Shape::ByLanguage(of) => {
            let key = Some(language(random));
            if random.one_in(5) {
                Operation::Clear { field, key }
            } else {
                Operation::Put { field, key, value: value(random, of) }
            }
        }
        Shape::ByName(of) => {
            let key = Some((*random.pick(&["worker_owned", "surplus"])).to_owned());
            if random.one_in(5) {
                Operation::Clear { field, key }
            } else {
                Operation::Put { field, key, value: value(random, of) }
            }
        }
        Shape::Prose => Operation::SetText { field, language: language(random), text: prose(random) },
        Shape::Set(of) if random.one_in(3) => Operation::Remove { field, value: value(random, of) },
        Shape::Set(of) => Operation::Add { field, value: value(random, of) },
    }
}

fn language(random: &mut Random) -> String {
    (*random.pick(&["en", "fr", "und"])).to_owned()
}

/// Few different values, so that edits meet.
fn value(random: &mut Random, of: ValueType) -> Value {
    match of {
        ValueType::Text(_) => Value::from(*random.pick(&["Bread", "Pan y paz", "面包", "x"])),
        ValueType::Token => Value::from(*random.pick(&["guide", "course", "gb"])),
        ValueType::Choice(words) => Value::from(*random.pick(words)),
        ValueType::Language => Value::Text(language(random)),
        ValueType::Int(least, _) => Value::Int(least),
        ValueType::Millionths(_) => Value::Int(*random.pick(&[0, 1_250_000, -90_000])),
        ValueType::Thousandths => Value::Int(*random.pick(&[0, 500, 8000])),
        ValueType::Fact => {
            if random.one_in(2) {
                Value::Bool(random.one_in(2))
            } else {
                Value::from("mixed")
            }
        }
        ValueType::Id => Value::Id([*random.pick(&[1, 2]); 32]),
        ValueType::Date => Value::from(*random.pick(&["2026-11-21", "2024-02-29"])),
        ValueType::File => {
            let hash = (*random.pick(&["ab", "01"])).repeat(32);
            Value::Text(format!("{hash} {} {}", random.below(3), random.pick(&["guide.pdf", "en/pão.txt"])))
        }
    }
}

/// Texts that share parts, with letters of several bytes and of several code points, so that diffs overlap.
fn prose(random: &mut Random) -> String {
    let words = ["how ", "to bake ", "bread ", "ensemble ", "e\u{301}te\u{301} ", "👩‍🌾", "面包", "\n"];
    (0..random.below(10)).map(|_| *random.pick(&words)).collect()
}

/// Why somebody objects: never empty.
fn prose_of_words(random: &mut Random) -> String {
    (*random.pick(&["not yet", "pas encore,\nà mon avis", "为什么"])).to_owned()
}

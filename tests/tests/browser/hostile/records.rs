//! Records of every kind whose every field that takes a text is full of payloads, signed as anybody may sign: what a command would
//! refuse, a peer can send all the same.

use commons_registry::schema::{Field, HIDDEN, HIDDEN_BECAUSE, Shape, ValueType};
use commons_registry::{Change, ChangeId, Draft, Edit, FileRef, Kind, Operation, RecordId, Target, Value};
use commons_tests::histories::TestAgent;
use commons_tests::random::Random;
use serde_json::json;

/// Most values of a set, most languages of a text, in one record.
const AT_ONCE: usize = 8;

/// Most bytes of a long text in one language, of the many that there may be: a page of them is to be opened quickly.
const PROSE: usize = 900;

const LANGUAGES: [&str; AT_ONCE] = ["en", "fr", "de", "es", "it", "pt", "nl", "und"];

/// Fields that are left out: each would keep others from being shown, or nobody sees them.
const LEFT_OUT: [&str; 11] = [
    HIDDEN,
    HIDDEN_BECAUSE,
    "source_hash",
    "uncredited",
    "withdrawn",
    "ended",
    "corrects",
    "continues",
    "handed_over_to",
    "from",
    "until",
];

/// Lille, in millionths of a degree, so that what is there is found near it.
const LATITUDE: i64 = 50_629_250;
const LONGITUDE: i64 = 3_057_256;

/// What somebody hostile has written.
pub(super) struct Hostile {
    /// Envelopes, each after what it refers to.
    pub(super) items: Vec<Vec<u8>>,
    pub(super) agents: Vec<String>,
    pub(super) records: Vec<String>,
    /// How many fields of how many kinds took payloads, as `kind.field`.
    pub(super) fields: Vec<String>,
    /// Payloads in fields, counted for each field.
    pub(super) placed: usize,
}

/// The next payloads that fit into a field, again and again from the first.
struct Supply<'p> {
    field: &'static Field,
    payloads: Vec<&'p str>,
    next: usize,
}

impl<'p> Supply<'p> {
    fn of(field: &'static Field, payloads: &'p [String]) -> Option<Self> {
        let fits = |payload: &&str| match field.shape {
            Shape::Prose => true,
            Shape::Scalar(of)
            | Shape::ByLanguage(of)
            | Shape::ByName(of)
            | Shape::Set(of)
            | Shape::Protected(of) => value(of, payload).is_some(),
        };
        let payloads: Vec<_> = payloads.iter().map(String::as_str).filter(fits).collect();
        (!payloads.is_empty() && !LEFT_OUT.contains(&field.name)).then_some(Self { field, payloads, next: 0 })
    }

    fn is_done(&self) -> bool {
        self.next >= self.payloads.len()
    }

    fn take(&mut self) -> &'p str {
        let payload = self.payloads[self.next % self.payloads.len()];
        self.next += 1;
        payload
    }

    /// As many as there is room for, one after the other.
    fn take_up_to(&mut self, most: usize, between: &str) -> String {
        let mut text = self.take().to_owned();
        while text.len() + between.len() + self.payloads[self.next % self.payloads.len()].len() <= most {
            text.push_str(between);
            text.push_str(self.take());
        }
        text
    }

    fn operations(&mut self) -> Vec<Operation> {
        let field = self.field.number;
        match self.field.shape {
            Shape::Prose => vec![Operation::SetText {
                field,
                language: "en".to_owned(),
                text: self.take_up_to(PROSE, "\n"),
            }],
            Shape::Scalar(of) | Shape::Protected(of) => {
                let text = match self.field.name {
                    // These two are read before they are shown, so payloads stand where a text stands in them.
                    "permissions" | "grants" => {
                        let one = || json!({ "in_return": self.take(), "contact": self.take() });
                        std::iter::repeat_with(one).take(AT_ONCE).collect::<serde_json::Value>().to_string()
                    }
                    "sheet" => json!({ "format": 1, "name": self.take_up_to(PROSE, " ") }).to_string(),
                    _ => self.take_up_to(room(of), " "),
                };
                vec![Operation::Put { field, key: None, value: Value::Text(text) }]
            }
            Shape::ByLanguage(of) => {
                let value = |text: String| Value::Text(text);
                LANGUAGES
                    .map(|language| Operation::Put {
                        field,
                        key: Some(language.to_owned()),
                        value: value(self.take_up_to(room(of), " ")),
                    })
                    .to_vec()
            }
            Shape::ByName(of) => (0..AT_ONCE)
                .filter_map(|at| {
                    let value = value(of, self.take())?;
                    Some(Operation::Put { field, key: Some(format!("name-{at}")), value })
                })
                .collect(),
            Shape::Set(of) => (0..AT_ONCE)
                .filter_map(|_| Some(Operation::Add { field, value: value(of, self.take())? }))
                .collect(),
        }
    }
}

/// A payload as a value, if there is room for texts in values of the type.
fn value(of: ValueType, payload: &str) -> Option<Value> {
    let value = match of {
        ValueType::Text(_) => Value::Text(payload.to_owned()),
        ValueType::File => {
            let file = format!("{} 7 {payload}", "ab".repeat(32));
            FileRef::parse(&file).ok()?;
            Value::Text(file)
        }
        _ => return None,
    };
    of.check(&value).ok().map(|()| value)
}

/// Most bytes of a text.
fn room(of: ValueType) -> usize {
    match of {
        // Long enough for several, short enough for a page that is opened quickly.
        ValueType::Text(most) => most.min(PROSE),
        _ => 0,
    }
}

/// Fills records until each field has had each payload that fits into it. All refer to a record, where they can.
pub(super) fn write(payloads: &[String], about: RecordId) -> Hostile {
    let mut random = Random::from_seed(31);
    let mut supplies: Vec<(Kind, Vec<Supply<'_>>)> = Kind::ALL
        .map(|kind| (kind, kind.fields().iter().filter_map(|field| Supply::of(field, payloads)).collect()))
        .into();
    let mut hidden = Supply::of(because(), payloads);
    let (mut hostile, mut round) = (Hostile::none(), 0);
    let fields = supplies.iter().flat_map(|(kind, fields)| fields.iter().map(move |supply| (kind, supply)));
    hostile.fields.extend(fields.map(|(kind, supply)| format!("{kind}.{}", supply.field.name)));
    loop {
        let wanting = supplies.iter().any(|(_, fields)| fields.iter().any(|field| !field.is_done()));
        if !wanting && hidden.as_ref().is_none_or(Supply::is_done) {
            break;
        }
        let agent = TestAgent::found(&mut random, 1);
        hostile.items.push(agent.genesis.to_bytes());
        hostile.agents.push(agent.id().to_string());
        for (kind, fields) in
            supplies.iter_mut().filter(|(_, fields)| fields.iter().any(|field| !field.is_done()))
        {
            let mut operations = besides(*kind, about, round);
            operations.extend(fields.iter_mut().flat_map(Supply::operations));
            hostile.add(&agent, random.bytes(), *kind, operations);
        }
        if let Some(supply) = hidden.as_mut().filter(|supply| !supply.is_done()) {
            let mut draft = Draft::new(Kind::Resource);
            draft.set(HIDDEN, "2026-11-01").unwrap();
            draft.set(HIDDEN_BECAUSE, &supply.take_up_to(room(because_type()), " ")).unwrap();
            hostile.add(&agent, random.bytes(), Kind::Resource, draft.operations().to_vec());
        }
        round += 1;
    }
    hostile.placed =
        supplies.iter().flat_map(|(_, fields)| fields.iter().map(|field| field.payloads.len())).sum();
    hostile
}

fn because() -> &'static Field {
    Kind::Resource.field_named(HIDDEN_BECAUSE).unwrap()
}

fn because_type() -> ValueType {
    match because().shape {
        Shape::Scalar(of) => of,
        other => panic!("a reason is one text: {other:?}"),
    }
}

/// What else a record has to have, so that it is shown in many places.
fn besides(kind: Kind, about: RecordId, round: usize) -> Vec<Operation> {
    let value = |field: &Field| {
        let (Shape::Scalar(of) | Shape::Set(of)) = field.shape else { return None };
        let value = match of {
            ValueType::Id => Value::Id(*about.as_bytes()),
            ValueType::Choice(words) => Value::from(words[round % words.len()]),
            ValueType::Millionths(_) if field.name == "latitude" => Value::Int(LATITUDE),
            ValueType::Millionths(_) => Value::Int(LONGITUDE),
            ValueType::Thousandths => Value::Int(12_000),
            ValueType::Token if field.name == "country" => Value::from("fr"),
            _ => return None,
        };
        Some(value)
    };
    let fields = kind.fields().iter().filter(|field| !LEFT_OUT.contains(&field.name));
    fields
        .filter_map(|field| {
            let (value, field) = (value(field)?, field);
            Some(match field.shape {
                Shape::Set(_) => Operation::Add { field: field.number, value },
                _ => Operation::Put { field: field.number, key: None, value },
            })
        })
        .collect()
}

impl Hostile {
    const fn none() -> Self {
        Self { items: Vec::new(), agents: Vec::new(), records: Vec::new(), fields: Vec::new(), placed: 0 }
    }

    fn add(&mut self, agent: &TestAgent, salt: [u8; 16], kind: Kind, operations: Vec<Operation>) {
        let dependencies: Vec<ChangeId> = Vec::new();
        let edit = Edit { target: Target::New(kind), salt, dependencies, operations };
        let change = Change::author(&agent.member(0), edit);
        self.items.push(change.to_bytes());
        self.records.push(change.id().as_record().to_string());
    }
}

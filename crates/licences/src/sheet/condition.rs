//! Conditions: on which facts, purposes and acts a rule depends.
//!
//! A condition is a table of aspects with the values that fit, all of which must hold:
//! `{ purpose = "commercial", surplus = ["none", "mixed"] }`. A list of tables fits when one of them does.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fact::{FactName, FactValue, Kind, Surplus};
use crate::facts::Facts;
use crate::question::{Act, Purpose};

words! {
    /// What is done with the work, as conditions put it.
    pub(crate) enum Doing: "an act, as conditions put it" {
        /// `copy` or `distribute`.
        Copies = "copies",
        /// `adapt`.
        Adapts = "adapts",
        /// `distribute`: others get a copy.
        Conveys = "conveys",
        /// `network-service`: others use it without getting a copy.
        Serves = "serves",
        /// `distribute` or `network-service`.
        Shares = "shares",
        /// `sublicense`.
        Sublicenses = "sublicenses",
    }
}

impl Doing {
    fn is_done(self, acts: &BTreeSet<Act>) -> bool {
        let any = |of: &[Act]| of.iter().any(|act| acts.contains(act));
        match self {
            Self::Copies => any(&[Act::Copy, Act::Distribute]),
            Self::Adapts => any(&[Act::Adapt]),
            Self::Conveys => any(&[Act::Distribute]),
            Self::Serves => any(&[Act::NetworkService]),
            Self::Shares => any(&[Act::Distribute, Act::NetworkService]),
            Self::Sublicenses => any(&[Act::Sublicense]),
        }
    }
}

/// What a condition may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Aspect {
    Fact(FactName),
    Doing(Doing),
}

impl Aspect {
    pub(crate) const COUNT: usize = FactName::ALL.len() + Doing::ALL.len();

    pub(crate) fn index(self) -> usize {
        match self {
            Self::Fact(name) => name as usize,
            Self::Doing(doing) => FactName::ALL.len() + doing as usize,
        }
    }

    /// How many values it can have; they are numbered from 0.
    pub(crate) fn values(self) -> u8 {
        let count = match self {
            Self::Fact(FactName::Kind) => Kind::ALL.len(),
            Self::Fact(FactName::Surplus) => Surplus::ALL.len(),
            _ => 2,
        };
        u8::try_from(count).unwrap_or(u8::MAX)
    }

    fn parse(word: &str) -> Result<Self, String> {
        if let Ok(doing) = word.parse() {
            return Ok(Self::Doing(doing));
        }
        match word.parse::<FactName>() {
            Ok(FactName::Fields) => Err("`fields` are barred with [[bar]], not in a condition".to_owned()),
            Ok(name) => Ok(Self::Fact(name)),
            Err(unknown) => {
                Err(format!("{unknown}, or an act: copies, adapts, conveys, serves, shares, sublicenses"))
            }
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Fact(name) => name.as_str(),
            Self::Doing(doing) => doing.as_str(),
        }
    }

    /// One of its values as it is written.
    fn value(self, number: u8) -> Scalar {
        let number = usize::from(number);
        let word = match self {
            Self::Fact(FactName::Kind) => Kind::ALL.get(number).map(|kind| kind.as_str()),
            Self::Fact(FactName::Surplus) => Surplus::ALL.get(number).map(|surplus| surplus.as_str()),
            Self::Fact(FactName::Purpose) => {
                Some(if number == 0 { Purpose::Commercial } else { Purpose::NonCommercial }.as_str())
            }
            _ => None,
        };
        word.map_or(Scalar::Flag(number == 1), |word| Scalar::Word(word.to_owned()))
    }

    /// Some of its values as they are written.
    fn written(self, mask: Mask) -> Scalars {
        let mut values: Vec<_> = (0..self.values())
            .filter(|number| mask >> number & 1 == 1)
            .map(|number| self.value(number))
            .collect();
        if values.len() == 1 { Scalars::One(values.remove(0)) } else { Scalars::Many(values) }
    }

    /// The number of one of its values.
    fn number(self, value: &Scalar) -> Result<u8, String> {
        match (self, value) {
            (Self::Fact(FactName::Kind), Scalar::Word(word)) => {
                word.parse().map(|kind: Kind| kind as u8).map_err(|e| e.to_string())
            }
            (Self::Fact(FactName::Surplus), Scalar::Word(word)) => {
                word.parse().map(|surplus: Surplus| surplus as u8).map_err(|e| e.to_string())
            }
            (Self::Fact(FactName::Purpose), Scalar::Word(word)) => match word.parse() {
                Ok(Purpose::Commercial) => Ok(0),
                Ok(Purpose::NonCommercial) => Ok(1),
                Ok(Purpose::Unsure) => Err("a rule cannot depend on being `unsure`".to_owned()),
                Err(e) => Err(e.to_string()),
            },
            (Self::Fact(FactName::Kind | FactName::Surplus | FactName::Purpose), Scalar::Flag(_)) => {
                Err("expected a word, not true or false".to_owned())
            }
            (_, Scalar::Flag(flag)) => Ok(u8::from(*flag)),
            (_, Scalar::Word(word)) => Err(format!("expected true or false, not `{word}`")),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Flag(bool),
    Word(String),
}

impl Scalar {
    fn in_words(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Word(word) => word.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Scalars {
    One(Scalar),
    Many(Vec<Scalar>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Tables {
    One(BTreeMap<String, Scalars>),
    Many(Vec<BTreeMap<String, Scalars>>),
}

/// Values of one aspect, one bit each.
type Mask = u16;

/// When a rule holds: when one of its tables does; always, when it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Tables", into = "Tables")]
pub(crate) struct When(Vec<Vec<(Aspect, Mask)>>);

impl TryFrom<Tables> for When {
    type Error = String;

    fn try_from(tables: Tables) -> Result<Self, String> {
        let tables = match tables {
            Tables::One(table) => vec![table],
            Tables::Many(tables) => tables,
        };
        let tables: Vec<_> = tables.into_iter().map(read_table).collect::<Result<_, _>>()?;
        // A table that asks for nothing always fits.
        if tables.iter().any(Vec::is_empty) { Ok(Self::default()) } else { Ok(Self(tables)) }
    }
}

impl From<When> for Tables {
    fn from(when: When) -> Self {
        let table = |table: Vec<(Aspect, Mask)>| {
            table
                .into_iter()
                .map(|(aspect, mask)| (aspect.as_str().to_owned(), aspect.written(mask)))
                .collect()
        };
        let mut tables: Vec<_> = when.0.into_iter().map(table).collect();
        if tables.len() == 1 { Self::One(tables.remove(0)) } else { Self::Many(tables) }
    }
}

fn read_table(table: BTreeMap<String, Scalars>) -> Result<Vec<(Aspect, Mask)>, String> {
    let read = |(name, values): (String, Scalars)| {
        let aspect = Aspect::parse(&name)?;
        let values = match values {
            Scalars::One(value) => vec![value],
            Scalars::Many(values) => values,
        };
        let mut mask = 0;
        for value in &values {
            mask |= 1 << aspect.number(value).map_err(|e| format!("`{name}`: {e}"))?;
        }
        Ok((aspect, mask))
    };
    table.into_iter().map(read).collect()
}

impl When {
    pub(crate) fn holds(&self, world: &World) -> bool {
        self.0.is_empty()
            || self
                .0
                .iter()
                .any(|table| table.iter().all(|(aspect, mask)| mask >> world.get(*aspect) & 1 == 1))
    }

    /// Whether it holds whatever is so.
    pub(crate) fn is_always(&self) -> bool {
        self.0.is_empty()
    }

    /// How many tables it has.
    pub(crate) fn tables(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn looks_at_acts(&self) -> bool {
        self.masks().any(|(aspect, _)| matches!(aspect, Aspect::Doing(_)))
    }

    /// In words: "kind is union or nonprofit, purpose is commercial".
    pub(crate) fn in_words(&self) -> String {
        let of_aspect = |(aspect, mask): &(Aspect, Mask)| {
            let values = match aspect.written(*mask) {
                Scalars::One(value) => value.in_words(),
                Scalars::Many(values) => values.iter().map(Scalar::in_words).collect::<Vec<_>>().join(" or "),
            };
            format!("{} is {values}", aspect.as_str())
        };
        let tables: Vec<String> =
            self.0.iter().map(|table| table.iter().map(of_aspect).collect::<Vec<_>>().join(", ")).collect();
        tables.join("; or ")
    }

    /// Each aspect it looks at, with the values it asks for.
    pub(crate) fn masks(&self) -> impl Iterator<Item = (Aspect, Mask)> {
        self.0.iter().flatten().copied()
    }

    /// The facts it looks at, without repeats.
    pub(crate) fn facts(&self) -> BTreeSet<FactName> {
        self.masks()
            .filter_map(|(aspect, _)| match aspect {
                Aspect::Fact(name) => Some(name),
                Aspect::Doing(_) => None,
            })
            .collect()
    }
}

/// One way things may be: a value for every aspect. What no rule looks at may have any value.
#[derive(Clone, Debug)]
pub(crate) struct World([u8; Aspect::COUNT]);

impl World {
    pub(crate) fn get(&self, aspect: Aspect) -> u8 {
        self.0[aspect.index()]
    }

    pub(crate) fn set(&mut self, aspect: Aspect, value: u8) {
        self.0[aspect.index()] = value;
    }
}

/// What is known of the world; the rest may be any way.
#[derive(Clone, Debug)]
pub(crate) struct Known([Option<u8>; Aspect::COUNT]);

impl Known {
    pub(crate) fn new(facts: &Facts, purpose: Purpose, acts: &BTreeSet<Act>) -> Self {
        let mut known = [None; Aspect::COUNT];
        for (name, fact) in facts.iter() {
            known[Aspect::Fact(name).index()] = match fact.value {
                FactValue::Flag(flag) => Some(u8::from(flag)),
                FactValue::Kind(kind) => Some(kind as u8),
                FactValue::Surplus(surplus) => Some(surplus as u8),
                FactValue::Fields(_) => None,
            };
        }
        known[Aspect::Fact(FactName::Purpose).index()] = match purpose {
            Purpose::Commercial => Some(0),
            Purpose::NonCommercial => Some(1),
            Purpose::Unsure => None,
        };
        for doing in Doing::ALL {
            known[Aspect::Doing(*doing).index()] = Some(u8::from(doing.is_done(acts)));
        }
        Self(known)
    }

    pub(crate) fn get(&self, aspect: Aspect) -> Option<u8> {
        self.0[aspect.index()]
    }

    /// The world as far as it is known, with the first value where it is not.
    pub(crate) fn world(&self) -> World {
        World(self.0.map(Option::unwrap_or_default))
    }
}

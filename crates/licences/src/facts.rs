//! All that is known of a user, and how it is put in: from a record, or as text from the command line.

use std::collections::{BTreeMap, BTreeSet};

use crate::fact::{Basis, Fact, FactName, FactValue, Kind, Surplus, UserField};
use crate::words::{UnknownWord, quote};

/// Why a fact was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// No fact has this name.
    #[error("{0}")]
    UnknownName(UnknownWord),
    /// The value is not one that this fact can have.
    #[error("{given} is not a value of `{name}`{} (expected {})", did_you_mean(.close), .name.expects())]
    UnfitValue {
        /// The fact.
        name: FactName,
        /// What was given, in backticks.
        given: String,
        /// Close options; may be empty.
        close: Vec<&'static str>,
    },
    /// The purpose is part of the use, not a fact about the user.
    #[error("`purpose` is about the use, not the user: put it into `use.purpose`")]
    AboutTheUse,
}

fn did_you_mean(close: &[&str]) -> String {
    match close.first() {
        None => String::new(),
        Some(word) => format!("; did you mean `{word}`?"),
    }
}

/// What is known of a user: each fact with the basis on which it is held. What is absent is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<FactName, Fact>);

impl Facts {
    /// Puts a fact in, over an earlier value of the same fact.
    ///
    /// # Errors
    /// When the value is not one that the fact can have.
    pub fn insert(&mut self, name: FactName, value: FactValue, basis: Basis) -> Result<(), FactError> {
        if name == FactName::Purpose {
            return Err(FactError::AboutTheUse);
        }
        if !value.suits(name) {
            return Err(FactError::UnfitValue {
                name,
                given: quote(&format!("{value:?}")),
                close: Vec::new(),
            });
        }
        self.0.insert(name, Fact { value, basis });
        Ok(())
    }

    /// Puts a fact in from text: `true`, `false`, `yes` or `no`; a kind; a use of surplus; for `fields` a list
    /// separated by commas, or `none`.
    ///
    /// # Errors
    /// When the name or the value is unknown; the message says what was expected and lists close options.
    pub fn set_fact(&mut self, name: &str, value: &str, basis: Basis) -> Result<(), FactError> {
        // People type `worker-owned` as readily as `worker_owned`.
        let tidy = name.trim().to_ascii_lowercase().replace('-', "_");
        let name: FactName = tidy.parse().map_err(FactError::UnknownName)?;
        if name == FactName::Purpose {
            return Err(FactError::AboutTheUse);
        }
        let value = read_value(name, value)?;
        self.insert(name, value, basis)
    }

    /// Forgets a fact: it is unknown again.
    pub fn remove(&mut self, name: FactName) {
        self.0.remove(&name);
    }

    /// The fact, if it is known.
    pub fn get(&self, name: FactName) -> Option<&Fact> {
        self.0.get(&name)
    }

    /// All known facts, in the order of [`FactName::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (FactName, &Fact)> {
        self.0.iter().map(|(name, fact)| (*name, fact))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The kind of user, if known.
    pub fn kind(&self) -> Option<Kind> {
        match self.get(FactName::Kind)?.value {
            FactValue::Kind(kind) => Some(kind),
            _ => None,
        }
    }

    /// What happens to surplus, if known.
    pub fn surplus(&self) -> Option<Surplus> {
        match self.get(FactName::Surplus)?.value {
            FactValue::Surplus(surplus) => Some(surplus),
            _ => None,
        }
    }

    /// A fact that is true or false, if known.
    pub fn flag(&self, name: FactName) -> Option<bool> {
        match self.get(name)?.value {
            FactValue::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// What the user is or works for, if known.
    pub fn fields(&self) -> Option<&BTreeSet<UserField>> {
        match &self.get(FactName::Fields)?.value {
            FactValue::Fields(fields) => Some(fields),
            _ => None,
        }
    }
}

fn read_value(name: FactName, text: &str) -> Result<FactValue, FactError> {
    let word = text.trim().to_ascii_lowercase();
    let unfit = |close| FactError::UnfitValue { name, given: quote(text), close };
    match name {
        FactName::Kind => word.parse().map(FactValue::Kind).map_err(|e: UnknownWord| unfit(e.close)),
        FactName::Surplus => word.parse().map(FactValue::Surplus).map_err(|e: UnknownWord| unfit(e.close)),
        FactName::Fields if word == "none" => Ok(FactValue::Fields(BTreeSet::new())),
        FactName::Fields => word
            .split(',')
            .map(|field| field.trim().parse())
            .collect::<Result<_, UnknownWord>>()
            .map(FactValue::Fields)
            .map_err(|e| unfit(e.close)),
        _ => match word.as_str() {
            "true" | "yes" => Ok(FactValue::Flag(true)),
            "false" | "no" => Ok(FactValue::Flag(false)),
            _ => Err(unfit(Vec::new())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(name: &str, value: &str) -> String {
        Facts::default().set_fact(name, value, Basis::Given).unwrap_err().to_string()
    }

    #[test]
    fn takes_facts_as_people_type_them() {
        let mut facts = Facts::default();
        for (name, value) in [
            ("worker-owned", "Yes"),
            ("non_member_employees", "no"),
            ("kind", "worker-coop"),
            ("surplus", " mixed "),
            ("fields", "none"),
        ] {
            facts.set_fact(name, value, Basis::SelfDeclared).unwrap();
        }
        assert_eq!(facts.flag(FactName::WorkerOwned), Some(true));
        assert_eq!(facts.kind(), Some(Kind::WorkerCoop));
        assert_eq!(facts.surplus(), Some(Surplus::Mixed));
        assert!(facts.fields().unwrap().is_empty());
        facts.set_fact("fields", "police, military", Basis::Given).unwrap();
        assert_eq!(facts.fields().unwrap().len(), 2);
    }

    #[test]
    fn says_what_was_expected_and_what_is_close() {
        assert!(refuse("worker_ownd", "yes").contains("did you mean `worker_owned`?"));
        assert!(refuse("worker_owned", "maybe").contains("(expected `true`, `false`, `yes` or `no`)"));
        assert!(refuse("kind", "worker-co-op").contains("did you mean `worker-coop`?"));
        assert!(refuse("surplus", "reserve").contains("did you mean `indivisible-reserve`?"));
        assert!(refuse("fields", "army").contains("`military`, `police`"));
        assert!(refuse("purpose", "commercial").contains("use.purpose"));
    }

    #[test]
    fn refuses_a_value_of_another_fact() {
        let mut facts = Facts::default();
        assert!(facts.insert(FactName::Kind, FactValue::Flag(true), Basis::Given).is_err());
        assert!(facts.is_empty());
    }
}

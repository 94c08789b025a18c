//! A fact with a value, as it is typed and as it stands in a record.

use commons_licences::{Basis, FactName, FactValue, Facts};

use crate::failure::Failure;

/// A typed name that differs from that of a known fact by no more letters than this is a slip of the finger.
const SLIP: usize = 3;

/// A fact of licences, or one of one's own such as `member-of-our-federation`, with its value, both in the one way in
/// which they are written down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StatedFact {
    pub(crate) fact: String,
    pub(crate) value: String,
}

impl StatedFact {
    /// Reads a fact as a person types it; without a value it is true.
    pub(crate) fn typed(name: &str, value: Option<&str>) -> Result<Self, Failure> {
        let name = name.trim().to_lowercase().replace(' ', "-");
        let value = value.map(str::trim).filter(|value| !value.is_empty()).unwrap_or("true");
        match name.replace('-', "_").parse::<FactName>() {
            Ok(known) => {
                let mut facts = Facts::default();
                facts
                    .set_fact(known.as_str(), value, Basis::Given)
                    .map_err(|error| Failure::usage(error.to_string()))?;
                let held = facts.get(known).map(|fact| said(&fact.value)).unwrap_or_default();
                Ok(Self { fact: known.as_str().to_owned(), value: held })
            }
            Err(unknown) => {
                let letters = |text: &str| text.bytes().filter(|byte| byte.is_ascii_alphanumeric()).count();
                let slip = unknown.close.iter().find(|close| letters(close).abs_diff(letters(&name)) <= SLIP);
                if let Some(meant) = slip {
                    return Err(Failure::usage(format!("{name:?} is no fact; did you mean {meant:?}?"))
                        .hint("for a fact of your own, choose a name that is less like one of licences"));
                }
                let value = match value.to_lowercase().as_str() {
                    "yes" => "true".to_owned(),
                    "no" => "false".to_owned(),
                    other => other.to_owned(),
                };
                Ok(Self { fact: name, value })
            }
        }
    }

    /// Reads what stands in somebody's attestation, who may have written it in another way.
    pub(crate) fn written(fact: &str, value: &str) -> Self {
        let plain = || Self { fact: fact.to_owned(), value: value.to_owned() };
        let Ok(known) = fact.replace('-', "_").parse::<FactName>() else { return plain() };
        let mut facts = Facts::default();
        // A list is written with colons, which a word of a record may have.
        match facts.set_fact(known.as_str(), &value.replace(':', ","), Basis::Given) {
            Ok(()) => {
                let held = facts.get(known).map(|fact| said(&fact.value)).unwrap_or_default();
                Self { fact: known.as_str().to_owned(), value: held }
            }
            // A value of a later version of commons is still one that differs.
            Err(_) => Self { fact: known.as_str().to_owned(), value: value.to_owned() },
        }
    }
}

/// A value as it stands in an attestation.
pub(crate) fn said(value: &FactValue) -> String {
    match value {
        FactValue::Flag(flag) => flag.to_string(),
        FactValue::Kind(kind) => kind.as_str().to_owned(),
        FactValue::Surplus(surplus) => surplus.as_str().to_owned(),
        FactValue::Fields(fields) if fields.is_empty() => "none".to_owned(),
        FactValue::Fields(fields) => fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(":"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, value: Option<&str>) -> Result<(String, String), String> {
        let stated = StatedFact::typed(name, value).map_err(|failure| failure.message)?;
        Ok((stated.fact, stated.value))
    }

    #[test]
    fn facts_are_written_in_one_way_however_they_are_typed() {
        for (name, value, fact, held) in [
            ("worker_owned", None, "worker_owned", "true"),
            ("Worker-Owned", Some("Yes"), "worker_owned", "true"),
            ("worker owned", Some("no"), "worker_owned", "false"),
            ("kind", Some("Worker-Coop"), "kind", "worker-coop"),
            ("surplus", Some("mixed"), "surplus", "mixed"),
            ("fields", Some("none"), "fields", "none"),
            ("fields", Some("police, military"), "fields", "military:police"),
            ("member-of-our-federation", None, "member-of-our-federation", "true"),
            ("Member of our federation", Some("no"), "member-of-our-federation", "false"),
            ("member", None, "member", "true"),
            ("members", Some("12"), "members", "12"),
        ] {
            let found = typed(name, value);
            assert_eq!(found, Ok((fact.to_owned(), held.to_owned())), "{name} {value:?}");
            let written = StatedFact::written(fact, held);
            assert_eq!((written.fact.as_str(), written.value.as_str()), (fact, held));
        }
        assert_eq!(StatedFact::written("worker-owned", "true").fact, "worker_owned");
        assert_eq!(StatedFact::written("surplus", "of-later-times").value, "of-later-times");
    }

    #[test]
    fn slips_and_unfit_values_are_refused() {
        assert!(typed("worker_ownd", None).unwrap_err().contains("worker_owned"));
        assert!(typed("kinds", None).unwrap_err().contains("kind"));
        assert!(typed("worker_owned", Some("perhaps")).unwrap_err().contains("perhaps"));
        assert!(typed("kind", None).is_err(), "true is no kind");
        assert!(typed("purpose", Some("commercial")).is_err(), "that is of the use, not of an agent");
    }
}

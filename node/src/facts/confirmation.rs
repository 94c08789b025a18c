//! What an attestation that confirms a fact says, and whether it holds on a day.

use commons_identity::AgentId;
use commons_registry::{Kind, RecordId, RecordView, Value};

use super::StatedFact;
use crate::day::Day;

/// One agent's word on a fact about another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confirmation {
    pub(crate) id: RecordId,
    pub(crate) by: AgentId,
    pub(crate) about: AgentId,
    pub(crate) stated: StatedFact,
    /// The last day on which it holds.
    pub(crate) until: Option<Day>,
    /// The day on which it was taken back, as claimed.
    pub(crate) withdrawn: Option<Day>,
    /// In some language.
    pub(crate) reason: Option<String>,
    /// Whether the attester's members wrote different things at once.
    pub(crate) contested: bool,
}

/// Whether a confirmation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Force {
    /// It does.
    Holds,
    /// Its last day is past.
    Lapsed,
    /// The attester took it back.
    Withdrawn,
    /// The attester's members disagree.
    Contested,
}

impl Confirmation {
    /// Reads a record as it shows now, all its changes merged. Nothing, if it confirms no fact, or if an agent confirms
    /// a fact about itself: that is its own word, and no confirmation.
    pub(crate) fn read(view: &RecordView) -> Option<Self> {
        if view.kind != Kind::Attestation || view.text("statement") != Some("confirms") {
            return None;
        }
        let Some(Value::Id(about)) = view.one("about") else { return None };
        let about = AgentId::from_bytes(*about);
        if about == view.agent {
            return None;
        }
        let value = match view.one("value") {
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Text(text)) => text.clone(),
            _ => "true".to_owned(),
        };
        let day = |field: &str| view.text(field).and_then(|text| text.parse().ok());
        let reason = match view.fields.get("reason") {
            Some(commons_registry::FieldValue::Prose(texts)) => texts.values().next().cloned(),
            _ => None,
        };
        Some(Self {
            id: view.id,
            by: view.agent,
            about,
            stated: StatedFact::written(view.text("fact")?, &value),
            until: day("until"),
            withdrawn: day("withdrawn"),
            reason,
            contested: view.conflicts.iter().any(|conflict| conflict.field.name != "reason"),
        })
    }

    /// Whether it holds on a day.
    pub(crate) fn force(&self, today: Day) -> Force {
        if self.contested {
            Force::Contested
        } else if self.withdrawn.is_some() {
            Force::Withdrawn
        } else if self.until.is_some_and(|until| until < today) {
            Force::Lapsed
        } else {
            Force::Holds
        }
    }

    /// How many days it still holds, if that is no more than `within`.
    pub(crate) fn lapses_in(&self, today: Day, within: u32) -> Option<i64> {
        let until = self.until.filter(|_| self.force(today) == Force::Holds)?;
        (until <= today.plus(within)).then(|| until.days_since(today))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use commons_registry::{ChangeId, Conflict, FieldValue};

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn view(fields: &[(&'static str, Value)]) -> RecordView {
        RecordView {
            id: RecordId::from_bytes([1; 32]),
            kind: Kind::Attestation,
            agent: AgentId::from_bytes([2; 32]),
            fields: fields.iter().map(|(name, value)| (*name, FieldValue::One(value.clone()))).collect(),
            conflicts: Vec::new(),
            proposals: Vec::new(),
            heads: Vec::new(),
        }
    }

    fn confirms(more: &[(&'static str, Value)]) -> RecordView {
        let mut fields = vec![
            ("statement", "confirms".into()),
            ("about", Value::Id([3; 32])),
            ("fact", "worker_owned".into()),
            ("value", true.into()),
        ];
        fields.extend(more.iter().cloned());
        view(&fields)
    }

    #[test]
    fn it_holds_to_the_end_of_its_last_day() {
        let today = day("2026-11-21");
        for (until, force, days) in [
            (None, Force::Holds, None),
            (Some("2026-11-20"), Force::Lapsed, None),
            (Some("2026-11-21"), Force::Holds, Some(0)),
            (Some("2026-12-21"), Force::Holds, Some(30)),
            (Some("2026-12-22"), Force::Holds, None),
        ] {
            let fields: Vec<_> = until.map(|until| ("until", until.into())).into_iter().collect();
            let read = Confirmation::read(&confirms(&fields)).unwrap();
            assert_eq!((read.force(today), read.lapses_in(today, 30)), (force, days), "{until:?}");
        }
    }

    #[test]
    fn what_is_taken_back_or_contested_does_not_hold() {
        let today = day("2026-11-21");
        let withdrawn = Confirmation::read(&confirms(&[("withdrawn", "2026-11-01".into())])).unwrap();
        assert_eq!(withdrawn.force(today), Force::Withdrawn);
        let soon = [("withdrawn", "2026-11-01".into()), ("until", "2026-11-22".into())];
        let withdrawn = Confirmation::read(&confirms(&soon)).unwrap();
        assert_eq!(withdrawn.lapses_in(today, 30), None, "nobody needs to be reminded of it");

        let mut contested = confirms(&[]);
        let values = vec![(ChangeId::from_bytes([1; 32]), true.into())];
        let field = Kind::Attestation.field_named("value").unwrap();
        contested.conflicts = vec![Conflict { field, key: None, values: values.clone() }];
        assert_eq!(Confirmation::read(&contested).unwrap().force(today), Force::Contested);
        let field = Kind::Attestation.field_named("reason").unwrap();
        contested.conflicts = vec![Conflict { field, key: None, values }];
        assert_eq!(Confirmation::read(&contested).unwrap().force(today), Force::Holds);
    }

    #[test]
    fn what_confirms_nothing_is_no_confirmation() {
        let itself = view(&[
            ("statement", "confirms".into()),
            ("about", Value::Id([2; 32])),
            ("fact", "worker_owned".into()),
        ]);
        assert_eq!(Confirmation::read(&itself), None, "one's own word");
        let questions = view(&[("statement", "questions".into()), ("about", Value::Id([3; 32]))]);
        assert_eq!(Confirmation::read(&questions), None);
        let no_fact = view(&[("statement", "confirms".into()), ("about", Value::Id([3; 32]))]);
        assert_eq!(Confirmation::read(&no_fact), None);
        let about_nobody = view(&[("statement", "confirms".into()), ("fact", "x".into())]);
        assert_eq!(Confirmation::read(&about_nobody), None);
        let mut resource = confirms(&[]);
        resource.kind = Kind::Resource;
        assert_eq!(Confirmation::read(&resource), None);
    }

    #[test]
    fn the_whole_of_it_is_read() {
        let mut whole = confirms(&[("until", "2027-01-01".into())]);
        let reason = BTreeMap::from([("und".to_owned(), "seen the books".to_owned())]);
        whole.fields.insert("reason", FieldValue::Prose(reason));
        let read = Confirmation::read(&whole).unwrap();
        assert_eq!((read.by, read.about), (whole.agent, AgentId::from_bytes([3; 32])));
        assert_eq!((read.stated.fact.as_str(), read.stated.value.as_str()), ("worker_owned", "true"));
        assert_eq!((read.until, read.reason.as_deref()), (Some(day("2027-01-01")), Some("seen the books")));
    }
}

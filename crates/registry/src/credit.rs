//! Who is to be named for a resource.

use std::collections::BTreeSet;

use crate::{RecordView, Value};

/// Most contributions that are looked through for those who are to be named.
pub const MAX_CREDITED_PARTS: usize = 200;

/// A contribution that the steward of a resource acknowledged, and what its agent is called.
#[derive(Debug, Clone, Copy)]
pub struct CreditedPart<'v> {
    /// The contribution.
    pub contribution: &'v RecordView,
    /// The name of the agent who wrote it down, if it has one.
    pub agent_name: Option<&'v str>,
}

/// Who is to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credited {
    /// These, as they chose to be called; nobody knows if there are none.
    Named(Vec<String>),
    /// Its makers asked not to be named.
    Withheld,
}

/// Who is to be named for a resource: whom its `credit_as` names, else its makers, else its steward; and whoever made an
/// acknowledged contribution, by its `credit_as`, else by the agent's name, unless they asked not to be named. Nobody, if the
/// makers of the whole asked not to be named.
#[must_use]
pub fn credited(resource: &RecordView, parts: &[CreditedPart<'_>], steward_name: Option<&str>) -> Credited {
    if is_uncredited(resource) {
        return Credited::Withheld;
    }
    let mut names: Vec<String> = match resource.text("credit_as") {
        Some(credit) => vec![credit.to_owned()],
        None => resource.set("makers").filter_map(text).map(str::to_owned).collect(),
    };
    if names.is_empty() {
        names.extend(steward_name.map(str::to_owned));
    }
    let parts = parts.iter().take(MAX_CREDITED_PARTS).filter(|part| !is_uncredited(part.contribution));
    let contributors: BTreeSet<&str> =
        parts.filter_map(|part| part.contribution.text("credit_as").or(part.agent_name)).collect();
    for name in contributors {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Credited::Named(names)
}

/// Whether those who made it asked not to be named. Where members said different things at once, the request counts.
pub fn is_uncredited(view: &RecordView) -> bool {
    view.one("uncredited").is_some()
        || view.conflicts.iter().any(|conflict| conflict.field.name == "uncredited")
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use commons_identity::AgentId;

    use super::*;
    use crate::{FieldValue, Kind, RecordId};

    fn view(kind: Kind, fields: &[(&'static str, &[&str])]) -> RecordView {
        let value = |text: &&str| Value::Text((*text).to_owned());
        let fields = fields.iter().map(|(name, values)| {
            let held = match *name {
                "makers" => FieldValue::Set(values.iter().map(value).collect()),
                _ => FieldValue::One(value(&values[0])),
            };
            (*name, held)
        });
        RecordView {
            id: RecordId::from_bytes([1; 32]),
            kind,
            agent: AgentId::from_bytes([2; 32]),
            fields: fields.collect(),
            conflicts: Vec::new(),
            proposals: Vec::new(),
            heads: Vec::new(),
        }
    }

    fn named(names: &[&str]) -> Credited {
        Credited::Named(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn makers_are_named_and_whoever_contributed_as_they_chose() {
        let resource = view(Kind::Resource, &[("makers", &["Ana", "Lu"])]);
        let parts = [
            view(Kind::Contribution, &[("credit_as", &["Moss"])]),
            view(Kind::Contribution, &[]),
            view(Kind::Contribution, &[("credit_as", &["Secret"]), ("uncredited", &["2026-11-30"])]),
            view(Kind::Contribution, &[("credit_as", &["Ana"])]),
        ];
        let parts = parts
            .each_ref()
            .map(|part| CreditedPart { contribution: part, agent_name: Some("Sample Press") });
        assert_eq!(
            credited(&resource, &parts, Some("Garden")),
            named(&["Ana", "Lu", "Moss", "Sample Press"])
        );
        let chosen = view(Kind::Resource, &[("makers", &["Ana"]), ("credit_as", &["The Gardeners"])]);
        assert_eq!(credited(&chosen, &[], Some("Garden")), named(&["The Gardeners"]));
    }

    #[test]
    fn the_steward_is_named_where_no_maker_is() {
        let resource = view(Kind::Resource, &[]);
        assert_eq!(credited(&resource, &[], Some("Garden")), named(&["Garden"]));
        assert_eq!(credited(&resource, &[], None), named(&[]));
        let secret = view(Kind::Contribution, &[("uncredited", &["2026-11-30"])]);
        let part = CreditedPart { contribution: &secret, agent_name: Some("Ana") };
        assert_eq!(credited(&resource, &[part], Some("Garden")), named(&["Garden"]));
        let translation = view(Kind::Contribution, &[]);
        let part = CreditedPart { contribution: &translation, agent_name: Some("Lu") };
        assert_eq!(credited(&resource, &[part], Some("Garden")), named(&["Garden", "Lu"]));
    }

    #[test]
    fn nobody_is_named_who_asked_not_to_be() {
        let resource = view(Kind::Resource, &[("makers", &["Ana"]), ("uncredited", &["2026-11-30"])]);
        assert_eq!(credited(&resource, &[], Some("Garden")), Credited::Withheld);
    }
}

//! Who else has a record, and what that means.

use serde_json::Value;

use crate::holders::MAX_HOLDERS;
use crate::language::Words;
use crate::output::text;

/// On how many nodes a record is, and what that means, a sentence each.
pub(super) struct HeldBy {
    pub(super) count: String,
    pub(super) meaning: String,
}

impl HeldBy {
    /// Who has a record that is kept here. Only the node of whoever wrote it asks others whether they hold it.
    pub(super) fn of(words: Words, record: &Value) -> Option<Self> {
        let is_here = record["heads"].as_array().is_some_and(|heads| !heads.is_empty());
        if !is_here || record.get("not_kept").is_some() {
            return None;
        }
        let held_by = &record["held_by"];
        let Some(nodes) = held_by["nodes"].as_u64() else {
            return Some(Self { count: words.say("held-here"), meaning: words.say("held-uncounted") });
        };
        let on = words.day_of(text(held_by, "as_of"));
        Some(match nodes {
            0 => Self { count: words.say("held-nowhere"), meaning: words.say("held-nowhere-means") },
            _ => {
                let key = if nodes < MAX_HOLDERS as u64 { "held-by" } else { "held-by-many" };
                let count = words.with(key, &[("nodes", nodes.into()), ("on", on.into())]);
                Self { count, meaning: words.say("held-by-means") }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn how_many_have_it_is_said_of_our_own_records_and_not_guessed_of_others() {
        let said = |record: Value| {
            HeldBy::of(Words::of(Language::English), &record).map(|held| held.count).unwrap_or_default()
        };
        let of = |nodes: u64| {
            let held_by = json!({ "nodes": nodes, "as_of": (nodes > 0).then_some("2026-11-20") });
            said(json!({ "heads": ["ab"], "held_by": held_by }))
        };
        assert!(of(0).contains("No other node"), "{}", of(0));
        assert!(of(1).contains("1 other node says") && of(1).contains("20 November 2026"), "{}", of(1));
        assert!(of(3).contains("3 other nodes say"), "{}", of(3));
        assert!(of(8).contains("8 other nodes or more"), "{}", of(8));
        assert!(said(json!({ "heads": ["ab"] })).contains("This node has a copy"));
        assert_eq!(said(json!({ "heads": ["ab"], "not_kept": { "asked": 2 } })), "");
        assert_eq!(said(json!({ "heads": [] })), "", "nothing has been written that others could have");
    }
}

//! What members find out about their node: what is amiss, and what to do about it; and whether others can reach it.

use serde_json::Value;

use crate::language::Words;
use crate::output::{line, text};

/// Something that is amiss, and what to do about it.
pub(super) struct Finding {
    pub(super) what: String,
    /// What exactly, as the system says it, in English.
    pub(super) said: Option<String>,
    pub(super) to_do: String,
}

/// What is amiss, the gravest first.
pub(super) fn findings(words: Words, status: &Value) -> Vec<Finding> {
    let count = |value: &Value| value.as_u64().unwrap_or_default();
    let (alone, nowhere) = (count(&status["copies"]["on_none"]), count(&status["unlisted"]));
    let plain =
        |key: &str, to_do: &str| Finding { what: words.say(key), said: None, to_do: words.say(to_do) };
    let counted = |key: &str, count: u64, to_do: &str| Finding {
        what: words.with(key, &[("count", count.into())]),
        ..plain(key, to_do)
    };
    let mut found = Vec::new();
    for (holds, key, to_do) in [
        (status["contested"] == true, "node-contested", "finding-do-contested"),
        (status["locked"] == true, "node-locked", "finding-do-locked"),
        (status["may_sign"] == false, "node-may-not-sign", "finding-do-may-not-sign"),
        (status["erasing"]["put_off"] == true, "finding-disk", "finding-do-disk"),
        (status["kept"]["pooling"] == true, "node-nearly-full", "finding-do-nearly-full"),
        (status["peers"] == 0, "node-alone", "finding-do-alone"),
    ] {
        if holds {
            found.push(plain(key, to_do));
        }
    }
    for one in status["unreached"].as_array().into_iter().flatten() {
        let address = line(text(one, "address"));
        found.push(Finding {
            what: words.with("finding-unreached", &[("address", address.into())]),
            said: Some(line(text(one, "reason"))).filter(|said| !said.is_empty()),
            to_do: words.say("finding-do-unreached"),
        });
    }
    for (number, key, to_do) in [
        (alone, "finding-copies", "finding-do-copies"),
        (count(&status["reports"]), "finding-reports", "finding-do-reports"),
        (count_of(&status["reminders"]), "finding-reminders", "finding-do-reminders"),
        (nowhere, "node-unlisted", "finding-do-unlisted"),
    ] {
        if number > 0 {
            found.push(counted(key, number, to_do));
        }
    }
    found
}

fn count_of(list: &Value) -> u64 {
    list.as_array().map_or(0, |list| u64::try_from(list.len()).unwrap_or(u64::MAX))
}

/// Whether others can reach the node, as far as it knows, and what to do so that they can.
pub(super) fn reach(words: Words, status: &Value) -> Option<String> {
    words.name("reach", text(&status["reach"], "verdict"))
}

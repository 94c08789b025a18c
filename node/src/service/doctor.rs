//! What is amiss with this node, or soon will be, for the people it is of.

use commons_store::Disk;
use serde_json::{Value, json};

use super::members::members_of;
use super::{Occasion, Service};
use crate::day::Day;
use crate::failure::Failure;
use crate::finding::Finding;

/// When less is free on the disk, in bytes, somebody has to look: a node that cannot write stops.
const SHORT_OF_DISK: u64 = 1 << 30;

/// No node has ever run before this day: a clock that shows an earlier one is wrong, as those of small machines without a battery
/// are until the network has told them.
const BEGINNING: Day = Day::of_civil(2026, 1, 1);

impl Service {
    /// Everything that is amiss, the gravest first.
    pub(super) fn examine(&self, occasion: Occasion) -> Result<Value, Failure> {
        let status = self.status(occasion)?;
        let disk = self.store.disk().map_err(Failure::internal)?;
        let found = findings(&status, disk, occasion.today, self.has_recovery_cards());
        Ok(json!({ "findings": found, "reach": status["reach"] }))
    }

    /// Whether a recovery card would bring us back; nothing, if there is nobody to bring back, or that cannot be told.
    fn has_recovery_cards(&self) -> Option<bool> {
        let log = self.store.key_log(self.agent()?).ok()?;
        Some(!members_of(&log).ok()?.cards().digests().is_empty())
    }
}

fn findings(status: &Value, disk: Disk, today: Day, has_cards: Option<bool>) -> Vec<Finding> {
    let runs = status["running"] == true;
    let mut found = Vec::new();
    let mut find = |holds: bool, finding: Finding| {
        if holds {
            found.push(finding);
        }
    };
    find(status["contested"] == true, Finding::Contested);
    find(runs && status["locked"] == true, Finding::Locked);
    find(status["may_sign"] == false, Finding::MayNotSign);
    find(disk.damaged > 0, Finding::Damaged { count: disk.damaged });
    find(disk.free < SHORT_OF_DISK, Finding::DiskShort { free: disk.free });
    find(status["erasing"]["put_off"] == true, Finding::NotErased);
    find(today < BEGINNING, Finding::Clock { today: today.to_string() });
    find(!runs, Finding::NotRunning);
    find(status["kept"]["pooling"] == true, Finding::NearlyFull);
    find(runs && status["peers"] == 0, Finding::Alone);
    for one in status["unreached"].as_array().into_iter().flatten() {
        let word = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        find(true, Finding::Unreached { address: word("address"), reason: word("reason") });
    }
    find(has_cards == Some(false), Finding::NoRecoveryCards);
    let [copies, reports, unlisted] = ["/copies/on_none", "/reports", "/unlisted"]
        .map(|at| status.pointer(at).and_then(Value::as_u64).unwrap_or_default());
    let reminders = status["reminders"].as_array().map_or(0, Vec::len) as u64;
    find(copies > 0, Finding::NowhereElse { count: copies });
    find(reports > 0, Finding::Reports { count: reports });
    find(reminders > 0, Finding::Reminders { count: reminders });
    find(unlisted > 0, Finding::Unlisted { count: unlisted });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Disk = Disk { free: 1 << 40, damaged: 0 };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_found_where_all_is_well() {
        let status = json!({ "running": true, "peers": 2, "may_sign": true, "copies": { "on_none": 0 } });
        assert_eq!(findings(&status, WELL, day("2026-12-01"), Some(true)), []);
        // Who reads only has nobody to bring back.
        assert_eq!(findings(&json!({ "running": true, "peers": 1 }), WELL, day("2026-12-01"), None), []);
    }

    #[test]
    fn the_gravest_comes_first() {
        let status = json!({
            "running": true, "locked": true, "may_sign": false, "contested": true, "peers": 0, "unlisted": 4,
            "erasing": { "put_off": true }, "kept": { "pooling": true },
            "unreached": [{ "address": "/ip4/192.0.2.1/tcp/1", "reason": "no answer" }],
            "copies": { "on_none": 3 }, "reports": 1, "reminders": [{}, {}],
        });
        let disk = Disk { free: SHORT_OF_DISK - 1, damaged: 2 };
        let (address, reason) = ("/ip4/192.0.2.1/tcp/1".to_owned(), "no answer".to_owned());
        let expected = [
            Finding::Contested,
            Finding::Locked,
            Finding::MayNotSign,
            Finding::Damaged { count: 2 },
            Finding::DiskShort { free: SHORT_OF_DISK - 1 },
            Finding::NotErased,
            Finding::Clock { today: "1970-01-01".to_owned() },
            Finding::NearlyFull,
            Finding::Alone,
            Finding::Unreached { address, reason },
            Finding::NoRecoveryCards,
            Finding::NowhereElse { count: 3 },
            Finding::Reports { count: 1 },
            Finding::Reminders { count: 2 },
            Finding::Unlisted { count: 4 },
        ];
        assert_eq!(findings(&status, disk, day("1970-01-01"), Some(false)), expected);
    }

    #[test]
    fn a_node_that_is_off_is_neither_locked_nor_alone() {
        let status = json!({ "running": false, "locked": true, "peers": 0 });
        assert_eq!(findings(&status, WELL, day("2026-12-01"), Some(true)), [Finding::NotRunning]);
    }
}

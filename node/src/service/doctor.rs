//! What is amiss with this node, or soon will be, for the people it is of.

use commons_store::Disk;
use serde_json::Value;

use super::members::members_of;
use super::{Occasion, Service};
use crate::day::Day;
use crate::finding::Finding;

/// When less is free on the disk, in bytes, somebody has to look: a node that cannot write stops. On a small disk it is less: a
/// [`SHORT_PART`]th of all there is.
const SHORT_OF_DISK: u64 = 1 << 30;
/// See [`SHORT_OF_DISK`].
const SHORT_PART: u64 = 20;

/// No node has ever run before this day: a clock that shows an earlier one is wrong, as those of small machines without a battery
/// are until the network has told them.
const BEGINNING: Day = Day::of_civil(2026, 1, 1);

impl Service {
    /// Everything that is amiss, the gravest first, by how the node is.
    pub(super) fn findings(&self, occasion: Occasion, status: &Value) -> Vec<Value> {
        let found = findings(status, &self.store.disk(), occasion.today, self.has_recovery_cards());
        found.iter().map(Finding::to_json).collect()
    }

    /// Whether a recovery card would bring us back; nothing, if there is nobody to bring back, or that cannot be told.
    fn has_recovery_cards(&self) -> Option<bool> {
        let log = self.store.key_log(self.agent()?).ok()?;
        Some(!members_of(&log).ok()?.cards().digests().is_empty())
    }
}

fn findings(status: &Value, disk: &Disk, today: Day, has_cards: Option<bool>) -> Vec<Finding> {
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
    let damaged = disk.damaged.as_ref().copied().unwrap_or_default();
    find(damaged > 0, Finding::Damaged { count: damaged });
    let room = disk.room.as_ref().ok().copied().flatten();
    if let Some((free, all)) = room {
        find(free < SHORT_OF_DISK.min(all / SHORT_PART), Finding::DiskShort { free });
    }
    if let Some(reason) = disk.room.as_ref().err().or(disk.damaged.as_ref().err()) {
        find(true, Finding::DiskUnread { reason: reason.clone() });
    }
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
    use serde_json::json;

    use super::*;

    const WELL: Disk = Disk { room: Ok(Some((1 << 40, 1 << 41))), damaged: Ok(0) };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_found_where_all_is_well() {
        let status = json!({ "running": true, "peers": 2, "may_sign": true, "copies": { "on_none": 0 } });
        assert_eq!(findings(&status, &WELL, day("2026-12-01"), Some(true)), []);
        // Who reads only has nobody to bring back.
        assert_eq!(findings(&json!({ "running": true, "peers": 1 }), &WELL, day("2026-12-01"), None), []);
    }

    #[test]
    fn the_gravest_comes_first() {
        let status = json!({
            "running": true, "locked": true, "may_sign": false, "contested": true, "peers": 0, "unlisted": 4,
            "erasing": { "put_off": true }, "kept": { "pooling": true },
            "unreached": [{ "address": "/ip4/192.0.2.1/tcp/1", "reason": "no answer" }],
            "copies": { "on_none": 3 }, "reports": 1, "reminders": [{}, {}],
        });
        let disk = Disk { room: Ok(Some((SHORT_OF_DISK - 1, 1 << 40))), damaged: Ok(2) };
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
        assert_eq!(findings(&status, &disk, day("1970-01-01"), Some(false)), expected);
    }

    #[test]
    fn a_disk_is_short_by_its_size_and_unread_is_said() {
        let found = |room, damaged| {
            let status = json!({ "running": true, "peers": 1 });
            findings(&status, &Disk { room, damaged }, day("2026-12-01"), None)
        };
        let mib = |count: u64| count << 20;
        assert_eq!(found(Ok(Some((mib(300), mib(2000)))), Ok(0)), []);
        assert_eq!(found(Ok(Some((mib(90), mib(2000)))), Ok(0)), [Finding::DiskShort { free: mib(90) }]);
        assert_eq!(found(Ok(None), Ok(0)), [], "the file system does not tell");
        let failed = || "it failed".to_owned();
        let unread = [Finding::DiskUnread { reason: failed() }];
        assert_eq!(found(Err(failed()), Ok(0)), unread);
        assert_eq!(found(Ok(None), Err(failed())), unread);
    }

    #[test]
    fn a_node_that_is_off_is_neither_locked_nor_alone() {
        let status = json!({ "running": false, "locked": true, "peers": 0 });
        assert_eq!(findings(&status, &WELL, day("2026-12-01"), Some(true)), [Finding::NotRunning]);
    }
}

//! Something that is amiss with a node, or soon will be: found by the node itself, said on its page and on the command line.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::language::Words;
use crate::output::line;

/// Something that is amiss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Finding {
    /// Members disagree: two decisions of as many as it takes stand against each other.
    Contested,
    /// The signing keys are locked.
    Locked,
    /// None of the keys here may sign.
    MayNotSign,
    /// So many parts of the journal could not be read.
    Damaged { count: u64 },
    /// So few bytes are free on the disk that the node may have to stop.
    DiskShort { free: u64 },
    /// The disk does not say how it is.
    DiskUnread { reason: String },
    /// What was erased could not be removed from the disk yet.
    NotErased,
    /// The clock of the machine is wrong: it shows a day before there was this program.
    Clock { today: String },
    /// The node is off.
    NotRunning,
    /// The room that it may take is nearly used up.
    NearlyFull,
    /// It is connected with no other node.
    Alone,
    /// A node that it was told to connect with cannot be reached.
    Unreached { address: String, reason: String },
    /// No recovery card would bring us back if keys were lost.
    NoRecoveryCards,
    /// So many of our records are on no other node.
    NowhereElse { count: u64 },
    /// So many reports wait for an answer.
    Reports { count: u64 },
    /// So many confirmations lapse before long.
    Reminders { count: u64 },
    /// So many changes are held that lists and search do not show yet.
    Unlisted { count: u64 },
}

impl Finding {
    /// Those of a status; nothing, where it has none.
    pub(crate) fn read(findings: &Value) -> Option<Vec<Self>> {
        findings.as_array()?.iter().map(|one| Self::deserialize(one).ok()).collect()
    }

    /// As programs read it.
    pub(crate) fn to_json(&self) -> Value {
        let mut shown = serde_json::to_value(self).unwrap_or_default();
        shown["urgent"] = self.is_urgent().into();
        shown
    }

    /// Whether the node does not do its work, or soon will not; the others are worth knowing, and some nodes always have one.
    pub(crate) const fn is_urgent(&self) -> bool {
        match self {
            Self::Contested
            | Self::Locked
            | Self::MayNotSign
            | Self::Damaged { .. }
            | Self::DiskShort { .. }
            | Self::DiskUnread { .. }
            | Self::NotErased
            | Self::Clock { .. }
            | Self::NotRunning
            | Self::NearlyFull => true,
            Self::Alone
            | Self::Unreached { .. }
            | Self::NoRecoveryCards
            | Self::NowhereElse { .. }
            | Self::Reports { .. }
            | Self::Reminders { .. }
            | Self::Unlisted { .. } => false,
        }
    }

    /// What is amiss.
    pub(crate) fn what(&self, words: Words) -> String {
        let counted = |key: &str, count: u64| words.with(key, &[("count", count.into())]);
        match self {
            Self::Contested => words.say("node-contested"),
            Self::Locked => words.say("node-locked"),
            Self::MayNotSign => words.say("node-may-not-sign"),
            Self::Damaged { count } => counted("finding-damaged", *count),
            Self::DiskShort { free } => {
                words.with("finding-disk-short", &[("free", words.size(*free).into())])
            }
            Self::DiskUnread { .. } => words.say("finding-disk-unread"),
            Self::NotErased => words.say("finding-not-erased"),
            Self::Clock { today } => words.with("finding-clock", &[("day", words.day_of(today).into())]),
            Self::NotRunning => words.say("finding-not-running"),
            Self::NearlyFull => words.say("node-nearly-full"),
            Self::Alone => words.say("node-alone"),
            Self::Unreached { address, .. } => {
                words.with("finding-unreached", &[("address", line(address).into())])
            }
            Self::NoRecoveryCards => words.say("finding-no-recovery-cards"),
            Self::NowhereElse { count } => counted("finding-copies", *count),
            Self::Reports { count } => counted("finding-reports", *count),
            Self::Reminders { count } => counted("finding-reminders", *count),
            Self::Unlisted { count } => counted("node-unlisted", *count),
        }
    }

    /// What exactly, as the system says it, in English.
    pub(crate) fn said(&self) -> Option<String> {
        match self {
            Self::Unreached { reason, .. } | Self::DiskUnread { reason } => {
                Some(line(reason)).filter(|said| !said.is_empty())
            }
            _ => None,
        }
    }

    /// What to do about it.
    pub(crate) fn to_do(&self, words: Words) -> String {
        words.say(match self {
            Self::Contested => "finding-do-contested",
            Self::Locked => "finding-do-locked",
            Self::MayNotSign => "finding-do-may-not-sign",
            Self::Damaged { .. } | Self::DiskUnread { .. } => "finding-do-damaged",
            Self::DiskShort { .. } => "finding-do-disk-short",
            Self::NotErased => "finding-do-not-erased",
            Self::Clock { .. } => "finding-do-clock",
            Self::NotRunning => "finding-do-not-running",
            Self::NearlyFull => "finding-do-nearly-full",
            Self::Alone => "finding-do-alone",
            Self::Unreached { .. } => "finding-do-unreached",
            Self::NoRecoveryCards => "finding-do-no-recovery-cards",
            Self::NowhereElse { .. } => "finding-do-copies",
            Self::Reports { .. } => "finding-do-reports",
            Self::Reminders { .. } => "finding-do-reminders",
            Self::Unlisted { .. } => "finding-do-unlisted",
        })
    }

    /// The command that helps, or shows more.
    pub(crate) const fn command(&self) -> Option<&'static str> {
        Some(match self {
            Self::Contested => "commons members recover",
            Self::Locked => "commons sign-in",
            Self::NotRunning => "commons start",
            Self::MayNotSign => "commons members list",
            Self::NowhereElse { .. } => "commons export FILE",
            Self::NotErased | Self::Unlisted { .. } | Self::NearlyFull => "commons status",
            Self::Alone => "commons join LINK",
            Self::NoRecoveryCards => "commons recovery new",
            Self::Reports { .. } => "commons reports",
            Self::Reminders { .. } => "commons confirm --list",
            Self::Damaged { .. }
            | Self::DiskShort { .. }
            | Self::DiskUnread { .. }
            | Self::Clock { .. }
            | Self::Unreached { .. } => return None,
        })
    }
}

//! What happened: as a hash, by which two runs are compared, and as lines for whoever looks for the cause of a failure.

use std::time::Duration;

use super::NodeId;

/// The trace of a run.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    hash: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    /// One that keeps its lines, or only their hash.
    #[must_use]
    pub(crate) fn new(keep_lines: bool) -> Self {
        Self { hash: 0, lines: keep_lines.then(Vec::new) }
    }

    /// Notes that something happened at a node. `value` is what two runs would differ in; `words` are for people.
    pub(crate) fn note(&mut self, now: Duration, node: NodeId, value: u64, words: impl FnOnce() -> String) {
        for part in [now.as_micros() as u64, u64::from(node.0), value] {
            self.hash = (self.hash.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{:>12.6} {node} {}", now.as_secs_f64(), words()));
        }
    }

    /// The hash over everything that was noted.
    #[must_use]
    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    /// The lines, if they were kept.
    #[must_use]
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

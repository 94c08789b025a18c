//! Everything held as one bundle.

use std::collections::BTreeSet;
use std::io;

use commons_registry::{Item, Outline, StateRoot};

use super::{Store, StoreError};
use crate::bundle::{BundleWriter, Header, WriteBundleError};

impl Store {
    /// Writes everything held to a bundle, in the journal's order. Returns how many items.
    ///
    /// # Errors
    /// [`ExportError`] if something cannot be read, or the destination cannot be written.
    pub fn export(&self, destination: impl io::Write) -> Result<Exported, ExportError> {
        let held = self.settled()?;
        let header = Header {
            network: self.network,
            journal: self.journal_id,
            segment: 0,
            first_sequence: 1,
            replaces: None,
        };
        let mut bundle = BundleWriter::new(destination, &header)?;
        let mut failed = None;
        let mut written = Written::default();
        self.since(0, held.through(), |label, item| {
            failed = bundle.write(label, item).err();
            written.note(label);
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
        bundle.finish()?;
        let items = written.items;
        let state = if items == held.len() { held.root() } else { self.state_of(&written, held.through())? };
        Ok(Exported { items, state })
    }

    /// The state of a node that holds just what was written: something was lost to bit rot, or erased meanwhile.
    fn state_of(&self, written: &Written, through: u64) -> Result<StateRoot, StoreError> {
        let mut keys = BTreeSet::new();
        self.since(0, through, |label, item| {
            if written.has(label)
                && let Ok(item) = Item::decode(item)
            {
                keys.insert(item.key());
            }
            true
        })?;
        Ok(Outline::of_sorted(&keys.into_iter().collect::<Vec<_>>()).root())
    }
}

/// Which labels were written, as runs of consecutive ones: first and last.
#[derive(Debug, Default)]
struct Written {
    runs: Vec<(u64, u64)>,
    items: u64,
}

impl Written {
    fn note(&mut self, label: u64) {
        self.items += 1;
        match self.runs.last_mut() {
            Some((_, last)) if *last + 1 == label => *last = label,
            _ => self.runs.push((label, label)),
        }
    }

    fn has(&self, label: u64) -> bool {
        let after = self.runs.partition_point(|(first, _)| *first <= label);
        after.checked_sub(1).is_some_and(|at| label <= self.runs[at].1)
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Items in the bundle.
    pub items: u64,
    /// The state of a node that holds just these.
    pub state: StateRoot,
}

/// Why a bundle could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something held could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A frame could not be written.
    #[error(transparent)]
    Write(#[from] WriteBundleError),
    /// The destination failed.
    #[error("the bundle could not be written: {0}")]
    Io(#[from] io::Error),
}

//! What a node keeps on disk: an append-only journal, the source of truth, and what is derived from it.
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`bundle`] | the one byte format: a header, then self-checking frames |
//! | [`journal`] | bundles as segments on disk: group commit, recovery, scanning |
//! | `lock` | one process at a time in a data directory |
//! | `index` | everything derived, in sled: may be deleted, is rebuilt |
//! | `files` | files by the hash of their content, beside the journal |
//! | `held` | index and journal together answer what is held |
//! | `admission` | who is kept whole, who shares a pool, who is left out |
//! | `writer` | the one thread that judges, appends, syncs and indexes |
//! | `store` | the door: one writer, any number of readers |
//!
//! Frames carry opaque bytes here. Whoever reads a bundle from elsewhere, or from a damaged journal, verifies what
//! the frames hold: a check against accidents proves nothing about who wrote them.

mod admission;
pub mod bundle;
mod check;
mod files;
mod held;
mod index;
pub mod journal;
mod lock;
mod store;
mod writer;

pub use admission::{Choices, Figures, LeftOut, Openness, Policy, Usage};
pub use files::{AddFileError, Collected, Files, IncomingFile, Kept, Use};
pub use held::HeldError;
pub use index::{
    Area, Counts, Described, Describer, Filter, Found, HexPrefix, IndexError, Listed, Located, Near, Point,
    SealError, Search, folded,
};
pub use lock::{DataLock, LOCK_FILE, LockError};
pub use store::{
    Caches, ChangeState, Compacted, Disk, Event, ExportError, Exported, Observer, OpenReport, OpenStoreError,
    Outcome, OwnRecord, Store, StoreError, StoreOptions,
};
pub use writer::WriteError;

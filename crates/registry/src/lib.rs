//! Records, changes and their merge: the rules of the registry, as pure code.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `id` | ids of records, changes and items |
//! | `schema` | kinds of record and their fields |
//! | `value`, `operation` | what a change may do |
//! | `change`, `item` | signed changes, byte by byte |
//! | `admission` | what is *valid*: may be stored and passed on |
//! | `history` | what *counts*: is shown |
//! | `document`, `view` | the merge by Automerge, and what a record shows |
//! | `draft` | writing edits |
//! | `credit` | who is to be named for a resource |
//! | `file` | a resource's files, and how what peers send of one is checked |
//! | `own_terms` | how a licence expression names a version of a licence record |
//! | `look_alike` | names that could be mistaken for one another |
//! | [`standing`] | how far a node trusts an agent: chains of introductions within budgets |
//! | `memory` | a registry in memory, the first implementation of what admission asks of a store |
//! | `trie` | the Merkle trie over everything held, whose root is a node's state |

mod admission;
mod agreement;
mod change;
mod credit;
mod document;
mod draft;
mod file;
mod history;
mod id;
mod item;
mod look_alike;
mod memory;
mod operation;
mod own_terms;
pub mod schema;
pub mod standing;
mod trie;
mod value;
mod view;

pub use admission::{
    Admitted, ChangeMeta, Checked, GraphNode, Holdings, InvalidItem, MAX_RECORD_BYTES, MAX_RECORD_CHANGES,
    RecordMeta, Refusal, admit, check,
};
pub use agreement::{AgreementState, MAX_PARTIES, agreement_state, parties, terms_digest, works};
pub use change::{
    Author, CHANGE_TAG, Change, ChangeBody, ChangeError, Edit, MAX_CHANGE_BYTES, MAX_DEPENDENCIES,
    MAX_OPERATIONS, Signer, Target,
};
pub use credit::{Credited, CreditedPart, MAX_CREDITED_PARTS, credited, is_uncredited};
pub use draft::{Draft, DraftError};
pub use file::{
    FileHash, FileName, FileNameError, FileRef, FileRefError, MAX_FILE_NAME_BYTES, MAX_FILE_SIZE, MAX_FILES,
    PIECE_BYTES, Pieces, WrongPieces, piece_count, piece_value,
};
pub use history::{
    Did, History, MAX_BEFORE, MAX_EXECUTED_BYTES, MAX_EXECUTED_CHANGES, Objection, Proposal, Told,
};
pub use id::{ChangeId, ITEM_KEY_LENGTH, ItemKey, NetworkId, RecordId, StateRoot};
pub use item::{Item, ItemError, MAX_ITEM_BYTES};
pub use look_alike::{KnownNames, look_of};
pub use memory::MemoryRegistry;
pub use operation::{MAX_REASON_BYTES, Operation, OperationError};
pub use own_terms::{
    MAX_PINNED_HEADS, OWN_TERMS_PREFIX, OwnTerms, OwnTermsError, own_terms_in, with_own_terms_named,
};
pub use schema::{Kind, UnknownKind};
pub use trie::{
    BUCKET, Branch, BranchChild, Changed, Found, Incoherent, KEY_NIBBLES, Keys, NodeHash, Outline, Prefix,
    PrefixError, Shown, Snapshot, Trie, Unsorted, branch_hash, empty_root, leaf_hash, set_hash,
};
pub use value::{Value, ValueError};
pub use view::{Conflict, FieldValue, Fields, RecordView, ViewError};

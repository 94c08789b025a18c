//! Reconciliation: how two nodes find out what one of them lacks, and fetch it. Pure code: events in, effects out;
//! no network, no clock. What is held is looked at through a [`Snapshot`](commons_registry::Snapshot), which
//! may read the disk.
//!
//! Each side *pulls* what it lacks over a stream that it opened itself; the other side answers. Two pulls, one each way,
//! leave both with the union. Every byte is described in docs/protocol/sync.md.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `limits` | every bound, named |
//! | `message` | the messages, their deterministic CBOR, and how strictly it is read |
//! | `announcement` | what goes over gossip |
//! | `asking` | one question about one record, outside of any exchange |
//! | `files` | fetching a file: questions, answers, and of whom which piece is asked |
//! | `segment` | many items at once, packed |
//! | `pull` | the asking side: stream what is new, compare, walk down, want, ingest |
//! | `welcome` | what the asking side leaves out, and never asks for |
//! | `serve` | the answering side: a snapshot that answers |
//! | `misbehaviour` | what no honest peer does |
//! | `conduct` | points for that, and who is blocked until when |
//! | `pace` | how long to wait after what came to nothing |

mod announcement;
mod asking;
mod conduct;
mod files;
pub mod limits;
mod message;
mod misbehaviour;
mod pace;
mod pull;
mod segment;
mod serve;
mod welcome;

pub use announcement::{Announcement, Judgement};
pub use asking::{About, Answer, Gathered, Gathering, Question, answer_with};
pub use conduct::{Conduct, Fault};
pub use files::{Came, FileAnswer, FileQuestion, Spread};
pub use message::{DecodeError, Hello, Message, Refusal, RefusalReason, Summary, Told};
pub use misbehaviour::Misbehaviour;
pub use pace::{Backoff, Idleness};
pub use pull::{Bookmark, Effect, Ended, Event, Ingested, PassedOver, Pull, Round};
pub use segment::{Segment, SegmentBuilder, SegmentError};
pub use serve::{Packer, Reply, Serve, ServeError};
pub use welcome::{Everything, Welcome};

/// The version of the protocol that this crate speaks.
pub const PROTOCOL_VERSION: u16 = 2;

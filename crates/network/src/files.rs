//! Files: serving those that are held, and fetching one from several peers at once.

mod fetching;
mod serving;

use std::{collections::BTreeMap, io};

use commons_registry::Pieces;
use libp2p::PeerId;

pub(crate) use fetching::Fetching;
pub(crate) use serving::serve;

/// Where the pieces of a file go that is being fetched. Its methods may block; they are called on threads for that.
pub trait Incoming: Send + Sync + 'static {
    /// The list of its pieces, if it is known from an earlier time.
    fn pieces(&self) -> Option<Pieces>;

    /// Keeps the list of its pieces.
    ///
    /// # Errors
    /// What the disk reports.
    fn keep_pieces(&self, pieces: &Pieces) -> io::Result<()>;

    /// The pieces that are lacking.
    ///
    /// # Errors
    /// What the disk reports.
    fn lacking(&self) -> io::Result<Vec<u32>>;

    /// Keeps a piece, which was checked.
    ///
    /// # Errors
    /// What the disk reports.
    fn keep(&self, index: u32, bytes: &[u8]) -> io::Result<()>;

    /// Makes the file, which is whole now, one that is held.
    ///
    /// # Errors
    /// What the disk reports.
    fn finish(&self) -> io::Result<()>;
}

/// How far fetching a file is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileProgress {
    /// Bytes that are here, of those of this and earlier times.
    pub bytes: u64,
    /// What each peer did that was asked.
    pub peers: BTreeMap<PeerId, FilePeer>,
}

/// What a peer did for fetching a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilePeer {
    /// Bytes of right pieces that came from it.
    pub bytes: u64,
    /// How it is with it.
    pub state: FilePeerState,
}

/// How it is with a peer of whom a file is fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FilePeerState {
    /// It was asked whether it holds the file.
    #[default]
    Asked,
    /// It sends pieces, or sent them until all were here.
    Sends,
    /// It does not hold the file, or does not give it.
    DoesNotHold,
    /// It holds one of this hash that is not as large as was said: the record is wrong, not the peer.
    OtherSize {
        /// Bytes it says.
        found: u64,
    },
    /// It sent what does not belong to the file; nothing of it was kept, and it is asked no more.
    SentWrong,
    /// It answers no more.
    Lost,
}

/// Why a file is not here.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nobody who is connected holds it.
    #[error("none of the connected nodes holds the file")]
    NobodyHolds,
    /// Those who hold it went away, or sent what is wrong.
    #[error("those who hold the file answer no more")]
    Interrupted,
    /// All who hold it say that it is of another size.
    #[error("the file is said to have {said} bytes, and has {found}")]
    OtherSize {
        /// Bytes said by whoever asked.
        said: u64,
        /// Bytes said by those who hold it.
        found: u64,
    },
    /// The disk.
    #[error("the file cannot be kept: {0}")]
    Disk(#[from] io::Error),
    /// As many files are being fetched as may be at a time.
    #[error("too many files are being fetched at a time")]
    Busy,
    /// The network was shut down.
    #[error(transparent)]
    Stopped(#[from] crate::NetworkStopped),
}

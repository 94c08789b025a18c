//! What may be asked about files, and how far fetching them is.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Most bytes of a file that is sent over HTTP, and of all that come with one form. Larger ones are published with the command,
/// on the machine of the node.
pub(crate) const MAX_SENT_BYTES: u64 = 64 * 1024 * 1024;

/// Something about files.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum FilesRequest {
    /// Copy these in, to be published: absolute paths, each with the name that it is to have.
    Add { files: Vec<(PathBuf, String)> },
    /// Fetch the files of a resource that are not here.
    Fetch { id: String },
    /// How far that is.
    Fetched { id: String },
    /// Keep the files of a resource here, those to come too; or no longer.
    Pin { id: String, remove: bool },
    /// Which files are here, and what room they take.
    List,
}

/// How far fetching the files of a resource is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fetched {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) licence: String,
    pub(crate) files: Vec<FetchedFile>,
    /// The text that credits the makers, and those of the licences, to be put beside the files; once all are here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) credit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) licence_text: Option<String>,
}

/// How far fetching one file is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FetchedFile {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) hash: String,
    /// Where it lies, once it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<PathBuf>,
    /// How many bytes of it are here.
    pub(crate) here: u64,
    /// Whether it is being fetched, or waits for others that are.
    pub(crate) fetching: bool,
    /// Why it is not here, if fetching failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<String>,
    /// Who sent how much of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) peers: Vec<FilePeer>,
}

/// What a node did for fetching a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FilePeer {
    pub(crate) peer_id: String,
    pub(crate) bytes: u64,
    /// asked, sends, does-not-hold, other-size, sent-wrong, lost.
    pub(crate) state: String,
}

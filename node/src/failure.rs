//! What went wrong, in words for whoever typed the command.

use serde::{Deserialize, Serialize};

/// Whose turn it is to do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailureKind {
    /// What was asked cannot be; ask otherwise.
    Usage,
    /// What was asked for is not here.
    NotFound,
    /// What was given is not good.
    Invalid,
    /// The signing keys are locked with a passphrase.
    Locked,
    /// Another process uses the data folder.
    InUse,
    /// A setting or a file of the node is not good.
    Config,
    /// Other nodes cannot be reached.
    Network,
    /// A fault in this program, or in the machine.
    Internal,
}

impl FailureKind {
    /// The word for it in answers to programs.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Invalid => "invalid",
            Self::Locked => "locked",
            Self::InUse => "in-use",
            Self::Config => "config",
            Self::Network => "network",
            Self::Internal => "internal",
        }
    }

    /// What to do where nothing better is known: no refusal goes without a next step.
    const fn next_step(self) -> &'static str {
        match self {
            Self::Usage => "commons --help lists the verbs, commons VERB --help their flags",
            Self::NotFound => "`commons list` and `commons search WORDS` show what is here",
            Self::Invalid => "nothing was written: correct it and try again",
            Self::Locked => "try again with the passphrase of the signing keys",
            Self::InUse => "wait until the other command is done",
            Self::Config => "correct the file, or restore it from a backup",
            Self::Network => "check the address, and that the other node runs",
            Self::Internal => "try again; if it stays so, report it with what the node printed",
        }
    }
}

/// A refusal: one clear sentence, and a next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: Some(kind.next_step().to_owned()) }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Usage, message)
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Invalid, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(FailureKind::NotFound, message)
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Config, message)
    }

    pub(crate) fn internal(error: impl core::fmt::Display) -> Self {
        Self::new(FailureKind::Internal, error.to_string())
    }

    /// Says what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// 2 for a question asked wrongly, 1 for the rest.
    pub(crate) fn exit_code(&self) -> u8 {
        if self.kind == FailureKind::Usage { 2 } else { 1 }
    }
}

impl core::fmt::Display for Failure {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<commons_store::StoreError> for Failure {
    fn from(error: commons_store::StoreError) -> Self {
        Self::internal(error)
            .hint("stop the node and start it again; what was answered is safe in the journal")
    }
}

impl From<commons_registry::DraftError> for Failure {
    fn from(error: commons_registry::DraftError) -> Self {
        Self::invalid(error.to_string())
    }
}

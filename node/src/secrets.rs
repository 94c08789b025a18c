//! Passphrases and keys on disk.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use commons_identity::{AgentId, Entry, Keyring, KeyringError, Passphrase, PrepareError};
use serde::{Deserialize, Serialize};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::{Failure, FailureKind};

/// Names a file with the passphrase on its first line, for nodes that start by themselves.
pub(crate) const PASSPHRASE_FILE: &str = "COMMONS_PASSPHRASE_FILE";

/// Fewest characters a new passphrase may have.
const MIN_PASSPHRASE_CHARACTERS: usize = 8;

/// The passphrase from the file that the environment names; `None` if it names none.
pub(crate) fn passphrase_from_file() -> Result<Option<Passphrase>, Failure> {
    let Some(path) = std::env::var_os(PASSPHRASE_FILE) else { return Ok(None) };
    let path = PathBuf::from(path);
    let text =
        fs::read_to_string(&path).map_err(|error| cannot("read the passphrase from", &path, &error))?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    if line.is_empty() {
        return Err(Failure::config(format!("{} holds no passphrase on its first line", path.display())));
    }
    Ok(Some(Passphrase::new(line)))
}

/// Whether somebody sits at the terminal.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks at the terminal, else reads the file.
pub(crate) fn passphrase(prompt: &str) -> Result<Option<Passphrase>, Failure> {
    if let Some(passphrase) = passphrase_from_file()? {
        return Ok(Some(passphrase));
    }
    if !can_ask() {
        return Ok(None);
    }
    Ok(Some(Passphrase::new(ask(prompt)?)))
}

/// Asks twice for a new passphrase, else reads the file.
pub(crate) fn new_passphrase() -> Result<Option<Passphrase>, Failure> {
    if let Some(passphrase) = passphrase_from_file()? {
        require_length(passphrase.reveal())?;
        return Ok(Some(passphrase));
    }
    if !can_ask() {
        return Ok(None);
    }
    let first = ask("Choose a passphrase for the signing keys: ")?;
    require_length(&first)?;
    if ask("The same passphrase again: ")? != first {
        return Err(Failure::invalid("the two passphrases are not the same").hint("try again"));
    }
    Ok(Some(Passphrase::new(first)))
}

pub(crate) fn require_length(passphrase: &str) -> Result<(), Failure> {
    if passphrase.chars().count() >= MIN_PASSPHRASE_CHARACTERS {
        return Ok(());
    }
    Err(Failure::invalid(format!("a new passphrase has at least {MIN_PASSPHRASE_CHARACTERS} characters"))
        .hint("four or five plain words are long, and easy to remember"))
}

/// Asks for something secret at the terminal.
pub(crate) fn ask(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt)
        .map_err(|error| Failure::config(format!("the passphrase could not be read: {error}")))
}

/// Asks at the terminal whether to go on. Only a plain yes is one.
pub(crate) fn agrees(question: &str) -> Result<bool, Failure> {
    let unreadable = |error: io::Error| {
        Failure::config(format!("the answer could not be read from the terminal: {error}"))
    };
    let mut answer = String::new();
    write!(io::stderr(), "{question} [y/N] ").and_then(|()| io::stderr().flush()).map_err(unreadable)?;
    io::stdin().read_line(&mut answer).map_err(unreadable)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Whose node it is: the file `agent.json`, which holds nothing secret.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentFile {
    agent: AgentId,
    /// It was founded on this node; otherwise this is a second node of it.
    #[serde(default)]
    founded_here: bool,
}

/// Whether the agent was founded on this node, rather than joined.
pub(crate) fn founded_here(data: &DataDir) -> Result<bool, Failure> {
    let bytes = read_if_there(&data.agent())?.unwrap_or_default();
    Ok(serde_json::from_slice::<AgentFile>(&bytes).is_ok_and(|file| file.founded_here))
}

/// Whose node this is, before its keys are opened. A damaged file is said by [`Keys::load`].
pub(crate) fn agent_of(data: &DataDir) -> Result<Option<AgentId>, Failure> {
    let bytes = read_if_there(&data.agent())?.unwrap_or_default();
    Ok(serde_json::from_slice::<AgentFile>(&bytes).ok().map(|file| file.agent))
}

/// The agent's keys as far as this node has them.
#[derive(Debug)]
pub(crate) enum Keys {
    /// This node is nobody's yet: it reads, imports and syncs.
    None,
    /// Sealed: it syncs, but does not sign.
    Locked(AgentId),
    /// Ready to sign.
    Open(Box<OpenKeys>),
}

/// Keys that are ready to sign, and how they lie on disk.
#[derive(Debug)]
pub(crate) struct OpenKeys {
    pub(crate) keyring: Keyring,
    path: PathBuf,
    /// What seals them; kept to seal them again when a key is added.
    passphrase: Option<Passphrase>,
}

impl OpenKeys {
    pub(crate) fn new(path: PathBuf, keyring: Keyring, passphrase: Option<Passphrase>) -> Self {
        Self { keyring, path, passphrase }
    }

    /// Opens a keyring as it lies on disk.
    pub(crate) fn read(
        path: PathBuf,
        bytes: &[u8],
        passphrase: Option<&Passphrase>,
    ) -> Result<Self, Failure> {
        let keyring = Keyring::open(bytes, passphrase).map_err(keyring_failure)?;
        let passphrase = passphrase.filter(|_| Keyring::is_sealed(bytes)).cloned();
        Ok(Self::new(path, keyring, passphrase))
    }
}

impl Keys {
    /// Reads what is on disk, opening it if it is plain or there is a passphrase.
    pub(crate) fn load(data: &DataDir, passphrase: Option<&Passphrase>) -> Result<Self, Failure> {
        let Some(agent) = read_if_there(&data.agent())? else { return Ok(Self::None) };
        let damaged = |what: String| {
            Failure::config(what)
                .hint("restore the file from a backup, or from another node's `commons key export`")
        };
        let AgentFile { agent, .. } = serde_json::from_slice(&agent)
            .map_err(|error| damaged(format!("{} is damaged: {error}", data.agent().display())))?;
        let path = data.keys();
        let bytes = read_if_there(&path)?.ok_or_else(|| damaged(format!("{} is missing", path.display())))?;
        if Keyring::is_sealed(&bytes) && passphrase.is_none() {
            return Ok(Self::Locked(agent));
        }
        let open = OpenKeys::read(path, &bytes, passphrase)?;
        if open.keyring.agent() != agent {
            return Err(damaged(format!("{} holds the keys of another agent", open.path.display())));
        }
        Ok(Self::Open(Box::new(open)))
    }

    /// Changes the keys, and keeps them so before this returns.
    pub(crate) fn change<T>(
        &mut self,
        change: impl FnOnce(&mut Keyring) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.open()?;
        let Self::Open(open) = self else { return Err(locked()) };
        let mut keyring = open.keyring.clone();
        let made = change(&mut keyring)?;
        let bytes = keyring.seal(open.passphrase.as_ref()).map_err(keyring_failure)?;
        write_private(&open.path, &bytes).map_err(|error| cannot("write", &open.path, &error))?;
        open.keyring = keyring;
        Ok(made)
    }

    /// Seals open keys with another passphrase; who knows the old one may.
    pub(crate) fn seal_anew(&mut self, old: &Passphrase, new: Passphrase) -> Result<(), Failure> {
        self.open()?;
        let Self::Open(open) = self else { return Err(locked()) };
        if open.passphrase.as_ref().is_some_and(|held| held.reveal() != old.reveal()) {
            return Err(keyring_failure(KeyringError::WrongPassphrase));
        }
        let bytes = open.keyring.seal(Some(&new)).map_err(keyring_failure)?;
        write_private(&open.path, &bytes).map_err(|error| cannot("write", &open.path, &error))?;
        open.passphrase = Some(new);
        Ok(())
    }

    /// Keeps sealed (or, without passphrase, plain) keys. The agent file comes last: it says that all is there.
    /// Keys that are in use are never written over; those of a founding that came to nothing are set aside.
    pub(crate) fn store(
        data: &DataDir,
        keyring: &Keyring,
        bytes: &[u8],
        founded_here: bool,
    ) -> Result<(), Failure> {
        let agent = AgentFile { agent: keyring.agent(), founded_here };
        let agent = serde_json::to_vec_pretty(&agent).map_err(Failure::internal)?;
        if data.agent().exists() {
            return Err(Failure::config(format!("{} is there already", data.agent().display()))
                .hint("for another agent, choose another folder with --data DIR"));
        }
        let keys = data.keys();
        if keys.exists() {
            let aside = keys.with_extension("unused");
            fs::rename(&keys, &aside).map_err(|error| cannot("set aside", &keys, &error))?;
        }
        for (path, bytes) in [(data.keys(), bytes), (data.agent(), &agent)] {
            write_private(&path, bytes).map_err(|error| cannot("write", &path, &error))?;
        }
        Ok(())
    }

    /// Whose node it is.
    pub(crate) fn agent(&self) -> Option<AgentId> {
        match self {
            Self::None => None,
            Self::Locked(agent) => Some(*agent),
            Self::Open(open) => Some(open.keyring.agent()),
        }
    }

    /// The keys, ready to sign.
    pub(crate) fn open(&self) -> Result<&Keyring, Failure> {
        match self {
            Self::Open(open) => Ok(&open.keyring),
            Self::None => Err(Failure::new(FailureKind::NotFound, "this node has nobody to sign for yet")
                .hint("begin with `commons init --organisation NAME` or `commons init --person NAME`")),
            Self::Locked(_) => Err(locked()),
        }
    }

    /// The entry that founded the agent, if the keys are open.
    pub(crate) fn genesis(&self) -> Option<&Entry> {
        match self {
            Self::Open(open) => open.keyring.genesis(),
            Self::None | Self::Locked(_) => None,
        }
    }
}

pub(crate) fn locked() -> Failure {
    Failure::new(FailureKind::Locked, "the signing keys are locked with a passphrase").hint(format!(
        "run the command at a terminal, where it asks for the passphrase, or name a file that holds it in ${PASSPHRASE_FILE}"
    ))
}

pub(crate) fn keyring_failure(error: KeyringError) -> Failure {
    match error {
        KeyringError::Locked => locked(),
        KeyringError::WrongPassphrase => {
            Failure::new(FailureKind::Locked, "the passphrase does not open the signing keys")
                .hint("try again")
        }
        KeyringError::Damaged { .. } => Failure::config(error.to_string())
            .hint("restore the file from a backup, or from another node's `commons key export`"),
        KeyringError::Seal { .. } => Failure::internal(error),
    }
}

pub(crate) fn prepare_failure(error: PrepareError) -> Failure {
    match error {
        PrepareError::Randomness(reason) => Failure::internal(reason),
        PrepareError::Full { .. } => Failure::config(error.to_string())
            .hint("go on with a fresh folder: `commons members join` there, and a member adds its keys"),
    }
}

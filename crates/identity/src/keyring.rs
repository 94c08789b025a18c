//! An agent's signing keys at rest: sealed with a passphrase (age, scrypt), or plain.

use core::fmt;

use age::secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    AgentForm, AgentId, Cards, Entry, EntryError, Genesis, KeyDigest, KeySet, KeySetError, Member, Policy,
    PublicKey, SALT_LENGTH, SigningKey, parse_id, write_hex,
};

/// log₂ of scrypt's N: 64 MiB and a fraction of a second, also on a small server.
const SCRYPT_LOG_N: u8 = 16;

/// Most work a sealed file may ask for before we refuse to open it.
const MAX_SCRYPT_LOG_N: u8 = 22;

/// First bytes of every age file.
const AGE_MAGIC: &[u8] = b"age-encryption.org/v1";

/// The signing keys of one agent that this node holds: those in use, those that take over at the next rotation,
/// and those made for one that is not in force yet. Which is which, the key log says.
#[derive(Debug, Clone)]
pub struct Keyring {
    agent: AgentId,
    /// The entry that founded the agent, unless this node was invited into an agent it does not hold yet.
    genesis: Option<Entry>,
    keys: Vec<SigningKey>,
}

/// What founding an agent yields.
#[derive(Debug)]
pub struct Founded {
    /// The keys to keep.
    pub keyring: Keyring,
    /// The entry that founds the agent.
    pub genesis: Entry,
    /// The recovery key, to be written on paper and kept nowhere else.
    pub recovery: SigningKey,
}

/// Why an agent could not be founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// The operating system gave no randomness.
    #[error("the operating system gives no random numbers: {0}")]
    Randomness(#[from] getrandom::Error),
    /// So many keys cannot be.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// The genesis did not hold.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// Why stored keys could not be opened, or not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// They are sealed and no passphrase was given.
    #[error("the signing keys are locked with a passphrase")]
    Locked,
    /// The passphrase does not open them.
    #[error("the passphrase does not open the signing keys")]
    WrongPassphrase,
    /// The file is not what a keyring looks like.
    #[error("the key file is damaged: {reason}")]
    Damaged {
        /// What was expected and found.
        reason: String,
    },
    /// The keys could not be sealed.
    #[error("the signing keys could not be sealed: {reason}")]
    Seal {
        /// What age says.
        reason: String,
    },
}

/// Why no key could be made.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The operating system gave no randomness.
    #[error("the operating system gives no random numbers: {0}")]
    Randomness(#[from] getrandom::Error),
    /// The keyring is full: a larger one could be written, and not be opened again.
    #[error("this node holds {held} signing keys already, and a node holds at most {MAX_HELD_KEYS}")]
    Full {
        /// How many keys are held.
        held: usize,
    },
}

/// A passphrase; shows as `(..)`, wiped when dropped.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// Takes a passphrase as it was typed.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl Passphrase {
    /// The words themselves, to be handed on. Handle with care.
    #[must_use]
    pub fn reveal(&self) -> &str {
        use age::secrecy::ExposeSecret as _;
        self.0.expose_secret()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// The plain form of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyringFile {
    format: u32,
    agent: AgentId,
    genesis: Option<String>,
    keys: Vec<String>,
}

impl Drop for KeyringFile {
    fn drop(&mut self) {
        self.keys.iter_mut().for_each(zeroize::Zeroize::zeroize);
    }
}

const FILE_FORMAT: u32 = 2;

/// Most keys that one keyring holds.
const MAX_HELD_KEYS: usize = 8 * crate::MAX_KEYS;

/// Most keys kept that nothing names yet: their digests may be on a new member's code, or in a file on its way.
const MAX_UNNAMED_KEYS: usize = 32;

impl Keyring {
    /// Founds an agent with `keys` fresh signing keys, the least threshold, and one recovery key.
    ///
    /// # Errors
    /// [`FoundError`], for instance if a person is to have more than one key.
    pub fn found(form: AgentForm, keys: usize) -> Result<Founded, FoundError> {
        let mut current = Vec::with_capacity(keys);
        let mut next = Vec::with_capacity(keys);
        for _ in 0..keys.min(crate::MAX_KEYS + 1) {
            current.push(SigningKey::generate()?);
            next.push(SigningKey::generate()?);
        }
        let recovery = SigningKey::generate()?;
        let mut salt = [0; SALT_LENGTH];
        getrandom::fill(&mut salt)?;
        let members = current.iter().zip(&next);
        let members =
            members.map(|(key, next)| Member { key: key.public(), next: next.public().next_digest() });
        let set = KeySet::new(
            members.collect(),
            KeySet::least_threshold(current.len()),
            Cards::new(vec![recovery.public().recovery_digest()], 1)?,
            Policy::default(),
        )?;
        set.fits(form)?;
        let genesis = Entry::found(&Genesis { form, keys: set, salt }, &current)?;
        current.extend(next);
        Ok(Founded {
            keyring: Self { agent: genesis.agent(), genesis: Some(genesis.clone()), keys: current },
            genesis,
            recovery,
        })
    }

    /// A keyring for an agent whose key log is not held yet, with fresh keys: one to sign with and the next.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn for_new_member(agent: AgentId) -> Result<(Self, Member), PrepareError> {
        let mut keyring = Self { agent, genesis: None, keys: Vec::new() };
        let member = keyring.prepare_member()?;
        Ok((keyring, member))
    }

    /// Makes a fresh pair of keys and holds them: for somebody who joins, or starts anew after a loss.
    ///
    /// # Errors
    /// [`PrepareError`]; no key is added then.
    pub fn prepare_member(&mut self) -> Result<Member, PrepareError> {
        let [next, key] = [self.fresh(2)?, self.fresh(2)?];
        let member = Member { key: key.public(), next: next.public().next_digest() };
        self.keys.extend([next, key]);
        Ok(member)
    }

    /// Makes a fresh key and holds it, to be committed to as the next one.
    ///
    /// # Errors
    /// [`PrepareError`]; no key is added then.
    pub fn prepare_next(&mut self) -> Result<KeyDigest, PrepareError> {
        let next = self.fresh(1)?;
        let digest = next.public().next_digest();
        self.keys.push(next);
        Ok(digest)
    }

    /// A key that is not held yet, if there is room for as many.
    fn fresh(&self, count: usize) -> Result<SigningKey, PrepareError> {
        if self.keys.len() + count > MAX_HELD_KEYS {
            return Err(PrepareError::Full { held: self.keys.len() });
        }
        Ok(SigningKey::generate()?)
    }

    /// Lets go of keys that were made for what never came to be: those that nothing names, but for the newest 32.
    pub fn prune(&mut self, is_named: impl Fn(&PublicKey) -> bool) {
        let unnamed: Vec<PublicKey> =
            self.keys.iter().map(SigningKey::public).filter(|key| !is_named(key)).collect();
        let surplus = &unnamed[..unnamed.len().saturating_sub(MAX_UNNAMED_KEYS)];
        self.keys.retain(|key| !surplus.contains(&key.public()));
    }

    /// The key held with this public half.
    #[must_use]
    pub fn key(&self, public: &PublicKey) -> Option<&SigningKey> {
        self.keys.iter().find(|key| key.public() == *public)
    }

    /// Whose keys they are.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// The entry that founded the agent, if it came with the keys.
    #[must_use]
    pub fn genesis(&self) -> Option<&Entry> {
        self.genesis.as_ref()
    }

    /// The keys held that may sign under a key set.
    pub fn signers<'a>(&'a self, set: &'a KeySet) -> impl Iterator<Item = &'a SigningKey> {
        self.keys.iter().filter(|key| set.contains(&key.public()))
    }

    /// The keys held that a key set commits to as next ones: they sign what follows it.
    pub fn next_signers<'a>(&'a self, set: &'a KeySet) -> impl Iterator<Item = &'a SigningKey> {
        self.keys.iter().filter(|key| set.committed(&key.public()).is_some())
    }

    /// The bytes to keep on disk: sealed if there is a passphrase.
    ///
    /// # Errors
    /// [`KeyringError::Seal`] if age fails.
    pub fn seal(&self, passphrase: Option<&Passphrase>) -> Result<Vec<u8>, KeyringError> {
        let file = KeyringFile {
            format: FILE_FORMAT,
            agent: self.agent,
            genesis: self.genesis.as_ref().map(|genesis| hex(&genesis.to_bytes())),
            keys: self.keys.iter().map(|key| hex(&*key.secret())).collect(),
        };
        let plain = Zeroizing::new(
            serde_json::to_vec_pretty(&file)
                .map_err(|error| KeyringError::Seal { reason: error.to_string() })?,
        );
        let Some(passphrase) = passphrase else {
            return Ok(plain.to_vec());
        };
        let mut recipient = age::scrypt::Recipient::new(passphrase.0.clone());
        recipient.set_work_factor(SCRYPT_LOG_N);
        age::encrypt(&recipient, &plain).map_err(|error| KeyringError::Seal { reason: error.to_string() })
    }

    /// Whether stored bytes need a passphrase.
    #[must_use]
    pub fn is_sealed(bytes: &[u8]) -> bool {
        bytes.starts_with(AGE_MAGIC)
    }

    /// Opens what [`Self::seal`] made.
    ///
    /// # Errors
    /// [`KeyringError`]; a damaged file is never half believed.
    pub fn open(bytes: &[u8], passphrase: Option<&Passphrase>) -> Result<Self, KeyringError> {
        if !Self::is_sealed(bytes) {
            return Self::from_plain(bytes);
        }
        let passphrase = passphrase.ok_or(KeyringError::Locked)?;
        let mut identity = age::scrypt::Identity::new(passphrase.0.clone());
        identity.set_max_work_factor(MAX_SCRYPT_LOG_N);
        let plain = age::decrypt(&identity, bytes).map_err(|error| match error {
            age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::NoMatchingKeys => KeyringError::WrongPassphrase,
            other => KeyringError::Damaged { reason: other.to_string() },
        })?;
        Self::from_plain(&Zeroizing::new(plain))
    }

    fn from_plain(bytes: &[u8]) -> Result<Self, KeyringError> {
        let damaged = |reason: String| KeyringError::Damaged { reason };
        let file: KeyringFile = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if file.format != FILE_FORMAT {
            return Err(damaged(format!("expected format {FILE_FORMAT}, found {}", file.format)));
        }
        let mut genesis = None;
        if let Some(hex) = &file.genesis {
            let bytes = unhex(hex).ok_or_else(|| damaged("the genesis is not hex".to_owned()))?;
            let entry =
                Entry::decode(&bytes).and_then(Entry::verify).map_err(|error| damaged(error.to_string()))?;
            if entry.id() != file.agent.genesis() {
                return Err(damaged("the genesis founds another agent".to_owned()));
            }
            genesis = Some(entry);
        }
        if !(1..=MAX_HELD_KEYS).contains(&file.keys.len()) {
            return Err(damaged(format!("expected 1 to {MAX_HELD_KEYS} keys, found {}", file.keys.len())));
        }
        let read = |text: &String| {
            let secret = parse_id(text).map_err(|error| damaged(error.to_string()))?;
            Ok(SigningKey::from_secret(&Zeroizing::new(secret)))
        };
        let keys = file.keys.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { agent: file.agent, genesis, keys })
    }
}

fn hex(bytes: &[u8]) -> String {
    struct Hex<'a>(&'a [u8]);
    impl fmt::Display for Hex<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_hex(self.0, f)
        }
    }
    Hex(bytes).to_string()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_keyring_opens_only_with_its_passphrase() {
        let keyring = Keyring::found(AgentForm::Organisation, 3).unwrap().keyring;
        let sealed = keyring.seal(Some(&Passphrase::new("four plain words here".to_owned()))).unwrap();
        assert!(Keyring::is_sealed(&sealed));
        let secret = hex(&*keyring.keys[0].secret());
        assert!(!sealed.windows(secret.len()).any(|window| window == secret.as_bytes()));
        assert!(matches!(Keyring::open(&sealed, None), Err(KeyringError::Locked)));
        let wrong = Passphrase::new("other words".to_owned());
        assert!(matches!(Keyring::open(&sealed, Some(&wrong)), Err(KeyringError::WrongPassphrase)));
        let right = Passphrase::new("four plain words here".to_owned());
        let opened = Keyring::open(&sealed, Some(&right)).unwrap();
        assert_eq!(opened.agent(), keyring.agent());
        assert_eq!(opened.keys.len(), 6);
    }

    #[test]
    fn a_plain_keyring_is_read_back_and_a_damaged_one_refused() {
        let keyring = Keyring::found(AgentForm::Person, 1).unwrap().keyring;
        let plain = keyring.seal(None).unwrap();
        assert_eq!(Keyring::open(&plain, None).unwrap().keys[0].public(), keyring.keys[0].public());
        let other = Keyring::found(AgentForm::Person, 1).unwrap().keyring;
        let swapped = String::from_utf8(plain.clone())
            .unwrap()
            .replace(&keyring.agent().to_string(), &other.agent().to_string());
        for damaged in [&plain[..plain.len() / 2], b"", b"{}", swapped.as_bytes()] {
            assert!(matches!(Keyring::open(damaged, None), Err(KeyringError::Damaged { .. })));
        }
    }

    /// Each refused rotation once left a key behind, until the file held more than could be opened again.
    #[test]
    fn keys_that_came_to_nothing_are_let_go_and_a_full_keyring_takes_no_more() {
        let mut keyring = Keyring::found(AgentForm::Person, 1).unwrap().keyring;
        let founding: Vec<_> = keyring.keys.iter().map(SigningKey::public).collect();
        let full = loop {
            match keyring.prepare_next() {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(matches!(full, PrepareError::Full { held: MAX_HELD_KEYS }));
        assert!(matches!(keyring.prepare_member(), Err(PrepareError::Full { .. })));
        let newest = keyring.keys.last().unwrap().public();
        assert_eq!(Keyring::open(&keyring.seal(None).unwrap(), None).unwrap().keys.len(), MAX_HELD_KEYS);
        keyring.prune(|key| founding.contains(key));
        assert_eq!(keyring.keys.len(), founding.len() + MAX_UNNAMED_KEYS);
        assert!(founding.iter().chain([&newest]).all(|key| keyring.key(key).is_some()));
        keyring.prepare_member().unwrap();
    }

    #[test]
    fn a_person_has_one_key() {
        assert!(matches!(
            Keyring::found(AgentForm::Person, 2),
            Err(FoundError::Keys(KeySetError::KeyCount { found: 2, .. }))
        ));
        assert!(matches!(Keyring::found(AgentForm::Organisation, 0), Err(FoundError::Keys(_))));
        assert!(matches!(Keyring::found(AgentForm::Organisation, 33), Err(FoundError::Keys(_))));
    }
}

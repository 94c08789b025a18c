//! An agent's signing keys at rest: sealed with a passphrase (age, scrypt), or plain.

use core::fmt;

use age::secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    AgentForm, AgentId, Entry, EntryError, Genesis, KeySet, KeySetError, Policy, PublicKey, SALT_LENGTH,
    Signature, SigningKey, parse_id, write_hex,
};

/// log₂ of scrypt's N: 64 MiB and a fraction of a second, also on a small server.
const SCRYPT_LOG_N: u8 = 16;

/// Most work a sealed file may ask for before we refuse to open it.
const MAX_SCRYPT_LOG_N: u8 = 22;

/// First bytes of every age file.
const AGE_MAGIC: &[u8] = b"age-encryption.org/v1";

/// A key in use and the one that takes over at the next rotation.
#[derive(Debug, Clone)]
struct KeyPair {
    current: SigningKey,
    next: SigningKey,
}

/// The signing keys of one agent that this node holds, and the genesis that founded it.
#[derive(Debug, Clone)]
pub struct Keyring {
    genesis: Entry,
    pairs: Vec<KeyPair>,
}

/// What founding an agent yields.
#[derive(Debug)]
pub struct Founded {
    /// The keys to keep.
    pub keyring: Keyring,
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

/// The plain form of the file, version 1.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyringFile {
    format: u32,
    agent: AgentId,
    genesis: String,
    keys: Vec<KeyPairFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyPairFile {
    current: String,
    next: String,
}

impl Drop for KeyPairFile {
    fn drop(&mut self) {
        self.current.zeroize();
        self.next.zeroize();
    }
}

const FILE_FORMAT: u32 = 1;

impl Keyring {
    /// Founds an agent with `keys` fresh signing keys, the least threshold, and one recovery key.
    ///
    /// # Errors
    /// [`FoundError`], for instance if a person is to have more than one key.
    pub fn found(form: AgentForm, keys: usize) -> Result<Founded, FoundError> {
        let mut pairs = Vec::with_capacity(keys);
        for _ in 0..keys.min(crate::MAX_KEYS + 1) {
            pairs.push(KeyPair { current: SigningKey::generate()?, next: SigningKey::generate()? });
        }
        let recovery = SigningKey::generate()?;
        let mut salt = [0; SALT_LENGTH];
        getrandom::fill(&mut salt)?;
        let genesis = Genesis {
            form,
            keys: KeySet::new(
                form,
                pairs.iter().map(|pair| pair.current.public()).collect(),
                KeySet::least_threshold(pairs.len()),
                pairs.iter().map(|pair| pair.next.public().next_digest()).collect(),
                vec![recovery.public().recovery_digest()],
                1,
                Policy::default(),
            )?,
            salt,
        };
        let signers: Vec<_> = pairs.iter().map(|pair| pair.current.clone()).collect();
        let genesis = Entry::found(&genesis, &signers)?;
        Ok(Founded { keyring: Self { genesis, pairs }, recovery })
    }

    /// Whose keys they are.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.genesis.agent()
    }

    /// The entry that founded the agent.
    #[must_use]
    pub fn genesis(&self) -> &Entry {
        &self.genesis
    }

    /// The public halves of the keys held.
    pub fn public_keys(&self) -> impl Iterator<Item = PublicKey> + '_ {
        self.pairs.iter().map(|pair| pair.current.public())
    }

    /// The key that this node signs with: the first it holds.
    #[must_use]
    pub fn signer(&self) -> PublicKey {
        self.pairs[0].current.public()
    }

    /// Signs content with the key of [`Self::signer`].
    #[must_use]
    pub fn sign(&self, content: &[u8]) -> Signature {
        self.pairs[0].current.sign(content)
    }

    /// The bytes to keep on disk: sealed if there is a passphrase.
    ///
    /// # Errors
    /// [`KeyringError::Seal`] if age fails.
    pub fn seal(&self, passphrase: Option<&Passphrase>) -> Result<Vec<u8>, KeyringError> {
        let file = KeyringFile {
            format: FILE_FORMAT,
            agent: self.agent(),
            genesis: hex(&self.genesis.to_bytes()),
            keys: self
                .pairs
                .iter()
                .map(|pair| KeyPairFile {
                    current: hex(&*pair.current.secret()),
                    next: hex(&*pair.next.secret()),
                })
                .collect(),
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
    /// [`KeyringError`]; a damaged file is never half believed: the keys must be those of the genesis.
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
        let genesis = unhex(&file.genesis).ok_or_else(|| damaged("the genesis is not hex".to_owned()))?;
        let genesis =
            Entry::decode(&genesis).and_then(Entry::verify).map_err(|error| damaged(error.to_string()))?;
        if genesis.agent() != file.agent {
            return Err(damaged("the genesis founds another agent".to_owned()));
        }
        let crate::EntryBody::Genesis(founding) = genesis.body() else {
            return Err(damaged("the genesis is of a later version".to_owned()));
        };
        let mut pairs = Vec::with_capacity(file.keys.len());
        for pair in &file.keys {
            let read = |text: &str| {
                let secret = parse_id(text).map_err(|error| damaged(error.to_string()))?;
                Ok(SigningKey::from_secret(&Zeroizing::new(secret)))
            };
            let pair = KeyPair { current: read(&pair.current)?, next: read(&pair.next)? };
            if !founding.keys.contains(&pair.current.public()) {
                return Err(damaged("it holds a key that is not the agent's".to_owned()));
            }
            pairs.push(pair);
        }
        if pairs.is_empty() {
            return Err(damaged("it holds no key".to_owned()));
        }
        Ok(Self { genesis, pairs })
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
        let secret = hex(&*keyring.pairs[0].current.secret());
        assert!(!sealed.windows(secret.len()).any(|window| window == secret.as_bytes()));
        assert!(matches!(Keyring::open(&sealed, None), Err(KeyringError::Locked)));
        let wrong = Passphrase::new("other words".to_owned());
        assert!(matches!(Keyring::open(&sealed, Some(&wrong)), Err(KeyringError::WrongPassphrase)));
        let right = Passphrase::new("four plain words here".to_owned());
        let opened = Keyring::open(&sealed, Some(&right)).unwrap();
        assert_eq!(opened.agent(), keyring.agent());
        assert_eq!(opened.public_keys().count(), 3);
    }

    #[test]
    fn a_plain_keyring_is_read_back_and_a_damaged_one_refused() {
        let keyring = Keyring::found(AgentForm::Person, 1).unwrap().keyring;
        let plain = keyring.seal(None).unwrap();
        assert_eq!(Keyring::open(&plain, None).unwrap().signer(), keyring.signer());
        let other = Keyring::found(AgentForm::Person, 1).unwrap().keyring;
        let swapped = String::from_utf8(plain.clone())
            .unwrap()
            .replace(&hex(&*keyring.pairs[0].current.secret()), &hex(&*other.pairs[0].current.secret()));
        for damaged in [&plain[..plain.len() / 2], b"", b"{}", swapped.as_bytes()] {
            assert!(matches!(Keyring::open(damaged, None), Err(KeyringError::Damaged { .. })));
        }
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

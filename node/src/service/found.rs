//! Founding an agent, joining one, opening its keys.

use commons_identity::{AgentForm, Entry, FoundError, KeyLog, Keyring, Passphrase};
use commons_licences::{Basis, Facts};
use commons_registry::{Author, Change, Draft, Kind};
use serde_json::{Value, json};

use super::{Service, members, salt};
use crate::data_dir::{cannot, read_if_there};
use crate::failure::{Failure, FailureKind};
use crate::request::{Init, Secret};
use crate::secrets::{Keys, OpenKeys, keyring_failure};
use crate::words;

impl Service {
    pub(super) fn init(&self, init: Init) -> Result<Value, Failure> {
        let mut keys = self.keys();
        self.refuse_second_agent(&keys)?;
        let (form, default_kind) =
            if init.person { (AgentForm::Person, Some("person")) } else { (AgentForm::Organisation, None) };
        let kind = init.kind.as_deref().or(default_kind);
        if let Some(kind) = kind {
            // The words that the licence engine understands.
            Facts::default()
                .set_fact("kind", kind, Basis::Given)
                .map_err(|error| Failure::usage(error.to_string()))?;
        }
        let founded = Keyring::found(form, init.keys).map_err(|error| match error {
            FoundError::Keys(reason) => Failure::usage(reason.to_string()),
            other => Failure::internal(other),
        })?;
        let mut draft = Draft::new(Kind::Agent);
        draft.set_keyed("name", "und", &init.name)?;
        if let Some(kind) = kind {
            draft.set("agent_kind", kind)?;
        }
        let keyring = founded.keyring;
        let passphrase = init.passphrase.map(|passphrase| Passphrase::new(passphrase.0));
        let bytes = keyring.seal(passphrase.as_ref()).map_err(keyring_failure)?;
        // Keys first: an agent whose keys are lost is worse than keys whose agent nobody has heard of.
        Keys::store(&self.data, &keyring, &bytes, true)?;
        self.choose_own(keyring.agent())?;
        let genesis = founded.genesis;
        let log = KeyLog::from_parts(keyring.agent(), [genesis.clone()], []);
        let key = members::signing_key(&keyring, &log)?;
        let author = Author { agent: keyring.agent(), entry: genesis.id(), key };
        let profile = Change::author(&author, draft.begin(salt()?)?);
        self.keep(vec![genesis.to_bytes(), profile.to_bytes()]).inspect_err(|_| self.unfound(&genesis))?;
        let recovery = founded.recovery.secret();
        let answer = json!({
            "agent": keyring.agent(),
            "record": profile.id(),
            "name": init.name,
            "keys": log.members().into_iter().flat_map(|set| set.keys()).collect::<Vec<_>>(),
            "sealed": passphrase.is_some(),
            "recovery_card": recovery_card(&recovery),
        });
        *keys = Keys::Open(Box::new(OpenKeys::new(self.data.keys(), keyring, passphrase)));
        Ok(answer)
    }

    pub(super) fn join(&self, exported: &Secret, passphrase: Option<Secret>) -> Result<Value, Failure> {
        let mut keys = self.keys();
        self.refuse_second_agent(&keys)?;
        let bytes = from_hex(&exported.0).ok_or_else(|| Failure::invalid("the keys are not in hex"))?;
        let passphrase = passphrase.map(|passphrase| Passphrase::new(passphrase.0));
        let keyring = Keyring::open(&bytes, passphrase.as_ref()).map_err(|error| match error {
            commons_identity::KeyringError::Damaged { reason } => {
                Failure::invalid(format!("this is no file of `commons key export`: {reason}"))
            }
            other => keyring_failure(other),
        })?;
        Keys::store(&self.data, &keyring, &bytes, false)?;
        self.choose_own(keyring.agent())?;
        if let Some(genesis) = keyring.genesis() {
            self.keep(vec![genesis.to_bytes()])?;
        }
        let sealed = Keyring::is_sealed(&bytes);
        let log = KeyLog::from_parts(keyring.agent(), keyring.genesis().cloned(), []);
        let signs = log.members().into_iter().flat_map(|set| keyring.signers(set));
        let signs: Vec<_> = signs.map(commons_identity::SigningKey::public).collect();
        let answer = json!({ "agent": keyring.agent(), "keys": signs, "sealed": sealed });
        *keys = Keys::Open(Box::new(OpenKeys::new(self.data.keys(), keyring, passphrase.filter(|_| sealed))));
        Ok(answer)
    }

    /// Takes a founding back that could not be written down: its recovery card was never shown.
    fn unfound(&self, genesis: &Entry) {
        let genesis = commons_registry::ItemKey::of_entry(genesis.agent(), genesis.id());
        if matches!(self.store.label(&genesis), Ok(None)) {
            // Without this file the keys are nobody's; the next founding sets them aside.
            let _ = std::fs::remove_file(self.data.agent());
        }
    }

    fn refuse_second_agent(&self, keys: &Keys) -> Result<(), Failure> {
        let Some(agent) = keys.agent() else { return Ok(()) };
        Err(Failure::new(
            FailureKind::Invalid,
            format!("this node already signs for agent {}", agent.short()),
        )
        .hint("for another agent, choose another folder with --data DIR"))
    }

    pub(super) fn unlock(&self, passphrase: Secret) -> Result<Value, Failure> {
        if self.is_locked() {
            let opened = Keys::load(&self.data, Some(&Passphrase::new(passphrase.0)))?;
            let mut keys = self.keys();
            // Somebody else may have opened them meanwhile, and changed them since.
            if matches!(*keys, Keys::Locked(_)) {
                *keys = opened;
            }
            drop(keys);
            self.keep_genesis()?;
        }
        Ok(json!({ "agent": self.agent() }))
    }

    /// The keyring as it lies on disk: sealed stays sealed.
    pub(super) fn export_keys(&self) -> Result<Value, Failure> {
        let keys = self.keys();
        let Some(agent) = keys.agent() else {
            return keys.open().map(|_| Value::Null); // says what to do
        };
        let path = self.data.keys();
        let bytes = read_if_there(&path)?
            .ok_or_else(|| cannot("read", &path, &std::io::Error::from(std::io::ErrorKind::NotFound)))?;
        Ok(json!({ "agent": agent, "sealed": Keyring::is_sealed(&bytes), "keys": to_hex(&bytes) }))
    }
}

/// The recovery secret as words that can be copied by hand, the last of which shows up mistakes.
pub(super) fn recovery_card(secret: &[u8; 32]) -> String {
    words::to_words(secret)
}

/// Reads a recovery card as somebody typed or scanned it.
pub(super) fn secret_of_card(text: &str) -> Result<[u8; 32], Failure> {
    Ok(words::from_words(text)?)
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

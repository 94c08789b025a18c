//! The code that a new member hands to those who are members already.
//!
//! ```text
//! code    = "commons-member-" + hex of [ content : bytes, signature : 64 bytes ]
//! content = [ "commons member", 1, agent, key, next digest ]
//! ```
//!
//! The signature by the new key shows that whoever wrote the code holds it.

use commons_identity::{
    AgentId, CborError, KeyDigest, Keyring, Member, Passphrase, PublicKey, Signature, Signed, SigningKey,
    cbor::{self, Reader},
    verify,
};
use serde_json::{Value, json};

use super::super::{Service, from_hex, to_hex};
use crate::failure::Failure;
use crate::request::Secret;
use crate::secrets::{Keys, OpenKeys, keyring_failure, prepare_failure};

const PREFIX: &str = "commons-member-";

/// First value of a code's content: no signature made for anything else can pass for one.
const TAG: &str = "commons member";

fn content(agent: AgentId, member: &Member) -> Vec<u8> {
    cbor::encode(|w| {
        w.array(5).text(TAG).uint(1).bytes(agent.as_bytes());
        w.bytes(member.key.as_bytes()).bytes(member.next.as_bytes());
    })
}

/// The code of a member-to-be, by the key that it names.
pub(in crate::service) fn code(agent: AgentId, member: &Member, key: &SigningKey) -> String {
    let content = content(agent, member);
    let signature = key.sign(&content);
    let envelope = cbor::encode(|w| {
        w.array(2).bytes(&content).bytes(signature.as_bytes());
    });
    format!("{PREFIX}{}", to_hex(&envelope))
}

/// Reads a new member's code; it must be for this agent.
pub(super) fn read_code(text: &str, agent: AgentId) -> Result<Member, Failure> {
    let compact: String = text.split_whitespace().collect();
    let wrong = |reason: String| {
        Failure::invalid(format!("this is no new member's code: {reason}"))
            .hint("the new member gets it from `commons members join`, and it begins with commons-member-")
    };
    let bytes = compact
        .strip_prefix(PREFIX)
        .and_then(from_hex)
        .ok_or_else(|| wrong(format!("expected {PREFIX} and hex digits")))?;
    let (of, member, signature) = parse(&bytes).map_err(|error| wrong(error.to_string()))?;
    if of != agent {
        return Err(wrong(format!("it is for agent {}, not for {}", of.short(), agent.short())));
    }
    verify(&Signed { key: &member.key, message: &content(of, &member), signature: &signature })
        .map_err(|error| wrong(error.to_string()))?;
    Ok(member)
}

#[derive(Debug, thiserror::Error)]
enum CodeError {
    #[error(transparent)]
    Cbor(#[from] CborError),
    #[error(transparent)]
    Key(#[from] commons_identity::KeyError),
    #[error("expected a code of version 1 tagged {TAG:?}")]
    Tag,
}

fn parse(bytes: &[u8]) -> Result<(AgentId, Member, Signature), CodeError> {
    let mut r = Reader::new(bytes);
    r.array("a code", 2..=2)?;
    let inner = r.bytes("the content", 256)?;
    let signature = Signature::from_bytes(r.fixed("a signature")?);
    let mut r = Reader::new(inner);
    r.array("the content", 5..=5)?;
    if r.text("the tag", 64)? != TAG || r.uint()? != 1 {
        return Err(CodeError::Tag);
    }
    let agent = AgentId::from_bytes(r.fixed("the agent")?);
    let key = PublicKey::from_bytes(r.fixed("a public key")?)?;
    let member = Member { key, next: KeyDigest::from_bytes(r.fixed("a key digest")?) };
    cbor::require_canonical(inner, &content(agent, &member))?;
    Ok((agent, member, signature))
}

impl Service {
    /// Makes this a node of an agent whose members have yet to say yes: keys are made here, and never leave.
    pub(super) fn ask_to_join(
        &self,
        agent: Option<String>,
        passphrase: Option<Secret>,
    ) -> Result<Value, Failure> {
        let (agent, member) = match (self.agent(), agent) {
            (Some(own), given) => {
                if given.is_some_and(|given| given != own.to_string()) {
                    return Err(Failure::invalid(format!(
                        "this node already signs for agent {}",
                        own.short()
                    ))
                    .hint("for another agent, choose another folder with --data DIR"));
                }
                // Asked again: keys that nobody has taken in yet may be on a code that was lost.
                let log = self.store.key_log(own)?;
                (own, self.prepare(&log, Keyring::prepare_member)?)
            }
            (None, Some(text)) => {
                let agent: AgentId = text.parse().map_err(|_| {
                    Failure::usage(format!(
                        "expected the organisation's whole id, 64 hex digits, found {text:?}"
                    ))
                })?;
                let (keyring, member) = Keyring::for_new_member(agent).map_err(prepare_failure)?;
                self.begin_with(keyring, passphrase)?;
                (agent, member)
            }
            (None, None) => return Err(Failure::usage("say which organisation, by its id or an invitation")),
        };
        let keys = self.keys();
        let key = keys
            .open()?
            .key(&member.key)
            .ok_or_else(|| Failure::internal("the key just made is not held"))?;
        Ok(json!({ "agent": agent, "key": member.key, "code": code(agent, &member, key) }))
    }

    /// Makes this a node of an agent that was founded elsewhere, with keys made here.
    pub(super) fn begin_with(&self, keyring: Keyring, passphrase: Option<Secret>) -> Result<(), Failure> {
        let agent = keyring.agent();
        let passphrase = passphrase.map(|passphrase| Passphrase::new(passphrase.0));
        let bytes = keyring.seal(passphrase.as_ref()).map_err(keyring_failure)?;
        Keys::store(&self.data, &keyring, &bytes, false)?;
        *self.keys() = Keys::Open(Box::new(OpenKeys::new(self.data.keys(), keyring, passphrase)));
        self.choose_own(agent)
    }
}

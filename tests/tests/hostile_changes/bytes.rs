//! Items built byte by byte and signed properly, so that just one thing is wrong with them.

use commons_identity::{Signature, SigningKey};
use commons_registry::{Change, Edit, Kind, Signer, Target};
use commons_tests::histories::Member;

use super::world::{Garden, title};

/// Any CBOR, well formed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cbor {
    Uint(u64),
    Bytes(Vec<u8>),
    Text(&'static str),
    Long(String),
    Array(Vec<Self>),
    Null,
    Bool(bool),
    /// These very bytes.
    Raw(Vec<u8>),
}

impl Cbor {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Uint(number) => head(0, *number),
            Self::Bytes(bytes) => [head(2, bytes.len() as u64), bytes.clone()].concat(),
            Self::Text(text) => [head(3, text.len() as u64), text.as_bytes().to_vec()].concat(),
            Self::Long(text) => [head(3, text.len() as u64), text.as_bytes().to_vec()].concat(),
            Self::Array(items) => {
                [head(4, items.len() as u64), items.iter().flat_map(Self::encode).collect()].concat()
            }
            Self::Null => vec![0xf6],
            Self::Bool(value) => vec![0xf4 + u8::from(*value)],
            Self::Raw(bytes) => bytes.clone(),
        }
    }
}

/// The shortest head of a CBOR item (RFC 8949 §3).
pub(crate) fn head(major: u8, number: u64) -> Vec<u8> {
    let major = major << 5;
    match number {
        0..24 => vec![major | number as u8],
        24..=0xff => vec![major | 24, number as u8],
        0x100..=0xffff => [&[major | 25][..], &(number as u16).to_be_bytes()].concat(),
        0x1_0000..=0xffff_ffff => [&[major | 26][..], &(number as u32).to_be_bytes()].concat(),
        _ => [&[major | 27][..], &number.to_be_bytes()].concat(),
    }
}

/// Where things stand in a change's content.
pub(crate) const VERSION: usize = 1;
pub(crate) const NAMESPACE: usize = 2;
pub(crate) const ENTRY: usize = 3;
pub(crate) const KEY: usize = 4;
pub(crate) const RECORD: usize = 5;
pub(crate) const KIND: usize = 6;
pub(crate) const SALT: usize = 7;
pub(crate) const DEPENDENCIES: usize = 8;
pub(crate) const OPERATIONS: usize = 9;

/// The ten values of a first change that begins a resource with a title.
pub(crate) fn first_change(member: &Member<'_>) -> Vec<Cbor> {
    vec![
        Cbor::Text("commons change"),
        Cbor::Uint(1),
        Cbor::Bytes(member.namespace().as_bytes().to_vec()),
        Cbor::Bytes(member.entry().as_bytes().to_vec()),
        Cbor::Bytes(member.key().as_bytes().to_vec()),
        Cbor::Bytes(vec![]),
        Cbor::Uint(Kind::Resource.number()),
        Cbor::Bytes(vec![7; 16]),
        Cbor::Array(vec![]),
        Cbor::Array(vec![put_title()]),
    ]
}

/// The ten values of a later change of a garden's resource.
pub(crate) fn later_change(garden: &Garden) -> Vec<Cbor> {
    let mut content = first_change(&garden.member());
    content[RECORD] = Cbor::Bytes(garden.record().as_bytes().to_vec());
    content[KIND] = Cbor::Null;
    content[DEPENDENCIES] = Cbor::Array(vec![Cbor::Bytes(garden.first.id().as_bytes().to_vec())]);
    content
}

/// `[0, 1, "en", "Bread"]`: puts the English title.
pub(crate) fn put_title() -> Cbor {
    operation(vec![Cbor::Uint(0), Cbor::Uint(1), Cbor::Text("en"), Cbor::Text("Bread")])
}

pub(crate) fn operation(parts: Vec<Cbor>) -> Cbor {
    Cbor::Array(parts)
}

/// Signs these ten values.
pub(crate) fn signed(signer: &impl Signer, content: &[Cbor]) -> Vec<u8> {
    signed_bytes(signer, &Cbor::Array(content.to_vec()).encode())
}

/// Signs whatever this is.
pub(crate) fn signed_bytes(signer: &impl Signer, content: &[u8]) -> Vec<u8> {
    envelope(content, &signer.sign(content))
}

pub(crate) fn envelope(content: &[u8], signature: &Signature) -> Vec<u8> {
    Cbor::Array(vec![Cbor::Bytes(content.to_vec()), Cbor::Bytes(signature.as_bytes().to_vec())]).encode()
}

/// The envelope of a key-log entry signed by these.
pub(crate) fn entry_envelope(content: &[u8], signers: &[&SigningKey]) -> Vec<u8> {
    let mut signatures: Vec<_> = signers.iter().map(|key| (key.public(), key.sign(content))).collect();
    signatures.sort_unstable_by_key(|(key, _)| *key);
    entry_envelope_of(content, signatures.iter().map(|(key, signature)| (key.as_bytes(), signature)))
}

pub(crate) fn entry_envelope_of<'a>(
    content: &[u8],
    signatures: impl IntoIterator<Item = (&'a [u8; 32], &'a Signature)>,
) -> Vec<u8> {
    let pair = |(key, signature): (&[u8; 32], &Signature)| {
        Cbor::Array(vec![Cbor::Bytes(key.to_vec()), Cbor::Bytes(signature.as_bytes().to_vec())])
    };
    let signatures = signatures.into_iter().map(pair).collect();
    Cbor::Array(vec![Cbor::Bytes(content.to_vec()), Cbor::Array(signatures)]).encode()
}

/// The content and the signature of an envelope, as ranges of its bytes.
pub(crate) fn parts(envelope: &[u8]) -> (Vec<u8>, [u8; 64]) {
    let mut decoder = minicbor::Decoder::new(envelope);
    assert_eq!(decoder.array().unwrap(), Some(2));
    let content = decoder.bytes().unwrap().to_vec();
    (content, decoder.bytes().unwrap().try_into().unwrap())
}

/// What is built here is what the program writes, as long as nothing is wrong with it.
#[test]
fn the_builder_writes_what_the_program_writes() {
    let garden = Garden::new(1);
    let edit = Edit {
        target: Target::New(Kind::Resource),
        salt: [7; 16],
        dependencies: vec![],
        operations: vec![title("Bread")],
    };
    let first = Change::author(&garden.member(), edit.clone());
    assert_eq!(signed(&garden.member(), &first_change(&garden.member())), first.to_bytes());
    let target = Target::Existing(garden.record());
    let later =
        Change::author(&garden.member(), Edit { target, dependencies: vec![garden.first.id()], ..edit });
    assert_eq!(signed(&garden.member(), &later_change(&garden)), later.to_bytes());
}

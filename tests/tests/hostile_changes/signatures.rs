//! Signatures and keys: one rule, alone and in batches of any size.

use commons_identity::{
    AgentForm, AgentId, Cards, EntryId, Genesis, KeySet, Member, Policy, PublicKey, Signature, SigningKey,
};
use commons_registry::{Kind, Signer};
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};

use super::bytes::{Cbor, KEY, entry_envelope_of, envelope, first_change, parts, signed, signed_bytes};
use super::world::{Garden, Verdict, World, begin, refused, title};

#[test]
fn refuses_a_wrong_signature() {
    let garden = Garden::new(1);
    let (content, signature) = parts(&garden.edit(1, vec![title("Bread")]).to_bytes());
    for at in [0, 31, 32, 63] {
        let mut wrong = signature;
        wrong[at] ^= 1;
        let sentence = refused(&garden.items(), &envelope(&content, &Signature::from_bytes(wrong)));
        assert!(sentence.starts_with("change: signature "), "{sentence}");
    }
    let other = Garden::new(2).member().sign(&content);
    let sentence = refused(&garden.items(), &envelope(&content, &other));
    assert_eq!(sentence, "change: signature does not match the content and the signer's key");
}

#[test]
fn refuses_the_signature_of_another_change() {
    let garden = Garden::new(1);
    let (_, signature) = parts(&garden.edit(1, vec![title("Bread")]).to_bytes());
    let (content, _) = parts(&garden.edit(2, vec![title("Bread")]).to_bytes());
    refused(&garden.items(), &envelope(&content, &Signature::from_bytes(signature)));
}

/// Under a key of small order anybody can make signatures up: R the neutral point and s = 0 fit any message.
#[test]
fn refuses_a_weak_key_although_the_signature_fits() {
    let garden = Garden::new(1);
    for point in EIGHT_TORSION {
        let mut content = first_change(&garden.member());
        content[KEY] = Cbor::Bytes(point.compress().as_bytes().to_vec());
        let mut made_up = [0; 64];
        made_up[0] = 1; // the neutral point
        let item = envelope(&Cbor::Array(content).encode(), &Signature::from_bytes(made_up));
        let sentence = refused(&garden.items(), &item);
        assert!(sentence.contains("public key is weak"), "{sentence}");
    }
}

#[test]
fn refuses_a_key_that_is_no_point_or_a_second_spelling_of_one() {
    let garden = Garden::new(1);
    let mut above_p = [0xff; 32];
    above_p[31] = 0x7f; // y = p + 18
    let mut no_point = [0; 32];
    no_point[0] = 2; // y = 2 has no x
    for key in [above_p, no_point] {
        let mut content = first_change(&garden.member());
        content[KEY] = Cbor::Bytes(key.to_vec());
        let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
        assert!(sentence.contains("one canonical form"), "{sentence}");
    }
}

/// s + ℓ fits the same equation as s; so do, as far as 256 bits have room, s + 2ℓ to s + 15ℓ.
#[test]
fn refuses_a_malleated_signature() {
    let garden = Garden::new(1);
    let (content, mut signature) = parts(&garden.edit(1, vec![title("Bread")]).to_bytes());
    for times in 1..=14 {
        add_group_order(&mut signature);
        let sentence = refused(&garden.items(), &envelope(&content, &Signature::from_bytes(signature)));
        assert_eq!(sentence, "change: signature is not in canonical form", "s + {times}ℓ");
    }
}

/// ℓ = 2²⁵² + 27742317777372353535851937790883648493 (RFC 8032 §5.1), little-endian.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn add_group_order(signature: &mut [u8; 64]) {
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(GROUP_ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
}

/// A signer who adds a point of small order to its key, or to R.
struct Crafty {
    torsion_of_key: EdwardsPoint,
    torsion_of_r: EdwardsPoint,
    nonce: Scalar,
    entry: Option<EntryId>,
}

impl Crafty {
    fn secret() -> Scalar {
        Scalar::from_bytes_mod_order([7; 32])
    }

    /// A genesis that names the crafted key, signed with it.
    fn genesis(&mut self) -> Vec<u8> {
        let next = SigningKey::from_secret(&[9; 32]).public().next_digest();
        let member = Member { key: self.key(), next };
        let keys = KeySet::new(vec![member], 1, Cards::none(), Policy::default()).unwrap();
        let genesis = Genesis { form: AgentForm::Person, keys, salt: [3; 16] };
        self.entry = Some(genesis.agent().genesis());
        let content = genesis.content();
        entry_envelope_of(&content, [(self.key().as_bytes(), &self.sign(&content))])
    }
}

impl Signer for Crafty {
    fn namespace(&self) -> AgentId {
        AgentId::from_bytes(*self.entry().as_bytes())
    }

    fn entry(&self) -> EntryId {
        self.entry.unwrap()
    }

    fn key(&self) -> PublicKey {
        let point = EdwardsPoint::mul_base(&Self::secret()) + self.torsion_of_key;
        PublicKey::from_bytes(point.compress().to_bytes()).unwrap()
    }

    fn sign(&self, content: &[u8]) -> Signature {
        let r = (EdwardsPoint::mul_base(&self.nonce) + self.torsion_of_r).compress();
        let hash = Sha512::new()
            .chain_update(r.as_bytes())
            .chain_update(self.key().as_bytes())
            .chain_update(content)
            .finalize();
        let s = self.nonce + Scalar::from_bytes_mod_order_wide(&hash.into()) * Self::secret();
        Signature::from_bytes([*r.as_bytes(), *s.as_bytes()].concat().try_into().unwrap())
    }
}

/// Checked without the cofactor these hold for some messages and not for others, and a batch may say otherwise
/// than a single check: nodes would split. With it all hold, in batches of every size.
#[test]
fn judges_crafted_signatures_alike_alone_and_in_batches() {
    let garden = Garden::new(1);
    let honest: Vec<_> = (0..140).map(|salt| garden.edit(salt, vec![title("Bread")]).to_bytes()).collect();
    for torsion_of_key in EIGHT_TORSION {
        let mut crafted = Vec::new();
        let mut genesis = Vec::new();
        for torsion_of_r in EIGHT_TORSION {
            for nonce in [Scalar::from_bytes_mod_order([9; 32]), Scalar::ZERO] {
                let mut crafty = Crafty { torsion_of_key, torsion_of_r, nonce, entry: None };
                genesis.push(crafty.genesis());
                for salt in 0..2 {
                    let mut content = vec_of_first_change(&crafty);
                    content[7] = Cbor::Bytes(vec![salt; 16]);
                    crafted.push(signed_bytes(&crafty, &Cbor::Array(content).encode()));
                }
            }
        }
        let held = [garden.items(), genesis.clone()].concat();
        let mut alone = World::with(&held);
        for item in &crafted {
            alone.offer_one(item).key();
        }
        for size in [1, 17, 64, 128] {
            let mut world = World::with(&held);
            let batch = [&honest[..size], &crafted, &honest[..size]].concat();
            for verdict in world.offer(&batch) {
                verdict.key();
            }
            alone.offer(&honest[..size]);
            assert_eq!(world.state(), alone.state());
        }
    }
}

fn vec_of_first_change(signer: &impl Signer) -> Vec<Cbor> {
    let garden = Garden::new(1);
    let mut content = first_change(&garden.member());
    content[2] = Cbor::Bytes(signer.namespace().as_bytes().to_vec());
    content[3] = Cbor::Bytes(signer.entry().as_bytes().to_vec());
    content[4] = Cbor::Bytes(signer.key().as_bytes().to_vec());
    content
}

/// R in a second spelling: the neutral point as y = p + 1, with an s that fits.
#[test]
fn refuses_a_second_spelling_of_r_although_the_equation_holds() {
    let mut crafty = Crafty {
        torsion_of_key: EIGHT_TORSION[0],
        torsion_of_r: EIGHT_TORSION[0],
        nonce: Scalar::ZERO,
        entry: None,
    };
    let genesis = crafty.genesis();
    let content = Cbor::Array(vec_of_first_change(&crafty)).encode();
    let mut r = [0xff; 32];
    (r[0], r[31]) = (0xee, 0x7f);
    let hash =
        Sha512::new().chain_update(r).chain_update(crafty.key().as_bytes()).chain_update(&content).finalize();
    let s = Scalar::from_bytes_mod_order_wide(&hash.into()) * Crafty::secret();
    let signature = Signature::from_bytes([r, *s.as_bytes()].concat().try_into().unwrap());
    let sentence = refused(&[genesis], &envelope(&content, &signature));
    assert_eq!(sentence, "change: signature is not in canonical form");
}

/// A bad signature condemns the envelope, not the id: else whoever is first could shut a change out.
#[test]
fn a_good_change_comes_in_after_a_bad_signature_on_it_was_refused() {
    let garden = Garden::new(1);
    let good = garden.edit(1, vec![title("Bread")]).to_bytes();
    let (content, mut signature) = parts(&good);
    signature[5] ^= 0x40;
    let bad = envelope(&content, &Signature::from_bytes(signature));

    let mut world = World::with(&garden.items());
    world.offer_one(&bad).refusal();
    let verdicts = world.offer(&[bad.clone(), good.clone(), bad.clone()]);
    assert!(
        matches!(&verdicts[..], [Verdict::Refused(_), Verdict::Kept(_), Verdict::Refused(_)]),
        "{verdicts:?}"
    );
    let key = verdicts[1].key();
    assert_eq!(world.memory.get(&key).as_ref(), Some(&good));
    assert_eq!(
        world.store.item(&key).unwrap().as_ref(),
        Some(&good),
        "the good envelope is what is passed on"
    );

    let bad_entry = {
        let mut bytes = garden.agent.genesis.to_bytes();
        *bytes.last_mut().unwrap() ^= 1;
        bytes
    };
    let mut world = World::new();
    world.offer_one(&bad_entry).refusal();
    world.offer_one(&garden.agent.genesis.to_bytes()).key();
}

#[test]
fn a_signature_for_a_key_log_entry_is_none_for_a_change() {
    let garden = Garden::new(1);
    let (genesis, _) = {
        let bytes = garden.agent.genesis.to_bytes();
        let mut decoder = minicbor::Decoder::new(&bytes);
        decoder.array().unwrap();
        (decoder.bytes().unwrap().to_vec(), ())
    };
    let sentence = refused(&garden.items(), &signed_bytes(&garden.member(), &genesis));
    assert!(sentence.starts_with("key-log entry: "), "{sentence}");
    let change = begin(&garden.member(), Kind::Resource, [1; 16], vec![title("Bread")]);
    let (content, signature) = parts(&change.to_bytes());
    let as_entry =
        entry_envelope_of(&content, [(garden.member().key().as_bytes(), &Signature::from_bytes(signature))]);
    let sentence = refused(&garden.items(), &as_entry);
    assert!(sentence.starts_with("change: "), "{sentence}");
}

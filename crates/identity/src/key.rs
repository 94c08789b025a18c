//! Signing keys and their public halves, shown as `did:key`.

use core::{cell::RefCell, fmt, str::FromStr};

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use ed25519_dalek::Signer as _;

use crate::{Signature, write_hex};

/// Length in bytes of a public key.
pub const PUBLIC_KEY_LENGTH: usize = 32;

/// The `did:key` prefix; `z` says base58btc.
const DID_KEY_PREFIX: &str = "did:key:z";

/// Multicodec code of an Ed25519 public key (0xed) as a varint.
const ED25519_MULTICODEC: [u8; 2] = [0xed, 0x01];

/// Why bytes or a text are no usable public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The bytes do not name a point of the curve, or do so in a second spelling.
    #[error("public key is not a point of the curve in its one canonical form")]
    NotCanonical,
    /// A point of small order: anybody can make signatures that it "verifies".
    #[error("public key is weak: it is one of the few points for which signatures can be made up")]
    Weak,
    /// Not a `did:key` of an Ed25519 key.
    #[error("expected an Ed25519 key as did:key:z6Mk…, found {found:?}")]
    NotDidKey {
        /// The text given, shortened.
        found: String,
    },
}

/// An Ed25519 public key: a canonical point, not of small order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; PUBLIC_KEY_LENGTH]);

impl PublicKey {
    /// Checks 32 bytes.
    ///
    /// # Errors
    /// [`KeyError`] if they are no canonical point of the curve, or one of small order.
    pub fn from_bytes(bytes: [u8; PUBLIC_KEY_LENGTH]) -> Result<Self, KeyError> {
        point_of_key(bytes)?;
        Ok(Self(bytes))
    }

    /// The point that the key names: it does name one.
    pub(crate) fn point(&self) -> Result<EdwardsPoint, KeyError> {
        point_of_key(self.0)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; PUBLIC_KEY_LENGTH] {
        &self.0
    }

    /// The digest by which a key log commits to this key before it is used (pre-rotation).
    #[must_use]
    pub fn next_digest(&self) -> KeyDigest {
        KeyDigest::derive("commons registry v1 next signing key", self)
    }

    /// The digest by which a key log commits to this key as a recovery card.
    #[must_use]
    pub fn recovery_digest(&self) -> KeyDigest {
        KeyDigest::derive("commons registry v1 recovery key", self)
    }
}

/// Keys of which each thread remembers the points: one key signs many changes, and to decompress it each time would be a good
/// part of what it costs to judge one.
const REMEMBERED_KEYS: usize = 256;

/// A key's bytes, and the point that it names.
type Remembered = ([u8; PUBLIC_KEY_LENGTH], EdwardsPoint);

thread_local! {
    /// Keys, each in the one place that its bytes give it; 56 KB when full.
    static POINTS: RefCell<Vec<Option<Remembered>>> = const { RefCell::new(Vec::new()) };
}

/// The point that a key names, which is not of small order.
fn point_of_key(bytes: [u8; 32]) -> Result<EdwardsPoint, KeyError> {
    // Whoever makes keys that share a place only has them decompressed again.
    let place = usize::from(bytes[0]) % REMEMBERED_KEYS;
    POINTS.with_borrow_mut(|points| {
        points.resize(REMEMBERED_KEYS, None);
        if let Some((key, point)) = points[place]
            && key == bytes
        {
            return Ok(point);
        }
        let point = canonical_point(bytes).ok_or(KeyError::NotCanonical)?;
        if point.is_small_order() {
            return Err(KeyError::Weak);
        }
        points[place] = Some((bytes, point));
        Ok(point)
    })
}

/// p = 2²⁵⁵ − 19, little-endian.
const P: [u8; 32] = {
    let mut p = [0xff; 32];
    p[0] = 0xed;
    p[31] = 0x7f;
    p
};

/// Decompresses a point and refuses a second spelling of it (y ≥ p, or the sign of x = 0).
pub(crate) fn canonical_point(bytes: [u8; 32]) -> Option<EdwardsPoint> {
    let mut y = bytes;
    y[31] &= 0x7f;
    let is_reduced = y.iter().rev().lt(P.iter().rev());
    // x = 0 where y² = 1.
    let mut minus_one = P;
    minus_one[0] -= 1;
    let mut one = [0; 32];
    one[0] = 1;
    let is_zero_with_sign = bytes[31] & 0x80 != 0 && (y == one || y == minus_one);
    if !is_reduced || is_zero_with_sign {
        return None;
    }
    CompressedEdwardsY(bytes).decompress()
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(ED25519_MULTICODEC.len() + PUBLIC_KEY_LENGTH);
        bytes.extend_from_slice(&ED25519_MULTICODEC);
        bytes.extend_from_slice(&self.0);
        write!(f, "{DID_KEY_PREFIX}{}", bs58::encode(bytes).into_string())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(")?;
        write_hex(&self.0[..4], f)?;
        f.write_str("…)")
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let not_did_key = || KeyError::NotDidKey { found: text.chars().take(60).collect() };
        let encoded = text.strip_prefix(DID_KEY_PREFIX).ok_or_else(not_did_key)?;
        // 34 bytes take at most 47 base58 digits: anything longer is not worth decoding.
        let decoded = if encoded.len() <= 48 { bs58::decode(encoded).into_vec().ok() } else { None };
        let key = decoded.as_deref().and_then(|bytes| bytes.strip_prefix(&ED25519_MULTICODEC));
        let key: [u8; PUBLIC_KEY_LENGTH] = key.and_then(|key| key.try_into().ok()).ok_or_else(not_did_key)?;
        Self::from_bytes(key)
    }
}

impl serde::Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A commitment to a key that is not yet shown: a BLAKE3 hash under a context of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDigest([u8; 32]);

impl KeyDigest {
    fn derive(context: &str, key: &PublicKey) -> Self {
        Self(blake3::derive_key(context, key.as_bytes()))
    }

    /// The digest with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for KeyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyDigest(")?;
        write_hex(&self.0[..4], f)?;
        f.write_str("…)")
    }
}

/// Length in bytes of the secret that a signing key is made from.
pub const SECRET_LENGTH: usize = 32;

/// A key that signs. Its memory is wiped when it is dropped; it shows as `(..)`.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A fresh key from the operating system's randomness.
    ///
    /// # Errors
    /// If the operating system gives none.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut secret = zeroize::Zeroizing::new([0; SECRET_LENGTH]);
        getrandom::fill(secret.as_mut())?;
        Ok(Self::from_secret(&secret))
    }

    /// The key made from a secret of 32 random bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; SECRET_LENGTH]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// The secret, for sealing at rest. Handle with care.
    #[must_use]
    pub fn secret(&self) -> zeroize::Zeroizing<[u8; SECRET_LENGTH]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        // An honestly made key is a canonical point of large order.
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `message` (RFC 8032, pure Ed25519).
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature::from_bytes(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_as_did_key() {
        // Test vector of RFC 8032 §7.1, test 1, and its did:key form.
        let secret = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ];
        let key = SigningKey::from_secret(&secret).public();
        let shown = key.to_string();
        assert!(shown.starts_with("did:key:z6Mk"), "{shown}");
        assert_eq!(shown.parse::<PublicKey>(), Ok(key));
        assert!(format!("{:?}", SigningKey::from_secret(&secret)).ends_with("(..)"));
    }

    #[test]
    fn refuses_weak_and_second_spellings_of_keys() {
        let mut identity_point = [0; 32];
        identity_point[0] = 1;
        assert_eq!(PublicKey::from_bytes(identity_point), Err(KeyError::Weak));
        assert_eq!(PublicKey::from_bytes([0; 32]), Err(KeyError::Weak)); // a point of order four
        let mut minus_zero = identity_point;
        minus_zero[31] |= 0x80; // x = 0 with its sign bit set
        assert_eq!(PublicKey::from_bytes(minus_zero), Err(KeyError::NotCanonical));
        let mut above_p = [0xff; 32]; // y = 2^255 − 1 = p + 18
        above_p[31] = 0x7f;
        assert_eq!(PublicKey::from_bytes(above_p), Err(KeyError::NotCanonical));
    }

    #[test]
    fn only_the_spelling_that_a_point_is_written_in_is_taken() {
        let written = |bytes: [u8; 32]| {
            let point = CompressedEdwardsY(bytes).decompress()?;
            (point.compress().to_bytes() == bytes).then_some(point)
        };
        let mut around_p: Vec<[u8; 32]> = Vec::new(); // y of p − 3 to 2²⁵⁵ − 1, and of 0 to 20
        for low in 0xea..=0xffu8 {
            let mut y = P;
            y[0] = low;
            around_p.push(y);
        }
        for low in 0..=20u8 {
            let mut y = [0; 32];
            y[0] = low;
            around_p.push(y);
        }
        let spread = (0..500u32).map(|n| *blake3::hash(&n.to_le_bytes()).as_bytes());
        for bytes in around_p.into_iter().chain(spread) {
            for sign in [0, 0x80] {
                let mut bytes = bytes;
                bytes[31] = bytes[31] & 0x7f | sign;
                assert_eq!(canonical_point(bytes), written(bytes), "{bytes:x?}");
            }
        }
    }

    #[test]
    fn a_remembered_key_is_not_taken_for_another() {
        let first = SigningKey::from_secret(&[1; 32]).public();
        let others = (0..=255u8).map(|n| SigningKey::from_secret(&[n; 32]).public());
        let others: Vec<_> = others.filter(|key| key != &first).collect();
        for other in others {
            assert_eq!(PublicKey::from_bytes(*first.as_bytes()), Ok(first));
            assert_eq!(other.point().unwrap().compress().as_bytes(), other.as_bytes());
            let mut place = *other.as_bytes();
            place[0] = first.as_bytes()[0];
            assert_eq!(PublicKey::from_bytes(place).ok().map(|key| *key.as_bytes()), {
                let point = canonical_point(place).filter(|point| !point.is_small_order());
                point.map(|_| place)
            });
        }
    }

    #[test]
    fn refuses_texts_that_are_no_did_key() {
        for text in [
            "",
            "did:key:z",
            "did:key:z6Mk",
            "did:web:example.org",
            &format!("did:key:z{}", "1".repeat(5000)),
        ] {
            assert!(matches!(text.parse::<PublicKey>(), Err(KeyError::NotDidKey { .. })), "{text:.40}");
        }
    }
}

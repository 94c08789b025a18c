//! Signatures, judged by one rule whether they come one by one or in batches.
//!
//! The rule is that of ZIP-215 with stricter encodings: A, R and s in canonical form, A not of small order,
//! and 8(sB − kA − R) = 0, where k = SHA-512(R ‖ A ‖ message). The cofactor 8 is what makes a batch, which is
//! one random linear combination of such equations, agree with its parts even on crafted signatures;
//! dalek's own `verify_strict` and `verify_batch` do not agree on those, which would split honest nodes.

use core::fmt;
use std::collections::HashMap;

use curve25519_dalek::{
    constants::ED25519_BASEPOINT_POINT,
    edwards::EdwardsPoint,
    scalar::Scalar,
    traits::{IsIdentity as _, VartimeMultiscalarMul as _},
};
use sha2::{Digest as _, Sha512};

use crate::{PublicKey, key::canonical_point, write_hex};

/// Length in bytes of a signature.
pub const SIGNATURE_LENGTH: usize = 64;

/// Most signatures put into one equation. Larger batches gain little more.
const BATCH_SIZE: usize = 1024;

/// When an equation of more than this does not hold, it is halved to find what spoils it; so one bad signature costs its
/// batch about as much again.
const ONE_BY_ONE: usize = 16;

/// A signature as it came, R ‖ s; [`verify`] judges it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; SIGNATURE_LENGTH]);

impl Signature {
    /// The signature with these bytes, not yet judged.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; SIGNATURE_LENGTH]) -> Self {
        Self(bytes)
    }

    /// The 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; SIGNATURE_LENGTH] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(")?;
        write_hex(&self.0[..4], f)?;
        f.write_str("…)")
    }
}

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// R or s is not in its one canonical form: the signature was tampered with to look like another.
    #[error("signature is not in canonical form")]
    NotCanonical,
    /// The equation does not hold: another key, another message, or damage.
    #[error("signature does not match the content and the signer's key")]
    Mismatch,
}

/// A message with the signature and the key to judge it by.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// Who is said to have signed.
    pub key: &'a PublicKey,
    /// What is signed.
    pub message: &'a [u8],
    /// The signature.
    pub signature: &'a Signature,
}

/// The parts of one equation 8(sB − kA − R) = 0.
struct Equation {
    s: Scalar,
    k: Scalar,
    a: EdwardsPoint,
    r: EdwardsPoint,
}

impl Equation {
    fn of(signed: &Signed<'_>) -> Result<Self, SignatureError> {
        let (r_bytes, s_bytes) = signed.signature.0.split_at(32);
        let r_bytes: [u8; 32] = r_bytes.try_into().map_err(|_| SignatureError::NotCanonical)?;
        let s_bytes: [u8; 32] = s_bytes.try_into().map_err(|_| SignatureError::NotCanonical)?;
        let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(s_bytes))
            .ok_or(SignatureError::NotCanonical)?;
        let r = canonical_point(r_bytes).ok_or(SignatureError::NotCanonical)?;
        let a = signed.key.point().map_err(|_| SignatureError::NotCanonical)?;
        let hash = Sha512::new()
            .chain_update(r_bytes)
            .chain_update(signed.key.as_bytes())
            .chain_update(signed.message)
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&hash.into());
        Ok(Self { s, k, a, r })
    }

    fn holds(&self) -> bool {
        let expected_r = EdwardsPoint::vartime_double_scalar_mul_basepoint(&-self.k, &self.a, &self.s);
        (expected_r - self.r).mul_by_cofactor().is_identity()
    }
}

/// Judges one signature.
///
/// # Errors
/// [`SignatureError`] if it is not canonical or does not match.
pub fn verify(signed: &Signed<'_>) -> Result<(), SignatureError> {
    let equation = Equation::of(signed)?;
    if equation.holds() { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// Judges many signatures at once, each exactly as [`verify`] would; the answers are in the order given.
#[must_use]
pub fn verify_batch(batch: &[Signed<'_>]) -> Vec<Result<(), SignatureError>> {
    let mut verdicts = Vec::with_capacity(batch.len());
    for chunk in batch.chunks(BATCH_SIZE) {
        let equations: Vec<_> = chunk.iter().map(Equation::of).collect();
        judge(chunk, &equations, &mut verdicts);
    }
    verdicts
}

/// Judges equations together, and those that do not hold together by halves.
fn judge(
    chunk: &[Signed<'_>],
    equations: &[Result<Equation, SignatureError>],
    verdicts: &mut Vec<Result<(), SignatureError>>,
) {
    let all_hold = combination_holds(chunk, equations);
    if !all_hold && chunk.len() > ONE_BY_ONE {
        let (first, second) = chunk.split_at(chunk.len() / 2);
        let (of_first, of_second) = equations.split_at(chunk.len() / 2);
        judge(first, of_first, verdicts);
        judge(second, of_second, verdicts);
        return;
    }
    verdicts.extend(equations.iter().map(|equation| match equation {
        Ok(equation) if all_hold || equation.holds() => Ok(()),
        Ok(_) => Err(SignatureError::Mismatch),
        Err(error) => Err(*error),
    }));
}

/// Whether 8·Σ zᵢ(sᵢB − kᵢAᵢ − Rᵢ) = 0 for 128-bit zᵢ that depend on everything in the batch, over the
/// equations that could be formed. If one of them is false this holds with probability 2⁻¹²⁸.
fn combination_holds(chunk: &[Signed<'_>], equations: &[Result<Equation, SignatureError>]) -> bool {
    let formed: Vec<(&Signed<'_>, &Equation)> = chunk
        .iter()
        .zip(equations)
        .filter_map(|(signed, equation)| Some((signed, equation.as_ref().ok()?)))
        .collect();
    if formed.len() < 2 {
        return false; // nothing to gain: judged one by one
    }
    let mut transcript = blake3::Hasher::new_derive_key("commons registry v1 signature batch");
    for (signed, equation) in &formed {
        transcript.update(signed.signature.as_bytes());
        transcript.update(signed.key.as_bytes());
        transcript.update(equation.k.as_bytes()); // binds the message
    }
    let mut randomness = transcript.finalize_xof();

    let mut of_base = Scalar::ZERO;
    let mut of_key: Vec<(EdwardsPoint, Scalar)> = Vec::new(); // one term for each key, however often it signed
    let mut key_index: HashMap<&PublicKey, usize> = HashMap::new();
    let mut scalars = Vec::with_capacity(formed.len() * 2 + 1);
    let mut points = Vec::with_capacity(formed.len() * 2 + 1);
    for (signed, equation) in formed {
        let mut z = [0; 32];
        randomness.fill(&mut z[..16]);
        let z = Scalar::from_bytes_mod_order(z);
        of_base += z * equation.s;
        let index = *key_index.entry(signed.key).or_insert_with(|| {
            of_key.push((equation.a, Scalar::ZERO));
            of_key.len() - 1
        });
        of_key[index].1 -= z * equation.k;
        scalars.push(-z);
        points.push(equation.r);
    }
    scalars.push(of_base);
    points.push(ED25519_BASEPOINT_POINT);
    for (point, scalar) in of_key {
        scalars.push(scalar);
        points.push(point);
    }
    EdwardsPoint::vartime_multiscalar_mul(&scalars, &points).mul_by_cofactor().is_identity()
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::constants::EIGHT_TORSION;

    use super::*;
    use crate::SigningKey;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_secret(&[seed; 32])
    }

    fn alone_and_in_a_batch(
        key: &PublicKey,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        let signed = Signed { key, message, signature };
        let alone = verify(&signed);
        let honest_key = self::key(200).public();
        let honest = self::key(200).sign(b"honest");
        let honest = Signed { key: &honest_key, message: b"honest", signature: &honest };
        let batch = verify_batch(&[honest, signed, honest]);
        assert_eq!(batch[0], Ok(()));
        assert_eq!(batch[1], alone, "a signature must be judged alike alone and in a batch");
        assert_eq!(batch[2], Ok(()));
        assert_eq!(verify_batch(&[signed, signed]), vec![alone; 2]);
        alone
    }

    #[test]
    fn accepts_what_was_signed_and_nothing_else() {
        let signature = key(1).sign(b"words");
        assert_eq!(alone_and_in_a_batch(&key(1).public(), b"words", &signature), Ok(()));
        assert_eq!(
            alone_and_in_a_batch(&key(1).public(), b"wordz", &signature),
            Err(SignatureError::Mismatch)
        );
        assert_eq!(
            alone_and_in_a_batch(&key(2).public(), b"words", &signature),
            Err(SignatureError::Mismatch)
        );
    }

    #[test]
    fn refuses_a_malleated_signature() {
        // s + ℓ satisfies the same equation; only canonical s is a signature.
        let signature = key(1).sign(b"words");
        let mut bytes = *signature.as_bytes();
        let order: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut carry = 0u16;
        for (byte, add) in bytes[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        let malleated = Signature::from_bytes(bytes);
        assert_ne!(malleated, signature);
        assert_eq!(
            alone_and_in_a_batch(&key(1).public(), b"words", &malleated),
            Err(SignatureError::NotCanonical)
        );
    }

    /// A signer who adds a small-order point to R or to A makes signatures on which a cofactorless check of one
    /// and a batch of many may differ. Ours must agree, on all eight torsion points.
    #[test]
    fn judges_crafted_torsion_signatures_alike_alone_and_in_batches() {
        let secret = Scalar::from_bytes_mod_order([7; 32]);
        let nonce = Scalar::from_bytes_mod_order([9; 32]);
        for torsion_of_key in EIGHT_TORSION {
            for torsion_of_r in EIGHT_TORSION {
                let a = EdwardsPoint::mul_base(&secret) + torsion_of_key;
                let r = EdwardsPoint::mul_base(&nonce) + torsion_of_r;
                let key = PublicKey::from_bytes(a.compress().to_bytes()).unwrap();
                let hash = Sha512::new()
                    .chain_update(r.compress().as_bytes())
                    .chain_update(key.as_bytes())
                    .chain_update(b"crafted")
                    .finalize();
                let s = nonce + Scalar::from_bytes_mod_order_wide(&hash.into()) * secret;
                let mut bytes = [0; 64];
                bytes[..32].copy_from_slice(r.compress().as_bytes());
                bytes[32..].copy_from_slice(s.as_bytes());
                assert_eq!(alone_and_in_a_batch(&key, b"crafted", &Signature::from_bytes(bytes)), Ok(()));
            }
        }
    }

    #[test]
    fn a_long_batch_with_some_bad_signatures_names_just_these() {
        const COUNT: usize = 1_500;
        let messages: Vec<Vec<u8>> = (0..COUNT as u16).map(|n| n.to_le_bytes().to_vec()).collect();
        let keys: Vec<_> = (0..5).map(key).collect();
        let publics: Vec<_> = keys.iter().map(SigningKey::public).collect();
        let mut signatures: Vec<_> = messages.iter().enumerate().map(|(n, m)| keys[n % 5].sign(m)).collect();
        for spoilt in [170, 171, 1_400] {
            signatures[spoilt] = keys[0].sign(b"something else");
        }
        let batch: Vec<_> = (0..COUNT)
            .map(|n| Signed { key: &publics[n % 5], message: &messages[n], signature: &signatures[n] })
            .collect();
        for (n, verdict) in verify_batch(&batch).into_iter().enumerate() {
            assert_eq!(verdict.is_ok(), ![170, 171, 1_400].contains(&n), "signature {n}");
        }
    }
}

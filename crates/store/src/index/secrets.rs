//! What a record says is sealed in the index, each record's with a secret of its own.
//!
//! sled writes pages anew and leaves the old ones in its file, for as long as nothing needs their room. So a row that was
//! removed can still be found there. The secrets are in a file that is overwritten in place: with its secret, all that
//! the index ever held of what a record says becomes noise, however many old pages there are, and at a cost that does
//! not depend on how much else there is.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// The file with the secrets, in the directory of the index. The slot of a record is the label of its first change; slots that
/// were never used are zero, and so are those that were emptied.
const SECRETS_FILE: &str = "secrets";

/// Bytes in a secret.
const SECRET_BYTES: usize = 32;
const NO_SECRET: [u8; SECRET_BYTES] = [0; SECRET_BYTES];

/// Bytes before what is sealed: the slot, and the tag.
const SLOT_BYTES: usize = 8;
const TAG_BYTES: usize = 16;

/// Why something sealed cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The file with the secrets could not be used.
    #[error("the secrets of the index: {0}")]
    Io(#[from] io::Error),
    /// The operating system has no randomness for a secret.
    #[error("cannot draw a secret: {0}")]
    Random(getrandom::Error),
    /// It was not sealed with the secret in its slot.
    #[error("a sealed row of the index is damaged")]
    Damaged,
}

/// The file with the secrets.
#[derive(Debug)]
pub(super) struct Secrets {
    file: File,
}

impl Secrets {
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        let mut options = File::options();
        options.create(true).truncate(false).read(true).write(true);
        Ok(Self { file: options.open(directory.join(SECRETS_FILE))? })
    }

    /// Seals bytes with the secret of a slot, which is drawn if the slot is empty.
    pub(super) fn seal(&self, slot: u64, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let secret = match self.secret(slot)? {
            Some(secret) => secret,
            None => {
                let mut secret = NO_SECRET;
                getrandom::fill(&mut secret).map_err(SealError::Random)?;
                self.file.write_all_at(&secret, offset(slot)?)?;
                secret
            }
        };
        let tag = tag(&secret, bytes);
        let mut sealed = Vec::with_capacity(SLOT_BYTES + TAG_BYTES + bytes.len());
        sealed.extend_from_slice(&slot.to_be_bytes());
        sealed.extend_from_slice(&tag);
        sealed.extend_from_slice(bytes);
        veil(&secret, &tag, &mut sealed[SLOT_BYTES + TAG_BYTES..]);
        Ok(sealed)
    }

    /// The bytes that were sealed; `None` if the slot was emptied since.
    pub(super) fn unseal(&self, sealed: &[u8]) -> Result<Option<Vec<u8>>, SealError> {
        let (slot, rest) = sealed.split_first_chunk::<SLOT_BYTES>().ok_or(SealError::Damaged)?;
        let (sealed_tag, veiled) = rest.split_first_chunk::<TAG_BYTES>().ok_or(SealError::Damaged)?;
        let Some(secret) = self.secret(u64::from_be_bytes(*slot))? else { return Ok(None) };
        let mut bytes = veiled.to_vec();
        veil(&secret, sealed_tag, &mut bytes);
        if tag(&secret, &bytes) == *sealed_tag { Ok(Some(bytes)) } else { Err(SealError::Damaged) }
    }

    /// Overwrites the secrets in these slots, durably.
    pub(super) fn empty(&self, slots: &[u64]) -> Result<(), SealError> {
        for slot in slots {
            if self.secret(*slot)?.is_some() {
                self.file.write_all_at(&NO_SECRET, offset(*slot)?)?;
            }
        }
        Ok(self.file.sync_data()?)
    }

    fn secret(&self, slot: u64) -> Result<Option<[u8; SECRET_BYTES]>, SealError> {
        let mut secret = NO_SECRET;
        match self.file.read_exact_at(&mut secret, offset(slot)?) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error.into()),
            Ok(()) => Ok(Some(secret).filter(|secret| *secret != NO_SECRET)),
        }
    }
}

fn offset(slot: u64) -> Result<u64, SealError> {
    slot.checked_mul(SECRET_BYTES as u64).ok_or(SealError::Damaged)
}

/// Depends on the secret and all that is sealed: different bytes are never veiled alike.
fn tag(secret: &[u8; SECRET_BYTES], bytes: &[u8]) -> [u8; TAG_BYTES] {
    let hash = blake3::Hasher::new_keyed(secret).update(b"tag").update(bytes).finalize();
    let mut tag = [0; TAG_BYTES];
    tag.copy_from_slice(&hash.as_bytes()[..TAG_BYTES]);
    tag
}

/// Veils bytes, or unveils them.
fn veil(secret: &[u8; SECRET_BYTES], tag: &[u8; TAG_BYTES], bytes: &mut [u8]) {
    let mut stream = vec![0; bytes.len()];
    blake3::Hasher::new_keyed(secret).update(b"veil").update(tag).finalize_xof().fill(&mut stream);
    bytes.iter_mut().zip(stream).for_each(|(byte, mask)| *byte ^= mask);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_read_until_its_slot_is_emptied() {
        let directory = tempfile::tempdir().unwrap();
        let secrets = Secrets::open(directory.path()).unwrap();
        let text =
            b"a title that is a little longer than a block of the hash, so that more than one is drawn on";
        let (first, other) = (secrets.seal(7, text).unwrap(), secrets.seal(1, text).unwrap());
        let (again, changed) = (secrets.seal(7, text).unwrap(), secrets.seal(7, b"another title").unwrap());
        assert_eq!(first, again);
        assert!(first != other && !first.windows(5).any(|bytes| bytes == b"title"));
        let secrets = Secrets::open(directory.path()).unwrap();
        assert_eq!(secrets.unseal(&first).unwrap().unwrap(), text);
        assert_eq!(secrets.unseal(&changed).unwrap().unwrap(), b"another title");
        let mut damaged = first.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(matches!(secrets.unseal(&damaged), Err(SealError::Damaged)));
        secrets.empty(&[7, 3, 1000]).unwrap();
        assert_eq!(secrets.unseal(&first).unwrap(), None);
        assert_eq!(secrets.unseal(&changed).unwrap(), None);
        assert_eq!(secrets.unseal(&other).unwrap().unwrap(), text);
    }
}

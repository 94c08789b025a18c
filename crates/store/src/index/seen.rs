//! Which ids an index may hold. Nearly all that comes in is new: this tells so without looking for it on disk.

use std::sync::atomic::{AtomicU64, Ordering};

use commons_identity::ID_LENGTH;

/// Words of 64 bits in the filter: 2 MiB, which 1 in 400 new ids passes when a million are held, and 1 in 6 at four millions.
const WORDS: usize = 1 << 18;

/// A Bloom filter (Bloom 1970) over ids. These are hashes, and four parts of one say which bits stand for it.
#[derive(Debug)]
pub(super) struct Seen(Box<[AtomicU64]>);

impl Seen {
    /// A filter that nothing passes yet.
    pub(super) fn nothing() -> Self {
        Self((0..WORDS).map(|_| AtomicU64::new(0)).collect())
    }

    pub(super) fn add(&self, id: &[u8; ID_LENGTH]) {
        for (word, bit) in places(id) {
            self.0[word].fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Whether an id may have been added; if not, it certainly was not.
    pub(super) fn may_have(&self, id: &[u8; ID_LENGTH]) -> bool {
        places(id).all(|(word, bit)| self.0[word].load(Ordering::Relaxed) & bit != 0)
    }
}

fn places(id: &[u8; ID_LENGTH]) -> impl Iterator<Item = (usize, u64)> + '_ {
    let (parts, _) = id.as_chunks::<4>();
    parts.iter().take(4).map(|part| {
        let place = u32::from_be_bytes(*part) as usize % (WORDS * 64);
        (place / 64, 1 << (place % 64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> [u8; ID_LENGTH] {
        *blake3::hash(&number.to_be_bytes()).as_bytes()
    }

    #[test]
    fn what_was_added_passes_and_hardly_anything_else() {
        let seen = Seen::nothing();
        (0..100_000).for_each(|number| seen.add(&id(number)));
        assert!((0..100_000).all(|number| seen.may_have(&id(number))));
        let passed = (100_000..200_000).filter(|number| seen.may_have(&id(*number))).count();
        assert!(passed < 100, "{passed} of 100,000 passed");
    }
}

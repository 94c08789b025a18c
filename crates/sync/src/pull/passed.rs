//! What was looked at before and holds nothing for us.

use std::collections::BTreeMap;

use commons_registry::{NodeHash, Prefix};

use crate::limits::MAX_PASSED_OVER;

/// Places in the other side's trie under which there is nothing but what we hold or leave out, each with the hash that
/// it had. As long as the hash is the same the place is not looked at again.
///
/// Of one peer. Outlives a stream, so that opening another does not begin from nothing.
#[derive(Debug, Clone, Default)]
pub struct PassedOver {
    /// By length first: the last are the deepest, which are the first to be forgotten.
    places: BTreeMap<(u8, Prefix), NodeHash>,
}

impl PassedOver {
    pub(super) fn contains(&self, prefix: &Prefix, hash: &NodeHash) -> bool {
        self.places.get(&(prefix.len(), *prefix)) == Some(hash)
    }

    /// Remembers a place. Returns whether that is news, and there was room.
    pub(super) fn remember(&mut self, prefix: Prefix, hash: NodeHash) -> bool {
        if self.places.insert((prefix.len(), prefix), hash) == Some(hash) {
            return false;
        }
        if self.places.len() <= MAX_PASSED_OVER {
            return true;
        }
        let dropped = self.places.pop_last();
        dropped.is_none_or(|((_, dropped), _)| dropped != prefix)
    }

    /// How many places are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use commons_registry::ItemKey;

    use super::*;

    #[test]
    fn the_deepest_places_are_forgotten_first() {
        let mut passed = PassedOver::default();
        let key = |n: usize| {
            let mut bytes = [0; 64];
            bytes[..4].copy_from_slice(&(n as u32).to_be_bytes());
            ItemKey::from_bytes(bytes)
        };
        for n in 0..MAX_PASSED_OVER {
            assert!(passed.remember(Prefix::of(&key(n), 20), [1; 32]));
        }
        assert!(
            !passed.remember(Prefix::of(&key(MAX_PASSED_OVER), 21), [1; 32]),
            "no room for what is deeper"
        );
        assert!(passed.remember(Prefix::of(&key(0), 3), [1; 32]), "but for what is nearer to the root");
        assert!(!passed.remember(Prefix::of(&key(0), 3), [1; 32]), "which is no news now");
        assert!(passed.remember(Prefix::of(&key(0), 3), [2; 32]));
        assert_eq!(passed.len(), MAX_PASSED_OVER);
        assert!(passed.contains(&Prefix::of(&key(0), 3), &[2; 32]));
        assert!(!passed.contains(&Prefix::of(&key(MAX_PASSED_OVER - 1), 20), &[1; 32]));
    }
}

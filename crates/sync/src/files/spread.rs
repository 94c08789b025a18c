//! Of whom which piece of a file is asked.

use std::collections::{BTreeMap, BTreeSet};

use crate::limits::{MAX_COPIES, PIECES_AHEAD};

/// The pieces of a file that are lacking, spread over the peers that hold it.
///
/// Each peer is asked for a few pieces ahead, the next that nobody was asked for; so who is quick brings more. Towards the
/// end, when all are asked for, what one peer keeps waiting for is asked of another too.
#[derive(Debug)]
pub struct Spread<P> {
    /// Pieces that are asked of nobody.
    open: BTreeSet<u32>,
    /// Pieces that are asked for, with how many peers were asked.
    asked: BTreeMap<u32, usize>,
    by_peer: BTreeMap<P, BTreeSet<u32>>,
}

impl<P: Ord + Clone> Spread<P> {
    /// For a file that lacks these pieces.
    #[must_use]
    pub fn new(lacking: impl IntoIterator<Item = u32>) -> Self {
        Self { open: lacking.into_iter().collect(), asked: BTreeMap::new(), by_peer: BTreeMap::new() }
    }

    /// The piece to ask of a peer next; `None` if it is to answer first, or there is nothing for it to do.
    pub fn next(&mut self, peer: &P) -> Option<u32> {
        let its = self.by_peer.entry(peer.clone()).or_default();
        if its.len() >= PIECES_AHEAD {
            return None;
        }
        let next = self.open.pop_first().or_else(|| {
            // Asked of fewest first, then the longest asked for.
            let again =
                self.asked.iter().filter(|(index, copies)| **copies < MAX_COPIES && !its.contains(index));
            again.min_by_key(|(index, copies)| (**copies, **index)).map(|(index, _)| *index)
        })?;
        its.insert(next);
        *self.asked.entry(next).or_default() += 1;
        Some(next)
    }

    /// A peer sent a piece. Returns whether it was asked for it, and whether it is still lacking; if so it is to be
    /// reported by [`kept`](Self::kept), or the peer by [`gone`](Self::gone).
    pub fn came(&mut self, peer: &P, index: u32) -> Came {
        if !self.by_peer.get_mut(peer).is_some_and(|its| its.remove(&index)) {
            return Came::Unasked;
        }
        match self.asked.get(&index) {
            Some(_) => Came::Lacking,
            None => Came::Late,
        }
    }

    /// A piece is right and kept. Returns whether it was lacking until then: two peers may have sent it at once.
    pub fn kept(&mut self, index: u32) -> bool {
        self.asked.remove(&index).is_some() | self.open.remove(&index)
    }

    /// A peer is asked for nothing any more; `also` came from it, and is not right. Others are asked for what it owes.
    pub fn gone(&mut self, peer: &P, also: Option<u32>) {
        let owed = self.by_peer.remove(peer).unwrap_or_default();
        for index in owed.into_iter().chain(also) {
            let Some(copies) = self.asked.get_mut(&index) else { continue };
            *copies -= 1;
            if *copies == 0 {
                self.asked.remove(&index);
                self.open.insert(index);
            }
        }
    }

    /// How many pieces a peer was asked for and has not sent.
    #[must_use]
    pub fn owed(&self, peer: &P) -> usize {
        self.by_peer.get(peer).map_or(0, BTreeSet::len)
    }

    /// How many pieces are lacking.
    #[must_use]
    pub fn lacking(&self) -> usize {
        self.open.len() + self.asked.len()
    }
}

/// What there is to do with a piece that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It is lacking: it is to be checked and kept.
    Lacking,
    /// Another peer was quicker.
    Late,
    /// The peer was not asked for it.
    Unasked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_asked_for_ahead_and_each_once_while_there_are_enough() {
        let mut spread = Spread::new(0..100);
        let of_ann: Vec<u32> = core::iter::from_fn(|| spread.next(&"ann")).collect();
        let of_bob: Vec<u32> = core::iter::from_fn(|| spread.next(&"bob")).collect();
        assert_eq!(of_ann, (0..PIECES_AHEAD as u32).collect::<Vec<_>>());
        assert_eq!(of_bob.len(), PIECES_AHEAD);
        assert!(of_bob.iter().all(|index| !of_ann.contains(index)));
        assert_eq!(spread.came(&"bob", of_ann[0]), Came::Unasked);
        assert_eq!(spread.came(&"ann", of_ann[0]), Came::Lacking);
        assert!(spread.kept(of_ann[0]));
        assert!(!spread.kept(of_ann[0]), "it is counted once");
        assert_eq!(spread.came(&"ann", of_ann[0]), Came::Unasked, "it is taken once");
        assert_eq!(spread.lacking(), 99);
        assert!(spread.next(&"ann").is_some());
    }

    #[test]
    fn what_one_keeps_waiting_for_is_asked_of_another_in_the_end() {
        let mut spread = Spread::new(0..2);
        assert_eq!(spread.next(&"slow"), Some(0));
        assert_eq!(spread.next(&"slow"), Some(1));
        assert_eq!(spread.next(&"slow"), None, "not twice of the same");
        assert_eq!(spread.next(&"quick"), Some(0));
        assert_eq!(spread.next(&"third"), Some(1));
        assert_eq!(spread.next(&"third"), None, "not of ever more");
        assert_eq!(spread.came(&"quick", 0), Came::Lacking);
        assert!(spread.kept(0));
        assert_eq!(spread.came(&"slow", 0), Came::Late);
        assert_eq!(spread.owed(&"slow"), 1);
        assert!(spread.kept(1));
        assert_eq!(spread.lacking(), 0);
        assert_eq!(spread.next(&"quick"), None);
    }

    #[test]
    fn what_a_peer_owed_is_asked_of_others_when_it_is_gone() {
        let mut spread = Spread::new(0..3);
        while spread.next(&"liar").is_some() {}
        assert_eq!(spread.came(&"liar", 1), Came::Lacking);
        spread.gone(&"liar", Some(1));
        assert_eq!(spread.lacking(), 3);
        let rest: Vec<u32> = core::iter::from_fn(|| spread.next(&"ann")).collect();
        assert_eq!(rest, [0, 1, 2]);
        assert!(spread.kept(2));
        spread.gone(&"ann", None);
        assert_eq!(spread.lacking(), 2, "what is kept is not lacking again");
    }
}

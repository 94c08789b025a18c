//! How far the node is with what its peers have.

use commons_network::{PeerStatus, Status};

use super::Service;

impl Service {
    /// How many items are held, at least, while more are coming: what is listed as held follows in large steps.
    pub(crate) fn held(&self, network: &Status) -> u64 {
        let received = network.peers.iter().map(|peer| peer.received);
        let counted = received.fold(self.held_at_first, u64::saturating_add);
        self.store.snapshot().len().max(counted)
    }
}

/// How many items a peer has that we lack, at least, if so many are held here; `None` while it has not told, and when the two
/// are in step. Of as many items each may still lack some that the other has.
pub(crate) fn to_go(peer: &PeerStatus, held: u64) -> Option<u64> {
    let welcome = peer.count?.saturating_sub(peer.left_out);
    (!peer.in_step).then(|| welcome.saturating_sub(held))
}

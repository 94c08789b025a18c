//! Stopping.

use libp2p::{PeerId, futures::StreamExt, swarm::SwarmEvent};
use tokio::time::timeout;
use tracing::info;

use super::SwarmTask;
use crate::limits::SHUTDOWN_TIMEOUT;

impl SwarmTask {
    /// Ends all streams, waits for what is being stored, and closes the connections.
    pub(super) async fn shut_down(&mut self) {
        self.commands.close();
        self.tasks.shutdown().await;
        self.shared.store.close().await;
        let peers: Vec<PeerId> = self.swarm.connected_peers().copied().collect();
        for peer in peers {
            // It may have gone by itself.
            let _ = self.swarm.disconnect_peer_id(peer);
        }
        let closed = async {
            while self.swarm.connected_peers().next().is_some() {
                if let SwarmEvent::ConnectionClosed { peer_id, .. } = self.swarm.select_next_some().await {
                    self.peers.remove(&peer_id);
                }
            }
        };
        let in_time = timeout(SHUTDOWN_TIMEOUT, closed).await.is_ok();
        self.peers.clear();
        self.publish_status();
        info!(in_time, "network stopped");
    }
}

//! A peer from outside that says what a test wants.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used)]

use commons_network::{Keypair, Multiaddr, PeerId};
use futures::StreamExt;
use libp2p::{SwarmBuilder, noise, swarm::SwarmEvent, tcp, yamux};

/// A peer that speaks libp2p, and of our protocols only what a test has it say.
pub struct Crook {
    pub control: libp2p_stream::Control,
    pub peer: PeerId,
}

impl Crook {
    /// Connects to a node.
    pub fn new(address: Multiaddr) -> Self {
        Self::with_key(address, Keypair::generate_ed25519())
    }

    /// Connects to a node, as the peer with this key.
    pub fn with_key(address: Multiaddr, keypair: Keypair) -> Self {
        let mut swarm = SwarmBuilder::with_existing_identity(keypair)
            .with_tokio()
            .with_tcp(tcp::Config::default(), noise::Config::new, yamux::Config::default)
            .unwrap()
            .with_behaviour(|_| libp2p_stream::Behaviour::new())
            .unwrap()
            .build();
        swarm.dial(address).unwrap();
        let (control, peer) = (swarm.behaviour().new_control(), *swarm.local_peer_id());
        tokio::spawn(async move {
            loop {
                if let SwarmEvent::ConnectionClosed { .. } = swarm.select_next_some().await {
                    return;
                }
            }
        });
        Self { control, peer }
    }
}

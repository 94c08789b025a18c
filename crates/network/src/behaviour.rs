//! The protocols that are spoken, and their settings.

use std::{collections::HashSet, time::Duration};

use commons_registry::NetworkId;
use libp2p::{
    Swarm, SwarmBuilder, allow_block_list,
    connection_limits::{self, ConnectionLimits},
    dns::{ResolverConfig, ResolverOpts},
    gossipsub::{
        self, IdentTopic, MessageAuthenticity, MessageId, ValidationMode, WhitelistSubscriptionFilter,
    },
    identify,
    identity::Keypair,
    mdns, memory_connection_limits, noise, ping,
    swarm::{NetworkBehaviour, behaviour::toggle::Toggle},
    tcp, yamux,
};
use tracing::warn;

use crate::{config::Config, limits::MAX_GOSSIP_FRAME, network::StartError, streams};

/// Gossip on one topic and no other.
pub(crate) type Gossip = gossipsub::Behaviour<gossipsub::IdentityTransform, WhitelistSubscriptionFilter>;

/// How long a connection with no open stream is kept: longer than the slowest redial, so that peers that are only
/// being waited for do not come and go.
const IDLE_CONNECTION: Duration = Duration::from_secs(90);

/// How often to make sure that a peer is still there.
const PING_INTERVAL: Duration = Duration::from_secs(20);

/// How long a ping may take: on a slow line it waits behind what is being synced.
const PING_TIMEOUT: Duration = Duration::from_secs(60);

/// All protocols. Limits come first, so that a refused connection costs the others nothing.
#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
    limits: connection_limits::Behaviour,
    memory: memory_connection_limits::Behaviour,
    pub(crate) blocked: allow_block_list::Behaviour<allow_block_list::BlockedPeers>,
    identify: identify::Behaviour,
    ping: ping::Behaviour,
    pub(crate) gossip: Gossip,
    mdns: Toggle<mdns::tokio::Behaviour>,
    pub(crate) streams: streams::Behaviour,
    pub(crate) addresses: streams::Behaviour,
    pub(crate) asking: streams::Behaviour,
    pub(crate) files: streams::Behaviour,
}

/// The topic of a network's announcements: it names the network by sixteen hex digits.
pub(crate) fn topic(network: NetworkId) -> IdentTopic {
    IdentTopic::new(format!("commons/changes/1/{}", &network.to_string()[..16]))
}

/// A swarm that listens nowhere yet.
pub(crate) fn swarm(config: &Config) -> Result<Swarm<Behaviour>, StartError> {
    let builder = || {
        SwarmBuilder::with_existing_identity(config.keypair.clone())
            .with_tokio()
            .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux::Config::default)
            .map(|builder| builder.with_quic())
            .map_err(|error| StartError::Transport(error.to_string()))
    };
    let settings = |settings: libp2p::swarm::Config| settings.with_idle_connection_timeout(IDLE_CONNECTION);
    let behaviour = Behaviour::new(config)?;
    // Without a resolver, names cannot be dialled, but everything else works.
    Ok(match builder()?.with_dns() {
        Ok(builder) => {
            let Ok(builder) = builder.with_behaviour(|_| behaviour);
            builder.with_swarm_config(settings).build()
        }
        Err(error) => {
            warn!(%error, "no name resolver: peers can be dialled by IP address only");
            let builder = builder()?.with_dns_config(ResolverConfig::default(), ResolverOpts::default());
            let Ok(builder) = builder.with_behaviour(|_| behaviour);
            builder.with_swarm_config(settings).build()
        }
    })
}

impl Behaviour {
    fn new(config: &Config) -> Result<Self, StartError> {
        let limits = &config.limits;
        Ok(Self {
            limits: connection_limits::Behaviour::new(
                ConnectionLimits::default()
                    .with_max_pending_incoming(Some(limits.pending))
                    .with_max_pending_outgoing(Some(limits.pending))
                    .with_max_established_incoming(Some(limits.inbound))
                    .with_max_established_outgoing(Some(limits.outbound))
                    .with_max_established_per_peer(Some(limits.per_peer)),
            ),
            memory: memory_connection_limits::Behaviour::with_max_bytes(limits.memory),
            blocked: allow_block_list::Behaviour::default(),
            identify: identify::Behaviour::new(
                identify::Config::new("/commons/id/1".to_owned(), config.keypair.public())
                    .with_agent_version(format!("commons/{}", env!("CARGO_PKG_VERSION"))),
            ),
            ping: ping::Behaviour::new(
                ping::Config::new().with_interval(PING_INTERVAL).with_timeout(PING_TIMEOUT),
            ),
            gossip: gossip(config.network).map_err(StartError::Gossip)?,
            mdns: Toggle::from(config.mdns.then(|| local_discovery(&config.keypair)).flatten()),
            streams: streams::Behaviour::new(streams::SYNC),
            addresses: streams::Behaviour::new(streams::ADDRESSES),
            asking: streams::Behaviour::new(streams::ASKING),
            files: streams::Behaviour::new(streams::FILES),
        })
    }
}

/// Looking for peers nearby, unless this machine has no network to look on.
fn local_discovery(keypair: &Keypair) -> Option<mdns::tokio::Behaviour> {
    mdns::tokio::Behaviour::new(mdns::Config::default(), keypair.public().to_peer_id())
        .inspect_err(|error| warn!(%error, "peers on the local network will not be found"))
        .ok()
}

fn gossip(network: NetworkId) -> Result<Gossip, String> {
    let topic = topic(network);
    let config = gossipsub::ConfigBuilder::default()
        .validation_mode(ValidationMode::Anonymous)
        .validate_messages()
        // gossipsub remembers an id before the message is judged. With the hash of all of it, nobody can spoil an
        // announcement by sending a bad copy first.
        .message_id_fn(|message| MessageId::new(blake3::hash(&message.data).as_bytes()))
        .max_transmit_size(MAX_GOSSIP_FRAME)
        .build()
        .map_err(|error| error.to_string())?;
    let only = WhitelistSubscriptionFilter(HashSet::from([topic.hash()]));
    let mut gossip = Gossip::new_with_subscription_filter(MessageAuthenticity::Anonymous, config, only)?;
    let (params, thresholds) = scoring(&topic);
    gossip.with_peer_score(params, thresholds)?;
    gossip.subscribe(&topic).map_err(|error| error.to_string())?;
    Ok(gossip)
}

/// Announcing what is new is rewarded, announcing what is invalid is punished. Silence is no fault: months may
/// pass between changes. Neither is sharing an address: a co-op sits behind one.
fn scoring(topic: &IdentTopic) -> (gossipsub::PeerScoreParams, gossipsub::PeerScoreThresholds) {
    let of_topic = gossipsub::TopicScoreParams {
        topic_weight: 1.0,
        time_in_mesh_quantum: Duration::from_secs(1),
        time_in_mesh_weight: 0.001,
        first_message_deliveries_cap: 50.0,
        mesh_message_deliveries_weight: 0.0,
        mesh_failure_penalty_weight: 0.0,
        invalid_message_deliveries_weight: -10.0,
        invalid_message_deliveries_decay: 0.9,
        ..gossipsub::TopicScoreParams::default()
    };
    let params = gossipsub::PeerScoreParams {
        topics: [(topic.hash(), of_topic)].into(),
        ip_colocation_factor_weight: 0.0,
        ..gossipsub::PeerScoreParams::default()
    };
    (params, gossipsub::PeerScoreThresholds::default())
}

//! Inviting other nodes, and joining by an invitation.

use std::time::Duration;

use commons_network::{Book, DialAddress, Multiaddr, NetworkId, PeerId, Scope, Status};
use serde_json::{Map, Value, json};

use super::{Announcer, Service, to_json};
use crate::addresses;
use crate::failure::{Failure, FailureKind};
use crate::link::{Link, LinkError, LinkPeer, MAX_LINK_ADDRESSES, MemberLink, NetworkLink};
use crate::request::Invite;

/// Most addresses of the inviting node itself; the rest of a link is for others, should it be off.
const MAX_OWN: usize = 2;

/// How long a question for progress waits for news.
const NEWS_WAIT: Duration = Duration::from_millis(500);

/// An address that may go into a link.
struct Candidate {
    peer: PeerId,
    address: DialAddress,
    own: bool,
}

impl Service {
    /// A link with which others join: where we are, and others that we are connected to or have reached.
    pub(super) fn invite(&self, invite: &Invite) -> Result<Value, Failure> {
        let chosen =
            if invite.peers.is_empty() { self.known_places()? } else { self.given_places(&invite.peers)? };
        let scope = chosen.iter().map(|candidate| candidate.address.scope()).max();
        let agent = self.agent();
        let link = Link::Network(NetworkLink {
            network: self.config.network().to_owned(),
            agent,
            peers: by_peer(chosen),
            bundle: invite.bundle.clone(),
        });
        let text = link.encode().map_err(LinkError::on_making)?;
        let Link::Network(link) = link else { return Err(Failure::internal("a link of another kind")) };
        let agent_name = agent.map(|agent| self.agent_name(agent)).transpose()?.flatten();
        Ok(json!({
            "link": text,
            "network": link.network,
            "agent": agent,
            "agent_name": agent_name,
            "peers": peers_json(&link.peers),
            "bundle": link.bundle,
            "reach": match scope {
                Some(Scope::World) => "world",
                Some(Scope::Site) => "local network",
                Some(Scope::Machine) | None => "this machine",
            },
        }))
    }

    /// A link with which somebody becomes a member of our organisation.
    pub(super) fn invite_member(&self, peers: &[String]) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        super::members::require_organisation(&*self.store.key_log(agent)?)?;
        let chosen = if peers.is_empty() { self.known_places()? } else { self.given_places(peers)? };
        let name = MemberLink::name_of(agent, self.agent_name(agent)?.as_deref());
        let peers = by_peer(chosen);
        let shown = peers_json(&peers);
        let network = self.config.network().to_owned();
        let link = Link::Member(MemberLink { network, agent, peers, name: name.clone() });
        let text = link.encode().map_err(LinkError::on_making)?;
        Ok(json!({ "link": text, "agent": agent, "agent_name": name, "peers": shown }))
    }

    /// The addresses that somebody chose. One that names no node is this node's own.
    fn given_places(&self, given: &[String]) -> Result<Vec<Candidate>, Failure> {
        if given.len() > MAX_LINK_ADDRESSES {
            return Err(Failure::usage(format!(
                "a link has at most {MAX_LINK_ADDRESSES} addresses, these are {}",
                given.len()
            )));
        }
        let mut places = Vec::new();
        for text in given {
            let refused = |error: &dyn core::fmt::Display| {
                Failure::usage(format!("{text:?} is no address for a link: {error}")).hint(
                    "an address looks like /dns4/node.example.org/tcp/7781 or /ip4/203.0.113.7/tcp/7781",
                )
            };
            let parsed: Multiaddr = text.parse().map_err(|error| refused(&error))?;
            let (address, peer) = DialAddress::with_peer(&parsed).map_err(|error| refused(&error))?;
            let (peer, own) = match peer {
                Some(peer) => (peer, false),
                None => (self.own_peer()?, true),
            };
            places.push(Candidate { peer, address, own });
        }
        Ok(places)
    }

    /// What is known, the farthest reaching first; what only this machine reaches goes in only if there is nothing else.
    fn known_places(&self) -> Result<Vec<Candidate>, Failure> {
        let own_peer = self.own_peer()?;
        let status = self.network_status();
        let own: Vec<DialAddress> = match &status {
            Some(status) => status.own.clone(),
            None => self.config.places()?,
        };
        let book = self.book()?;
        let mut places: Vec<Candidate> =
            own.into_iter().map(|address| Candidate { peer: own_peer, address, own: true }).collect();
        let connected = status.iter().flat_map(|status| &status.peers).filter(|peer| peer.in_step);
        let connected = connected.map(|peer| (peer.peer, book.addresses_of(&peer.peer)));
        let joined = book.joined().iter().map(|joined| (joined.peer, joined.addresses.clone()));
        let mut seen = vec![own_peer];
        for (peer, addresses) in connected.chain(book.proven()).chain(joined) {
            // One address of each of the others: more nodes are better than more ways to one.
            if let Some(address) = addresses.into_iter().next()
                && !seen.contains(&peer)
            {
                seen.push(peer);
                places.push(Candidate { peer, address, own: false });
            }
        }
        places.sort_by_key(|place| (core::cmp::Reverse(place.address.scope()), !place.own));
        let mut of_own = 0;
        places.retain(|place| {
            of_own += usize::from(place.own);
            !place.own || of_own <= MAX_OWN
        });
        if places.first().is_some_and(|first| first.address.scope() > Scope::Machine) {
            places.retain(|place| place.address.scope() > Scope::Machine);
        }
        places.truncate(MAX_LINK_ADDRESSES);
        if places.is_empty() {
            return Err(Failure::not_found("no address is known at which other nodes could reach this one")
                .hint("start the node with `commons start` first, or name an address with --peer"));
        }
        Ok(places)
    }

    /// The node's own id; it has one from its first start on.
    fn own_peer(&self) -> Result<PeerId, Failure> {
        if let Some(status) = self.network_status() {
            return Ok(status.node);
        }
        let key = crate::daemon::node_key(&self.data.node_key())?;
        Ok(key.public().to_peer_id())
    }

    /// Where others are: from the network if it runs, else from disk.
    fn book(&self) -> Result<Book, Failure> {
        match self.announcer() {
            Some(Announcer { network, runtime }) => {
                runtime.block_on(network.book()).map_err(Failure::internal)
            }
            None => addresses::load(&self.data, NetworkId::of_name(self.config.network())),
        }
    }

    /// Connects to the nodes of a link, now and from now on, and follows whoever gave it.
    pub(super) fn join_network(&self, text: &str) -> Result<Value, Failure> {
        let (network, agent, peers, bundle) = match Link::parse(text)? {
            Link::Network(link) => (link.network, link.agent, link.peers, link.bundle),
            Link::Member(link) => (link.network, Some(link.agent), link.peers, None),
        };
        if network != self.config.network() {
            return Err(other_network(&network, self.config.network()));
        }
        let own = self.own_peer()?;
        let others: Vec<LinkPeer> = peers.into_iter().filter(|peer| peer.peer != own).collect();
        if others.is_empty() {
            return Err(Failure::invalid("this link leads to this very node")
                .hint("give it to others; to join, take a link that another node made"));
        }
        // Before anything can come of it.
        let before = self.holdings();
        match self.announcer() {
            Some(Announcer { network, runtime }) => {
                for other in &others {
                    let joined = network.join(other.peer, other.addresses.clone());
                    runtime.block_on(joined).map_err(Failure::internal)?;
                }
                addresses::save(&self.data, || runtime.block_on(network.book()).ok())?;
            }
            None => {
                let mut book = self.book()?;
                others.iter().for_each(|other| book.join(other.peer, other.addresses.clone()));
                addresses::save(&self.data, || Some(book))?;
            }
        }
        if let Some(agent) = agent.filter(|agent| Some(*agent) != self.agent()) {
            self.follow_on_join(agent)?;
        }
        Ok(json!({
            "network": network,
            "introduced_by": agent,
            "peers": peers_json(&others),
            "bundle": bundle,
            "before": before,
        }))
    }

    /// How far joining has come.
    pub(super) fn join_progress(&self, peers: &[String]) -> Result<Value, Failure> {
        let peers: Vec<PeerId> = peers
            .iter()
            .take(MAX_LINK_ADDRESSES)
            .map(|text| text.parse().map_err(|_| Failure::usage(format!("{text:?} is no id of a node"))))
            .collect::<Result<_, _>>()?;
        let Some(Announcer { network, runtime }) = self.announcer() else {
            return Err(Failure::internal("no network runs here"));
        };
        let mut watch = network.watch();
        watch.borrow_and_update();
        runtime.block_on(async {
            // Items arrive without news of the network: an answer then comes after the wait.
            let _ = tokio::time::timeout(NEWS_WAIT, watch.changed()).await;
        });
        let status = network.status();
        Ok(json!({
            "holdings": self.holdings(),
            "state": self.store.state(),
            "peers": peers.iter().map(|peer| peer_progress(&status, peer)).collect::<Vec<_>>(),
        }))
    }

    /// How many items and records are held.
    fn holdings(&self) -> Value {
        let counts = self.store.counts().records;
        let records: Map<String, Value> =
            counts.iter().map(|(kind, count)| (kind.to_string(), (*count).into())).collect();
        json!({ "items": self.store.snapshot().len(), "records": records })
    }

    pub(super) fn announcer(&self) -> Option<Announcer> {
        self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// What is known of a node of the link.
fn peer_progress(status: &Status, peer: &PeerId) -> Value {
    let connected = status.peers.iter().find(|connected| connected.peer == *peer);
    let of_it =
        |address: &Multiaddr| DialAddress::with_peer(address).is_ok_and(|(_, named)| named == Some(*peer));
    let unreached: Vec<Value> = status
        .unreached
        .iter()
        .filter(|unreached| of_it(&unreached.address))
        .map(|unreached| json!({ "address": unreached.address.to_string(), "reason": unreached.reason }))
        .collect();
    json!({
        "peer_id": peer.to_string(),
        "connected": connected.is_some(),
        "holds": connected.and_then(|connected| connected.count),
        "in_step": connected.is_some_and(|connected| connected.in_step),
        "left_alone": status.blocked.contains(peer),
        "unreached": unreached,
    })
}

/// The refusal of a link into another network.
pub(crate) fn other_network(of_link: &str, own: &str) -> Failure {
    Failure::new(
        FailureKind::Invalid,
        format!("this link leads to the network {of_link:?}, but this node belongs to {own:?}"),
    )
    .hint("a node belongs to one network: for another, choose an empty folder with --data DIR")
}

/// Addresses of the same node side by side, in the order in which nodes first come.
fn by_peer(places: Vec<Candidate>) -> Vec<LinkPeer> {
    let mut peers: Vec<LinkPeer> = Vec::new();
    for Candidate { peer, address, .. } in places {
        match peers.iter_mut().find(|known| known.peer == peer) {
            Some(known) => known.addresses.push(address),
            None => peers.push(LinkPeer { peer, addresses: vec![address] }),
        }
    }
    peers
}

fn peers_json(peers: &[LinkPeer]) -> Value {
    let one = |peer: &LinkPeer| {
        let addresses: Vec<String> =
            peer.addresses.iter().map(|address| address.of(peer.peer).to_string()).collect();
        json!({ "peer_id": peer.peer.to_string(), "addresses": addresses })
    };
    to_json(&peers.iter().map(one).collect::<Vec<_>>())
}

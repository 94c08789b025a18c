//! Streams as a libp2p protocol: opens one when asked, hands over those that others open. One behaviour serves one
//! protocol.
//!
//! In place of `libp2p-stream`, which as of 0.5.0-alpha keeps a channel for every connection that ever
//! was: enough for a stranger to fill the memory of a node by connecting again and again.

use std::{
    collections::{HashMap, VecDeque},
    io,
    task::{Context, Poll},
};

use libp2p::{
    Multiaddr, PeerId, Stream, StreamProtocol,
    core::{Endpoint, transport::PortUse, upgrade::ReadyUpgrade},
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm,
        NetworkBehaviour, NotifyHandler, StreamUpgradeError, SubstreamProtocol, THandler, THandlerInEvent,
        THandlerOutEvent, ToSwarm,
        handler::{ConnectionEvent, DialUpgradeError, FullyNegotiatedInbound, FullyNegotiatedOutbound},
    },
};
use tokio::sync::oneshot;

/// The protocol of sync streams.
pub(crate) const SYNC: StreamProtocol = StreamProtocol::new("/commons/sync/2");

/// The protocol of exchanges of addresses.
pub(crate) const ADDRESSES: StreamProtocol = StreamProtocol::new("/commons/addresses/1");

/// The protocol of questions about one record.
pub(crate) const ASKING: StreamProtocol = StreamProtocol::new("/commons/asking/1");

/// The protocol over which files are fetched.
pub(crate) const FILES: StreamProtocol = StreamProtocol::new("/commons/files/1");

/// Where an opened stream is to go.
pub(crate) type OpenReply = oneshot::Sender<Result<Stream, OpenError>>;

/// Why a stream was not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("not connected")]
    NotConnected,
    #[error("the peer does not speak this protocol")]
    Unsupported,
    #[error("the stream failed: {0}")]
    Io(#[from] io::Error),
}

/// A stream that a peer opened to us.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) peer: PeerId,
    pub(crate) stream: Stream,
}

type Step = ToSwarm<Opened, OpenReply>;

/// The protocol, for the whole swarm.
pub(crate) struct Behaviour {
    protocol: StreamProtocol,
    connections: HashMap<PeerId, Vec<ConnectionId>>,
    /// At most one for each pull or opened stream that waits.
    steps: VecDeque<Step>,
}

impl Behaviour {
    /// Streams of one protocol.
    pub(crate) fn new(protocol: StreamProtocol) -> Self {
        Self { protocol, connections: HashMap::new(), steps: VecDeque::new() }
    }

    /// Opens a stream over the oldest connection to a peer. If the reply is dropped, the connection was lost.
    pub(crate) fn open(&mut self, peer: PeerId, reply: OpenReply) {
        match self.connections.get(&peer).and_then(|connections| connections.first()) {
            Some(connection) => self.steps.push_back(ToSwarm::NotifyHandler {
                peer_id: peer,
                handler: NotifyHandler::One(*connection),
                event: reply,
            }),
            // If nobody waits for the reply any more, so much the better.
            None => drop(reply.send(Err(OpenError::NotConnected))),
        }
    }
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = Handler;
    type ToSwarm = Opened;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(Handler::new(self.protocol.clone()))
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(Handler::new(self.protocol.clone()))
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        match event {
            FromSwarm::ConnectionEstablished(event) => {
                self.connections.entry(event.peer_id).or_default().push(event.connection_id);
            }
            FromSwarm::ConnectionClosed(event) => {
                if let Some(connections) = self.connections.get_mut(&event.peer_id) {
                    connections.retain(|connection| *connection != event.connection_id);
                    if connections.is_empty() {
                        self.connections.remove(&event.peer_id);
                    }
                }
            }
            _ => {}
        }
    }

    fn on_connection_handler_event(&mut self, peer: PeerId, _: ConnectionId, stream: THandlerOutEvent<Self>) {
        self.steps.push_back(ToSwarm::GenerateEvent(Opened { peer, stream }));
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        // No waker: the swarm polls after each event, and `open` is called by the task that polls the swarm.
        self.steps.pop_front().map_or(Poll::Pending, Poll::Ready)
    }
}

/// The protocol, for one connection.
pub(crate) struct Handler {
    protocol: StreamProtocol,
    to_open: VecDeque<OpenReply>,
    /// The newest stream of the peer. It has given up those before.
    opened: Option<Stream>,
}

impl Handler {
    fn new(protocol: StreamProtocol) -> Self {
        Self { protocol, to_open: VecDeque::new(), opened: None }
    }
}

impl ConnectionHandler for Handler {
    type FromBehaviour = OpenReply;
    type ToBehaviour = Stream;
    type InboundProtocol = ReadyUpgrade<StreamProtocol>;
    type OutboundProtocol = ReadyUpgrade<StreamProtocol>;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = OpenReply;

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol> {
        SubstreamProtocol::new(ReadyUpgrade::new(self.protocol.clone()), ())
    }

    fn on_behaviour_event(&mut self, reply: OpenReply) {
        self.to_open.push_back(reply);
    }

    fn poll(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, OpenReply, Self::ToBehaviour>> {
        if let Some(stream) = self.opened.take() {
            return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(stream));
        }
        self.to_open.pop_front().map_or(Poll::Pending, |reply| {
            let protocol = SubstreamProtocol::new(ReadyUpgrade::new(self.protocol.clone()), reply);
            Poll::Ready(ConnectionHandlerEvent::OutboundSubstreamRequest { protocol })
        })
    }

    fn on_connection_event(
        &mut self,
        event: ConnectionEvent<'_, Self::InboundProtocol, Self::OutboundProtocol, (), OpenReply>,
    ) {
        let (reply, result) = match event {
            ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound { protocol: stream, .. }) => {
                self.opened = Some(stream);
                return;
            }
            ConnectionEvent::FullyNegotiatedOutbound(FullyNegotiatedOutbound { protocol: stream, info }) => {
                (info, Ok(stream))
            }
            ConnectionEvent::DialUpgradeError(DialUpgradeError { error, info }) => (info, Err(error.into())),
            _ => return,
        };
        // The pull may have ended meanwhile; then the stream is dropped here.
        drop(reply.send(result));
    }
}

impl From<StreamUpgradeError<core::convert::Infallible>> for OpenError {
    fn from(error: StreamUpgradeError<core::convert::Infallible>) -> Self {
        match error {
            StreamUpgradeError::Timeout => Self::Io(io::ErrorKind::TimedOut.into()),
            StreamUpgradeError::NegotiationFailed => Self::Unsupported,
            StreamUpgradeError::Io(error) => Self::Io(error),
            StreamUpgradeError::Apply(never) => match never {},
        }
    }
}

//! The handle.

use std::{
    io,
    net::{IpAddr, TcpListener},
    sync::Arc,
};

use commons_registry::{FileHash, ItemKey, NetworkId};
use commons_sync::{About, Fault, Gathered};
use futures::future::join_all;
use libp2p::{Multiaddr, PeerId, TransportError, metrics::Metrics, multiaddr::Protocol};
use prometheus_client::registry::Registry;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tracing::debug;

use crate::{
    addresses::{Book, DialAddress},
    asking::{self, AskError, Found, Given},
    behaviour,
    config::Config,
    files::{FetchError, Fetching, FileProgress, Incoming},
    holdings::{Holdings, Store},
    limits::{ASK_AT_ONCE, COMMAND_QUEUE, MAX_ASKED, MAX_FETCHING, MAX_FINDING},
    line::{Line, Pacer, Rates},
    status::{Meter, Status},
    streams::OpenReply,
    swarm::SwarmTask,
};

/// A running network. Clones talk to the same one; when all are dropped, it stops.
#[derive(Clone)]
pub struct Network {
    commands: mpsc::Sender<Command>,
    status: watch::Receiver<Status>,
    book: watch::Receiver<u64>,
    meter: Arc<Meter>,
    line: Arc<Line>,
    name: NetworkId,
    finding: Arc<Semaphore>,
    fetching: Arc<Semaphore>,
    measured: Arc<Registry>,
}

/// What the handle asks of the task that owns the swarm.
pub(crate) enum Command {
    Announce { key: ItemKey, item: Vec<u8> },
    AddPeer(Multiaddr),
    Join { peer: PeerId, addresses: Vec<DialAddress> },
    Book(oneshot::Sender<Book>),
    Repair,
    Ask { peer: PeerId, reply: OpenReply },
    OpenFile { peer: PeerId, reply: OpenReply },
    Blame { peer: PeerId, fault: Fault },
    Shutdown(oneshot::Sender<()>),
}

/// Why the network did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// TCP with Noise could not be set up.
    #[error("cannot set up the transports: {0}")]
    Transport(String),
    /// Gossip could not be set up.
    #[error("cannot set up gossip: {0}")]
    Gossip(String),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: Multiaddr,
        /// Why not.
        source: TransportError<io::Error>,
    },
}

/// Fails if another program listens on a TCP address. libp2p would share the port with it, and each would get some of
/// the connections.
fn refuse_if_taken(address: &Multiaddr) -> io::Result<()> {
    let mut parts = address.iter();
    let ip: IpAddr = match parts.next() {
        Some(Protocol::Ip4(ip)) => ip.into(),
        // Bound by the standard library, `::` would take in IPv4 too, and clash with our own listener there.
        Some(Protocol::Ip6(ip)) if !ip.is_unspecified() => ip.into(),
        _ => return Ok(()),
    };
    match parts.next() {
        Some(Protocol::Tcp(port)) if port != 0 => TcpListener::bind((ip, port)).map(drop),
        _ => Ok(()),
    }
}

/// The network was shut down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the network is not running any more")]
pub struct NetworkStopped;

impl Network {
    /// Starts to listen, to dial, and to keep in step with whoever is there. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`StartError`] if an address is taken or a protocol cannot be set up. That a peer cannot be reached is no
    /// error: it is dialled again.
    pub fn start(config: Config, holdings: Arc<dyn Holdings>) -> Result<Self, StartError> {
        let mut swarm = behaviour::swarm(&config)?;
        for address in &config.listen {
            refuse_if_taken(address)
                .map_err(TransportError::Other)
                .and_then(|()| swarm.listen_on(address.clone()))
                .map_err(|source| StartError::Listen { address: address.clone(), source })?;
        }
        let meter = Arc::new(Meter::default());
        let (commands, inbox) = mpsc::channel(COMMAND_QUEUE);
        let line = Arc::new(Line::new(config.rates));
        let name = config.network;
        let over = (Arc::clone(&line), Arc::clone(&meter));
        let mut measured = Registry::default();
        let metrics = Metrics::new(&mut measured);
        let (task, status, book) = SwarmTask::new(swarm, config, Store::new(holdings), over, inbox, metrics);
        tokio::spawn(task.run());
        let finding = Arc::new(Semaphore::new(MAX_FINDING));
        let fetching = Arc::new(Semaphore::new(MAX_FETCHING));
        let measured = Arc::new(measured);
        Ok(Self { commands, status, book, meter, line, name, finding, fetching, measured })
    }

    /// This node's id.
    #[must_use]
    pub fn node(&self) -> PeerId {
        self.status.borrow().node
    }

    /// What libp2p measured since the start: connections, gossip, pings. In the text format of OpenMetrics, with the line that
    /// ends it.
    ///
    /// # Errors
    /// Nothing fails in practice; the type is that of the encoder.
    pub fn metrics(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.measured)?;
        Ok(text)
    }

    /// Tells the peers of an item that is held now: the item itself, if it is small.
    ///
    /// That nobody listens is no error; peers that miss it pull it later.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn announce(&self, key: ItemKey, item: Vec<u8>) -> Result<(), NetworkStopped> {
        self.send(Command::Announce { key, item }).await
    }

    /// Dials an address, now and whenever the connection is lost, for as long as the node runs.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn add_peer(&self, address: Multiaddr) -> Result<(), NetworkStopped> {
        self.send(Command::AddPeer(address)).await
    }

    /// Keeps a node in the book, and dials it as [`add_peer`](Self::add_peer) does.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn join(&self, peer: PeerId, addresses: Vec<DialAddress>) -> Result<(), NetworkStopped> {
        self.send(Command::Join { peer, addresses }).await
    }

    /// The address book as it is now.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn book(&self) -> Result<Book, NetworkStopped> {
        let (reply, book) = oneshot::channel();
        self.send(Command::Book(reply)).await?;
        book.await.map_err(|_| NetworkStopped)
    }

    /// Tells of changes of the address book that are worth a place on disk, by a number.
    #[must_use]
    pub fn watch_book(&self) -> watch::Receiver<u64> {
        self.book.clone()
    }

    /// Compares with every peer anew, including what was declined before: for when a namespace is let in, or items
    /// were lost. With each peer this begins when the round that goes on with it, if any, is over.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn repair(&self) -> Result<(), NetworkStopped> {
        self.send(Command::Repair).await
    }

    /// Asks connected peers for what they hold of a record: a few at a time, until one has it.
    ///
    /// # Errors
    /// [`AskError::Busy`] if many are being asked for.
    pub async fn find(&self, id: [u8; 32]) -> Result<Found, AskError> {
        let _place = self.finding.try_acquire().map_err(|_| AskError::Busy)?;
        let mut peers: Vec<_> =
            self.status.borrow().peers.iter().map(|peer| (peer.count, peer.peer)).collect();
        // Who holds most is likeliest to hold it.
        peers.sort_by(|one, other| other.cmp(one));
        peers.truncate(MAX_ASKED);
        let mut found = Found::default();
        for some in peers.chunks(ASK_AT_ONCE) {
            let answers =
                some.iter().map(|(_, peer)| async { (*peer, self.ask(*peer, About::Record(id)).await) });
            for (peer, answer) in join_all(answers).await {
                let Ok(Gathered::Record { items, left }) = answer else { continue };
                found.asked += 1;
                if !items.is_empty() {
                    found.given.push(Given { peer, items, left });
                }
            }
            if !found.given.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    /// Asks a peer which of these items it holds, 1 to [`MAX_HAVE`](commons_sync::limits::MAX_HAVE) of them. It may lie.
    ///
    /// # Errors
    /// [`AskError`] if it gave no answer.
    pub async fn have(&self, peer: PeerId, keys: Vec<ItemKey>) -> Result<Vec<bool>, AskError> {
        match self.ask(peer, About::Have(keys)).await? {
            Gathered::Held(held) => Ok(held),
            Gathered::Record { .. } => Err(AskError::NoAnswer),
        }
    }

    /// Fetches a file of so many bytes from all connected peers that hold it, a few pieces at a time of each, and checks each
    /// piece before it is kept. Returns when it is whole. What was kept by then stays if fetching fails, or is
    /// given up by dropping the future.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn fetch(
        &self,
        (file, size): (FileHash, u64),
        incoming: Arc<dyn Incoming>,
        progress: watch::Sender<FileProgress>,
    ) -> Result<(), FetchError> {
        let _place = self.fetching.try_acquire().map_err(|_| FetchError::Busy)?;
        Fetching::new(self, self.name, (file, size), incoming, progress).run().await
    }

    pub(crate) async fn open_file(&self, peer: PeerId, reply: OpenReply) -> Result<(), NetworkStopped> {
        self.send(Command::OpenFile { peer, reply }).await
    }

    /// For a stream that begins.
    pub(crate) fn pacer(&self) -> Pacer {
        Pacer::new(&self.line, &self.meter)
    }

    async fn ask(&self, peer: PeerId, about: About) -> Result<Gathered, AskError> {
        let (reply, opened) = oneshot::channel();
        self.send(Command::Ask { peer, reply }).await?;
        match asking::ask(opened, self.name, about, &self.pacer()).await {
            Ok(gathered) => Ok(gathered),
            Err(reason) => {
                debug!(%peer, %reason, "a question was not answered");
                if let Some(fault) = reason.fault() {
                    self.blame(peer, fault).await?;
                }
                Err(AskError::NoAnswer)
            }
        }
    }

    /// Counts against a peer what it did: for what only its answer's reader can tell.
    ///
    /// # Errors
    /// [`NetworkStopped`] after a shutdown.
    pub async fn blame(&self, peer: PeerId, fault: Fault) -> Result<(), NetworkStopped> {
        self.send(Command::Blame { peer, fault }).await
    }

    /// How fast is sent and received at most.
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.line.rates()
    }

    /// From now on sends and receives at most so fast. Streams that are open go on at the new rate.
    pub fn set_rates(&self, rates: Rates) {
        self.line.set(rates);
    }

    /// The network as it is now.
    #[must_use]
    pub fn status(&self) -> Status {
        Status { traffic: self.meter.read(), ..self.status.borrow().clone() }
    }

    /// Follows the status. Traffic alone is no change.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// Closes all connections, waits for what is being stored, and stops. A second call does nothing.
    pub async fn shutdown(&self) {
        let (done, wait) = oneshot::channel();
        if self.send(Command::Shutdown(done)).await.is_ok() {
            // Either it is done, or the task ended before it could say so.
            let _ = wait.await;
        }
    }

    async fn send(&self, command: Command) -> Result<(), NetworkStopped> {
        self.commands.send(command).await.map_err(|_| NetworkStopped)
    }
}

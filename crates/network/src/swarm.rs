//! The task that owns the swarm. It never waits for anything but events: whatever takes time is done elsewhere and
//! reported back.

mod events;
mod finding;
mod shutdown;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Instant, SystemTime},
};

use commons_registry::StateRoot;
use commons_sync::{Announcement, Conduct, Fault, Judgement, Round};
use libp2p::{
    PeerId, Swarm,
    core::ConnectedPoint,
    futures::StreamExt,
    gossipsub::{IdentTopic, MessageId, PublishError},
    metrics::Metrics,
    swarm::{
        ConnectionId,
        dial_opts::{DialOpts, PeerCondition},
    },
};
use tokio::{
    sync::{Semaphore, mpsc, oneshot, watch},
    task::{AbortHandle, JoinSet},
    time::sleep_until,
};
use tracing::{debug, error, info, warn};

use crate::{
    addresses::{Scope, SignedAddresses, desk::Desk},
    behaviour::{self, Behaviour},
    config::Config,
    dial::Dialler,
    gossip::{self, Heard},
    holdings::Store,
    limits::{GOSSIP_QUEUE, MAX_ANSWERS, MAX_FILE_STREAMS, MAX_ROUNDS, NOTE_QUEUE},
    line::{Line, Way},
    network::Command,
    status::{Meter, PeerStatus, Status},
    streams::OpenReply,
    sync::{Link, Shared, chance},
    turns::Turns,
};

/// What streams and judges report.
#[derive(Debug)]
pub(crate) enum Note {
    /// A stream is to be opened.
    Open { peer: PeerId, reply: OpenReply },
    /// A peer has what we may lack.
    Behind { peer: PeerId, state: Option<StateRoot>, count: Option<u64> },
    /// A peer brought so many items that were new.
    Received { peer: PeerId, new: u64 },
    /// A round of pulling is over.
    Settled { peer: PeerId, state: Option<StateRoot>, count: Option<u64>, round: Round },
    /// A peer offered addresses, which hold.
    Addresses { peer: PeerId, records: Vec<SignedAddresses> },
    /// A peer did something wrong.
    Fault { peer: PeerId, fault: Fault },
    /// An announcement was judged.
    Judged { id: MessageId, from: PeerId, length: usize, judgement: Judgement },
}

/// A connected peer.
struct Connected {
    connections: BTreeMap<ConnectionId, ConnectedPoint>,
    since: SystemTime,
    /// The stream that is answered, if the peer opened one.
    answer: Option<AbortHandle>,
    link: Arc<Link>,
    questions: Turns,
    files: Turns,
    /// When to exchange addresses next.
    exchange: Instant,
    state: Option<StateRoot>,
    count: Option<u64>,
    in_step: bool,
    left_out: u64,
    let_go: u64,
    received: u64,
    faults: u64,
}

pub(crate) struct SwarmTask {
    swarm: Swarm<Behaviour>,
    topic: IdentTopic,
    dialler: Dialler,
    desk: Desk,
    /// The peers of the book that are being dialled.
    seeking: HashMap<ConnectionId, PeerId>,
    next_seek: Instant,
    wanted: usize,
    conduct: Conduct<PeerId>,
    /// What the times of conduct are counted from.
    begun: Instant,
    peers: HashMap<PeerId, Connected>,
    /// From how far away others have come to us, if any has.
    reached_from: Option<Scope>,
    faults: u64,
    shared: Arc<Shared>,
    commands: mpsc::Receiver<Command>,
    notes: mpsc::Receiver<Note>,
    heard: mpsc::Sender<Heard>,
    /// Pulls and answers, one of each for a peer, and the judge.
    tasks: JoinSet<()>,
    status: watch::Sender<Status>,
    book: watch::Sender<u64>,
    metrics: Metrics,
}

impl SwarmTask {
    pub(crate) fn new(
        swarm: Swarm<Behaviour>,
        config: Config,
        store: Store,
        (line, meter): (Arc<Line>, Arc<Meter>),
        commands: mpsc::Receiver<Command>,
        metrics: Metrics,
    ) -> (Self, watch::Receiver<Status>, watch::Receiver<u64>) {
        let (notes_in, notes) = mpsc::channel(NOTE_QUEUE);
        let (heard, queue) = mpsc::channel(GOSSIP_QUEUE);
        let shared = Arc::new(Shared {
            network: config.network,
            pace: config.pace.clone(),
            store: store.clone(),
            notes: notes_in.clone(),
            meter,
            line,
            rounds: Semaphore::new(MAX_ROUNDS),
            answers: Semaphore::new(MAX_ANSWERS),
            file_streams: Semaphore::new(MAX_FILE_STREAMS),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(gossip::judge(queue, notes_in, store));
        let (status, watch) = watch::channel(Status {
            node: *swarm.local_peer_id(),
            listening: Vec::new(),
            own: Vec::new(),
            reached_from: None,
            peers: Vec::new(),
            blocked: Vec::new(),
            unreached: Vec::new(),
            known: config.book.len(),
            faults: 0,
            traffic: shared.meter.read(),
        });
        let (book, book_watch) = watch::channel(0);
        let joined = config.book.joined().iter();
        let joined = joined.flat_map(|joined| joined.addresses.iter().map(|address| address.of(joined.peer)));
        let peers = config.peers.into_iter().chain(joined).collect();
        let task = Self {
            desk: Desk::new(config.keypair, config.network, &config.announce, config.book),
            seeking: HashMap::new(),
            // The static list goes first.
            next_seek: Instant::now() + config.pace.seek,
            wanted: config.limits.wanted as usize,
            swarm,
            topic: behaviour::topic(config.network),
            dialler: Dialler::new(Instant::now(), peers, config.pace),
            conduct: Conduct::default(),
            begun: Instant::now(),
            peers: HashMap::new(),
            reached_from: None,
            faults: 0,
            shared,
            commands,
            notes,
            heard,
            tasks,
            status,
            book,
            metrics,
        };
        (task, watch, book_watch)
    }

    /// Runs until it is told to stop. Only when all is closed, ports included, does whoever asked hear of it.
    pub(crate) async fn run(mut self) {
        let asked = self.work().await;
        self.shut_down().await;
        drop(self);
        if let Some(done) = asked {
            // Whoever asked may have stopped waiting.
            let _ = done.send(());
        }
    }

    async fn work(&mut self) -> Option<oneshot::Sender<()>> {
        info!(node = %self.swarm.local_peer_id(), network = %self.shared.network.short(), "network started");
        loop {
            let due = self.next_due();
            tokio::select! {
                event = self.swarm.select_next_some() => self.on_event(event),
                Some(note) = self.notes.recv() => self.on_note(note),
                command = self.commands.recv() => match command {
                    Some(Command::Announce { key, item }) => self.announce(&Announcement::of(key, item)),
                    Some(Command::AddPeer(address)) => self.dialler.add(Instant::now(), address, false),
                    Some(Command::Join { peer, addresses }) => self.join(peer, addresses),
                    // Whoever asked may have stopped waiting.
                    Some(Command::Book(reply)) => drop(reply.send(self.desk.book().clone())),
                    Some(Command::Repair) => self.repair(),
                    Some(Command::Ask { peer, reply }) => self.swarm.behaviour_mut().asking.open(peer, reply),
                    Some(Command::OpenFile { peer, reply }) => {
                        self.swarm.behaviour_mut().files.open(peer, reply);
                    }
                    Some(Command::Blame { peer, fault }) => self.on_fault(peer, fault),
                    Some(Command::Shutdown(done)) => return Some(done),
                    None => return None,
                },
                () = sleep_until(due.into()) => {}
                Some(ended) = self.tasks.join_next() => {
                    if let Err(error) = ended && error.is_panic() {
                        error!(%error, "a task of the network failed");
                    }
                }
            }
            self.on_time(Instant::now());
        }
    }

    /// When something is to be done though nothing happens.
    fn next_due(&self) -> Instant {
        let far = Instant::now() + std::time::Duration::from_secs(60);
        let finding = self.next_finding();
        let release = self.conduct.next_release().map(|due| self.begun + due);
        let due = [self.dialler.next_due(), release, finding];
        due.into_iter().flatten().fold(far, Instant::min)
    }

    fn on_time(&mut self, now: Instant) {
        for peer in self.conduct.released(now.saturating_duration_since(self.begun)) {
            debug!(%peer, "block is over");
            self.swarm.behaviour_mut().blocked.unblock_peer(peer);
            self.publish_status();
        }
        for dial in self.dialler.due(now) {
            let options = match dial.peer {
                Some(peer) => DialOpts::peer_id(peer)
                    .addresses(vec![dial.address])
                    .condition(PeerCondition::DisconnectedAndNotDialing)
                    .build(),
                None => DialOpts::unknown_peer_id().address(dial.address).build(),
            };
            let connection = options.connection_id();
            self.dialler.dialling(dial.entry, connection);
            // A dial that fails at once reports no event that we would otherwise wait for.
            if let Err(error) = self.swarm.dial(options) {
                debug!(%error, "dial not begun");
                self.dialler.failed(now, connection, chance(), events::in_words(&error));
            }
        }
        self.find(now);
    }

    fn on_note(&mut self, note: Note) {
        match note {
            Note::Open { peer, reply } => self.swarm.behaviour_mut().streams.open(peer, reply),
            Note::Addresses { peer, records } => self.on_addresses(peer, records),
            Note::Behind { peer, state, count } => {
                let Some(connected) = self.peers.get_mut(&peer) else {
                    return;
                };
                (connected.state, connected.count) = (state, count);
                connected.in_step = false;
                self.publish_status();
            }
            Note::Received { peer, new } => {
                let Some(connected) = self.peers.get_mut(&peer) else {
                    return;
                };
                connected.received += new;
                self.publish_status();
            }
            Note::Settled { peer, state, count, round } => {
                self.dialler.useful(peer);
                let Some(connected) = self.peers.get_mut(&peer) else {
                    return;
                };
                (connected.state, connected.count) = (state, count);
                connected.in_step = round.in_step();
                connected.left_out = round.left_out;
                connected.let_go += round.let_go;
                self.publish_status();
            }
            Note::Fault { peer, fault } => self.on_fault(peer, fault),
            Note::Judged { id, from, length, judgement } => {
                let behaviour = self.swarm.behaviour_mut();
                behaviour.gossip.report_message_validation_result(&id, &from, gossip::acceptance(judgement));
                match judgement {
                    Judgement::Invalid => self.on_fault(from, Fault::InvalidItem),
                    Judgement::Behind => {
                        if let Some(peer) = self.peers.get(&from) {
                            peer.link.nudge();
                        }
                    }
                    // It goes to all neighbours but the one that it came from.
                    Judgement::New => self.gossiped(length, self.gossip_neighbours().saturating_sub(1)),
                    Judgement::Idle => {}
                }
            }
        }
    }

    fn on_fault(&mut self, peer: PeerId, fault: Fault) {
        self.faults += 1;
        if let Some(connected) = self.peers.get_mut(&peer) {
            connected.faults += 1;
        }
        let (now, block) = (self.begun.elapsed(), self.shared.pace.block_for(fault));
        if self.conduct.note(now, peer, fault, block).is_some() {
            let minutes = block.as_secs() / 60;
            warn!(%peer, ?fault, minutes, "peer is disconnected and left alone");
            self.dialler.slow_down(peer);
            self.swarm.behaviour_mut().blocked.block_peer(peer);
        }
        self.publish_status();
    }

    fn announce(&mut self, announcement: &Announcement) {
        let bytes = announcement.encode();
        let length = bytes.len();
        let topic = self.topic.clone();
        match self.swarm.behaviour_mut().gossip.publish(topic, bytes) {
            Ok(_) => {
                Meter::add(&self.shared.meter.gossip_out, length);
                self.gossiped(length, self.gossip_neighbours().max(1));
            }
            Err(PublishError::NoPeersSubscribedToTopic | PublishError::Duplicate) => {}
            Err(error) => warn!(%error, "an announcement was not sent; peers will pull"),
        }
    }

    /// How many peers gossip is passed on to.
    fn gossip_neighbours(&self) -> usize {
        self.swarm.behaviour().gossip.mesh_peers(&self.topic.hash()).count()
    }

    /// Counts an announcement that goes out to so many peers.
    fn gossiped(&self, length: usize, peers: usize) {
        self.shared.line.note(Way::Up, length.saturating_mul(peers));
    }

    /// Has all pulls look again at what they passed over. A round that goes on is brought to its end first.
    fn repair(&mut self) {
        for connected in self.peers.values_mut() {
            connected.link.look_again();
            connected.in_step = false;
        }
        self.publish_status();
    }

    fn publish_status(&self) {
        let mut peers: Vec<_> = self.peers.iter().map(|(peer, connected)| connected.status(*peer)).collect();
        peers.sort_by_key(|status| status.peer);
        let mut blocked: Vec<_> = self.conduct.blocked().collect();
        blocked.sort();
        let status = Status {
            node: *self.swarm.local_peer_id(),
            listening: self.swarm.listeners().cloned().collect(),
            own: self.desk.own().to_vec(),
            reached_from: self.reached_from,
            peers,
            blocked,
            unreached: self.dialler.unreached(),
            known: self.desk.book().len(),
            faults: self.faults,
            traffic: self.shared.meter.read(),
        };
        self.status.send_replace(status);
    }
}

impl Connected {
    fn status(&self, peer: PeerId) -> PeerStatus {
        PeerStatus {
            peer,
            addresses: self.addresses().cloned().collect(),
            since: self.since,
            state: self.state,
            count: self.count,
            in_step: self.in_step,
            left_out: self.left_out,
            let_go: self.let_go,
            received: self.received,
            faults: self.faults,
        }
    }
}

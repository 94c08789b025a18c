//! Fetching a file from all connected peers that hold it.

use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use commons_registry::{FileHash, NetworkId, Pieces, piece_count};
use commons_sync::{Came, Fault, FileAnswer, FileQuestion, Misbehaviour, Spread, limits::MAX_FILE_ANSWER};
use futures::stream::{FuturesUnordered, StreamExt as _};
use libp2p::{PeerId, Stream};
use tokio::{
    sync::{Notify, OnceCell, oneshot, watch},
    task::spawn_blocking,
    time::timeout,
};
use tracing::{debug, warn};

use super::{FetchError, FilePeer, FilePeerState, FileProgress, Incoming};
use crate::{
    limits::{ANSWER_TIMEOUT, FILE_IDLE, MAX_FILE_PEERS, OPEN_TIMEOUT},
    line::Pacer,
    network::Network,
    streams::OpenError,
    sync::{FrameError, frame},
};

/// A file that is being fetched.
pub(crate) struct Fetching<'n> {
    network: &'n Network,
    name: NetworkId,
    file: FileHash,
    size: u64,
    incoming: Arc<dyn Incoming>,
    progress: watch::Sender<FileProgress>,
    /// The list of pieces, fetched once, from whoever gives it first.
    pieces: OnceCell<Arc<Pieces>>,
    /// What is lacking; nothing before the list is known.
    spread: Mutex<Option<Spread<PeerId>>>,
    /// Told when there may be something to do for those who wait.
    more: Notify,
}

/// Why one peer is asked no more.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("cannot open a stream: {0}")]
    Open(#[from] OpenError),
    #[error("opening a stream timed out, or the connection was lost")]
    NotOpened,
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error("it does not hold the file")]
    NotHeld,
    #[error("its file has {found} bytes")]
    OtherSize { found: u64 },
    #[error("what it sent does not belong to the file")]
    Wrong,
    #[error(transparent)]
    Lie(#[from] Misbehaviour),
    /// Nothing that the peer did: fetching is over for all.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
}

impl Over {
    fn state(&self) -> FilePeerState {
        match self {
            Self::NotHeld => FilePeerState::DoesNotHold,
            Self::Open(OpenError::Unsupported) => FilePeerState::DoesNotHold,
            Self::OtherSize { found } => FilePeerState::OtherSize { found: *found },
            Self::Wrong | Self::Lie(_) => FilePeerState::SentWrong,
            Self::Frame(error) if error.is_fault() => FilePeerState::SentWrong,
            Self::Open(_) | Self::NotOpened | Self::Frame(_) | Self::Disk(_) => FilePeerState::Lost,
        }
    }

    fn fault(&self) -> Option<Fault> {
        match self {
            Self::Wrong | Self::Lie(_) => Some(Fault::Lie),
            Self::Frame(error) if error.is_fault() => Some(Fault::BadFrame),
            _ => None,
        }
    }
}

/// Does what may block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl<'n> Fetching<'n> {
    pub(crate) fn new(
        network: &'n Network,
        name: NetworkId,
        (file, size): (FileHash, u64),
        incoming: Arc<dyn Incoming>,
        progress: watch::Sender<FileProgress>,
    ) -> Self {
        let (pieces, spread, more) = (OnceCell::new(), Mutex::new(None), Notify::new());
        Self { network, name, file, size, incoming, progress, pieces, spread, more }
    }

    /// Fetches until the file is whole. Peers that connect meanwhile are asked too.
    pub(crate) async fn run(&self) -> Result<(), FetchError> {
        let incoming = Arc::clone(&self.incoming);
        if let Some(pieces) = blocking(move || Ok(incoming.pieces())).await? {
            let known = self.know(pieces).await?;
            // Nobody was asked yet, so that it is not set.
            let _ = self.pieces.set(known);
        }
        let mut status = self.network.watch();
        let mut asked = BTreeSet::new();
        let mut peers = FuturesUnordered::new();
        while !self.is_whole() {
            let connected: Vec<PeerId> =
                status.borrow_and_update().peers.iter().map(|peer| peer.peer).collect();
            for peer in connected {
                if asked.len() < MAX_FILE_PEERS && asked.insert(peer) {
                    self.of_peer(peer, |_| ());
                    peers.push(async move { (peer, self.fetch_from(peer).await) });
                }
            }
            tokio::select! {
                over = peers.next() => match over {
                    None => return Err(self.nobody()),
                    Some((_, Ok(()))) => {}
                    Some((_, Err(Over::Disk(error)))) => return Err(error.into()),
                    Some((peer, Err(reason))) => self.lost(peer, &reason).await?,
                },
                changed = status.changed() => changed.map_err(|_| crate::NetworkStopped)?,
            }
        }
        drop(peers);
        let incoming = Arc::clone(&self.incoming);
        Ok(blocking(move || incoming.finish()).await?)
    }

    fn spread(&self) -> MutexGuard<'_, Option<Spread<PeerId>>> {
        self.spread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes something of a peer that is asked.
    fn of_peer(&self, peer: PeerId, note: impl FnOnce(&mut FilePeer)) {
        self.progress.send_modify(|progress| note(progress.peers.entry(peer).or_default()));
    }

    /// The piece to ask of a peer next.
    fn next(&self, peer: &PeerId) -> Option<u32> {
        self.spread().as_mut()?.next(peer)
    }

    fn owes_nothing(&self, peer: &PeerId) -> bool {
        self.spread().as_ref().is_none_or(|spread| spread.owed(peer) == 0)
    }

    fn came(&self, peer: &PeerId, index: u32) -> Came {
        self.spread().as_mut().map_or(Came::Unasked, |spread| spread.came(peer, index))
    }

    fn is_whole(&self) -> bool {
        self.spread().as_ref().is_some_and(|spread| spread.lacking() == 0)
    }

    /// Why the file is not here, when there is nobody left to ask.
    fn nobody(&self) -> FetchError {
        let progress = self.progress.borrow();
        let states = || progress.peers.values().map(|peer| peer.state);
        let other = states().find_map(|state| match state {
            FilePeerState::OtherSize { found } => Some(found),
            _ => None,
        });
        if states().any(|state| matches!(state, FilePeerState::Lost | FilePeerState::SentWrong)) {
            FetchError::Interrupted
        } else if let Some(found) = other {
            FetchError::OtherSize { said: self.size, found }
        } else {
            FetchError::NobodyHolds
        }
    }

    /// A peer is asked no more.
    async fn lost(&self, peer: PeerId, reason: &Over) -> Result<(), FetchError> {
        self.of_peer(peer, |known| known.state = reason.state());
        self.more.notify_waiters();
        match reason.fault() {
            Some(fault) => {
                warn!(%peer, file = %self.file.short(), %reason, "a peer sent what does not belong to a file");
                self.network.blame(peer, fault).await?;
            }
            None => {
                debug!(%peer, file = %self.file.short(), %reason, "a file is fetched from a peer no more")
            }
        }
        Ok(())
    }

    /// The list of pieces is known, and so what is lacking.
    async fn know(&self, pieces: Pieces) -> io::Result<Arc<Pieces>> {
        let incoming = Arc::clone(&self.incoming);
        let lacking = blocking(move || incoming.lacking()).await?;
        let missing: u64 = lacking.iter().filter_map(|index| pieces.length(u64::from(*index))).sum();
        self.progress.send_modify(|progress| progress.bytes = self.size.saturating_sub(missing));
        *self.spread() = Some(Spread::new(lacking));
        Ok(Arc::new(pieces))
    }

    async fn fetch_from(&self, peer: PeerId) -> Result<(), Over> {
        let pacer = self.network.pacer();
        let mut owes = None;
        let result = self.converse(peer, &pacer, &mut owes).await;
        if let Some(spread) = self.spread().as_mut() {
            spread.gone(&peer, owes);
        }
        self.more.notify_waiters();
        result
    }

    /// Asks one peer for pieces until none is lacking. What it sent and is not kept is left in `unkept`.
    async fn converse(&self, peer: PeerId, pacer: &Pacer, unkept: &mut Option<u32>) -> Result<(), Over> {
        let (reply, opened) = oneshot::channel();
        self.network.open_file(peer, reply).await.map_err(|_| Over::NotOpened)?;
        let stream = timeout(OPEN_TIMEOUT, opened).await;
        let mut stream = stream.ok().and_then(Result::ok).ok_or(Over::NotOpened)??;
        ask(&mut stream, &FileQuestion::Open { network: self.name, file: self.file }, pacer).await?;
        match answer(&mut stream, pacer).await? {
            FileAnswer::NotHeld => return Err(Over::NotHeld),
            FileAnswer::Held { size } if size == self.size => {}
            FileAnswer::Held { size } => return Err(Over::OtherSize { found: size }),
            _ => return Err(out_of_turn("whether it is held")),
        }
        let pieces = self.pieces.get_or_try_init(|| self.pieces_from(&mut stream, pacer)).await?;
        self.of_peer(peer, |known| known.state = FilePeerState::Sends);
        loop {
            // Registered before looking, so that nothing is missed in between.
            let more = self.more.notified();
            while let Some(index) = self.next(&peer) {
                ask(&mut stream, &FileQuestion::Piece { index }, pacer).await?;
            }
            if self.is_whole() {
                return Ok(());
            }
            if self.owes_nothing(&peer) {
                // Others are asked for the rest; should one fail, there is more to do here.
                if timeout(FILE_IDLE / 2, more).await.is_err() {
                    return Ok(());
                }
                continue;
            }
            let (index, bytes) = match answer(&mut stream, pacer).await? {
                FileAnswer::Piece { index, bytes } => (index, bytes),
                // It was removed there meanwhile, or was found to be damaged.
                FileAnswer::NotHeld => return Err(Over::NotHeld),
                _ => return Err(out_of_turn("a piece")),
            };
            match self.came(&peer, index) {
                Came::Unasked => return Err(out_of_turn("a piece that was asked for")),
                Came::Late => continue,
                Came::Lacking => {}
            }
            *unkept = Some(index);
            self.keep(peer, index, bytes, pieces).await?;
            *unkept = None;
        }
    }

    /// Checks and keeps a piece.
    async fn keep(&self, peer: PeerId, index: u32, bytes: Vec<u8>, pieces: &Arc<Pieces>) -> Result<(), Over> {
        let (incoming, pieces, length) = (Arc::clone(&self.incoming), Arc::clone(pieces), bytes.len() as u64);
        let kept = blocking(move || {
            let fits = pieces.fits(u64::from(index), &bytes);
            if fits {
                incoming.keep(index, &bytes)?;
            }
            Ok(fits)
        });
        if !kept.await? {
            return Err(Over::Wrong);
        }
        if self.spread().as_mut().is_some_and(|spread| spread.kept(index)) {
            self.progress.send_modify(|progress| {
                progress.bytes += length;
                progress.peers.entry(peer).or_default().bytes += length;
            });
        }
        if self.is_whole() {
            self.more.notify_waiters();
        }
        Ok(())
    }

    /// The list of pieces, from this peer; kept, so that it need not be asked for again.
    async fn pieces_from(&self, stream: &mut Stream, pacer: &Pacer) -> Result<Arc<Pieces>, Over> {
        let count = piece_count(self.size);
        let mut values = Vec::new();
        while (values.len() as u64) < count {
            let from = u32::try_from(values.len()).unwrap_or(u32::MAX);
            ask(stream, &FileQuestion::Values { from }, pacer).await?;
            match answer(stream, pacer).await? {
                FileAnswer::Values(more) => values.extend(more),
                FileAnswer::NotHeld => return Err(Over::NotHeld),
                _ => return Err(out_of_turn("values of pieces")),
            }
        }
        let pieces = Pieces::new(self.file, self.size, values).map_err(|_| Over::Wrong)?;
        let (incoming, keeping) = (Arc::clone(&self.incoming), pieces.clone());
        blocking(move || incoming.keep_pieces(&keeping)).await?;
        Ok(self.know(pieces).await?)
    }
}

fn out_of_turn(expected: &'static str) -> Over {
    Misbehaviour::OutOfTurn { expected, found: "another answer" }.into()
}

async fn ask(stream: &mut Stream, question: &FileQuestion, pacer: &Pacer) -> Result<(), FrameError> {
    frame::send(stream, &question.encode(), pacer).await
}

async fn answer(stream: &mut Stream, pacer: &Pacer) -> Result<FileAnswer, Over> {
    let bytes = frame::receive(stream, MAX_FILE_ANSWER, Some(ANSWER_TIMEOUT), pacer).await?;
    Ok(FileAnswer::decode(&bytes).map_err(Misbehaviour::from)?)
}

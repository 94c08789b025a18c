//! What the network needs of a store, and how blocking calls are made.

use std::{collections::BTreeSet, sync::Arc};

use commons_identity::AgentId;
use commons_registry::{FileHash, ItemKey, Snapshot, StateRoot};
use commons_sync::{Bookmark, Everything, Ingested, SegmentBuilder, Welcome};
use libp2p::PeerId;
use tokio::{
    sync::{Semaphore, watch},
    task::spawn_blocking,
};

use crate::limits::MAX_BLOCKING_CALLS;

/// What a node holds, as the network sees it.
///
/// All but `snapshot`, `journal_id`, `changed` and `welcome` may block, and looking at a snapshot may; the network does it
/// on threads for that, a bounded number at a time.
pub trait Holdings: Send + Sync + 'static {
    /// What is held: a cheap snapshot of what is safely on disk. It may lag a little behind what was ingested just now.
    fn snapshot(&self) -> Snapshot;

    /// What is held, all that was ingested before this among it.
    fn settled(&self) -> Snapshot {
        self.snapshot()
    }

    /// Goes through the journal after a label, up to another, and gathers what is held into a segment, but for the agents
    /// in `without`. Gives it and the label of the last frame that was passed; an empty one when there is no
    /// more.
    fn since(&self, after: u64, through: u64, without: &BTreeSet<AgentId>) -> (SegmentBuilder, u64);

    /// How far we are with a peer's journal.
    fn bookmark(&self, _peer: &PeerId) -> Option<Bookmark> {
        None
    }

    /// Remembers how far we are with a peer's journal.
    fn set_bookmark(&self, _peer: &PeerId, _bookmark: Bookmark) {}

    /// The items under these keys, in order; nothing for one that is not held.
    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>>;

    /// What is held of a record, for whoever asks for it by its id, by that of one of its changes, or by the id of the agent
    /// that keeps it of itself: what the agent's key log consists of, then the changes, each in the order of the journal.
    /// Nothing if it is not held.
    fn record(&self, id: &[u8; 32]) -> Vec<Vec<u8>>;

    /// Validates items and stores them durably, in order, so that one may depend on another before it. Gives a
    /// result for each. When it returns, what is new is in [`settled`](Self::settled).
    fn ingest(&self, source: Source, items: Vec<Vec<u8>>) -> Vec<Ingested>;

    /// The journal's id: another one after a restore.
    fn journal_id(&self) -> [u8; 16];

    /// Tells of each new state.
    fn changed(&self) -> watch::Receiver<StateRoot>;

    /// The bytes of a file that is served to whoever asks; nothing if it is not held, or not to be served.
    fn file_size(&self, _file: &FileHash) -> Option<u64> {
        None
    }

    /// The values of a file's pieces from one on, at most so many; none if it is not held.
    fn file_values(&self, _file: &FileHash, _from: u32, _most: usize) -> Vec<[u8; 32]> {
        Vec::new()
    }

    /// A piece of a file. Nothing if it is not held, or damaged.
    fn file_piece(&self, _file: &FileHash, _index: u32) -> Option<Vec<u8>> {
        None
    }

    /// What is left out, and so not asked for. It is asked at every step, and so must not block. When more becomes
    /// welcome than was before, [`Network::repair`](crate::Network::repair) is to be called.
    fn welcome(&self) -> Arc<dyn Welcome> {
        Arc::new(Everything)
    }
}

/// Where items come from, for logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Asked of this peer.
    Pulled(PeerId),
    /// Announced by gossip, by several peers perhaps.
    Announced,
}

/// Calls [`Holdings`] off the async threads.
#[derive(Clone)]
pub(crate) struct Store {
    holdings: Arc<dyn Holdings>,
    permits: Arc<Semaphore>,
}

/// A call that did not return: the store panicked, or the network is shutting down.
#[derive(Debug, thiserror::Error)]
#[error("the store did not answer")]
pub(crate) struct StoreSilent;

impl Store {
    pub(crate) fn new(holdings: Arc<dyn Holdings>) -> Self {
        Self { holdings, permits: Arc::new(Semaphore::new(MAX_BLOCKING_CALLS as usize)) }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.holdings.snapshot()
    }

    pub(crate) fn journal_id(&self) -> [u8; 16] {
        self.holdings.journal_id()
    }

    pub(crate) fn changed(&self) -> watch::Receiver<StateRoot> {
        self.holdings.changed()
    }

    pub(crate) fn welcome(&self) -> Arc<dyn Welcome> {
        self.holdings.welcome()
    }

    pub(crate) async fn load(&self, keys: Vec<ItemKey>) -> Result<Vec<Option<Vec<u8>>>, StoreSilent> {
        self.call(move |holdings| holdings.load(&keys)).await
    }

    pub(crate) async fn ingest(
        &self,
        source: Source,
        items: Vec<Vec<u8>>,
    ) -> Result<Vec<Ingested>, StoreSilent> {
        let count = items.len();
        let results = self.call(move |holdings| holdings.ingest(source, items)).await?;
        if results.len() == count { Ok(results) } else { Err(StoreSilent) }
    }

    /// Waits for the calls that are being made, and lets no more begin.
    pub(crate) async fn close(&self) {
        if let Ok(all) = self.permits.acquire_many(MAX_BLOCKING_CALLS).await {
            all.forget();
        }
        self.permits.close();
    }

    /// Does something that may block.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Holdings) -> T + Send + 'static,
    ) -> Result<T, StoreSilent> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StoreSilent)?;
        let holdings = Arc::clone(&self.holdings);
        // The permit lives on the thread, so that a task that is aborted meanwhile does not let go of it too early.
        spawn_blocking(move || {
            let result = call(&*holdings);
            drop(permit);
            result
        })
        .await
        .map_err(|_| StoreSilent)
    }
}

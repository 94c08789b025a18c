//! The store as the network sees it.

use std::collections::BTreeSet;
use std::sync::Arc;

use commons_identity::AgentId;
use commons_network::{Bookmark, Holdings, Ingested, PeerId, SegmentBuilder, Source, Welcome};
use commons_registry::{FileHash, Item, ItemKey, Snapshot, StateRoot};
use commons_store::bundle::JournalId;
use commons_store::{Outcome, Store};
use commons_sync::limits::MAX_FOUND_BYTES;
use tokio::sync::watch;

use crate::service::Service;

/// The store and the files, and who wants to hear of changes.
pub(super) struct StoreHoldings {
    pub(super) service: Arc<Service>,
    pub(super) changed: watch::Sender<StateRoot>,
}

impl Holdings for StoreHoldings {
    fn snapshot(&self) -> Snapshot {
        self.service.store.snapshot()
    }

    fn settled(&self) -> Snapshot {
        self.service.store.settled().unwrap_or_else(|error| {
            tracing::error!(%error, "what was taken in is not all accounted for");
            self.service.store.snapshot()
        })
    }

    fn since(&self, after: u64, through: u64, without: &BTreeSet<AgentId>) -> (SegmentBuilder, u64) {
        let mut found = SegmentBuilder::default();
        let passed = self.service.store.since(after, through, |_, bytes| {
            let is_left_out =
                || Item::decode(bytes).map_or(true, |item| without.contains(&item.key().namespace()));
            !without.is_empty() && is_left_out() || found.push(bytes)
        });
        let passed = passed.unwrap_or_else(|error| {
            tracing::error!(%error, "the journal could not be read for a peer");
            // The rest is found by comparing.
            through
        });
        (found, passed)
    }

    fn bookmark(&self, peer: &PeerId) -> Option<Bookmark> {
        let (journal, through) = self.service.store.bookmark(&peer.to_bytes()).ok()??;
        Some(Bookmark { journal: *journal.as_bytes(), through })
    }

    fn set_bookmark(&self, peer: &PeerId, bookmark: Bookmark) {
        let journal = JournalId::from_bytes(bookmark.journal);
        if let Err(error) = self.service.store.set_bookmark(&peer.to_bytes(), journal, bookmark.through) {
            tracing::warn!(%peer, %error, "cannot remember how far this node is with a peer");
        }
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        let load = |key: &ItemKey| match self.service.store.item(key) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(?key, %error, "an item could not be read for a peer");
                None
            }
        };
        keys.iter().map(load).collect()
    }

    fn record(&self, id: &[u8; 32]) -> Vec<Vec<u8>> {
        self.service.store.all_of(id, MAX_FOUND_BYTES).unwrap_or_else(|error| {
            tracing::error!(%error, "a record could not be read for a peer");
            Vec::new()
        })
    }

    fn ingest(&self, source: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        let count = items.len();
        let ingested = match source {
            Source::Pulled(_) => self.service.store.ingest_many(items),
            Source::Announced => self.service.store.ingest(items),
        };
        match ingested {
            Ok(outcomes) => outcomes
                .into_iter()
                .map(|outcome| match outcome {
                    Outcome::New(key) => Ingested::New(key),
                    Outcome::Known(key) => Ingested::Known(key),
                    Outcome::Missing { missing, .. } => Ingested::Missing(missing),
                    Outcome::Declined | Outcome::Erased(_) => Ingested::Declined,
                    Outcome::LeftOut(_) => Ingested::Unwelcome,
                    Outcome::Invalid(reason) => Ingested::Invalid(reason.to_string()),
                })
                .collect(),
            // The node is stopping: nothing is said about the items.
            Err(error) => {
                tracing::error!(?source, %error, "items from peers could not be kept");
                vec![Ingested::Declined; count]
            }
        }
    }

    fn file_size(&self, file: &FileHash) -> Option<u64> {
        self.service.served(file)
    }

    fn file_values(&self, file: &FileHash, from: u32, most: usize) -> Vec<[u8; 32]> {
        self.service.files.values(file, from, most)
    }

    fn file_piece(&self, file: &FileHash, index: u32) -> Option<Vec<u8>> {
        self.service.files.piece(file, index)
    }

    fn journal_id(&self) -> [u8; 16] {
        *self.service.store.journal_id().as_bytes()
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.changed.subscribe()
    }

    fn welcome(&self) -> Arc<dyn Welcome> {
        Arc::new(StoreWelcome(Arc::clone(self.service.store.whole())))
    }
}

/// Whom the store takes in. Answers from memory.
#[derive(Debug)]
struct StoreWelcome(Arc<Store>);

impl Welcome for StoreWelcome {
    fn declines(&self, namespace: &AgentId) -> bool {
        self.0.declines(namespace)
    }

    fn declines_item(&self, key: &ItemKey) -> bool {
        self.0.declines_item(key)
    }

    fn all_but(&self) -> Option<Vec<AgentId>> {
        self.0.all_but()
    }
}

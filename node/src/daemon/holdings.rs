//! The store as the network sees it.

use std::sync::Arc;

use commons_identity::AgentId;
use commons_network::{Holdings, Ingested, Source, Welcome};
use commons_registry::{ItemKey, StateRoot, Trie};
use commons_store::{Outcome, Store};
use tokio::sync::watch;

/// The store, and who wants to hear of changes.
pub(super) struct StoreHoldings {
    pub(super) store: Arc<Store>,
    pub(super) changed: watch::Sender<StateRoot>,
}

impl Holdings for StoreHoldings {
    fn trie(&self) -> Trie {
        self.store.trie()
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        let load = |key: &ItemKey| match self.store.item(key) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(?key, %error, "an item could not be read for a peer");
                None
            }
        };
        keys.iter().map(load).collect()
    }

    fn ingest(&self, source: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        let count = items.len();
        match self.store.ingest(items) {
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

    fn journal_id(&self) -> [u8; 16] {
        *self.store.journal_id().as_bytes()
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.changed.subscribe()
    }

    fn welcome(&self) -> Arc<dyn Welcome> {
        Arc::new(StoreWelcome(Arc::clone(&self.store)))
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
}

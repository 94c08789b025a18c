//! On how many other nodes our records are, as these say.

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use commons_network::PeerId;
use commons_registry::{ChangeId, Item, ItemKey, RecordId, RecordView};
use serde_json::{Value, json};

use super::Service;
use crate::day::Day;
use crate::failure::Failure;
use crate::holders::{Holders, MAX_TRACKED, Wanted};

/// Most records named of those that are on no other node.
const MAX_NAMED: usize = 5;

impl Service {
    pub(crate) fn holders(&self) -> MutexGuard<'_, Holders> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks through our records for what is not known yet: after a start, and for what came from another node of ours. Of
    /// an agent with very many, only what is written from now on is looked after.
    pub(crate) fn look_through_own(&self) -> Result<(), Failure> {
        let Some(agent) = self.agent() else { return Ok(()) };
        if self.store.usage(&agent).items > MAX_TRACKED as u64 {
            return Ok(());
        }
        let mut own = BTreeSet::new();
        for record in self.store.records_in(agent)? {
            let heads = match record.changes {
                1 => vec![record.id.first_change()],
                _ => self.store.view(record.id)?.map(|view| view.heads).unwrap_or_default(),
            };
            if !heads.is_empty() {
                own.insert(record.id);
                self.holders().wrote(record.id, heads);
            }
        }
        self.holders().keep_only(&own);
        Ok(())
    }

    /// Notes what was just written here.
    pub(super) fn note_written(&self, items: &[(ItemKey, Vec<u8>)]) {
        let mut wrote = false;
        for (_, bytes) in items {
            if let Ok(Item::Change(change)) = Item::decode(bytes)
                && let Some(record) = change.record()
            {
                self.holders().wrote(record, vec![change.id()]);
                wrote = true;
            }
        }
        if wrote {
            self.written.notify_one();
        }
    }

    /// Waits until something is written here.
    pub(crate) async fn written(&self) {
        self.written.notified().await;
    }

    /// What to ask a peer about next, and the items to name.
    pub(crate) fn to_ask(
        &self,
        peer: &PeerId,
        today: Day,
        after: Option<RecordId>,
        most: usize,
    ) -> (Vec<Wanted>, Vec<ItemKey>) {
        let Some(agent) = self.agent() else { return Default::default() };
        let wanted = self.holders().to_ask(peer, today, after, most);
        let key = |change: &ChangeId| ItemKey::of_change(agent, *change);
        let keys = wanted.iter().flat_map(|(_, heads)| heads.iter().map(key)).collect();
        (wanted, keys)
    }

    /// Writes down what nodes said, if there is news. For whoever may block.
    pub(crate) fn save_holders(&self) {
        let changed = self.holders().take_changed();
        if let Some(holders) = changed
            && let Err(failure) = holders.save(&self.data)
        {
            tracing::warn!(reason = %failure.message, "who holds our records could not be written down");
        }
    }

    /// Says of a record of ours how many other nodes say that they hold it as it is now.
    pub(super) fn put_holders(&self, shown: &mut Value, view: &RecordView) {
        if self.agent() == Some(view.agent)
            && let Some(copies) = self.holders().copies_of(view.id, &view.heads)
        {
            shown["held_by"] = json!({ "nodes": copies.nodes, "as_of": copies.as_of });
        }
    }

    /// Our records, as in `commons status`: how many there are, on how many other nodes each is at least, and which are on
    /// none.
    pub(super) fn copies(&self) -> Result<Value, Failure> {
        if self.rates().is_none() {
            // Nobody looks through them while no node runs.
            self.look_through_own()?;
        }
        let (records, least, nowhere, named) = {
            let holders = self.holders();
            let named: Vec<_> = holders.nowhere_else().take(MAX_NAMED).collect();
            (holders.len(), holders.least(), holders.nowhere_else().count(), named)
        };
        let mut items = Vec::new();
        for record in named {
            let listed = self.store.listed(record)?;
            let (kind, title) = listed.map(|listed| (listed.kind, listed.title)).unzip();
            items.push(json!({ "id": record, "kind": kind, "title": title.flatten() }));
        }
        Ok(json!({ "records": records, "least": least, "on_none": nowhere, "items": items }))
    }
}

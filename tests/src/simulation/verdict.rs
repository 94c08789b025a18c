//! Whether a run ended well.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{AgentId, EntryBody, Erased, KeyLog};
use commons_registry::{Item, ItemKey, MemoryRegistry, RecordId, RecordView};

use super::{
    holdings::{Bytes, Holdings},
    node::Node,
};

/// Nodes whose records are merged and compared; of the others it is compared what they are merged from.
const MERGED: usize = 3;

/// What some nodes hold together.
#[derive(Debug, Default)]
pub(crate) struct Together {
    items: BTreeMap<ItemKey, Bytes>,
}

impl Together {
    /// What these nodes hold.
    #[must_use]
    pub(crate) fn of(nodes: &[Node]) -> Self {
        let mut items = BTreeMap::new();
        for node in nodes {
            for (key, bytes, _) in node.holdings.items() {
                items.entry(key).or_insert(bytes);
            }
        }
        Self { items }
    }

    /// How many items that is.
    pub(crate) fn count(&self) -> usize {
        self.items.len()
    }

    /// Everything that a tombstone among the items names, void or not.
    fn named_by_tombstones(&self) -> BTreeSet<(AgentId, Erased)> {
        let tombstone = |bytes: &Bytes| match Item::decode(bytes) {
            Ok(Item::Entry(entry)) => match entry.body() {
                EntryBody::Tombstone(tombstone) => Some((entry.agent(), tombstone.target)),
                _ => None,
            },
            _ => None,
        };
        self.items.values().filter_map(tombstone).collect()
    }
}

/// Whether these nodes agree, hold all that they held together before, but for what is erased, and no junk.
///
/// # Errors
/// What is wrong, in a sentence.
pub(crate) fn judge(nodes: &[Node], before: &Together, junk: &[Vec<u8>]) -> Result<(), String> {
    let first = &nodes[0];
    for node in nodes {
        if node.holdings.root() != first.holdings.root() {
            return Err(differ(first, node));
        }
    }
    nothing_is_lost(first, before)?;
    if let Some((key, ..)) =
        first.holdings.items().find(|(_, bytes, _)| junk.iter().any(|junk| **bytes == **junk))
    {
        return Err(format!("{} holds {key:?}, which nobody should take in", first.id));
    }
    let registry = first.holdings.registry();
    let again = made_anew(&first.holdings);
    if again.state() != registry.state() {
        return Err(format!("{}: its journal, read again, gives another state", first.id));
    }
    let agents: BTreeSet<AgentId> = first.holdings.items().map(|(key, ..)| key.namespace()).collect();
    let views = views(registry)?;
    for (at, node) in nodes.iter().enumerate() {
        nothing_erased_is_held(node)?;
        let other = node.holdings.registry();
        for agent in &agents {
            let (ours, theirs) = (registry.log_of(*agent), other.log_of(*agent));
            if !are_equal(&ours, &theirs) {
                let agent = agent.short();
                return Err(format!("{} and {} read the key log of {agent} differently", first.id, node.id));
            }
        }
        let parts = |registry: &MemoryRegistry| -> Vec<(RecordId, Vec<_>)> {
            let of = |record| registry.changes_of(record).map(commons_registry::Change::id).collect();
            registry.records().map(|record| (record, of(record))).collect()
        };
        if parts(registry) != parts(other) || at < MERGED && self::views(other)? != views {
            return Err(format!("{} and {} show different records", first.id, node.id));
        }
    }
    Ok(())
}

fn differ(one: &Node, other: &Node) -> String {
    let keys = |node: &Node| -> BTreeSet<ItemKey> { node.holdings.items().map(|(key, ..)| key).collect() };
    let (ours, theirs) = (keys(one), keys(other));
    let some = |keys: Vec<&ItemKey>| format!("{} {:?}", keys.len(), keys.iter().take(3).collect::<Vec<_>>());
    format!(
        "{} and {} hold different items: only the one {}, only the other {}",
        one.id,
        other.id,
        some(ours.difference(&theirs).collect()),
        some(theirs.difference(&ours).collect()),
    )
}

fn nothing_is_lost(node: &Node, before: &Together) -> Result<(), String> {
    let now = Together::of(std::slice::from_ref(node));
    let mut named = before.named_by_tombstones();
    named.extend(now.named_by_tombstones());
    for (key, bytes) in before.items.iter().filter(|(key, _)| !now.items.contains_key(*key)) {
        let agent = key.namespace();
        let may_be_gone = record_of(bytes).is_some_and(|record| {
            named.contains(&(agent, Erased::Agent)) || named.contains(&(agent, Erased::Record(record)))
        });
        if !may_be_gone {
            return Err(format!("{key:?} was held by somebody, and is not any more"));
        }
    }
    Ok(())
}

fn nothing_erased_is_held(node: &Node) -> Result<(), String> {
    let registry = node.holdings.registry();
    let logs: BTreeMap<AgentId, Option<KeyLog>> = node
        .holdings
        .items()
        .map(|(key, ..)| key.namespace())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|agent| (agent, Some(registry.log_of(agent)).filter(|log| log.erasures().next().is_some())))
        .collect();
    for (key, bytes, _) in node.holdings.items() {
        let Some(log) = &logs[&key.namespace()] else { continue };
        if record_of(&bytes).is_some_and(|record| log.erasure_of(&record).is_some()) {
            return Err(format!("{} holds {key:?}, which was erased", node.id));
        }
    }
    let left = node.holdings.journalled().find(|key| !node.holdings.contains(key));
    left.map_or(Ok(()), |key| Err(format!("{} has {key:?} in its journal, though it is not held", node.id)))
}

/// The record that a change names, or begins; nothing for what belongs to a key log.
fn record_of(bytes: &Bytes) -> Option<[u8; 32]> {
    match Item::decode(bytes) {
        Ok(Item::Change(change)) => Some(*change.record().unwrap_or(change.id().as_record()).as_bytes()),
        _ => None,
    }
}

fn made_anew(holdings: &Holdings) -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    for (_, _, checked) in holdings.items() {
        let _ = registry.keep(commons_registry::Checked::clone(&checked)); // the state tells whether it was kept
    }
    registry
}

fn views(registry: &MemoryRegistry) -> Result<BTreeMap<RecordId, RecordView>, String> {
    let view = |record| Ok((record, registry.view(record).map_err(|error| error.to_string())?));
    registry.records().map(view).collect()
}

fn are_equal(a: &KeyLog, b: &KeyLog) -> bool {
    a.says_the_same_as(b)
        && a.contest() == b.contest()
        && a.is_whole() == b.is_whole()
        && a.entries().map(commons_identity::Entry::id).eq(b.entries().map(commons_identity::Entry::id))
}

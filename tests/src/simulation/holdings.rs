//! What a node holds, in memory, by the rules of the store: a journal that only grows, a label for each of its frames, and
//! a registry that can be made anew from it.
//!
//! A hostile node keeps a hoard instead: whatever it gets hold of, whoever signed it, erased or not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use commons_identity::{AgentId, Erased};
use commons_registry::{Checked, ItemKey, MemoryRegistry, NetworkId, Refusal, Snapshot, StateRoot, Trie};
use commons_sync::{Bookmark, Hello, Ingested, SegmentBuilder};

use super::{NodeId, checks::Checks};

/// Items in a segment, so that a stream has several.
const SEGMENT_ITEMS: usize = 12;

/// The bytes of an item.
pub(crate) type Bytes = Arc<[u8]>;

/// A frame of the journal.
#[derive(Debug, Clone)]
struct Frame {
    label: u64,
    key: ItemKey,
    bytes: Bytes,
    checked: Arc<Checked>,
}

/// What survives when a node stops.
#[derive(Debug, Clone, Default)]
struct Disk {
    journal: [u8; 16],
    frames: Vec<Frame>,
    bookmarks: BTreeMap<NodeId, Bookmark>,
}

#[derive(Debug)]
enum Kept {
    Rules(Box<MemoryRegistry>),
    Hoard { trie: Trie, items: BTreeMap<ItemKey, Bytes> },
}

/// What a node holds.
#[derive(Debug)]
pub(crate) struct Holdings {
    disk: Disk,
    /// A copy of the disk, from which it may be restored.
    backup: Option<Disk>,
    /// The highest label ever given.
    last: u64,
    kept: Kept,
    /// Of whom nothing is kept, as the owner wishes.
    blocked: BTreeSet<AgentId>,
    /// Whether something may come again that was refused before.
    ask_again: bool,
}

impl Holdings {
    /// Nothing yet, to be filled by the rules.
    #[must_use]
    pub(crate) fn by_the_rules(journal: [u8; 16]) -> Self {
        Self::new(journal, Kept::Rules(Box::default()))
    }

    /// Nothing yet, to be filled with anything.
    #[must_use]
    pub(crate) fn hoard(journal: [u8; 16]) -> Self {
        Self::new(journal, Kept::Hoard { trie: Trie::new(), items: BTreeMap::new() })
    }

    fn new(journal: [u8; 16], kept: Kept) -> Self {
        let disk = Disk { journal, ..Disk::default() };
        Self { disk, backup: None, last: 0, kept, blocked: BTreeSet::new(), ask_again: false }
    }

    fn trie(&self) -> Trie {
        match &self.kept {
            Kept::Rules(registry) => registry.trie(),
            Kept::Hoard { trie, .. } => trie.clone(),
        }
    }

    /// The registry of a node that keeps to the rules.
    ///
    /// # Panics
    /// If this is a hoard.
    #[must_use]
    pub(crate) fn registry(&self) -> &MemoryRegistry {
        match &self.kept {
            Kept::Rules(registry) => registry,
            Kept::Hoard { .. } => panic!("a hoard is no registry"),
        }
    }

    /// What reconciliation looks at.
    #[must_use]
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.trie().snapshot_through(self.last)
    }

    /// The root over everything held.
    #[must_use]
    pub(crate) fn root(&self) -> StateRoot {
        match &self.kept {
            Kept::Rules(registry) => registry.state(),
            Kept::Hoard { trie, .. } => trie.root(),
        }
    }

    /// Whether an item is held.
    #[must_use]
    pub(crate) fn contains(&self, key: &ItemKey) -> bool {
        self.trie().contains(key)
    }

    /// Everything held, in the order of the journal.
    pub(crate) fn items(&self) -> impl Iterator<Item = (ItemKey, Bytes, Arc<Checked>)> + '_ {
        let trie = self.trie();
        let held = move |frame: &&Frame| trie.get(&frame.key) == Some(frame.label);
        self.disk
            .frames
            .iter()
            .filter(held)
            .map(|frame| (frame.key, frame.bytes.clone(), frame.checked.clone()))
    }

    /// The keys of everything that lies in the journal, held or not.
    pub(crate) fn journalled(&self) -> impl Iterator<Item = ItemKey> + '_ {
        self.disk.frames.iter().map(|frame| frame.key)
    }

    /// The greeting of this node.
    #[must_use]
    pub(crate) fn hello(&self, network: NetworkId) -> Hello {
        Hello::of(network, self.disk.journal, &self.snapshot())
    }

    /// The id of the journal.
    #[must_use]
    pub(crate) fn journal(&self) -> [u8; 16] {
        self.disk.journal
    }

    /// The bytes of an item, if it is held.
    #[must_use]
    pub(crate) fn load(&self, key: &ItemKey) -> Option<Vec<u8>> {
        match &self.kept {
            Kept::Rules(registry) => registry.get(key),
            Kept::Hoard { items, .. } => items.get(key).map(|bytes| bytes.to_vec()),
        }
    }

    /// Goes through the journal after a label, and gathers what is held into a segment. Gives the label of the last frame
    /// that was passed.
    #[must_use]
    pub(crate) fn since(&self, after: u64, leaves_out: impl Fn(&AgentId) -> bool) -> (SegmentBuilder, u64) {
        let (mut found, mut through, mut count) = (SegmentBuilder::default(), after, 0);
        let trie = self.trie();
        let from = self.disk.frames.partition_point(|frame| frame.label <= after);
        for frame in &self.disk.frames[from..] {
            let held = trie.get(&frame.key) == Some(frame.label);
            if held && !leaves_out(&frame.key.namespace()) {
                if count == SEGMENT_ITEMS || !found.push(&frame.bytes) {
                    break;
                }
                count += 1;
            }
            through = frame.label;
        }
        (found, through)
    }

    /// How far this node is with the journal of another.
    #[must_use]
    pub(crate) fn bookmark(&self, peer: NodeId) -> Option<Bookmark> {
        self.disk.bookmarks.get(&peer).copied()
    }

    /// Remembers how far this node is with the journal of another.
    pub(crate) fn set_bookmark(&mut self, peer: NodeId, bookmark: Bookmark) {
        self.disk.bookmarks.insert(peer, bookmark);
    }

    /// Takes items in, in order, and makes what is new durable.
    pub(crate) fn ingest(&mut self, checks: &mut Checks, items: &[Vec<u8>]) -> Vec<Ingested> {
        items.iter().map(|bytes| self.ingest_one(checks, bytes)).collect()
    }

    fn ingest_one(&mut self, checks: &mut Checks, bytes: &[u8]) -> Ingested {
        let checked = match checks.of(bytes) {
            Ok(checked) => checked,
            Err(reason) => return Ingested::Invalid(reason.to_string()),
        };
        let key = checked.key();
        if self.contains(&key) {
            return Ingested::Known(key);
        }
        if self.blocked.contains(&key.namespace()) {
            return Ingested::Unwelcome;
        }
        let label = self.last + 1;
        let bytes = Bytes::from(bytes);
        let outcome = self.keep(label, key, &checked, &bytes);
        if matches!(outcome, Ingested::New(_)) {
            self.last = label;
            self.disk.frames.push(Frame { label, key, bytes, checked });
        }
        outcome
    }

    fn keep(&mut self, label: u64, key: ItemKey, checked: &Arc<Checked>, bytes: &Bytes) -> Ingested {
        let registry = match &mut self.kept {
            Kept::Rules(registry) => registry,
            Kept::Hoard { trie, items } => {
                trie.insert(key, label);
                items.insert(key, bytes.clone());
                return Ingested::New(key);
            }
        };
        let erased = |registry: &MemoryRegistry| -> BTreeSet<Erased> {
            registry.log_of(key.namespace()).erasures().map(|(erased, _)| erased).collect()
        };
        let known = if checked.is_entry() { erased(registry) } else { BTreeSet::new() };
        match registry.keep_as(label, Checked::clone(checked)) {
            Ok(key) => {
                // A recovery made a tombstone void: what was refused because of it may come again.
                self.ask_again |= !known.is_empty() && !known.is_subset(&erased(registry));
                Ingested::New(key)
            }
            Err(Refusal::Missing(missing)) => Ingested::Missing(missing),
            Err(Refusal::Declined | Refusal::Erased(_)) => Ingested::Declined,
            Err(Refusal::Invalid(reason)) => Ingested::Invalid(reason.to_string()),
            Err(Refusal::Failed(never)) => match never {},
        }
    }

    /// Whether something may come again that was refused before; says so once.
    pub(crate) fn takes_ask_again(&mut self) -> bool {
        std::mem::take(&mut self.ask_again)
    }

    /// Makes everything but the journal anew from it, as after a restart.
    pub(crate) fn reopen(&mut self) {
        let Kept::Rules(registry) = &mut self.kept else { return };
        **registry = MemoryRegistry::new();
        for frame in &self.disk.frames {
            if !self.blocked.contains(&frame.key.namespace()) {
                // What was erased since it was written is refused, or goes when its tombstone is read.
                let _ = registry.keep_as(frame.label, Checked::clone(&frame.checked));
            }
        }
        self.ask_again = false;
    }

    /// A power cut while these were being written: some of them are in the journal, the last of them torn, and nobody was
    /// told that they were kept. The journal takes another id.
    pub(crate) fn tear(&mut self, checks: &mut Checks, items: &[Vec<u8>], whole: usize, journal: [u8; 16]) {
        self.ingest(checks, &items[..whole.min(items.len())]);
        self.disk.journal = journal;
    }

    /// A frame somewhere in the journal can no longer be read. The index is made anew, under another journal id.
    pub(crate) fn rot(&mut self, place: u64, journal: [u8; 16]) {
        if !self.disk.frames.is_empty() {
            self.disk.frames.remove((place % self.disk.frames.len() as u64) as usize);
        }
        self.disk.journal = journal;
    }

    /// Copies the disk.
    pub(crate) fn back_up(&mut self) {
        self.backup = Some(self.disk.clone());
    }

    /// Puts the copy in place of the disk, under another journal id. What was written since then is gone; how far others'
    /// journals had been read may be remembered all the same.
    pub(crate) fn restore(&mut self, journal: [u8; 16], keep_bookmarks: bool) -> bool {
        let Some(backup) = self.backup.clone() else { return false };
        let bookmarks = std::mem::replace(&mut self.disk, backup).bookmarks;
        self.disk.journal = journal;
        if keep_bookmarks {
            self.disk.bookmarks = bookmarks;
        }
        self.last = self.disk.frames.last().map_or(0, |frame| frame.label);
        true
    }

    /// Takes what is not held any more out of the journal, but for what is set aside.
    pub(crate) fn compact(&mut self) {
        let (trie, blocked) = (self.trie(), &self.blocked);
        let stays = |frame: &Frame| {
            trie.get(&frame.key) == Some(frame.label) || blocked.contains(&frame.key.namespace())
        };
        self.disk.frames.retain(stays);
    }

    /// Keeps nothing of an agent from now on, or everything again.
    pub(crate) fn block(&mut self, agent: AgentId, blocked: bool) {
        if blocked {
            self.blocked.insert(agent);
        } else {
            self.blocked.remove(&agent);
        }
        self.reopen();
        self.ask_again = !blocked;
    }

    /// Claims to hold an item that nobody has.
    pub(crate) fn claim(&mut self, key: ItemKey) {
        self.last += 1;
        if let Kept::Hoard { trie, .. } = &mut self.kept {
            trie.insert(key, self.last);
        }
    }
}

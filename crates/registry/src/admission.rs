//! Which items may be stored and passed on.
//!
//! *Valid* depends only on an item and on what it refers to, never on arrival order, on who sent it, on the
//! clock, or on the rest of what is held. So two nodes that hold what an item refers to judge it alike.
//! Whether a valid change *counts*, that is, is shown, is another question: see [`crate::History`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use commons_identity::{
    AgentId, Entry, EntryId, EntryLookup, KeyLog, PublicKey, RightsError, Roll, SignatureError, Unfit,
    Unverified, Verified, verify_batch,
};

use crate::{
    ChangeId, ItemKey, Kind, RecordId,
    change::{Change, ChangeBody, ChangeError, Edit, Target},
    item::{Item, ItemError},
    operation::OperationError,
};

/// Most bytes of signed content that a change and all it builds on may have together.
pub const MAX_RECORD_BYTES: u64 = 1024 * 1024;

/// Most changes that a change and all it builds on may be together.
pub const MAX_RECORD_CHANGES: u64 = 1024;

/// What a node must be able to look up to judge an item. All answers are about items it has admitted.
pub trait Holdings {
    /// What can go wrong in looking up.
    type Error;

    /// The key log of an agent; without entries if none is held.
    ///
    /// # Errors
    /// If the lookup itself fails.
    fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, Self::Error>;

    /// What is known of a change, in whatever namespace it is.
    ///
    /// # Errors
    /// If the lookup itself fails.
    fn change(&self, change: ChangeId) -> Result<Option<ChangeMeta>, Self::Error>;

    /// How large a record is.
    ///
    /// # Errors
    /// If the lookup itself fails.
    fn record(&self, record: RecordId) -> Result<Option<RecordMeta>, Self::Error>;

    /// Every change of a record with what it directly depends on and the size of its signed content.
    ///
    /// # Errors
    /// If the lookup itself fails.
    fn graph(&self, record: RecordId) -> Result<Vec<GraphNode>, Self::Error>;
}

/// What is known of an admitted change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeMeta {
    /// In whose namespace it is.
    pub namespace: AgentId,
    /// Which record it edits; `None` if it is kept unread.
    pub record: Option<(RecordId, Kind)>,
}

/// How large a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMeta {
    /// In whose namespace it is.
    pub namespace: AgentId,
    /// Its kind.
    pub kind: Kind,
    /// How many changes it has.
    pub changes: u64,
    /// Bytes of signed content in all its changes.
    pub bytes: u64,
}

/// A change's place in its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// The change.
    pub id: ChangeId,
    /// What it directly depends on.
    pub dependencies: Vec<ChangeId>,
    /// Bytes of its signed content.
    pub size: u64,
}

/// An item whose encoding and signatures hold; what it refers to is not judged yet.
#[derive(Debug, Clone)]
pub struct Checked(Signed);

#[derive(Debug, Clone)]
enum Signed {
    Entry(Entry<Verified>),
    Roll(Roll),
    Change(Change<Unverified>),
}

impl Checked {
    /// What the item is filed under.
    #[must_use]
    pub fn key(&self) -> ItemKey {
        match &self.0 {
            Signed::Entry(entry) => ItemKey::of_entry(entry.agent(), entry.id()),
            Signed::Roll(roll) => ItemKey::of_roll(roll),
            Signed::Change(change) => change.item_key(),
        }
    }

    /// Whether it is an entry of a key log.
    #[must_use]
    pub const fn is_entry(&self) -> bool {
        matches!(self.0, Signed::Entry(_))
    }

    /// Whether those who signed may speak for the agent, as far as its key log tells.
    #[must_use]
    pub fn is_signed_for(&self, log: &KeyLog) -> bool {
        match &self.0 {
            Signed::Entry(entry) => log.judge(entry).is_ok(),
            Signed::Roll(roll) => log.commits_to(roll),
            Signed::Change(change) => {
                matches!(log.keys_at(change.entry()), EntryLookup::Keys(keys) if keys.contains(change.key()))
            }
        }
    }

    /// The record that it edits, if it is a change that can be read.
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        match &self.0 {
            Signed::Entry(_) | Signed::Roll(_) => None,
            Signed::Change(change) => change.record(),
        }
    }

    /// The changes that it directly builds on, if it is a change that can be read.
    #[must_use]
    pub fn builds_on(&self) -> &[ChangeId] {
        match &self.0 {
            Signed::Entry(_) | Signed::Roll(_) => &[],
            Signed::Change(change) => change.edit().map_or(&[], |edit| &edit.dependencies),
        }
    }
}

/// Decodes items and judges their signatures in one batch; the answers are in the order given.
#[must_use]
pub fn check(items: &[impl AsRef<[u8]>]) -> Vec<Result<Checked, ItemError>> {
    let decoded: Vec<Result<Signed, ItemError>> = items
        .iter()
        .map(|bytes| {
            Ok(match Item::decode(bytes.as_ref())? {
                Item::Entry(entry) => Signed::Entry(entry.verify()?), // few and small: judged at once
                Item::Roll(roll) => Signed::Roll(roll),
                Item::Change(change) => Signed::Change(change),
            })
        })
        .collect();
    let changes = || {
        decoded.iter().filter_map(|item| match item {
            Ok(Signed::Change(change)) => Some(change),
            _ => None,
        })
    };
    let signed: Vec<_> = changes().map(Change::signed).collect();
    let mut verdicts: BTreeMap<usize, SignatureError> = BTreeMap::new();
    let mut positions = decoded.iter().enumerate().filter(|(_, item)| matches!(item, Ok(Signed::Change(_))));
    for verdict in verify_batch(&signed) {
        if let (Some((position, _)), Err(error)) = (positions.next(), verdict) {
            verdicts.insert(position, error);
        }
    }
    decoded
        .into_iter()
        .enumerate()
        .map(|(position, item)| match verdicts.get(&position) {
            Some(error) => Err(ChangeError::Signature(*error).into()),
            None => item.map(Checked),
        })
        .collect()
}

/// An item that may be stored, and what it is.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The item.
    pub item: Item,
    /// The record it edits; `None` for what belongs to key logs and for what is kept unread.
    pub record: Option<(RecordId, Kind)>,
}

/// Why an item is not admitted.
#[derive(Debug, thiserror::Error)]
pub enum Refusal<E> {
    /// It refers to items that are not held: it may be good once they are.
    #[error("waits for {} that this node does not hold", if .0.len() == 1 { "an item" } else { "items" })]
    Missing(Vec<ItemKey>),
    /// It cannot be judged here, and there is no ground to keep it: neither good nor bad.
    #[error("cannot be judged by this version, and nothing held vouches for it")]
    Declined,
    /// It is of a record, or an agent, that this entry of its key log erases for good.
    #[error("was erased for good by entry {} of its key log", .0.short())]
    Erased(EntryId),
    /// It breaks a rule; it never will be good.
    #[error(transparent)]
    Invalid(#[from] InvalidItem),
    /// The lookup failed: nothing is said about the item.
    #[error("looking up what the item refers to failed")]
    Failed(E),
}

/// A rule that an item breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidItem {
    /// It does not decode, or its signature does not hold.
    #[error(transparent)]
    Item(#[from] ItemError),
    /// Those who signed an entry had no right to.
    #[error("key-log entry: {0}")]
    Rights(#[from] RightsError),
    /// A list that the entry it names does not commit to.
    #[error("entry {} does not commit to this roll", .0.short())]
    NotCommitted(EntryId),
    /// The signer's key is not one of the entry cited.
    #[error("key {key} is not one of those that may sign under entry {}", entry.short())]
    KeyNotInEntry {
        /// The signer's key.
        key: PublicKey,
        /// The entry cited.
        entry: EntryId,
    },
    /// It depends on a change in somebody else's namespace.
    #[error("depends on change {} of another namespace", dependency.short())]
    OtherNamespace {
        /// The dependency.
        dependency: ChangeId,
    },
    /// It depends on a change of another record.
    #[error("depends on change {} of another record", dependency.short())]
    OtherRecord {
        /// The dependency.
        dependency: ChangeId,
    },
    /// An operation does not fit the kind of record.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The record would grow over its limit.
    #[error(
        "a record has at most {MAX_RECORD_CHANGES} changes and {MAX_RECORD_BYTES} bytes; with what it builds on, this makes {changes} and {bytes}"
    )]
    RecordTooLarge {
        /// Changes there would be.
        changes: u64,
        /// Bytes there would be.
        bytes: u64,
    },
}

/// Judges what an item refers to: the key in the entry it cites, its dependencies, the schema, the record's size.
///
/// # Errors
/// [`Refusal`]: missing items, a broken rule, or a failed lookup.
pub fn admit<H: Holdings>(holdings: &H, checked: Checked) -> Result<Admitted, Refusal<H::Error>> {
    match checked.0 {
        Signed::Entry(entry) => {
            let log = holdings.key_log(entry.agent()).map_err(Refusal::Failed)?;
            match log.judge(&entry) {
                Ok(()) => Ok(Admitted { item: Item::Entry(entry), record: None }),
                Err(Unfit::Missing(before)) => {
                    Err(Refusal::Missing(vec![ItemKey::of_entry(entry.agent(), before)]))
                }
                Err(Unfit::Declined) => Err(Refusal::Declined),
                Err(Unfit::Invalid(reason)) => Err(InvalidItem::from(reason).into()),
            }
        }
        Signed::Roll(roll) => {
            check_roll(holdings, &roll)?;
            Ok(Admitted { item: Item::Roll(roll), record: None })
        }
        Signed::Change(change) => {
            let log = holdings.key_log(change.namespace()).map_err(Refusal::Failed)?;
            let record = change.record().unwrap_or(change.id().as_record());
            if let Some(tombstone) = log.erasure_of(record.as_bytes()) {
                return Err(Refusal::Erased(tombstone));
            }
            let mut missing = Vec::new();
            let key_is_the_agents = check_key(&log, &change, &mut missing)?;
            let record = match change.body() {
                ChangeBody::Unread { .. } => None,
                ChangeBody::Edit(edit) => check_edit(holdings, &change, edit, &mut missing)?,
            };
            // A change under an entry that cannot be read may be anybody's: it is kept, but is part of nothing.
            let record = record.filter(|_| key_is_the_agents);
            if !missing.is_empty() {
                return Err(Refusal::Missing(missing));
            }
            Ok(Admitted { item: Item::Change(change.into_verified()), record })
        }
    }
}

fn check_roll<H: Holdings>(holdings: &H, roll: &Roll) -> Result<(), Refusal<H::Error>> {
    let log = holdings.key_log(roll.agent()).map_err(Refusal::Failed)?;
    match log.keys_at(roll.entry()) {
        EntryLookup::Missing => Err(Refusal::Missing(vec![ItemKey::of_entry(roll.agent(), roll.entry())])),
        EntryLookup::Unread => Err(Refusal::Declined),
        EntryLookup::Keys(_) if log.commits_to(roll) => Ok(()),
        EntryLookup::Keys(_) | EntryLookup::Nobody => Err(InvalidItem::NotCommitted(roll.entry()).into()),
    }
}

/// Whether the key is known to be the agent's; if the entry cited cannot be read, that cannot be told.
fn check_key(
    log: &KeyLog,
    change: &Change<Unverified>,
    missing: &mut Vec<ItemKey>,
) -> Result<bool, InvalidItem> {
    match log.keys_at(change.entry()) {
        EntryLookup::Missing => {
            missing.push(ItemKey::of_entry(change.namespace(), change.entry()));
            Ok(false)
        }
        EntryLookup::Keys(keys) if keys.contains(change.key()) => Ok(true),
        EntryLookup::Keys(_) | EntryLookup::Nobody => {
            Err(InvalidItem::KeyNotInEntry { key: *change.key(), entry: change.entry() })
        }
        EntryLookup::Unread => Ok(false),
    }
}

/// Returns the record, or `None` if the change builds on one that is kept unread, and so is kept unread itself.
fn check_edit<H: Holdings>(
    holdings: &H,
    change: &Change<Unverified>,
    edit: &Edit,
    missing: &mut Vec<ItemKey>,
) -> Result<Option<(RecordId, Kind)>, Refusal<H::Error>> {
    let record = match edit.target {
        Target::New(kind) => {
            check_operations(edit, kind)?;
            return Ok(Some((change.id().as_record(), kind)));
        }
        Target::Existing(record) => record,
    };
    let mut kind = None;
    let mut on_unread = false;
    for dependency in &edit.dependencies {
        match holdings.change(*dependency).map_err(Refusal::Failed)? {
            None => missing.push(ItemKey::of_change(change.namespace(), *dependency)),
            Some(meta) if meta.namespace != change.namespace() => {
                return Err(InvalidItem::OtherNamespace { dependency: *dependency }.into());
            }
            Some(ChangeMeta { record: None, .. }) => on_unread = true,
            Some(ChangeMeta { record: Some((of, of_kind)), .. }) => {
                if of != record {
                    return Err(InvalidItem::OtherRecord { dependency: *dependency }.into());
                }
                kind = Some(of_kind);
            }
        }
    }
    if let Some(kind) = kind {
        check_operations(edit, kind)?;
    }
    if !missing.is_empty() || on_unread {
        return Ok(None);
    }
    let Some(kind) = kind else { return Ok(None) };
    check_record_size(holdings, change, edit, record)?;
    Ok(Some((record, kind)))
}

fn check_operations(edit: &Edit, kind: Kind) -> Result<(), InvalidItem> {
    Ok(edit.operations.iter().try_for_each(|operation| operation.check(kind))?)
}

fn check_record_size<H: Holdings>(
    holdings: &H,
    change: &Change<Unverified>,
    edit: &Edit,
    record: RecordId,
) -> Result<(), Refusal<H::Error>> {
    let fits = |changes: u64, bytes: u64| changes <= MAX_RECORD_CHANGES && bytes <= MAX_RECORD_BYTES;
    let size = change.size() as u64;
    // Cheap and nearly always enough: what the change builds on is at most all of the record.
    if let Some(meta) = holdings.record(record).map_err(Refusal::Failed)?
        && fits(meta.changes + 1, meta.bytes + size)
    {
        return Ok(());
    }
    let graph = holdings.graph(record).map_err(Refusal::Failed)?;
    let by_id: BTreeMap<ChangeId, &GraphNode> = graph.iter().map(|node| (node.id, node)).collect();
    let mut past = BTreeSet::new();
    let mut to_visit = edit.dependencies.clone();
    let mut bytes = size;
    while let Some(id) = to_visit.pop() {
        if let Some(node) = by_id.get(&id)
            && past.insert(id)
        {
            bytes += node.size;
            to_visit.extend(&node.dependencies);
        }
    }
    let changes = past.len() as u64 + 1;
    if fits(changes, bytes) { Ok(()) } else { Err(InvalidItem::RecordTooLarge { changes, bytes }.into()) }
}

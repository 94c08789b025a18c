//! Where things lie in the index: one sled tree, a tag byte before each sort of key, so that one batch is atomic
//! over all of them.

use std::ops::Range;

use commons_identity::{AgentId, EntryId, ID_LENGTH};
use commons_registry::{ChangeId, ITEM_KEY_LENGTH, ItemKey, Kind, Prefix, RecordId};

/// Facts about the index itself.
const META: u8 = 0x00;
/// Item key → where it lies in the journal.
const ITEM: u8 = 0x01;
/// Change id → namespace, record, kind; but for changes that begin a record.
const CHANGE: u8 = 0x02;
/// Record → row: size and summary.
const RECORD: u8 = 0x03;
/// Record ‖ change: which changes a record has.
const CHANGE_OF: u8 = 0x04;
/// Kind ‖ sequence → record: listing, by kind and (kind 0xff) all.
const BY_KIND: u8 = 0x05;
/// Target ‖ record: which records refer to a record or an agent.
const REFERENCE: u8 = 0x07;
/// Namespace ‖ hash of a source key ‖ record: what an imported row became.
const SOURCE: u8 = 0x08;
/// Agent ‖ entry: the key-log entries held.
const ENTRY: u8 = 0x09;

/// Agent ‖ record: the records that an agent keeps of itself.
const OF_AGENT: u8 = 0x0a;

/// Agent ‖ roll: the parts of lists held that its key log commits to.
const ROLL: u8 = 0x0b;

/// Record: what is shown of it may have changed since it was last brought up to date.
const PENDING: u8 = 0x0c;
/// Namespace ‖ target ‖ record: what an agent attests, agrees to or reuses, by what it is about.
const ATTESTED_BY: u8 = 0x10;
/// Target ‖ namespace ‖ record: who attests something about a record or an agent.
const ATTESTED_ABOUT: u8 = 0x11;
/// Agent → how much there is of its namespace.
const USAGE: u8 = 0x20;
/// Agent → why its namespace is left out as a whole.
const CLOSED: u8 = 0x21;
/// Item key → why it is not held, and where in the journal it lies, if it does.
const ASIDE: u8 = 0x22;
/// Attestation → whom it introduces.
const INTRODUCTION: u8 = 0x23;

/// Prefix → a branch of the trie.
const BRANCH: u8 = 0x30;
/// Label → why that frame of the journal is of no item held.
const DEAD: u8 = 0x31;
/// Label: a frame of the journal that holds what was erased, and must leave the disk.
const ERASED: u8 = 0x33;
/// Label: what was sealed by it in the index is to be made unreadable.
const EMPTIED: u8 = 0x34;
/// Peer → how far we are with its journal.
const BOOKMARK: u8 = 0x32;

/// The listing of records of every kind.
const ANY_KIND: u8 = 0xff;

fn join(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = Vec::with_capacity(1 + parts.iter().map(|part| part.len()).sum::<usize>());
    key.push(tag);
    parts.iter().for_each(|part| key.extend_from_slice(part));
    key
}

pub(super) fn meta(name: &str) -> Vec<u8> {
    join(META, &[name.as_bytes()])
}

pub(super) fn item(key: &ItemKey) -> Vec<u8> {
    join(ITEM, &[key.as_bytes()])
}

pub(super) fn items() -> [u8; 1] {
    [ITEM]
}

pub(super) fn read_item(key: &[u8]) -> Option<ItemKey> {
    let bytes: [u8; ITEM_KEY_LENGTH] = key.strip_prefix(&[ITEM])?.try_into().ok()?;
    Some(ItemKey::from_bytes(bytes))
}

pub(super) fn change(id: &ChangeId) -> Vec<u8> {
    join(CHANGE, &[id.as_bytes()])
}

pub(super) fn changes_starting(prefix: &[u8]) -> Vec<u8> {
    join(CHANGE, &[prefix])
}

pub(super) fn record(id: &RecordId) -> Vec<u8> {
    join(RECORD, &[id.as_bytes()])
}

pub(super) fn records_starting(prefix: &[u8]) -> Vec<u8> {
    join(RECORD, &[prefix])
}

pub(super) fn change_of(record: &RecordId, change: &ChangeId) -> Vec<u8> {
    join(CHANGE_OF, &[record.as_bytes(), change.as_bytes()])
}

pub(super) fn changes_of(record: &RecordId) -> Vec<u8> {
    join(CHANGE_OF, &[record.as_bytes()])
}

pub(super) fn by_kind(kind: Option<Kind>, sequence: u64) -> Vec<u8> {
    join(BY_KIND, &[&[kind_byte(kind)], &sequence.to_be_bytes()])
}

pub(super) fn of_kind(kind: Option<Kind>) -> Vec<u8> {
    join(BY_KIND, &[&[kind_byte(kind)]])
}

fn kind_byte(kind: Option<Kind>) -> u8 {
    kind.and_then(|kind| u8::try_from(kind.number()).ok()).unwrap_or(ANY_KIND)
}

pub(super) fn reference(target: &[u8; ID_LENGTH], record: &RecordId) -> Vec<u8> {
    join(REFERENCE, &[target, record.as_bytes()])
}

pub(super) fn references_to(target: &[u8; ID_LENGTH]) -> Vec<u8> {
    join(REFERENCE, &[target])
}

pub(super) fn source(namespace: &AgentId, source_key: &str, record: &RecordId) -> Vec<u8> {
    join(SOURCE, &[namespace.as_bytes(), blake3::hash(source_key.as_bytes()).as_bytes(), record.as_bytes()])
}

pub(super) fn of_source(namespace: &AgentId, source_key: &str) -> Vec<u8> {
    join(SOURCE, &[namespace.as_bytes(), blake3::hash(source_key.as_bytes()).as_bytes()])
}

pub(super) fn entry(agent: &AgentId, entry: &EntryId) -> Vec<u8> {
    join(ENTRY, &[agent.as_bytes(), entry.as_bytes()])
}

pub(super) fn entries_of(agent: &AgentId) -> Vec<u8> {
    join(ENTRY, &[agent.as_bytes()])
}

pub(super) fn agents_starting(prefix: &[u8]) -> Vec<u8> {
    join(ENTRY, &[prefix])
}

pub(super) fn roll(agent: &AgentId, roll: &[u8; ID_LENGTH]) -> Vec<u8> {
    join(ROLL, &[agent.as_bytes(), roll])
}

pub(super) fn rolls_of(agent: &AgentId) -> Vec<u8> {
    join(ROLL, &[agent.as_bytes()])
}

pub(super) fn pending(record: &RecordId) -> Vec<u8> {
    join(PENDING, &[record.as_bytes()])
}

pub(super) fn all_pending() -> [u8; 1] {
    [PENDING]
}

/// The place after every record that is to be brought up to date.
pub(super) fn after_pending() -> Vec<u8> {
    vec![PENDING + 1]
}

pub(super) fn items_of(namespace: &AgentId) -> Vec<u8> {
    join(ITEM, &[namespace.as_bytes()])
}

pub(super) fn of_agent(agent: &AgentId, record: &RecordId) -> Vec<u8> {
    join(OF_AGENT, &[agent.as_bytes(), record.as_bytes()])
}

pub(super) fn records_of_agent(agent: &AgentId) -> Vec<u8> {
    join(OF_AGENT, &[agent.as_bytes()])
}

/// The places of what an agent says of another record or agent: two for an attestation, one for an agreement or a reuse.
pub(super) fn said_of(
    kind: Kind,
    namespace: &AgentId,
    target: &[u8; ID_LENGTH],
    record: &RecordId,
) -> impl Iterator<Item = Vec<u8>> + use<> {
    let by = matches!(kind, Kind::Attestation | Kind::Agreement | Kind::Reuse)
        .then(|| join(ATTESTED_BY, &[namespace.as_bytes(), target, record.as_bytes()]));
    let about = (kind == Kind::Attestation)
        .then(|| join(ATTESTED_ABOUT, &[target, namespace.as_bytes(), record.as_bytes()]));
    by.into_iter().chain(about)
}

pub(super) fn attested_by(namespace: &AgentId, target: Option<&[u8; ID_LENGTH]>) -> Vec<u8> {
    join(ATTESTED_BY, &[namespace.as_bytes(), target.map_or(&[][..], |target| target.as_slice())])
}

/// What a statement is about, from the key that names who states it.
pub(super) fn attested_target(key: &[u8]) -> Option<RecordId> {
    let target = key.get(1 + ID_LENGTH..1 + 2 * ID_LENGTH)?;
    Some(RecordId::from_bytes(target.try_into().ok()?))
}

pub(super) fn attested_about(target: &[u8; ID_LENGTH]) -> Vec<u8> {
    join(ATTESTED_ABOUT, &[target])
}

/// The place after everything that this namespace attests about the target.
pub(super) fn attested_about_after(target: &[u8; ID_LENGTH], namespace: &AgentId) -> Vec<u8> {
    join(ATTESTED_ABOUT, &[target, namespace.as_bytes(), &[0xff; ID_LENGTH], &[0]])
}

/// The namespace in the key of who attests something about a target.
pub(super) fn attester(key: &[u8]) -> Option<AgentId> {
    Some(AgentId::from_bytes(key.get(1 + ID_LENGTH..1 + 2 * ID_LENGTH)?.try_into().ok()?))
}

pub(super) fn usage(agent: &AgentId) -> Vec<u8> {
    join(USAGE, &[agent.as_bytes()])
}

pub(super) fn usages() -> [u8; 1] {
    [USAGE]
}

pub(super) fn closed(agent: &AgentId) -> Vec<u8> {
    join(CLOSED, &[agent.as_bytes()])
}

pub(super) fn all_closed() -> [u8; 1] {
    [CLOSED]
}

pub(super) fn aside(key: &ItemKey) -> Vec<u8> {
    join(ASIDE, &[key.as_bytes()])
}

pub(super) fn aside_of(agent: &AgentId) -> Vec<u8> {
    join(ASIDE, &[agent.as_bytes()])
}

pub(super) fn all_aside() -> [u8; 1] {
    [ASIDE]
}

/// The item that is set aside under a key.
pub(super) fn read_aside(key: &[u8]) -> Option<ItemKey> {
    let bytes: [u8; ITEM_KEY_LENGTH] = key.strip_prefix(&[ASIDE])?.try_into().ok()?;
    Some(ItemKey::from_bytes(bytes))
}

pub(super) fn introduction(record: &RecordId) -> Vec<u8> {
    join(INTRODUCTION, &[record.as_bytes()])
}

pub(super) fn introductions() -> [u8; 1] {
    [INTRODUCTION]
}

/// The rows of the items whose keys begin with a prefix.
pub(super) fn items_under(prefix: &Prefix) -> Range<Vec<u8>> {
    item(&prefix.as_key())..join(ITEM, &[prefix.last_key().as_bytes(), &[0]])
}

pub(super) fn branch(prefix: &Prefix) -> Vec<u8> {
    join(BRANCH, &[prefix.as_key().as_bytes(), &[prefix.len()]])
}

pub(super) fn branches() -> [u8; 1] {
    [BRANCH]
}

/// The prefix of the branch under a key.
pub(super) fn read_branch(key: &[u8]) -> Option<Prefix> {
    let (bytes, length) = key.strip_prefix(&[BRANCH])?.split_first_chunk::<ITEM_KEY_LENGTH>()?;
    let [length] = *length else { return None };
    let prefix = Prefix::of(&ItemKey::from_bytes(*bytes), length);
    (prefix.len() == length && prefix.as_key().as_bytes() == bytes).then_some(prefix)
}

pub(super) fn dead(label: u64) -> Vec<u8> {
    join(DEAD, &[&label.to_be_bytes()])
}

/// The label of the dead frame under a key.
pub(super) fn read_dead(key: &[u8]) -> Option<u64> {
    read_label(DEAD, key)
}

pub(super) fn erased(label: u64) -> Vec<u8> {
    join(ERASED, &[&label.to_be_bytes()])
}

pub(super) fn all_erased() -> [u8; 1] {
    [ERASED]
}

/// The place after every frame that holds what was erased.
pub(super) fn after_erased() -> Vec<u8> {
    vec![ERASED + 1]
}

pub(super) fn read_erased(key: &[u8]) -> Option<u64> {
    read_label(ERASED, key)
}

pub(super) fn emptied(label: u64) -> Vec<u8> {
    join(EMPTIED, &[&label.to_be_bytes()])
}

pub(super) fn all_emptied() -> [u8; 1] {
    [EMPTIED]
}

pub(super) fn read_emptied(key: &[u8]) -> Option<u64> {
    read_label(EMPTIED, key)
}

fn read_label(tag: u8, key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.strip_prefix(&[tag])?.try_into().ok()?))
}

pub(super) fn bookmark(peer: &[u8]) -> Vec<u8> {
    join(BOOKMARK, &[peer])
}

pub(super) fn bookmarks() -> [u8; 1] {
    [BOOKMARK]
}

/// The 32 bytes at the end of a key: the record, change or entry that it names.
pub(super) fn last_id(key: &[u8]) -> Option<[u8; ID_LENGTH]> {
    key.len().checked_sub(ID_LENGTH).and_then(|start| key[start..].try_into().ok())
}

/// The 32 bytes after the tag.
pub(super) fn first_id(key: &[u8]) -> Option<[u8; ID_LENGTH]> {
    key.get(1..1 + ID_LENGTH)?.try_into().ok()
}

//! The merge: each node derives an Automerge document from a record's changes.
//!
//! No byte of Automerge's ever travels. A change is executed on the document at exactly its dependencies, with
//! its own id as Automerge actor, so equal sets of changes give equal documents, and no two changes can share
//! an (actor, sequence number). Ids from hashes: Kleppmann, *Making CRDTs Byzantine Fault Tolerant*, PaPoC 2022.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{
    ActorId, Automerge, AutomergeError, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding,
    transaction::{CommitOptions, Transactable, Transaction},
};
use commons_identity::ID_LENGTH;

use crate::{
    Kind,
    change::{Change, Edit},
    history::History,
    operation::Operation,
    schema::{Field, Shape, ValueType},
    value::Value,
    view::{Conflict, FieldValue, Fields},
};

/// Longest stretch, in characters old and new, that is compared letter by letter. What differs between two
/// texts beyond that is replaced as a whole, since comparing costs its square and strangers write texts.
const MAX_DIFF_CHARACTERS: usize = 2048;

/// Most bytes of signed content that are executed again to reach points in a history that concurrent changes build
/// on. It takes microseconds a byte, and strangers may build each change on other ground. What would go beyond it is
/// left out of what is shown. Branches that are written side by side cost nothing here: see [`MAX_FORKS`].
const MAX_REPLAYED_BYTES: usize = 2 * 1024 * 1024;

/// Most points in a history that are kept at hand, the last used ones. A copy of one costs next to nothing.
const MAX_FORKS: usize = 32;

/// The map key of an element of a set.
fn set_key(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Id(id) => crate::RecordId::from_bytes(*id).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
    }
}

fn set_value(of: ValueType, key: &str) -> Option<Value> {
    match of {
        ValueType::Id => key.parse::<crate::RecordId>().ok().map(|id| Value::Id(*id.as_bytes())),
        ValueType::Int(..) | ValueType::Millionths(_) | ValueType::Thousandths => {
            key.parse().ok().map(Value::Int)
        }
        _ => Some(Value::Text(key.to_owned())),
    }
}

/// Executes a history and reads the outcome.
///
/// # Errors
/// Only if Automerge refuses what the rules say it takes, which would be a fault in this program.
pub(crate) fn merge(history: &History<'_>) -> Result<(Fields, Vec<Conflict>), AutomergeError> {
    let steps: Vec<_> = history.steps().collect();
    let ground = |at: usize| {
        let mut seen = vec![false; steps.len()];
        let mut to_visit = steps[at].3.to_vec();
        let mut bytes = 0;
        while let Some(at) = to_visit.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                bytes += steps[at].0.size();
                to_visit.extend(steps[at].3);
            }
        }
        bytes
    };
    let mut document = Document::new(history.kind())?;
    // For each position, the Automerge changes that stand for it: its own, or its nearest executed ancestors'.
    let mut stand_for: Vec<BTreeSet<ChangeHash>> = Vec::with_capacity(steps.len());
    for (at, (change, edit, counts, dependencies)) in steps.iter().enumerate() {
        let below: BTreeSet<_> =
            dependencies.iter().filter_map(|at| stand_for.get(*at)).flatten().copied().collect();
        let executed = if *counts { document.execute(change, edit, &below, || ground(at))? } else { None };
        stand_for.push(executed.map_or(below, |hash| BTreeSet::from([hash])));
    }
    document.read(history)
}

struct Document {
    kind: Kind,
    skeleton: Automerge,
    skeleton_hash: ChangeHash,
    containers: BTreeMap<(u64, String), Container>,
    automerge: Automerge,
    /// Points in the history, each with what it was reached by: all that these build on, and they themselves.
    forks: VecDeque<(BTreeSet<ChangeHash>, Automerge)>,
    /// Counts towards [`MAX_REPLAYED_BYTES`].
    replayed: usize,
}

/// The text of one language, on the skeleton alone.
struct Container {
    hash: ChangeHash,
    automerge: Automerge,
}

impl Document {
    fn new(kind: Kind) -> Result<Self, AutomergeError> {
        let mut skeleton = Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint);
        skeleton.set_actor(ActorId::from([0; ID_LENGTH].as_slice()));
        let mut transaction = skeleton.transaction();
        for field in kind.fields() {
            if !matches!(field.shape, Shape::Scalar(_) | Shape::Protected(_)) {
                transaction.put_object(ROOT, field.name, ObjType::Map)?;
            }
        }
        let hash = commit(transaction);
        let skeleton_hash = hash.unwrap_or_else(|| skeleton.empty_commit(commit_options()));
        Ok(Self {
            kind,
            automerge: skeleton.clone(),
            forks: VecDeque::from([(BTreeSet::new(), skeleton.clone())]),
            skeleton,
            skeleton_hash,
            containers: BTreeMap::new(),
            replayed: 0,
        })
    }

    /// Executes a change at exactly `below`, what its dependencies stand for; `None` if that would cost too much.
    fn execute(
        &mut self,
        change: &Change,
        edit: &Edit,
        below: &BTreeSet<ChangeHash>,
        ground: impl FnOnce() -> usize,
    ) -> Result<Option<ChangeHash>, AutomergeError> {
        let mut containers = BTreeSet::new();
        for operation in &edit.operations {
            if let Operation::SetText { field, language, .. } = operation {
                self.begin_container(*field, language)?;
                containers.insert((*field, language.clone()));
            }
        }
        let hashes = containers.iter().filter_map(|key| Some(self.containers.get(key)?.hash));
        let mut base: BTreeSet<ChangeHash> = below.iter().copied().chain(hashes).collect();
        if below.is_empty() {
            base.insert(self.skeleton_hash);
        }
        let actor = ActorId::from(change.id().as_bytes().as_slice());
        if self.automerge.get_heads().iter().all(|head| base.contains(head)) {
            let hash = execute_on(&mut self.automerge, actor, self.kind, edit)?;
            self.keep(BTreeSet::from([hash]), self.automerge.clone());
            return Ok(Some(hash));
        }
        let Some(mut fork) = self.fork(below, ground)? else { return Ok(None) };
        for key in &containers {
            let container = self.containers.get_mut(key).ok_or(AutomergeError::Fail)?;
            fork.merge(&mut container.automerge)?;
        }
        let hash = execute_on(&mut fork, actor, self.kind, edit)?;
        self.automerge.merge(&mut fork)?;
        self.keep(BTreeSet::from([hash]), fork);
        Ok(Some(hash))
    }

    /// The document at exactly these changes.
    fn fork(
        &mut self,
        at: &BTreeSet<ChangeHash>,
        ground: impl FnOnce() -> usize,
    ) -> Result<Option<Automerge>, AutomergeError> {
        if let Some(position) = self.forks.iter().position(|(reached_by, _)| reached_by == at)
            && let Some((_, fork)) = self.forks.remove(position)
        {
            self.keep(at.clone(), fork.clone());
            return Ok(Some(fork));
        }
        if at.is_empty() {
            return Ok(Some(self.skeleton.clone()));
        }
        self.replayed = self.replayed.saturating_add(ground());
        if self.replayed > MAX_REPLAYED_BYTES {
            return Ok(None);
        }
        let heads: Vec<ChangeHash> = at.iter().copied().collect();
        let fork = self.automerge.fork_at(&heads)?;
        self.keep(at.clone(), fork.clone());
        Ok(Some(fork))
    }

    fn keep(&mut self, reached_by: BTreeSet<ChangeHash>, fork: Automerge) {
        self.forks.push_front((reached_by, fork));
        self.forks.truncate(MAX_FORKS);
    }

    /// The change that makes the text of one language, derived on the skeleton alone: whoever starts French
    /// first, everybody's French is the same text.
    fn begin_container(&mut self, number: u64, language: &str) -> Result<(), AutomergeError> {
        if self.containers.contains_key(&(number, language.to_owned())) {
            return Ok(());
        }
        let field = self.kind.field(number).ok_or(AutomergeError::Fail)?;
        let mut hasher = blake3::Hasher::new_derive_key("commons registry v1 text container");
        hasher.update(&number.to_le_bytes()).update(language.as_bytes());
        let mut automerge = self.skeleton.clone();
        automerge.set_actor(ActorId::from(hasher.finalize().as_bytes().as_slice()));
        let mut transaction = automerge.transaction();
        let map = object(&transaction, &ROOT, field.name)?;
        transaction.put_object(&map, language, ObjType::Text)?;
        let hash = commit(transaction).ok_or(AutomergeError::Fail)?;
        self.automerge.merge(&mut automerge)?;
        self.containers.insert((number, language.to_owned()), Container { hash, automerge });
        Ok(())
    }

    fn read(&self, history: &History<'_>) -> Result<(Fields, Vec<Conflict>), AutomergeError> {
        let mut fields = Fields::new();
        let mut conflicts = Vec::new();
        let hashes: BTreeMap<ActorId, crate::ChangeId> = history
            .steps()
            .map(|(change, ..)| (ActorId::from(change.id().as_bytes().as_slice()), change.id()))
            .collect();
        let mut reader =
            FieldReader { automerge: &self.automerge, hashes: &hashes, conflicts: &mut conflicts };
        for field in self.kind.fields() {
            if let Some(value) = reader.read(field)? {
                fields.insert(field.name, value);
            }
        }
        Ok((fields, conflicts))
    }
}

struct FieldReader<'a> {
    automerge: &'a Automerge,
    hashes: &'a BTreeMap<ActorId, crate::ChangeId>,
    conflicts: &'a mut Vec<Conflict>,
}

impl FieldReader<'_> {
    fn read(&mut self, field: &'static Field) -> Result<Option<FieldValue>, AutomergeError> {
        let doc = self.automerge;
        Ok(match field.shape {
            Shape::Protected(_) => None,
            Shape::Scalar(_) => self.scalar(&ROOT, field, field.name, None)?.map(FieldValue::One),
            Shape::ByLanguage(_) | Shape::ByName(_) => {
                let map = object(doc, &ROOT, field.name)?;
                let mut values = BTreeMap::new();
                for key in doc.keys(&map) {
                    if let Some(value) = self.scalar(&map, field, &key, Some(&key))? {
                        values.insert(key, value);
                    }
                }
                (!values.is_empty()).then_some(FieldValue::Keyed(values))
            }
            Shape::Prose => {
                let map = object(doc, &ROOT, field.name)?;
                let mut texts = BTreeMap::new();
                for language in doc.keys(&map) {
                    let text = doc.text(object(doc, &map, &language)?)?;
                    if !text.is_empty() {
                        texts.insert(language, text);
                    }
                }
                (!texts.is_empty()).then_some(FieldValue::Prose(texts))
            }
            Shape::Set(of) => {
                let map = object(doc, &ROOT, field.name)?;
                let values: BTreeSet<Value> = doc.keys(&map).filter_map(|key| set_value(of, &key)).collect();
                (!values.is_empty()).then_some(FieldValue::Set(values))
            }
        })
    }

    fn scalar(
        &mut self,
        map: &ObjId,
        field: &'static Field,
        property: &str,
        key: Option<&str>,
    ) -> Result<Option<Value>, AutomergeError> {
        let all = self.automerge.get_all(map, property)?;
        let mut values = Vec::with_capacity(all.len());
        for (value, id) in &all {
            if let Some(value) = scalar_value(value) {
                values.push((value, id.clone()));
            }
        }
        // Two changes may have put the same value: nothing to settle then.
        if values.iter().any(|(value, _)| *value != values[0].0) {
            let mut named: Vec<_> = values
                .iter()
                .filter_map(|(value, id)| match id {
                    ObjId::Id(_, actor, _) => Some((*self.hashes.get(actor)?, value.clone())),
                    ObjId::Root => None,
                })
                .collect();
            named.sort_unstable();
            self.conflicts.push(Conflict { field, key: key.map(str::to_owned), values: named });
        }
        Ok(values.pop().map(|(value, _)| value)) // Automerge lists the winner last
    }
}

fn scalar_value(value: &automerge::Value<'_>) -> Option<Value> {
    match value.as_scalar()? {
        ScalarValue::Str(text) => Some(Value::Text(text.to_string())),
        ScalarValue::Int(number) => Some(Value::Int(*number)),
        ScalarValue::Boolean(value) => Some(Value::Bool(*value)),
        ScalarValue::Bytes(bytes) => bytes.as_slice().try_into().ok().map(Value::Id),
        _ => None,
    }
}

fn to_scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(number) => ScalarValue::Int(*number),
        Value::Bool(value) => ScalarValue::Boolean(*value),
        Value::Id(id) => ScalarValue::Bytes(id.to_vec()),
    }
}

fn object(doc: &impl ReadDoc, parent: &ObjId, name: &str) -> Result<ObjId, AutomergeError> {
    match doc.get(parent, name)? {
        Some((automerge::Value::Object(_), id)) => Ok(id),
        _ => Err(AutomergeError::Fail),
    }
}

/// Time is fixed: a claimed time is an ordinary field, for display.
fn commit_options() -> CommitOptions {
    CommitOptions::default().with_time(0)
}

fn commit(transaction: Transaction<'_>) -> Option<ChangeHash> {
    transaction.commit_with(commit_options()).0
}

fn execute_on(
    automerge: &mut Automerge,
    actor: ActorId,
    kind: Kind,
    edit: &Edit,
) -> Result<ChangeHash, AutomergeError> {
    automerge.set_actor(actor);
    let mut transaction = automerge.transaction();
    for (at, operation) in edit.operations.iter().enumerate() {
        if !is_overwritten(operation, &edit.operations[at + 1..]) {
            apply(&mut transaction, kind, operation)?;
        }
    }
    let hash = commit(transaction);
    // A change that alters nothing still is a change that others build on.
    Ok(hash.unwrap_or_else(|| automerge.empty_commit(commit_options())))
}

/// Whether a text is set again by the same change: each costs a comparison, and only the last can be seen.
fn is_overwritten(operation: &Operation, later: &[Operation]) -> bool {
    let Operation::SetText { field, language, .. } = operation else { return false };
    later.iter().any(|later| {
        matches!(later, Operation::SetText { field: other, language: same, .. } if other == field && same == language)
    })
}

fn apply(transaction: &mut Transaction<'_>, kind: Kind, operation: &Operation) -> Result<(), AutomergeError> {
    let Some(field) = operation.field(kind) else {
        return Ok(());
    };
    if matches!(field.shape, Shape::Protected(_)) {
        return Ok(()); // decided by approvals, not by merging: see `History::in_force`
    }
    match operation {
        Operation::Put { key, value, .. } => {
            let (map, property) = place(transaction, field, key.as_deref())?;
            if transaction.get_all(&map, property)?.len() > 1 {
                transaction.delete(&map, property)?; // settles a conflict even by putting its winner again
            }
            transaction.put(&map, property, to_scalar(value))
        }
        Operation::Clear { key, .. } => {
            let (map, property) = place(transaction, field, key.as_deref())?;
            delete_if_there(transaction, &map, property)
        }
        Operation::SetText { language, text, .. } => {
            let map = object(transaction, &ROOT, field.name)?;
            let object = object(transaction, &map, language)?;
            set_text(transaction, &object, text)
        }
        Operation::Add { value, .. } => {
            let map = object(transaction, &ROOT, field.name)?;
            transaction.put(&map, set_key(value), true)
        }
        Operation::Remove { value, .. } => {
            let map = object(transaction, &ROOT, field.name)?;
            delete_if_there(transaction, &map, &set_key(value))
        }
        Operation::Approve { .. }
        | Operation::Adopt { .. }
        | Operation::Object { .. }
        | Operation::Withdraw { .. } => Ok(()),
    }
}

fn place<'k>(
    transaction: &Transaction<'_>,
    field: &'static Field,
    key: Option<&'k str>,
) -> Result<(ObjId, &'k str), AutomergeError>
where
    'static: 'k,
{
    match key {
        None => Ok((ROOT, field.name)),
        Some(key) => Ok((object(transaction, &ROOT, field.name)?, key)),
    }
}

fn delete_if_there(
    transaction: &mut Transaction<'_>,
    map: &ObjId,
    property: &str,
) -> Result<(), AutomergeError> {
    if transaction.get(map, property)?.is_some() { transaction.delete(map, property) } else { Ok(()) }
}

/// Makes `object` read `new`, as a diff where that is affordable.
fn set_text(transaction: &mut Transaction<'_>, object: &ObjId, new: &str) -> Result<(), AutomergeError> {
    let old: Vec<char> = transaction.text(object)?.chars().collect();
    let new_characters: Vec<char> = new.chars().collect();
    let same_start = old.iter().zip(&new_characters).take_while(|(left, right)| left == right).count();
    let same_end = old[same_start..]
        .iter()
        .rev()
        .zip(new_characters[same_start..].iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let removed = old.len() - same_start - same_end;
    let inserted = &new_characters[same_start..new_characters.len() - same_end];
    if removed + inserted.len() <= MAX_DIFF_CHARACTERS {
        return transaction.update_text(object, new);
    }
    let inserted: String = inserted.iter().collect();
    let removed = isize::try_from(removed).map_err(|_| AutomergeError::Fail)?;
    transaction.splice_text(object, same_start, removed, &inserted)
}

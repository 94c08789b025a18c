//! The index: everything derived from the journal, in sled. It may be deleted at any time and is rebuilt.
//!
//! sled 0.34 does not promise that what it flushed is on disk, and panics on some damaged files. So it is never
//! the truth (see docs/decisions/0005), every error in it leads to setting it aside, and opening it is fenced.

mod aside;
mod bookmarks;
mod dead;
mod described;
mod keys;
mod outline;
mod point;
mod query;
mod rows;
mod secrets;
mod seen;
mod stems;
mod table;
mod text;
mod trust;
mod words;

pub use described::{Described, Describer, Filter};
pub use point::{Area, Point};
pub use text::{Located, Near};
pub use words::folded;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use commons_identity::{AgentId, CborError, EntryId, ID_LENGTH};
use commons_registry::{
    Change, ChangeId, ChangeMeta, Changed, Item, ItemKey, Kind, Outline, RecordId, RecordMeta, RecordView,
    Value,
};

pub use query::{Found, HexPrefix, Listed, Search};
pub use secrets::SealError;
pub(crate) use trust::Trust;

pub(crate) use aside::TakenOut;
pub(crate) use dead::{DeadRow, Dropped, Why};
pub(crate) use outline::{HeldKeys, KEYS_AT_ONCE};
pub(crate) use rows::{AsideRow, ItemRow, RecordRow, Reflected};

use crate::admission::{Admission, Usage};
use crate::journal::Position;
use crate::store::Caches;
use rows::{MAX_BRIEF, MAX_REFERENCES};
use secrets::Secrets;
use seen::Seen;
use table::{Batch, Table};
use text::{Entry, Text};

/// Why the index cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// sled reports an error of its own, damage among them.
    #[error("the index reports: {0}")]
    Sled(#[from] sled::Error),
    /// tantivy reports an error of its own.
    #[error("the index of words reports: {0}")]
    Text(#[from] tantivy::TantivyError),
    /// A row does not read back as it was written.
    #[error("a row of the index is damaged: {0}")]
    Row(#[from] CborError),
    /// sled panicked, as it does on some damaged files.
    #[error("opening the index failed: {0}")]
    Panicked(String),
    /// What a record says cannot be sealed, or not be read again.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The index holds something other than what it says it reflects.
    #[error("the index does not hold what it says it reflects")]
    Inconsistent,
}

/// Version of the keys and rows in here, of the rules by which items were judged, and of how records are described: an index of another version
/// is rebuilt, so that what an older version kept unread is read.
fn layout(describer: &Describer) -> String {
    let (entry, rule) = (commons_identity::ENTRY_VERSION, commons_registry::schema::RULE_VERSION);
    format!("9/{entry}/{rule}/{}", describer.version)
}

/// Before the row of a record that says nothing.
const PLAIN: u8 = 0;
/// Before the row of one that does.
const SEALED: u8 = 1;

/// The sled tree and what is known of it.
#[derive(Debug)]
pub(crate) struct Index {
    table: Table,
    /// Ids of items and records that were written; known of an index that was empty when it was opened.
    seen: Option<Seen>,
    text: Text,
    secrets: Secrets,
    describer: Describer,
}

/// How many of each sort of thing are held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Changes, of whatever version.
    pub changes: u64,
    /// Key-log entries, and the rolls that they commit to.
    pub entries: u64,
    /// Changes and entries of a later version, kept unread.
    pub unread: u64,
    /// Records by kind.
    pub records: BTreeMap<Kind, u64>,
}

impl Index {
    /// Opens or creates the index in `directory`.
    ///
    /// # Errors
    /// [`IndexError`] if sled cannot, or panics over what it finds.
    pub(crate) fn open(directory: &Path, caches: &Caches, describer: &Describer) -> Result<Self, IndexError> {
        let config = sled::Config::new()
            .path(directory)
            .cache_capacity(caches.index)
            .flush_every_ms(Some(5000))
            .mode(sled::Mode::HighThroughput);
        let open = std::panic::AssertUnwindSafe(|| config.open());
        let db = std::panic::catch_unwind(open).map_err(panicked)??;
        let text = Text::open(&directory.join("words"))?;
        let secrets = Secrets::open(directory).map_err(SealError::from)?;
        let seen = (!db.was_recovered()).then(Seen::nothing);
        Ok(Self {
            table: Table::new(db, caches.unwritten),
            seen,
            text,
            secrets,
            describer: describer.clone(),
        })
    }

    /// Reads what is kept in memory. Items after the tail are there when a crash came between the item and the tail; they
    /// are indexed again.
    ///
    /// # Errors
    /// [`IndexError::Inconsistent`] and others: the index is to be rebuilt.
    pub(crate) fn load(&self) -> Result<Loaded, IndexError> {
        let load = std::panic::AssertUnwindSafe(|| self.load_unfenced());
        std::panic::catch_unwind(load).map_err(panicked)?
    }

    fn load_unfenced(&self) -> Result<Loaded, IndexError> {
        if self.table.get(keys::meta("layout"))?.as_deref() != Some(layout(&self.describer).as_bytes()) {
            return Err(IndexError::Inconsistent);
        }
        if self.table.contains_key(keys::meta("unsettled"))? {
            return Err(IndexError::Inconsistent);
        }
        let tail = self.table.get(keys::meta("tail"))?.ok_or(IndexError::Inconsistent)?;
        let reflected_to = Reflected::decode(&tail)?;
        let top = rows::decode_top(&self.table.get(keys::meta("top"))?.ok_or(IndexError::Inconsistent)?)?;
        let last = reflected_to.last.map_or(0, |position| position.sequence);
        let outline = self.load_outline(top, last)?;
        let mut admission = Admission::default();
        self.load_admission(&mut admission)?;
        let listed = self.table.get(keys::meta("listed"))?.ok_or(IndexError::Inconsistent)?;
        Ok(Loaded { outline, reflected_to, listed: rows::decode_place(&listed)?, admission })
    }

    /// Notes how much of the journal is reflected, what that adds up to, and what changed by it in the outline.
    pub(crate) fn set_reflected(
        &self,
        to: &Reflected,
        listed: Option<Position>,
        outline: &Outline,
        changed: &Changed,
        usages: &[(AgentId, Usage)],
    ) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        self.write_usages(&mut batch, usages)?;
        self.write_branches(&mut batch, changed)?;
        batch.insert(keys::meta("layout"), layout(&self.describer).as_bytes());
        batch.insert(keys::meta("tail"), to.encode());
        batch.insert(keys::meta("top"), rows::encode_top(outline.top()));
        batch.insert(keys::meta("listed"), rows::encode_place(listed));
        batch.remove(keys::meta("unsettled"));
        Ok(self.table.apply_last(batch)?)
    }

    /// Notes that rows of items before the tail are about to come or go: until [`Index::set_reflected`] the index does not
    /// hold what it says it reflects.
    pub(crate) fn set_unsettled(&self) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        batch.insert(keys::meta("unsettled"), &[]);
        Ok(self.table.apply_first(batch)?)
    }

    /// Notes up to which frame of the journal everything is in lists and search, and which of the records that were noted
    /// by [`Index::note_pending`] are up to date.
    pub(crate) fn set_listed(
        &self,
        listed: Option<Position>,
        refreshed: &[RecordId],
    ) -> Result<(), IndexError> {
        let mut settled = Batch::default();
        refreshed.iter().for_each(|record| settled.remove(keys::pending(record)));
        self.table.apply(settled)?;
        let mut batch = Batch::default();
        batch.insert(keys::meta("listed"), rows::encode_place(listed));
        Ok(self.table.apply_last(batch)?)
    }

    /// Whether neither an item nor a record with this id was ever written. It may say no of one that was not.
    fn is_new(&self, id: &[u8; ID_LENGTH]) -> bool {
        self.seen.as_ref().is_some_and(|seen| !seen.may_have(id))
    }

    /// Where an item lies.
    pub(crate) fn position(&self, key: &ItemKey) -> Result<Option<Position>, IndexError> {
        Ok(self.item(key)?.map(|row| row.position))
    }

    /// Where an item lies, and what it counts against.
    pub(crate) fn item(&self, key: &ItemKey) -> Result<Option<ItemRow>, IndexError> {
        if self.is_new(&key.id()) {
            return Ok(None);
        }
        let Some(row) = self.table.get(keys::item(key))? else { return Ok(None) };
        Ok(Some(ItemRow::decode(&row)?))
    }

    /// What is known of a change. One that begins a record has no row of its own: the record's says it all.
    pub(crate) fn change(&self, id: &ChangeId) -> Result<Option<ChangeMeta>, IndexError> {
        if self.is_new(id.as_bytes()) {
            return Ok(None);
        }
        if let Some(row) = self.table.get(keys::change(id))? {
            return Ok(Some(rows::decode_change(&row)?));
        }
        let record = id.as_record();
        let Some(RecordRow { namespace, kind, .. }) = self.row(&record)? else { return Ok(None) };
        let held = self.table.contains_key(keys::item(&ItemKey::of_change(namespace, *id)))?;
        Ok(held.then_some(ChangeMeta { namespace, record: Some((record, kind)) }))
    }

    /// Whose a record is, of which kind, and how large.
    pub(crate) fn record(&self, id: &RecordId) -> Result<Option<RecordMeta>, IndexError> {
        Ok(self.row(id)?.map(|row| RecordMeta {
            namespace: row.namespace,
            kind: row.kind,
            changes: row.changes,
            bytes: row.bytes,
        }))
    }

    /// How many changes the record had when lists and search were last brought up to date.
    pub(crate) fn refreshed_at(&self, id: &RecordId) -> Result<u64, IndexError> {
        Ok(self.row(id)?.map_or(0, |row| row.refreshed_at))
    }

    /// What is known of a record.
    pub(crate) fn row(&self, id: &RecordId) -> Result<Option<RecordRow>, IndexError> {
        if self.is_new(id.as_bytes()) {
            return Ok(None);
        }
        let Some(row) = self.table.get(keys::record(id))? else { return Ok(None) };
        match row.split_first() {
            Some((&PLAIN, row)) => Ok(Some(RecordRow::decode(row)?)),
            Some((&SEALED, row)) => {
                self.secrets.unseal(row)?.map(|row| Ok(RecordRow::decode(&row)?)).transpose()
            }
            _ => Err(IndexError::Inconsistent),
        }
    }

    /// The row of a record as it is written: if it holds any of what the record says, sealed, so that erasing leaves nothing of
    /// that in old pages.
    fn written(&self, row: &RecordRow) -> Result<Vec<u8>, IndexError> {
        let (tag, mut bytes) = match row.says_something() {
            true => (SEALED, self.secrets.seal(row.sequence, &row.encode())?),
            false => (PLAIN, row.encode()),
        };
        bytes.insert(0, tag);
        Ok(bytes)
    }

    /// The changes of a record that are held.
    pub(crate) fn changes_of(&self, record: &RecordId) -> Result<Vec<ChangeId>, IndexError> {
        let first = record.first_change();
        let mut changes: Vec<_> = self.change(&first)?.map(|_| first).into_iter().collect();
        for row in self.table.scan_prefix(&keys::changes_of(record)) {
            changes.push(keys::last_id(&row?.0).map(ChangeId::from_bytes).ok_or(IndexError::Inconsistent)?);
        }
        Ok(changes)
    }

    /// What an agent's key log consists of: its entries, and the rolls that they commit to.
    pub(crate) fn log_of(&self, agent: &AgentId) -> Result<Vec<ItemKey>, IndexError> {
        let entries = self.table.scan_prefix(&keys::entries_of(agent));
        let rolls = self.table.scan_prefix(&keys::rolls_of(agent));
        let key = |row: Result<(sled::IVec, sled::IVec), sled::Error>| {
            let id = keys::last_id(&row?.0).ok_or(IndexError::Inconsistent)?;
            Ok(ItemKey::of_entry(*agent, EntryId::from_bytes(id)))
        };
        entries.chain(rolls).map(key).collect()
    }

    /// The changes held in a namespace, each with the record it edits.
    pub(crate) fn changes_in(
        &self,
        namespace: &AgentId,
    ) -> Result<Vec<(ChangeId, Option<RecordId>)>, IndexError> {
        let mut changes = Vec::new();
        for row in self.table.scan_prefix(&keys::items_of(namespace)) {
            let id = ChangeId::from_bytes(keys::last_id(&row?.0).ok_or(IndexError::Inconsistent)?);
            if let Some(meta) = self.change(&id)? {
                changes.push((id, meta.record.map(|(record, _)| record)));
            }
        }
        Ok(changes)
    }

    /// Adds an admitted item, and counts it in the row of its record, which is as given. Returns whether it begins a record.
    pub(crate) fn insert(
        &self,
        item: &Item,
        record: Option<(RecordId, Kind)>,
        row: ItemRow,
        held: Option<RecordRow>,
    ) -> Result<bool, IndexError> {
        if let Some(seen) = &self.seen {
            seen.add(&item.key().id());
        }
        let mut batch = Batch::default();
        batch.insert(keys::item(&item.key()), row.encode());
        let begins = match item {
            Item::Entry(entry) => {
                batch.insert(keys::entry(&entry.agent(), &entry.id()), &[]);
                false
            }
            Item::Roll(roll) => {
                batch.insert(keys::roll(&roll.agent(), &roll.id()), &[]);
                false
            }
            Item::Change(change) => {
                self.insert_change(&mut batch, change, record, held, row.position.sequence)?
            }
        };
        self.table.apply(batch)?;
        Ok(begins)
    }

    /// Takes an item out that the journal can no longer read, so that it counts as not held and peers are asked
    /// for it; or one that was erased. The record it belongs to keeps its place.
    pub(crate) fn forget(&self, key: &ItemKey, why: Why) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        if let Some(row) = self.item(key)? {
            DeadRow::of(why, key.namespace(), &row).write(row.position.sequence, &mut batch);
        }
        batch.remove(keys::item(key));
        batch.remove(keys::change(&ChangeId::from_bytes(key.id())));
        batch.remove(keys::entry(&key.namespace(), &EntryId::from_bytes(key.id())));
        batch.remove(keys::roll(&key.namespace(), &key.id()));
        Ok(self.table.apply(batch)?)
    }

    fn insert_change(
        &self,
        batch: &mut Batch,
        change: &Change,
        record: Option<(RecordId, Kind)>,
        held: Option<RecordRow>,
        sequence: u64,
    ) -> Result<bool, IndexError> {
        let Some((record, kind)) = record else {
            let meta = ChangeMeta { namespace: change.namespace(), record: None };
            batch.insert(keys::change(&change.id()), rows::encode_change(&meta));
            return Ok(false);
        };
        let begins = record.first_change() == change.id();
        // What is counted in the record's row was indexed before: by a run that was cut short, or lost to bit rot and
        // fetched again.
        let counted = if begins {
            held.is_some()
        } else {
            let meta = ChangeMeta { namespace: change.namespace(), record: Some((record, kind)) };
            batch.insert(keys::change(&change.id()), rows::encode_change(&meta));
            self.table.contains_key(keys::change_of(&record, &change.id()))?
        };
        if counted {
            return Ok(begins);
        }
        if !begins {
            batch.insert(keys::change_of(&record, &change.id()), &[]);
        }
        let mut row = held.unwrap_or_else(|| RecordRow::begin(change.namespace(), kind, sequence));
        row.changes += 1;
        row.bytes += change.size() as u64;
        batch.insert(keys::record(&record), self.written(&row)?);
        Ok(begins)
    }

    /// Makes what is listed and searched agree with what the record shows now; with `None`, it shows nothing.
    pub(crate) fn refresh(&self, id: &RecordId, view: Option<&RecordView>) -> Result<(), IndexError> {
        let Some(before) = self.row(id)? else { return Ok(()) };
        let blank = RecordRow {
            changes: before.changes,
            bytes: before.bytes,
            refreshed_at: before.changes,
            ..RecordRow::begin(before.namespace, before.kind, before.sequence)
        };
        let after = match view {
            None => blank,
            // What is left of it in the index: that its row of a list is here, so that it is not imported again, and that
            // its files are named, so that they are there when it is shown again.
            Some(view) if view.hidden().is_some() => RecordRow {
                references: view.files().map(|file| *file.hash.as_bytes()).take(MAX_REFERENCES).collect(),
                source_key: view.text("source_key").map(str::to_owned),
                ..blank
            },
            Some(view) => RecordRow {
                listed: true,
                title: view.title().map(str::to_owned),
                licence: view.text("licence").map(str::to_owned),
                references: view.references().take(MAX_REFERENCES).collect(),
                source_key: view.text("source_key").map(str::to_owned),
                brief: brief(view),
                ..blank
            },
        };
        match view {
            Some(view) if view.hidden().is_none() => {
                self.text.set(before.sequence, Some(Entry::of(view, &(self.describer.describe)(view))))
            }
            _ if before.listed => self.text.set(before.sequence, None),
            _ => {}
        }
        if after == before {
            return Ok(());
        }
        let mut batch = Batch::default();
        for gone in before.references.iter().filter(|target| !after.references.contains(target)) {
            batch.remove(keys::reference(gone, id));
        }
        for new in after.references.iter().filter(|target| !before.references.contains(target)) {
            batch.insert(keys::reference(new, id), &[]);
        }
        // As with references: an attestation that is edited to be about another is no longer about the first.
        for gone in before.references.iter().filter(|target| !after.references.contains(target)) {
            keys::said_of(after.kind, &after.namespace, gone, id).for_each(|key| batch.remove(key));
        }
        for new in &after.references {
            keys::said_of(after.kind, &after.namespace, new, id).for_each(|key| batch.insert(key, &[]));
        }
        if before.source_key != after.source_key {
            if let Some(gone) = &before.source_key {
                batch.remove(keys::source(&before.namespace, gone, id));
            }
            if let Some(new) = &after.source_key {
                batch.insert(keys::source(&after.namespace, new, id), &[]);
            }
        }
        if before.listed != after.listed {
            let mut rows: Vec<(Vec<u8>, &[u8])> = [Some(after.kind), None]
                .into_iter()
                .map(|kind| (keys::by_kind(kind, after.sequence), id.as_bytes().as_slice()))
                .collect();
            if after.kind == Kind::Agent {
                rows.push((keys::of_agent(&after.namespace, id), &[]));
            }
            for (key, value) in rows {
                if after.listed { batch.insert(key, value) } else { batch.remove(key) }
            }
        }
        batch.insert(keys::record(id), self.written(&after)?);
        Ok(self.table.apply(batch)?)
    }

    /// Hands some of what was written on to sled. Returns whether there was any.
    pub(crate) fn hand_on_some(&self) -> Result<bool, IndexError> {
        Ok(self.table.hand_on_some()?)
    }

    /// Makes search find what was listed also after a restart.
    pub(crate) fn commit_words(&self) -> Result<bool, IndexError> {
        Ok(self.text.commit()?)
    }

    /// Has the words of what was taken out removed from files, behind the scenes. Returns whether that is done.
    pub(crate) fn purge_words(&self) -> Result<bool, IndexError> {
        Ok(self.text.purge()?)
    }

    /// Whether there is anything to commit.
    pub(crate) fn has_new_words(&self) -> bool {
        self.text.has_recent()
    }

    /// Whether it is time to.
    pub(crate) fn has_many_new_words(&self) -> bool {
        self.text.is_full()
    }

    /// Hands everything to the operating system, and writes nothing from now on; [`Trust::mark_clean`] then makes it durable.
    pub(crate) fn close(&self) -> Result<(), IndexError> {
        self.flush()?;
        Ok(self.text.close()?)
    }

    /// Hands everything to the operating system.
    pub(crate) fn flush(&self) -> Result<(), IndexError> {
        self.commit_words()?;
        Ok(self.table.flush()?)
    }
}

impl Index {
    /// Notes records that are to be brought up to date when there is time.
    pub(crate) fn note_pending(&self, records: &BTreeSet<RecordId>) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        records.iter().for_each(|record| batch.insert(keys::pending(record), &[]));
        Ok(self.table.apply(batch)?)
    }

    /// Some of the records that were noted so, those after one of them or the first, at most `most`.
    pub(crate) fn pending(&self, after: Option<&RecordId>, most: usize) -> Result<Vec<RecordId>, IndexError> {
        let mut start = after.map_or_else(|| keys::all_pending().to_vec(), keys::pending);
        start.extend(after.map(|_| 0));
        let rows = self.table.range(start..keys::after_pending()).take(most);
        rows.map(|row| keys::last_id(&row?.0).map(RecordId::from_bytes).ok_or(IndexError::Inconsistent))
            .collect()
    }
}

/// The fields that say in brief what a record is about, where another is shown that it refers to.
const BRIEF: [&str; MAX_BRIEF] =
    ["role", "track", "payment", "statement", "fact", "value", "until", "withdrawn"];

fn brief(view: &RecordView) -> Vec<(String, String)> {
    let text = |name: &&str| {
        let value = match view.one(name)? {
            Value::Text(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            _ => return None,
        };
        Some(((*name).to_owned(), value))
    };
    BRIEF.iter().filter_map(text).take(MAX_BRIEF).collect()
}

/// What an index that is trusted holds.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Everything reflected.
    pub(crate) outline: Outline,
    /// Up to which frame everything is in lists and search.
    pub(crate) listed: Option<Position>,
    /// How far into the journal, and how many of each that makes.
    pub(crate) reflected_to: Reflected,
    /// How much there is of whom, and what is left out.
    pub(crate) admission: Admission,
}

fn panicked(payload: Box<dyn std::any::Any + Send>) -> IndexError {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("sled panicked");
    IndexError::Panicked(text.to_owned())
}

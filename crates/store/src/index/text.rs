//! Full text, in tantivy: which words stand in which record.
//!
//! A record is known there by its place in lists alone. What was written since the last commit is gathered in memory, and
//! searched there: a commit takes some ten milliseconds at least, and is made for many records at a time.

mod closeness;
mod entry;
mod searching;
mod sorted;
#[cfg(test)]
mod tests;
mod within;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, SegmentMeta, TantivyDocument, Term};

pub(super) use entry::Entry;
pub(super) use searching::Asked;
pub use searching::Near;
pub(super) use sorted::Sorted;
pub use within::Located;

/// Memory that tantivy may use while it takes in records: the least that it works with.
const WRITER_BYTES: usize = 15_000_000;

/// When more records than this were gathered they are committed: each search goes through all of them, which takes a millisecond
/// or two. A commit of so many takes some thirty, which is little beside what it took to list them.
const MAX_RECENT: usize = 1_500;

/// When the words that were gathered take more bytes than this they are committed.
const MAX_RECENT_BYTES: usize = 2 * 1024 * 1024;

/// What a record that was gathered takes beside its words.
const ENTRY_OVERHEAD: usize = 160;

/// Most words of a search that are looked for; further ones are left aside.
pub(super) const MAX_SEARCH_WORDS: usize = 16;

/// The name of the way in which texts are cut into words: they come folded, with a space between.
const FOLDED: &str = "folded";

#[derive(Debug, Default)]
struct Recent {
    /// The words of records by place; nothing for those that are to be taken out.
    records: BTreeMap<u64, Option<Entry>>,
    bytes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Fields {
    place: Field,
    title: Field,
    text: Field,
    stem: Field,
    mark: Field,
    latitude: Field,
    longitude: Field,
}

/// Which words stand in which record.
pub(super) struct Text {
    fields: Fields,
    reader: IndexReader,
    /// Nothing once it is closed.
    writer: Mutex<Option<IndexWriter>>,
    recent: RwLock<Recent>,
}

impl core::fmt::Debug for Text {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Text").finish_non_exhaustive()
    }
}

impl Text {
    /// Opens or creates the index in a directory of its own.
    pub(super) fn open(directory: &Path) -> Result<Self, tantivy::TantivyError> {
        std::fs::create_dir_all(directory)?;
        let (schema, fields) = schema();
        let index =
            tantivy::Index::open_or_create(tantivy::directory::MmapDirectory::open(directory)?, schema)?;
        index.tokenizers().register(FOLDED, TextAnalyzer::from(WhitespaceTokenizer::default()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        Ok(Self { fields, reader, writer: Mutex::new(Some(writer)), recent: RwLock::default() })
    }

    /// Has a record found by these words, and no others; or not at all. Committed later.
    pub(super) fn set(&self, place: u64, words: Option<Entry>) {
        let size = |words: &Option<Entry>| ENTRY_OVERHEAD + words.as_ref().map_or(0, Entry::bytes);
        let mut recent = self.recent.write().unwrap_or_else(PoisonError::into_inner);
        recent.bytes += size(&words);
        if let Some(before) = recent.records.insert(place, words) {
            recent.bytes -= size(&before);
        }
    }

    /// Whether anything was gathered.
    pub(super) fn has_recent(&self) -> bool {
        !self.recent.read().unwrap_or_else(PoisonError::into_inner).records.is_empty()
    }

    /// Whether so much was gathered that it is time to commit it.
    pub(super) fn is_full(&self) -> bool {
        let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
        recent.bytes > MAX_RECENT_BYTES || recent.records.len() > MAX_RECENT
    }

    /// Writes what was gathered. Returns whether there was anything.
    pub(super) fn commit(&self) -> Result<bool, tantivy::TantivyError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = writer.as_mut() else { return Ok(false) };
        {
            let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
            if recent.records.is_empty() {
                return Ok(false);
            }
            for (place, words) in &recent.records {
                writer.delete_term(Term::from_field_u64(self.fields.place, *place));
                let Some(words) = words else { continue };
                let mut document = TantivyDocument::new();
                document.add_u64(self.fields.place, *place);
                document.add_text(self.fields.title, words.title.as_str());
                document.add_text(self.fields.text, words.all.as_str());
                document.add_text(self.fields.stem, words.stems.as_str());
                document.add_text(self.fields.mark, words.marks.as_str());
                if let Some(point) = words.point {
                    document.add_i64(self.fields.latitude, point.latitude());
                    document.add_i64(self.fields.longitude, point.longitude());
                }
                writer.add_document(document)?;
            }
        }
        writer.commit()?;
        self.reader.reload()?;
        *self.recent.write().unwrap_or_else(PoisonError::into_inner) = Recent::default();
        Ok(true)
    }

    /// Waits for what goes on behind the scenes, and writes nothing from now on.
    pub(super) fn close(&self) -> Result<(), tantivy::TantivyError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        writer.map_or(Ok(()), IndexWriter::wait_merging_threads)
    }

    /// Has files that hold words of what was taken out written anew without them, behind the scenes. Returns whether there
    /// are none.
    pub(super) fn purge(&self) -> Result<bool, tantivy::TantivyError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = writer.as_mut() else { return Ok(true) };
        let index = writer.index();
        let spoilt = index.searchable_segment_metas()?.into_iter().filter(SegmentMeta::has_deletes);
        let spoilt: Vec<_> = spoilt.map(|segment| segment.id()).collect();
        if !spoilt.is_empty() {
            // Goes on by itself. If one is being written anew already, this does nothing.
            spoilt.into_iter().for_each(|segment| drop(writer.merge(&[segment])));
            return Ok(false);
        }
        // The old files are kept for as long as somebody searches in them, or a merge has not let go of them.
        self.reader.reload()?;
        writer.garbage_collect_files().wait()?;
        let current = writer.index().load_metas()?.list_segment_files();
        let files = writer.index().directory().list_managed_files();
        Ok(files.iter().all(|file| current.contains(file) || file == Path::new("meta.json")))
    }
}

/// Fields that are read by their names.
const PLACE: &str = "place";
const LATITUDE: &str = "latitude";
const LONGITUDE: &str = "longitude";

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(FOLDED)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let words = TextOptions::default().set_indexing_options(words);
    let fields = Fields {
        place: schema.add_u64_field(PLACE, NumericOptions::from(INDEXED).set_fast()),
        title: schema.add_text_field("title", words.clone()),
        text: schema.add_text_field("text", words.clone()),
        stem: schema.add_text_field("stem", words.clone()),
        mark: schema.add_text_field("mark", words),
        latitude: schema.add_i64_field(LATITUDE, FAST),
        longitude: schema.add_i64_field(LONGITUDE, FAST),
    };
    (schema.build(), fields)
}

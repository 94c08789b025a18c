//! Full text, in tantivy: which words stand in which record.
//!
//! A record is known there by its place in lists alone. What was written since the last commit is gathered in memory, and
//! searched there: a commit takes some ten milliseconds, and is made for many records at a time.

mod closeness;
mod entry;
mod searching;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, SegmentMeta, TantivyDocument, Term};

pub(super) use entry::{Entry, stands_in};
pub(super) use searching::Asked;
pub use searching::Near;

/// Memory that tantivy may use while it takes in records: the least that it works with.
const WRITER_BYTES: usize = 15_000_000;

/// When the words that were gathered take more bytes than this they are committed.
const MAX_RECENT_BYTES: usize = 8 * 1024 * 1024;

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
        self.recent.read().unwrap_or_else(PoisonError::into_inner).bytes > MAX_RECENT_BYTES
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
                document.add_text(self.fields.title, words.title.join(" "));
                document.add_text(self.fields.text, words.all.join(" "));
                document.add_text(self.fields.stem, words.stems.join(" "));
                document.add_text(self.fields.mark, words.marks.join(" "));
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

#[cfg(test)]
mod tests {
    use commons_registry::{FieldValue, Kind, RecordId, RecordView, Value};
    use tantivy::SegmentReader;

    use super::super::described::{Described, Filter};
    use super::super::point::Point;
    use super::*;

    /// A record with texts of fields by language.
    fn view(kind: Kind, title: &[(&str, &str)], rest: &[(&'static str, &str, &str)]) -> RecordView {
        let mut fields = commons_registry::Fields::new();
        let titles =
            title.iter().map(|(language, text)| ((*language).to_owned(), Value::Text((*text).to_owned())));
        fields.insert(kind.title_field(), FieldValue::Keyed(titles.collect()));
        for (field, language, text) in rest {
            let value = match *language {
                "" => FieldValue::Set([Value::Text((*text).to_owned())].into()),
                language => FieldValue::Prose([(language.to_owned(), (*text).to_owned())].into()),
            };
            fields.insert(field, value);
        }
        RecordView {
            id: RecordId::from_bytes([1; 32]),
            kind,
            agent: commons_identity::AgentId::from_bytes([2; 32]),
            fields,
            conflicts: Vec::new(),
            proposals: Vec::new(),
            heads: Vec::new(),
        }
    }

    impl Text {
        fn search(&self, words: &str, most: usize) -> Result<Vec<u64>, tantivy::TantivyError> {
            let hits = self.find(&Asked { words, filters: &[], near: None }, most)?;
            Ok(hits.into_iter().map(|hit| hit.place).collect())
        }
    }

    fn set(text: &Text, place: u64, title: &str, summary: &str) {
        let view = view(Kind::Resource, &[("en", title)], &[("summary", "en", summary)]);
        text.set(place, Some(Entry::of(&view, &Described::default())));
    }

    #[test]
    fn titles_of_one_kind_are_found_in_every_language() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        let titles = [("en", "commons"), ("es", "bien común")];
        let definition = [("definition", "en", "What a community keeps together.")];
        let entry = |kind, titles: &[(&str, &str)]| {
            Some(Entry::of(&view(kind, titles, &definition), &Described::default()))
        };
        text.set(1, entry(Kind::Term, &titles));
        text.set(2, entry(Kind::Resource, &titles));
        text.set(3, entry(Kind::Term, &[("en", "community")]));
        for _ in 0..2 {
            let found = |words: &str| text.search_titles(Kind::Term, words, 10).unwrap();
            assert_eq!(found("Commons"), [1], "neither another kind, nor where it stands in a definition");
            assert_eq!(found("bien COMUN"), [1]);
            assert_eq!(found("com"), [3, 1], "beginnings, the last to come first");
            assert_eq!(found("=term"), [0; 0], "which is the word term");
            assert_eq!(text.search("=resource", 10).unwrap(), [0; 0], "the mark is no word");
            text.commit().unwrap();
        }
    }

    #[test]
    fn what_is_gathered_is_found_like_what_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        set(&text, 1, "Sourdough for beginners", "Bread without yeast.");
        set(&text, 2, "Running a bakery", "From sourdough to accounts.");
        set(&text, 3, "Bread ovens", "How to build them.");
        let stories = |text: &Text| {
            assert_eq!(text.search("sourdough", 10).unwrap(), [1, 2], "title first");
            assert_eq!(text.search("bread", 10).unwrap(), [3, 1]);
            assert_eq!(text.search("BREA ov", 10).unwrap(), [3], "beginnings of words, all of them");
            assert_eq!(text.search("bread", 1).unwrap(), [3]);
            assert_eq!(text.search("nothing", 10).unwrap(), [0; 0]);
            assert_eq!(text.search(" - ", 10).unwrap(), [0; 0]);
        };
        stories(&text);
        assert!(text.commit().unwrap());
        assert!(!text.commit().unwrap(), "there is nothing more");
        stories(&text);
        drop(text);
        let text = Text::open(folder.path()).unwrap();
        stories(&text);
        set(&text, 1, "Yeast for beginners", "Bread.");
        text.set(3, None);
        for _ in 0..2 {
            assert_eq!(text.search("sourdough", 10).unwrap(), [2]);
            assert_eq!(text.search("yeast", 10).unwrap(), [1]);
            assert_eq!(text.search("bread", 10).unwrap(), [1]);
            text.commit().unwrap();
        }
    }

    #[test]
    fn a_record_written_twice_is_found_once() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        for _ in 0..3 {
            set(&text, 7, "Bread", "");
            text.commit().unwrap();
        }
        assert_eq!(text.search("bread", 10).unwrap(), [7]);
    }

    #[test]
    fn words_of_what_was_taken_out_leave_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        set(&text, 1, "Sourdough", "");
        set(&text, 2, "Bakery", "");
        text.commit().unwrap();
        // Files hold words coded, so that one cannot look for their letters: the dictionaries are asked.
        let is_in_a_dictionary = |word: &str| {
            let searcher = text.reader.searcher();
            let words = |segment: &SegmentReader| segment.inverted_index(text.fields.text).unwrap();
            searcher
                .segment_readers()
                .iter()
                .any(|segment| words(segment).terms().get(word.as_bytes()).unwrap().is_some())
        };
        let files = || {
            let segments = text.reader.searcher().index().searchable_segment_ids().unwrap();
            let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
            let is_old = |name: &&String| {
                !name.contains("meta")
                    && !name.starts_with('.')
                    && !segments.iter().any(|id| name.starts_with(&id.uuid_string()))
            };
            names.iter().filter(is_old).cloned().collect::<Vec<_>>()
        };
        text.set(1, None);
        text.commit().unwrap();
        assert!(is_in_a_dictionary("sourdough"), "what was taken out is still in the files");
        let begun = std::time::Instant::now();
        while !text.purge().unwrap() {
            assert!(begun.elapsed().as_secs() < 60, "{:?}", files());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(!is_in_a_dictionary("sourdough") && is_in_a_dictionary("bakery"));
        assert_eq!(files(), [""; 0]);
        assert_eq!(text.search("bakery", 10).unwrap(), [2]);
    }

    #[test]
    fn words_as_they_stand_come_before_other_forms_and_those_before_typos() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        set(&text, 1, "Running a bakery", "");
        set(&text, 2, "Bakeries of the north", "");
        set(&text, 3, "Sourdough", "Bread.");
        for _ in 0..2 {
            assert_eq!(text.search("bakery", 10).unwrap(), [1, 2], "as it stands, then another form");
            assert_eq!(text.search("bakeries", 10).unwrap(), [2, 1]);
            assert_eq!(text.search("bakery", 1).unwrap(), [1]);
            assert_eq!(text.search("sourdogh", 10).unwrap(), [3], "a letter left out");
            assert_eq!(text.search("suordouhg", 10).unwrap(), [3], "twice two letters changed about");
            assert_eq!(text.search("bakreies nroth", 10).unwrap(), [2], "in several words");
            assert_eq!(text.search("dourdough", 10).unwrap(), [0; 0], "people get the first letter right");
            assert_eq!(text.search("braed", 10).unwrap(), [3]);
            assert_eq!(text.search("brd", 10).unwrap(), [0; 0], "short words would be found everywhere");
            text.commit().unwrap();
        }
    }

    #[test]
    fn a_search_is_narrowed_by_what_records_say() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        let class = |class: &str| Described { marks: vec![("class", class.to_owned())], point: None };
        let english = view(Kind::Resource, &[("en", "Bread")], &[("topics", "", "Baking together")]);
        let catalan = view(Kind::Resource, &[("ca", "Bread")], &[("topics", "", "Kneading")]);
        let listing = view(Kind::Listing, &[("pt-br", "Bread")], &[("sectors", "", "Bakeries and mills")]);
        text.set(1, Some(Entry::of(&english, &class("share-alike"))));
        text.set(2, Some(Entry::of(&catalan, &class("permissive"))));
        text.set(3, Some(Entry::of(&listing, &Described::default())));
        for _ in 0..2 {
            let found = |words, filters: &[Filter]| {
                let hits = text.find(&Asked { words, filters, near: None }, 10).unwrap();
                hits.into_iter().map(|hit| hit.place).collect::<Vec<_>>()
            };
            assert_eq!(found("bread", &[]), [3, 2, 1]);
            assert_eq!(found("bread", &[Filter::kinds(&[Kind::Resource])]), [2, 1]);
            assert_eq!(found("bread", &[Filter::is(&["class"], "share-alike")]), [1]);
            assert_eq!(found("", &[Filter::is(&["class"], "permissive")]), [2], "without any words");
            assert_eq!(found("bread", &[Filter::is(&["language"], "pt")]), [3], "of Brazil too");
            assert_eq!(found("bread", &Filter::words(&["topics", "sectors"], "baking TOGETHER")), [1]);
            assert_eq!(found("bread", &Filter::words(&["topics", "sectors"], "baker")), [3], "beginnings");
            let both = [Filter::kinds(&[Kind::Resource]), Filter::is(&["language"], "ca")];
            assert_eq!(found("braed", &both), [2], "typos are narrowed as well");
            assert_eq!(found("", &[]), [0; 0]);
            text.commit().unwrap();
        }
    }

    #[test]
    fn what_is_near_comes_nearest_first() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        let at = |north: f64, east: f64| Point::new((north * 1e6) as i64, (east * 1e6) as i64);
        let places = [(1, at(48.85, 2.35)), (2, at(50.69, 3.18)), (3, at(50.63, 3.06)), (4, None)];
        for (place, point) in places {
            let view = view(Kind::Listing, &[("en", "Legal advice")], &[]);
            text.set(place, Some(Entry::of(&view, &Described { marks: Vec::new(), point })));
        }
        let lille = at(50.63, 3.06).unwrap();
        for _ in 0..2 {
            let found = |words, kilometres| {
                let near = Some(Near { point: lille, kilometres });
                let hits = text.find(&Asked { words, filters: &[], near }, 10).unwrap();
                hits.into_iter()
                    .map(|hit| (hit.place, hit.kilometres.unwrap().round() as u32))
                    .collect::<Vec<_>>()
            };
            assert_eq!(found("legal", 50.0), [(3, 0), (2, 11)]);
            assert_eq!(found("", 10.0), [(3, 0)]);
            assert_eq!(found("legal", 20_000.0), [(3, 0), (2, 11), (1, 204)]);
            assert_eq!(found("nothing", 50.0), []);
            text.commit().unwrap();
        }
    }
}

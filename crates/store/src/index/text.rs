//! Full text, in tantivy: which words stand in which record.
//!
//! A record is known there by its place in lists alone. What was written since the last commit is gathered in memory, and
//! searched there: a commit takes some ten milliseconds, and is made for many records at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use commons_registry::Kind;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, SegmentMeta, SegmentReader, TantivyDocument, Term};

use super::words;

/// Memory that tantivy may use while it takes in records: the least that it works with.
const WRITER_BYTES: usize = 15_000_000;

/// When the words that were gathered take more bytes than this they are committed.
const MAX_RECENT_BYTES: usize = 8 * 1024 * 1024;

/// What a record that was gathered takes beside its words, and a word beside its letters.
const ENTRY_OVERHEAD: usize = 128;
const WORD_OVERHEAD: usize = 24;

/// Most words of one record that are searchable.
const MAX_WORDS: usize = 1000;
/// Most bytes of them together.
const MAX_WORDS_BYTES: usize = 48 * 1024;

/// Most words of a search that are looked for; further ones are left aside.
const MAX_SEARCH_WORDS: usize = 16;

/// The name of the way in which texts are cut into words: they come folded, with a space between.
const FOLDED: &str = "folded";

/// The words of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    title: Vec<String>,
    all: Vec<String>,
}

impl Words {
    /// Those of its titles, in whatever languages, and those of all its texts, with a mark of its kind.
    pub(super) fn of<'t>(
        kind: Kind,
        titles: impl Iterator<Item = &'t str>,
        texts: impl Iterator<Item = &'t str>,
    ) -> Self {
        let mut all = words::distinct(texts, MAX_WORDS, MAX_WORDS_BYTES);
        let mark = mark_of(kind);
        all.insert(all.partition_point(|word| *word < mark), mark);
        Self { title: words::distinct(titles, MAX_WORDS, MAX_WORDS_BYTES), all }
    }

    fn bytes(&self) -> usize {
        self.title.iter().chain(&self.all).map(|word| word.len() + WORD_OVERHEAD).sum()
    }

    /// Whether all words wanted stand in the titles of a record of this kind.
    fn are_titled(&self, mark: &String, wanted: &BTreeSet<String>) -> bool {
        self.all.binary_search(mark).is_ok() && wanted.iter().all(|word| stands_in(&self.title, word))
    }

    /// How many of the words wanted stand in the title, if all stand somewhere: they, or longer ones that begin so.
    fn hits(&self, wanted: &BTreeSet<String>) -> Option<usize> {
        let all = wanted.iter().all(|word| stands_in(&self.all, word));
        all.then(|| wanted.iter().filter(|word| stands_in(&self.title, word)).count())
    }
}

/// Whether a word, or a longer one that begins so, is among sorted ones.
fn stands_in(words: &[String], wanted: &String) -> bool {
    let at = words.partition_point(|word| word < wanted);
    words.get(at).is_some_and(|word| word.starts_with(wanted))
}

/// The word that stands in every record of a kind. No text has it: words of texts are letters and digits.
fn mark_of(kind: Kind) -> String {
    format!("={kind}")
}

#[derive(Debug, Default)]
struct Recent {
    /// The words of records by place; nothing for those that are to be taken out.
    records: BTreeMap<u64, Option<Words>>,
    bytes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Fields {
    place: Field,
    title: Field,
    text: Field,
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
    pub(super) fn set(&self, place: u64, words: Option<Words>) {
        let size = |words: &Option<Words>| ENTRY_OVERHEAD + words.as_ref().map_or(0, Words::bytes);
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

    /// Places of records in which every word stands, or one that begins with it: those with the words in their title
    /// first, then the last to come. At most `most`.
    pub(super) fn search(&self, text: &str, most: usize) -> Result<Vec<u64>, tantivy::TantivyError> {
        let wanted: BTreeSet<String> = words::words(text).take(MAX_SEARCH_WORDS).collect();
        self.best(&wanted, most, |words| words.hits(&wanted), &self.query(&wanted))
    }

    /// Places of records of a kind in whose titles every word stands, or one that begins with it: the last to come first.
    pub(super) fn search_titles(
        &self,
        kind: Kind,
        text: &str,
        most: usize,
    ) -> Result<Vec<u64>, tantivy::TantivyError> {
        let wanted: BTreeSet<String> = words::words(text).take(MAX_SEARCH_WORDS).collect();
        let mark = mark_of(kind);
        let is_marked =
            TermQuery::new(Term::from_field_text(self.fields.text, &mark), IndexRecordOption::Basic);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(ConstScoreQuery::new(Box::new(is_marked), 0.0)))];
        clauses.extend(wanted.iter().map(|word| (Occur::Must, begins(self.fields.title, word, 0.0))));
        let hits = |words: &Words| words.are_titled(&mark, &wanted).then_some(0);
        self.best(&wanted, most, hits, &BooleanQuery::new(clauses))
    }

    /// The places of those with most hits, then the last to come: among what was gathered, and what is committed.
    fn best(
        &self,
        wanted: &BTreeSet<String>,
        most: usize,
        hits: impl Fn(&Words) -> Option<usize>,
        query: &BooleanQuery,
    ) -> Result<Vec<u64>, tantivy::TantivyError> {
        if wanted.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        // What was gathered first: should it be committed meanwhile, it is found twice, and counts once.
        let (mut ranked, gathered) = {
            let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
            let hit = |(place, words): (&u64, &Option<Words>)| Some((hits(words.as_ref()?)?, *place));
            let ranked: BTreeSet<(usize, u64)> = recent.records.iter().filter_map(hit).collect();
            (ranked, recent.records.keys().copied().collect::<BTreeSet<u64>>())
        };
        let by_title_then_last = |segment: &SegmentReader| {
            let places = segment.fast_fields().u64(PLACE).ok();
            move |document: u32, hits: f32| {
                let place = places.as_ref().and_then(|places| places.first(document)).unwrap_or_default();
                (hits, place)
            }
        };
        let top = TopDocs::with_limit(most + gathered.len()).tweak_score(by_title_then_last);
        let found = self.reader.searcher().search(query, &top)?;
        let committed = found.into_iter().map(|((hits, place), _)| (hits as usize, place));
        ranked.extend(committed.filter(|(_, place)| !gathered.contains(place)));
        Ok(ranked.into_iter().rev().take(most).map(|(_, place)| place).collect())
    }

    /// All words, each in the text; one that stands in the title counts one point.
    fn query(&self, wanted: &BTreeSet<String>) -> BooleanQuery {
        let mut clauses = Vec::with_capacity(wanted.len() * 2);
        for word in wanted {
            clauses.push((Occur::Must, begins(self.fields.text, word, 0.0)));
            clauses.push((Occur::Should, begins(self.fields.title, word, 1.0)));
        }
        BooleanQuery::new(clauses)
    }
}

/// What has a word that begins so in a field, and how many points that gives.
fn begins(field: Field, word: &str, points: f32) -> Box<dyn Query> {
    let prefix = FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, false);
    Box::new(ConstScoreQuery::new(Box::new(prefix), points))
}

const PLACE: &str = "place";

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
        text: schema.add_text_field("text", words),
    };
    (schema.build(), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &Text, place: u64, title: &str, summary: &str) {
        let words = Words::of(Kind::Resource, [title].into_iter(), [title, summary].into_iter());
        text.set(place, Some(words));
    }

    #[test]
    fn titles_of_one_kind_are_found_in_every_language() {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        let titles = ["commons", "bien común"];
        let all = || titles.into_iter().chain(["What a community keeps together."]);
        text.set(1, Some(Words::of(Kind::Term, titles.into_iter(), all())));
        text.set(2, Some(Words::of(Kind::Resource, titles.into_iter(), all())));
        text.set(3, Some(Words::of(Kind::Term, ["community"].into_iter(), all())));
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
}

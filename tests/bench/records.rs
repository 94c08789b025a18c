//! Records like those people write, any number of them, the same in every run.

use std::path::Path;

use commons_registry::{Change, Draft, Kind, NetworkId};
use commons_store::{Outcome, Store, StoreOptions};
use commons_tests::{histories::TestAgent, random::Random};

/// Records of one agent, on average.
const RECORDS_EACH: usize = 200;

/// Items handed to the store at once.
const AT_ONCE: usize = 4_096;

/// Words that people write again and again, the most frequent first. One word of so many is one of them: the first stands in every
/// other record or so.
const SMALL_WORDS: [&str; 8] = ["the", "of", "and", "for", "in", "to", "we", "how"];
const ONE_IN: usize = 3;

/// Opens the store of a node that belongs to the usual network.
pub(crate) fn open(directory: &Path) -> Store {
    Store::open(directory, StoreOptions::new(NetworkId::of_name("commons"))).unwrap().0
}

/// Writes records.
pub(crate) struct Writer {
    random: Random,
    words: Vec<String>,
    agents: Vec<TestAgent>,
    begun: usize,
    written: usize,
}

impl Writer {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::from_seed(seed);
        let syllables = ["ba", "co", "de", "fi", "gu", "la", "me", "no", "pi", "ra", "se", "tu", "vo", "zi"];
        let word = |random: &mut Random| (0..2 + random.below(3)).map(|_| *random.pick(&syllables)).collect();
        let words = (0..4_000).map(|_| word(&mut random)).collect();
        Self { random, words, agents: Vec::new(), begun: 0, written: 0 }
    }

    /// The words that records are made of, but for the small ones.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    fn text(&mut self, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn word(&mut self) -> String {
        if self.random.one_in(ONE_IN) {
            return small_word(&mut self.random).to_owned();
        }
        self.random.pick(&self.words).clone()
    }

    /// The next items: as many records, and the foundings of who begins to write.
    pub(crate) fn next(&mut self, records: usize) -> Vec<Vec<u8>> {
        let mut items = Vec::with_capacity(records + records / RECORDS_EACH + 1);
        for _ in 0..records {
            if self.written >= self.begun * RECORDS_EACH {
                let agent = TestAgent::found(&mut self.random, 1);
                items.push(agent.genesis.to_bytes());
                self.agents.push(agent);
                self.begun += 1;
            }
            let mut draft = Draft::new(Kind::Resource);
            let topic = self.random.pick(&self.words).clone();
            let (title, licence) = (self.text(5), "CC-BY-SA-4.0");
            draft.set_keyed("title", "en", &title).unwrap();
            draft.set_keyed("summary", "en", &self.text(18)).unwrap();
            draft.set("licence", licence).unwrap();
            draft.set("topics", &topic).unwrap();
            let at = self.random.below(self.agents.len());
            let edit = draft.begin(self.random.bytes()).unwrap();
            items.push(Change::author(&self.agents[at].member(0), edit).to_bytes());
            self.written += 1;
        }
        items
    }

    /// Has a store keep so many records more.
    pub(crate) fn fill(&mut self, store: &Store, mut records: usize) {
        while records > 0 {
            let part = records.min(AT_ONCE);
            let outcomes = store.ingest_many(self.next(part)).unwrap();
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::New(_))));
            records -= part;
        }
        // Only then does the store say what it holds, and what is not listed yet.
        store.settled().unwrap();
    }
}

/// One of the words that people write again and again.
pub(crate) fn small_word(random: &mut Random) -> &'static str {
    let among = 1 + random.below(SMALL_WORDS.len());
    SMALL_WORDS[random.below(among)]
}

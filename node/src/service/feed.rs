//! What feeds and maps for search engines tell: works, the last to come first, with when each came to this node.

use commons_registry::{FieldValue, Kind, RecordId, RecordView, Value as Held};
use jiff::Timestamp;
use serde_json::Value;

use super::{Asker, Occasion, Service};
use crate::arrivals::Arrivals;
use crate::day::Day;
use crate::failure::Failure;
use crate::output::{line, text};
use crate::request::Search;

/// What a feed tells: what people made and said, not who did how much of it, and not whole imported lists.
pub(crate) const IN_FEEDS: [Kind; 5] =
    [Kind::Resource, Kind::Agent, Kind::Licence, Kind::Agreement, Kind::Term];

/// What search engines are told of.
const IN_MAPS: [Kind; 6] =
    [Kind::Resource, Kind::Agent, Kind::Listing, Kind::Licence, Kind::Agreement, Kind::Term];

/// Places in lists that one map covers: so it never names more than this, and search engines take up to 50,000.
pub(crate) const MAP_PLACES: u64 = 20_000;

/// Most characters of a summary.
const MAX_SUMMARY_CHARS: usize = 500;

/// Most topics of one entry.
const MAX_TOPICS: usize = 20;

/// A record in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) by: String,
    pub(crate) agent: String,
    pub(crate) licence: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) topics: Vec<String>,
    pub(crate) came: Timestamp,
}

/// A page of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) entries: Vec<Entry>,
    pub(crate) next: Option<String>,
}

impl Service {
    /// A page of what fits a search, as anybody may read it.
    pub(crate) fn feed(&self, search: &Search) -> Result<Feed, Failure> {
        let occasion = Occasion { asker: Asker::Anybody, today: Day::today() };
        let found = self.search(occasion, search)?;
        let now = Timestamp::now();
        let mut entries = Vec::new();
        for item in found["items"].as_array().into_iter().flatten() {
            entries.extend(self.entry(item, now)?);
        }
        Ok(Feed { entries, next: found["next"].as_str().map(str::to_owned) })
    }

    fn entry(&self, item: &Value, now: Timestamp) -> Result<Option<Entry>, Failure> {
        let Ok(id) = commons_identity::parse_id(text(item, "id")) else { return Ok(None) };
        let id = RecordId::from_bytes(id);
        // Erased, withheld or hidden this very moment.
        let (Some(listed), Some(view)) = (self.store.listed(id)?, self.view(id)?) else { return Ok(None) };
        let name = line(text(item, "agent_name"));
        let short = listed.agent.short();
        let by = if name.is_empty() { short } else { format!("{name} {short}") };
        let title = match line(view.title().unwrap_or_default()) {
            title if title.is_empty() => format!("{} {}", view.kind, id.short()),
            title => title,
        };
        Ok(Some(Entry {
            id: id.to_string(),
            title,
            by,
            agent: listed.agent.to_string(),
            licence: listed.licence.as_deref().map(line),
            summary: summary(&view),
            topics: topics(&view),
            came: self.local().arrivals.came(listed.sequence, now),
        }))
    }

    /// Notes that lists reach so far by now.
    pub(crate) fn note_arrivals(&self, through: u64) {
        let noted = self.local().arrivals.note(&self.data, through, Timestamp::now());
        if let Err(failure) = noted {
            tracing::warn!(reason = %failure.message, "when records came is not noted");
        }
    }

    /// Reads when records came.
    pub(super) fn load_arrivals(&self) -> Result<(), Failure> {
        let journal = self.store.journal_id().to_string();
        self.local().arrivals = Arrivals::load(&self.data, journal)?;
        Ok(())
    }

    /// How many maps there are for search engines.
    pub(crate) fn sitemaps(&self) -> Result<u64, Failure> {
        Ok(self.last_sequence()? / MAP_PLACES + 1)
    }

    /// The records of one map, and when each came.
    pub(crate) fn sitemap(&self, number: u64) -> Result<Vec<(RecordId, Timestamp)>, Failure> {
        let first = number.saturating_mul(MAP_PLACES);
        let end = first.saturating_add(MAP_PLACES);
        let most = usize::try_from(MAP_PLACES).map_err(Failure::internal)?;
        let now = Timestamp::now();
        let mut records = Vec::new();
        for kind in IN_MAPS {
            let listed = self.store.list(Some(kind), Some(end), most)?;
            let local = self.local();
            let within = listed.iter().take_while(|listed| listed.sequence >= first);
            records.extend(within.map(|listed| (listed.id, local.arrivals.came(listed.sequence, now))));
        }
        Ok(records)
    }
}

/// The first of its long texts that says what it is, cut.
fn summary(view: &RecordView) -> Option<String> {
    let field = ["summary", "description", "definition"].iter().find_map(|name| view.fields.get(name))?;
    let FieldValue::Prose(texts) = field else { return None };
    let words = texts.get("en").or_else(|| texts.get("und")).or_else(|| texts.values().next())?;
    let words = line(words);
    let cut: String = words.chars().take(MAX_SUMMARY_CHARS).collect();
    Some(if cut.len() < words.len() { format!("{cut}…") } else { cut }).filter(|words| !words.is_empty())
}

fn topics(view: &RecordView) -> Vec<String> {
    let topics = view.set("topics").filter_map(|value| match value {
        Held::Text(topic) => Some(line(topic)),
        _ => None,
    });
    topics.filter(|topic| !topic.is_empty()).take(MAX_TOPICS).collect()
}

//! What is to be known about a record or a name, before somebody relies on it.

use serde_json::Value;

use crate::language::Words;
use crate::output::{line, name_alone, short, text};

/// A sentence without an end.
pub(super) struct Mark {
    pub(super) said: String,
    /// What follows it in English, or in the words of whoever wrote it.
    pub(super) why: Option<Why>,
}

/// Why something is as it is.
pub(super) struct Why {
    pub(super) text: String,
    pub(super) is_english: bool,
}

const fn said(said: String) -> Mark {
    Mark { said, why: None }
}

/// What is to be known about whoever wrote something, and about its name.
pub(super) fn name_marks(words: Words, value: &Value) -> Vec<Mark> {
    let like = |key: &str, mark: &Value| {
        let name = name_alone(text(mark, "name"));
        said(words.with(key, &[("name", name.into()), ("id", short(mark, "agent").into())]))
    };
    let mut marks = Vec::new();
    if let Some(mark) = value.get("looks_like") {
        marks.push(like("mark-looks-like", mark));
    }
    if let Some(mark) = value.get("title_looks_like") {
        marks.push(like("mark-title-looks-like", mark));
    }
    if let Some(confirmed) = value.get("confirmed_domain") {
        let (domain, on) = (line(text(confirmed, "domain")), words.day_of(text(confirmed, "on")));
        marks.push(said(words.with("mark-domain", &[("domain", domain.into()), ("on", on.into())])));
    }
    marks
}

/// The same about a record that is shown whole: also whether it is hidden, kept here, and agreed.
pub(super) fn record_marks(words: Words, record: &Value) -> Vec<Mark> {
    let mut marks = name_marks(words, record);
    if record["contested"] == true {
        marks.push(said(words.say("mark-frozen")));
    }
    if let Some(not_kept) = record.get("not_kept") {
        let nodes = not_kept["asked"].as_u64().unwrap_or_default();
        let why = not_kept["why"].as_str().map(|why| Why { text: line(why), is_english: true });
        marks.push(Mark { said: words.with("mark-not-kept", &[("nodes", nodes.into())]), why });
        if not_kept["whole"] == false {
            marks.push(said(words.say("mark-not-whole")));
        }
    }
    if let Some(hidden) = record.get("hidden").filter(|hidden| !hidden.is_null()) {
        let because = hidden["because"].as_str().map(|why| Why { text: line(why), is_english: false });
        let since = words.day_of(text(hidden, "since"));
        marks.push(Mark { said: words.with("mark-hidden", &[("since", since.into())]), why: because });
    }
    marks
}

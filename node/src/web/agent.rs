//! What stands on the page of an organisation or a person besides its own words: its works, what it says of itself and who
//! confirms that, who may sign for it, its agreements, and how far this node trusts it.

use serde_json::Value;

use super::item::{Item, items};
use super::value::{fact, fact_value};
use crate::language::Words;
use crate::output::{line, name_and_id, text};

/// An agent as a whole.
pub(super) struct About {
    pub(super) works: Vec<Item>,
    pub(super) facts: Vec<Fact>,
    pub(super) members: Option<String>,
    pub(super) is_contested: bool,
    pub(super) agreements: Vec<(String, String)>,
    /// How far this node trusts it: for people here only.
    pub(super) standing: Option<String>,
    /// Who introduced whom until it came to them: what that rests on. Each with the record that says so.
    pub(super) chain: Vec<(String, String)>,
}

/// A fact, and who says so.
pub(super) struct Fact {
    pub(super) name: String,
    /// How it is asked about in an address.
    pub(super) asked: String,
    pub(super) value: String,
    pub(super) is_declared: bool,
    pub(super) confirmed_by: Vec<String>,
    /// Who says otherwise, and what.
    pub(super) denied_by: Vec<(String, String)>,
}

impl About {
    pub(super) fn of(words: Words, about: &Value, works: &Value) -> Self {
        let all = |name: &str| about[name].as_array().into_iter().flatten();
        let members = about["members"].as_u64().filter(|_| text(about, "form") == "organisation");
        let needed = about["threshold"].as_u64().unwrap_or_default();
        let standing = about["standing"]["standing"].as_str();
        Self {
            works: items(words, &works["items"]),
            facts: all("facts").map(|one| stated(words, one)).collect(),
            members: members
                .map(|of| words.with("agent-members", &[("of", of.into()), ("needed", needed.into())])),
            is_contested: !about["contested"].is_null(),
            agreements: all("agreements")
                .map(|agreement| (text(agreement, "id").to_owned(), line(text(agreement, "name"))))
                .collect(),
            standing: standing
                .map(|standing| words.name("standing", standing).unwrap_or_else(|| line(standing))),
            chain: about["standing"]["chain"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|link| introduced(words, link))
                .collect(),
        }
    }
}

/// That one introduced another.
fn introduced(words: Words, link: &Value) -> (String, String) {
    let called = |name: &str, id: &str| {
        let (name, id) = (line(text(link, name)), text(link, id));
        format!("{name} {}", id.get(..8).unwrap_or(id)).trim().to_owned()
    };
    let by = called("by_name", "by");
    let about = called("about_name", "about");
    let said = words.with("agent-introduced", &[("by", by.into()), ("about", about.into())]);
    (text(link, "record").to_owned(), said)
}

fn stated(words: Words, stated: &Value) -> Fact {
    let name = text(stated, "fact");
    let value = |said: &Value| match &said["value"] {
        Value::Bool(value) => fact_value(words, name, if *value { "true" } else { "false" }),
        value => fact_value(words, name, value.as_str().unwrap_or_default()),
    };
    let by = |list: &str| stated[list].as_array().into_iter().flatten();
    Fact {
        name: fact(words, name),
        asked: form_urlencoded::Serializer::new(String::new()).append_pair("fact", name).finish(),
        value: value(stated),
        is_declared: stated["declared"] == true,
        confirmed_by: by("confirmed_by").map(name_and_id).collect(),
        denied_by: by("denied_by").map(|one| (name_and_id(one), value(one))).collect(),
    }
}

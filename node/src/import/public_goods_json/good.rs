//! One object of the list.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::import::field::{self, Link};
use crate::import::limits::MAX_LIST_ITEMS;
use crate::import::report::Reading;

/// Something that is offered to everybody: software, content, data, a model, a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicGood {
    /// What stays the same when a corrected list is imported again: `_file`, else name and website.
    pub(crate) source_key: String,
    /// Name, on one line.
    pub(crate) name: String,
    /// Other names, without repetitions.
    pub(crate) aliases: Vec<String>,
    /// What it is; may have several lines.
    pub(crate) description: Option<String>,
    /// Its page.
    pub(crate) website: Option<String>,
    /// Where its sources are kept, without repetitions.
    pub(crate) repositories: Vec<String>,
    /// The licences as the list writes them, without repetitions; all of them apply. Empty: none stated.
    pub(crate) licences: Vec<String>,
    /// Where the licences can be read, without repetitions.
    pub(crate) licence_urls: Vec<String>,
    /// software, content, data, aimodel, standard, …; in lower case.
    pub(crate) types: BTreeSet<String>,
    /// Sectors as the list writes them, and the United Nations' goals as `SDG 1` to `SDG 17`; without repetitions.
    pub(crate) topics: Vec<String>,
    /// Who made, keeps or pays for it.
    pub(crate) makers: Vec<Maker>,
    /// How far the list's keepers have reviewed it: nominee, DPG, archive, …
    pub(crate) stage: Option<String>,
}

/// An organisation that a public good comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Maker {
    /// Name, on one line.
    pub(crate) name: String,
    /// owner, maintainer, funder, implementer, …
    pub(crate) role: Option<String>,
    /// Its web address.
    pub(crate) website: Option<String>,
}

/// The keys that are read.
pub(crate) const KEYS: [&str; 13] = [
    "_file",
    "name",
    "aliases",
    "description",
    "website",
    "license",
    "SDGs",
    "sectors",
    "type",
    "repositories",
    "repositoryURL",
    "organizations",
    "stage",
];

/// Reads one object; the error is the reason for refusing it.
pub(crate) fn read(value: &Value) -> Result<Reading<PublicGood>, String> {
    let Value::Object(object) = value else {
        return Err(format!("expected an object, {{\"name\": …}}, found {}", kind(value)));
    };
    let mut warnings = Vec::new();
    let name = field::name("name", text(object, "name")?)?;
    let written_website = text(object, "website")?;
    let (source_key, key_in_words) = match field::short("_file", text(object, "_file")?)? {
        Some(file) => (file, "same _file"),
        None => (field::key_of_name_and_website(&name, written_website), "same name and website"),
    };
    let mut topics = Unique::default();
    for sector in list(object, "sectors")? {
        topics.push(field::short("sectors", as_text("sectors", sector)?)?);
    }
    for goal in list(object, "SDGs")? {
        topics.push(Some(format!("SDG {}", goal_number(goal)?)));
    }
    let mut licences = Unique::default();
    let mut licence_urls = Unique::default();
    for licence in list(object, "license")? {
        let (id, url) = match licence {
            Value::Object(licence) => (text(licence, "spdx")?, text(licence, "licenseURL")?),
            other => (as_text("license", other)?, ""),
        };
        licences.push(field::short("license", id)?);
        licence_urls.push(usable("licenseURL", url, &mut warnings)?);
    }
    let mut repositories = Unique::default();
    repositories.push(usable("repositoryURL", text(object, "repositoryURL")?, &mut warnings)?);
    for repository in list(object, "repositories")? {
        let url = match repository {
            Value::Object(repository) => text(repository, "url")?,
            other => as_text("repositories", other)?,
        };
        repositories.push(usable("repositories", url, &mut warnings)?);
    }
    let mut aliases = Unique::default();
    for alias in list(object, "aliases")? {
        aliases.push(field::short("aliases", as_text("aliases", alias)?)?);
    }
    let mut types = BTreeSet::new();
    for kind in list(object, "type")? {
        types.extend(field::short("type", as_text("type", kind)?)?.map(|kind| kind.to_lowercase()));
    }
    let makers = list(object, "organizations")?
        .iter()
        .filter_map(|organisation| maker(organisation, &mut warnings).transpose())
        .collect::<Result<_, String>>()?;
    let value = PublicGood {
        source_key: source_key.clone(),
        name,
        aliases: aliases.0,
        description: field::text("description", text(object, "description")?)?,
        website: usable("website", written_website, &mut warnings)?,
        repositories: repositories.0,
        licences: licences.0,
        licence_urls: licence_urls.0,
        types,
        topics: topics.0,
        makers,
        stage: field::short("stage", text(object, "stage")?)?,
    };
    Ok(Reading { value, source_key, key_in_words, warnings })
}

fn maker(value: &Value, warnings: &mut Vec<String>) -> Result<Option<Maker>, String> {
    let (name, role, website) = match value {
        Value::Object(maker) => (text(maker, "name")?, text(maker, "org_type")?, text(maker, "website")?),
        other => (as_text("organizations", other)?, "", ""),
    };
    let Some(name) = field::short("organizations", name)? else {
        return Ok(None);
    };
    let role = field::short("org_type", role)?;
    Ok(Some(Maker { name, role, website: usable("organizations", website, warnings)? }))
}

/// A goal is written `{"SDGNumber": 3}`, `[3, "Good Health"]` or `3`.
fn goal_number(value: &Value) -> Result<u64, String> {
    let number = match value {
        Value::Object(goal) => goal.get("SDGNumber"),
        Value::Array(goal) => goal.first(),
        other => Some(other),
    };
    number.and_then(Value::as_u64).filter(|number| (1..=17).contains(number)).ok_or_else(|| {
        let found = number.map_or_else(|| "nothing".to_owned(), |number| field::shown(&number.to_string()));
        format!("SDGs: expected a number from 1 to 17, found {found}")
    })
}

/// Texts in the order in which they came, each once.
#[derive(Default)]
struct Unique(Vec<String>);

impl Unique {
    fn push(&mut self, text: Option<String>) {
        if let Some(text) = text.filter(|text| !self.0.contains(text)) {
            self.0.push(text);
        }
    }
}

fn usable(label: &str, raw: &str, warnings: &mut Vec<String>) -> Result<Option<String>, String> {
    Ok(match field::link(label, raw)? {
        Link::None => None,
        Link::Address(address) => Some(address),
        Link::Unusable(why) => {
            warnings.push(why);
            None
        }
    })
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    object.get(key).map_or(Ok(""), |value| as_text(key, value))
}

fn as_text<'a>(key: &str, value: &'a Value) -> Result<&'a str, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Null => Ok(""),
        other => Err(format!("{key}: expected a text, found {}", kind(other))),
    }
}

fn list<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a [Value], String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) if items.len() > MAX_LIST_ITEMS => {
            Err(format!("{key}: expected at most {MAX_LIST_ITEMS} entries, found {}", items.len()))
        }
        Some(Value::Array(items)) => Ok(items),
        Some(single) => Ok(std::slice::from_ref(single)),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

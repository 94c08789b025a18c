//! Records in the vocabulary of schema.org, as JSON-LD, for search engines and other registries: what a work is, who keeps
//! it, and under which terms (`license`, `usageInfo`). Pure: everything that it says is passed in.
//!
//! Addresses within the registry (`/records/ID`) are relative to the node that answers; the id itself, which is the same on
//! every node, stands in `identifier`.

use std::collections::BTreeMap;

use commons_identity::AgentId;
use commons_licences::{LicenceExpression, Permission};
use commons_registry::{FieldValue, FileRef, Kind, OwnTerms, RecordId, RecordView, Value as Held};
use serde_json::{Map, Value, json};

/// Where on the page of a record it says what may be done with it.
pub(crate) const USAGE_ANCHOR: &str = "may-we-reuse-this";

/// What each type of resource is to schema.org. Types that are not here, or are no works, are taken as works besides.
const TYPES: &[(&str, &str)] = &[
    ("article", "Article"),
    ("audio", "AudioObject"),
    ("book", "Book"),
    ("challenge", "CreativeWork"),
    ("course", "Course"),
    ("data", "Dataset"),
    ("dataset", "Dataset"),
    ("design", "CreativeWork"),
    ("documentation", "TechArticle"),
    ("glossary", "DefinedTermSet"),
    ("good-practice", "HowTo"),
    ("guide", "HowTo"),
    ("handbook", "HowTo"),
    ("hardware", "CreativeWork"),
    ("image", "ImageObject"),
    ("manual", "HowTo"),
    ("need", "Demand"),
    ("overcome-problem", "HowTo"),
    ("picture", "ImageObject"),
    ("recipe", "Recipe"),
    ("report", "Report"),
    ("service", "Service"),
    ("service-offered", "Service"),
    ("software", "SoftwareSourceCode"),
    ("space", "Place"),
    ("tool", "Product"),
    ("video", "VideoObject"),
    ("website", "WebSite"),
];

/// Those of them that are no kinds of work, so that they have no `license` by themselves.
const NO_WORKS: &[&str] = &["Demand", "Place", "Product", "Service"];

/// Who or what an agent is called and is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    /// As its record has it, such as `worker-coop` or `person`.
    pub(crate) kind: Option<String>,
    /// The record that it keeps of itself.
    pub(crate) record: Option<RecordId>,
}

/// Whoever is named as having contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Contributor {
    Agent(AgentId, Named),
    /// By the name, or pseudonym, that they ask to be credited by.
    Called(String),
}

/// What is known besides the record itself.
#[derive(Debug, Default)]
pub(crate) struct Besides {
    /// Whoever keeps the record.
    pub(crate) steward: Named,
    /// Whose contributions the steward made or acknowledged.
    pub(crate) contributors: Vec<Contributor>,
    /// What the steward allows beyond the licence.
    pub(crate) permissions: Vec<Permission>,
    /// Of own terms that the licence names: what they are called, and where their text can be read.
    pub(crate) terms: BTreeMap<OwnTerms, (String, Vec<String>)>,
    /// The licence as people read it.
    pub(crate) licence_in_words: String,
}

/// A record in the vocabulary of schema.org.
pub(crate) fn json_ld(view: &RecordView, besides: &Besides) -> Value {
    let mut thing = Map::new();
    thing.insert("@context".to_owned(), "https://schema.org".into());
    thing.insert("@type".to_owned(), types(view));
    thing.insert("@id".to_owned(), page(&view.id).into());
    thing.insert(
        "identifier".to_owned(),
        json!({ "@type": "PropertyValue", "propertyID": "commons-record", "value": view.id }),
    );
    put(&mut thing, "name", by_language(view, view.kind.title_field()));
    match view.kind {
        Kind::Resource => resource(&mut thing, view, besides),
        Kind::Agent | Kind::Listing => organisation(&mut thing, view),
        Kind::Term => term(&mut thing, view, besides),
        _ => {
            put(&mut thing, "maintainer", Some(agent(&view.agent, &besides.steward)));
            let text = if view.kind == Kind::Licence { "text" } else { "note" };
            put(&mut thing, "text", by_language(view, text));
            put(&mut thing, "url", listed(texts(view, "links").map(address)));
        }
    }
    Value::Object(thing)
}

/// An entry of a glossary. What sets it apart from other uses belongs to what it means.
fn term(thing: &mut Map<String, Value>, view: &RecordView, besides: &Besides) {
    put(thing, "description", by_language(view, "definition"));
    put(thing, "disambiguatingDescription", by_language(view, "differences"));
    let set = view.text("context").map(|context| json!({ "@type": "DefinedTermSet", "name": context }));
    put(thing, "inDefinedTermSet", set);
    put(thing, "url", listed(texts(view, "links").map(address)));
    put(thing, "maintainer", Some(agent(&view.agent, &besides.steward)));
}

/// The records that a field names.
fn records(view: &RecordView, field: &str) -> Option<Value> {
    let ids = view.set(field).filter_map(|value| match value {
        Held::Id(id) => Some(json!({ "@id": page(&RecordId::from_bytes(*id)) })),
        _ => None,
    });
    one_or_many(ids.collect())
}

fn resource(thing: &mut Map<String, Value>, view: &RecordView, besides: &Besides) {
    put(thing, "description", by_language(view, "summary"));
    put(thing, "inLanguage", listed(texts(view, "languages").map(Some)));
    put(thing, "keywords", listed(texts(view, "topics").map(Some)));
    put(thing, "url", listed(texts(view, "links").map(address)));
    put(thing, "alternateName", listed(texts(view, "aliases").map(Some)));
    put(thing, "version", view.text("version").map(Value::from));
    put(thing, "creativeWorkStatus", view.text("stage").map(Value::from));
    if view.one("uncredited").is_none() {
        let makers: Vec<&str> = texts(view, "makers").collect();
        let creators = match view.text("credit_as") {
            Some(credited) => vec![credited],
            None => makers,
        };
        put(thing, "creator", listed(creators.into_iter().map(Some)));
    }
    let contributors = besides.contributors.iter().map(|contributor| match contributor {
        Contributor::Agent(id, named) => agent(id, named),
        Contributor::Called(name) => name.as_str().into(),
    });
    put(thing, "contributor", one_or_many(contributors.collect()));
    let steward = agent(&view.agent, &besides.steward);
    put(thing, "maintainer", Some(steward.clone()));
    put(thing, "publisher", Some(steward));
    put(thing, "isBasedOn", records(view, "derived_from"));
    put(thing, "about", records(view, "answers"));
    put(thing, "encoding", one_or_many(view.files().map(|file| media(&file)).collect()));
    put(thing, "spatialCoverage", area(view));
    put(thing, "license", licence(view, besides));
    put(thing, "usageInfo", Some(usage(view, besides)));
}

/// A file, known by the hash of its content.
fn media(file: &FileRef) -> Value {
    json!({
        "@type": "MediaObject",
        "name": file.name.as_str(),
        "contentSize": format!("{} B", file.size),
        "identifier": { "@type": "PropertyValue", "propertyID": "blake3", "value": file.hash },
    })
}

/// The terms by their addresses. Of several none is left out; which of them may be chosen says `usageInfo`.
fn licence(view: &RecordView, besides: &Besides) -> Option<Value> {
    if is_contested(view) {
        return None;
    }
    let expression = LicenceExpression::parse(view.text("licence")?).ok()?;
    let mut all: Vec<Value> = Vec::new();
    for id in expression.ids() {
        let one = match id.parse::<OwnTerms>() {
            Ok(terms) => {
                let (name, links) = besides.terms.get(&terms).cloned().unwrap_or_default();
                let mut work = Map::new();
                work.insert("@type".to_owned(), "CreativeWork".into());
                work.insert("@id".to_owned(), page(&terms.record()).into());
                work.insert("identifier".to_owned(), id.into());
                put(&mut work, "name", (!name.is_empty()).then(|| name.into()));
                put(&mut work, "url", listed(links.iter().map(|link| address(link))));
                Value::Object(work)
            }
            // What is not on the list of SPDX has no address there.
            Err(_) if id.starts_with("LicenseRef-") => json!({ "@type": "CreativeWork", "name": id }),
            Err(_) => format!("https://spdx.org/licenses/{id}.html").into(),
        };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    let pages = texts(view, "licence_links").filter_map(address).map(Value::from);
    all.extend(pages);
    one_or_many(all)
}

/// What may be done beyond the terms, or with which of them: the place on the page, and the same in words.
fn usage(view: &RecordView, besides: &Besides) -> Value {
    let mut said = Vec::new();
    match (is_contested(view), besides.licence_in_words.as_str()) {
        (true, _) => said.push(
            "The records name several licences at once, and nobody has settled which holds: ask.".to_owned(),
        ),
        (false, "" | "NONE" | "NOASSERTION") => said.push("No licence is stated: ask.".to_owned()),
        (false, licence) => said.push(format!("Offered under: {licence}.")),
    }
    for (number, permission) in (1..).zip(&besides.permissions) {
        said.push(format!("Permission {number}, beyond the licence: {}.", permission.in_words()));
    }
    said.push("Agreements with whoever keeps it may allow their parties more.".to_owned());
    json!([
        format!("{}#{USAGE_ANCHOR}", page(&view.id)),
        { "@type": "CreativeWork", "name": "Terms of reuse", "text": said.join(" ") },
    ])
}

fn is_contested(view: &RecordView) -> bool {
    view.conflicts.iter().any(|conflict| conflict.field.name == "licence")
}

/// For which area a resource is meant.
fn area(view: &RecordView) -> Option<Value> {
    let mut area = Map::new();
    put(&mut area, "name", view.text("place").map(Value::from));
    put(&mut area, "description", view.text("scope").map(Value::from));
    if let Some(country) = view.text("country") {
        area.insert("address".to_owned(), json!({ "@type": "PostalAddress", "addressCountry": country }));
    }
    if area.is_empty() {
        return None;
    }
    area.insert("@type".to_owned(), "Place".into());
    Some(area.into())
}

fn organisation(thing: &mut Map<String, Value>, view: &RecordView) {
    put(thing, "description", by_language(view, "description"));
    put(thing, "sameAs", listed(texts(view, "links").map(address)));
    put(thing, "knowsLanguage", listed(texts(view, "languages").map(Some)));
    put(thing, "knowsAbout", listed(texts(view, "skills").chain(texts(view, "sectors")).map(Some)));
    let mut place = Map::new();
    for (field, name) in [
        ("locality", "addressLocality"),
        ("place", "addressLocality"),
        ("region", "addressRegion"),
        ("country", "addressCountry"),
    ] {
        put(&mut place, name, view.text(field).map(Value::from));
    }
    if !place.is_empty() {
        place.insert("@type".to_owned(), "PostalAddress".into());
        thing.insert("address".to_owned(), place.into());
    }
}

/// What the record is of.
fn types(view: &RecordView) -> Value {
    match view.kind {
        Kind::Agent | Kind::Listing => agent_type(view.text("agent_kind")).into(),
        Kind::Resource => {
            let mut found: Vec<&str> = Vec::new();
            for word in texts(view, "types") {
                let of = TYPES.iter().find(|(typed, _)| *typed == word).map_or("CreativeWork", |(_, of)| of);
                if !found.contains(&of) {
                    found.push(of);
                }
            }
            // Of works the more exact word is enough.
            if found.iter().any(|of| *of != "CreativeWork" && !NO_WORKS.contains(of)) {
                found.retain(|of| *of != "CreativeWork");
            } else if !found.contains(&"CreativeWork") {
                found.insert(0, "CreativeWork");
            }
            one_or_many(found.into_iter().map(Value::from).collect()).unwrap_or_default()
        }
        Kind::Term => "DefinedTerm".into(),
        Kind::Licence | Kind::Agreement => "CreativeWork".into(),
        Kind::Contribution | Kind::Attestation | Kind::Motion | Kind::Reuse => "Thing".into(),
    }
}

fn agent_type(kind: Option<&str>) -> &'static str {
    match kind {
        Some("person") => "Person",
        Some("education") => "EducationalOrganization",
        Some("public-body") => "GovernmentOrganization",
        Some("nonprofit") => "NGO",
        Some("union") => "WorkersUnion",
        Some("company") => "Corporation",
        _ => "Organization",
    }
}

fn agent(id: &AgentId, named: &Named) -> Value {
    let mut agent = Map::new();
    agent.insert("@type".to_owned(), agent_type(named.kind.as_deref()).into());
    let address = named.record.as_ref().map_or_else(|| format!("/records/{id}"), page);
    agent.insert("@id".to_owned(), address.into());
    agent.insert(
        "identifier".to_owned(),
        json!({ "@type": "PropertyValue", "propertyID": "commons-agent", "value": id }),
    );
    put(&mut agent, "name", named.name.as_deref().map(Value::from));
    Value::Object(agent)
}

fn page(record: &RecordId) -> String {
    format!("/records/{record}")
}

/// Web addresses only: replicated text must not become a link that does something.
fn address(text: &str) -> Option<&str> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    (is_web && !text.contains(char::is_whitespace)).then_some(text)
}

fn texts<'v>(view: &'v RecordView, set: &'static str) -> impl Iterator<Item = &'v str> {
    view.set(set).filter_map(|value| match value {
        Held::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn listed<'t>(values: impl Iterator<Item = Option<&'t str>>) -> Option<Value> {
    one_or_many(values.flatten().map(Value::from).collect())
}

fn one_or_many(mut values: Vec<Value>) -> Option<Value> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(values.into()),
    }
}

/// A text in each language, marked with it.
fn by_language(view: &RecordView, field: &str) -> Option<Value> {
    let texts: Vec<(&str, &str)> = match view.fields.get(field)? {
        FieldValue::Keyed(values) => values
            .iter()
            .filter_map(|(language, value)| match value {
                Held::Text(text) => Some((language.as_str(), text.as_str())),
                _ => None,
            })
            .collect(),
        FieldValue::Prose(texts) => {
            texts.iter().map(|(language, text)| (language.as_str(), text.as_str())).collect()
        }
        _ => Vec::new(),
    };
    let marked = |(language, text): (&str, &str)| match language {
        "und" => Value::from(text),
        language => json!({ "@language": language, "@value": text }),
    };
    one_or_many(texts.into_iter().map(marked).collect())
}

fn put(into: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        into.insert(name.to_owned(), value);
    }
}

/// As it stands in a page. Nothing in it can end the element that it stands in: `<`, `>` and `&` are written as escapes, which
/// say the same to whoever reads JSON. Marks that turn the direction of text are, too.
pub(crate) fn in_a_page(value: &Value) -> String {
    let mut escaped = String::new();
    for character in value.to_string().chars() {
        let code = u32::from(character);
        match character {
            '<' | '>' | '&' | '\'' => escaped.push_str(&format!("\\u{code:04x}")),
            _ if matches!(code, 0x2028 | 0x2029 | 0x061c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069) =>
            {
                escaped.push_str(&format!("\\u{code:04x}"));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;

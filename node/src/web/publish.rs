//! The form of a resource: to publish one, and to change it.

mod seen;

use askama::Template;
use axum::response::Response;
use commons_licences::UsualPermission;
use commons_registry::FileRef;
use serde_json::Value;

use super::refusal::Refused;
use super::said::translated;
use super::{Choice, Page, shown};
use crate::failure::Failure;
use crate::language::{Language, Reader, Words};
use crate::output::{line, plain, text};
use crate::request::MAX_SENT_BYTES;
use crate::resource_types::TYPES;
pub(super) use seen::hash;
pub(crate) use seen::{Seen, Several, Single};

/// Licences that co-ops choose from, by their SPDX ids: the first fits most of what they make.
pub(crate) const LICENCES: [&str; 9] = [
    "PPL",
    "CC-BY-SA-4.0",
    "CC-BY-4.0",
    "CC-BY-NC-SA-4.0",
    "CC0-1.0",
    "AGPL-3.0-or-later",
    "GPL-3.0-or-later",
    "MIT",
    "CERN-OHL-S-2.0",
];

/// Under what a licence has its few words.
pub(crate) fn key_of(licence: &str) -> String {
    licence.to_lowercase().replace('.', "-")
}

/// What is typed of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) title: String,
    pub(crate) licence: String,
    pub(crate) types: Vec<String>,
    pub(crate) language: String,
    pub(crate) summary: String,
    pub(crate) topics: String,
    pub(crate) links: String,
    pub(crate) made_by: String,
    pub(crate) derived_from: String,
    /// Whom to allow more than the licence does, of a new resource.
    pub(crate) also_allow: Vec<String>,
    pub(crate) place: String,
    pub(crate) how_run: String,
    /// Files that came with the form before it was refused: hash, size and name.
    pub(crate) kept: Vec<String>,
    /// The names of the files that stand there now, and of those that are to go.
    pub(crate) files: Vec<String>,
    /// See [`Self::files`].
    pub(crate) remove_files: Vec<String>,
}

impl Typed {
    /// What stands in a resource now, in the language of its first title.
    pub(crate) fn of(record: &Value) -> Self {
        let titles = record["fields"]["title"].as_object();
        let first = titles.and_then(|titles| titles.keys().next()).cloned().unwrap_or_default();
        Self::in_language(record, if first == "und" { "" } else { &first })
    }

    /// The same in a language, which is empty where none is said.
    pub(crate) fn in_language(record: &Value, language: &str) -> Self {
        let fields = &record["fields"];
        let language = if language.is_empty() { "und".to_owned() } else { language.to_owned() };
        let title = fields["title"][&language].as_str().unwrap_or_default().to_owned();
        let joined = |name: &str, between: &str| {
            let values = fields[name].as_array().into_iter().flatten().filter_map(Value::as_str);
            values.collect::<Vec<_>>().join(between)
        };
        let prose = |name: &str| {
            let texts = fields[name].as_object();
            let text = texts.and_then(|texts| texts.get(&language).or_else(|| texts.values().next()));
            text.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let files = record["files"].as_array().into_iter().flatten();
        let types = fields["types"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Self {
            title,
            licence: text(fields, "licence").to_owned(),
            types: types.map(str::to_owned).collect(),
            summary: prose("summary"),
            topics: joined("topics", "\n"),
            links: joined("links", "\n"),
            made_by: joined("makers", "\n"),
            derived_from: joined("derived_from", "\n"),
            also_allow: Vec::new(),
            place: text(fields, "place").to_owned(),
            how_run: prose("how_run"),
            kept: Vec::new(),
            files: files.map(|file| text(file, "name").to_owned()).collect(),
            remove_files: Vec::new(),
            language: if language == "und" { String::new() } else { language },
        }
    }
}

/// A permission that is often given.
struct Usual {
    value: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "publish.html")]
struct Publish {
    page: Page,
    /// The licence that stands there now, if it is none of the list.
    present: Option<String>,
    refused: Option<Refused>,
    typed: Typed,
    /// The resource that is changed; none if it is a new one.
    id: Option<String>,
    /// What the form held when it was shown.
    seen: Option<String>,
    /// What others wrote meanwhile into fields that were changed here too: the name of each, and what stands there now.
    meanwhile: Vec<(String, String)>,
    licences: Vec<Choice>,
    other_licence: String,
    /// Whom stewards mostly allow more than the licence does.
    usual: Vec<Usual>,
    types: Vec<Choice>,
    /// Types in the words of whoever wrote them.
    other_types: Vec<String>,
    languages: Vec<Choice>,
    /// What may be sent, in words.
    files_hint: String,
    kept: Vec<KeptFile>,
    files: Vec<PresentFile>,
    /// The language of what stands there, if pages do not speak it.
    other_language: Option<String>,
}

/// A file that came before.
struct KeptFile {
    /// Hash, size and name, as it is sent again.
    line: String,
    name: String,
    size: String,
}

/// A file that stands there now.
struct PresentFile {
    /// As it is sent, and as it is shown.
    value: String,
    name: String,
    goes: bool,
}

/// The form for a new resource.
pub(crate) fn publish(reader: Reader, typed: &Typed, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let typed = match typed.language.as_str() {
        "" => Typed { language: words.language().code().to_owned(), ..typed.clone() },
        _ => typed.clone(),
    };
    form(Page::titled(reader, words.say("publish-title")), words, None, typed, refused)
}

/// A resource that is changed.
pub(crate) struct Edited<'e> {
    pub(crate) id: &'e str,
    pub(crate) seen: &'e Seen,
    /// Fields that others changed meanwhile, with what stands in them now.
    pub(crate) meanwhile: &'e [(Single, &'e str)],
}

/// The form to change a resource.
pub(crate) fn edit(
    reader: Reader,
    edited: &Edited<'_>,
    typed: &Typed,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let page = Page::titled(reader, words.say("edit-title"));
    form(page, words, Some(edited), typed.clone(), refused)
}

fn form(
    page: Page,
    words: Words,
    edited: Option<&Edited<'_>>,
    typed: Typed,
    refused: Option<&Failure>,
) -> Response {
    let id = edited.map(|edited| edited.id.to_owned());
    let meanwhile = edited.into_iter().flat_map(|edited| edited.meanwhile);
    let chosen = if typed.licence.is_empty() { LICENCES[0] } else { &typed.licence };
    let (is_listed, is_there) = (LICENCES.contains(&chosen), id.is_some());
    let licences = LICENCES.iter().map(|licence| Choice {
        value: licence,
        label: match words.name("licence", &key_of(licence)) {
            Some(name) => format!("{licence}: {name}"),
            None => (*licence).to_owned(),
        },
        chosen: chosen == *licence,
    });
    // What asks for something in return needs words of one's own.
    let usual = UsualPermission::ALL.iter().filter(|usual| **usual != UsualPermission::Others);
    let usual = usual.map(|usual| Usual {
        value: usual.as_str(),
        label: translated(words, &usual.whom()),
        chosen: typed.also_allow.iter().any(|one| one == usual.as_str()),
    });
    let types = TYPES.iter().map(|(token, _)| Choice {
        value: token,
        label: words.name("resource-type", token).unwrap_or_else(|| (*token).to_owned()),
        chosen: typed.types.iter().any(|one| one == token),
    });
    let languages = Language::ALL.into_iter().map(|language| Choice {
        value: language.code(),
        label: language.own_name().to_owned(),
        chosen: typed.language == language.code(),
    });
    shown(&Publish {
        page,
        usual: usual.collect(),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        id,
        seen: edited.map(|edited| edited.seen.written()),
        meanwhile: meanwhile.map(|(field, now)| (words.say(field.key()), plain(now))).collect(),
        licences: licences.collect(),
        present: (!is_listed && is_there).then(|| chosen.to_owned()),
        other_licence: if is_listed || is_there { String::new() } else { chosen.to_owned() },
        types: types.collect(),
        other_types: typed
            .types
            .iter()
            .filter(|one| TYPES.iter().all(|(token, _)| token != one))
            .cloned()
            .collect(),
        languages: languages.collect(),
        files_hint: words.with("publish-files-hint", &[("size", words.size(MAX_SENT_BYTES).into())]),
        kept: typed.kept.iter().filter_map(|kept| kept_file(words, kept)).collect(),
        files: typed.files.iter().map(|name| present_file(name, &typed.remove_files)).collect(),
        other_language: Some(&typed.language)
            .filter(|tag| !tag.is_empty() && Language::of_tag(tag).is_none_or(|of| of.code() != **tag))
            .cloned(),
        typed,
    })
}

fn kept_file(words: Words, kept: &str) -> Option<KeptFile> {
    let file = FileRef::parse(kept).ok()?;
    Some(KeptFile { line: kept.to_owned(), name: line(file.name.as_str()), size: words.size(file.size) })
}

fn present_file(name: &str, going: &[String]) -> PresentFile {
    PresentFile { value: name.to_owned(), name: line(name), goes: going.iter().any(|one| one == name) }
}

//! The catalogues, which lie in the program and are read when a page in their language is first asked for.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use tracing::warn;

use super::Language;

pub(super) type Bundle = FluentBundle<FluentResource>;

/// What pages are about: each area is a file of every catalogue.
macro_rules! areas {
    ($($area:literal),* $(,)?) => {
        #[cfg(test)]
        pub(super) const AREAS: &[&str] = &[$($area),*];

        /// A catalogue, a file for each area.
        const fn files(language: Language) -> &'static [&'static str] {
            macro_rules! of {
                ($code:literal) => {
                    &[$(include_str!(concat!("../../locales/", $code, "/", $area, ".ftl"))),*]
                };
            }
            match language {
                Language::Catalan => of!("ca"),
                Language::German => of!("de"),
                Language::English => of!("en"),
                Language::Spanish => of!("es"),
                Language::French => of!("fr"),
                Language::Italian => of!("it"),
                Language::Portuguese => of!("pt"),
            }
        }
    };
}

areas!(
    "agreements",
    "common",
    "duties",
    "editing",
    "entrance",
    "facts",
    "feeds",
    "fields",
    "files",
    "findings",
    "history",
    "home",
    "kinds",
    "knowledge",
    "letter",
    "licences",
    "live",
    "map",
    "members",
    "near",
    "profile",
    "provenance",
    "record",
    "refusal",
    "reuse",
    "say",
    "waiting",
    "writing"
);

/// In the order of [`Language::ALL`].
static BUNDLES: [LazyLock<Bundle>; 7] = [
    LazyLock::new(|| read(Language::Catalan)),
    LazyLock::new(|| read(Language::German)),
    LazyLock::new(|| read(Language::English)),
    LazyLock::new(|| read(Language::Spanish)),
    LazyLock::new(|| read(Language::French)),
    LazyLock::new(|| read(Language::Italian)),
    LazyLock::new(|| read(Language::Portuguese)),
];

pub(super) fn bundle(language: Language) -> &'static Bundle {
    &BUNDLES[language as usize]
}

/// What cannot be read is left out, and said in English: tests see to it that nothing is.
fn read(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.code().parse().into_iter().collect());
    // They keep right-to-left text in its place, which templates do by <bdi>; a title and a form hold no such marks.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers(language)));
    for file in files(language) {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(read, errors)| {
            warn!(language = language.code(), ?errors, "a catalogue cannot be read to its end");
            read
        });
        if let Err(errors) = bundle.add_resource(resource) {
            warn!(language = language.code(), ?errors, "a catalogue says something twice");
        }
    }
    bundle
}

/// Writes the numbers within sentences. Fluent takes a function that carries nothing along, so there is one for each language.
fn numbers<M>(language: Language) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match language {
        Language::Catalan => |value, _| number(value, Language::Catalan),
        Language::German => |value, _| number(value, Language::German),
        Language::English => |value, _| number(value, Language::English),
        Language::Spanish => |value, _| number(value, Language::Spanish),
        Language::French => |value, _| number(value, Language::French),
        Language::Italian => |value, _| number(value, Language::Italian),
        Language::Portuguese => |value, _| number(value, Language::Portuguese),
    }
}

fn number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(written(&number.as_string(), language)),
        _ => None,
    }
}

/// A decimal number as the language writes it.
pub(super) fn written(number: &str, language: Language) -> String {
    let (between, point, grouped_from) = language.separators();
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", number),
    };
    let (whole, fraction) =
        number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut written = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        let left = whole.len() - at;
        if at > 0 && left.is_multiple_of(3) && whole.len() >= grouped_from {
            written.push_str(between);
        }
        written.push(digit);
    }
    if let Some(fraction) = fraction {
        written.push_str(point);
        written.push_str(fraction);
    }
    written
}

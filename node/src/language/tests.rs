//! All catalogues say the same things, with the same gaps to be filled, and nothing that pages do not say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use commons_licences::{Act, FactName, Purpose, Surplus, UserField, Verdict};
use commons_registry::Kind;
use commons_registry::schema::{PAYMENTS, SCOPES, STATEMENTS, TRACKS};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::catalogue::{AREAS, bundle};
use super::words::Said;
use super::{Language, Words, sentences};
use crate::resource_types::TYPES;

/// What a catalogue says: each key, with the names of what is put in.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn keys(language: Language) -> Keys {
    let mut keys = Keys::new();
    for area in AREAS {
        let path = here(&format!("locales/{}/{area}.ftl", language.code()));
        let text = fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut names = BTreeSet::new();
            names_in(&message.value.expect("each key says something"), &mut names);
            let key = message.id.name.to_owned();
            assert!(keys.insert(key.clone(), names).is_none(), "{key} is said twice in {}", language.code());
        }
    }
    keys
}

fn names_in(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => name_in(inline, names),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                name_in(selector, names);
                variants.iter().for_each(|variant| names_in(&variant.value, names));
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn name_in(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        names.insert(id.name.to_owned());
    }
}

#[test]
fn all_catalogues_say_the_same_things_with_the_same_gaps() {
    let english = keys(Language::English);
    assert!(english.len() > 300, "{}", english.len());
    for language in Language::ALL {
        let keys = keys(language);
        for (key, names) in &english {
            assert_eq!(keys.get(key), Some(names), "{key} in {}", language.code());
        }
        let more: Vec<_> = keys.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(more.is_empty(), "{more:?} in {}, and not in English", language.code());
        let folder = here(&format!("locales/{}", language.code()));
        let files: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        let sentences = (language != Language::English).then_some("sentences");
        let expected = AREAS.iter().copied().chain(sentences).map(str::to_owned).collect();
        assert_eq!(files, expected, "{}", language.code());
    }
}

/// The gaps of a sentence.
fn gaps(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).map(|rest| rest.split_once('}').expect("each gap ends").0).collect()
}

#[test]
fn what_answers_say_is_said_in_every_language() {
    let ours = crate::sentences::WITH_GAPS.iter().copied();
    let english: BTreeSet<&str> = commons_licences::sentences().into_iter().chain(ours).collect();
    assert!(english.len() > 400, "{}", english.len());
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let code = language.code();
        let said = sentences::file(language).unwrap().sentence;
        let keys: BTreeSet<&str> = said.iter().map(|pair| pair.english.as_str()).collect();
        assert_eq!(keys.len(), said.len(), "a sentence stands twice in {code}");
        let missing: Vec<_> = english.difference(&keys).collect();
        assert!(missing.is_empty(), "not there in {code}: {missing:#?}");
        let spent: Vec<_> = keys.difference(&english).collect();
        assert!(spent.is_empty(), "no answer says this any more, in {code}: {spent:#?}");
        for pair in &said {
            assert_eq!(gaps(&pair.english), gaps(&pair.here), "in {code}: {}", pair.english);
            assert_eq!(pair.here.trim(), pair.here, "in {code}: {}", pair.english);
            let is_but_gaps = pair.english.split(' ').count() < 3;
            assert!(pair.here != pair.english || is_but_gaps, "English in {code}: {}", pair.english);
        }
    }
}

/// In French, lines do not break before a colon.
#[test]
fn french_signs_stay_with_their_words() {
    let file = sentences::file(Language::French).unwrap().sentence;
    let catalogues =
        AREAS.iter().map(|area| fs::read_to_string(here(&format!("locales/fr/{area}.ftl"))).unwrap());
    let said = file.into_iter().map(|pair| pair.here).chain(catalogues);
    for line in said.flat_map(|said| said.lines().map(str::to_owned).collect::<Vec<_>>()) {
        let breaks = [" :", " ;", " ?", " !", " »", "« "].iter().any(|sign| line.contains(sign));
        assert!(line.starts_with('#') || !breaks, "{line}");
    }
}

/// What is the same in another language as in English is a word that both have, or was forgotten.
#[test]
fn nothing_is_left_in_english() {
    let said = |language, key: &str, names: &BTreeSet<String>| {
        let said = names.iter().map(|name| (name.as_str(), Said::from(2))).collect();
        let bundle = bundle(language);
        let pattern = bundle.get_message(key).unwrap().value().unwrap();
        bundle.format_pattern(pattern, Some(&said), &mut Vec::new()).into_owned()
    };
    let english = keys(Language::English);
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        for (key, names) in &english {
            let (one, other) = (said(Language::English, key, names), said(language, key, names));
            assert!(
                one != other || one.split(' ').count() < 3,
                "{key} is English in {}: {one}",
                language.code()
            );
        }
    }
}

#[test]
fn every_sentence_can_be_said() {
    for language in Language::ALL {
        for (key, names) in keys(language) {
            for number in [0, 1, 2, 12, 1_000_000] {
                let said = names.iter().map(|name| (name.as_str(), Said::from(number))).collect();
                let mut errors = Vec::new();
                let bundle = bundle(language);
                let pattern = bundle.get_message(&key).unwrap().value().unwrap();
                let sentence = bundle.format_pattern(pattern, Some(&said), &mut errors);
                assert!(errors.is_empty(), "{key} in {}: {errors:?}", language.code());
                assert_eq!(sentence.trim(), sentence, "{key} in {}", language.code());
                assert!(!sentence.is_empty(), "{key} in {}", language.code());
            }
        }
    }
}

/// What forms say that was done.
const DONE: &[&str] = &[
    "joined",
    "passphrase",
    "taken-in",
    "proposed",
    "dismissed",
    "approved",
    "objected",
    "acknowledged",
    "questioned",
    "replied",
    "published",
    "changed",
    "contributed",
    "contributed-to-ours",
    "drafted",
    "fetching",
    "confirmed",
    "confirmation-withdrawn",
    "introduced",
    "introduction-withdrawn",
    "hidden",
    "shown-again",
    "erased",
    "offered",
    "agreed",
    "taken-back",
];

/// What a change does to a record.
const DID: &[&str] = &[
    "set",
    "cleared",
    "worded",
    "added",
    "removed",
    "approved",
    "objected",
    "withdrew-objection",
    "adopted",
];

/// What becomes of a report.
const REPORT_STATES: &[&str] = &["open", "refused", "settled", "withheld", "shown-again", "hidden", "gone"];

/// The words of lists that have names, by the family of their keys.
fn families() -> Vec<(&'static str, Vec<String>)> {
    fn words<T: core::fmt::Display>(all: &[T]) -> Vec<String> {
        all.iter().map(|word| word.to_string().replace('_', "-")).collect()
    }
    let fields: BTreeSet<&str> =
        Kind::ALL.iter().flat_map(|kind| kind.fields()).map(|field| field.name).collect();
    let fields = fields.into_iter().filter(|name| !name.starts_with("source_") && *name != "receipt");
    let kinds_of_refusal =
        ["usage", "invalid", "not-found", "locked", "in-use", "config", "network", "internal"];
    let duties = duties().into_iter().chain(["in-return".to_owned(), "unless".to_owned()]);
    vec![
        ("kind", words(&Kind::ALL)),
        ("agent-kind", words(commons_licences::Kind::ALL)),
        ("resource-type", TYPES.iter().map(|(name, _)| (*name).to_owned()).collect()),
        ("scope", words(SCOPES)),
        ("track", words(TRACKS)),
        ("payment", words(PAYMENTS)),
        ("statement", words(STATEMENTS)),
        ("user-field", words(UserField::ALL).into_iter().chain(["none".to_owned()]).collect()),
        ("surplus", words(Surplus::ALL)),
        ("fact", words(FactName::ALL)),
        ("question", words(FactName::ALL)),
        ("purpose", words(Purpose::ALL)),
        ("act", words(Act::ALL)),
        ("verdict", words(Verdict::ALL)),
        ("basis", words(&["given", "self-declared", "confirmed", "implied-by-kind"])),
        ("duty", duties.collect()),
        ("field", fields.map(|name| name.replace('_', "-")).collect()),
        ("refusal", words(&kinds_of_refusal)),
        ("refusal-next", words(&kinds_of_refusal)),
        ("decision", words(&["licence", "hand-over", "rules", "erase"])),
        ("matter-blocked", words(&["objection", "decided-since"])),
        (
            "waiting-what",
            words(&["contribution", "question", "removal", "claim", "reply", "agreement", "part"]),
        ),
        ("role", words(&crate::web::contribute::ROLES)),
        (
            "licence",
            crate::web::publish::LICENCES
                .iter()
                .map(|licence| crate::web::publish::key_of(licence))
                .collect(),
        ),
        ("file-sort", words(&crate::media_type::SORTS)),
        ("say-question", words(&["title", "send"])),
        ("say-confirm", words(&["title", "send"])),
        ("say-introduce", words(&["title", "send"])),
        ("say-hide", words(&["title", "send"])),
        ("say-erase", words(&["title", "send"])),
        ("unit", words(&["hour", "day"])),
        ("done", words(DONE)),
        ("map-go", words(&["closer", "wider", "west", "north", "south", "east", "whole"])),
        ("history-did", words(DID)),
        ("history-why-not", words(&["set-aside", "contested", "list-missing", "key-removed", "not-known"])),
        ("report-state", words(REPORT_STATES)),
        ("agreements-allow", words(&["anything", "commercial", "non-commercial"])),
        ("doing", words(&["copies", "adapts", "conveys", "serves", "shares", "sublicenses"])),
        ("reach", words(&["yes", "unproved", "nearby", "here", "no"])),
        ("standing", words(&["own", "followed", "introduced", "new", "blocked"])),
        ("admission", words(&["open", "introduced", "followed"])),
        ("near-offer", words(&["space", "tool", "service-offered", "need"])),
    ]
}

/// The ids of duties in the term sheets.
fn duties() -> BTreeSet<String> {
    let sheets = fs::read_dir(here("../crates/licences/sheets")).unwrap();
    let texts = sheets.map(|sheet| fs::read_to_string(sheet.unwrap().path()).unwrap());
    let mut ids = BTreeSet::new();
    for text in texts {
        let ids_here = text.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
        ids.extend(ids_here.map(str::to_owned));
    }
    assert!(ids.contains("attribution") && ids.len() > 20, "{ids:?}");
    ids
}

/// Every text in quotation marks, and those with which something is said: behind `.say(` or `.with(`.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut said) = (BTreeSet::new(), BTreeSet::new());
    let mut folders = vec![here("templates"), here("src")];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.ends_with("tests.rs") || path.ends_with("src/cli") {
                continue; // what tests and the command say, pages need not
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            // The map of this module shows how things are said.
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            all.extend(code.split('"').map(str::to_owned));
            for call in [".say(", ".with("] {
                let arguments =
                    code.split(call).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
                said.extend(arguments.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
        }
    }
    (all, said)
}

#[test]
fn every_key_is_there_and_every_one_that_is_there_is_used() {
    let english = keys(Language::English);
    let (all, said) = literals();
    assert!(said.len() > 30, "{said:?}");
    for key in &said {
        assert!(english.contains_key(key), "nothing is written under {key}");
    }
    let mut used = all;
    for (family, words) in families() {
        for word in words {
            let key = format!("{family}-{word}");
            assert!(english.contains_key(&key), "{key} has no name");
            used.insert(key);
        }
    }
    let unused: Vec<_> = english.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn numbers_and_days_are_written_as_the_language_writes_them() {
    let said = |language| {
        let words = Words::of(language);
        let day = "2026-04-01".parse().unwrap();
        (words.number(1234), words.number(1_234_567), words.decimal(-1234.56, 1), words.day(day))
    };
    for (language, small, large, decimal, day) in [
        (Language::English, "1,234", "1,234,567", "-1,234.6", "1 April 2026"),
        (Language::Spanish, "1234", "1.234.567", "-1234,6", "1 de abril de 2026"),
        (Language::French, "1\u{202f}234", "1\u{202f}234\u{202f}567", "-1\u{202f}234,6", "1er avril 2026"),
        (Language::Italian, "1.234", "1.234.567", "-1.234,6", "1º aprile 2026"),
        (Language::Catalan, "1.234", "1.234.567", "-1.234,6", "1 d’abril de 2026"),
        (Language::Portuguese, "1.234", "1.234.567", "-1.234,6", "1º de abril de 2026"),
        (Language::German, "1.234", "1.234.567", "-1.234,6", "1. April 2026"),
    ] {
        let expected = (small.to_owned(), large.to_owned(), decimal.to_owned(), day.to_owned());
        assert_eq!(said(language), expected, "{}", language.code());
    }
}

#[test]
fn a_number_in_a_sentence_chooses_the_plural() {
    let asked = |language, nodes: u64| Words::of(language).with("mark-not-kept", &[("nodes", nodes.into())]);
    assert!(asked(Language::English, 1).ends_with("asked of 1 other node just now"));
    assert!(asked(Language::English, 1200).ends_with("asked of 1,200 other nodes just now"));
    assert!(asked(Language::French, 1).contains("à 1 autre nœud"));
    assert!(asked(Language::French, 2).contains("à 2 autres nœuds"));
}

#[test]
fn sizes_are_in_the_unit_that_suits() {
    let words = Words::of(Language::English);
    for (bytes, size) in [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1.0 KiB"),
        (1_048_575, "1.0 MiB"),
        (5 * 1024 * 1024, "5.0 MiB"),
        (u64::MAX, "16,777,216.0 TiB"),
    ] {
        assert_eq!(words.size(bytes), size, "{bytes}");
    }
}

#[test]
fn what_is_not_there_shows_its_key_and_breaks_nothing() {
    let words = Words::of(Language::German);
    assert_eq!(words.say("no-such-key"), "no-such-key");
    assert_eq!(words.name("resource-type", "board-game"), None);
    assert_eq!(words.name("resource-type", "../x = y"), None);
}

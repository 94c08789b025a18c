//! Every id of the SPDX list, in all the forms that people write, and the licences of 753 real public goods: each is read, or
//! refused with a reason and a next step. The counts are printed (`cargo test -p commons-licences --test every_id -- --nocapture`).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use commons_licences::{
    ClassBasis, ExpressionError, LicenceClass, LicenceExpression, Question, Verdict, answer, class_of,
};
use serde_json::Value;
use spdx::identifiers::{EXCEPTIONS, LICENSES};

/// Reads a text. What is read comes out the same when it is read again; what is refused has a reason and a next step.
fn read(text: &str) -> Option<String> {
    match LicenceExpression::parse(text) {
        Ok(expression) => {
            let canonical = expression.to_string();
            assert_eq!(LicenceExpression::parse(&canonical).unwrap().to_string(), canonical, "{text}");
            Some(canonical)
        }
        Err(error) => {
            let reason = error.to_string();
            assert!(reason.starts_with("the licence expression"), "{text}: {reason}");
            assert!(error.hint().ends_with('.') || error.hint().ends_with('`'), "{text}: {}", error.hint());
            assert_ne!(error, ExpressionError::Empty, "{text}");
            None
        }
    }
}

/// The ids, without the one word on the list that is no licence.
fn ids() -> impl Iterator<Item = &'static str> {
    LICENSES.iter().map(|licence| licence.name).filter(|id| *id != "NOASSERTION")
}

#[test]
fn reads_every_id_in_every_form_or_says_why_not() {
    type Form = (&'static str, fn(&str) -> String);
    let forms: [Form; 6] = [
        ("as listed", str::to_owned),
        ("lower case", str::to_ascii_lowercase),
        ("upper case", str::to_ascii_uppercase),
        ("+", |id| format!("{id}+")),
        ("-only", |id| format!("{id}-only")),
        ("-or-later", |id| format!("{id}-or-later")),
    ];
    let mut counts = BTreeMap::new();
    for (name, form) in forms {
        for id in ids() {
            let canonical = read(&form(id));
            let (is_read, refused): &mut (usize, usize) = counts.entry(name).or_default();
            *if canonical.is_some() { is_read } else { refused } += 1;
            let whatever_the_case = matches!(name, "as listed" | "lower case" | "upper case");
            assert!(!whatever_the_case || canonical == read(id) && canonical.is_some(), "{name}: {id}");
        }
    }
    for (name, (is_read, refused)) in &counts {
        println!("{name}: {is_read} read, {refused} refused with a reason");
    }
    // Any licence may be meant in a later version, but for ids that say so already or name an exception; the GNU ids alone come
    // in two sorts.
    let says_so = |id: &&str| id.ends_with('+') || id.ends_with("-or-later") || id.contains("-with-");
    assert_eq!(counts["+"].1, ids().filter(says_so).count());
    let gnu =
        |id: &&str| spdx::gnu_license_id(id, false).is_some_and(|only| only.name == format!("{id}-only"));
    assert_eq!(counts["-only"].0, ids().filter(gnu).count());
    assert_eq!(counts["-or-later"].0, ids().filter(gnu).count());
}

#[test]
fn reads_every_id_with_every_exception() {
    let mut count = 0;
    for exception in EXCEPTIONS {
        for id in ids().filter(|id| !id.contains("-with-")) {
            let canonical = read(&format!("{id} WITH {}", exception.name));
            let ending = format!(" WITH {}", exception.name);
            assert!(canonical.is_some_and(|text| text.ends_with(&ending)), "{id} with {}", exception.name);
            count += 1;
        }
        let reply = answer(&Question::about(format!("gpl-2.0 with {}", exception.name.to_ascii_lowercase())));
        assert!(
            reply.reasons.iter().any(|reason| reason.text.contains(exception.name)),
            "{}",
            exception.name
        );
    }
    println!("{} exceptions, {count} combinations read", EXCEPTIONS.len());
}

#[test]
fn a_deprecated_id_comes_out_as_its_successor() {
    let deprecated = LICENSES.iter().filter(|licence| licence.flags & spdx::flags::IS_DEPRECATED != 0);
    let mut without = BTreeSet::new();
    for licence in deprecated {
        let canonical = read(licence.name).unwrap();
        if canonical == licence.name {
            without.insert(licence.name);
        }
    }
    // These two were taken from the list without a single id in their place.
    assert_eq!(without, BTreeSet::from(["Net-SNMP", "Nunit"]));
}

#[test]
fn every_id_is_answered_and_what_is_unknown_is_named_in_full_with_its_class() {
    let mut classes: BTreeMap<LicenceClass, usize> = BTreeMap::new();
    let mut with_a_sheet = 0;
    for id in ids() {
        let (class, basis) = class_of(id);
        *classes.entry(class).or_default() += 1;
        assert_eq!(class == LicenceClass::Unclassed, basis == ClassBasis::Nothing, "{id}");
        let reply = answer(&Question::about(id));
        assert_eq!(reply.answer == Verdict::Unknown, basis != ClassBasis::Sheet, "{id}");
        if reply.answer != Verdict::Unknown {
            with_a_sheet += 1;
            continue;
        }
        let canonical = read(id).unwrap();
        let full_name = spdx::license_id(&canonical).unwrap().full_name;
        let reason = &reply.reasons[0].text;
        assert!(reason.contains(full_name) && reason.contains(class.plain_words()), "{id}: {reason}");
    }
    let counts: Vec<String> = classes.iter().map(|(class, count)| format!("{class} {count}")).collect();
    println!("{with_a_sheet} of {} ids have a sheet; by class: {}", ids().count(), counts.join(", "));
    assert!(with_a_sheet > 170, "only {with_a_sheet}");
}

#[test]
fn reads_the_licences_of_753_public_goods() {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "..", "..", "shared", "data", "digital-public-goods.json"]
            .iter()
            .collect();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("skipped: the list is looked for in ../shared/data and could not be read ({error})");
            return;
        }
    };
    let goods: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut unsaid, mut is_read, mut refused, mut unknown) = (0, 0, 0, BTreeSet::new());
    for good in &goods {
        let licences = good["license"].as_array().map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<&str> = licences.iter().filter_map(|licence| licence["spdx"].as_str()).collect();
        if ids.is_empty() {
            unsaid += 1;
            continue;
        }
        let expression = ids.join(" AND ");
        match read(&expression) {
            Some(_) => is_read += 1,
            None => refused += 1,
        }
        let reply = answer(&Question::about(&expression));
        if reply.answer == Verdict::Unknown {
            unknown.insert(expression);
        }
    }
    println!(
        "{} public goods: {is_read} licences read, {refused} refused with a reason, {unsaid} name none; without a sheet: \
         {unknown:?}",
        goods.len()
    );
    assert_eq!((goods.len(), is_read, refused, unsaid), (753, 595, 0, 158));
    assert!(unknown.is_empty(), "{unknown:?}");
}

//! What a change does: operations, fields, and values that fit them.

use commons_registry::{Change, Kind, Operation, Value};

use super::bytes::{Cbor, KIND, OPERATIONS, first_change, later_change, operation, signed};
use super::world::{Garden, all_refused, begin, refused};

#[test]
fn refuses_an_unknown_operation() {
    let garden = Garden::new(1);
    for (code, found) in [(9, "9"), (255, "255"), (u64::MAX, "18446744073709551615")] {
        let mut content = later_change(&garden);
        content[OPERATIONS] =
            Cbor::Array(vec![operation(vec![Cbor::Uint(code), Cbor::Uint(1), Cbor::Bool(true)])]);
        let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
        assert_eq!(sentence, format!("change: expected an operation code from 0 to 8, found {found}"));
    }
}

#[test]
fn refuses_an_unknown_field() {
    let garden = Garden::new(1);
    let last = Kind::Resource.fields().len() as u64;
    for field in [0, last + 1, 1_000_000, u64::MAX] {
        for operation in [
            Operation::Put { field, key: None, value: Value::from("Bread") },
            Operation::Clear { field, key: None },
            Operation::SetText { field, language: "en".to_owned(), text: "Bread".to_owned() },
            Operation::Add { field, value: Value::from("Bread") },
            Operation::Remove { field, value: Value::from("Bread") },
        ] {
            let sentence = refused(&garden.items(), &garden.edit(1, vec![operation]).to_bytes());
            assert_eq!(sentence, format!("expected a field of resource from 1 to {last}, found {field}"));
        }
    }
}

#[test]
fn refuses_an_unknown_kind() {
    let garden = Garden::new(1);
    let mut content = first_change(&garden.member());
    let unknown = Kind::ALL.len() as u64;
    content[KIND] = Cbor::Uint(unknown);
    let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
    assert_eq!(
        sentence,
        format!("change: expected a kind of record from 0 to {}, found {unknown}", unknown - 1)
    );
}

/// Every operation on every field of every kind: taken where the shape fits, else refused, never worse.
#[test]
fn refuses_an_operation_that_does_not_fit_the_shape_of_its_field() {
    let garden = Garden::new(1);
    let mut items: Vec<(&str, Vec<u8>)> = Vec::new();
    for (salt, kind) in (1..).zip(Kind::ALL) {
        let fields = kind.fields();
        for field in fields.iter().map(|field| field.number) {
            let language = || "en".to_owned();
            for operation in [
                Operation::Put { field, key: None, value: Value::Id([1; 32]) },
                Operation::Put { field, key: Some(language()), value: Value::Id([1; 32]) },
                Operation::Clear { field, key: None },
                Operation::Clear { field, key: Some(language()) },
                Operation::SetText { field, language: language(), text: String::new() },
                Operation::Add { field, value: Value::Id([1; 32]) },
                Operation::Remove { field, value: Value::Id([1; 32]) },
            ] {
                if operation.check(kind).is_err() {
                    items.push((
                        kind.name(),
                        begin(&garden.member(), kind, [salt; 16], vec![operation]).to_bytes(),
                    ));
                }
            }
        }
    }
    assert!(items.len() > 250, "{}", items.len());
    for ((kind, _), sentence) in items.iter().zip(all_refused(&garden.items(), &items)) {
        assert!(sentence.starts_with(&format!("{kind}.")), "{sentence}");
        assert!(sentence.contains("expected"), "{sentence}");
        assert!(sentence.contains("found"), "{sentence}");
    }
}

#[test]
fn says_how_a_field_of_another_shape_is_changed() {
    let garden = Garden::new(1);
    let add_to_title = Operation::Add { field: 1, value: Value::from("Bread") };
    let sentence = refused(&garden.items(), &garden.edit(1, vec![add_to_title]).to_bytes());
    assert_eq!(sentence, "resource.title: expected put or clear for one language, found add");
    let put_topic = Operation::Put { field: 5, key: None, value: Value::from("Bread") };
    let sentence = refused(&garden.items(), &garden.edit(1, vec![put_topic]).to_bytes());
    assert_eq!(sentence, "resource.topics: expected add or remove, found put of the whole field");
    let clear_licence = Operation::Clear { field: 4, key: None };
    let sentence = refused(&garden.items(), &garden.edit(1, vec![clear_licence]).to_bytes());
    assert_eq!(sentence, "resource.licence: expected put of the whole field, found clear of the whole field");
}

#[test]
fn refuses_a_value_that_does_not_fit_its_field() {
    let garden = Garden::new(1);
    let (text, token) = (|text: &str| Value::from(text), |word: &str| Value::from(word));
    let put = |field, value| Operation::Put { field, key: None, value };
    let named = |field, key: &str, value| Operation::Put { field, key: Some(key.to_owned()), value };
    let cases = [
        (Kind::Resource, named(1, "en", Value::Bool(true)), "expected a text, found true"),
        (Kind::Resource, named(1, "en", Value::Int(-7)), "expected a text, found -7"),
        (Kind::Resource, named(1, "en", Value::Id([1; 32])), "expected a text, found an id"),
        (Kind::Resource, named(1, "en", text("")), "expected a text of 1 to 500 bytes, found 0"),
        (Kind::Resource, named(1, "en", text("a\nb")), "without control characters, found U+000A"),
        (Kind::Resource, named(1, "en", text("a\u{0}b")), "without control characters, found U+0000"),
        (Kind::Resource, named(1, "en", text("a\u{85}b")), "without control characters, found U+0085"),
        (Kind::Resource, named(1, "en", text(" a")), "expected text without spaces at its ends"),
        (Kind::Resource, named(1, "EN", text("a")), "in lower case, found \"EN\""),
        (Kind::Resource, named(1, "", text("a")), "in lower case, found \"\""),
        (Kind::Resource, Operation::Add { field: 3, value: token("Guide") }, "a lower-case word"),
        (
            Kind::Resource,
            Operation::Add { field: 7, value: text("00") },
            "expected the id of a record or an agent",
        ),
        (Kind::Resource, super::world::summary("en", "a\u{7f}"), "without control characters, found U+007F"),
        (Kind::Agent, put(6, Value::Int(90_000_001)), "a number from -90000000 to 90000000, found 90000001"),
        (Kind::Agent, put(7, Value::Int(i64::MIN)), "found -9223372036854775808"),
        (Kind::Agent, named(11, "Surplus!", Value::Bool(true)), "a lower-case word"),
        (Kind::Agent, named(11, "surplus", Value::Int(1)), "expected true, false or a word, found 1"),
        (
            Kind::Contribution,
            put(3, token("money")),
            "expected one of livelihood, love, care, found \"money\"",
        ),
        (Kind::Contribution, put(5, Value::Int(-1)), "expected a number from 0 to "),
        (
            Kind::Attestation,
            put(5, text("2026-02-29")),
            "expected a date as YYYY-MM-DD, found \"2026-02-29\"",
        ),
        (Kind::Attestation, put(5, text("२०२६-१")), "expected a date as YYYY-MM-DD"),
    ];
    let items: Vec<_> = cases
        .iter()
        .map(|(kind, operation, expected)| {
            (*expected, begin(&garden.member(), *kind, [1; 16], vec![operation.clone()]).to_bytes())
        })
        .collect();
    for ((expected, _), sentence) in items.iter().zip(all_refused(&garden.items(), &items)) {
        assert!(sentence.contains(expected), "expected {expected:?} in {sentence:?}");
    }
}

#[test]
fn refuses_numbers_that_no_field_can_hold() {
    let garden = Garden::new(1);
    for (what, raw) in [
        ("above 64 bits signed", vec![0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ("below 64 bits signed", vec![0x3b, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ("a big number", vec![0xc2, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("half", vec![0xf9, 0x38, 0x00]),
        ("not a number", vec![0xf9, 0x7e, 0x00]),
        ("minus one in two bytes", vec![0x38, 0x00]),
    ] {
        let mut content = first_change(&garden.member());
        content[KIND] = Cbor::Uint(Kind::Agent.number());
        let value = Cbor::Raw(raw);
        content[OPERATIONS] =
            Cbor::Array(vec![operation(vec![Cbor::Uint(0), Cbor::Uint(6), Cbor::Null, value])]);
        let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
        let expected = if what.contains("two bytes") { "not in canonical form" } else { "expected " };
        assert!(sentence.contains(expected), "{what}: {sentence}");
    }
}

/// One bad operation among good ones: nothing of the change is done.
#[test]
fn a_change_is_taken_whole_or_not_at_all() {
    let garden = Garden::new(1);
    let operations = vec![
        super::world::title("Bread"),
        super::world::topic("bread"),
        Operation::Add { field: 99, value: Value::from("Bread") },
    ];
    let bad: Change<_> = garden.edit(1, operations);
    refused(&garden.items(), &bad.to_bytes());
}

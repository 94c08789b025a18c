use std::collections::BTreeSet;

use super::good::Maker;
use super::*;
use crate::import::report::RejectedRow;

fn one(text: &str) -> PublicGood {
    let parsed = read(text.as_bytes()).expect("a readable file");
    assert_eq!(parsed.rejected, []);
    parsed.rows.into_iter().next().expect("one row").value
}

fn reasons(text: &str) -> Vec<String> {
    read(text.as_bytes()).expect("a readable file").rejected.into_iter().map(|row| row.reason).collect()
}

#[test]
fn reads_every_field_of_a_good() {
    let good = one(r#"[{
        "_file": "nominees/soil-map.json", "name": " Soil Map ", "aliases": ["", "Earth Map"],
        "description": "Maps\nof soil", "website": "https://soil.example ",
        "license": [{"spdx": "GPL-3.0", "licenseURL": "https://soil.example/l"}, {"spdx": "CC-BY-4.0", "licenseURL": ""}],
        "SDGs": [{"SDGNumber": 2}, [15, "Life on Land"], 2], "sectors": ["Agriculture"],
        "type": ["Data", "software", "data"],
        "repositories": [{"name": "main", "url": "https://code.example/soil"}, {"name": "docs", "url": ""}],
        "organizations": [{"name": "Field Co-op", "org_type": "owner", "website": " https://field.example"}],
        "stage": "nominee"
    }]"#);
    let expected = PublicGood {
        source_key: "nominees/soil-map.json".into(),
        name: "Soil Map".into(),
        aliases: vec!["Earth Map".into()],
        description: Some("Maps\nof soil".into()),
        website: Some("https://soil.example".into()),
        repositories: vec!["https://code.example/soil".into()],
        licences: vec!["GPL-3.0".into(), "CC-BY-4.0".into()],
        licence_urls: vec!["https://soil.example/l".into()],
        types: BTreeSet::from(["data".into(), "software".into()]),
        topics: vec!["Agriculture".into(), "SDG 2".into(), "SDG 15".into()],
        makers: vec![Maker {
            name: "Field Co-op".into(),
            role: Some("owner".into()),
            website: Some("https://field.example".into()),
        }],
        stage: Some("nominee".into()),
    };
    assert_eq!(good, expected);
}

#[test]
fn a_good_may_say_next_to_nothing() {
    let good = one(r#"[{"name": "Bare", "license": null, "type": [], "SDGs": []}]"#);
    assert_eq!(good.source_key, "Bare <>");
    assert!(good.licences.is_empty() && good.types.is_empty() && good.topics.is_empty());
    assert_eq!(good.description, None);
}

#[test]
fn a_single_value_stands_for_a_list_of_one() {
    let good = one(
        r#"[{"name": "Plain", "license": "MIT", "type": "software", "repositories": "https://a.example"}]"#,
    );
    assert_eq!(good.licences, ["MIT"]);
    assert_eq!(good.repositories, ["https://a.example"]);
}

#[test]
fn fields_that_are_not_imported_are_named_once() {
    let parsed =
        read(br#"[{"name": "A", "privacy": {}}, {"name": "B", "privacy": 1, "clearOwnership": {}}]"#);
    let warnings = parsed.expect("a readable file").warnings;
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].message, "fields that are not imported: clearOwnership, privacy");
}

#[test]
fn a_link_that_is_no_address_is_left_out_and_said_so() {
    let parsed = read(br#"[{"name": "A", "website": "ask us"}]"#).expect("a readable file");
    assert_eq!(parsed.rows[0].value.website, None);
    assert_eq!(parsed.warnings[0].row, Some(1));
}

#[test]
fn one_bad_row_does_not_cost_the_others() {
    let text = r#"[{"name": "A"}, 7, {"name": ""}, {"name": ["A"]}, {"name": "B", "SDGs": [18]},
        {"name": "C", "license": [["MIT"]]}, {"name": "A"}, {"name": "D"}]"#;
    assert_eq!(
        reasons(text),
        [
            "expected an object, {\"name\": …}, found a number",
            "name is empty: expected 1 to 500 bytes of text",
            "name: expected a text, found a list",
            "SDGs: expected a number from 1 to 17, found 18",
            "license: expected a text, found a list",
            "repeats row 1 (same name and website)",
        ]
    );
    let parsed = read(text.as_bytes()).expect("a readable file");
    assert_eq!(parsed.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 8]);
}

#[test]
fn a_repeated_file_is_refused() {
    let parsed =
        read(br#"[{"_file": "a", "name": "A"}, {"_file": "a", "name": "B"}]"#).expect("a readable file");
    assert_eq!(parsed.rejected, [RejectedRow { row: 2, reason: "repeats row 1 (same _file)".into() }]);
}

#[test]
fn over_long_lists_are_refused() {
    let aliases = vec!["\"x\""; 101].join(",");
    assert_eq!(
        reasons(&format!(r#"[{{"name": "A", "aliases": [{aliases}]}}]"#)),
        ["aliases: expected at most 100 entries, found 101"]
    );
}

#[test]
fn a_syntax_error_is_told_once_with_its_place() {
    let error = read(b"[{\"name\": \"A\"},\n {\"name\": }]").expect_err("a syntax error");
    assert_eq!(error.to_string(), "the file is not valid JSON: expected value at line 2, column 11");
    assert!(matches!(read(b"[{\"name\": \"A\"}"), Err(FileError::Json { .. })));
    assert!(matches!(read(b"[] x"), Err(FileError::Json { .. })));
    assert!(matches!(read("[".repeat(1_000).as_bytes()), Err(FileError::Json { .. })));
}

#[test]
fn what_is_no_list_is_refused() {
    let message = |text: &str| read(text.as_bytes()).expect_err("no list").to_string();
    assert_eq!(
        message("{\"name\": \"A\"}"),
        "expected a list of public goods, [{\"name\": …}, …], and found a single object"
    );
    for text in ["7", "-7", "7.5", "\"x\"", "true", "null"] {
        assert!(message(text).starts_with("expected a list of public goods"), "{text}");
    }
    assert!(matches!(read(b" "), Err(FileError::Empty { .. })));
    assert!(matches!(read(b"[\"\xff\"]"), Err(FileError::Encoding { .. })));
}

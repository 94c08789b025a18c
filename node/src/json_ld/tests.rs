//! What records come to in the vocabulary of schema.org.

use std::collections::BTreeSet;

use commons_registry::ChangeId;

use super::*;

fn id(byte: u8) -> RecordId {
    RecordId::from_bytes([byte; 32])
}

fn set(values: &[&str]) -> FieldValue {
    FieldValue::Set(values.iter().map(|text| Held::Text((*text).to_owned())).collect::<BTreeSet<_>>())
}

fn resource_of(fields: Vec<(&'static str, FieldValue)>) -> RecordView {
    RecordView {
        id: id(1),
        kind: Kind::Resource,
        agent: AgentId::from_bytes([2; 32]),
        fields: fields.into_iter().collect(),
        conflicts: Vec::new(),
        proposals: Vec::new(),
        heads: Vec::new(),
    }
}

fn licensed(licence: &str) -> RecordView {
    resource_of(vec![("licence", FieldValue::One(Held::Text(licence.to_owned())))])
}

#[test]
fn types_are_told_in_the_words_of_schema_org() {
    for (types, expected) in [
        (&["software"][..], json!("SoftwareSourceCode")),
        (&["guide"], json!("HowTo")),
        (&["data", "guide"], json!(["Dataset", "HowTo"])),
        (&["course", "something-new"], json!("Course")),
        (&["something-new"], json!("CreativeWork")),
        (&["space"], json!(["CreativeWork", "Place"])),
        (&["need", "service"], json!(["CreativeWork", "Demand", "Service"])),
        (&["design", "hardware"], json!("CreativeWork")),
        (&[], json!("CreativeWork")),
    ] {
        let shown = json_ld(&resource_of(vec![("types", set(types))]), &Besides::default());
        assert_eq!(shown["@type"], expected, "{types:?}");
    }
}

#[test]
fn files_are_told_by_name_size_and_hash() {
    let hash = "ab".repeat(32);
    let view = resource_of(vec![("files", set(&[&format!("{hash} 12 plans/oven.pdf"), "no file"]))]);
    let said = json_ld(&view, &Besides::default());
    assert_eq!(said["encoding"]["name"], "plans/oven.pdf", "{said}");
    assert_eq!(
        (&said["encoding"]["contentSize"], &said["encoding"]["identifier"]["value"]),
        (&json!("12 B"), &json!(hash))
    );
}

#[test]
fn licences_are_told_by_their_addresses() {
    let spdx = |id: &str| json!(format!("https://spdx.org/licenses/{id}.html"));
    for (licence, expected) in [
        ("PPL", spdx("PPL")),
        ("MIT OR PPL AND MIT", json!([spdx("MIT"), spdx("PPL")])),
        ("GPL-2.0-only WITH Classpath-exception-2.0", spdx("GPL-2.0-only")),
        ("LicenseRef-Coopyleft", json!({ "@type": "CreativeWork", "name": "LicenseRef-Coopyleft" })),
        ("NONE", Value::Null),
        ("free as in beer", Value::Null),
    ] {
        let shown = json_ld(&licensed(licence), &Besides::default());
        assert_eq!(shown["license"], expected, "{licence}");
        assert_eq!(shown["usageInfo"][0], format!("/records/{}#{USAGE_ANCHOR}", id(1)));
    }
}

#[test]
fn own_terms_are_their_record_with_its_links() {
    let terms = OwnTerms::new(id(7), &[ChangeId::from_bytes([8; 32])]).unwrap();
    let links = vec!["https://press.example/terms".to_owned(), "javascript:alert(1)".to_owned()];
    let besides = Besides {
        terms: BTreeMap::from([(terms.clone(), ("“Sample terms” 07070707".to_owned(), links))]),
        ..Besides::default()
    };
    let shown = json_ld(&licensed(&terms.to_string()), &besides);
    assert_eq!(
        shown["license"],
        json!({
            "@type": "CreativeWork",
            "@id": format!("/records/{}", id(7)),
            "identifier": terms.to_string(),
            "name": "“Sample terms” 07070707",
            "url": "https://press.example/terms",
        })
    );
}

#[test]
fn permissions_and_doubts_are_usage_info() {
    let besides = Besides {
        permissions: vec![Permission::parse("others: 5 % of sales").unwrap()],
        licence_in_words: "PPL".to_owned(),
        ..Besides::default()
    };
    let mut view = licensed("PPL");
    let usage = json_ld(&view, &besides)["usageInfo"][1].clone();
    assert_eq!((&usage["@type"], &usage["name"]), (&json!("CreativeWork"), &json!("Terms of reuse")));
    let text = usage["text"].as_str().unwrap();
    assert!(text.starts_with("Offered under: PPL.") && text.contains("Permission 1"), "{text}");
    assert!(text.contains("5 % of sales"), "{text}");
    let field = Kind::Resource.field_named("licence").unwrap();
    view.conflicts.push(commons_registry::Conflict { field, key: None, values: Vec::new() });
    let shown = json_ld(&view, &besides);
    assert_eq!(shown.get("license"), None, "nobody is told one of two");
    assert!(shown["usageInfo"][1]["text"].as_str().unwrap().contains("several licences at once"));
}

#[test]
fn a_resource_is_told_with_all_that_is_known_of_it() {
    let titles = BTreeMap::from([
        ("en".to_owned(), Held::Text("Bread".to_owned())),
        ("und".to_owned(), Held::Text("Pão".to_owned())),
    ]);
    let view = resource_of(vec![
        ("title", FieldValue::Keyed(titles)),
        ("summary", FieldValue::Prose(BTreeMap::from([("en".to_owned(), "How to.".to_owned())]))),
        ("topics", set(&["bread", "ovens"])),
        ("languages", set(&["en"])),
        ("links", set(&["https://x.example/a", "magnet:?x", "data:text/html,x"])),
        ("makers", set(&["Sample baker"])),
        ("derived_from", FieldValue::Set(BTreeSet::from([Held::Id([9; 32])]))),
    ]);
    let steward = Named {
        name: Some("Sample Bakery".to_owned()),
        kind: Some("worker-coop".to_owned()),
        record: Some(id(3)),
    };
    let person =
        Named { name: Some("Sample miller".to_owned()), kind: Some("person".to_owned()), record: None };
    let besides = Besides {
        steward,
        contributors: vec![Contributor::Agent(AgentId::from_bytes([4; 32]), person)],
        ..Besides::default()
    };
    let shown = json_ld(&view, &besides);
    for (name, expected) in [
        ("@context", json!("https://schema.org")),
        ("@id", json!(format!("/records/{}", id(1)))),
        ("name", json!([{ "@language": "en", "@value": "Bread" }, "Pão"])),
        ("description", json!({ "@language": "en", "@value": "How to." })),
        ("keywords", json!(["bread", "ovens"])),
        ("inLanguage", json!("en")),
        ("url", json!("https://x.example/a")),
        ("creator", json!("Sample baker")),
        ("isBasedOn", json!({ "@id": format!("/records/{}", id(9)) })),
    ] {
        assert_eq!(shown[name], expected, "{name}");
    }
    assert_eq!(shown["identifier"]["value"], json!(id(1)));
    assert_eq!(
        (&shown["publisher"]["@type"], &shown["publisher"]["name"]),
        (&json!("Organization"), &json!("Sample Bakery"))
    );
    assert_eq!(shown["maintainer"]["@id"], json!(format!("/records/{}", id(3))));
    assert_eq!(
        (&shown["contributor"]["@type"], &shown["contributor"]["name"]),
        (&json!("Person"), &json!("Sample miller"))
    );
    assert_eq!(shown.get("dateModified"), None, "nobody knows when it was");
}

#[test]
fn whoever_asks_not_to_be_named_is_not() {
    let view = resource_of(vec![
        ("makers", set(&["Sample baker"])),
        ("uncredited", FieldValue::One(Held::Text("2026-11-30".to_owned()))),
    ]);
    assert_eq!(json_ld(&view, &Besides::default()).get("creator"), None);
    let view = resource_of(vec![
        ("makers", set(&["Sample baker"])),
        ("credit_as", FieldValue::One(Held::Text("A baker".to_owned()))),
    ]);
    assert_eq!(json_ld(&view, &Besides::default())["creator"], "A baker");
}

#[test]
fn agents_are_organisations_or_persons() {
    for (kind, expected) in [
        ("person", "Person"),
        ("worker-coop", "Organization"),
        ("union", "WorkersUnion"),
        ("education", "EducationalOrganization"),
        ("of a later version", "Organization"),
    ] {
        let fields = vec![("agent_kind", FieldValue::One(Held::Text(kind.to_owned())))];
        let view = RecordView { kind: Kind::Agent, ..resource_of(fields) };
        assert_eq!(json_ld(&view, &Besides::default())["@type"], expected, "{kind}");
    }
}

/// The page runs no script of ours either; this is data, and must not become anything else.
#[test]
fn hostile_text_cannot_leave_its_place_in_a_page() {
    let hostile = "</script><script>alert(1)</script><!-- \u{2028}\u{202e}&lt;'";
    let titles = BTreeMap::from([("en".to_owned(), Held::Text(hostile.to_owned()))]);
    let shown = json_ld(&resource_of(vec![("title", FieldValue::Keyed(titles))]), &Besides::default());
    let written = in_a_page(&shown);
    assert!(!written.contains(['<', '>', '&', '\'', '\u{2028}', '\u{202e}']), "{written}");
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), shown, "programs get it as it is");
}

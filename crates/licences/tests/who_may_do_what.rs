//! The table "Who may do what", row by row, for the licences that we hold term sheets for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use commons_licences::{Answer, Question, Verdict, answer};
use serde_json::{Value, json};

/// The users of the table, each with the facts that put it in its column.
fn user(column: &str) -> Value {
    match column {
        "IND" => json!({ "kind": "person" }),
        "WCO" => {
            json!({ "kind": "worker-coop", "worker_owned": true, "surplus": "distributed-to-worker-owners",
                         "non_member_employees": false })
        }
        "WCR" => {
            json!({ "kind": "worker-coop", "worker_owned": true, "surplus": "indivisible-reserve",
                         "non_member_employees": false })
        }
        "MSC" => json!({ "kind": "multi-stakeholder-coop" }),
        "CON" => json!({ "kind": "consumer-coop", "non_member_employees": true }),
        "PRO" => json!({ "kind": "producer-coop" }),
        "NPO" => json!({ "kind": "nonprofit", "non_member_employees": true }),
        "UNI" => json!({ "kind": "union" }),
        "PUB" => json!({ "kind": "public-body", "non_member_employees": true }),
        "EDU" => json!({ "kind": "education" }),
        "BIZ" => json!({ "kind": "company" }),
        other => panic!("no column {other}"),
    }
}

const NOT_BIZ: [&str; 10] = ["IND", "WCO", "WCR", "MSC", "CON", "PRO", "NPO", "UNI", "PUB", "EDU"];

fn ask(licence: &str, column: &str, purpose: &str, acts: &[&str]) -> Answer {
    let question: Question = serde_json::from_value(json!({
        "licence": licence, "user": user(column), "use": { "purpose": purpose, "acts": acts }
    }))
    .unwrap();
    answer(&question)
}

/// A: allowed with duties, N: not granted, ?: unclear, F: forbidden.
fn letter(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed | Verdict::AllowedWithDuties => "A",
        Verdict::NotGranted => "N",
        Verdict::Unclear => "?",
        Verdict::Forbidden => "F",
        Verdict::MissingFacts => "missing",
        Verdict::Unknown => "unknown",
    }
}

#[test]
fn ppl_answers_as_its_row() {
    let commercial = [
        ("IND", "?"),
        ("WCO", "A"),
        ("WCR", "?"),
        ("MSC", "N"),
        ("CON", "N"),
        ("PRO", "N"),
        ("NPO", "N"),
        ("UNI", "N"),
        ("PUB", "N"),
        ("EDU", "N"),
        ("BIZ", "F"),
    ];
    for acts in [&["use"][..], &["copy", "distribute"], &["adapt", "distribute"], &["network-service"]] {
        for (column, expected) in commercial {
            assert_eq!(letter(ask("PPL", column, "commercial", acts).answer), expected, "{column} {acts:?}");
        }
        for column in NOT_BIZ {
            assert_eq!(letter(ask("PPL", column, "non-commercial", acts).answer), "A", "{column} {acts:?}");
        }
        assert_eq!(letter(ask("PPL", "BIZ", "non-commercial", acts).answer), "F", "{acts:?}");
    }
}

/// Asks with every fact of the other reciprocity licences told: the co-ops pass each of their tests.
fn ask_in_full(licence: &str, column: &str, purpose: &str, acts: &[&str]) -> &'static str {
    let mut told = user(column);
    let coop = json!({ "all_workers_are_owners": true, "equal_votes_or_shares": true, "social_economy": true,
                       "workers_are_employees": true, "engages_freelancers": false, "fields": [],
                       "unanimous_community_set_aside": false });
    for (name, value) in coop.as_object().unwrap() {
        told[name] = value.clone();
    }
    let question = json!({ "licence": licence, "user": told,
                           "use": { "purpose": purpose, "acts": acts, "fields": [] } });
    letter(answer(&serde_json::from_value(question).unwrap()).answer)
}

#[test]
fn the_other_reciprocity_licences_answer_as_their_rows() {
    const COLUMNS: [&str; 9] = ["IND", "WCO", "WCR", "MSC", "CON", "NPO", "PUB", "EDU", "BIZ"];
    let table = [
        ("LicenseRef-scancode-cooperative-non-violent-4.0", "AAAAAAAAF", "?A??????F"),
        ("LicenseRef-scancode-cooperative-non-violent-6.0", "AAAAAAAAF", "?A?NNNNNF"),
        ("LicenseRef-scancode-cooperative-non-violent-7.0", "AAAAAAAAF", "?A?NNNNNF"),
        ("LicenseRef-Coopyleft", "AAAAAAAA?", "NAAAANNNF"),
        ("LicenseRef-scancode-anti-capitalist-1.4", "AAAFFANAF", "AAAFFANAF"),
        ("LicenseRef-Cooperative-License-1.0", "AAA??AAAA", "?AA??AAAA"),
        ("LicenseRef-Cooperative-Software", "????????F", "????????F"),
    ];
    for (licence, free, paid) in table {
        for (i, column) in COLUMNS.into_iter().enumerate() {
            for (purpose, row) in [("non-commercial", free), ("commercial", paid)] {
                let reply = ask_in_full(licence, column, purpose, &["distribute"]);
                assert_eq!(reply, &row[i..=i], "{licence} {column} {purpose}");
            }
        }
    }
}

#[test]
fn the_anti_capitalist_licence_tests_the_cell_and_bars_the_military() {
    let ask = |equal: bool, fields: Value| {
        let question = json!({ "licence": "LicenseRef-scancode-anti-capitalist-1.4",
            "user": { "kind": "worker-coop", "non_member_employees": false, "all_workers_are_owners": true,
                      "equal_votes_or_shares": equal, "surplus": "indivisible-reserve", "fields": fields } });
        answer(&serde_json::from_value(question).unwrap())
    };
    assert_eq!(ask(true, json!([])).answer, Verdict::Allowed);
    assert_eq!(ask(false, json!([])).answer, Verdict::Forbidden);
    assert_eq!(ask(true, json!(["police"])).answer, Verdict::Forbidden);
    let silent = ask(true, Value::Null);
    assert_eq!(silent.answer, Verdict::AllowedWithDuties);
    assert!(silent.duties.iter().any(|duty| duty.id == "unless" && duty.text.contains("military")));
}

#[test]
fn the_cooperative_license_asks_firms_and_public_bodies_for_the_source() {
    for (column, expected) in [("PUB", true), ("BIZ", true), ("NPO", false), ("IND", false)] {
        let reply = ask("LicenseRef-Cooperative-License-1.0", column, "non-commercial", &["network-service"]);
        assert_eq!(reply.duties.iter().any(|duty| duty.id == "source"), expected, "{column}: {reply:?}");
    }
}

#[test]
fn the_non_violent_licence_bars_fields_of_use() {
    let ask = |fields: Value| {
        let question = json!({ "licence": "LicenseRef-scancode-cooperative-non-violent-7.0", "user": user("NPO"),
                               "use": { "purpose": "non-commercial", "fields": fields } });
        answer(&serde_json::from_value(question).unwrap())
    };
    let duties = |reply: Answer| reply.duties.into_iter().map(|duty| duty.id).collect::<Vec<_>>();
    assert_eq!(duties(ask(json!([]))), ["no-patent-claims"]);
    assert_eq!(duties(ask(Value::Null)), ["no-patent-claims", "unless"]);
    assert_eq!(ask(json!(["war"])).answer, Verdict::Forbidden);
}

#[test]
fn ppl_notes_that_its_deed_lets_non_profits_sell() {
    let reply = ask("PPL", "NPO", "commercial", &["distribute"]);
    assert!(reply.reasons.iter().any(|reason| reason.text.contains("deed")), "{reply:?}");
}

#[test]
fn non_commercial_licences_grant_no_commercial_use_to_anybody() {
    for member in ["BY-NC", "BY-NC-SA", "BY-NC-ND"] {
        for version in ["1.0", "2.0", "2.5", "3.0", "4.0"] {
            let licence = format!("CC-{member}-{version}");
            for column in NOT_BIZ.into_iter().chain(["BIZ"]) {
                assert_eq!(
                    letter(ask(&licence, column, "commercial", &["distribute"]).answer),
                    "N",
                    "{licence} {column}"
                );
                let free = ask(&licence, column, "non-commercial", &["distribute"]);
                assert_eq!(free.answer, Verdict::AllowedWithDuties, "{licence} {column}");
                assert!(free.duties.iter().any(|duty| duty.id == "attribution"), "{licence}");
            }
        }
    }
}

#[test]
fn creative_commons_clauses_are_those_of_each_version() {
    let early = ["1.0", "2.0", "2.5", "3.0"];
    let table = [
        ("BY", "4(b)", None),
        ("BY-SA", "4(c)", None),
        ("BY-ND", "4(b)", None),
        ("BY-NC", "4(c)", Some("4(b)")),
        ("BY-NC-SA", "4(d)", Some("4(c)")),
        ("BY-NC-ND", "4(c)", Some("4(b)")),
    ];
    for (member, credit, non_commercial) in table {
        for version in early.into_iter().chain(["4.0"]) {
            let licence = format!("CC-{member}-{version}");
            let is_4 = version == "4.0";
            let reply = ask(&licence, "NPO", "non-commercial", &["distribute"]);
            let clause = &reply.duties.iter().find(|duty| duty.id == "attribution").unwrap().clause;
            assert_eq!(clause, if is_4 { "3(a)(1)(A)" } else { credit }, "{licence}");
            if let Some(non_commercial) = non_commercial {
                let reply = ask(&licence, "NPO", "commercial", &["distribute"]);
                let clause = reply.reasons[0].clause.as_deref();
                assert_eq!(clause, Some(if is_4 { "2(a)(1)" } else { non_commercial }), "{licence}");
            }
            if member.ends_with("-SA") {
                let reply = ask(&licence, "NPO", "non-commercial", &["adapt", "distribute"]);
                let clause = &reply.duties.iter().find(|duty| duty.id == "share-alike").unwrap().clause;
                assert_eq!(clause, if is_4 { "3(b)(1)" } else { "4(b)" }, "{licence}");
            }
        }
    }
}

#[test]
fn free_licences_ask_nobody_who_they_are() {
    let free = [
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC-BY-ND-3.0",
        "CC0-1.0",
        "MIT",
        "MIT-0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "ISC",
        "Apache-2.0",
        "Zlib",
        "Unlicense",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "LGPL-2.1-only",
        "LGPL-3.0-or-later",
        "MPL-2.0",
        "AGPL-3.0",
        "GPL-2.0+",
    ];
    for licence in free {
        for column in NOT_BIZ.into_iter().chain(["BIZ"]) {
            for purpose in ["commercial", "non-commercial", "unsure"] {
                assert_eq!(
                    ask(licence, column, purpose, &["use"]).answer,
                    Verdict::Allowed,
                    "{licence} {column}"
                );
                let shared = ask(licence, column, purpose, &["distribute"]).answer;
                assert!(shared.is_yes(), "{licence} {column}");
            }
        }
    }
}

#[test]
fn only_dedications_ask_nothing_in_return() {
    let nothing = ["CC0-1.0", "MIT-0", "0BSD", "Unlicense"];
    for licence in nothing {
        assert_eq!(
            ask(licence, "BIZ", "commercial", &["adapt", "distribute"]).answer,
            Verdict::Allowed,
            "{licence}"
        );
    }
    for licence in
        ["MIT", "ISC", "BSD-2-Clause", "Zlib", "Apache-2.0", "MPL-2.0", "GPL-3.0-only", "CC-BY-4.0"]
    {
        let reply = ask(licence, "BIZ", "commercial", &["adapt", "distribute"]);
        assert_eq!(reply.answer, Verdict::AllowedWithDuties, "{licence}");
        assert!(!reply.duties.is_empty(), "{licence}");
    }
}

#[test]
fn no_derivatives_grants_adapting_in_private_since_version_4_only() {
    for version in ["1.0", "2.0", "2.5", "3.0"] {
        let licence = format!("CC-BY-ND-{version}");
        assert_eq!(
            ask(&licence, "NPO", "non-commercial", &["adapt"]).answer,
            Verdict::NotGranted,
            "{licence}"
        );
    }
    assert_eq!(ask("CC-BY-ND-4.0", "NPO", "non-commercial", &["adapt"]).answer, Verdict::Allowed);
    assert_eq!(
        ask("CC-BY-ND-4.0", "NPO", "non-commercial", &["adapt", "distribute"]).answer,
        Verdict::NotGranted
    );
    assert_eq!(ask("CC-BY-NC-ND-4.0", "BIZ", "commercial", &["adapt"]).answer, Verdict::NotGranted);
}

#[test]
fn sublicensing_is_granted_by_permissive_licences_only() {
    let expected = [
        ("PPL", "N"),
        ("CC-BY-1.0", "N"),
        ("CC-BY-4.0", "N"),
        ("CC-BY-SA-3.0", "N"),
        ("GPL-2.0-only", "N"),
        ("AGPL-3.0-or-later", "N"),
        ("LGPL-2.1-only", "N"),
        ("MIT", "A"),
        ("Apache-2.0", "A"),
        ("CC0-1.0", "A"),
        ("Unlicense", "A"),
        ("MPL-2.0", "A"),
        ("ISC", "?"),
        ("BSD-3-Clause", "?"),
    ];
    for (licence, letter_) in expected {
        assert_eq!(letter(ask(licence, "WCO", "commercial", &["sublicense"]).answer), letter_, "{licence}");
    }
}

#[test]
fn agpl_asks_for_the_source_of_a_changed_network_service() {
    let has = |licence: &str, acts: &[&str]| {
        ask(licence, "BIZ", "commercial", acts)
            .duties
            .iter()
            .any(|duty| duty.id == "network-source" && duty.clause == "13")
    };
    assert!(has("AGPL-3.0-only", &["adapt", "network-service"]));
    assert!(!has("AGPL-3.0-only", &["network-service"]));
    assert!(!has("GPL-3.0-only", &["adapt", "network-service"]));
    assert_eq!(
        ask("GPL-3.0-only", "BIZ", "commercial", &["adapt", "network-service"]).answer,
        Verdict::Allowed
    );
}

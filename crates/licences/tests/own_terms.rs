//! Term sheets that stewards write for terms of their own: what is taken, what is not, and how long an answer takes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use commons_licences::{
    Answer, MAX_OWN_RULES, MAX_SHEET_BYTES, Question, Sheets, Verdict, answer, answer_with, check_sheet,
    known_in_words, open_ends, own_in_words, own_sheet,
};
use serde_json::json;

/// As a steward writes it: no ids, no versions, no source.
const UNIONS: &str = r#"
format = 1
name = "Sample terms"
reviewed = true
note = "Ask us in spring."

[[test]]
clause = "1"
when = { purpose = "commercial" }
asks = "Are you a union?"
[[test.case]]
when = { kind = "union" }
verdict = "allowed"
text = "Unions may use it for money."
[[test.case]]
verdict = "not-granted"
text = "Only unions may use it for money."

[[duty]]
id = "attribution"
clause = "2"
basis = "text"
when = { shares = true }
text = "Name us."

[[result]]
clause = "3"
when = { adapts = true, shares = true }
fits = ["CC-BY-SA-4.0"]
otherwise = "not-granted"
text = "Adaptations go on under CC BY-SA."
"#;

const ID: &str = "LicenseRef-commons-00aa-11bb";
const CALLED: &str = "“Sample terms” 00aa (version 11bb)";

fn sheets_with(json: &str) -> Sheets {
    let mut sheets = Sheets::default();
    sheets.add(ID, CALLED, json, vec!["These terms are Sample Press's own.".to_owned()]).unwrap();
    sheets
}

fn ask(sheets: &Sheets, licence: &str, kind: &str, acts: &[&str]) -> Answer {
    let question = json!({
        "licence": licence, "user": { "kind": kind }, "use": { "purpose": "commercial", "acts": acts }
    });
    answer_with(&serde_json::from_value(question).unwrap(), sheets)
}

#[test]
fn terms_of_ones_own_are_answered_by_their_sheet() {
    let json = own_sheet(UNIONS).unwrap();
    assert!(!json.contains('\n') && !json.contains("source"), "one line, as it was written: {json}");
    let sheets = sheets_with(&json);
    let yes = ask(&sheets, ID, "union", &["distribute"]);
    assert_eq!((yes.answer, yes.duties[0].clause.as_str()), (Verdict::AllowedWithDuties, "2"));
    let said: Vec<&str> = yes.reasons.iter().map(|reason| reason.text.as_str()).collect();
    for remark in ["Ask us in spring.", "These terms are Sample Press's own."] {
        assert!(said.contains(&remark), "{said:?}");
    }
    let no = ask(&sheets, &ID.replace("commons", "COMMONS"), "company", &[]);
    assert_eq!((no.answer, no.reasons[0].clause.as_deref()), (Verdict::NotGranted, Some("1")));
    assert_eq!(ask(&sheets, &format!("{ID} OR MIT"), "company", &[]).alternative.as_deref(), Some("MIT"));
    assert_eq!(ask(&sheets, &format!("{ID} AND PPL"), "union", &[]).answer, Verdict::NotGranted);
    assert_eq!(answer(&Question::about(ID)).answer, Verdict::Unknown, "nobody else's answers change");
}

/// Nobody reads out 150 digits to a steward.
#[test]
fn people_are_told_names_and_programs_ids() {
    let sheets = sheets_with(&own_sheet(UNIONS).unwrap());
    let both = ask(&sheets, &format!("{ID} AND PPL OR {ID} AND CC-BY-NC-4.0"), "company", &["adapt"]);
    assert!(both.alternative.as_ref().unwrap().contains(ID), "{both:?}");
    let letter = both.request.unwrap();
    let texts = both.reasons.iter().map(|reason| reason.text.as_str()).chain([letter.as_str()]);
    let all: String = texts.collect();
    assert!(all.contains(CALLED) && !all.contains(ID), "{all}");
}

#[test]
fn a_version_that_is_not_held_is_unknown_and_says_why() {
    let mut sheets = Sheets::default();
    sheets.add_missing(ID, CALLED, "This version has not come here.").unwrap();
    let reply = ask(&sheets, ID, "union", &[]);
    assert_eq!(reply.answer, Verdict::Unknown);
    assert_eq!(reply.reasons[0].text, "This version has not come here.");
    let either = ask(&sheets, &format!("{ID} OR MIT"), "union", &[]);
    assert_eq!(either.alternative.as_deref(), Some("MIT"));
}

#[test]
fn nobody_writes_what_a_known_licence_says() {
    let json = own_sheet(UNIONS).unwrap();
    let mut sheets = Sheets::default();
    for id in
        ["PPL", "mit", "LicenseRef-scancode-anti-capitalist-1.4", "licenseref-coopyleft", "CC-BY-NC-3.0-DE"]
    {
        assert!(sheets.add(id, CALLED, &json, Vec::new()).is_err(), "{id}");
        assert!(sheets.add_missing(id, CALLED, "gone").is_err(), "{id}");
    }
    // Nor by the ids that a sheet claims for itself.
    let claims =
        UNIONS.replace("[[test]]", "[[version]]\nids = [\"PPL\", \"MIT\"]\nports = [\"CC-*\"]\n\n[[test]]");
    let claimed = own_sheet(&claims).unwrap();
    assert_eq!(claimed, json, "its ids are left out");
    let by_hand = json.replacen('{', r#"{"version":[{"ids":["PPL","MIT"],"ports":["*"]}],"#, 1);
    let sheets = sheets_with(&by_hand);
    for (licence, verdict) in [("MIT", Verdict::AllowedWithDuties), ("PPL", Verdict::Forbidden)] {
        assert_eq!(ask(&sheets, licence, "company", &["distribute"]).answer, verdict, "{licence}");
    }
}

#[test]
fn refuses_what_is_no_sheet_for_one_version_within_bounds() {
    for (sheet, problem) in [
        (UNIONS.replace("asks", "ask"), "ask"),
        (UNIONS.replace("format = 1", "format = 2"), "format 2"),
        (UNIONS.replace("name = \"Sample terms\"", "name = \" \""), "name"),
        (
            UNIONS
                .replace("[[duty]]", "[[version]]\nversion = \"1\"\n[[version]]\nversion = \"2\"\n[[duty]]"),
            "at most one",
        ),
        (UNIONS.replace("Name us.", &"Name us. ".repeat(2_000)), "at most 14336"),
        (
            format!(
                "{UNIONS}{}",
                "\n[[duty]]\nid=\"a\"\nclause=\"9\"\nbasis=\"text\"\ntext=\"a\"".repeat(MAX_OWN_RULES)
            ),
            "at most 64",
        ),
        (asking_too_much(), "fewer of"),
        ("not a sheet".to_owned(), ""),
    ] {
        let error = own_sheet(&sheet).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
    // A sheet from the guide, for the project, is one too.
    let ours = UNIONS.replace("reviewed", "source = \"here\"\nreviewed")
        + "\n[[version]]\nids = [\"LicenseRef-Sample\"]\n";
    assert!(check_sheet(&ours).is_ok() && own_sheet(&ours).is_ok());
    // What is read from a record is hostile: nothing in it may do harm.
    for json in
        ["", "{}", "[]", "null", &"[".repeat(14_000), &"x".repeat(MAX_SHEET_BYTES + 1), r#"{"format":1}"#]
    {
        let mut sheets = Sheets::default();
        assert!(sheets.add(ID, CALLED, json, Vec::new()).is_err() && own_in_words(json).is_err());
    }
}

/// Facts that are true or false, in alphabetical order.
const FACTS: [&str; 11] = [
    "all_workers_are_owners",
    "contributor",
    "engages_freelancers",
    "equal_votes_or_shares",
    "non_member_employees",
    "non_members_set_own_pay",
    "privately_owned",
    "social_economy",
    "unanimous_community_set_aside",
    "worker_owned",
    "workers_are_employees",
];

/// Every fact there is, told apart in one sheet.
fn asking_too_much() -> String {
    let all = FACTS.map(|fact| format!("{fact} = true")).join(", ");
    UNIONS.replace(
        "when = { kind = \"union\" }",
        &format!("when = [{{ {all}, kind = \"union\" }}, {{ surplus = \"mixed\" }}]"),
    )
}

/// The most that the bounds let a stranger ask of us, under every alternative that a licence field has room for.
#[test]
fn the_most_that_the_bounds_let_a_stranger_ask_is_answered() {
    // Eleven facts and the purpose are 4,096 ways things may be, and one more fact would be too many.
    let each = |value: serde_json::Value| -> serde_json::Map<String, serde_json::Value> {
        FACTS.iter().map(|fact| ((*fact).to_owned(), value.clone())).collect()
    };
    let mut told_apart = each(json!(true));
    told_apart.insert("purpose".to_owned(), json!("commercial"));
    // Fits nobody, and that shows at the last fact only, so that all of it is looked at.
    let mut futile = each(json!([true, false]));
    futile.insert("workers_are_employees".to_owned(), json!([]));
    let with = |tables: usize| {
        let bar = json!({ "clause": "", "when": told_apart, "user": ["police"], "text": "", "unless": "" });
        let cases = json!([
            { "when": vec![&futile; tables], "verdict": "unclear", "text": "x" }, { "verdict": "allowed" }
        ]);
        let test = json!({ "clause": "1", "asks": "?", "case": cases });
        json!({ "format": 1, "name": "Worst", "reviewed": true, "bar": [bar], "test": [test] }).to_string()
    };
    // As many tables as are taken, and no fewer.
    let most = (1..).take_while(|tables| own_in_words(&with(*tables)).is_ok()).last().unwrap();
    let mut sheets = Sheets::default();
    // So many ids of one version fill the thousand bytes of a licence field.
    let ids: Vec<String> = (0..6).map(|n| format!("LicenseRef-commons-{n}")).collect();
    ids.iter().for_each(|id| sheets.add(id, id, &with(most), Vec::new()).unwrap());
    let licence =
        ids.chunks(2).map(|two| format!("({})", two.join(" OR "))).collect::<Vec<_>>().join(" AND ");
    // Whoever is no police may, whatever else they are. How long it takes is for the benchmark to say.
    assert_eq!(answer_with(&Question::about(&licence), &sheets).answer, Verdict::AllowedWithDuties);
}

#[test]
fn a_sheet_is_read_out_clause_by_clause() {
    let read_out = own_in_words(&own_sheet(UNIONS).unwrap()).unwrap();
    let rules: Vec<(&str, &str, &str)> = read_out
        .rules
        .iter()
        .map(|rule| (rule.rule.as_str(), rule.clause.as_str(), rule.when.as_str()))
        .collect();
    assert_eq!(rules, [("test", "1", "purpose is commercial"), ("duty", "2", "shares is true")]);
    assert_eq!(read_out.rules[0].cases[0].0, "kind is union");
    assert_eq!(read_out.result.unwrap().fits, ["CC-BY-SA-4.0"]);
    let known = known_in_words("ppl").unwrap();
    assert!(known.rules.iter().any(|rule| rule.clause == "4(d)"), "{known:?}");
    assert_eq!(known_in_words("LicenseRef-Nobody"), None);
}

#[test]
fn a_test_without_a_last_case_is_told_to_its_writer() {
    assert_eq!(open_ends(&own_sheet(UNIONS).unwrap()).unwrap(), [""; 0]);
    let open = UNIONS.replace(
        "[[test.case]]\nverdict = \"not-granted\"\ntext = \"Only unions may use it for money.\"\n",
        "",
    );
    let json = own_sheet(&open).unwrap();
    assert_eq!(open_ends(&json).unwrap(), ["1"]);
    assert_eq!(ask(&sheets_with(&json), ID, "company", &[]).answer, Verdict::Unclear);
}

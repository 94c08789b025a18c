//! What is asked, what is taken from the kind of user, and how it is shown.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use commons_licences::{Answer, Basis, FactName, Facts, Purpose, Question, Use, User, Verdict, answer};
use serde_json::json;

fn ask(question: serde_json::Value) -> Answer {
    answer(&serde_json::from_value::<Question>(question).unwrap())
}

#[test]
fn the_sample_question_has_the_documented_answer() {
    let reply = ask(json!({
        "licence": "PPL",
        "user": { "kind": "worker-coop", "worker_owned": true, "surplus": "distributed-to-worker-owners",
                  "non_member_employees": false },
        "use":  { "purpose": "commercial", "acts": ["adapt", "distribute"],
                  "combined_with": ["CC-BY-4.0"], "result_licence": "PPL" }
    }));
    let json = serde_json::to_string_pretty(&reply).unwrap() + "\n";
    let golden = include_str!("golden/sample.json");
    assert_eq!(json, golden, "if this is meant, put it into tests/golden/sample.json:\n{json}");
    assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), reply);
}

#[test]
fn asks_a_stranger_what_would_settle_it() {
    let reply = answer(&Question::about("PPL"));
    assert_eq!(reply.answer, Verdict::MissingFacts);
    use FactName::{Kind, NonMemberEmployees, PrivatelyOwned, Purpose, Surplus, WorkerOwned};
    assert_eq!(
        reply.missing_facts,
        [Kind, WorkerOwned, NonMemberEmployees, PrivatelyOwned, Surplus, Purpose]
    );
    assert!(reply.request.unwrap().contains("Who keeps the money"));
}

#[test]
fn asks_a_worker_coop_about_wage_work_and_surplus() {
    let reply = ask(
        json!({ "licence": "PPL", "user": { "kind": "worker-coop" }, "use": { "purpose": "commercial" } }),
    );
    assert_eq!(reply.answer, Verdict::MissingFacts);
    assert_eq!(reply.missing_facts, [FactName::NonMemberEmployees, FactName::Surplus]);
    assert!(reply.reasons.iter().any(|reason| reason.clause.as_deref() == Some("4(c)(ii)")));
}

#[test]
fn being_unsure_of_the_purpose_matters_only_where_the_answer_depends_on_it() {
    let reply = ask(json!({ "licence": "CC-BY-NC-4.0", "user": { "kind": "nonprofit" } }));
    assert_eq!((reply.answer, reply.missing_facts), (Verdict::MissingFacts, vec![FactName::Purpose]));
    assert_eq!(ask(json!({ "licence": "CC-BY-4.0" })).answer, Verdict::Allowed);
    assert_eq!(ask(json!({ "licence": "PPL", "user": { "kind": "company" } })).answer, Verdict::Forbidden);
}

#[test]
fn says_what_it_took_from_the_kind() {
    let reply = ask(
        json!({ "licence": "PPL", "user": { "kind": "company" }, "use": { "purpose": "non-commercial" } }),
    );
    let bar = reply.reasons.iter().find(|reason| reason.clause.as_deref() == Some("4(d)")).unwrap();
    assert!(bar.facts.iter().all(|used| used.basis == Basis::ImpliedByKind) && bar.facts.len() == 2);
    assert!(reply.reasons.iter().any(|reason| reason.clause.is_none() && reason.text.contains("company")));
}

#[test]
fn a_company_may_say_that_it_is_otherwise() {
    let reply = ask(json!({
        "licence": "PPL",
        "user": { "kind": "company", "worker_owned": true, "privately_owned": false, "non_member_employees": false,
                  "surplus": "distributed-to-worker-owners" },
        "use": { "purpose": "commercial" }
    }));
    assert_eq!(reply.answer, Verdict::Allowed);
}

#[test]
fn a_coop_that_employs_others_is_told_that_the_text_is_unclear() {
    let reply = ask(json!({
        "licence": "PPL",
        "user": { "kind": "worker-coop", "non_member_employees": true, "surplus": "distributed-to-worker-owners" },
        "use": { "purpose": "non-commercial" }
    }));
    assert_eq!(reply.answer, Verdict::Unclear);
}

#[test]
fn shows_who_confirms_a_fact_and_when() {
    let mut facts = Facts::default();
    facts.set_fact("kind", "worker-coop", Basis::SelfDeclared).unwrap();
    facts.set_fact("non_member_employees", "no", Basis::SelfDeclared).unwrap();
    facts.set_fact("surplus", "distributed-to-worker-owners", Basis::Given).unwrap();
    let confirmed = Basis::Confirmed { by: "the co-op federation".into(), when: "2025-03-01".into() };
    facts.set_fact("worker_owned", "yes", confirmed).unwrap();
    let use_ = Use { purpose: Purpose::Commercial, ..Use::default() };
    let reply = answer(&Question { user: User::from(facts), use_, ..Question::about("PPL") });
    let json = serde_json::to_value(&reply).unwrap();
    let reasons = json["reasons"].as_array().unwrap();
    let ownership = reasons.iter().find(|reason| reason["clause"] == "4(c)(i)").unwrap();
    assert_eq!(
        ownership["facts"],
        json!([{ "fact": "worker_owned", "value": true, "basis": "confirmed", "by": "the co-op federation",
                 "when": "2025-03-01" }])
    );
}

#[test]
fn refuses_what_a_question_does_not_hold() {
    let refuse = |json: serde_json::Value| serde_json::from_value::<Question>(json).unwrap_err().to_string();
    let message = refuse(json!({ "licence": "PPL", "user": { "kind": "workers-coop" } }));
    assert!(message.contains("did you mean `worker-coop`") && message.contains("`public-body`"), "{message}");
    let message = refuse(json!({ "licence": "PPL", "user": { "knd": "person" } }));
    assert!(message.contains("unknown field `knd`") && message.contains("`kind`"), "{message}");
    let message = refuse(json!({ "licence": "PPL", "use": { "acts": ["sell"] } }));
    assert!(message.contains("`sublicense`"), "{message}");
    assert!(refuse(json!({ "user": {} })).contains("licence"));
}

#[test]
fn writes_a_letter_unless_the_answer_is_yes() {
    let reply = ask(json!({ "licence": "PPL", "user": { "kind": "nonprofit" },
                            "use": { "purpose": "commercial", "acts": ["distribute"] } }));
    let letter = reply.request.unwrap();
    for part in ["PPL", "non-profit", "pass it on, commercially", "4(c)(i)", "permission", "Thank you"] {
        assert!(letter.contains(part), "{part} is missing from:\n{letter}");
    }
    assert_eq!(ask(json!({ "licence": "MIT" })).request, None);
}

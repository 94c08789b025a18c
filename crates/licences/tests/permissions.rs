//! What a steward allows beyond a licence, and what an agreement allows.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use commons_licences::{
    Answer, DutyBasis, FactName, Granted, MAX_GRANTED, Permission, PermissionBasis, Question, Verdict, answer,
};
use serde_json::json;

fn granted(typed: &str) -> Granted {
    let permission = Permission::parse(typed).unwrap();
    Granted { cited_as: "permission 1".to_owned(), basis: PermissionBasis::Permission, permission }
}

fn ask(licence: &str, user: serde_json::Value, granted: Vec<Granted>) -> Answer {
    let question = json!({ "licence": licence, "user": user,
                           "use": { "purpose": "commercial", "acts": ["distribute"] } });
    answer(&Question { granted, ..serde_json::from_value(question).unwrap() })
}

#[test]
fn a_coop_with_a_reserve_may_where_the_steward_says_so_and_keeps_the_duties() {
    let coop = json!({ "kind": "worker-coop", "worker_owned": true, "privately_owned": false,
                       "surplus": "indivisible-reserve", "non_member_employees": false });
    assert_eq!(ask("PPL", coop.clone(), vec![]).answer, Verdict::Unclear);
    let reply = ask("PPL", coop.clone(), vec![granted("reserves")]);
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    assert!(reply.duties.iter().any(|duty| duty.id == "attribution"));
    let cited = reply.reasons.iter().find(|reason| reason.clause.as_deref() == Some("permission 1")).unwrap();
    assert!(cited.facts.iter().any(|used| used.fact == FactName::Surplus), "{cited:?}");
    let licence = reply.reasons.iter().find(|reason| reason.clause.as_deref() == Some("4(c)(ii)")).unwrap();
    assert!(licence.text.starts_with("By the licence alone: "), "{licence:?}");
    assert_eq!(ask("PPL", coop, vec![granted("nonprofits")]).answer, Verdict::Unclear, "it is for others");
}

#[test]
fn what_is_asked_in_return_is_a_duty() {
    let company = json!({ "kind": "company" });
    let reply = ask("PPL", company.clone(), vec![granted("others: 5 % of sales")]);
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    let duty = reply.duties.iter().find(|duty| duty.id == "in-return").unwrap();
    assert_eq!((duty.basis, duty.clause.as_str()), (DutyBasis::Permission, "permission 1"));
    assert!(duty.text.contains("5 % of sales"));
    // Where the licence itself allows it, nothing is asked in return.
    let coop = json!({ "kind": "worker-coop", "worker_owned": true, "surplus": "distributed-to-worker-owners",
                       "non_member_employees": false });
    let reply = ask("PPL", coop, vec![granted("others: 5 % of sales")]);
    assert!(reply.duties.iter().all(|duty| duty.id != "in-return"));
    // Of two permissions the one that asks for nothing counts.
    let reply = ask("PPL", company, vec![granted("others: 5 % of sales"), granted("kind=company")]);
    assert!(reply.duties.iter().all(|duty| duty.id != "in-return"));
}

#[test]
fn who_may_owe_less_is_told_what_that_depends_on() {
    let allowed = || vec![granted("reserves"), granted("others: 5 % of sales")];
    let less = |reply: &Answer| {
        let tells = |fact: FactName| reply.reasons.iter().any(|reason| reason.text.contains(fact.question()));
        (tells(FactName::Surplus), tells(FactName::NonMemberEmployees))
    };
    let open = ask("PPL", json!({ "kind": "worker-coop" }), allowed());
    assert_eq!((open.answer, less(&open)), (Verdict::AllowedWithDuties, (true, true)), "{open:?}");
    let settled =
        json!({ "kind": "worker-coop", "surplus": "indivisible-reserve", "non_member_employees": false });
    let settled = ask("PPL", settled, allowed());
    assert_eq!(less(&settled), (false, false), "{settled:?}");
    assert!(settled.duties.iter().all(|duty| duty.id != "in-return"), "{settled:?}");
    let company = ask("PPL", json!({ "kind": "company" }), allowed());
    assert_eq!(less(&company), (false, false), "nothing it could say would change that: {company:?}");
}

#[test]
fn a_permission_that_may_fit_makes_its_facts_worth_asking_for() {
    let reply = ask("CC-BY-NC-4.0", json!({ "kind": "nonprofit" }), vec![granted("social-economy=yes")]);
    assert_eq!((reply.answer, reply.missing_facts), (Verdict::MissingFacts, vec![FactName::SocialEconomy]));
}

#[test]
fn a_permission_stands_beside_unknown_terms_and_none() {
    for licence in ["NONE", "LicenseRef-Ours", "what we say"] {
        let reply = ask(licence, json!({ "kind": "nonprofit" }), vec![granted("nonprofits")]);
        assert_eq!(reply.answer, Verdict::Allowed, "{licence}");
        assert!(!ask(licence, json!({ "kind": "company" }), vec![granted("nonprofits")]).answer.is_yes());
    }
}

#[test]
fn a_permission_is_for_the_work_and_for_what_it_names() {
    let nonprofit = json!({ "kind": "nonprofit" });
    let mut sublicense = Question::about("PPL");
    sublicense.user = serde_json::from_value(nonprofit.clone()).unwrap();
    sublicense.use_.acts = [commons_licences::Act::Sublicense].into();
    sublicense.granted = vec![granted("kind=nonprofit")];
    assert_eq!(answer(&sublicense).answer, Verdict::NotGranted);
    // It does not reach what is combined with the work, nor lift what the licence asks of the result.
    let question = json!({ "licence": "PPL", "user": nonprofit, "use": { "purpose": "commercial",
        "acts": ["adapt", "distribute"], "combined_with": ["CC-BY-NC-4.0"] } });
    let question =
        Question { granted: vec![granted("nonprofits")], ..serde_json::from_value(question).unwrap() };
    assert_eq!(answer(&question).answer, Verdict::NotGranted);
    let question = json!({ "licence": "CC-BY-NC-SA-4.0", "user": { "kind": "nonprofit" }, "use": { "purpose": "commercial",
        "acts": ["adapt", "distribute"], "result_licence": "CC-BY-4.0" } });
    let question =
        Question { granted: vec![granted("nonprofits")], ..serde_json::from_value(question).unwrap() };
    assert_eq!(answer(&question).answer, Verdict::NotGranted);
    // Those after the most that count are not looked at.
    let mut many = vec![granted("kind=company"); MAX_GRANTED];
    many.push(granted("nonprofits"));
    assert_eq!(ask("PPL", json!({ "kind": "nonprofit" }), many).answer, Verdict::NotGranted);
}

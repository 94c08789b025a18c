//! Expressions, unknown licences, and under which licence a result may be passed on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use commons_licences::{Answer, FactName, Question, Verdict, answer, check_sheet, sheets};
use serde_json::json;

fn check(licence: &str) -> Answer {
    let question = json!({ "licence": licence, "user": { "kind": "nonprofit" },
                           "use": { "purpose": "commercial", "acts": ["distribute"] } });
    answer(&serde_json::from_value::<Question>(question).unwrap())
}

fn remix(licence: &str, with: &[&str], result: Option<&str>) -> Answer {
    let question = json!({ "licence": licence,
        "user": { "kind": "worker-coop", "surplus": "distributed-to-worker-owners", "non_member_employees": false },
        "use": { "purpose": "non-commercial", "acts": ["adapt", "distribute"], "combined_with": with,
                 "result_licence": result } });
    answer(&serde_json::from_value::<Question>(question).unwrap())
}

#[test]
fn names_the_best_alternative() {
    let reply = check("PPL OR CC-BY-SA-4.0");
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    assert_eq!(reply.alternative.as_deref(), Some("CC-BY-SA-4.0"));
    assert!(reply.duties.iter().all(|duty| !duty.text.starts_with("CC-")));
    let reply = check("(PPL OR MIT-0) AND (CC-BY-NC-4.0 OR MIT)");
    assert_eq!(reply.alternative.as_deref(), Some("MIT-0 AND MIT"));
    assert_eq!(check("MIT").alternative, None);
}

#[test]
fn of_licences_that_apply_at_once_the_worst_counts() {
    let reply = check("MIT AND CC-BY-NC-4.0");
    assert_eq!(reply.answer, Verdict::NotGranted);
    assert!(reply.reasons[0].text.starts_with("CC-BY-NC-4.0: "), "{reply:?}");
    assert_eq!(check("MIT AND CC-BY-4.0").answer, Verdict::AllowedWithDuties);
}

#[test]
fn knows_what_it_does_not_know() {
    let reply = check("SSPL-1.0");
    assert_eq!(reply.answer, Verdict::Unknown);
    assert!(reply.reasons[0].text.contains("Server Side Public License"), "{reply:?}");
    assert!(reply.reasons[0].text.contains("a licence with copyleft over networks"), "{reply:?}");
    for licence in ["LicenseRef-Our-Terms", "free for co-ops, ask us", "", "NOASSERTION", "MIT WITH", "((("] {
        assert_eq!(check(licence).answer, Verdict::Unknown, "{licence}");
        assert!(check(licence).request.is_some());
    }
}

#[test]
fn no_licence_grants_nothing() {
    let reply = check("NONE");
    assert_eq!(reply.answer, Verdict::NotGranted);
    assert!(reply.reasons[0].text.contains("law"));
}

#[test]
fn recognises_ports_and_says_that_clauses_may_differ() {
    for port in [
        "CC-BY-3.0-US",
        "CC-BY-3.0-IGO",
        "CC-BY-NC-SA-2.0-FR",
        "CC-BY-SA-2.1-JP",
        "CC-BY-2.5-AU",
        "cc-by-nc-nd-3.0-de",
    ] {
        let reply = check(port);
        assert_ne!(reply.answer, Verdict::Unknown, "{port}");
        assert!(reply.reasons.iter().any(|reason| reason.text.contains("ported")), "{port}");
    }
}

#[test]
fn an_exception_makes_nothing_worse() {
    let plain = remix("GPL-2.0-only", &[], Some("MIT"));
    let with = remix("GPL-2.0-only WITH Classpath-exception-2.0", &[], Some("MIT"));
    assert_eq!((plain.answer, with.answer), (Verdict::NotGranted, Verdict::Unclear));
    assert_eq!(check("GPL-2.0-only WITH Classpath-exception-2.0").answer, Verdict::AllowedWithDuties);
    assert_eq!(check("MIT WITH AdditionRef-no-selling").answer, Verdict::Unclear);
}

#[test]
fn the_result_keeps_to_what_share_alike_asks() {
    use Verdict::{AllowedWithDuties as Yes, NotGranted as No, Unclear};
    let table = [
        ("PPL", "PPL", Yes),
        ("PPL", "CC-BY-SA-4.0", Unclear),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", Yes),
        ("CC-BY-SA-4.0", "GPL-3.0-only", Yes),
        ("CC-BY-SA-4.0", "CC-BY-4.0", No),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", No),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", Yes),
        ("CC-BY-SA-3.0", "GPL-3.0-only", No),
        ("CC-BY-SA-2.0", "CC-BY-SA-3.0-AT", Yes),
        ("CC-BY-SA-1.0", "CC-BY-SA-2.0", No),
        ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0", No),
        ("CC-BY-4.0", "PPL", Yes),
        ("CC-BY-4.0", "CC0-1.0", Unclear),
        ("CC-BY-NC-4.0", "CC-BY-4.0", Unclear),
        ("MIT", "GPL-3.0-or-later", Yes),
        ("GPL-3.0-or-later", "MIT", No),
        ("GPL-3.0-or-later", "AGPL-3.0-or-later", Yes),
        ("GPL-2.0-only", "GPL-3.0-only", No),
        ("GPL-2.0+", "GPL-3.0-only", Yes),
        ("AGPL-3.0", "GPL-3.0-only", No),
        ("GPL-3.0-only", "GPL-3.0-only OR MIT", No),
        ("LGPL-2.1-only", "GPL-3.0-only", Yes),
        ("LGPL-3.0-only", "MIT", No),
        ("MPL-2.0", "MIT", Yes),
        ("Apache-2.0", "GPL-2.0-only", Unclear),
        ("GPL-3.0-only", "whatever", Unclear),
        ("EUPL-1.2", "EUPL-1.2", Yes),
        ("EUPL-1.1", "EUPL-1.2", Yes),
        ("EUPL-1.2", "GPL-3.0-only", Unclear),
        ("EUPL-1.2", "MIT", No),
        ("CERN-OHL-S-2.0", "CERN-OHL-W-2.0", No),
        ("CERN-OHL-W-2.0", "CERN-OHL-S-2.0", Unclear),
        ("CERN-OHL-P-2.0", "CERN-OHL-S-2.0", Yes),
        ("ODbL-1.0", "CC-BY-SA-4.0", No),
        ("ODC-By-1.0", "ODbL-1.0", Unclear),
        ("OFL-1.1-RFN", "OFL-1.1-no-RFN", Yes),
        ("OFL-1.1", "MIT", No),
        ("GFDL-1.2-or-later", "GFDL-1.3-only", Yes),
        ("GFDL-1.2-only", "GFDL-1.3-only", No),
        ("GFDL-1.3-invariants-only", "GFDL-1.3-no-invariants-only", No),
        ("GFDL-1.3-only", "CC-BY-SA-4.0", No),
        ("LAL-1.3", "CC-BY-SA-4.0", Yes),
        ("CC-BY-SA-4.0", "LAL-1.3", Yes),
        ("LGPL-2.0-only", "LGPL-2.1-only", No),
        ("LGPL-2.0+", "LGPL-2.1-only", Yes),
        ("MPL-1.1", "MIT", Yes),
        ("CECILL-2.1", "GPL-3.0-only", Yes),
        ("CECILL-C", "MIT", No),
        ("EPL-1.0", "MIT", Unclear),
        ("NPOSL-3.0", "OSL-3.0", Yes),
        ("OSL-3.0", "NPOSL-3.0", No),
        ("OGL-UK-3.0", "CC-BY-4.0", Yes),
        ("etalab-2.0", "CC0-1.0", Unclear),
        ("CDLA-Sharing-1.0", "CDLA-Permissive-2.0", No),
        ("LicenseRef-Proprietary", "MIT", No),
    ];
    for (licence, result, expected) in table {
        assert_eq!(remix(licence, &[], Some(result)).answer, expected, "{licence} into {result}");
    }
}

#[test]
fn into_ppl_go_dedications_permissive_licences_and_by() {
    for good in ["CC0-1.0", "MIT", "CC-BY-4.0", "CC-BY-3.0-US", "ISC", "Apache-2.0"] {
        assert!(remix("PPL", &[good], Some("PPL")).answer.is_yes(), "{good}");
        assert!(remix("PPL", &[good], None).answer.is_yes(), "{good}");
    }
    for bad in ["CC-BY-SA-4.0", "GPL-3.0-or-later", "AGPL-3.0-only", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"] {
        let reply = remix("PPL", &[bad], Some("PPL"));
        assert_eq!(reply.answer, Verdict::NotGranted, "{bad}");
        assert!(reply.reasons.iter().any(|reason| reason.text.contains(bad)), "{bad}");
    }
    assert_eq!(remix("PPL", &["CC-BY-SA-4.0"], None).answer, Verdict::Unclear);
    assert_eq!(remix("PPL", &["CC-BY-NC-4.0"], Some("PPL")).answer, Verdict::Unclear);
    assert_eq!(remix("PPL", &["NONE"], Some("PPL")).answer, Verdict::NotGranted);
    assert_eq!(remix("PPL", &["SSPL-1.0"], Some("PPL")).answer, Verdict::Unknown);
}

#[test]
fn what_meets_in_one_adaptation_must_agree_on_a_licence() {
    assert_eq!(remix("CC-BY-SA-4.0", &["CC-BY-NC-SA-4.0"], None).answer, Verdict::NotGranted);
    assert_eq!(remix("CC-BY-SA-3.0", &["CC-BY-SA-4.0"], None).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("CC-BY-SA-4.0", &["GPL-3.0-or-later"], None).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("GPL-2.0-only", &["GPL-3.0-only"], None).answer, Verdict::NotGranted);
    assert_eq!(remix("GPL-2.0-only", &["Apache-2.0"], None).answer, Verdict::NotGranted);
    assert_eq!(remix("GPL-2.0-only", &["Apache-2.0 OR MIT"], None).answer, Verdict::AllowedWithDuties);
    assert_eq!(
        remix("GPL-3.0-only", &["Apache-2.0"], Some("GPL-3.0-only")).answer,
        Verdict::AllowedWithDuties
    );
    assert_eq!(remix("MIT", &["LGPL-3.0-only"], Some("MIT")).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("GPL-3.0-only", &["AGPL-3.0-only"], None).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("GPL-3.0-only", &["BSD-4-Clause"], None).answer, Verdict::NotGranted);
    assert_eq!(remix("GPL-3.0-only", &["GFDL-1.3-only"], None).answer, Verdict::NotGranted);
    assert_eq!(remix("MIT", &["OFL-1.1"], Some("MIT")).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("MIT", &["CERN-OHL-S-2.0"], Some("MIT")).answer, Verdict::NotGranted);
    assert_eq!(remix("CC-BY-SA-4.0", &["LAL-1.3"], None).answer, Verdict::AllowedWithDuties);
    assert_eq!(remix("EUPL-1.2", &["GPL-3.0-only"], None).answer, Verdict::Unclear);
}

#[test]
fn answers_expressions_with_more_alternatives_than_it_compares() {
    let pairs = "MIT OR PPL|ISC OR EUPL-1.1|Zlib OR EUPL-1.2|0BSD OR CC-BY-NC-4.0|MIT-0 OR CC-BY-NC-3.0|CC0-1.0 OR \
                 CC-BY-NC-2.5|BSD-2-Clause OR CC-BY-NC-2.0|BSD-3-Clause OR CC-BY-NC-1.0|Apache-2.0 OR CC-BY-NC-SA-4.0|\
                 MPL-2.0 OR CC-BY-NC-SA-3.0|CC-BY-4.0 OR CC-BY-NC-SA-2.5";
    let all: Vec<String> = pairs.split('|').map(|pair| format!("({pair})")).collect();
    let reply = check(&all.join(" AND "));
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    assert!(reply.alternative.unwrap().starts_with("MIT AND ISC AND Zlib"));
    assert_eq!(check(&format!("{} AND CC-BY-NC-ND-4.0", all.join(" AND "))).answer, Verdict::NotGranted);
}

#[test]
fn holds_sheets_for_the_licences_it_names() {
    assert!(sheets().len() > 50);
    assert!(sheets().iter().any(|sheet| sheet.ids == ["PPL"] && sheet.reviewed));
}

const GUIDE: &str = include_str!("../../../docs/guide/licences.md");

#[test]
fn the_term_sheet_in_the_guide_can_be_read() {
    let example = GUIDE.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(check_sheet(example).unwrap()[0].ids, ["LicenseRef-Example"]);
    let misspelt = example.replace("clause", "claus");
    assert!(check_sheet(&misspelt).unwrap_err().to_string().contains("claus"));
}

#[test]
fn the_guide_names_every_fact_with_its_question() {
    for name in FactName::ALL {
        let row = format!("| `{name}` | {} |", name.question());
        assert!(GUIDE.contains(&row), "the guide lacks: {row}");
    }
}

#[test]
fn the_guide_names_every_answer_with_its_meaning() {
    for verdict in Verdict::ALL {
        assert!(GUIDE.contains(&format!("| `{verdict}` |")), "the guide lacks {verdict}");
    }
}

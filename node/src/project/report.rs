//! An answer for each part of a project, and one over all.

use std::collections::BTreeSet;

use commons_licences::{
    Act, Answer, Duty, FactName, Facts, MAX_COMBINED, NOTICE, Question, Reason, Use, Verdict, answer,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::parts::{Part, SaidBy, Sorted};
use super::survey::Named;

/// Most parts that are shown, the worst first; all of them are answered, and count.
const MAX_SHOWN_PARTS: usize = 100;

/// Most sources that are shown.
const MAX_SHOWN_SOURCES: usize = 200;

/// Most parts that one duty names.
const MAX_NAMED_PARTS: usize = 20;

/// Most of those who state the licence of a part that are named.
const MAX_SAID_BY: usize = 20;

/// Who asks, and what for.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    pub(crate) facts: Facts,
    pub(crate) use_: Use,
}

/// A part with its answer.
struct Answered<'p> {
    part: &'p Part,
    answer: Answer,
}

/// A duty, and for which parts it is one.
#[derive(Serialize)]
struct SharedDuty {
    #[serde(flatten)]
    duty: Duty,
    parts: Vec<String>,
    more_parts: usize,
}

/// Answers for a project. The shape is that of any answer, with what is particular to a project beside it.
pub(crate) fn report(sorted: &Sorted, asking: &Asking) -> Value {
    let ask = |licence: &str, combined_with: Vec<String>| {
        let use_ = Use { combined_with, ..asking.use_.clone() };
        answer(&Question { user: asking.facts.clone().into(), use_, ..Question::about(licence) })
    };
    let mut parts: Vec<Answered<'_>> = sorted
        .parts
        .iter()
        .map(|part| Answered { part, answer: ask(part.terms.text(), Vec::new()) })
        .collect();
    parts.sort_by_key(|one| (core::cmp::Reverse(one.answer.answer), core::cmp::Reverse(one.part.files)));
    let combined = combination(&parts, asking, &ask);
    let gaps = gaps(sorted);
    let worst = parts.iter().map(|one| one.answer.answer).max().unwrap_or(Verdict::Unknown);
    let with_combined = combined.as_ref().map_or(worst, |combined| worst.max(combined.answer));
    let verdict = if gaps.is_empty() { with_combined } else { with_combined.max(Verdict::Unclear) };
    let licences: Vec<&str> = parts.iter().map(|one| one.part.terms.text()).collect();
    json!({
        "answer": verdict,
        "alternative": null,
        "duties": if verdict.is_yes() { duties(&parts) } else { Vec::new() },
        "reasons": reasons(verdict, &parts, combined.as_ref(), gaps),
        "missing_facts": missing(verdict, &parts, combined.as_ref()),
        "request": letter(verdict, worst, &parts, combined.as_ref()),
        "notice": NOTICE,
        "files": sorted.parts.iter().map(|part| part.files).sum::<usize>(),
        "parts": parts.iter().take(MAX_SHOWN_PARTS).map(part_json).collect::<Vec<_>>(),
        "more_parts": parts.len().saturating_sub(MAX_SHOWN_PARTS),
        "combination": combined.map(|answer| json!({
            "licences": licences.iter().take(MAX_COMBINED + 1).collect::<Vec<_>>(),
            "result": asking.use_.result_licence,
            "answer": answer,
        })),
        "nothing_stated": json!({
            "files": sorted.parts.iter().filter(|part| part.terms.text() == "NONE").map(|part| part.files).sum::<usize>(),
            "first": sorted.unstated,
        }),
        "warnings": sorted.warnings.first,
        "more_warnings": sorted.warnings.count - sorted.warnings.first.len(),
        "read": sorted.sources.iter().take(MAX_SHOWN_SOURCES).map(|source| json!({
            "file": source.path,
            "field": source.field,
            "licence": source.terms.text(),
            "is_expression": source.terms.is_read(),
            "note": source.note,
        })).collect::<Vec<_>>(),
        "more_read": sorted.sources.len().saturating_sub(MAX_SHOWN_SOURCES),
        "not_read": named_json(&sorted.survey.not_read),
        "not_looked_at": named_json(&sorted.survey.not_looked_at),
        "own_projects": named_json(&sorted.survey.own_projects),
        "links_not_followed": sorted.survey.links,
        "empty_files": sorted.survey.empty,
        "makers": sorted.makers,
        "more_makers": sorted.more_makers,
    })
}

/// All licences together in one result, when something is to be made of them.
fn combination(
    parts: &[Answered<'_>],
    asking: &Asking,
    ask: &impl Fn(&str, Vec<String>) -> Answer,
) -> Option<Answer> {
    let makes = asking.use_.acts.contains(&Act::Adapt) || asking.use_.acts.contains(&Act::Distribute);
    let (first, rest) = parts.split_first()?;
    if !makes || rest.is_empty() {
        return None;
    }
    Some(ask(first.part.terms.text(), rest.iter().map(|one| one.part.terms.text().to_owned()).collect()))
}

/// What the answer may miss.
fn gaps(sorted: &Sorted) -> Vec<Reason> {
    let left_out = &sorted.survey.not_looked_at;
    if left_out.count == 0 {
        return Vec::new();
    }
    let first = left_out.first.first();
    let first = first
        .map(|one| format!("{}: {}", if one.path.is_empty() { "the folder" } else { &one.path }, one.why));
    vec![outside(format!(
        "Not all of the project could be looked at, so that the answer holds for the rest only. {}{}.",
        first.unwrap_or_default(),
        if left_out.count > 1 { format!("; and {} more", left_out.count - 1) } else { String::new() }
    ))]
}

/// Each duty once, with the parts that it is for. The same words from several licences are one duty.
fn duties(parts: &[Answered<'_>]) -> Vec<SharedDuty> {
    let mut shared: Vec<SharedDuty> = Vec::new();
    for one in parts {
        let licence = one.part.terms.text().to_owned();
        for duty in &one.answer.duties {
            let at = shared.iter().position(|seen| seen.duty.id == duty.id && seen.duty.text == duty.text);
            let seen = match at {
                Some(at) => &mut shared[at],
                None => {
                    shared.push(SharedDuty { duty: duty.clone(), parts: Vec::new(), more_parts: 0 });
                    let last = shared.len() - 1;
                    &mut shared[last]
                }
            };
            if seen.parts.contains(&licence) {
                continue;
            }
            if seen.parts.len() < MAX_NAMED_PARTS {
                seen.parts.push(licence.clone());
            } else {
                seen.more_parts += 1;
            }
        }
    }
    shared
}

/// Why the answer over all is what it is: the reasons of those parts that it comes from.
fn reasons(
    verdict: Verdict,
    parts: &[Answered<'_>],
    combined: Option<&Answer>,
    gaps: Vec<Reason>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if verdict.is_yes() {
        return reasons;
    }
    for one in parts.iter().filter(|one| one.answer.answer == verdict).take(MAX_SHOWN_PARTS) {
        reasons.extend(one.answer.reasons.iter().map(|reason| Reason {
            text: format!("{}: {}", one.part.terms.text(), reason.text),
            ..reason.clone()
        }));
    }
    // What the combination alone brings about is said by it alone.
    if reasons.is_empty()
        && let Some(combined) = combined.filter(|combined| combined.answer == verdict)
    {
        let text = |reason: &Reason| format!("All together in one result: {}", reason.text);
        reasons.extend(combined.reasons.iter().map(|reason| Reason { text: text(reason), ..reason.clone() }));
    }
    reasons.extend(gaps);
    reasons
}

fn missing(verdict: Verdict, parts: &[Answered<'_>], combined: Option<&Answer>) -> BTreeSet<FactName> {
    let answers = parts.iter().map(|one| &one.answer).chain(combined);
    answers
        .filter(|_| verdict == Verdict::MissingFacts)
        .flat_map(|answer| answer.missing_facts.clone())
        .collect()
}

/// A letter about the part that is worst, or about all of them together where only that stands in the way.
fn letter(
    verdict: Verdict,
    worst: Verdict,
    parts: &[Answered<'_>],
    combined: Option<&Answer>,
) -> Option<String> {
    if verdict.is_yes() {
        return None;
    }
    let of_part = parts.first().filter(|_| !worst.is_yes()).and_then(|one| one.answer.request.clone());
    let of_all = || combined.and_then(|combined| combined.request.clone());
    let about_gaps = || {
        "Dear steward,\n\nwe should like to reuse your work, and could not find out under which licence all of its parts \
         are. Could you please tell us?\n\nThank you for sharing your work.\n"
            .to_owned()
    };
    Some(of_part.or_else(of_all).unwrap_or_else(about_gaps))
}

fn part_json(one: &Answered<'_>) -> Value {
    let said_by: Vec<Value> =
        one.part.said_by.iter().take(MAX_SAID_BY).map(|(by, files)| said_by_json(by, *files)).collect();
    json!({
        "licence": one.part.terms.text(),
        "is_expression": one.part.terms.is_read(),
        "files": one.part.files,
        "examples": one.part.examples,
        "said_by": said_by,
        "more_said_by": one.part.said_by.len().saturating_sub(MAX_SAID_BY),
        "texts": one.part.texts,
        "answer": one.answer,
    })
}

fn said_by_json(by: &SaidBy, files: usize) -> Value {
    let (how, file, field) = match by {
        SaidBy::Header => ("header", None, None),
        SaidBy::Beside => ("file-beside", None, None),
        SaidBy::Snippet => ("snippet", None, None),
        SaidBy::List(path) => ("list", Some(path), None),
        SaidBy::Folder(path, field) => ("folder", Some(path), Some(field)),
        SaidBy::Nobody => ("nobody", None, None),
    };
    json!({ "how": how, "file": file, "field": field, "files": files })
}

fn named_json(named: &Named) -> Value {
    let first: Vec<Value> =
        named.first.iter().map(|one| json!({ "file": one.path, "why": one.why })).collect();
    json!({ "count": named.count, "first": first })
}

fn outside(text: String) -> Reason {
    Reason { clause: None, text, facts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use commons_licences::{Basis, Purpose};

    use super::*;
    use crate::project::{parts::sort, survey::Survey};

    // REUSE-IgnoreStart

    fn header(licence: &str) -> String {
        format!("// SPDX-License-Identifier: {licence}\n")
    }

    fn asked(files: &[(&str, &str)], acts: &[Act], result: Option<&str>, kind: Option<&str>) -> Value {
        let mut survey = Survey::default();
        for (path, licence) in files {
            let text = if *licence == "-" { "words".to_owned() } else { header(licence) };
            survey.take(path, text.len() as u64, text.as_bytes());
        }
        survey.finish();
        let mut asking = Asking::default();
        asking.use_.purpose = Purpose::Commercial;
        if !acts.is_empty() {
            asking.use_.acts = acts.iter().copied().collect();
        }
        asking.use_.result_licence = result.map(str::to_owned);
        if let Some(kind) = kind {
            asking.facts.set_fact("kind", kind, Basis::Given).unwrap();
        }
        report(&sort(survey), &asking)
    }

    #[test]
    fn the_answer_over_all_is_that_of_the_worst_part() {
        for (files, kind, answer) in [
            (&[("a", "CC0-1.0")][..], None, "allowed"),
            (&[("a", "CC0-1.0"), ("b", "PPL")], None, "missing-facts"),
            (&[("a", "CC0-1.0"), ("b", "PPL")], Some("company"), "forbidden"),
            (&[("a", "MIT"), ("b", "LicenseRef-Nobody-Knows")], None, "unknown"),
            (&[("a", "MIT"), ("b", "-")], None, "not-granted"),
        ] {
            let found = asked(files, &[], None, kind);
            assert_eq!(found["answer"], answer, "{files:?}: {found}");
            assert_eq!(found["parts"][0]["answer"]["answer"], answer, "the worst comes first");
            assert_eq!(found["request"].is_string(), answer != "allowed");
            assert_eq!(found["combination"], Value::Null);
        }
        let missing = asked(&[("a", "CC0-1.0"), ("b", "PPL")], &[], None, None);
        assert!(missing["missing_facts"].to_string().contains("kind"));
        assert!(missing["reasons"][0]["text"].as_str().unwrap().starts_with("PPL: "));
    }

    #[test]
    fn duties_are_added_up_each_once_and_name_their_parts() {
        let found =
            asked(&[("a", "MIT"), ("b", "MIT AND ISC"), ("c", "CC-BY-4.0")], &[Act::Distribute], None, None);
        assert_eq!(found["answer"], "allowed-with-duties");
        let duties = found["duties"].as_array().unwrap();
        let texts: BTreeSet<&str> = duties.iter().map(|duty| duty["text"].as_str().unwrap()).collect();
        assert_eq!(texts.len(), duties.len(), "each once: {duties:?}");
        assert!(duties.iter().all(|duty| !duty["parts"].as_array().unwrap().is_empty()));
        assert!(duties.iter().any(|duty| duty["parts"] == json!(["CC-BY-4.0"])));
        let twice = asked(&[("a", "BSD-2-Clause"), ("b", "BSD-3-Clause")], &[Act::Distribute], None, None);
        let shared = twice["duties"]
            .as_array()
            .unwrap()
            .iter()
            .find(|duty| duty["parts"].as_array().unwrap().len() == 2);
        assert!(shared.is_some(), "the same words from two licences are one duty: {twice}");
    }

    #[test]
    fn what_is_made_of_all_parts_counts_when_something_is_made() {
        let files = &[("a", "GPL-3.0-only"), ("b", "CC-BY-SA-4.0"), ("c", "CC-BY-NC-SA-4.0")];
        let acts = &[Act::Adapt, Act::Distribute];
        let each_by_itself = asked(&files[..1], acts, None, None);
        assert_eq!(
            (&each_by_itself["answer"], &each_by_itself["combination"]),
            (&json!("allowed-with-duties"), &Value::Null)
        );
        let together = asked(&files[..2], acts, Some("MIT"), None);
        assert!(together["combination"]["answer"]["answer"].is_string(), "{together}");
        assert_ne!(together["answer"], "allowed-with-duties", "the result cannot be under MIT");
        let fits = asked(&[("a", "MIT"), ("b", "CC0-1.0")], acts, Some("PPL"), None);
        assert_eq!(
            (&fits["answer"], &fits["combination"]["result"]),
            (&json!("allowed-with-duties"), &json!("PPL"))
        );
    }

    #[test]
    fn a_project_of_which_something_was_not_looked_at_is_never_better_than_unclear() {
        let mut survey = Survey::default();
        survey.take("a", 9, header("CC0-1.0").as_bytes());
        survey.not_looked_at.push("b", "it is a pipe");
        survey.finish();
        let found = report(&sort(survey), &Asking::default());
        assert_eq!(found["answer"], "unclear");
        assert!(found["reasons"][0]["text"].as_str().unwrap().contains("b: it is a pipe"), "{found}");
        assert!(found["request"].is_string());
    }

    #[test]
    fn many_parts_are_all_answered_and_some_shown() {
        let mut survey = Survey::default();
        for i in 0..300 {
            survey.take(&format!("{i}"), 9, header(&format!("LicenseRef-{i}")).as_bytes());
        }
        survey.take("x", 9, header("PPL").as_bytes());
        survey.finish();
        let mut asking = Asking::default();
        asking.facts.set_fact("kind", "company", Basis::Given).unwrap();
        asking.use_.acts = [Act::Adapt].into();
        let found = report(&sort(survey), &asking);
        assert_eq!((&found["answer"], &found["parts"][0]["licence"]), (&json!("forbidden"), &json!("PPL")));
        assert_eq!(
            (found["parts"].as_array().unwrap().len(), &found["more_parts"]),
            (MAX_SHOWN_PARTS, &json!(201))
        );
        assert!(found["combination"]["licences"].as_array().unwrap().len() <= MAX_COMBINED + 1);
    }

    // REUSE-IgnoreEnd
}

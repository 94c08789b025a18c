//! Putting works together: which go together, which duties add up, what the result may bear.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use commons_licences::{
    Act, Answer, Asked, Basis, FactName, FactValue, Facts, Granted, Kind, MAX_SETS, MAX_SOURCES, Permission,
    PermissionBasis, Purpose, Question, Remix, RemixAnswer, Source, Surplus, Use, User, Verdict, answer,
    remix, sheets,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn source(name: &str, licence: &str) -> Source {
    Source { name: name.to_owned(), licence: licence.to_owned(), ..Source::default() }
}

fn coop() -> User {
    let mut facts = Facts::default();
    for (name, value) in
        [("kind", "worker-coop"), ("surplus", "distributed-to-worker-owners"), ("non_member_employees", "no")]
    {
        facts.set_fact(name, value, Basis::Given).unwrap();
    }
    facts.into()
}

fn ask(sources: &[(&str, &str)], result: Option<&str>) -> RemixAnswer {
    let sources = sources.iter().map(|(name, licence)| source(name, licence)).collect();
    remix(&Remix { sources, user: coop(), use_: use_for(Purpose::Commercial, result) })
}

fn use_for(purpose: Purpose, result: Option<&str>) -> Use {
    let acts = BTreeSet::from([Act::Adapt, Act::Distribute]);
    Use { purpose, acts, result_licence: result.map(str::to_owned), ..Use::default() }
}

fn under<'a>(reply: &'a RemixAnswer, licence: &str) -> &'a commons_licences::ResultAnswer {
    reply.result_licences.iter().find(|result| result.licence == licence).unwrap()
}

#[test]
fn what_goes_into_ppl_adds_its_duties_up() {
    let sources =
        [("Almanac", "CC-BY-4.0"), ("Photos", "CC-BY-4.0"), ("Handbook", "PPL"), ("Icons", "CC0-1.0")];
    let reply = ask(&sources, None);
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    assert!(reply.clashes.is_empty() && reply.go_together.is_empty() && reply.requests.is_empty());
    let credit: Vec<_> = reply.duties.iter().filter(|duty| duty.what.id == "attribution").collect();
    assert_eq!(credit.len(), 2, "one wording of CC BY, one of the PPL");
    assert_eq!(credit[0].sources, ["Almanac", "Photos"]);
    assert_eq!(credit[1].sources, ["Handbook"]);
    let terms: Vec<_> =
        reply.duties.iter().filter(|duty| duty.what.id == "no-further-restrictions").collect();
    assert_eq!(terms.len(), 1, "the same words of two licences stand once");
    assert_eq!(terms[0].sources, ["Almanac", "Handbook", "Photos"]);
    assert!(terms[0].what.clause.contains("CC-BY-4.0 2(a)(5)(B)"), "{terms:?}");
    assert!(terms[0].what.clause.contains("PPL 4(a)"), "{terms:?}");
    assert_eq!(under(&reply, "PPL").answer, Verdict::AllowedWithDuties);
    let other = under(&reply, "CC-BY-SA-4.0");
    assert_eq!(other.answer, Verdict::Unclear);
    assert_eq!(other.reason.as_ref().unwrap().sources, ["Handbook"]);
    let verdicts: Vec<Verdict> = reply.result_licences.iter().map(|result| result.answer).collect();
    assert!(verdicts.is_sorted(), "the best first");
}

#[test]
fn names_the_pairs_that_clash_and_the_sets_that_go_together() {
    let sources = [
        ("Atlas", "CC-BY-SA-4.0"),
        ("Book", "CC-BY-NC-SA-4.0"),
        ("Clips", "CC-BY-4.0"),
        ("Deeds", "CC0-1.0"),
    ];
    let sources = sources.map(|(name, licence)| source(name, licence)).to_vec();
    let reply = remix(&Remix { sources, user: coop(), use_: use_for(Purpose::NonCommercial, None) });
    assert_eq!(reply.answer, Verdict::NotGranted);
    let [clash] = reply.clashes.as_slice() else { panic!("{:?}", reply.clashes) };
    assert_eq!(clash.sources, ["Atlas", "Book"]);
    let clauses: Vec<(&str, &str)> =
        clash.clauses.iter().map(|clause| (clause.licence.as_str(), clause.clause.as_str())).collect();
    assert!(clauses.contains(&("CC-BY-SA-4.0", "3(b)(1)")), "{clauses:?}");
    assert_eq!(clauses.len(), 2);
    assert_eq!(reply.go_together, [["Atlas", "Clips", "Deeds"], ["Book", "Clips", "Deeds"]]);
    let asked: Vec<&str> = reply.requests.iter().map(|letter| letter.source.as_str()).collect();
    assert_eq!(asked, ["Atlas", "Book"], "nobody is asked who is not in the way");
}

#[test]
fn one_that_stands_between_two_goes_together_with_each() {
    let reply = ask(&[("A", "GPL-2.0-only"), ("B", "GPL-2.0-or-later"), ("C", "GPL-3.0-only")], None);
    assert_eq!(reply.answer, Verdict::NotGranted);
    assert_eq!(reply.go_together, [["A", "B"], ["B", "C"]]);
    assert_eq!(reply.clashes.len(), 1);
}

#[test]
fn chooses_among_alternatives_so_that_all_go_together() {
    let reply =
        ask(&[("Core", "GPL-2.0-only"), ("Crate", "Apache-2.0 OR MIT"), ("Other", "MIT OR PPL")], None);
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    let chosen: Vec<Option<&str>> =
        reply.sources.iter().map(|source| source.alternative.as_deref()).collect();
    assert_eq!(chosen, [None, Some("MIT"), Some("MIT")]);
    assert_eq!(under(&reply, "GPL-2.0-only").answer, Verdict::AllowedWithDuties);
    assert_eq!(under(&reply, "MIT").answer, Verdict::NotGranted);
}

#[test]
fn a_source_has_permissions_of_its_own() {
    let granted = |cited_as: &str| Granted {
        cited_as: cited_as.to_owned(),
        basis: PermissionBasis::Permission,
        permission: Permission::parse("kind=worker-coop: a copy of what you make").unwrap(),
    };
    let permitted =
        |name: &str| Source { granted: vec![granted("permission 1")], ..source(name, "CC-BY-NC-4.0") };
    let ask = |sources: Vec<Source>| {
        remix(&Remix { sources, user: coop(), use_: use_for(Purpose::Commercial, None) })
    };
    assert_eq!(ask(vec![permitted("A"), source("B", "CC-BY-NC-4.0")]).answer, Verdict::NotGranted);
    let reply = ask(vec![permitted("A"), permitted("B"), source("C", "MIT")]);
    assert_eq!(reply.answer, Verdict::AllowedWithDuties);
    let duty = reply.duties.iter().find(|duty| duty.what.id == "in-return").unwrap();
    assert_eq!(duty.sources, ["A", "B"]);
    // Terms that nobody can read, with a permission beside them.
    let own = Source { granted: vec![granted("permission 1")], ..source("D", "what we say") };
    assert!(ask(vec![own, permitted("A")]).answer.is_yes());
}

#[test]
fn a_part_of_its_own_is_not_woven_in() {
    let part = |as_part| Source { as_part, ..source("Library", "LGPL-3.0-only") };
    let ask = |as_part| {
        let sources = vec![source("Program", "MIT"), part(as_part)];
        remix(&Remix { sources, user: coop(), use_: use_for(Purpose::NonCommercial, Some("MIT")) }).answer
    };
    assert_eq!((ask(true), ask(false)), (Verdict::AllowedWithDuties, Verdict::NotGranted));
}

#[test]
fn where_it_is_doubtful_which_licence_holds_the_answer_is_unclear_at_best() {
    let doubted = Source { doubt: Some("Two are named.".to_owned()), ..source("Song", "MIT") };
    let sources = vec![doubted, source("Book", "CC-BY-4.0")];
    let reply = remix(&Remix { sources, user: coop(), use_: use_for(Purpose::Commercial, None) });
    assert_eq!(reply.answer, Verdict::Unclear);
    assert_eq!(reply.reasons[0].sources, ["Song"]);
    assert!(reply.reasons[0].what.text.contains("Two are named."));
    assert!(reply.result_licences.iter().all(|result| !result.answer.is_yes()));
    assert_eq!(reply.go_together, [["Book"]]);
}

#[test]
fn too_many_sources_and_none_have_an_answer() {
    assert_eq!(remix(&Remix::default()).answer, Verdict::Unknown);
    let many = |count: usize| {
        let sources = (0..count).map(|i| source(&format!("S{i}"), "CC-BY-4.0")).collect();
        remix(&Remix { sources, user: coop(), use_: use_for(Purpose::Commercial, None) })
    };
    assert_eq!(many(MAX_SOURCES).answer, Verdict::AllowedWithDuties);
    assert_eq!(many(MAX_SOURCES + 1).answer, Verdict::Unclear);
}

#[test]
fn the_hardest_questions_are_answered_in_bounded_time() {
    let ids: Vec<&str> = sheets()
        .iter()
        .flat_map(|sheet| &sheet.ids)
        .filter(|id| !id.ends_with('*'))
        .map(String::as_str)
        .collect();
    let sources = (0..MAX_SOURCES)
        .map(|i| {
            let of = |k: usize| ids[(i * 7 + k * 13) % ids.len()];
            source(&format!("S{i}"), &format!("{} OR {} OR {}", of(0), of(1), of(2)))
        })
        .collect();
    let begun = std::time::Instant::now();
    let reply = remix(&Remix { sources, user: User::default(), use_: use_for(Purpose::Unsure, None) });
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(reply.go_together.len() <= MAX_SETS);
    assert!(reply.result_licences.len() <= commons_licences::MAX_RESULTS);
}

fn ids() -> impl Strategy<Value = String> {
    let held: Vec<String> =
        sheets().iter().flat_map(|sheet| &sheet.ids).filter(|id| !id.ends_with('*')).cloned().collect();
    let common = [
        "PPL",
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC-BY-NC-SA-4.0",
        "GPL-2.0-only",
        "GPL-3.0-only",
        "Apache-2.0",
        "AGPL-3.0-only",
        "CC0-1.0",
        "LicenseRef-Ours",
        "NONE",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ];
    prop_oneof![1 => select(held), 1 => select(common.map(String::from).to_vec())]
}

fn expressions() -> impl Strategy<Value = String> {
    let joined = (ids(), select(vec!["AND", "OR"]), ids());
    let joined = joined.prop_map(|(a, op, b)| match a == "NONE" || b == "NONE" {
        true => a,
        false => format!("{a} {op} {b}"),
    });
    prop_oneof![3 => ids(), 1 => joined]
}

fn one_source() -> impl Strategy<Value = Source> {
    let typed = select(vec!["kind=nonprofit", "reserves", "others: a copy"]);
    let granted = proptest::option::weighted(0.3, typed).prop_map(|typed| {
        let one = |typed| Granted {
            cited_as: "permission 1".to_owned(),
            basis: PermissionBasis::Permission,
            permission: Permission::parse(typed).unwrap(),
        };
        typed.map(one).into_iter().collect()
    });
    let doubt = proptest::option::weighted(0.1, Just("Two licences are named.".to_owned()));
    (select(vec!["A", "B", "C"]), expressions(), granted, any::<bool>(), doubt).prop_map(
        |(name, licence, granted, as_part, doubt)| Source {
            name: name.to_owned(),
            licence,
            granted,
            as_part,
            doubt,
        },
    )
}

fn remixes() -> impl Strategy<Value = Remix> {
    let kind = proptest::option::of(select(Kind::ALL));
    let surplus = proptest::option::of(select(Surplus::ALL));
    let acts = prop_oneof![
        3 => Just(vec![Act::Adapt, Act::Distribute]),
        1 => subsequence(Act::ALL, 0..=6),
    ];
    let result = proptest::option::of(ids());
    let sources = proptest::collection::vec(one_source(), 1..6);
    (sources, kind, surplus, select(Purpose::ALL), acts, result).prop_map(
        |(sources, kind, surplus, purpose, acts, result_licence)| {
            let mut facts = Facts::default();
            if let Some(kind) = kind {
                facts.insert(FactName::Kind, FactValue::Kind(kind), Basis::Given).unwrap();
            }
            if let Some(surplus) = surplus {
                facts.insert(FactName::Surplus, FactValue::Surplus(surplus), Basis::Given).unwrap();
            }
            let acts = acts.into_iter().collect();
            Remix {
                sources,
                user: facts.into(),
                use_: Use { purpose, acts, result_licence, ..Use::default() },
            }
        },
    )
}

fn parts<T: Clone>(all: &[Asked<T>]) -> Vec<T> {
    all.iter().map(|asked| asked.what.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_sources_makes_no_difference(asked in remixes(), turn in any::<prop::sample::Index>()) {
        let mut turned = asked.clone();
        turned.sources.reverse();
        let by = turn.index(turned.sources.len());
        turned.sources.rotate_left(by);
        prop_assert_eq!(remix(&turned), remix(&asked));
    }

    #[test]
    fn another_source_never_makes_it_better(asked in remixes(), another in one_source()) {
        let before = remix(&asked);
        let mut more = asked;
        more.sources.push(another);
        let after = remix(&more);
        prop_assert!(after.answer >= before.answer, "{} became {}", before.answer, after.answer);
        for result in &before.result_licences {
            if let Some(now) = after.result_licences.iter().find(|now| now.licence == result.licence) {
                prop_assert!(now.answer >= result.answer, "{}", result.licence);
            }
        }
    }

    #[test]
    fn each_licence_of_the_result_is_answered_as_if_it_were_meant(asked in remixes()) {
        let reply = remix(&asked);
        for result in &reply.result_licences {
            let mut meant = asked.clone();
            meant.use_.result_licence = Some(result.licence.clone());
            let singly = remix(&meant);
            prop_assert_eq!(result.answer, singly.answer, "{}", &result.licence);
            prop_assert_eq!(&result.reason, &singly.reasons.first().filter(|_| !singly.answer.is_yes()).cloned());
        }
    }

    #[test]
    fn a_remix_of_one_source_is_answered_as_a_question_about_it(asked in remixes()) {
        let source = Source { as_part: false, doubt: None, ..asked.sources[0].clone() };
        let question = Question {
            licence: source.licence.clone(),
            user: asked.user.clone(),
            use_: asked.use_.clone(),
            granted: source.granted.clone(),
        };
        let single: Answer = answer(&question);
        let reply = remix(&Remix { sources: vec![source], ..asked });
        prop_assert_eq!(reply.answer, single.answer);
        prop_assert_eq!(&reply.sources[0].alternative, &single.alternative);
        prop_assert_eq!(parts(&reply.reasons), single.reasons);
        prop_assert_eq!(reply.missing_facts, single.missing_facts);
        prop_assert_eq!(reply.requests.first().map(|letter| letter.text.clone()), single.request);
        // What two licences of one work ask in the same words stands once.
        let texts = |text: &str| text.split(": ").last().map(str::to_owned);
        let added: BTreeSet<_> = reply.duties.iter().map(|duty| (duty.what.id.clone(), texts(&duty.what.text))).collect();
        let each: BTreeSet<_> = single.duties.iter().map(|duty| (duty.id.clone(), texts(&duty.text))).collect();
        prop_assert_eq!(added, each);
    }

    #[test]
    fn what_goes_together_goes_together_and_nothing_can_be_added(mut asked in remixes()) {
        for (i, source) in asked.sources.iter_mut().enumerate() {
            source.name = format!("S{i}");
        }
        let reply = remix(&asked);
        prop_assert!(!reply.answer.is_yes() || reply.go_together.is_empty());
        let is_yes = |names: &[String]| {
            let sources = asked.sources.iter().filter(|source| names.contains(&source.name)).cloned();
            remix(&Remix { sources: sources.collect(), ..asked.clone() }).answer.is_yes()
        };
        for set in &reply.go_together {
            prop_assert!(is_yes(set));
            for source in asked.sources.iter().filter(|source| !set.contains(&source.name)) {
                let mut more = set.clone();
                more.push(source.name.clone());
                prop_assert!(!is_yes(&more));
            }
        }
        if !reply.answer.is_yes() && reply.go_together.is_empty() {
            prop_assert!(asked.sources.iter().all(|source| !is_yes(std::slice::from_ref(&source.name))));
        }
    }

    #[test]
    fn questions_and_answers_survive_json(asked in remixes()) {
        let json = serde_json::to_string(&asked).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Remix>(&json).unwrap(), &asked);
        let reply = remix(&asked);
        let json = serde_json::to_string(&reply).unwrap();
        prop_assert_eq!(serde_json::from_str::<RemixAnswer>(&json).unwrap(), reply);
    }
}

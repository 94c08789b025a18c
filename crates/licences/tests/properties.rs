//! What holds for every question.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use commons_licences::{
    Act, Answer, Basis, FactName, FactValue, Facts, Granted, Kind, LicenceExpression, Permission,
    PermissionBasis, Purpose, Question, Surplus, Use, UseField, User, UserField, Verdict, answer, sheets,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn ids() -> impl Strategy<Value = String> {
    let held: Vec<String> =
        sheets().iter().flat_map(|sheet| &sheet.ids).filter(|id| !id.ends_with('*')).cloned().collect();
    let others =
        ["EUPL-1.2", "CC-BY-3.0-DE", "LicenseRef-Ours", "GPL-2.0+", "AGPL-3.0", "MPL-2.0+"].map(String::from);
    prop_oneof![8 => select(held), 1 => select(others.to_vec()), 2 => Just("PPL".to_owned())]
}

fn expressions() -> impl Strategy<Value = String> {
    ids().prop_recursive(2, 4, 2, |inner| {
        (inner.clone(), select(vec!["AND", "OR"]), inner).prop_map(|(a, op, b)| format!("({a} {op} {b})"))
    })
}

fn flags() -> Vec<FactName> {
    let not_flags = [FactName::Kind, FactName::Surplus, FactName::Fields, FactName::Purpose];
    FactName::ALL.iter().copied().filter(|name| !not_flags.contains(name)).collect()
}

fn facts() -> impl Strategy<Value = Facts> {
    let kind = proptest::option::of(select(Kind::ALL));
    let surplus = proptest::option::of(select(Surplus::ALL));
    let fields = proptest::option::of(subsequence(UserField::ALL, 0..=2));
    let flag_values = proptest::collection::vec(proptest::option::of(any::<bool>()), flags().len());
    (kind, surplus, fields, flag_values).prop_map(|(kind, surplus, fields, flag_values)| {
        let mut facts = Facts::default();
        let mut put = |name, value: Option<FactValue>| {
            if let Some(value) = value {
                facts.insert(name, value, Basis::Given).unwrap();
            }
        };
        put(FactName::Kind, kind.map(FactValue::Kind));
        put(FactName::Surplus, surplus.map(FactValue::Surplus));
        put(FactName::Fields, fields.map(|fields| FactValue::Fields(fields.into_iter().collect())));
        for (name, flag) in flags().into_iter().zip(flag_values) {
            put(name, flag.map(FactValue::Flag));
        }
        facts
    })
}

fn uses() -> impl Strategy<Value = Use> {
    (
        select(Purpose::ALL),
        subsequence(Act::ALL, 0..=6),
        proptest::collection::vec(expressions(), 0..3),
        proptest::option::of(expressions()),
        proptest::option::of(subsequence(UseField::ALL, 0..=8)),
    )
        .prop_map(|(purpose, acts, combined_with, result_licence, fields)| Use {
            purpose,
            acts: acts.into_iter().collect(),
            combined_with,
            result_licence,
            fields: fields.map(|fields| fields.into_iter().collect::<BTreeSet<_>>()),
        })
}

fn questions() -> impl Strategy<Value = Question> {
    (expressions(), facts(), uses(), granted()).prop_map(|(licence, facts, use_, granted)| Question {
        licence,
        user: User::from(facts),
        use_,
        granted,
    })
}

fn granted() -> impl Strategy<Value = Vec<Granted>> {
    let typed = select(vec![
        "reserves",
        "nonprofits",
        "self-employed",
        "others: a copy of what you make",
        "kind=union|nonprofit,surplus=none",
        "contributor=yes: a share",
    ]);
    let granted = (
        typed,
        select(vec![PermissionBasis::Permission, PermissionBasis::Agreement]),
        subsequence(Act::ALL, 0..=6),
    );
    let granted = granted.prop_map(|(typed, basis, acts)| {
        let permission = Permission { acts: acts.into_iter().collect(), ..Permission::parse(typed).unwrap() };
        Granted { cited_as: format!("the sample {typed}"), basis, permission }
    });
    prop_oneof![2 => Just(Vec::new()), 1 => proptest::collection::vec(granted, 0..4)]
}

fn is_whole(reply: &Answer) -> bool {
    let yes = reply.answer.is_yes();
    yes == reply.request.is_none()
        && (reply.answer == Verdict::AllowedWithDuties) != reply.duties.is_empty()
        && (reply.answer == Verdict::MissingFacts) != reply.missing_facts.is_empty()
        && !reply.notice.is_empty()
        && (yes || !reply.reasons.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_has_an_answer(licence in ".{0,60}", result in proptest::option::of(".{0,30}"), with in ".{0,30}") {
        let mut question = Question::about(licence);
        question.use_.result_licence = result;
        question.use_.acts = BTreeSet::from([Act::Adapt, Act::Distribute]);
        question.use_.combined_with = vec![with];
        prop_assert!(is_whole(&answer(&question)));
    }

    #[test]
    fn text_that_looks_like_an_expression_never_panics(
        words in proptest::collection::vec(select(vec![
            "MIT", "PPL", "GPL-2.0", "AND", "OR", "WITH", "(", ")", "+", "Classpath-exception-2.0", "LicenseRef-a",
            "AdditionRef-b", "DocumentRef-c:LicenseRef-d", "NONE", "nope", ":", "-", "GPL-2.0-or-later", "GFDL-1.3",
        ]), 0..12),
        gap in select(vec!["", " ", "  "]),
    ) {
        let text = words.join(gap);
        if let Ok(expression) = LicenceExpression::parse(&text) {
            let canonical = expression.to_string();
            prop_assert_eq!(LicenceExpression::parse(&canonical).unwrap().to_string(), canonical);
        }
        prop_assert!(is_whole(&answer(&Question::about(text))));
    }

    #[test]
    fn every_question_has_a_whole_answer(question in questions()) {
        let reply = answer(&question);
        prop_assert!(is_whole(&reply), "{:?}", reply);
        let json = serde_json::to_string(&reply).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), reply);
    }

    #[test]
    fn a_question_survives_json(question in questions()) {
        let json = serde_json::to_string(&question).unwrap();
        prop_assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question);
    }

    #[test]
    fn a_choice_is_never_worse_and_a_sum_never_better(a in expressions(), b in expressions(), question in questions()) {
        let verdict = |licence: String| answer(&Question { licence, ..question.clone() }).answer;
        let (va, vb) = (verdict(a.clone()), verdict(b.clone()));
        let either = verdict(format!("({a}) OR ({b})"));
        prop_assert!(either <= va && either <= vb);
        let both = verdict(format!("({a}) AND ({b})"));
        prop_assert!(both >= va && both >= vb);
    }

    #[test]
    fn a_permission_only_ever_adds(
        question in questions(), kind in select(Kind::ALL), surplus in select(Surplus::ALL),
        values in proptest::collection::vec(any::<bool>(), flags().len()), commercial in any::<bool>(),
    ) {
        let mut question = question;
        let verdict = |question: &Question, granted: &[Granted]| {
            answer(&Question { granted: granted.to_vec(), ..question.clone() }).answer
        };
        let fewer: Vec<Granted> = question.granted.iter().skip(1).cloned().collect();
        let open = [&[][..], &fewer[..], &question.granted[..]]
            .map(|granted| verdict(&question, granted) == Verdict::MissingFacts);
        if open.contains(&true) {
            // What is still open may become settled, at less than was hoped for; and of several permissions one may ask for
            // something in return, and another not. So it is asked of one way things may be, with nothing left open.
            let mut put = |name, value| {
                if question.user.facts.get(name).is_none() {
                    question.user.facts.insert(name, value, Basis::Given).unwrap();
                }
            };
            put(FactName::Kind, FactValue::Kind(kind));
            put(FactName::Surplus, FactValue::Surplus(surplus));
            flags().into_iter().zip(values).for_each(|(name, value)| put(name, FactValue::Flag(value)));
            if question.use_.purpose == Purpose::Unsure {
                question.use_.purpose = if commercial { Purpose::Commercial } else { Purpose::NonCommercial };
            }
        }
        let with = verdict(&question, &question.granted);
        prop_assert!(with <= verdict(&question, &[]), "became {with}");
        prop_assert!(with <= verdict(&question, &fewer));
    }

    #[test]
    fn learning_what_was_unknown_never_turns_a_settled_answer(
        licence in ids(), facts in facts(), use_ in uses(), granted in granted(), name in select(flags()), flag in any::<bool>(), surplus in select(Surplus::ALL),
    ) {
        // What nobody has read is at best unclear, whatever is missing.
        prop_assume!(!sheets().iter().any(|sheet| !sheet.reviewed && sheet.ids.contains(&licence)));
        // Of several licences at once one may be unclear, which settles it, while another still misses facts.
        let use_ = Use { combined_with: Vec::new(), ..use_ };
        let question = Question { user: User::from(facts), use_, granted, ..Question::about(licence) };
        let before = answer(&question);
        prop_assume!(before.answer != Verdict::MissingFacts);
        let kind = question.user.facts.kind();
        // What the kind implies is no unknown: contradicting it may well turn the answer.
        let implied = [FactName::WorkerOwned, FactName::PrivatelyOwned, FactName::NonMemberEmployees];
        let mut wiser = question.clone();
        if question.user.facts.get(name).is_none() && (kind.is_none() || !implied.contains(&name)) {
            wiser.user.facts.insert(name, FactValue::Flag(flag), Basis::Given).unwrap();
        }
        if question.user.facts.surplus().is_none() {
            wiser.user.facts.insert(FactName::Surplus, FactValue::Surplus(surplus), Basis::Given).unwrap();
        }
        let after = answer(&wiser).answer;
        // A yes may come to ask for less.
        prop_assert!(after == before.answer || (before.answer.is_yes() && after == Verdict::Allowed));
    }

    #[test]
    fn every_missing_fact_matters(question in questions()) {
        // Each fact that is asked for can be told; told all of them, nothing is missing any more.
        let reply = answer(&question);
        if reply.answer != Verdict::MissingFacts {
            return Ok(());
        }
        let mut told = question;
        // Answers may open further questions, but never without end.
        for _ in 0..FactName::ALL.len() {
            for name in answer(&told).missing_facts {
                match name {
                    FactName::Purpose => told.use_.purpose = Purpose::NonCommercial,
                    FactName::Kind => told.user.facts.insert(name, FactValue::Kind(Kind::Nonprofit), Basis::Given).unwrap(),
                    FactName::Surplus => {
                        told.user.facts.insert(name, FactValue::Surplus(Surplus::Mixed), Basis::Given).unwrap();
                    }
                    name => told.user.facts.insert(name, FactValue::Flag(false), Basis::Given).unwrap(),
                }
            }
        }
        prop_assert_ne!(answer(&told).answer, Verdict::MissingFacts);
    }

    #[test]
    fn the_order_of_licences_and_works_makes_no_difference(
        a in expressions(), b in expressions(), question in questions(),
    ) {
        let verdict = |licence: String| answer(&Question { licence, ..question.clone() }).answer;
        for operator in ["AND", "OR"] {
            prop_assert_eq!(verdict(format!("({a}) {operator} ({b})")), verdict(format!("({b}) {operator} ({a})")));
        }
        let mut turned = question.clone();
        turned.use_.combined_with.reverse();
        prop_assert_eq!(answer(&turned).answer, answer(&question).answer);
    }

    #[test]
    fn learning_anything_never_turns_a_settled_answer_into_missing_facts(
        question in questions(), learnt in facts(), purpose in select(Purpose::ALL), fields in subsequence(UseField::ALL, 0..=8),
    ) {
        let before = answer(&question);
        prop_assume!(before.answer != Verdict::MissingFacts);
        let kind = question.user.facts.kind();
        // What the kind implies is no unknown: contradicting it may well turn the answer. So may what an "unless" speaks of.
        let implied = [FactName::WorkerOwned, FactName::PrivatelyOwned, FactName::NonMemberEmployees];
        let unless = before.duties.iter().any(|duty| duty.id == "unless");
        let mut wiser = question.clone();
        for (name, fact) in learnt.iter().filter(|(name, _)| !unless || *name != FactName::Fields) {
            if question.user.facts.get(name).is_none() && (kind.is_none() || !implied.contains(&name)) {
                wiser.user.facts.insert(name, fact.value.clone(), Basis::Given).unwrap();
            }
        }
        if wiser.use_.purpose == Purpose::Unsure {
            wiser.use_.purpose = purpose;
        }
        wiser.use_.fields.get_or_insert_with(|| fields.into_iter().filter(|_| !unless).collect());
        prop_assert_ne!(answer(&wiser).answer, Verdict::MissingFacts);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = LicenceExpression::parse(&text);
        prop_assert!(is_whole(&answer(&Question::about(text))));
        if let Ok(question) = serde_json::from_slice::<Question>(&bytes) {
            prop_assert!(is_whole(&answer(&question)));
        }
    }

    #[test]
    fn no_damaged_question_makes_it_panic(
        question in questions(), cut in any::<proptest::sample::Index>(), with in proptest::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut json = serde_json::to_vec(&question).unwrap();
        let at = cut.index(json.len());
        let end = json.len().min(at + with.len());
        json.splice(at..end, with);
        if let Ok(question) = serde_json::from_slice::<Question>(&json) {
            prop_assert!(is_whole(&answer(&question)));
        }
    }
}

#[test]
fn expressions_as_long_and_as_deep_as_there_are_have_an_answer() {
    for text in [
        "(".repeat(1_999),
        format!("{}MIT{}", "(".repeat(900), ")".repeat(900)),
        format!("({})", vec!["(MIT OR PPL)"; 120].join(" AND ")),
        vec!["MIT"; 280].join(" OR "),
        "MIT OR ".repeat(90_000),
        "\u{0}\u{202e}ⒶMIT".to_owned(),
    ] {
        assert!(is_whole(&answer(&Question::about(text))));
    }
}

//! How many answers one core gives in a second: the same questions over and over, mixed as people ask them.
//! `cargo bench -p commons-licences --bench parts` runs it alone; `cargo xtask bench` among the other parts.

use commons_licences::{
    Act, Basis, Facts, MAX_SOURCES, Purpose, Question, Remix, Source, Use, User, answer, remix,
};
use divan::{Bencher, black_box, counter::ItemsCount};

/// What people meet: licences for reciprocity, open ones, several at once, deprecated ids, none, and one without a sheet.
const LICENCES: [&str; 24] = [
    "PPL",
    "LicenseRef-scancode-cooperative-non-violent-7.0",
    "LicenseRef-Coopyleft",
    "LicenseRef-scancode-anti-capitalist-1.4",
    "LicenseRef-Cooperative-License-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-SA-3.0-DE",
    "CC-BY-ND-4.0",
    "CC0-1.0",
    "MIT",
    "Apache-2.0",
    "GPL-3.0-or-later",
    "AGPL-3.0",
    "gpl-2.0+ with classpath-exception-2.0",
    "EUPL-1.2",
    "CERN-OHL-S-2.0",
    "ODbL-1.0",
    "OFL-1.1",
    "PPL OR CC-BY-SA-4.0",
    "MIT AND Apache-2.0 AND BSD-3-Clause",
    "(PPL OR MIT) AND (CC-BY-NC-4.0 OR CC-BY-4.0)",
    "NONE",
    "SSPL-1.0",
];

/// Who asks: a stranger, a worker co-op that tells all, a non-profit and a company of which the kind alone is known.
const USERS: [&[(&str, &str)]; 4] = [
    &[],
    &[
        ("kind", "worker-coop"),
        ("worker_owned", "yes"),
        ("all_workers_are_owners", "yes"),
        ("equal_votes_or_shares", "yes"),
        ("non_member_employees", "no"),
        ("social_economy", "yes"),
        ("workers_are_employees", "yes"),
        ("engages_freelancers", "no"),
        ("surplus", "indivisible-reserve"),
        ("fields", "none"),
    ],
    &[("kind", "nonprofit")],
    &[("kind", "company")],
];

/// For what: to read it at home, to sell copies, and to build on it, not decided whether for money.
const USES: [(Purpose, &[Act], Option<&str>); 3] = [
    (Purpose::NonCommercial, &[Act::Use], None),
    (Purpose::Commercial, &[Act::Copy, Act::Distribute], None),
    (Purpose::Unsure, &[Act::Adapt, Act::Distribute], Some("CC-BY-SA-4.0")),
];

fn main() {
    divan::main();
}

/// Every licence, asked about by each of these users, for each use.
fn questions(users: &[&[(&str, &str)]]) -> Vec<Question> {
    let mut questions = Vec::new();
    for licence in LICENCES {
        for known in users {
            let mut facts = Facts::default();
            for (name, value) in *known {
                facts.set_fact(name, value, Basis::SelfDeclared).expect("a fact as the guide names it");
            }
            for (purpose, acts, result) in USES {
                let use_ = Use {
                    purpose,
                    acts: acts.iter().copied().collect(),
                    result_licence: result.map(str::to_owned),
                    ..Use::default()
                };
                let user = User::from(facts.clone());
                questions.push(Question { user, use_, ..Question::about(licence) });
            }
        }
    }
    questions
}

fn answer_all(bencher: Bencher, questions: &[Question]) {
    bencher.counter(ItemsCount::new(questions.len())).bench_local(|| {
        for question in questions {
            black_box(answer(black_box(question)));
        }
    });
}

/// All of them; `item/s` is the number of answers in a second.
#[divan::bench]
fn answer_mixed_questions(bencher: Bencher) {
    answer_all(bencher, &questions(&USERS));
}

/// Of a stranger all that may be has to be gone through.
#[divan::bench]
fn answer_strangers(bencher: Bencher) {
    answer_all(bencher, &questions(&USERS[..1]));
}

/// Where everything is told, little is left to go through.
#[divan::bench]
fn answer_who_tells_all(bencher: Bencher) {
    answer_all(bencher, &questions(&USERS[1..2]));
}

/// As many sources as there may be, under the licences that people meet, asked about by one of the users.
fn remix_of(user: usize, licences: &[&str], count: usize) -> Remix {
    let mut facts = Facts::default();
    for (name, value) in USERS[user] {
        facts.set_fact(name, value, Basis::SelfDeclared).expect("a fact as the guide names it");
    }
    let licences = licences.iter().cycle().take(count).enumerate();
    let source = |(i, licence): (usize, &&str)| Source {
        name: format!("Sample {i}"),
        licence: (*licence).to_owned(),
        ..Source::default()
    };
    let acts = [Act::Adapt, Act::Distribute].into();
    let use_ = Use { purpose: Purpose::Unsure, acts, ..Use::default() };
    Remix { sources: licences.map(source).collect(), user: facts.into(), use_ }
}

fn remix_one(bencher: Bencher, question: &Remix) {
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| black_box(remix(black_box(question))));
}

/// Five sources that go together.
#[divan::bench]
fn remix_five_that_go_together(bencher: Bencher) {
    remix_one(bencher, &remix_of(1, &["CC-BY-4.0", "CC0-1.0", "MIT", "PPL", "CC-BY-4.0"], 5));
}

/// Five sources of which some clash.
#[divan::bench]
fn remix_five_that_clash(bencher: Bencher) {
    let licences = ["CC-BY-4.0", "CC-BY-SA-4.0", "PPL OR MIT", "PPL", "GPL-3.0-or-later"];
    remix_one(bencher, &remix_of(1, &licences, 5));
}

/// As many as there may be, all under different licences, of a stranger.
#[divan::bench]
fn remix_as_many_as_may_be(bencher: Bencher) {
    remix_one(bencher, &remix_of(0, &LICENCES, MAX_SOURCES));
}

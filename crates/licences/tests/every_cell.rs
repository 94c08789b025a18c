//! Every kind × surplus × purpose × act, for every licence that has a term sheet, compared with the tables in
//! `tests/expectations`, which were written from the licence texts. Its README says how they are read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod tables;

use std::collections::{BTreeMap, BTreeSet};

use commons_licences::{
    Act, Answer, Basis, FactName, FactValue, Facts, Kind, Question, Surplus, Use, User, answer, sheets,
};

use tables::{ACTS, Cell, PURPOSES, TOLD, Table};

/// Most sorts of deviation that are printed.
const MAX_SHOWN: usize = 40;

/// What is usually so for a kind: the facts by name, each true or false, in the order of [`FLAGS`].
fn usually(kind: Kind) -> [bool; 11] {
    const T: bool = true;
    const F: bool = false;
    match kind {
        Kind::Person => [T, T, T, F, F, F, F, F, F, F, F],
        Kind::InformalCollective => [T, T, T, F, F, F, T, F, F, F, F],
        Kind::WorkerCoop => [T, T, T, F, F, F, T, T, F, F, F],
        Kind::MultiStakeholderCoop | Kind::ConsumerCoop | Kind::ProducerCoop => {
            [F, F, T, T, F, F, T, T, F, F, F]
        }
        Kind::EmployeeTrust => [F, F, F, T, F, F, F, T, F, F, F],
        Kind::Nonprofit | Kind::Union => [F, F, F, T, F, F, T, T, F, F, F],
        Kind::PublicBody | Kind::Education => [F, F, F, T, F, F, F, T, F, F, F],
        Kind::Company => [F, F, F, T, T, T, F, T, F, F, F],
    }
}

const FLAGS: [FactName; 11] = [
    FactName::WorkerOwned,
    FactName::AllWorkersAreOwners,
    FactName::EqualVotesOrShares,
    FactName::NonMemberEmployees,
    FactName::PrivatelyOwned,
    FactName::EngagesFreelancers,
    FactName::SocialEconomy,
    FactName::WorkersAreEmployees,
    FactName::UnanimousCommunitySetAside,
    FactName::NonMembersSetOwnPay,
    FactName::Contributor,
];

/// The question that a cell asks.
fn question(licence: &str, cell: &Cell) -> Question {
    let everything = TOLD[cell.told] == "everything";
    let mut facts = Facts::default();
    let mut put = |name, value| facts.insert(name, value, Basis::Given).unwrap();
    if let Some(kind) = Kind::ALL.get(cell.kind) {
        put(FactName::Kind, FactValue::Kind(*kind));
        for (name, flag) in FLAGS.into_iter().zip(usually(*kind)).filter(|_| everything) {
            put(name, FactValue::Flag(flag));
        }
    }
    if let Some(surplus) = Surplus::ALL.get(cell.surplus) {
        put(FactName::Surplus, FactValue::Surplus(*surplus));
    }
    if everything {
        put(FactName::Fields, FactValue::Fields(BTreeSet::new()));
    }
    let use_ = Use {
        purpose: PURPOSES[cell.purpose].parse().unwrap(),
        acts: ACTS[cell.act].split('+').map(|act| act.parse::<Act>().unwrap()).collect(),
        fields: everything.then(BTreeSet::new),
        ..Use::default()
    };
    Question { user: User::from(facts), use_, ..Question::about(licence) }
}

/// The clauses of a list such as `4(a), 4(b)`.
fn atoms(clauses: &str) -> impl Iterator<Item = &str> {
    clauses.split(", ").filter(|clause| !clause.is_empty() && *clause != "-")
}

/// Whether the question of a cell says this already.
fn is_told(name: FactName, cell: &Cell) -> bool {
    let knows_the_kind = cell.kind < Kind::ALL.len();
    match name {
        FactName::Kind => knows_the_kind,
        FactName::Surplus => cell.surplus < Surplus::ALL.len(),
        FactName::Purpose => PURPOSES[cell.purpose] != "unsure",
        FactName::Fields => TOLD[cell.told] == "everything",
        _ => knows_the_kind && TOLD[cell.told] == "everything",
    }
}

/// What is wrong with an answer, if anything.
fn deviation(table: &Table, cell: &Cell, reply: &Answer) -> Option<String> {
    let rules: Vec<_> = table.rules.iter().filter(|rule| rule.covers(cell)).collect();
    let Some(first) = rules.first() else {
        return Some("no rule speaks of it".to_owned());
    };
    if let Some(other) = rules.iter().find(|rule| rule.verdict != first.verdict) {
        return Some(format!("lines {} and {} disagree", first.line, other.line));
    }
    let lines = rules.iter().map(|rule| rule.line.to_string()).collect::<Vec<_>>().join(", ");
    if reply.answer != first.verdict {
        return Some(format!("line {lines} says {}, and the answer is {}", first.verdict, reply.answer));
    }
    if let Some(told) = reply.missing_facts.iter().find(|name| is_told(**name, cell)) {
        return Some(format!("the answer asks for {told}, which is told"));
    }
    let expected: BTreeSet<&str> = rules.iter().flat_map(|rule| atoms(&rule.clauses)).collect();
    let of_duties: BTreeSet<&str> = reply.duties.iter().flat_map(|duty| atoms(&duty.clause)).collect();
    let of_reasons = reply.reasons.iter().filter_map(|reason| reason.clause.as_deref()).flat_map(atoms);
    let cited: BTreeSet<&str> = of_reasons.chain(of_duties.iter().copied()).collect();
    if let Some(lacking) = expected.difference(&cited).next() {
        return Some(format!("line {lines} cites {lacking}, and the answer only {cited:?}"));
    }
    let invented = of_duties.difference(&expected).next()?;
    Some(format!("the answer has a duty by {invented}, and line {lines} does not cite it"))
}

/// An id, and those on the SPDX list that are ports of its version to a country or an organisation.
fn with_ports(id: &str) -> impl Iterator<Item = &str> {
    let sheet = sheets().iter().find(|sheet| sheet.ids.iter().any(|known| known == id));
    let begins = sheet.into_iter().flat_map(|sheet| &sheet.ids).filter_map(|id| id.strip_suffix('*'));
    let listed = spdx::identifiers::LICENSES.iter().map(|licence| licence.name);
    let ports = begins.flat_map(move |begin| listed.clone().filter(move |listed| listed.starts_with(begin)));
    std::iter::once(id).chain(ports)
}

#[test]
fn every_cell_of_every_licence_is_as_its_text_says() {
    let tables = tables::read_all();
    let cells: Vec<Cell> = tables::cells().collect();
    // What is wrong, with one cell where it is so and how many there are.
    let deviations = |table: &Table| -> Vec<(String, Cell, usize)> {
        let mut found: BTreeMap<String, (Cell, usize)> = BTreeMap::new();
        let ids = table.ids.iter().flat_map(|id| with_ports(id));
        for (id, cell) in ids.flat_map(|id| cells.iter().map(move |cell| (id, cell))) {
            if let Some(problem) = deviation(table, cell, &answer(&question(id, cell))) {
                let problem = format!("{}, {id}: {problem}", table.file);
                found.entry(problem).or_insert((*cell, 0)).1 += 1;
            }
        }
        found.into_iter().map(|(problem, (cell, count))| (problem, cell, count)).collect()
    };
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let found: Vec<(String, Cell, usize)> = std::thread::scope(|scope| {
        let share = |worker| {
            let tables = &tables;
            scope.spawn(move || {
                tables.iter().skip(worker).step_by(workers).flat_map(deviations).collect::<Vec<_>>()
            })
        };
        let running: Vec<_> = (0..workers).map(share).collect();
        running.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let ids = tables.iter().flat_map(|table| &table.ids).flat_map(|id| with_ports(id)).count();
    let deviating: usize = found.iter().map(|(_, _, count)| count).sum();
    println!("{ids} licences × {} cells, of which {deviating} deviate", cells.len());
    let line =
        |(problem, cell, count): &(String, Cell, usize)| format!("{problem} ({count} cells, as {cell})");
    let shown = found.iter().take(MAX_SHOWN).map(line).collect::<Vec<_>>().join("\n");
    assert!(found.is_empty(), "{deviating} cells deviate:\n{shown}");
}

#[test]
fn every_licence_with_a_sheet_has_one_table() {
    let tables = tables::read_all();
    let mut expected = BTreeSet::from(["NONE".to_owned(), "NOASSERTION".to_owned()]);
    expected.extend(sheets().iter().flat_map(|sheet| &sheet.ids).filter(|id| !id.ends_with('*')).cloned());
    let mut seen = BTreeSet::new();
    for id in tables.iter().flat_map(|table| &table.ids) {
        assert!(seen.insert(id.clone()), "{id} has two tables");
    }
    let lacking: Vec<_> = expected.difference(&seen).collect();
    assert!(lacking.is_empty(), "without a table: {lacking:?}");
    let unheld: Vec<_> = seen.difference(&expected).collect();
    assert!(unheld.is_empty(), "without a sheet: {unheld:?}");
}

#[test]
fn every_rule_of_every_table_speaks_of_some_cell() {
    let cells: Vec<Cell> = tables::cells().collect();
    for table in tables::read_all() {
        for rule in &table.rules {
            assert!(
                cells.iter().any(|cell| rule.covers(cell)),
                "{} line {} is about nothing",
                table.file,
                rule.line
            );
        }
    }
}

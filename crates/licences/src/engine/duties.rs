//! The duties of several licences and works: each as its licence has it, or the same one of several once.

use std::collections::BTreeSet;

use crate::reply::Duty;
use crate::sentences;

/// Duties, by who asks for them.
#[derive(Debug)]
pub(super) struct Duties {
    all: Vec<Asked>,
    /// Whether there are several licences, so that each has to be named.
    several: bool,
}

#[derive(Debug)]
struct Asked {
    work: usize,
    licence: String,
    duty: Duty,
}

impl Duties {
    pub(super) fn new(several: bool) -> Self {
        Self { all: Vec::new(), several }
    }

    pub(super) fn add(&mut self, work: usize, licence: &str, duty: &Duty) {
        self.all.push(Asked { work, licence: licence.to_owned(), duty: duty.clone() });
    }

    fn label(&self, licences: &str, text: &str) -> String {
        if self.several { sentences::under(licences, text) } else { text.to_owned() }
    }

    /// Each as its licence has it.
    pub(super) fn by_licence(&self) -> Vec<Duty> {
        let mut duties: Vec<Duty> = Vec::new();
        for Asked { licence, duty, .. } in &self.all {
            let duty = Duty { text: self.label(licence, &duty.text), ..duty.clone() };
            if !duties.contains(&duty) {
                duties.push(duty);
            }
        }
        duties
    }

    /// The same duty of several once, on the firmest basis that one of them has, with every licence that asks for it and the
    /// clause, and with the works. Duties of one sort that are worded differently all stand, one after the other: who
    /// does what each says does enough for the strictest.
    pub(super) fn added_up(&self) -> Vec<(Duty, BTreeSet<usize>)> {
        let mut sums: Vec<Vec<&Asked>> = Vec::new();
        for asked in &self.all {
            let same = |sum: &&mut Vec<&Asked>| {
                (&sum[0].duty.id, &sum[0].duty.text) == (&asked.duty.id, &asked.duty.text)
            };
            match sums.iter_mut().find(same) {
                Some(sum) => sum.push(asked),
                None => sums.push(vec![asked]),
            }
        }
        let mut order: Vec<&str> = Vec::new();
        for sum in &sums {
            if !order.contains(&sum[0].duty.id.as_str()) {
                order.push(&sum[0].duty.id);
            }
        }
        sums.sort_by_key(|sum| order.iter().position(|id| *id == sum[0].duty.id));
        sums.iter().map(|sum| self.sum(sum)).collect()
    }

    fn sum(&self, sum: &[&Asked]) -> (Duty, BTreeSet<usize>) {
        let first = &sum[0].duty;
        let licences: BTreeSet<&str> = sum.iter().map(|asked| asked.licence.as_str()).collect();
        let clauses: BTreeSet<&str> = sum.iter().map(|asked| asked.duty.clause.as_str()).collect();
        let each: BTreeSet<String> =
            sum.iter().map(|asked| format!("{} {}", asked.licence, asked.duty.clause)).collect();
        let clause = match clauses.len() {
            1 => first.clause.clone(),
            _ => each.into_iter().collect::<Vec<_>>().join("; "),
        };
        let text = self.label(&licences.into_iter().collect::<Vec<_>>().join(", "), &first.text);
        let basis = sum.iter().map(|asked| asked.duty.basis).min().unwrap_or(first.basis);
        (Duty { id: first.id.clone(), clause, basis, text }, sum.iter().map(|asked| asked.work).collect())
    }
}

//! What may go into one adaptation together.
//!
//! Each licence with a say in this is looked at once: whom it does not stand beside, and of every licence that we know
//! whether a result may bear it. Of several at once it is then quick to say whether they get along.

use std::collections::{BTreeSet, HashMap};

use crate::reply::Reason;
use crate::sentences;
use crate::sheet::{ResultRule, find, known_ids, matches_any};
use crate::verdict::Verdict;

use super::one::Context;
use super::result::Role;

/// The licences that may meet, each once for each role.
#[derive(Debug, Default)]
pub(super) struct Licences<'a> {
    all: Vec<Licence<'a>>,
    numbers: HashMap<(&'a str, Role), usize>,
}

#[derive(Debug)]
struct Licence<'a> {
    id: &'a str,
    role: Role,
    /// What it says of results, if it says anything of this one.
    rule: Option<&'a ResultRule>,
    /// Whether it says under which licence an adaptation may be passed on.
    is_closed: bool,
    /// Those of all licences whose material cannot be in one adaptation with its own.
    not_beside: Bits,
    /// Of the licences that we know those that suit it, and those that may; empty where nobody needs it.
    suits: Bits,
    may_suit: Bits,
}

/// Numbers below some bound.
#[derive(Clone, Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn of(numbers: impl Iterator<Item = bool>) -> Self {
        let mut bits = Vec::new();
        for (i, is_in) in numbers.enumerate() {
            if i % 64 == 0 {
                bits.push(0);
            }
            if let (true, Some(last)) = (is_in, bits.last_mut()) {
                *last |= 1 << (i % 64);
            }
        }
        Self(bits)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    /// Whether a number is in all of them.
    fn meet<'b>(mut all: impl Iterator<Item = &'b Self>) -> bool {
        let Some(mut common) = all.next().cloned() else { return true };
        for other in all {
            common.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
        }
        common.0.iter().any(|bits| *bits != 0)
    }
}

/// A licence that meets others: its number, and of which work it is. The licences of one work get along, whoever chose
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) licence: usize,
    pub(super) row: usize,
    /// Whether there are several works just like this one, which meet each other.
    pub(super) several: bool,
}

impl Meeting {
    fn meets(self, other: Self) -> bool {
        self.row != other.row || self.several
    }
}

/// Why licences do not get along.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    /// What says so: the licences, each with its clause.
    pub(super) clauses: Vec<(String, String)>,
}

impl<'a> Licences<'a> {
    /// The number of a licence.
    pub(super) fn number(&mut self, id: &'a str, role: Role, context: &Context<'a>) -> usize {
        let new = self.all.len();
        let number = *self.numbers.entry((id, role)).or_insert(new);
        if number == new {
            let rule = context.sheets.find(id).and_then(|found| found.sheet.result.as_ref());
            let rule = rule.filter(|rule| rule.when.holds(&context.world));
            self.all.push(Licence {
                id,
                role,
                rule,
                is_closed: rule.is_some_and(|rule| !rule.is_open(role)),
                not_beside: Bits::default(),
                suits: Bits::default(),
                may_suit: Bits::default(),
            });
        }
        number
    }

    /// Looks at whom each does not stand beside and, where no licence for the result is decided, at what suits each.
    pub(super) fn look_around(&mut self, is_open: bool) {
        let ids: Vec<&str> = self.all.iter().map(|licence| licence.id).collect();
        // Always the same ones, so that with more licences there is never more to choose from. Those that nobody but
        // the terms of somebody's own speak of come last.
        let own = self.all.iter().filter_map(|licence| licence.rule).flat_map(|rule| rule.fits.iter());
        let own: BTreeSet<&str> = own.map(String::as_str).filter(|fit| find(fit).is_none()).collect();
        let known = known_ids().map(|id| -> &str { id });
        let candidates: Vec<&str> = match is_open && self.all.iter().filter(|l| l.is_closed).count() > 0 {
            true => known.chain(own.into_iter().filter(|fit| !fit.ends_with(['*', '-']))).collect(),
            false => Vec::new(),
        };
        for licence in &mut self.all {
            let Some(rule) = licence.rule else { continue };
            if !rule.not_beside.is_empty() {
                licence.not_beside = Bits::of(ids.iter().map(|id| matches_any(&rule.not_beside, id)));
            }
            if licence.is_closed {
                let fits: Vec<Verdict> = candidates.iter().map(|id| rule.fit(licence.role, id)).collect();
                licence.suits = Bits::of(fits.iter().map(|fit| *fit == Verdict::Allowed));
                licence.may_suit = Bits::of(fits.iter().map(|fit| *fit <= Verdict::Unclear));
            }
        }
    }

    /// What the licences come to together, beyond what each says alone.
    pub(super) fn verdict(&self, meetings: &[Meeting], is_open: bool) -> Verdict {
        match self.kept_apart(meetings) {
            Some(_) => Verdict::NotGranted,
            None if is_open => self.in_common(&self.closed(meetings)),
            None => Verdict::Allowed,
        }
    }

    /// Why the licences do not get along, if they do not.
    pub(super) fn clash(&self, meetings: &[Meeting], is_open: bool) -> Option<Clash> {
        if let Some((licence, other)) = self.kept_apart(meetings) {
            let (licence, other) = (&self.all[licence], &self.all[other]);
            let text = sentences::kept_apart(licence.id, other.id);
            let clause = licence.rule.map(|rule| rule.clause.clone());
            return Some(Clash {
                verdict: Verdict::NotGranted,
                clauses: clause.iter().map(|clause| (licence.id.to_owned(), clause.clone())).collect(),
                reason: Reason { clause, text, facts: Vec::new() },
            });
        }
        let closed = if is_open { self.closed(meetings) } else { Vec::new() };
        let verdict = self.in_common(&closed);
        if verdict == Verdict::Allowed {
            return None;
        }
        let mut named = Vec::new();
        let mut clauses = Vec::new();
        for meeting in &closed {
            let licence = &self.all[meeting.licence];
            if let (false, Some(rule)) = (named.contains(&licence.id), licence.rule) {
                named.push(licence.id);
                clauses.push((licence.id.to_owned(), rule.clause.clone()));
            }
        }
        let text = sentences::no_licence_in_common(&named.join(", "));
        Some(Clash { verdict, clauses, reason: Reason::outside_the_text(text) })
    }

    /// Two licences of which the first does not stand beside the second.
    fn kept_apart(&self, meetings: &[Meeting]) -> Option<(usize, usize)> {
        let mut strict = meetings.iter().filter(|meeting| !self.all[meeting.licence].not_beside.is_empty());
        strict.find_map(|one| {
            let not_beside = &self.all[one.licence].not_beside;
            let other =
                meetings.iter().find(|other| one.meets(**other) && not_beside.contains(other.licence))?;
            Some((one.licence, other.licence))
        })
    }

    /// Those that say under which licence an adaptation may be passed on, if they are of several works.
    fn closed(&self, meetings: &[Meeting]) -> Vec<Meeting> {
        let closed: Vec<Meeting> =
            meetings.iter().copied().filter(|meeting| self.all[meeting.licence].is_closed).collect();
        match closed.first() {
            Some(first) if closed.iter().any(|other| first.meets(*other)) => closed,
            _ => Vec::new(),
        }
    }

    /// How well the licence suits them all that suits them best.
    fn in_common(&self, closed: &[Meeting]) -> Verdict {
        let licences = || closed.iter().map(|meeting| &self.all[meeting.licence]);
        if closed.is_empty() || Bits::meet(licences().map(|licence| &licence.suits)) {
            Verdict::Allowed
        } else if Bits::meet(licences().map(|licence| &licence.may_suit)) {
            Verdict::Unclear
        } else {
            Verdict::NotGranted
        }
    }
}

//! The works of a question: that which is asked about, what goes into the same result, the sources of a remix. To the
//! engine they are all the same: each has terms, and what is allowed beyond them.

use std::collections::BTreeSet;

use crate::expression::{ExpressionError, LicenceExpression};
use crate::permission::Granted;
use crate::question::{Act, MAX_GRANTED};

use super::result::Role;

/// One work.
#[derive(Debug)]
pub(super) struct Work<'a> {
    /// Its licence as it was written.
    pub(super) text: &'a str,
    pub(super) read: Result<LicenceExpression, ExpressionError>,
    pub(super) terms: Terms<'a>,
}

/// How its licence is to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms<'a> {
    pub(super) role: Role,
    /// What is allowed beyond its licence and covers what is to be done; what asks for nothing in return first.
    pub(super) granted: Vec<&'a Granted>,
    /// Why nobody can tell whether its licence holds.
    pub(super) doubt: Option<&'a str>,
}

impl<'a> Work<'a> {
    pub(super) fn new(text: &'a str, role: Role, granted: &'a [Granted], acts: &BTreeSet<Act>) -> Self {
        let granted = granted.iter().take(MAX_GRANTED);
        let mut granted: Vec<&Granted> = granted.filter(|granted| granted.permission.covers(acts)).collect();
        granted.sort_by_key(|granted| granted.permission.in_return.is_some());
        Self { text, read: LicenceExpression::parse(text), terms: Terms { role, granted, doubt: None } }
    }

    /// Its licence as it is shown: canonical, or as it was written where that cannot be read.
    pub(super) fn licence(&self) -> String {
        self.read.as_ref().map_or_else(|_| crate::words::one_line(self.text.trim()), ToString::to_string)
    }

    /// Whether whatever is true of the one is true of the other.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let same_licence = match (&self.read, &other.read) {
            (Ok(one), Ok(other)) => one == other,
            _ => self.text == other.text,
        };
        same_licence && self.terms == other.terms
    }
}

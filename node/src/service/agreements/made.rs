//! Agreements that others have made with each other, as anybody may read them.

use commons_registry::{AgreementState, Kind};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::read::bad_cursor;
use super::{Agreement, MAX_AGREEMENTS};
use crate::failure::Failure;
use crate::service::{Occasion, Service};

/// Most halves that are looked through for one page: whoever offers terms that nobody accepts does not make others wait.
const MAX_LOOKED_THROUGH: usize = 512;

/// How many are read from the index at a time.
const AT_A_TIME: usize = 64;

impl Service {
    /// Agreements that all their parties have agreed to, in force or over, the last to be offered first. What is only offered
    /// names whomever it likes, and is the business of those whom it names.
    pub(super) fn made_agreements(
        &self,
        occasion: Occasion,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Value, Failure> {
        let limit = limit.clamp(1, MAX_AGREEMENTS);
        let mut place =
            after.map(|cursor| u64::from_str_radix(cursor, 16)).transpose().map_err(|_| bad_cursor())?;
        let known = self.known()?;
        let (mut items, mut looked) = (Vec::new(), 0);
        let next = 'pages: loop {
            let listed = self.store.list(Some(Kind::Agreement), place, AT_A_TIME)?;
            let is_last = listed.len() < AT_A_TIME;
            for listed in listed {
                if items.len() == limit || looked == MAX_LOOKED_THROUGH {
                    break 'pages place;
                }
                (place, looked) = (Some(listed.sequence), looked + 1);
                // Hidden or withheld ones are not shown; a half that answers another's terms has none of its own.
                let Some(view) = self.view(listed.id)? else { continue };
                if view.one("answers").is_some() {
                    continue;
                }
                let Some(agreement) = self.read_agreement(listed.id)? else { continue };
                if matches!(agreement.state(occasion.today), AgreementState::Proposed { .. }) {
                    continue;
                }
                let mut shown = self.agreement_json(occasion, &known, &agreement)?;
                shown["came"] = self.all_halves_came(&agreement)?.map(|came| came.to_string()).into();
                items.push(shown);
            }
            if is_last {
                break None;
            }
        };
        Ok(json!({ "items": items, "next": next.map(|place| format!("{place:x}")) }))
    }

    /// When the last of the halves came to this node: nobody can claim another time for that.
    fn all_halves_came(&self, agreement: &Agreement) -> Result<Option<Timestamp>, Failure> {
        let now = Timestamp::now();
        let mut last = None;
        for half in &agreement.halves {
            let Some(listed) = self.store.listed(half.id)? else { continue };
            last = last.max(Some(self.local().arrivals.came(listed.sequence, now)));
        }
        Ok(last)
    }
}

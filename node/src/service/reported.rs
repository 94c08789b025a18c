//! Reports of people without an account: what anybody may hand in, and what they read of it with their code. Nothing here
//! is signed, until whoever runs the node decides to ask whoever keeps the record in their own name.

use std::time::Instant;

use commons_registry::RecordId;
use serde_json::{Value, json};

use super::{Occasion, Service};
use crate::failure::Failure;
use crate::reports::{Code, Filed, WithoutAccount, said};
use crate::request::{Answer, Said, Secret};

impl Service {
    /// Keeps a report. The code in the answer is shown this once.
    pub(super) fn report_without_account(
        &self,
        occasion: Occasion,
        id: &str,
        reason: &str,
        contact: Option<&str>,
    ) -> Result<Value, Failure> {
        let view = self.reportable(occasion.asker, id)?;
        let code = Code::random()?;
        let who = WithoutAccount::new(&code, contact)?;
        let reason = said(reason, "why it should go")?;
        self.local().reported.take(Instant::now())?;
        self.change_reports(|reports| {
            reports.file_without_account(view.id, view.agent, occasion.today, &reason, who)
        })?;
        Ok(json!({ "id": view.id, "agent": view.agent, "code": code.shown() }))
    }

    /// What became of a report: `{"state","because","id","day","passed_on"}`.
    pub(super) fn receipt_of_report(&self, code: &Secret) -> Result<Value, Failure> {
        let code = Code::read(&code.0)?;
        let filed = self.local().reports.of_code(&code)?.clone();
        let withheld = self.trust().withheld.contains(&filed.record);
        let (state, because) = self.state_of(&filed, withheld)?;
        Ok(json!({
            "id": filed.record,
            "day": filed.day,
            "state": state,
            "because": because,
            "passed_on": filed.passed_on,
        }))
    }

    /// In one word what became of it, and the reason, where one was given.
    fn state_of(&self, filed: &Filed, withheld: bool) -> Result<(&'static str, Option<String>), Failure> {
        let log = self.store.key_log(filed.agent)?;
        if filed.erased || log.erasure_of(filed.record.as_bytes()).is_some() {
            return Ok(("gone", None));
        }
        if withheld {
            return Ok(("withheld", None));
        }
        Ok(match &filed.answer {
            Some(Answer::Refused(because)) => ("refused", Some(because.clone())),
            Some(Answer::Settled(how)) => ("settled", Some(how.clone())),
            Some(Answer::Withheld) => ("shown-again", None),
            None if self.is_hidden(filed.record)? => ("hidden", None),
            None => ("open", None),
        })
    }

    /// Whether those who keep a record hide it.
    fn is_hidden(&self, record: RecordId) -> Result<bool, Failure> {
        Ok(self.store.view(record)?.is_some_and(|view| view.hidden().is_some()))
    }

    /// Asks whoever keeps the record, by a statement of our own that everybody can read.
    pub(super) fn pass_on(
        &self,
        occasion: Occasion,
        number: u64,
        to_steward: Option<&str>,
    ) -> Result<Value, Failure> {
        let filed = self.local().reports.get(number)?.clone();
        if filed.erased {
            return Err(Failure::invalid(format!("what report {number} was about is erased"))
                .hint("nothing is left to be asked"));
        }
        self.keys().open()?;
        if Some(filed.agent) == self.agent() {
            return Err(Failure::invalid(format!("record {} is your own", filed.record.short())).hint(
                "`commons forget ID` erases it for good, `commons hide ID` hides it, `commons edit ID` changes it",
            ));
        }
        let told = to_steward.map(|told| said(told, "what whoever keeps it is told")).transpose()?;
        let request = self.state(Said::AsksRemoval, filed.record.as_bytes(), None, told.as_deref())?;
        self.change_reports(|reports| {
            reports.passed_on(number, occasion.today);
            Ok(())
        })?;
        let mut answer = self.named(occasion, &*self.known()?, filed.agent)?;
        answer["id"] = json!(filed.record);
        answer["number"] = number.into();
        answer["request"] = request;
        Ok(answer)
    }
}

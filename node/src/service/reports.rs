//! Asking that a record of somebody else goes. Whoever runs this node is asked in private; whoever keeps the record, in a
//! signed statement that everybody can read.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_registry::{Kind, RecordId, RecordView, Value as Held};
use commons_store::Found;
use serde_json::{Value, json};

use super::confirmed::{MAX_OWN, says};
use super::names::Known;
use super::said::reason;
use super::{Asker, Occasion, Service, to_json};
use crate::failure::Failure;
use crate::reports::{Filed, Reports};
use crate::request::{Answer, Report, ReportRequest, Said};

impl Service {
    pub(super) fn reports(&self, occasion: Occasion, request: ReportRequest) -> Result<Value, Failure> {
        match request {
            ReportRequest::File(report) => self.report(occasion, &report),
            ReportRequest::FileWithoutAccount { id, reason, contact } => {
                self.report_without_account(occasion, &id, &reason, contact.as_deref())
            }
            ReportRequest::Receipt { code } => self.receipt_of_report(&code),
            ReportRequest::PassOn { number, to_steward } => {
                self.pass_on(occasion, number, to_steward.as_deref())
            }
            ReportRequest::Withdraw { id } => {
                // What it was about may be gone from here.
                let record = self.reportable(occasion.asker, &id).map(|view| view.id.to_string());
                self.withdraw(occasion, record.as_deref().unwrap_or(&id), Said::AsksRemoval)
            }
            ReportRequest::List => self.list_reports(occasion),
            ReportRequest::Answer { number, answer } => self.answer_report(number, answer),
        }
    }

    fn report(&self, occasion: Occasion, report: &Report) -> Result<Value, Failure> {
        let view = self.reportable(occasion.asker, &report.id)?;
        if Some(view.agent) == self.agent() {
            return Err(Failure::invalid(format!("record {} is your own", view.id.short())).hint(
                "`commons forget ID` erases it for good, `commons hide ID` hides it, `commons edit ID` changes it",
            ));
        }
        // First what is signed, so that nothing is half done if that is refused.
        let request = match report.only_here || self.agent().is_none() {
            true => Value::Null,
            false => {
                self.keys().open()?;
                self.state(Said::AsksRemoval, view.id.as_bytes(), None, report.to_steward.as_deref())?
            }
        };
        let (number, new) =
            self.change_reports(|reports| reports.file(view.id, view.agent, occasion.today, &report.reason))?;
        let mut answer = self.named(occasion, &*self.known()?, view.agent)?;
        answer["id"] = json!(view.id);
        answer["number"] = number.into();
        answer["new"] = new.into();
        answer["request"] = request;
        Ok(answer)
    }

    /// The record that an id stands for; of an agent, what it says of itself.
    pub(super) fn reportable(&self, asker: Asker, id: &str) -> Result<RecordView, Failure> {
        let record = match self.resolve_named(asker, id)? {
            Found::Agent(agent) => self.agent_record(agent)?.ok_or_else(|| {
                Failure::not_found(format!("agent {} says nothing of itself here", agent.short()))
                    .hint("name the record that is to go: `commons search WORDS` finds it")
            })?,
            _ => self.resolve_record(id)?,
        };
        let view = self.viewed_even_hidden(record)?;
        match view.kind {
            Kind::Motion => Err(Failure::invalid("what waits for members is theirs to decide")
                .hint("`commons object ID --reason TEXT`, if you are one")),
            _ => Ok(view),
        }
    }

    fn answer_report(&self, number: u64, answer: Answer) -> Result<Value, Failure> {
        let filed = self.local().reports.get(number)?.clone();
        if answer != Answer::Withheld && self.trust().withheld.contains(&filed.record) {
            return Err(Failure::usage("the record is withheld on this node").hint(format!(
                "`commons withhold {} --remove` shows it again; then answer anew",
                filed.record
            )));
        }
        if answer == Answer::Withheld && !filed.erased {
            if self.store.listed(filed.record)?.is_some_and(|listed| listed.kind == Kind::Agent) {
                return Err(Failure::usage("what an agent says of itself cannot be withheld alone").hint(
                    format!(
                        "`commons block {}` leaves out all of an agent; then answer with --settled TEXT",
                        filed.agent.short()
                    ),
                ));
            }
            self.decide(|trust| Ok(trust.withheld.insert(filed.record)))?;
        }
        self.change_reports(|reports| reports.answer(number, answer))?;
        Ok(filed_json(self.local().reports.get(number)?))
    }

    /// Changes what is kept of reports: in the file first.
    pub(super) fn change_reports<T>(
        &self,
        change: impl FnOnce(&mut Reports) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut local = self.local();
        let mut reports = local.reports.clone();
        let outcome = change(&mut reports)?;
        if reports != local.reports {
            reports.save(&self.data)?;
            local.reports = reports;
        }
        Ok(outcome)
    }

    fn list_reports(&self, occasion: Occasion) -> Result<Value, Failure> {
        let known = self.known()?;
        let withheld = self.trust().withheld.clone();
        let filed: Vec<Filed> = self.local().reports.iter().rev().cloned().collect();
        let (open, answered): (Vec<_>, Vec<_>) = filed.into_iter().partition(Filed::is_open);
        let items: Vec<Value> = open
            .iter()
            .chain(&answered)
            .map(|filed| {
                let mut shown = filed_json(filed);
                shown["withheld"] = withheld.contains(&filed.record).into();
                shown["about"] = self.reported_in_brief(occasion, &known, filed.record, filed.agent)?;
                Ok(shown)
            })
            .collect::<Result<_, Failure>>()?;
        Ok(json!({ "items": items, "open": open.len(), "requests": self.own_requests(occasion, &known)? }))
    }

    /// What somebody was asked to remove; it may be gone.
    fn reported_in_brief(
        &self,
        occasion: Occasion,
        known: &Known,
        record: RecordId,
        agent: AgentId,
    ) -> Result<Value, Failure> {
        let mut shown = self.in_brief(occasion, known, record.as_bytes())?;
        shown["agent"] = json!(agent);
        self.put_names(occasion, known, &mut shown, agent)?;
        Ok(shown)
    }

    /// What we ask of stewards, and what they say: `{"id","about","reason","reply"}`.
    fn own_requests(&self, occasion: Occasion, known: &Known) -> Result<Vec<Value>, Failure> {
        let Some(own) = self.agent() else { return Ok(Vec::new()) };
        let mut requests = Vec::new();
        for listed in self.store.attested_by(&own, None, MAX_OWN)? {
            if says(&listed, "statement") != Some(Said::AsksRemoval.word())
                || says(&listed, "withdrawn").is_some()
            {
                continue;
            }
            let Some(view) = self.view(listed.id)? else { continue };
            let Some(Held::Id(about)) = view.one("about") else { continue };
            let mut shown = json!({ "id": view.id, "reason": reason(&view), "reply": null });
            shown["about"] = self.in_brief(occasion, known, about)?;
            let asked = self.store.view(RecordId::from_bytes(*about))?;
            shown["hidden"] = json!(asked.as_ref().and_then(RecordView::hidden));
            if let Some(keeper) = self.who_keeps(about)? {
                shown["reply"] = self.reply_json(keeper, view.id)?;
            }
            requests.push(shown);
        }
        Ok(requests)
    }

    /// How many reports wait for whoever runs this node.
    pub(super) fn open_reports(&self) -> usize {
        self.local().reports.iter().filter(|filed| filed.is_open()).count()
    }

    /// Takes out of reports what may repeat what is erased.
    pub(crate) fn forget_erased_reports(&self) -> Result<(), Failure> {
        let about: Vec<(AgentId, RecordId)> = {
            let local = self.local();
            local
                .reports
                .iter()
                .filter(|filed| !filed.erased)
                .map(|filed| (filed.agent, filed.record))
                .collect()
        };
        let mut erased = BTreeSet::new();
        for (agent, record) in about {
            if self.store.key_log(agent)?.erasure_of(record.as_bytes()).is_some() {
                erased.insert(record);
            }
        }
        if erased.is_empty() {
            return Ok(());
        }
        self.change_reports(|reports| {
            reports.forget(&erased);
            Ok(())
        })
    }
}

/// A report as its answers have it: of whoever has no account, only how to reach them.
fn filed_json(filed: &Filed) -> Value {
    let mut shown = to_json(filed);
    if let Some(who) = &filed.without_account {
        shown["without_account"] = json!({ "contact": who.contact() });
    }
    shown
}

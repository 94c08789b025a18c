//! A certificate of acknowledged contributions: what one did, by the records that say so, and what of such a
//! certificate holds.
//!
//! It names records and their newest changes, which are signed. So it needs no signature of its own: whoever has a
//! node checks each line against the records.

use std::collections::BTreeSet;

use commons_identity::{AgentId, parse_id};
use commons_registry::{ChangeId, Kind, RecordId, RecordView, Value as Held};
use serde_json::{Map, Value, json};

use super::names::{Known, Whom};
use super::said::reason;
use super::{Occasion, Service};
use crate::failure::Failure;
use crate::request::{Said, Statement};

/// What the form is called; whoever reads a certificate takes none with another.
const FORMAT: &str = "commons-statement-1";

/// Most contributions in a certificate.
const MAX_CONTRIBUTIONS: usize = 2_000;

/// Most acknowledgements of one contribution that are checked.
const MAX_ACKNOWLEDGEMENTS: usize = 64;

/// Most newest changes that a line of a certificate may name.
const MAX_HEADS: usize = 64;

/// The fields of a contribution that a certificate repeats. Notes are left out: they may be about others.
const FIELDS: [&str; 8] = ["to", "role", "action", "track", "payment", "quantity", "unit", "period"];

/// How a line of a certificate stands, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Standing {
    /// Just as it says.
    Holds,
    /// It was so, and has been changed or taken back since.
    Changed,
    /// What it names has not come to this node.
    NotHere,
    /// The records say otherwise.
    NotSo,
}

/// What was found of one line.
struct Finding {
    standing: Standing,
    says: Vec<String>,
}

impl Finding {
    const fn new() -> Self {
        Self { standing: Standing::Holds, says: Vec::new() }
    }

    fn note(&mut self, standing: Standing, says: impl Into<String>) {
        self.standing = self.standing.max(standing);
        self.says.push(says.into());
    }
}

impl Service {
    pub(super) fn statement(&self, occasion: Occasion, statement: &Statement) -> Result<Value, Failure> {
        match statement {
            Statement::Of { agent } => self.certificate(occasion, agent.as_deref()),
            Statement::Check { certificate } => self.check_certificate(occasion, certificate),
        }
    }

    fn certificate(&self, occasion: Occasion, agent: Option<&str>) -> Result<Value, Failure> {
        let agent = match agent {
            Some(agent) => self.resolve_agent(occasion.asker, agent, Whom::Here)?,
            None => match self.agent() {
                Some(own) => own,
                None => return self.keys().open().map(|_| Value::Null),
            },
        };
        let known = self.known()?;
        let (ids, mut more) = self.contributions_of(Some(agent), None)?;
        let mut lines = Vec::new();
        let mut without = 0_u64;
        for id in ids {
            let Some(view) = self.view(id)? else { continue };
            if self.correction_of(&view)?.is_some() {
                continue;
            }
            let mut acknowledged = self.acknowledged_by(occasion, &known, &view)?;
            // What somebody says of themselves certifies nothing.
            acknowledged.retain(|one| one["agent"] != json!(agent));
            if acknowledged.is_empty() {
                without += 1;
                continue;
            }
            if lines.len() == MAX_CONTRIBUTIONS {
                more = true;
                break;
            }
            acknowledged.iter_mut().for_each(leave_out_private);
            let mut line = json!({ "id": view.id, "heads": view.heads, "says": repeated(&view) });
            line["about"] = self.about(occasion, &known, &view)?;
            line["acknowledged_by"] = acknowledged.into();
            lines.push(line);
        }
        let period = |line: &Value| line["says"]["period"].as_str().map(str::to_owned);
        lines.sort_by_cached_key(|line| {
            let when = period(line).and_then(|period| crate::period::Period::read(&period));
            (when.is_none(), when, line["id"].as_str().map(str::to_owned))
        });
        let mut shown = self.named(occasion, &known, agent)?;
        leave_out_private(&mut shown);
        shown["format"] = FORMAT.into();
        shown["on"] = json!(occasion.today);
        shown["contributions"] = lines.into();
        shown["not_acknowledged"] = without.into();
        shown["more"] = more.into();
        Ok(shown)
    }

    /// What a contribution was for.
    fn about(&self, occasion: Occasion, known: &Known, view: &RecordView) -> Result<Value, Failure> {
        let Some(Held::Id(to)) = view.one("to") else { return Ok(Value::Null) };
        let mut about = self.in_brief(occasion, known, to)?;
        leave_out_private(&mut about);
        Ok(about)
    }

    fn check_certificate(&self, occasion: Occasion, certificate: &Value) -> Result<Value, Failure> {
        let no_certificate = |what: &str| {
            Failure::invalid(format!("this is no certificate: {what}"))
                .hint("`commons statement --save FILE` writes one; give the file as it was written")
        };
        if certificate["format"] != FORMAT {
            return Err(no_certificate(&format!("expected \"format\": \"{FORMAT}\"")));
        }
        let agent = id_in(&certificate["agent"])
            .map(AgentId::from_bytes)
            .ok_or_else(|| no_certificate("\"agent\" is no id"))?;
        let lines = certificate["contributions"]
            .as_array()
            .ok_or_else(|| no_certificate("\"contributions\" is no list"))?;
        if lines.len() > MAX_CONTRIBUTIONS {
            return Err(no_certificate(&format!("it has more than {MAX_CONTRIBUTIONS} contributions")));
        }
        let known = self.known()?;
        let mut checked = Vec::new();
        let mut named = Finding::new();
        self.check_name(agent, &certificate["agent_name"], &mut named)?;
        let mut worst = named.standing;
        let mut seen = BTreeSet::new();
        for line in lines {
            let mut finding = self.check_line(agent, line)?;
            if let Some(id) = id_in(&line["id"])
                && !seen.insert(id)
            {
                finding.note(Standing::NotSo, "the same contribution stands in it twice");
            }
            worst = worst.max(finding.standing);
            let role = line["says"]["role"].as_str();
            checked.push(json!({
                "id": line["id"],
                "role": role,
                "standing": finding.standing,
                "says": finding.says,
            }));
        }
        let mut shown = self.named(occasion, &known, agent)?;
        shown["on"] = certificate["on"].clone();
        shown["standing"] = json!(worst);
        shown["says"] = json!(named.says);
        shown["holds"] = (worst == Standing::Holds && !checked.is_empty()).into();
        shown["contributions"] = checked.into();
        Ok(shown)
    }

    /// What the records say to one line.
    fn check_line(&self, agent: AgentId, line: &Value) -> Result<Finding, Failure> {
        let mut finding = Finding::new();
        let (Some(id), Some(heads)) = (id_in(&line["id"]).map(RecordId::from_bytes), heads_in(line)) else {
            finding.note(Standing::NotSo, "it names no record and no version");
            return Ok(finding);
        };
        let Some(now) = self.view(id)? else {
            finding.note(Standing::NotHere, "the contribution is not here: it has not come, or was erased");
            return Ok(finding);
        };
        if now.kind != Kind::Contribution || now.agent != agent {
            finding.note(Standing::NotSo, "the record is no contribution of theirs");
            return Ok(finding);
        }
        match self.store.view_as_of(id, &heads)? {
            Some(then) if line["says"] == repeated(&then) => {}
            Some(_) => {
                finding.note(Standing::NotSo, "the contribution never said so in the version that is named")
            }
            None => finding.note(Standing::NotHere, "the version that is named has not come to this node"),
        }
        if line["says"] != repeated(&now) && finding.standing < Standing::NotSo {
            finding.note(Standing::Changed, "the contribution says something else today");
        }
        self.check_work(&now, &line["about"], &mut finding)?;
        if let Some(correction) = self.correction_of(&now)? {
            finding.note(Standing::Changed, format!("it was corrected: {} says it now", correction.short()));
        }
        let acknowledged = line["acknowledged_by"].as_array().map(Vec::as_slice).unwrap_or_default();
        if acknowledged.is_empty() {
            finding.note(Standing::NotSo, "nobody is named who acknowledges it");
        }
        if acknowledged.len() > MAX_ACKNOWLEDGEMENTS {
            finding.note(
                Standing::NotHere,
                format!("only {MAX_ACKNOWLEDGEMENTS} acknowledgements are looked at"),
            );
        }
        for one in acknowledged.iter().take(MAX_ACKNOWLEDGEMENTS) {
            self.check_acknowledgement(&now, one, &mut finding)?;
        }
        Ok(finding)
    }

    /// Whether an agent calls itself what a certificate calls it.
    fn check_name(&self, agent: AgentId, name: &Value, finding: &mut Finding) -> Result<(), Failure> {
        match self.agent_name(agent)? {
            called if *name == json!(called) => {}
            Some(_) => {
                finding.note(Standing::Changed, format!("{} calls itself something else", agent.short()))
            }
            None => {
                finding.note(Standing::NotHere, format!("what {} calls itself is not here", agent.short()))
            }
        }
        Ok(())
    }

    /// Whether what a contribution was for is what a certificate calls it.
    fn check_work(&self, view: &RecordView, about: &Value, finding: &mut Finding) -> Result<(), Failure> {
        let Some(Held::Id(to)) = view.one("to") else { return Ok(()) };
        if id_in(&about["id"]) != Some(*to) {
            finding.note(Standing::NotSo, "it was for something else than what is named");
            return Ok(());
        }
        let title = match self.store.listed(RecordId::from_bytes(*to))? {
            Some(listed) => listed.title,
            None => self.agent_name(AgentId::from_bytes(*to))?,
        };
        match title {
            title if about["title"] == json!(title) => {}
            Some(_) => finding.note(Standing::Changed, "what it was for is called something else"),
            None => finding.note(Standing::NotHere, "what it was for is not here"),
        }
        Ok(())
    }

    fn check_acknowledgement(
        &self,
        contribution: &RecordView,
        one: &Value,
        finding: &mut Finding,
    ) -> Result<(), Failure> {
        let ids = (id_in(&one["id"]), id_in(&one["agent"]), heads_in(one));
        let (Some(id), Some(by), Some(heads)) = ids else {
            finding.note(Standing::NotSo, "an acknowledgement names no record, no version or nobody");
            return Ok(());
        };
        let (id, by) = (RecordId::from_bytes(id), AgentId::from_bytes(by));
        let who = by.short();
        let Some(now) = self.view(id)? else {
            finding.note(Standing::NotHere, format!("the acknowledgement by {who} is not here"));
            return Ok(());
        };
        let speaks = |view: &RecordView| {
            view.agent == by
                && by != contribution.agent
                && view.text("statement") == Some(Said::Acknowledges.word())
                && view.one("about") == Some(&Held::Id(*contribution.id.as_bytes()))
        };
        let noted = |view: &RecordView| json!(reason(view)) == one["note"];
        match self.store.view_as_of(id, &heads)? {
            Some(then) if speaks(&then) && noted(&then) && then.one("withdrawn").is_none() => {}
            Some(_) => {
                finding.note(Standing::NotSo, format!("{who} did not acknowledge it so"));
                return Ok(());
            }
            None => {
                finding.note(
                    Standing::NotHere,
                    format!("the version of the acknowledgement by {who} has not come"),
                );
                return Ok(());
            }
        }
        self.check_name(by, &one["agent_name"], finding)?;
        if let Some(day) = now.text("withdrawn") {
            finding.note(Standing::Changed, format!("{who} took the acknowledgement back on {day}"));
        } else if !noted(&now) {
            finding.note(Standing::Changed, format!("{who} says something else to it today"));
        }
        let steward = self.steward_of(contribution)?;
        match (one["steward"] == true, steward) {
            (true, None) => {
                finding.note(Standing::NotHere, "what it was for is not here: nobody can tell who keeps it");
            }
            (said, Some(steward)) if said != (steward == by) => {
                let keeps = if said { "does not keep" } else { "keeps" };
                finding.note(Standing::NotSo, format!("{who} {keeps} what it was for"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Takes away what is seen on this node only, and whom it knows: that is nobody else's business.
fn leave_out_private(shown: &mut Value) {
    if let Some(shown) = shown.as_object_mut() {
        ["petname", "looks_like", "confirmed_domain"].iter().for_each(|name| drop(shown.remove(*name)));
    }
}

/// What a certificate repeats of a contribution.
fn repeated(view: &RecordView) -> Value {
    let shown = view.to_json();
    let fields = FIELDS.iter().filter_map(|name| {
        let value = shown["fields"].get(*name)?;
        Some(((*name).to_owned(), value.clone()))
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

fn id_in(value: &Value) -> Option<[u8; 32]> {
    parse_id(value.as_str()?).ok()
}

fn heads_in(value: &Value) -> Option<Vec<ChangeId>> {
    let heads = value["heads"].as_array().filter(|heads| (1..=MAX_HEADS).contains(&heads.len()))?;
    heads.iter().map(|head| id_in(head).map(ChangeId::from_bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_good_as_the_worst_that_is_found_of_it() {
        let mut finding = Finding::new();
        assert_eq!(finding.standing, Standing::Holds);
        finding.note(Standing::NotSo, "the records say otherwise");
        finding.note(Standing::Changed, "and it was changed");
        assert_eq!((finding.standing, finding.says.len()), (Standing::NotSo, 2));
        assert_eq!(json!(Standing::NotHere), "not-here");
    }

    #[test]
    fn a_line_names_its_version_by_whole_ids() {
        let id = "ab".repeat(32);
        assert!(heads_in(&json!({ "heads": [id] })).is_some());
        for heads in [json!([]), json!(["abab"]), json!("x"), json!([1]), json!(vec![id; MAX_HEADS + 1])] {
            assert!(heads_in(&json!({ "heads": heads })).is_none(), "{heads}");
        }
    }
}

//! Records that this node does not keep: asked of connected nodes, judged like any, shown, and not kept.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use commons_identity::{AgentId, KeyLog};
use commons_network::{AskError, Fault, Found as Answers, Given, PeerId};
use commons_registry::{
    Checked, History, Holdings as _, ItemKey, Kind, MemoryRegistry, RecordId, RecordView, Refusal, check,
};
use serde_json::{Value, json};

use super::hidden::unless_hidden;
use super::read::erased;
use super::trust::whole_id;
use super::write::shows_nothing;
use super::{Announcer, Asker, Service};
use crate::failure::{Failure, FailureKind};

/// How often in a minute others are asked because somebody looks at the pages, whoever that is.
const MAX_FOR_ANYBODY: u32 = 30;

/// A record to be shown.
pub(super) struct Seen {
    pub(super) view: RecordView,
    pub(super) log: Arc<KeyLog>,
    /// If this node does not keep it: of how many it was asked, and so on, as in answers.
    pub(super) not_kept: Option<Value>,
}

/// How often others were asked for anybody in the minute that began then.
#[derive(Debug, Default)]
pub(super) struct ForAnybody(Option<(Instant, u32)>);

impl ForAnybody {
    fn may_ask(&mut self, now: Instant) -> bool {
        let (since, asked) = self
            .0
            .filter(|(since, _)| now.saturating_duration_since(*since) < Duration::from_secs(60))
            .unwrap_or((now, 0));
        self.0 = Some((since, asked.saturating_add(1)));
        asked < MAX_FOR_ANYBODY
    }
}

impl Service {
    /// A record by its id, that of one of its changes, or that of the agent that keeps it of itself: from here, or, by its
    /// whole id, from connected nodes.
    pub(super) fn seen(&self, asker: Asker, text: &str) -> Result<Seen, Failure> {
        let Seen { view, log, not_kept } = self.seen_even_hidden(asker, text)?;
        Ok(Seen { view: unless_hidden(view)?, log, not_kept })
    }

    /// The same, whether or not those who keep it hide it.
    pub(super) fn seen_even_hidden(&self, asker: Asker, text: &str) -> Result<Seen, Failure> {
        match self.resolve_record(text) {
            // One that is held and shows nothing would show nothing anywhere.
            Ok(record) => {
                let view = self.viewed_even_hidden(record)?;
                let log = self.store.key_log(view.agent)?;
                Ok(Seen { view, log, not_kept: None })
            }
            Err(failure) if failure.kind == FailureKind::NotFound => self.ask_for(asker, text, failure),
            Err(failure) => Err(failure),
        }
    }

    /// Asks connected nodes. `not_here` is what is said if there is nobody to ask.
    fn ask_for(&self, asker: Asker, text: &str, not_here: Failure) -> Result<Seen, Failure> {
        if self.store.is_public() {
            // Of whoever is no stranger all is here.
            return Err(not_here);
        }
        let announcer = self.network.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(Announcer { network, runtime }) = announcer else { return Err(not_here) };
        let Some(id) = whole_id(text) else {
            return Err(not_here.hint("with the whole id, all 64 digits, connected nodes are asked for it"));
        };
        self.refuse_unwelcome(asker, &id, &not_here)?;
        if asker == Asker::Anybody {
            let mut asked = self.asked_for_anybody.lock().unwrap_or_else(PoisonError::into_inner);
            if !asked.may_ask(Instant::now()) {
                return Err(not_here.hint("others were asked for much a moment ago: try again in a minute"));
            }
        }
        let answers = runtime.block_on(network.find(id)).map_err(|error| match error {
            AskError::Busy => {
                not_here.clone().hint("others are being asked for much just now: try again in a moment")
            }
            error => Failure::new(FailureKind::Network, error.to_string()),
        })?;
        let mut judged = Judged::default();
        for given in &answers.given {
            self.judge(&id, given, &mut judged)?;
        }
        for (peer, fault) in &judged.faults {
            tracing::warn!(%peer, ?fault, "a peer answered with what cannot be true");
            // A network that was shut down blames nobody.
            let _ = runtime.block_on(network.blame(*peer, *fault));
        }
        self.found(asker, &id, &answers, &judged, not_here)
    }

    /// What the owner does not want here is not asked for either. Anybody else need not hear of it.
    fn refuse_unwelcome(&self, asker: Asker, id: &[u8; 32], not_here: &Failure) -> Result<(), Failure> {
        let unwelcome = {
            let trust = self.trust();
            let agent = AgentId::from_bytes(*id);
            if trust.withheld.contains(&RecordId::from_bytes(*id)) {
                Some(
                    Failure::not_found("this node withholds this record")
                        .hint("`commons withhold` lists what it withholds"),
                )
            } else if trust.blocked.contains(&agent) {
                Some(blocked(agent))
            } else {
                let change = commons_registry::ChangeId::from_bytes(*id);
                let mut by = None;
                for agent in &trust.blocked {
                    if self.store.is_aside(&ItemKey::of_change(*agent, change))? {
                        by = Some(blocked(*agent));
                    }
                }
                by
            }
        };
        match unwelcome {
            Some(failure) if asker.is_of_the_house() => Err(failure),
            Some(_) => Err(not_here.clone()),
            None => Ok(()),
        }
    }

    /// Judges what a node gave, beside what this node itself knows of whose keys are valid and what was erased.
    fn judge(&self, id: &[u8; 32], given: &Given, judged: &mut Judged) -> Result<(), Failure> {
        let Some(checked) = check(&given.items).into_iter().collect::<Result<Vec<Checked>, _>>().ok() else {
            judged.faults.push((given.peer, Fault::InvalidItem));
            return Ok(());
        };
        let Some(agent) = checked.first().map(|first| first.key().namespace()) else { return Ok(()) };
        let is_it = |one: &Checked| one.key().id() == *id;
        let is_about_it = agent.as_bytes() == id || given.left > 0 || checked.iter().any(is_it);
        if !is_about_it || checked.iter().any(|one| one.key().namespace() != agent) {
            judged.faults.push((given.peer, Fault::Lie));
            return Ok(());
        }
        if judged.agent.replace(agent) != Some(agent) {
            judged.registry.ingest(&self.store.log_items(agent)?);
        }
        let before = judged.kept;
        for one in checked {
            match judged.registry.keep(one) {
                Ok(_) => judged.kept += 1,
                Err(Refusal::Erased(_)) => judged.erased = true,
                Err(Refusal::Missing(_) | Refusal::Declined) => {}
                Err(Refusal::Invalid(_)) => {
                    judged.faults.push((given.peer, Fault::InvalidItem));
                    break;
                }
                Err(Refusal::Failed(never)) => match never {},
            }
        }
        judged.given_by += usize::from(judged.kept > before);
        judged.left |= given.left > 0;
        Ok(())
    }

    fn found(
        &self,
        asker: Asker,
        id: &[u8; 32],
        answers: &Answers,
        judged: &Judged,
        not_here: Failure,
    ) -> Result<Seen, Failure> {
        let registry = &judged.registry;
        if let Some(agent) = judged.agent
            && self.trust().blocked.contains(&agent)
        {
            return Err(if asker.is_of_the_house() { blocked(agent) } else { not_here });
        }
        let Some((record, agent)) = judged.record(id).zip(judged.agent) else {
            if judged.erased {
                return Err(erased());
            }
            let nodes = nodes(answers.asked);
            return Err(Failure::not_found(format!(
                "{}; asked just now, {nodes} have it neither",
                not_here.message
            ))
            .hint("it may be on nodes that this one is not connected to: see `commons status`"));
        };
        self.refuse_unwelcome(asker, record.as_bytes(), &not_here)?;
        let log = Arc::new(registry.log_of(agent));
        let history = History::new(record, registry.changes_of(record).cloned(), &log);
        let history =
            history.filter(|history| !history.shows_nothing()).ok_or_else(|| shows_nothing(record))?;
        let view = RecordView::of_history(&history).map_err(Failure::internal)?;
        let not_kept = json!({
            "asked": answers.asked,
            "given_by": judged.given_by,
            "whole": !judged.left,
            "why": self.why_left_out(&agent),
        });
        Ok(Seen { view, log, not_kept: Some(not_kept) })
    }
}

/// What came of the answers.
#[derive(Default)]
struct Judged {
    registry: MemoryRegistry,
    agent: Option<AgentId>,
    kept: usize,
    given_by: usize,
    /// Whether some of it was erased, and is not shown.
    erased: bool,
    /// Whether there is more than was given.
    left: bool,
    faults: Vec<(PeerId, Fault)>,
}

impl Judged {
    /// The record that an id stands for.
    fn record(&self, id: &[u8; 32]) -> Option<RecordId> {
        let is_it = |record: &RecordId| {
            record.as_bytes() == id
                || self.registry.changes_of(*record).any(|change| change.id().as_bytes() == id)
        };
        let of_agent = |record: &RecordId| {
            let meta = self.registry.record(*record);
            let of_itself = meta.is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == Kind::Agent));
            of_itself && self.agent.is_some_and(|agent| agent.as_bytes() == id)
        };
        self.registry.records().find(is_it).or_else(|| self.registry.records().find(of_agent))
    }
}

fn blocked(agent: AgentId) -> Failure {
    Failure::not_found(format!("this is of agent {}, which is blocked here", agent.short()))
        .hint("`commons block AGENT --remove` takes that back")
}

fn nodes(count: usize) -> String {
    if count == 1 { "1 other node".to_owned() } else { format!("{count} other nodes") }
}

/// What is said of a record that this node does not keep.
pub(crate) fn not_kept_in_words(not_kept: &Value) -> String {
    let asked = not_kept["asked"].as_u64().and_then(|asked| usize::try_from(asked).ok()).unwrap_or(0);
    let mut words = format!("not kept on this node, asked of {} just now", nodes(asked));
    if let Some(why) = not_kept["why"].as_str() {
        words.push_str(&format!(": {why}"));
    }
    if not_kept["whole"] == false {
        words.push_str("; there is more of it than one may ask for");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_make_this_node_ask_only_so_often() {
        let (mut asked, now) = (ForAnybody::default(), Instant::now());
        assert!((0..MAX_FOR_ANYBODY).all(|_| asked.may_ask(now)));
        assert!(!asked.may_ask(now + Duration::from_secs(59)));
        assert!(asked.may_ask(now + Duration::from_secs(60)));
    }

    #[test]
    fn what_is_not_kept_is_said_plainly() {
        let not_kept = json!({ "asked": 2, "given_by": 1, "whole": true, "why": null });
        assert_eq!(not_kept_in_words(&not_kept), "not kept on this node, asked of 2 other nodes just now");
    }
}

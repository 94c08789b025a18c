//! Leaving out: what is not taken in, what is taken out again, and what comes back.

use std::collections::BTreeSet;

use commons_identity::{AgentId, Entry, EntryBody};
use commons_registry::standing::Introduction;
use commons_registry::{ChangeId, Holdings as _, ItemKey, Kind, Prefix, RecordId, RecordView, Value, check};

use super::{Fatal, Source, Writer};
use crate::admission::{Choices, LeftOut, Offered, Verdict};
use crate::index::{AsideRow, DeadRow, ItemRow, TakenOut, Why};
use crate::store::{Event, Outcome};

/// Items read back from the journal at a time.
const READ_BACK: usize = 500;

/// How often one batch may lead to others being let in, whose records may let in others in turn: as long as a chain of
/// introductions may be. What is left after that is done with the next batch.
const MAX_PASSES: usize = commons_registry::standing::MAX_DEPTH as usize + 2;

/// What was decided about an item.
pub(super) enum Decided {
    /// Keep it; it counts against the pool if `pooled`.
    Keep { pooled: bool },
    /// It is left out.
    LeftOut(LeftOut),
}

impl Writer {
    /// Acts on what was judged of an item: if it is not kept, that is remembered.
    pub(super) fn act_on(
        &mut self,
        verdict: Verdict,
        offered: &Offered,
        source: Source<'_>,
    ) -> Result<Decided, Fatal> {
        let key = offered.key;
        let agent = key.namespace();
        let position = match source {
            Source::Journal(position) => Some(position),
            Source::Elsewhere(_) => None,
        };
        if position.is_some() {
            // Kept by a run that was cut short before it was counted.
            if let Some(ItemRow { pooled, .. }) = self.held.index.item(&key)? {
                return Ok(Decided::Keep { pooled });
            }
            if self.held.index.is_aside(&key)? {
                return Ok(Decided::LeftOut(LeftOut::NoRoom));
            }
        }
        let verdict = match verdict {
            // What lies in the journal is not fetched again anyhow: all or nothing of the namespace is kept.
            Verdict::LeaveOut(LeftOut::NoRoom) | Verdict::LetGo(LeftOut::NoRoom) if position.is_some() => {
                Verdict::Close(LeftOut::NoRoom)
            }
            other => other,
        };
        let (reason, remember) = match verdict {
            Verdict::LetGo(reason) => {
                (reason, self.published.admission_mut().let_go(key, reason, offered.record))
            }
            Verdict::Close(reason) => {
                self.published.admission_mut().closed.insert(agent, reason);
                self.held.index.set_closed(&agent, Some(reason))?;
                self.closing.insert(agent, reason);
                tracing::info!(agent = %agent.short(), %reason, "a namespace is left out from now on");
                (reason, false)
            }
            Verdict::LeaveOut(reason) => {
                self.published.admission().turn_away(agent);
                (reason, false)
            }
            Verdict::Keep { pooled } => return Ok(Decided::Keep { pooled }),
        };
        if reason == LeftOut::NoRoom {
            self.published.admission_mut().refused(offered);
        }
        // Where it lies in the journal, if it was held once, is not to be forgotten.
        if (remember && !self.held.index.is_aside(&key)?) || position.is_some() {
            let record = offered.record.filter(|_| reason == LeftOut::Withheld);
            self.held.index.put_aside(&key, &AsideRow { reason, position, pooled: false, record })?;
        }
        if position.is_some() {
            self.unsettle()?;
            self.published.admission_mut().put_aside(&agent, offered.bytes);
        }
        Ok(Decided::LeftOut(reason))
    }

    /// Brings lists up to date, takes out what is left out by now, and lets in whom somebody introduces.
    pub(super) fn settle(&mut self, touched: &BTreeSet<RecordId>) -> Result<(), Fatal> {
        self.refresh(touched, false)?;
        for _ in 0..MAX_PASSES {
            self.drop_closing()?;
            if !self.introductions_changed {
                return Ok(());
            }
            let touched = self.reconsider(false)?;
            self.refresh(&touched, false)?;
        }
        self.drop_closing()
    }

    /// Takes the owner's choices, and makes what is held agree with them.
    pub(crate) fn choose(&mut self, choices: Choices) -> Result<(), Fatal> {
        self.published.admission_mut().choices = choices;
        let touched = self.reconsider(true)?;
        self.finish(&touched)
    }

    /// Computes standings anew and acts on them. Returns the records that came back.
    pub(crate) fn reconsider(&mut self, chosen: bool) -> Result<BTreeSet<RecordId>, Fatal> {
        self.introductions_changed = false;
        // This may take a while: readers do not wait for it. Nobody but this thread changes what it depends on.
        let (circle, risen) = {
            let admission = self.published.admission();
            let circle = admission.standings();
            let risen = circle.known().any(|(agent, standing)| standing > admission.circle.standing(&agent));
            (circle, risen)
        };
        let (plan, withheld, before, tell) = {
            let mut admission = self.published.admission_mut();
            let before = admission.take_standings(circle);
            let blocked_any = before.blocked().next().is_some();
            let tell = (chosen || risen) && (admission.leaves_anything_out() || blocked_any);
            let plan = admission.plan();
            if tell {
                admission.forget_turned_away();
            }
            (plan, admission.choices.withheld.clone(), before, tell)
        };
        drop(before);
        for agent in &plan.opened {
            self.held.index.set_closed(agent, None)?;
            self.closing.remove(agent);
        }
        for (agent, reason) in plan.dropped {
            self.drop_namespace(agent, reason)?;
        }
        if chosen {
            for id in withheld {
                self.drop_record(RecordId::from_bytes(id))?;
            }
        }
        let mut touched = BTreeSet::new();
        for agent in plan.looked_at_again {
            self.take_up(agent, &mut touched)?;
        }
        if tell {
            (self.observer)(Event::AskAgain);
        }
        Ok(touched)
    }

    /// Takes out the namespaces that were closed.
    fn drop_closing(&mut self) -> Result<(), Fatal> {
        while let Some((agent, reason)) = self.closing.pop_first() {
            self.drop_namespace(agent, reason)?;
        }
        Ok(())
    }

    /// Takes all of a namespace out of the trie, the index, and so of what is served.
    fn drop_namespace(&mut self, agent: AgentId, reason: LeftOut) -> Result<(), Fatal> {
        let namespace = Prefix::of_namespace(&agent);
        let keys = self.held.index.keys_under(&namespace)?;
        self.published.admission_mut().forget_items_of(&agent);
        let unread = self.unread_entries(&keys)?;
        self.unsettle()?;
        let out = self.held.index.set_aside(&keys, reason, None)?;
        self.counts.unread = self.counts.unread.saturating_sub(unread);
        if reason == LeftOut::Blocked {
            self.compaction.look_again();
        }
        self.taken_out(agent, &keys, &out)
    }

    /// Takes a record out of the trie, the index, and so of what is served.
    fn drop_record(&mut self, record: RecordId) -> Result<(), Fatal> {
        let Some(meta) = self.held.record(record)? else { return Ok(()) };
        let changes = self.held.index.changes_of(&record)?;
        let keys: Vec<_> = changes.into_iter().map(|id| ItemKey::of_change(meta.namespace, id)).collect();
        self.unsettle()?;
        let out = self.held.index.set_aside(&keys, LeftOut::Withheld, Some(record))?;
        {
            let mut admission = self.published.admission_mut();
            for key in &keys {
                admission.let_go(*key, LeftOut::Withheld, Some(record));
            }
        }
        self.taken_out(meta.namespace, &keys, &out)
    }

    /// Key-log entries among these that are kept unread.
    fn unread_entries(&self, keys: &[ItemKey]) -> Result<u64, Fatal> {
        let mut unread = 0;
        for key in keys {
            if self.held.index.change(&ChangeId::from_bytes(key.id()))?.is_none()
                && let Some(bytes) = self.held.item(key)?
                && let Ok(entry) = Entry::from_own_store(&bytes)
            {
                unread += u64::from(*entry.body() == EntryBody::Unread);
            }
        }
        Ok(unread)
    }

    fn taken_out(&mut self, agent: AgentId, keys: &[ItemKey], out: &TakenOut) -> Result<(), Fatal> {
        for key in keys {
            self.touch(*key);
        }
        let counts = &mut self.counts;
        counts.changes = counts.changes.saturating_sub(out.changes);
        counts.entries = counts.entries.saturating_sub(out.entries);
        counts.unread = counts.unread.saturating_sub(out.unread);
        for (_, kind) in &out.records {
            if let Some(count) = counts.records.get_mut(kind) {
                *count = count.saturating_sub(1);
            }
        }
        self.held.forget_log(&agent);
        for (record, _) in &out.records {
            self.introduces(&agent, record, None);
        }
        self.published.admission_mut().removed(&agent, out.items, out.bytes);
        Ok(())
    }

    /// Looks again at what was set aside of a namespace: what lies in the journal is judged anew, the rest may be
    /// fetched again.
    fn take_up(&mut self, agent: AgentId, touched: &mut BTreeSet<RecordId>) -> Result<(), Fatal> {
        let mut rows = self.held.index.aside_of(&agent)?;
        {
            let mut admission = self.published.admission_mut();
            rows.retain(|(key, row)| !admission.stays_aside(key, row.reason, row.record));
            for (key, _) in &rows {
                admission.forget_item(key);
            }
        }
        let keys: Vec<_> = rows.iter().map(|(key, _)| *key).collect();
        self.unsettle()?;
        self.held.index.forget_aside(&keys)?;
        let place = |row: AsideRow| row.position.map(|position| (position, row.pooled));
        let mut places: Vec<_> = rows.into_iter().filter_map(|(_, row)| place(row)).collect();
        // The journal never holds an item before what it depends on.
        places.sort_unstable_by_key(|(position, _)| position.sequence);
        for part in places.chunks(READ_BACK) {
            let mut items = Vec::with_capacity(part.len());
            let mut at = Vec::with_capacity(part.len());
            for (position, pooled) in part {
                self.published.admission_mut().taken_up(&agent, position.bytes(), *pooled);
                match self.held.journal.read(*position) {
                    Ok(bytes) => {
                        items.push(bytes);
                        at.push(*position);
                    }
                    Err(error) => {
                        tracing::error!(?position, %error, "what was set aside cannot be read back")
                    }
                }
            }
            for (checked, position) in check(&items).into_iter().zip(at) {
                let Ok(checked) = checked else { continue };
                let outcome = self.keep(checked, Source::Journal(position), touched)?;
                if matches!(outcome, Outcome::Erased(_)) {
                    let row = DeadRow { why: Why::Erased, pooled: false, bytes: position.bytes(), agent };
                    self.published.admission_mut().put_aside(&agent, row.bytes);
                    self.held.index.note_dead(&[(position.sequence, row)])?;
                    self.compaction.has_erased(row.bytes, &self.published);
                }
            }
        }
        Ok(())
    }

    /// Notes whom a record introduces now, in the index too.
    pub(super) fn note_introduction(
        &mut self,
        record: &RecordId,
        by: &AgentId,
        states: Option<Introduction>,
    ) -> Result<(), Fatal> {
        if self.introduces(by, record, states) {
            self.held.index.set_introduction(record, by, states.as_ref())?;
        }
        Ok(())
    }

    /// Notes whom a record introduces now. Returns whether that is news.
    pub(super) fn introduces(
        &mut self,
        by: &AgentId,
        record: &RecordId,
        states: Option<Introduction>,
    ) -> bool {
        let mut admission = self.published.admission_mut();
        let news = admission.introductions.set(*by, *record, states);
        self.introductions_changed |= news && admission.circle.is_heard(by);
        news
    }
}

/// Whom a record introduces.
pub(super) fn introduction(view: &RecordView) -> Option<Introduction> {
    if view.kind != Kind::Attestation
        || view.text("statement") != Some("introduces")
        || view.one("withdrawn").is_some()
    {
        return None;
    }
    let Some(Value::Id(about)) = view.one("about") else { return None };
    let budget = match view.one("budget") {
        Some(Value::Int(budget)) => u32::try_from(*budget).ok(),
        _ => None,
    };
    Some(Introduction { about: AgentId::from_bytes(*about), budget })
}

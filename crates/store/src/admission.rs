//! Who is kept whole, who shares a pool, and who is left out. In memory, without any I/O: the writer acts on what is
//! decided here, and what is remembered here lies in the index too.

mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use commons_identity::AgentId;
use commons_registry::standing::{Circle, Introductions, Standing};
use commons_registry::{ItemKey, RecordId};

pub use words::{Choices, Figures, LeftOut, Openness, Policy, Usage};

/// From this part of the quota on, in hundredths, new namespaces share the pool.
const CROWDED_PERCENT: u64 = 80;

/// The part of the pool that is kept free for key-log entries of namespaces that are in it: a stolen key must be
/// recognised, and what was erased must go, also when nothing else fits. Not for the lists that entries commit to: these
/// are large, and without one less counts, not more.
const RESERVED_PERCENT: u64 = 10;

/// When less than this is free, in bytes, there is no room for a namespace that is not held.
const LEAST_ROOM: u64 = 4096;

/// So many changes of one held namespace are let go of for want of room; then it is left out as a whole, rather than
/// shown as it was long ago.
const MAX_LET_GO_OF_ONE: u32 = 8;

/// So many items that were let go of are remembered, for want of room; then their namespaces are left out.
const MAX_LET_GO: usize = 4096;

/// So many later changes of withheld records are remembered, so as not to fetch them again.
const MAX_WITHHELD_ITEMS: usize = 65_536;

/// So many namespaces that never came in are counted by name.
const MAX_TURNED_AWAY: usize = 100_000;

/// What is to be done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Keep it; it counts against the pool if `pooled`.
    Keep { pooled: bool },
    /// Leave it out.
    LeaveOut(LeftOut),
    /// Leave it out, and remember its key.
    LetGo(LeftOut),
    /// Leave out its whole namespace from now on.
    Close(LeftOut),
}

impl Verdict {
    /// Whether it costs the namespace something: a place among what is remembered, or all that is held of it.
    pub(crate) const fn costs(self) -> bool {
        matches!(self, Self::LetGo(_) | Self::Close(_))
    }
}

/// What is known of an item before it is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offered {
    pub(crate) key: ItemKey,
    pub(crate) is_entry: bool,
    pub(crate) record: Option<RecordId>,
    /// Whether it builds on something that was let go of, and so can never be kept without it.
    pub(crate) stranded: bool,
    /// Bytes that it takes in the journal.
    pub(crate) bytes: u64,
}

/// What decides over what is kept.
#[derive(Debug, Default)]
pub(crate) struct Admission {
    pub(crate) choices: Choices,
    pub(crate) introductions: Introductions,
    pub(crate) circle: Circle,
    pub(crate) usage: HashMap<AgentId, Usage>,
    /// Of whom that is not written down yet.
    usage_changed: BTreeSet<AgentId>,
    /// Namespaces that are left out as a whole although nobody blocked them.
    pub(crate) closed: HashMap<AgentId, LeftOut>,
    /// Changes of withheld records.
    pub(crate) withheld_items: HashMap<ItemKey, RecordId>,
    let_go: HashSet<ItemKey>,
    let_go_of: HashMap<AgentId, u32>,
    turned_away: Mutex<HashSet<AgentId>>,
    total: u64,
    pooled: u64,
    refused_by_quota: Refused,
    refused_by_pool: Refused,
}

/// The least that there was no room for, since there last was room for it. What was left out for want of room is looked
/// at again only when so much is free: since then something must have gone, or more be allowed.
#[derive(Debug, Default)]
struct Refused(Option<u64>);

impl Refused {
    fn note(&mut self, bytes: u64) {
        self.0 = Some(self.0.map_or(bytes, |least| least.min(bytes)));
    }

    fn least(&self) -> u64 {
        self.0.map_or(LEAST_ROOM, |least| least.max(LEAST_ROOM))
    }
}

/// How an agent's namespace is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Treatment {
    Nothing,
    Shared,
    Bounded,
    Whole,
}

/// What has to be done after something was decided anew.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Namespaces to be taken out, and why.
    pub(crate) dropped: Vec<(AgentId, LeftOut)>,
    /// Namespaces that are not left out as a whole any more.
    pub(crate) opened: Vec<AgentId>,
    /// Namespaces of which something is set aside that may come in again.
    pub(crate) looked_at_again: Vec<AgentId>,
}

impl Admission {
    /// What the owner chose, before anything is held.
    #[cfg(test)]
    fn new(choices: Choices) -> Self {
        let mut admission = Self { choices, ..Self::default() };
        admission.reckon();
        admission
    }

    /// Computes standings and sums anew.
    pub(crate) fn reckon(&mut self) {
        self.circle = self.standings();
        self.sum();
    }

    /// Who stands where by what was chosen, and by who introduces whom. Takes time if there are many.
    pub(crate) fn standings(&self) -> Circle {
        let Choices { decisions, policy, .. } = &self.choices;
        Circle::of(decisions, &self.introductions, policy.reach)
    }

    /// Takes standings that were computed, and gives back those that held until now.
    pub(crate) fn take_standings(&mut self, circle: Circle) -> Circle {
        let before = std::mem::replace(&mut self.circle, circle);
        self.sum();
        before
    }

    fn sum(&mut self) {
        self.total = self.usage.values().map(|usage| usage.bytes + usage.aside).sum();
        let shared = self.usage.iter().filter(|(agent, _)| self.treatment(agent) == Treatment::Shared);
        self.pooled = shared.map(|(_, usage)| usage.pooled).sum();
    }

    fn treatment(&self, agent: &AgentId) -> Treatment {
        match self.circle.standing(agent) {
            Standing::Blocked => Treatment::Nothing,
            Standing::New => Treatment::Shared,
            Standing::Introduced if self.choices.policy.openness == Openness::Followed => Treatment::Shared,
            Standing::Introduced => Treatment::Bounded,
            Standing::Followed | Standing::Own => Treatment::Whole,
        }
    }

    /// Whether new namespaces share the pool.
    pub(crate) fn pooling(&self) -> bool {
        let policy = &self.choices.policy;
        policy.openness != Openness::Open || self.total >= policy.quota / 100 * CROWDED_PERCENT
    }

    fn usage_of(&self, agent: &AgentId) -> Usage {
        self.usage.get(agent).copied().unwrap_or_default()
    }

    fn pool_for_changes(&self) -> u64 {
        self.choices.policy.pool / 100 * (100 - RESERVED_PERCENT)
    }

    /// Why nothing of a namespace is taken in, if that is so.
    pub(crate) fn left_out(&self, agent: &AgentId) -> Option<LeftOut> {
        let treatment = self.treatment(agent);
        if treatment == Treatment::Nothing {
            return Some(LeftOut::Blocked);
        }
        if let Some(reason) = self.closed.get(agent) {
            return Some(*reason);
        }
        if treatment == Treatment::Whole || self.usage_of(agent).items > 0 {
            return None;
        }
        let crowded = self.fills_quota(LEAST_ROOM) || self.fills_pool(treatment, LEAST_ROOM);
        (crowded || self.is_turned_away(agent)).then_some(LeftOut::NoRoom)
    }

    /// Whether there is no room for so many bytes.
    fn fills_quota(&self, bytes: u64) -> bool {
        self.total + bytes > self.choices.policy.quota
    }

    /// Whether there is no room for so many bytes of somebody who shares the pool, if that is how it is treated.
    fn fills_pool(&self, treatment: Treatment, bytes: u64) -> bool {
        treatment == Treatment::Shared && self.pooling() && self.pooled + bytes > self.pool_for_changes()
    }

    /// Whether an item is left out though its namespace is not.
    pub(crate) fn leaves_out_item(&self, key: &ItemKey) -> bool {
        self.let_go.contains(key) || self.withheld_items.contains_key(key)
    }

    /// Decides about an item that is not held.
    pub(crate) fn judge(&self, offered: &Offered) -> Verdict {
        let agent = offered.key.namespace();
        if let Some(reason) = self.left_out(&agent) {
            return Verdict::LeaveOut(reason);
        }
        if offered.record.is_some_and(|record| self.choices.withheld.contains(record.as_bytes())) {
            return Verdict::LetGo(LeftOut::Withheld);
        }
        let policy = &self.choices.policy;
        let usage = self.usage_of(&agent);
        let treatment = self.treatment(&agent);
        if treatment == Treatment::Whole {
            return Verdict::Keep { pooled: false };
        }
        if usage.bytes + offered.bytes > policy.each {
            return too_large(policy.each, usage);
        }
        let is_vital = offered.is_entry && usage.items > 0;
        if offered.stranded || self.fills_quota(offered.bytes) && !is_vital {
            return self.no_room(offered, usage);
        }
        if treatment == Treatment::Bounded || !self.pooling() {
            return Verdict::Keep { pooled: false };
        }
        if usage.pooled + offered.bytes > policy.pool_each {
            return too_large(policy.pool_each, usage);
        }
        let most = if is_vital { policy.pool } else { self.pool_for_changes() };
        if self.pooled + offered.bytes > most {
            return self.no_room(offered, usage);
        }
        Verdict::Keep { pooled: true }
    }

    fn no_room(&self, offered: &Offered, usage: Usage) -> Verdict {
        if usage.items == 0 {
            return Verdict::LeaveOut(LeftOut::NoRoom);
        }
        let agent = offered.key.namespace();
        let of_it = self.let_go_of.get(&agent).copied().unwrap_or(0);
        if offered.is_entry || of_it >= MAX_LET_GO_OF_ONE || self.let_go.len() >= MAX_LET_GO {
            return Verdict::Close(LeftOut::NoRoom);
        }
        Verdict::LetGo(LeftOut::NoRoom)
    }

    /// Notes that there was no room for an item.
    pub(crate) fn refused(&mut self, offered: &Offered) {
        let treatment = self.treatment(&offered.key.namespace());
        if self.fills_quota(offered.bytes) {
            self.refused_by_quota.note(offered.bytes);
        }
        if self.fills_pool(treatment, offered.bytes) {
            self.refused_by_pool.note(offered.bytes);
        }
    }

    /// How much there is of those of whom that changed since this was last asked.
    pub(crate) fn take_changed_usages(&mut self) -> Vec<(AgentId, Usage)> {
        let changed = std::mem::take(&mut self.usage_changed);
        changed.into_iter().map(|agent| (agent, self.usage_of(&agent))).collect()
    }

    /// Notes that an item is kept.
    pub(crate) fn kept(&mut self, offered: &Offered, pooled: bool) {
        self.usage_changed.insert(offered.key.namespace());
        let usage = self.usage.entry(offered.key.namespace()).or_default();
        usage.items += 1;
        usage.bytes += offered.bytes;
        self.total += offered.bytes;
        if pooled {
            usage.pooled += offered.bytes;
            self.pooled += offered.bytes;
        }
    }

    /// Notes that items are not held any more; `bytes` of them are still in the journal, and count against the pool if
    /// they did before.
    pub(crate) fn removed(&mut self, agent: &AgentId, items: u64, bytes: u64) {
        self.usage_changed.insert(*agent);
        let usage = self.usage.entry(*agent).or_default();
        usage.items = usage.items.saturating_sub(items);
        usage.bytes = usage.bytes.saturating_sub(bytes);
        usage.aside += bytes;
    }

    /// Notes that bytes which were set aside are looked at anew: they no longer count as set aside, nor against the pool
    /// until they are kept again.
    pub(crate) fn taken_up(&mut self, agent: &AgentId, bytes: u64, pooled: bool) {
        self.usage_changed.insert(*agent);
        let usage = self.usage.entry(*agent).or_default();
        usage.aside = usage.aside.saturating_sub(bytes);
        self.total = self.total.saturating_sub(bytes);
        if pooled {
            let counted = bytes.min(usage.pooled);
            usage.pooled -= counted;
            self.pooled = self.pooled.saturating_sub(counted);
        }
    }

    /// Notes that bytes of the journal hold something that was never taken in.
    pub(crate) fn put_aside(&mut self, agent: &AgentId, bytes: u64) {
        self.usage_changed.insert(*agent);
        let usage = self.usage.entry(*agent).or_default();
        usage.aside += bytes;
        self.total += bytes;
    }

    /// Remembers an item that is left out by itself. Returns whether there was room to.
    pub(crate) fn let_go(&mut self, key: ItemKey, reason: LeftOut, record: Option<RecordId>) -> bool {
        match (reason, record) {
            (LeftOut::Withheld, Some(record)) => {
                let room = self.withheld_items.len() < MAX_WITHHELD_ITEMS;
                if room {
                    self.withheld_items.insert(key, record);
                }
                room
            }
            _ => {
                let is_news = self.let_go.insert(key);
                *self.let_go_of.entry(key.namespace()).or_default() += u32::from(is_news);
                is_news
            }
        }
    }

    /// Takes up what an earlier run remembered of an item that is not held.
    pub(crate) fn remember_aside(&mut self, key: ItemKey, reason: LeftOut, record: Option<RecordId>) {
        match reason {
            LeftOut::Withheld | LeftOut::NoRoom => drop(self.let_go(key, reason, record)),
            LeftOut::Blocked | LeftOut::TooLarge { .. } => {}
        }
    }

    /// Forgets the items of a namespace that were left out by themselves, now that all of it is.
    pub(crate) fn forget_items_of(&mut self, agent: &AgentId) {
        if self.let_go_of.remove(agent).is_some() {
            self.let_go.retain(|key| key.namespace() != *agent);
        }
    }

    /// Notes a namespace of which nothing is taken in.
    pub(crate) fn turn_away(&self, agent: AgentId) {
        let mut turned_away = self.turned_away.lock().unwrap_or_else(PoisonError::into_inner);
        if turned_away.len() < MAX_TURNED_AWAY {
            turned_away.insert(agent);
        }
    }

    fn is_turned_away(&self, agent: &AgentId) -> bool {
        self.turned_away.lock().unwrap_or_else(PoisonError::into_inner).contains(agent)
    }

    /// Forgets those who were turned away and may come in now.
    pub(crate) fn forget_turned_away(&self) {
        let mut turned_away = self.turned_away.lock().unwrap_or_else(PoisonError::into_inner);
        turned_away.retain(|agent| self.stays_closed(agent, LeftOut::NoRoom));
    }

    /// Whether anything was left out that somebody else may have.
    pub(crate) fn leaves_anything_out(&self) -> bool {
        !self.closed.is_empty()
            || !self.let_go.is_empty()
            || !self.withheld_items.is_empty()
            || !self.turned_away.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Whether there was no room for something that there may be room for another time.
    pub(crate) fn waits_for_room(&self) -> bool {
        !self.let_go.is_empty()
            || self.closed.values().any(|reason| *reason == LeftOut::NoRoom)
            || !self.turned_away.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Those of whom nothing is taken in, if everybody else is.
    pub(crate) fn all_but(&self) -> Option<Vec<AgentId>> {
        if self.pooling() {
            return None;
        }
        Some(self.circle.blocked().chain(self.closed.keys().copied()).collect())
    }

    /// Whether a namespace that was closed has to stay so.
    pub(crate) fn stays_closed(&self, agent: &AgentId, reason: LeftOut) -> bool {
        let policy = &self.choices.policy;
        match (self.treatment(agent), reason) {
            (Treatment::Nothing, _) => true,
            (Treatment::Whole, _) => false,
            (Treatment::Bounded, LeftOut::TooLarge { limit }) => limit >= policy.each,
            (Treatment::Shared, LeftOut::TooLarge { limit }) => {
                limit >= if self.pooling() { policy.pool_each } else { policy.each }
            }
            (treatment, _) => {
                self.fills_quota(self.refused_by_quota.least())
                    || self.fills_pool(treatment, self.refused_by_pool.least())
            }
        }
    }

    /// What has to be done so that what is held agrees with what was chosen. Marks that no longer hold are taken away.
    pub(crate) fn plan(&mut self) -> Plan {
        let mut plan = Plan::default();
        let closed: Vec<_> = self.closed.iter().map(|(agent, reason)| (*agent, *reason)).collect();
        for (agent, reason) in closed {
            if !self.stays_closed(&agent, reason) {
                self.closed.remove(&agent);
                plan.opened.push(agent);
            }
        }
        if !self.fills_quota(self.refused_by_quota.least()) {
            self.refused_by_quota = Refused::default();
        }
        if !self.fills_pool(Treatment::Shared, self.refused_by_pool.least()) {
            self.refused_by_pool = Refused::default();
        }
        let agents: Vec<_> = self.usage.iter().map(|(agent, usage)| (*agent, *usage)).collect();
        for (agent, usage) in agents {
            let treatment = self.treatment(&agent);
            let reason = match treatment {
                Treatment::Nothing => Some(LeftOut::Blocked),
                _ => self.closed.get(&agent).copied(),
            };
            if let Some(reason) = reason.filter(|_| usage.items > 0) {
                plan.dropped.push((agent, reason));
            }
            if !matches!(treatment, Treatment::Shared | Treatment::Nothing) && usage.pooled > 0 {
                self.usage.insert(agent, Usage { pooled: 0, ..usage });
                self.usage_changed.insert(agent);
            }
        }
        let aside = self.usage.iter().filter(|(_, usage)| usage.aside > 0).map(|(agent, _)| *agent);
        let withheld = self.withheld_items.keys().map(ItemKey::namespace);
        let again: BTreeSet<AgentId> = aside.chain(withheld).chain(self.let_go_of.keys().copied()).collect();
        let may_come =
            |agent: &AgentId| self.treatment(agent) != Treatment::Nothing && !self.closed.contains_key(agent);
        plan.looked_at_again = again.into_iter().filter(may_come).collect();
        plan
    }

    /// Whether an item that is set aside has to stay so.
    pub(crate) fn stays_aside(&self, key: &ItemKey, reason: LeftOut, record: Option<RecordId>) -> bool {
        match (reason, record) {
            (LeftOut::Withheld, Some(record)) => self.choices.withheld.contains(record.as_bytes()),
            (LeftOut::NoRoom, _) => self.stays_closed(&key.namespace(), reason),
            _ => false,
        }
    }

    /// Forgets that an item was left out by itself.
    pub(crate) fn forget_item(&mut self, key: &ItemKey) {
        self.withheld_items.remove(key);
        if self.let_go.remove(key)
            && let Some(count) = self.let_go_of.get_mut(&key.namespace())
        {
            *count -= 1;
            if *count == 0 {
                self.let_go_of.remove(&key.namespace());
            }
        }
    }

    /// What is left out, in figures.
    pub(crate) fn figures(&self) -> Figures {
        let closed =
            |wanted: fn(&LeftOut) -> bool| self.closed.values().filter(|reason| wanted(reason)).count();
        let turned_away = self.turned_away.lock().unwrap_or_else(PoisonError::into_inner);
        let away = turned_away.iter().filter(|agent| {
            !self.closed.contains_key(*agent) && self.circle.standing(agent) != Standing::Blocked
        });
        Figures {
            bytes: self.total,
            quota: self.choices.policy.quota,
            pooling: self.pooling(),
            pooled: self.pooled,
            pool: self.choices.policy.pool,
            aside: self.usage.values().map(|usage| usage.aside).sum(),
            held: self.usage.values().filter(|usage| usage.items > 0).count() as u64,
            blocked: self.circle.blocked().count() as u64,
            too_large: closed(|reason| matches!(reason, LeftOut::TooLarge { .. })) as u64,
            no_room: (closed(|reason| *reason == LeftOut::NoRoom) + away.count()) as u64,
            no_room_or_more: turned_away.len() >= MAX_TURNED_AWAY,
            let_go: self.let_go.len() as u64,
            withheld: self.choices.withheld.len() as u64,
        }
    }
}

/// A namespace of which nothing is held yet is not remembered for ever: that would cost strangers nothing.
fn too_large(limit: u64, usage: Usage) -> Verdict {
    let reason = LeftOut::TooLarge { limit };
    if usage.items == 0 { Verdict::LeaveOut(reason) } else { Verdict::Close(reason) }
}

//! Fetching what we lack, in the other side's order.

use std::collections::{HashSet, VecDeque};

use commons_registry::{ItemKey, Snapshot};

use super::{
    Ingested, Round,
    pool::{Pending, Pool},
    skipped::Skipped,
};
use crate::{
    Misbehaviour, Welcome,
    limits::{MAX_EARLY, MAX_MISSING, MAX_OUTSTANDING, MAX_WANT},
};

/// A request for items.
struct Batch {
    keys: Vec<ItemKey>,
    /// Which of them have come, ascending.
    came: Vec<u16>,
    /// Items handed in whose result is still out.
    out: usize,
    ended: bool,
}

pub(super) struct Fetch {
    /// Still to be asked for, in order.
    queue: VecDeque<ItemKey>,
    /// Asked for before all others: something waits for them.
    urgent: VecDeque<ItemKey>,
    /// Keys that were urgent in this round. None is asked for twice.
    early: HashSet<ItemKey>,
    /// Requests not yet done with, oldest first.
    batches: VecDeque<Batch>,
    /// What was handed in and not reported yet, in order; retries belong to no batch.
    handed: VecDeque<(Vec<Pending>, bool)>,
    pool: Pool,
}

impl Fetch {
    pub(super) fn new(wanted: Vec<ItemKey>) -> Self {
        Self {
            queue: wanted.into(),
            urgent: VecDeque::new(),
            early: HashSet::new(),
            batches: VecDeque::new(),
            handed: VecDeque::new(),
            pool: Pool::default(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.queue.is_empty() && self.urgent.is_empty() && self.batches.is_empty() && self.handed.is_empty()
    }

    pub(super) fn stranded(&self) -> u64 {
        self.pool.stranded()
    }

    /// The requests to send now. What we hold by now (gossip may have brought it) is passed over, and so is what is
    /// not welcome by now: the number says how many items.
    pub(super) fn wants(&mut self, ours: &Snapshot, welcome: &dyn Welcome) -> (Vec<Vec<ItemKey>>, u64) {
        let (mut wants, mut left_out) = (Vec::new(), 0);
        while self.batches.len() < MAX_OUTSTANDING {
            let mut keys = Vec::new();
            while keys.len() < MAX_WANT
                && let Some(key) = self.next()
            {
                if ours.contains(&key) {
                    self.pool.arrived(&key);
                } else if declines(welcome, &key) {
                    left_out += 1;
                } else {
                    keys.push(key);
                }
            }
            if keys.is_empty() {
                break;
            }
            wants.push(keys.clone());
            self.batches.push_back(Batch { keys, came: Vec::new(), out: 0, ended: false });
        }
        (wants, left_out)
    }

    fn next(&mut self) -> Option<ItemKey> {
        if let Some(key) = self.urgent.pop_front() {
            return Some(key);
        }
        loop {
            let key = self.queue.pop_front()?;
            if !self.early.contains(&key) {
                return Some(key);
            }
        }
    }

    /// Takes a frame of items. Returns them for ingestion.
    pub(super) fn items(&mut self, items: Vec<(u16, Vec<u8>)>) -> Result<Vec<Vec<u8>>, Misbehaviour> {
        let batch = current(&mut self.batches, "items")?;
        let mut pending = Vec::with_capacity(items.len());
        for (position, bytes) in items {
            let key = batch.keys.get(usize::from(position));
            let (Some(key), true) = (key, batch.came.last().is_none_or(|last| *last < position)) else {
                return Err(Misbehaviour::Position { position });
            };
            pending.push(Pending { key: *key, bytes, waited: 0 });
            batch.came.push(position);
        }
        batch.out += pending.len();
        Ok(self.hand_in(pending, true))
    }

    /// Takes the end of a batch. Returns how many of its items are gone.
    pub(super) fn end(&mut self, missing: &[u16]) -> Result<u64, Misbehaviour> {
        let batch = current(&mut self.batches, "end")?;
        let mut positions: Vec<_> = batch.came.iter().chain(missing).copied().collect();
        positions.sort_unstable();
        let asked = batch.keys.len();
        if !positions.iter().map(|position| usize::from(*position)).eq(0..asked) {
            return Err(Misbehaviour::Unaccounted { asked, accounted: positions.len() });
        }
        batch.ended = true;
        self.retire();
        Ok(missing.len() as u64)
    }

    /// Takes the results for what was handed in first, and notes what is not to be asked for again.
    pub(super) fn ingested(
        &mut self,
        results: Vec<Ingested>,
        round: &mut Round,
        skipped: &mut Skipped,
        welcome: &dyn Welcome,
    ) -> Result<(), Misbehaviour> {
        let Some((items, from_batch)) = self.handed.pop_front() else {
            return Ok(());
        };
        if from_batch && let Some(batch) = self.batches.iter_mut().find(|batch| batch.out > 0) {
            batch.out = batch.out.saturating_sub(items.len());
        }
        for (item, result) in items.into_iter().zip(results) {
            let result = match result {
                // What builds on something that is not taken in shares its fate: nothing else would come of it.
                Ingested::Missing(missing) if missing.iter().any(|key| skipped.leaves_out(key)) => {
                    Ingested::Unwelcome
                }
                Ingested::Missing(missing) if missing.iter().any(|key| skipped.refuses(key)) => {
                    Ingested::Declined
                }
                other => other,
            };
            match result {
                Ingested::New(found) | Ingested::Known(found) if found != item.key => {
                    return Err(Misbehaviour::OtherItem {
                        asked: Box::new(item.key),
                        found: Box::new(found),
                    });
                }
                Ingested::New(key) => {
                    round.new += 1;
                    self.pool.arrived(&key);
                }
                Ingested::Known(key) => {
                    round.known += 1;
                    self.pool.arrived(&key);
                }
                Ingested::Missing(missing) => {
                    if self.pool.keep(item, &missing) {
                        self.hurry(&missing);
                    }
                }
                Ingested::Declined => {
                    round.declined += 1;
                    skipped.refuse(item.key);
                }
                Ingested::Unwelcome => {
                    round.left_out += 1;
                    round.let_go += 1;
                    if !declines(welcome, &item.key) {
                        skipped.leave_out(item.key);
                    }
                }
                Ingested::Invalid(_) => {
                    round.invalid += 1;
                    skipped.refuse(item.key);
                }
            }
        }
        self.retire();
        Ok(())
    }

    /// The items that waited and may now be tried again.
    pub(super) fn retries(&mut self) -> Option<Vec<Vec<u8>>> {
        let ready = self.pool.take_ready();
        (!ready.is_empty()).then(|| self.hand_in(ready, false))
    }

    fn hand_in(&mut self, items: Vec<Pending>, from_batch: bool) -> Vec<Vec<u8>> {
        let bytes = items.iter().map(|item| item.bytes.clone()).collect();
        self.handed.push_back((items, from_batch));
        bytes
    }

    /// Puts missing keys before all others, unless they are on their way.
    fn hurry(&mut self, missing: &[ItemKey]) {
        for key in missing.iter().take(MAX_MISSING) {
            let on_its_way = self.batches.iter().any(|batch| !batch.ended && batch.keys.contains(key));
            if !on_its_way && self.early.len() < MAX_EARLY && self.early.insert(*key) {
                self.urgent.push_back(*key);
            }
        }
    }

    /// Forgets the batches that are done with.
    fn retire(&mut self) {
        while self.batches.front().is_some_and(|batch| batch.ended && batch.out == 0) {
            self.batches.pop_front();
        }
    }
}

/// Whether a key is not to be asked for, alone or with its namespace.
pub(super) fn declines(welcome: &dyn Welcome, key: &ItemKey) -> bool {
    welcome.declines(&key.namespace()) || welcome.declines_item(key)
}

/// The batch that is being answered.
fn current<'a>(batches: &'a mut VecDeque<Batch>, found: &'static str) -> Result<&'a mut Batch, Misbehaviour> {
    batches
        .iter_mut()
        .find(|batch| !batch.ended)
        .ok_or(Misbehaviour::OutOfTurn { expected: "nothing", found })
}

//! Taking in what came into the other side's journal since a bookmark, a segment at a time.

use std::collections::VecDeque;

use super::{Ingested, Round};
use crate::{Misbehaviour, Segment, Summary, limits::MAX_SEGMENTS};

/// A stream is given up when so many segments in a row brought nothing new: comparing costs less then.
const MOST_BARREN: u8 = 4;

/// The stream of one round.
#[derive(Debug)]
pub(super) struct Streaming {
    /// How far into the other side's journal the segments that came go.
    at: u64,
    /// Requests not yet answered.
    asked: usize,
    /// How far the segments go that are being stored, in order.
    handed: VecDeque<u64>,
    /// How many segments in a row brought nothing.
    barren: u8,
    /// Whether the other side's last answer was that there is no more.
    ended: bool,
    /// What the other side last said it holds, and answers from since. More may have come into its journal after that.
    held: Option<Summary>,
}

impl Streaming {
    /// A stream that was asked for once, from a label on.
    pub(super) const fn new(after: u64) -> Self {
        Self { at: after, asked: 1, handed: VecDeque::new(), barren: 0, ended: false, held: None }
    }

    /// How many further segments to ask for now.
    pub(super) fn asks(&mut self) -> usize {
        if self.ended || self.barren >= MOST_BARREN {
            return 0;
        }
        let asks = MAX_SEGMENTS.saturating_sub(self.asked + self.handed.len());
        self.asked += asks;
        asks
    }

    /// Whether answers are due.
    pub(super) const fn is_asking(&self) -> bool {
        self.asked > 0
    }

    /// Whether nothing is asked and nothing being stored any more.
    pub(super) fn is_done(&self) -> bool {
        self.asked == 0 && self.handed.is_empty()
    }

    /// What the other side answers from since it last said that there is no more; nothing if it never did.
    pub(super) const fn held(&self) -> Option<Summary> {
        self.held
    }

    /// Takes a segment. Returns its items.
    pub(super) fn segment(&mut self, segment: &Segment) -> Result<Vec<Vec<u8>>, Misbehaviour> {
        self.answered("segment")?;
        let items = segment.unpack()?;
        let room = segment.through.saturating_sub(self.at);
        if items.len() as u64 > room {
            return Err(Misbehaviour::Stream {
                after: self.at,
                through: segment.through,
                items: items.len(),
            });
        }
        self.at = segment.through;
        self.handed.push_back(segment.through);
        self.ended = false;
        Ok(items)
    }

    /// Takes the end of the stream.
    pub(super) fn streamed(&mut self, end: Summary) -> Result<(), Misbehaviour> {
        self.answered("streamed")?;
        if end.through < self.at {
            return Err(Misbehaviour::Stream { after: self.at, through: end.through, items: 0 });
        }
        self.ended = true;
        self.held = Some(end);
        Ok(())
    }

    /// Takes the results for the segment that was handed in first. Returns how far it went: all of it is on disk, or was
    /// not to be had this way.
    pub(super) fn ingested(&mut self, results: &[Ingested], round: &mut Round) -> Option<u64> {
        let through = self.handed.pop_front()?;
        let new = round.new;
        for result in results {
            match result {
                Ingested::New(_) => round.new += 1,
                Ingested::Known(_) => round.known += 1,
                Ingested::Unwelcome => round.let_go += 1,
                // What is missing, declined or invalid is met again, with its key, when the two sides are compared.
                Ingested::Missing(_) | Ingested::Declined | Ingested::Invalid(_) => {}
            }
        }
        self.barren = if round.new > new { 0 } else { self.barren.saturating_add(1) };
        round.streamed += results.len() as u64;
        Some(through)
    }

    fn answered(&mut self, found: &'static str) -> Result<(), Misbehaviour> {
        self.asked =
            self.asked.checked_sub(1).ok_or(Misbehaviour::OutOfTurn { expected: "nothing", found })?;
        Ok(())
    }
}

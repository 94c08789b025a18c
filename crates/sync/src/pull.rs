//! The asking side.
//!
//! A pull goes in rounds. If most of what came into the other side's journal since the last time is lacking here, as in a
//! first sync, it is streamed (`stream`). If the two sides still differ, the pull walks down the other side's trie where
//! that differs from ours (`walk`), keeps the keys that we lack (`wanted`), and fetches them in the other side's order
//! (`fetch`). A journal never holds an item before what the item depends on, so neither does that order. Between rounds
//! it waits to hear that the other side's state has changed.

mod fetch;
mod passed;
mod pool;
mod skipped;
mod stream;
mod walk;
mod wanted;

use std::{collections::BTreeSet, sync::Arc};

use commons_identity::AgentId;
use commons_registry::{ItemKey, NetworkId, Prefix, Snapshot, StateRoot};

use crate::{
    Everything, Hello, Message, Misbehaviour, PROTOCOL_VERSION, Refusal, Summary, Welcome,
    limits::{MAX_WITHOUT, STREAM_ANYWAY},
};
use fetch::Fetch;
pub use passed::PassedOver;
use skipped::Skipped;
use stream::Streaming;
use walk::{Compared, Walk};

/// What became of an item that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ingested {
    /// Valid and new: it is on disk now, under this key.
    New(ItemKey),
    /// Valid, and already held under this key.
    Known(ItemKey),
    /// It depends on these, which are not held.
    Missing(Vec<ItemKey>),
    /// Not taken in, through no fault of the sender, though it was welcome: no room for more of its sort.
    Declined,
    /// Left out by this node's own decision. It is not asked for again as long as [`Welcome`] says so, nor over this
    /// stream if it does not.
    Unwelcome,
    /// No honest node sends this, and why.
    Invalid(String),
}

/// What a pull hears.
#[derive(Debug)]
pub enum Event {
    /// The next message of the other side.
    Message(Message),
    /// The answer to [`Effect::Ready`]: what we hold now.
    Begin(Snapshot),
    /// The answer to [`Effect::Ingest`]: a result for each item, in order, and what we hold now.
    Ingested(Vec<Ingested>, Snapshot),
}

/// How far we are with another node's journal: all that it held of what came up to a label is here, or is not wanted.
///
/// It only saves work. That two nodes hold the same is told by their roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark {
    /// The journal that the label belongs to.
    pub journal: [u8; 16],
    /// The label.
    pub through: u64,
}

/// What a pull wants done, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send this.
    Send(Message),
    /// There is something to compare. Give [`Event::Begin`] when it suits.
    Ready,
    /// The stream is over, and the round goes on: give [`Event::Begin`] with all that was ingested.
    Compare,
    /// Validate and store these, then give [`Event::Ingested`].
    Ingest(Vec<Vec<u8>>),
    /// Remember this for the next pull from the same peer: everything before it was stored.
    Bookmark(Bookmark),
    /// A round is over.
    Settled(Round),
}

/// What a round came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Items that came as a stream.
    pub streamed: u64,
    /// Keys told as lists, whether we lacked them or not.
    pub told: u64,
    /// Items that came and were new.
    pub new: u64,
    /// Items that came but were held by then.
    pub known: u64,
    /// Items that came and were declined.
    pub declined: u64,
    /// Items that are not welcome here: passed over, or let go of when they came. A part of the other side's trie that
    /// was passed over as a whole counts with all its items, those that we hold among them.
    pub left_out: u64,
    /// Of these, items that came all the same: they were on their way when it was decided.
    pub let_go: u64,
    /// Items that came and were invalid.
    pub invalid: u64,
    /// Items that the other side no longer had.
    pub gone: u64,
    /// Items given up because what they depend on did not come.
    pub stranded: u64,
    /// Keys that we lack and did not ask for, being declined before or left for the next round.
    pub left: u64,
}

impl Round {
    /// Whether we now hold all that the other side told of and that is welcome here.
    #[must_use]
    pub fn in_step(&self) -> bool {
        self.declined + self.invalid + self.gone + self.stranded + self.left == 0
    }
}

/// Why a pull is over.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The other side refused to go on.
    #[error("refused by the peer: {0}")]
    Refused(Refusal),
    /// The other side belongs to another network.
    #[error("the peer belongs to network {}, we to {}", found.short(), expected.short())]
    OtherNetwork {
        /// Ours.
        expected: NetworkId,
        /// Theirs.
        found: NetworkId,
    },
    /// The other side speaks another version.
    #[error("the peer speaks version {found}, we speak {PROTOCOL_VERSION}")]
    OtherVersion {
        /// Theirs.
        found: u16,
    },
    /// The other side broke the rules.
    #[error(transparent)]
    Misbehaviour(#[from] Misbehaviour),
}

/// Pulls what we lack from one other node.
pub struct Pull {
    network: NetworkId,
    theirs: Option<Summary>,
    /// The other side's journal.
    journal: [u8; 16],
    bookmark: Option<Bookmark>,
    /// What the other side was told to leave out of streams.
    without: BTreeSet<AgentId>,
    stage: Stage,
    round: Round,
    /// What we hold, as far as we know. Let go of between rounds, so that it keeps no old branches alive.
    ours: Snapshot,
    /// Whether this round had its stream already.
    streamed: bool,
    /// What came and was not taken in.
    skipped: Skipped,
    welcome: Arc<dyn Welcome>,
    passed: PassedOver,
    /// What the walk of this round looked at, until it is known what came of it.
    walked: Option<Walk>,
}

enum Stage {
    /// Our hello is sent.
    Greeting,
    /// Waiting for [`Event::Begin`].
    Ready,
    Streaming(Streaming),
    Walking(Walk),
    Fetching(Box<Fetch>),
    /// Waiting for the other side to change.
    Awaiting,
    /// Over, after an error.
    Over,
}

impl Stage {
    const fn due(&self) -> &'static str {
        match self {
            Self::Greeting => "a hello",
            Self::Ready | Self::Over => "nothing",
            Self::Streaming(_) => "a segment or a streamed",
            Self::Walking(_) => "a tell",
            Self::Fetching(_) => "items or an end",
            Self::Awaiting => "a changed",
        }
    }
}

impl Pull {
    /// Begins a pull of everything. `ours` is what we greet with; the effect sends it.
    #[must_use]
    pub fn new(ours: Hello) -> (Self, Vec<Effect>) {
        Self::selective(ours, Arc::new(Everything), PassedOver::default(), None)
    }

    /// Begins a pull of what is welcome. What an earlier pull from the same peer passed over saves looking at it again,
    /// and is not to be given if more became welcome since; nor its bookmark to be given up for that.
    #[must_use]
    pub fn selective(
        ours: Hello,
        welcome: Arc<dyn Welcome>,
        passed: PassedOver,
        bookmark: Option<Bookmark>,
    ) -> (Self, Vec<Effect>) {
        let pull = Self {
            network: ours.network,
            theirs: None,
            journal: [0; 16],
            bookmark,
            without: BTreeSet::new(),
            stage: Stage::Greeting,
            round: Round::default(),
            ours: Snapshot::empty(),
            streamed: false,
            skipped: Skipped::default(),
            welcome,
            passed,
            walked: None,
        };
        (pull, vec![Effect::Send(Message::Hello(ours))])
    }

    /// Takes the next step. Events that answer no effect are ignored.
    ///
    /// # Errors
    /// [`Ended`] if the stream is to be closed; the pull is over then.
    pub fn handle(&mut self, event: Event) -> Result<Vec<Effect>, Ended> {
        let result = match event {
            Event::Message(message) => self.message(message),
            Event::Begin(ours) => Ok(self.begin(ours)),
            Event::Ingested(results, ours) => self.ingested(results, ours),
        };
        if result.is_err() {
            self.stage = Stage::Over;
        }
        result
    }

    /// Whether the other side is being waited for without a limit of time, because nothing is asked.
    #[must_use]
    pub fn is_awaiting(&self) -> bool {
        matches!(self.stage, Stage::Awaiting)
    }

    /// Whether a further segment is on its way, which may be taken in while the last is being stored.
    #[must_use]
    pub fn expects_segment(&self) -> bool {
        matches!(&self.stage, Stage::Streaming(stream) if stream.is_asking())
    }

    /// What was passed over so far, for the next pull from the same peer.
    #[must_use]
    pub fn into_passed_over(self) -> PassedOver {
        self.passed
    }

    /// The state that the other side last said it has.
    #[must_use]
    pub fn their_root(&self) -> Option<StateRoot> {
        self.theirs.map(|theirs| theirs.root)
    }

    /// How many items the other side last said it has.
    #[must_use]
    pub fn their_count(&self) -> Option<u64> {
        self.theirs.map(|theirs| theirs.count)
    }

    fn message(&mut self, message: Message) -> Result<Vec<Effect>, Ended> {
        match (&mut self.stage, message) {
            (_, Message::Refuse(refusal)) => Err(Ended::Refused(refusal)),
            (Stage::Greeting, Message::Hello(hello)) => self.greeted(&hello),
            (Stage::Awaiting, Message::Changed(state)) => Ok(self.ready(state)),
            (Stage::Streaming(stream), Message::Segment(segment)) => {
                Ok(vec![Effect::Ingest(stream.segment(&segment)?)])
            }
            (Stage::Streaming(stream), Message::Streamed(state)) => {
                stream.streamed(state)?;
                Ok(self.stream_on())
            }
            (Stage::Walking(walk), Message::Tell(parts)) => {
                let with = Compared {
                    ours: &self.ours,
                    skipped: &self.skipped,
                    passed: &self.passed,
                    welcome: &*self.welcome,
                };
                self.round.told += walk.told(parts, &with)?;
                Ok(self.walk_on())
            }
            (Stage::Fetching(fetch), Message::Items(items)) => Ok(vec![Effect::Ingest(fetch.items(items)?)]),
            (Stage::Fetching(fetch), Message::End(missing)) => {
                self.round.gone += fetch.end(&missing)?;
                Ok(self.fetch_on())
            }
            (stage, other) => {
                Err(Misbehaviour::OutOfTurn { expected: stage.due(), found: other.name() }.into())
            }
        }
    }

    fn greeted(&mut self, hello: &Hello) -> Result<Vec<Effect>, Ended> {
        if hello.version != PROTOCOL_VERSION {
            return Err(Ended::OtherVersion { found: hello.version });
        }
        if hello.network != self.network {
            return Err(Ended::OtherNetwork { expected: self.network, found: hello.network });
        }
        self.journal = hello.journal;
        Ok(self.ready(hello.state))
    }

    fn ready(&mut self, theirs: Summary) -> Vec<Effect> {
        self.theirs = Some(theirs);
        self.stage = Stage::Ready;
        vec![Effect::Ready]
    }

    fn begin(&mut self, ours: Snapshot) -> Vec<Effect> {
        let (Stage::Ready, Some(theirs)) = (&self.stage, self.theirs) else {
            return Vec::new();
        };
        let streamed = core::mem::take(&mut self.streamed);
        if !streamed {
            self.round = Round::default();
        }
        self.ours = ours;
        if self.ours.root() == theirs.root || theirs.count == 0 {
            return self.settle();
        }
        if self.passed.contains(&Prefix::ROOT, theirs.root.as_bytes()) {
            self.round.left_out = theirs.count;
            return self.settle();
        }
        let stream = if streamed { None } else { self.stream(&theirs) };
        stream.unwrap_or_else(|| self.walk(&theirs))
    }

    /// Asks for a stream, unless it would bring more of what we hold than of what we lack.
    fn stream(&mut self, theirs: &Summary) -> Option<Vec<Effect>> {
        let after = self.bookmark.filter(|mark| mark.journal == self.journal).map_or(0, |mark| mark.through);
        let (ahead, lacking) =
            (theirs.through.saturating_sub(after), theirs.count.saturating_sub(self.ours.len()));
        if ahead == 0 || ahead > STREAM_ANYWAY.max(lacking.saturating_mul(2)) {
            return None;
        }
        let leave_out: BTreeSet<_> = self.welcome.all_but()?.into_iter().collect();
        if leave_out.len() > MAX_WITHOUT {
            return None;
        }
        let without = leave_out.difference(&self.without).copied().collect();
        let with = self.without.difference(&leave_out).copied().collect();
        self.without = leave_out;
        self.stage = Stage::Streaming(Streaming::new(after));
        let mut effects = vec![Effect::Send(Message::Since { after, without, with })];
        effects.extend(self.stream_on());
        Some(effects)
    }

    fn stream_on(&mut self) -> Vec<Effect> {
        let Stage::Streaming(stream) = &mut self.stage else {
            return Vec::new();
        };
        let asks = stream.asks();
        if !stream.is_done() {
            return (0..asks).map(|_| Effect::Send(Message::More)).collect();
        }
        self.theirs = stream.held().or(self.theirs);
        self.streamed = true;
        self.stage = Stage::Ready;
        vec![Effect::Compare]
    }

    fn walk(&mut self, theirs: &Summary) -> Vec<Effect> {
        self.stage = Stage::Walking(Walk::new(theirs.root, theirs.count));
        self.walk_on()
    }

    /// Moves the bookmark.
    fn mark(&mut self, through: u64) -> Option<Effect> {
        let mark = Bookmark { journal: self.journal, through };
        (self.bookmark.replace(mark) != Some(mark)).then_some(Effect::Bookmark(mark))
    }

    fn walk_on(&mut self) -> Vec<Effect> {
        let Stage::Walking(walk) = &mut self.stage else {
            return Vec::new();
        };
        if !walk.is_done() {
            return walk.asks().into_iter().map(|prefixes| Effect::Send(Message::Ask(prefixes))).collect();
        }
        let (wanted, left) = walk.finish();
        self.round.left = left;
        self.round.left_out = walk.left_out();
        let fetching = Stage::Fetching(Box::new(Fetch::new(wanted)));
        if let Stage::Walking(walk) = core::mem::replace(&mut self.stage, fetching) {
            self.walked = Some(walk);
        }
        self.fetch_on()
    }

    fn ingested(&mut self, results: Vec<Ingested>, ours: Snapshot) -> Result<Vec<Effect>, Ended> {
        self.ours = ours;
        let fetch = match &mut self.stage {
            Stage::Fetching(fetch) => fetch,
            Stage::Streaming(stream) => {
                let through = stream.ingested(&results, &mut self.round);
                let mut effects: Vec<_> =
                    through.and_then(|through| self.mark(through)).into_iter().collect();
                effects.extend(self.stream_on());
                return Ok(effects);
            }
            _ => return Ok(Vec::new()),
        };
        fetch.ingested(results, &mut self.round, &mut self.skipped, &*self.welcome)?;
        Ok(self.fetch_on())
    }

    fn fetch_on(&mut self) -> Vec<Effect> {
        let Stage::Fetching(fetch) = &mut self.stage else {
            return Vec::new();
        };
        let mut effects: Vec<_> = fetch.retries().map(Effect::Ingest).into_iter().collect();
        let (wants, left_out) = fetch.wants(&self.ours, &*self.welcome);
        self.round.left_out += left_out;
        effects.extend(wants.into_iter().map(|keys| Effect::Send(Message::Want(keys))));
        if !fetch.is_done() {
            return effects;
        }
        self.round.stranded = fetch.stranded();
        self.settle()
    }

    /// Ends the round. If keys were left over and this round brought something, or found what to pass over, the next
    /// begins at once; else it waits for a change, so that what cannot be had is not asked for again and again.
    fn settle(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.ours = Snapshot::empty();
        let all_came = self.round.in_step();
        if let Some(theirs) = self.theirs.filter(|_| all_came) {
            effects.extend(self.mark(theirs.through));
        }
        effects.push(Effect::Settled(self.round));
        let mut learnt = false;
        for (prefix, hash) in self.walked.take().into_iter().flat_map(|walk| walk.passed_over(all_came)) {
            learnt |= self.passed.remember(prefix, hash);
        }
        if self.round.left > 0 && (self.round.new > 0 || learnt) {
            self.stage = Stage::Ready;
            effects.push(Effect::Ready);
        } else {
            self.stage = Stage::Awaiting;
            effects.push(Effect::Send(Message::Await));
        }
        effects
    }
}

//! Keeping in step with one peer: open a stream, pull, wait for changes, pull again; and again when the stream fails.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use commons_network::Pace;
use commons_network::limits::{ANSWER_TIMEOUT, ROUND_PATIENCE};
use commons_sync::{
    Backoff, Effect, Event, Fault, Idleness, Ingested, Message, PassedOver, Pull, Welcome, limits::MAX_FRAME,
};

use super::{Alarm, Node};
use crate::simulation::{
    NodeId,
    net::{Net, StreamId},
};

/// How long the disk may take, in milliseconds.
const DISK: u64 = 30;

/// What a pull waits for by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bell {
    /// To open another stream.
    Reopen,
    /// To begin a round after a change.
    Paused,
    /// For the disk.
    Stored,
    /// For no answer any more.
    Answer,
}

/// The pull from one peer.
#[derive(Debug)]
pub(crate) struct Asker {
    talk: Option<Talk>,
    /// Another for each wait, so that a bell rings for one only.
    serial: u64,
    backoff: Backoff,
    /// Whether the present stream brought a round to its end.
    settled: bool,
    passed: PassedOver,
    idle: Idleness,
    again: bool,
    nudged: bool,
}

/// A stream that is open.
struct Talk {
    stream: StreamId,
    pull: Pull,
    effects: VecDeque<Effect>,
    inbox: VecDeque<Vec<u8>>,
    wait: Wait,
    after_change: bool,
    /// Since when it has the right to pull.
    turn: Option<Duration>,
    /// Whether that is so long that others may pull too.
    overdue: bool,
}

impl core::fmt::Debug for Talk {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Talk").field("stream", &self.stream).field("wait", &self.wait).finish_non_exhaustive()
    }
}

#[derive(Debug)]
enum Wait {
    Nothing,
    Pause,
    Turn,
    Disk(Vec<Vec<u8>>),
    Message,
}

/// Why a stream is over.
enum Over {
    LookAgain,
    Failed(String, Option<Fault>),
}

impl Asker {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            talk: None,
            serial: 0,
            backoff: Backoff::new(pace.reopen, pace.redial_slowest),
            settled: false,
            passed: PassedOver::default(),
            idle: Idleness::default(),
            again: false,
            nudged: false,
        }
    }

    pub(super) fn has_turn(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| talk.turn.is_some())
    }

    /// What is on its way to the disk.
    pub(super) fn being_stored(&self) -> Option<&[Vec<u8>]> {
        match &self.talk.as_ref()?.wait {
            Wait::Disk(items) => Some(items),
            _ => None,
        }
    }

    fn forget(&mut self) {
        self.passed = PassedOver::default();
        self.idle = Idleness::default();
    }
}

impl Node {
    /// Does something with the pull from a peer, while it is taken out of its place.
    fn with<T>(&mut self, peer: NodeId, act: impl FnOnce(&mut Self, &mut Asker) -> T) -> Option<T> {
        let mut asker = self.peers.get_mut(&peer)?.asker.take()?;
        let result = act(self, &mut asker);
        if let Some(peer) = self.peers.get_mut(&peer) {
            peer.asker = Some(asker);
        }
        Some(result)
    }

    fn ring(&self, net: &mut Net, peer: NodeId, asker: &mut Asker, wait: Duration, bell: Bell) {
        asker.serial += 1;
        self.alarm(net, wait, Alarm::Pull(peer, asker.serial, bell));
    }

    /// Opens a stream to a peer.
    pub(super) fn open(&mut self, net: &mut Net, peer: NodeId) {
        self.with(peer, |node, asker| {
            let Some(stream) = net.open(node.id, peer) else {
                return node.over(net, peer, asker, Over::Failed("cannot open a stream".to_owned(), None));
            };
            if std::mem::take(&mut asker.again) {
                asker.forget();
            }
            let welcome = Arc::clone(&node.taken) as Arc<dyn Welcome>;
            let passed = std::mem::take(&mut asker.passed);
            let hello = node.holdings.hello(net.network);
            let (pull, effects) = Pull::selective(hello, welcome, passed, node.holdings.bookmark(peer));
            asker.talk = Some(Talk {
                stream,
                pull,
                effects: effects.into(),
                inbox: VecDeque::new(),
                wait: Wait::Nothing,
                after_change: false,
                turn: None,
                overdue: false,
            });
            node.drive(net, peer, asker);
        });
    }

    /// Goes on until there is something to wait for.
    fn drive(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker) {
        loop {
            match self.step(net, peer, asker) {
                Ok(true) => {}
                Ok(false) => return,
                Err(over) => return self.over(net, peer, asker, over),
            }
        }
    }

    /// Does one thing. Returns whether there may be another.
    fn step(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker) -> Result<bool, Over> {
        let Some(talk) = &mut asker.talk else { return Ok(false) };
        if !matches!(talk.wait, Wait::Nothing | Wait::Message) {
            return Ok(false);
        }
        match talk.effects.pop_front() {
            Some(Effect::Send(message)) => {
                let stream = talk.stream;
                self.say(net, stream, message);
                Ok(true)
            }
            Some(Effect::Settled(round)) => {
                net.note(self.id, 10, || format!("settled with {peer}: {round:?}"));
                asker.settled = true;
                asker.idle.note(&round);
                if talk.turn.take().is_some() {
                    self.give_back_turn(net);
                }
                Ok(true)
            }
            Some(Effect::Bookmark(bookmark)) => {
                self.holdings.set_bookmark(peer, bookmark);
                Ok(true)
            }
            Some(Effect::Ready) => {
                let behind = talk.pull.their_root() != Some(self.holdings.root());
                let wait = std::mem::take(&mut talk.after_change) && behind;
                if asker.again {
                    return Err(Over::LookAgain);
                }
                talk.wait = Wait::Pause;
                let idle = asker.idle.wait(net.pace.pull_waits, net.pace.redial_slowest);
                let pause = match idle {
                    _ if !wait => Duration::ZERO,
                    Some(wait) => wait,
                    None if std::mem::take(&mut asker.nudged) => Duration::ZERO,
                    None => net.pace.pull_waits.mul_f64(net.chance()),
                };
                if pause.is_zero() {
                    self.take_turn(net, peer, asker)?;
                    return Ok(true);
                }
                self.ring(net, peer, asker, pause, Bell::Paused);
                Ok(false)
            }
            Some(Effect::Compare) => {
                self.hear(asker, Event::Begin(self.holdings.snapshot()))?;
                Ok(true)
            }
            Some(Effect::Ingest(items)) => {
                talk.wait = Wait::Disk(items);
                let disk = net.millis(1, DISK);
                self.ring(net, peer, asker, disk, Bell::Stored);
                Ok(false)
            }
            None => self.read(net, peer, asker),
        }
    }

    fn read(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker) -> Result<bool, Over> {
        let Some(talk) = &mut asker.talk else { return Ok(false) };
        if asker.again && talk.pull.is_awaiting() {
            return Err(Over::LookAgain);
        }
        let Some(bytes) = talk.inbox.pop_front() else {
            if talk.overdue && talk.turn.take().is_some() {
                self.give_back_turn(net);
            }
            if !matches!(talk.wait, Wait::Message) {
                talk.wait = Wait::Message;
                if !talk.pull.is_awaiting() {
                    self.ring(net, peer, asker, ANSWER_TIMEOUT, Bell::Answer);
                }
            }
            return Ok(false);
        };
        talk.wait = Wait::Nothing;
        asker.serial += 1;
        let bad = |reason: String| Over::Failed(reason, Some(Fault::BadFrame));
        if bytes.len() > MAX_FRAME {
            return Err(bad("too large a frame".to_owned()));
        }
        let message = Message::decode(&bytes).map_err(|error| bad(error.to_string()))?;
        talk.after_change = matches!(message, Message::Changed(_));
        self.hear(asker, Event::Message(message))?;
        Ok(true)
    }

    fn hear(&self, asker: &mut Asker, event: Event) -> Result<(), Over> {
        let Some(talk) = &mut asker.talk else { return Ok(()) };
        let effects = talk.pull.handle(event);
        let effects = effects.map_err(|ended| Over::Failed(ended.to_string(), ended.fault()))?;
        talk.effects.extend(effects);
        Ok(())
    }

    /// Begins the round, or waits until it may.
    fn take_turn(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker) -> Result<(), Over> {
        let Some(talk) = &mut asker.talk else { return Ok(()) };
        if self.turns == 0 {
            talk.wait = Wait::Turn;
            self.waiting_for_turn.push_back(peer);
            return Ok(());
        }
        self.turns -= 1;
        let since = net.now();
        (talk.turn, talk.overdue, talk.wait) = (Some(since), false, Wait::Nothing);
        self.alarm(net, ROUND_PATIENCE, Alarm::Patience(peer, since));
        self.hear(asker, Event::Begin(self.holdings.snapshot()))
    }

    /// Gives the right to pull back, to whoever waits longest.
    pub(super) fn give_back_turn(&mut self, net: &mut Net) {
        self.turns += 1;
        if !self.waiting_for_turn.is_empty() {
            self.alarm(net, Duration::ZERO, Alarm::Turns);
        }
    }

    /// Those who wait for the right to pull take it, as far as it is to be had.
    pub(super) fn on_turns(&mut self, net: &mut Net) {
        while self.turns > 0
            && let Some(peer) = self.waiting_for_turn.pop_front()
        {
            self.with(peer, |node, asker| match node.take_turn(net, peer, asker) {
                Ok(()) => node.drive(net, peer, asker),
                Err(over) => node.over(net, peer, asker, over),
            });
        }
    }

    /// The stream is over: opens another, after a rest unless there is something to look at again.
    fn over(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker, over: Over) {
        if let Some(talk) = asker.talk.take() {
            net.close(self.id, talk.stream);
            if talk.turn.is_some() {
                self.give_back_turn(net);
            }
            self.waiting_for_turn.retain(|waiting| *waiting != peer);
            asker.passed = talk.pull.into_passed_over();
        }
        if std::mem::take(&mut asker.settled) {
            asker.backoff.reset();
        }
        let rest = match over {
            Over::LookAgain => {
                asker.again = false;
                asker.forget();
                Duration::ZERO
            }
            Over::Failed(reason, fault) => {
                net.note(self.id, 11, || format!("stream to {peer} ended: {reason}"));
                if let Some(fault) = fault {
                    self.on_fault(net, peer, fault, &reason);
                }
                asker.backoff.next(net.chance())
            }
        };
        self.ring(net, peer, asker, rest, Bell::Reopen);
    }

    pub(super) fn on_bell(&mut self, net: &mut Net, peer: NodeId, serial: u64, bell: Bell) {
        let stored = self.with(peer, |node, asker| {
            if asker.serial != serial {
                return None;
            }
            let result = match bell {
                Bell::Reopen => return Some(Bell::Reopen),
                Bell::Answer => Err(Over::Failed("no answer".to_owned(), None)),
                Bell::Paused => node.take_turn(net, peer, asker),
                Bell::Stored => node.stored(net, peer, asker),
            };
            match result {
                Ok(()) => node.drive(net, peer, asker),
                Err(over) => node.over(net, peer, asker, over),
            }
            Some(bell)
        });
        match stored.flatten() {
            Some(Bell::Reopen) => self.open(net, peer),
            Some(Bell::Stored) => self.ingested(net),
            _ => {}
        }
    }

    /// The disk is done: what came is kept.
    fn stored(&mut self, net: &mut Net, peer: NodeId, asker: &mut Asker) -> Result<(), Over> {
        let Some(talk) = &mut asker.talk else { return Ok(()) };
        let Wait::Disk(items) = std::mem::replace(&mut talk.wait, Wait::Nothing) else { return Ok(()) };
        let results = self.holdings.ingest(&mut net.checks, &items);
        for result in &results {
            if let Ingested::Invalid(reason) = result {
                self.on_fault(net, peer, Fault::InvalidItem, reason);
            }
        }
        self.hear(asker, Event::Ingested(results, self.holdings.snapshot()))
    }

    pub(super) fn on_patience(&mut self, net: &mut Net, peer: NodeId, since: Duration) {
        self.with(peer, |node, asker| {
            let Some(talk) = asker.talk.as_mut().filter(|talk| talk.turn == Some(since)) else { return };
            talk.overdue = true;
            if matches!(talk.wait, Wait::Message) {
                talk.turn = None;
                node.give_back_turn(net);
            }
        });
    }

    /// An answer came.
    pub(super) fn on_answer(&mut self, net: &mut Net, peer: NodeId, stream: StreamId, bytes: Vec<u8>) {
        self.with(peer, |node, asker| {
            if let Some(talk) = asker.talk.as_mut().filter(|talk| talk.stream == stream) {
                talk.inbox.push_back(bytes);
                node.drive(net, peer, asker);
            }
        });
    }

    /// No more answers come over a stream.
    pub(super) fn on_answer_closed(&mut self, net: &mut Net, peer: NodeId, stream: StreamId) {
        self.with(peer, |node, asker| {
            if asker.talk.as_ref().is_some_and(|talk| talk.stream == stream) {
                node.over(net, peer, asker, Over::Failed("the stream is closed".to_owned(), None));
            }
        });
    }

    /// The peer has something that is lacking here: no need to wait after a change.
    pub(super) fn nudge(&mut self, net: &mut Net, peer: NodeId) {
        self.with(peer, |node, asker| {
            asker.nudged = true;
            let idle = asker.idle.wait(net.pace.pull_waits, net.pace.redial_slowest).is_some();
            if !idle && asker.talk.as_ref().is_some_and(|talk| matches!(talk.wait, Wait::Pause)) {
                asker.nudged = false;
                node.ring(net, peer, asker, Duration::ZERO, Bell::Paused);
            }
        });
    }

    /// What was passed over or refused is looked at again, as soon as the present round is over.
    pub(super) fn look_again(&mut self, net: &mut Net, peer: NodeId) {
        self.with(peer, |node, asker| {
            asker.again = true;
            let between = asker.talk.as_ref().is_some_and(|talk| match talk.wait {
                Wait::Pause | Wait::Turn => true,
                Wait::Message => talk.pull.is_awaiting(),
                Wait::Nothing | Wait::Disk(_) => false,
            });
            if between {
                node.over(net, peer, asker, Over::LookAgain);
            }
        });
    }
}

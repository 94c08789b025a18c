//! Answering those who pull.

use std::time::Duration;

use commons_network::limits::GREETING_TIMEOUT;
use commons_sync::{Fault, Message, Packer, Reply, Serve, ServeError, limits::MAX_REQUEST};

use super::{Alarm, Node};
use crate::simulation::{
    NodeId,
    net::{Net, StreamId},
};

/// The stream of one asker.
pub(crate) struct Answering {
    stream: StreamId,
    serve: Serve,
    greeted: bool,
    /// Whether the asker waits to be told of a change.
    awaited: bool,
    /// Whether it is about to be.
    settling: bool,
}

impl Answering {
    pub(super) fn stream(&self) -> StreamId {
        self.stream
    }
}

impl core::fmt::Debug for Answering {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Answering").field("stream", &self.stream).finish_non_exhaustive()
    }
}

impl Node {
    /// A request came. Over a stream that is new, it takes the place of the one before.
    pub(super) fn on_request(&mut self, net: &mut Net, peer: NodeId, stream: StreamId, bytes: Vec<u8>) {
        let Some(answering) = self.peers.get(&peer).map(|peer| peer.answering.as_deref()) else { return };
        let newest = answering.map(Answering::stream);
        if newest.is_some_and(|newest| newest > stream) {
            return; // given up already
        }
        if newest != Some(stream) {
            if let Some(before) = newest {
                net.close(self.id, before);
            }
            let serve = Serve::new(net.network, self.holdings.journal(), self.holdings.snapshot());
            let new = Answering { stream, serve, greeted: false, awaited: false, settling: false };
            self.put_answering(peer, Box::new(new));
            self.alarm(net, GREETING_TIMEOUT, Alarm::Greeting(peer, stream));
        }
        let Some(mut answering) = self.peers.get_mut(&peer).and_then(|peer| peer.answering.take()) else {
            return;
        };
        let message = match Message::decode(&bytes) {
            Ok(message) if bytes.len() <= MAX_REQUEST => message,
            other => {
                let reason = other.err().map_or("too large a frame".to_owned(), |error| error.to_string());
                net.close(self.id, stream);
                return self.on_fault(net, peer, Fault::BadFrame, &reason);
            }
        };
        match self.answer(net, &mut answering, message) {
            Ok(()) => self.put_answering(peer, answering),
            Err(error) => {
                if let Some(refusal) = error.refusal() {
                    self.say(net, stream, Message::Refuse(refusal));
                }
                net.close(self.id, stream);
                if let Some(fault) = error.fault() {
                    self.on_fault(net, peer, fault, &error.to_string());
                }
            }
        }
    }

    fn put_answering(&mut self, peer: NodeId, answering: Box<Answering>) {
        if let Some(peer) = self.peers.get_mut(&peer) {
            peer.answering = Some(answering);
        }
    }

    fn answer(
        &mut self,
        net: &mut Net,
        answering: &mut Answering,
        request: Message,
    ) -> Result<(), ServeError> {
        if answering.awaited {
            return Err(ServeError::OutOfTurn { expected: "nothing", found: request.name() });
        }
        answering.greeted = true;
        let stream = answering.stream;
        match answering.serve.handle(request)? {
            Reply::Send(message) => self.say(net, stream, message),
            Reply::Load(keys) => {
                let mut packer = Packer::default();
                for key in keys {
                    if let Some(message) = packer.push(self.holdings.load(&key)) {
                        self.say(net, stream, message);
                    }
                }
                for message in packer.finish() {
                    self.say(net, stream, message);
                }
            }
            Reply::Stream(after) => {
                let held = self.holdings.snapshot();
                let (found, through) =
                    self.holdings.since(after, |agent| answering.serve.without().contains(agent));
                let answer = answering.serve.stream(held, found, through);
                self.say(net, stream, answer);
            }
            Reply::Wait => {
                answering.awaited = true;
                if answering.serve.root() != self.holdings.root() {
                    answering.settling = true;
                    let peer = net.asker_of(stream).unwrap_or(self.id);
                    self.alarm(net, net.pace.change_settles, Alarm::Changed(peer, stream));
                }
            }
        }
        Ok(())
    }

    /// Sends a message, spoilt perhaps if this node is hostile.
    pub(super) fn say(&mut self, net: &mut Net, stream: StreamId, message: Message) {
        match &mut self.malice {
            None => net.send(self.id, stream, message.encode(), Duration::ZERO),
            Some(malice) => {
                for (wait, bytes) in malice.spoil(&mut net.random, &self.holdings, message) {
                    net.send(self.id, stream, bytes, wait);
                }
            }
        }
    }

    /// Askers who wait for it are told that the state changed, in a moment.
    pub(super) fn tell_all_of_change(&mut self, net: &mut Net) {
        let (root, id, boot) = (self.holdings.root(), self.id, self.boot);
        let wait = self.wait(net.pace.change_settles);
        for (peer, connected) in &mut self.peers {
            if let Some(answering) = &mut connected.answering
                && answering.awaited
                && !answering.settling
                && answering.serve.root() != root
            {
                answering.settling = true;
                net.alarm(id, boot, wait, Alarm::Changed(*peer, answering.stream));
            }
        }
    }

    /// Tells an asker that the state changed, unless it is by now as it was.
    pub(super) fn tell_of_change(&mut self, net: &mut Net, peer: NodeId, stream: StreamId) {
        let Some(answering) = self.peers.get_mut(&peer).and_then(|peer| peer.answering.as_mut()) else {
            return;
        };
        if answering.stream != stream || !answering.awaited {
            return;
        }
        answering.settling = false;
        if let Some(message) = answering.serve.changed(self.holdings.snapshot()) {
            answering.awaited = false;
            self.say(net, stream, message);
        }
    }

    /// An asker who does not greet is not waited for.
    pub(super) fn on_no_greeting(&mut self, net: &mut Net, peer: NodeId, stream: StreamId) {
        if let Some(peer) = self.peers.get_mut(&peer)
            && peer.answering.take_if(|answering| answering.stream == stream && !answering.greeted).is_some()
        {
            net.close(self.id, stream);
        }
    }
}

//! A node in memory, and a stream between two of them.
#![allow(dead_code, missing_docs, unreachable_pub, non_snake_case, clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
};

use commons_identity::AgentId;
use commons_registry::{ItemKey, NetworkId, Trie};
use commons_sync::{
    Bookmark, Effect, Ended, Event, Everything, Hello, Ingested, Message, Packer, PassedOver, Pull, Reply,
    Round, SegmentBuilder, Serve, Welcome,
};

/// Takes in everything, and finds what is lacking by comparing alone.
#[derive(Debug)]
pub struct Comparing;

impl Welcome for Comparing {
    fn declines(&self, _: &AgentId) -> bool {
        false
    }
}

pub fn NETWORK() -> NetworkId {
    NetworkId::of_name("test")
}

/// A key of one of three namespaces, spread like a hash.
pub fn key(seed: u32) -> ItemKey {
    let mut bytes = [0; 64];
    bytes[..32].fill(seed as u8 % 3 + 1);
    let mut state = u64::from(seed).wrapping_add(1);
    for chunk in bytes[32..].chunks_mut(8) {
        state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (state >> 29);
        chunk.copy_from_slice(&state.wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes());
    }
    ItemKey::from_bytes(bytes)
}

/// An item is its key, the number of its dependencies, and their keys.
pub fn item(key: ItemKey, deps: &[ItemKey]) -> Vec<u8> {
    let mut bytes = key.as_bytes().to_vec();
    bytes.push(deps.len() as u8);
    deps.iter().for_each(|dep| bytes.extend_from_slice(dep.as_bytes()));
    bytes
}

fn parse(bytes: &[u8]) -> Option<(ItemKey, Vec<ItemKey>)> {
    let (key, rest) = bytes.split_first_chunk::<64>()?;
    let (count, rest) = rest.split_first()?;
    let deps = rest.get(..usize::from(*count) * 64)?.as_chunks::<64>().0;
    Some((ItemKey::from_bytes(*key), deps.iter().copied().map(ItemKey::from_bytes).collect()))
}

#[derive(Default)]
pub struct Node {
    pub trie: Trie,
    pub items: HashMap<ItemKey, Vec<u8>>,
    pub decline_odd: bool,
    /// How many more items it takes in, if there is a limit.
    pub room: Option<u64>,
    pub missed: u64,
    pub next: u64,
}

impl Node {
    pub fn put(&mut self, bytes: &[u8], label: u64) {
        let (key, _) = parse(bytes).unwrap();
        self.trie.insert(key, label);
        self.items.insert(key, bytes.to_vec());
    }

    pub fn ingest_one(&mut self, bytes: &[u8]) -> Ingested {
        let Some((key, deps)) = parse(bytes) else {
            return Ingested::Invalid("not an item".to_owned());
        };
        if self.trie.contains(&key) {
            return Ingested::Known(key);
        }
        if self.decline_odd && key.as_bytes()[63] % 2 == 1 {
            return Ingested::Declined;
        }
        let missing: Vec<_> = deps.into_iter().filter(|dep| !self.trie.contains(dep)).collect();
        if !missing.is_empty() {
            self.missed += 1;
            return Ingested::Missing(missing);
        }
        if let Some(room) = &mut self.room {
            if *room == 0 {
                return Ingested::Unwelcome;
            }
            *room -= 1;
        }
        self.next += 1;
        self.put(bytes, self.next);
        Ingested::New(key)
    }

    pub fn erase(&mut self, key: &ItemKey) {
        self.trie.remove(key);
        self.items.remove(key);
    }

    pub fn in_order(&self) -> Vec<(Vec<u8>, u64)> {
        let by_label: BTreeMap<_, _> = self.trie.iter().map(|(key, label)| (label, key)).collect();
        by_label.into_iter().map(|(label, key)| (self.items[&key].clone(), label)).collect()
    }

    pub fn hello(&self) -> Hello {
        Hello::of(NETWORK(), [7; 16], &self.trie.snapshot())
    }
}

/// Items in a segment here, so that a stream has several.
pub const SEGMENT_ITEMS: usize = 50;

/// What `b` answers when asked for more of its journal.
pub fn stream(serve: &mut Serve, b: &Node, after: u64) -> Message {
    let (mut found, mut through, mut count) = (SegmentBuilder::default(), after, 0);
    for (item, label) in b.in_order().into_iter().filter(|(_, label)| *label > after) {
        if !serve.without().contains(&AgentId::from_bytes(*item.first_chunk().unwrap())) {
            if count == SEGMENT_ITEMS || !found.push(&item) {
                break;
            }
            count += 1;
        }
        through = label;
    }
    serve.stream(b.trie.snapshot(), found, through)
}

/// One stream: `a` pulls from `b`.
pub struct Session {
    pub pull: Pull,
    pub serve: Serve,
    pub rounds: Vec<Round>,
    /// The last bookmark that was to be remembered.
    pub bookmark: Option<Bookmark>,
    /// How many items each segment had.
    pub streamed: Vec<usize>,
    pub bytes_received: usize,
    pub items_received: u64,
    pub requests: u64,
    pub largest_frame: usize,
    effects: VecDeque<Effect>,
    answers: VecDeque<Message>,
}

impl Session {
    pub fn open(a: &Node, b: &Node) -> Self {
        Self::selective(a, b, Arc::new(Comparing), PassedOver::default())
    }

    /// One that may stream.
    pub fn streaming(a: &Node, b: &Node, bookmark: Option<Bookmark>) -> Self {
        Self::from_bookmark(a, b, Arc::new(Everything), PassedOver::default(), bookmark)
    }

    pub fn selective(a: &Node, b: &Node, welcome: Arc<dyn Welcome>, passed: PassedOver) -> Self {
        Self::from_bookmark(a, b, welcome, passed, None)
    }

    pub fn from_bookmark(
        a: &Node,
        b: &Node,
        welcome: Arc<dyn Welcome>,
        passed: PassedOver,
        bookmark: Option<Bookmark>,
    ) -> Self {
        let (pull, effects) = Pull::selective(a.hello(), welcome, passed, bookmark);
        Self {
            pull,
            serve: Serve::new(NETWORK(), [1; 16], b.trie.snapshot()),
            rounds: Vec::new(),
            bookmark,
            streamed: Vec::new(),
            bytes_received: 0,
            items_received: 0,
            requests: 0,
            largest_frame: 0,
            effects: effects.into(),
            answers: VecDeque::new(),
        }
    }

    /// Runs until idle.
    pub fn run(a: &mut Node, b: &Node) -> Result<Self, Ended> {
        let mut session = Self::open(a, b);
        while session.step(a, b)? {}
        Ok(session)
    }

    pub fn tell_of_change(&mut self, b: &Node) {
        self.answers.extend(self.serve.changed(b.trie.snapshot()));
    }

    /// Does one thing. Returns whether there was one to do.
    pub fn step(&mut self, a: &mut Node, b: &Node) -> Result<bool, Ended> {
        let event = match self.effects.pop_front() {
            Some(Effect::Send(message)) => {
                self.request(&message, b);
                return Ok(true);
            }
            Some(Effect::Settled(round)) => {
                self.rounds.push(round);
                return Ok(true);
            }
            Some(Effect::Bookmark(mark)) => {
                self.bookmark = Some(mark);
                return Ok(true);
            }
            Some(Effect::Ready | Effect::Compare) => Event::Begin(a.trie.snapshot()),
            Some(Effect::Ingest(items)) => {
                self.items_received += items.len() as u64;
                let results = items.iter().map(|item| a.ingest_one(item)).collect();
                Event::Ingested(results, a.trie.snapshot())
            }
            None => match self.answers.pop_front() {
                Some(message) => {
                    let bytes = message.encode();
                    self.bytes_received += bytes.len();
                    self.largest_frame = self.largest_frame.max(bytes.len());
                    Event::Message(Message::decode(&bytes).unwrap())
                }
                None => return Ok(false),
            },
        };
        self.effects.extend(self.pull.handle(event)?);
        Ok(true)
    }

    fn request(&mut self, message: &Message, b: &Node) {
        self.requests += 1;
        let message = Message::decode(&message.encode()).unwrap();
        match self.serve.handle(message).unwrap() {
            Reply::Send(message) => self.answers.push_back(message),
            Reply::Load(keys) => {
                let mut packer = Packer::default();
                for key in keys {
                    self.answers.extend(packer.push(b.items.get(&key).cloned()));
                }
                self.answers.extend(packer.finish());
            }
            Reply::Stream(after) => {
                let answer = stream(&mut self.serve, b, after);
                if let Message::Segment(segment) = &answer {
                    self.streamed.push(segment.unpack().unwrap().len());
                }
                self.answers.push_back(answer);
            }
            Reply::Wait => {}
        }
    }
}

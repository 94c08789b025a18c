//! Holdings in memory, and nodes on loopback.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used)]

pub mod files;

use std::{
    collections::{BTreeSet, HashMap},
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use commons_identity::AgentId;
use commons_network::{
    Config, Holdings, Ingested, Keypair, Multiaddr, Network, NetworkId, Pace, PeerLimits, SegmentBuilder,
    Source, Status,
};
use commons_registry::{FileHash, ItemKey, Snapshot, StateRoot, Trie};
use files::HeldFile;
use tokio::{sync::watch, time::timeout};

/// An item is a namespace (32 bytes), the number of its dependencies, their keys, and a payload. Its id is the hash of
/// all that. One whose payload begins with `bad` is invalid.
pub fn item(namespace: u8, deps: &[ItemKey], payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![namespace; 32];
    bytes.push(deps.len() as u8);
    deps.iter().for_each(|dep| bytes.extend_from_slice(dep.as_bytes()));
    bytes.extend_from_slice(payload);
    bytes
}

pub fn key_of(item: &[u8]) -> ItemKey {
    let mut key = [0; 64];
    key[..32].copy_from_slice(&item[..32]);
    key[32..].copy_from_slice(blake3::hash(item).as_bytes());
    ItemKey::from_bytes(key)
}

pub struct Memory {
    state: Mutex<State>,
    root: watch::Sender<StateRoot>,
    /// Takes in even what is invalid.
    hostile: bool,
    pub announced: AtomicU64,
    /// Items given to peers.
    pub loaded: AtomicU64,
    /// Declines whatever is new.
    pub declining: AtomicBool,
    /// Takes a while to take anything in.
    pub slow: AtomicBool,
    pub files: Mutex<Vec<HeldFile>>,
}

#[derive(Default)]
struct State {
    trie: Trie,
    items: HashMap<ItemKey, Vec<u8>>,
    next: u64,
}

impl Memory {
    pub fn new() -> Arc<Self> {
        Self::make(false)
    }

    pub fn hostile() -> Arc<Self> {
        Self::make(true)
    }

    fn make(hostile: bool) -> Arc<Self> {
        let root = watch::Sender::new(Trie::new().root());
        Arc::new(Self {
            state: Mutex::default(),
            root,
            hostile,
            announced: AtomicU64::new(0),
            loaded: AtomicU64::new(0),
            declining: AtomicBool::new(false),
            slow: AtomicBool::new(false),
            files: Mutex::default(),
        })
    }

    /// Adds so many items, each depending on the one before.
    pub fn fill(&self, namespace: u8, count: usize) {
        let mut deps = vec![];
        for n in 0..count {
            let item = item(namespace, &deps, format!("item {n}").as_bytes());
            deps = vec![key_of(&item)];
            self.put(item);
        }
    }

    pub fn put(&self, item: Vec<u8>) -> ItemKey {
        let key = key_of(&item);
        assert_eq!(self.ingest(Source::Announced, vec![item]), [Ingested::New(key)]);
        key
    }

    /// From now on holds a file.
    pub fn hold(&self, file: HeldFile) {
        self.files.lock().unwrap().push(file);
    }

    /// How many pieces of files others were given, or told that there are none.
    pub fn pieces_given(&self) -> usize {
        self.files.lock().unwrap().iter().map(|file| file.given.load(Ordering::Relaxed)).sum()
    }

    fn with_file<T>(&self, file: &FileHash, look: impl FnOnce(&HeldFile) -> T) -> Option<T> {
        let held = self.files.lock().unwrap();
        held.iter().find(|held| files::hash(&held.content) == *file).map(look)
    }

    pub fn trie(&self) -> Trie {
        self.state.lock().unwrap().trie.clone()
    }

    pub fn root(&self) -> StateRoot {
        self.trie().root()
    }

    fn take(&self, state: &mut State, item: Vec<u8>) -> Ingested {
        let Some((count, rest)) = item.get(32..).and_then(|rest| rest.split_first()) else {
            return Ingested::Invalid("too short".to_owned());
        };
        let count = usize::from(*count);
        let Some(payload) = rest.get(count * 64..) else {
            return Ingested::Invalid("cut off".to_owned());
        };
        let key = key_of(&item);
        if state.trie.contains(&key) {
            return Ingested::Known(key);
        }
        if payload.starts_with(b"bad") && !self.hostile {
            return Ingested::Invalid("the payload is bad".to_owned());
        }
        if self.declining.load(Ordering::Relaxed) {
            return Ingested::Declined;
        }
        let deps = rest.as_chunks::<64>().0[..count].iter().copied().map(ItemKey::from_bytes);
        let missing: Vec<_> = deps.filter(|dep| !state.trie.contains(dep)).collect();
        if !missing.is_empty() {
            return Ingested::Missing(missing);
        }
        state.next += 1;
        state.trie.insert(key, state.next);
        state.items.insert(key, item);
        Ingested::New(key)
    }
}

impl Holdings for Memory {
    fn snapshot(&self) -> Snapshot {
        self.trie().snapshot()
    }

    fn since(&self, after: u64, through: u64, without: &BTreeSet<AgentId>) -> (SegmentBuilder, u64) {
        let state = self.state.lock().unwrap();
        let mut in_order: Vec<_> = state.trie.iter().filter(|(_, label)| *label > after).collect();
        in_order.sort_unstable_by_key(|(_, label)| *label);
        let (mut found, mut passed) = (SegmentBuilder::default(), after);
        for (key, label) in in_order.into_iter().take_while(|(_, label)| *label <= through) {
            if !without.contains(&key.namespace()) {
                if !found.push(&state.items[&key]) {
                    break;
                }
                self.loaded.fetch_add(1, Ordering::Relaxed);
            }
            passed = label;
        }
        (found, passed)
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        let state = self.state.lock().unwrap();
        self.loaded.fetch_add(keys.len() as u64, Ordering::Relaxed);
        keys.iter().map(|key| state.items.get(key).cloned()).collect()
    }

    /// A record is a namespace here: any id of an item stands for all of its namespace.
    fn record(&self, id: &[u8; 32]) -> Vec<Vec<u8>> {
        let state = self.state.lock().unwrap();
        let Some((found, _)) = state.trie.iter().find(|(key, _)| key.id() == *id) else { return vec![] };
        let mut items: Vec<_> =
            state.trie.iter().filter(|(key, _)| key.namespace() == found.namespace()).collect();
        items.sort_unstable_by_key(|(_, label)| *label);
        items.into_iter().map(|(key, _)| state.items[&key].clone()).collect()
    }

    fn ingest(&self, source: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        if self.slow.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut state = self.state.lock().unwrap();
        let results: Vec<_> = items.into_iter().map(|item| self.take(&mut state, item)).collect();
        let new = results.iter().filter(|result| matches!(result, Ingested::New(_))).count() as u64;
        if source == Source::Announced {
            self.announced.fetch_add(new, Ordering::Relaxed);
        }
        drop(state);
        self.root.send_modify(|root| *root = self.root());
        results
    }

    fn file_size(&self, file: &FileHash) -> Option<u64> {
        self.with_file(file, HeldFile::size)
    }

    fn file_values(&self, file: &FileHash, from: u32, most: usize) -> Vec<[u8; 32]> {
        let values = self.with_file(file, HeldFile::values).unwrap_or_default();
        values.into_iter().skip(from as usize).take(most).collect()
    }

    fn file_piece(&self, file: &FileHash, index: u32) -> Option<Vec<u8>> {
        self.with_file(file, |held| held.piece(index)).flatten()
    }

    fn journal_id(&self) -> [u8; 16] {
        [3; 16]
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.root.subscribe()
    }
}

pub fn brisk() -> Pace {
    Pace {
        redial: Duration::from_millis(50),
        redial_slowest: Duration::from_millis(400),
        reopen: Duration::from_millis(50),
        change_settles: Duration::from_millis(20),
        pull_waits: Duration::from_millis(50),
        exchange: Duration::from_millis(200),
        seek: Duration::from_millis(100),
        ..Pace::default()
    }
}

/// A pace at which only gossip brings what is new.
pub fn gossip_only() -> Pace {
    Pace { change_settles: Duration::from_secs(3600), ..brisk() }
}

pub fn config(peers: &[Multiaddr]) -> Config {
    Config {
        listen: vec!["/ip4/127.0.0.1/tcp/0".parse().unwrap()],
        peers: peers.to_vec(),
        pace: brisk(),
        // Who is connected to whom is for the test to say.
        limits: PeerLimits { wanted: 0, ..PeerLimits::default() },
        ..Config::new(Keypair::generate_ed25519(), NetworkId::of_name("test"))
    }
}

pub fn start(config: Config, holdings: &Arc<Memory>) -> Network {
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_test_writer()
        .try_init();
    Network::start(config, Arc::clone(holdings) as Arc<dyn Holdings>).unwrap()
}

pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(30), future).await.unwrap_or_else(|_| panic!("not in time: {what}"))
}

pub async fn address_of(network: &Network) -> Multiaddr {
    until(network, "listening", |status| !status.listening.is_empty()).await.listening[0].clone()
}

pub async fn until(network: &Network, what: &str, reached: impl FnMut(&Status) -> bool) -> Status {
    let mut watch = network.watch();
    soon(what, watch.wait_for(reached)).await.unwrap().clone()
}

pub async fn holds(memory: &Memory, root: StateRoot) {
    soon("the state", memory.changed().wait_for(|now| *now == root)).await.unwrap();
}

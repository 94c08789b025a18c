//! A file that is fetched from three peers, of which one sends wrong bytes and one dies.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use commons_identity::AgentId;
use commons_network::{
    Config, Holdings, Ingested, Keypair, Network, NetworkId, PeerLimits, SegmentBuilder, Source,
};
use commons_registry::{FileHash, ItemKey, Snapshot, StateRoot, Trie};
use commons_store::Files;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::node::{Node, PATIENCE};

/// How often it is looked how far a node is.
const POLL: Duration = Duration::from_millis(20);

/// Bytes that nobody could guess, always the same.
pub fn write_content(path: &Path, bytes: u64) {
    let mut content = blake3::Hasher::new().update(b"a large file").finalize_xof();
    let mut file = File::create(path).unwrap();
    let (mut left, mut part) = (bytes, vec![0; 1 << 20]);
    while left > 0 {
        let length = left.min(part.len() as u64) as usize;
        content.fill(&mut part[..length]);
        file.write_all(&part[..length]).unwrap();
        left -= length as u64;
    }
}

/// A peer that holds no records, says that it holds every file of another node, and spoils each piece by one bit.
pub struct Liar {
    network: Network,
    runtime: Runtime,
}

struct Spoilt {
    files: Files,
    root: watch::Sender<StateRoot>,
}

impl Holdings for Spoilt {
    fn snapshot(&self) -> Snapshot {
        Trie::new().snapshot()
    }

    fn since(&self, after: u64, _: u64, _: &BTreeSet<AgentId>) -> (SegmentBuilder, u64) {
        (SegmentBuilder::default(), after)
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        vec![None; keys.len()]
    }

    fn record(&self, _: &[u8; 32]) -> Vec<Vec<u8>> {
        Vec::new()
    }

    fn ingest(&self, _: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        vec![Ingested::Declined; items.len()]
    }

    fn journal_id(&self) -> [u8; 16] {
        [9; 16]
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.root.subscribe()
    }

    fn file_size(&self, file: &FileHash) -> Option<u64> {
        self.files.size(file)
    }

    fn file_values(&self, file: &FileHash, from: u32, most: usize) -> Vec<[u8; 32]> {
        self.files.values(file, from, most)
    }

    fn file_piece(&self, file: &FileHash, index: u32) -> Option<Vec<u8>> {
        let mut piece = self.files.piece(file, index)?;
        let middle = piece.len() / 2;
        piece[middle] ^= 1;
        Some(piece)
    }
}

impl Liar {
    /// With the files in the data of another node, connected to a node at an address.
    pub fn start(data: &Path, peer: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let config = Config {
            listen: vec!["/ip4/127.0.0.1/tcp/0".parse().unwrap()],
            peers: vec![peer.parse().unwrap()],
            limits: PeerLimits { wanted: 0, ..PeerLimits::default() },
            ..Config::new(Keypair::generate_ed25519(), NetworkId::of_name("commons"))
        };
        let holdings = Spoilt { files: Files::in_data(data), root: watch::Sender::new(Trie::new().root()) };
        let network = runtime.block_on(async { Network::start(config, Arc::new(holdings)).unwrap() });
        Self { network, runtime }
    }

    /// Its peer id.
    #[must_use]
    pub fn id(&self) -> String {
        self.network.node().to_string()
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.runtime.block_on(self.network.shutdown());
    }
}

/// A fetch that goes on.
pub struct Fetch {
    process: Child,
    begun: Instant,
}

impl Fetch {
    /// Begins to fetch a resource's files into a folder.
    #[must_use]
    pub fn begin(node: &Node, id: &str, to: &Path) -> Self {
        let mut command = node.command();
        command.args(["fetch", id, "--to", to.to_str().unwrap()]);
        let process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Self { process, begun: Instant::now() }
    }

    /// Waits for its end, and gives what it says, and how long it took.
    #[must_use]
    pub fn end(self) -> (Value, Duration) {
        let output = self.process.wait_with_output().unwrap();
        let took = self.begun.elapsed();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (serde_json::from_slice(&output.stdout).unwrap(), took)
    }

    /// Ends the command, not what the node does.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Bytes on a node's disk of the files that are on their way to it, and of those that are there.
#[must_use]
pub fn bytes_of_files(node: &Node) -> u64 {
    node.ask(&["files"])["bytes"].as_u64().unwrap()
}

/// Waits until so many bytes are there.
pub fn wait_for_bytes(node: &Node, bytes: u64) {
    let begun = Instant::now();
    while bytes_of_files(node) < bytes {
        assert!(begun.elapsed() < PATIENCE, "{}", node.ask(&["files"]));
        std::thread::sleep(POLL);
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Story {
    /// How long the command took.
    pub took: Duration,
    /// The most memory that the one who fetched ever had, and those who hold the file; in KiB.
    pub peak_kib: [u64; 3],
    /// How long who fetched, and who went on serving, kept processors busy meanwhile.
    pub busy: [Duration; 2],
    /// Bytes from the peer that goes on, and from the one that dies.
    pub bytes: [u64; 2],
    /// The file, as it was and as it arrived.
    pub files: [PathBuf; 2],
    /// Where all of it lies.
    pub folder: tempfile::TempDir,
}

/// Three peers hold a file of so many bytes; one of them spoils all that it sends, and one is killed when a fifth has
/// arrived. Fetches it all the same. `settings` are those of the two that hold it honestly.
#[must_use]
pub fn from_three_peers(bytes: u64, settings: &str) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("recordings.tar");
    write_content(&original, bytes);
    let honest = |name: &str| {
        let node = Node::new();
        node.set(&format!("find_peers = false\n{settings}"));
        node.ask(&["init", "--organisation", name, "--no-passphrase"]);
        node
    };
    let (mut garden, mut press) = (honest("Sample Garden"), honest("Sample Press"));
    let id = garden.ask(&[
        "publish",
        original.to_str().unwrap(),
        "--title",
        "Recordings",
        "--licence",
        "PPL",
        "--type",
        "media",
    ]);
    let id = id["id"].as_str().unwrap().to_owned();
    garden.start(&[]);
    press.start(&[&garden]);
    press.wait_until("the record", |node| node.keeps(&id));
    let _ = Fetch::begin(&press, &id, &folder.path().join("of-the-press")).end();
    let mut school = Node::new();
    school.set("find_peers = false\ntake_files_up_to = 0\n");
    school.start(&[&garden, &press]);
    let liar = Liar::start(&garden.data(), &school.address());
    school.wait_until("three peers", |node| node.status()["peers"] == 3);
    school.wait_until("the record", |node| node.keeps(&id));

    let to = folder.path().join("of-the-school");
    let before = [&school, &garden].map(Node::busy);
    let fetch = Fetch::begin(&school, &id, &to);
    wait_for_bytes(&school, bytes / 5);
    let press_id = press.ready()["peer_id"].as_str().unwrap().to_owned();
    let of_press = press.peak_kib();
    press.kill();
    let (answer, took) = fetch.end();
    let busy = [school.busy() - before[0], garden.busy() - before[1]];
    let file = &answer["fetched"]["files"][0];
    let peers = file["peers"].as_array().unwrap();
    let of = |id: &str| peers.iter().find(|peer| peer["peer_id"] == id).unwrap();
    let (sent, died, lied) = (of(garden.ready()["peer_id"].as_str().unwrap()), of(&press_id), of(&liar.id()));
    assert_eq!(
        (&sent["state"], &died["state"], &lied["state"]),
        (&"sends".into(), &"lost".into(), &"sent-wrong".into())
    );
    assert_eq!(lied["bytes"], 0, "nothing of what is wrong was kept");
    let count = |peer: &Value| peer["bytes"].as_u64().unwrap();
    assert_eq!(count(sent) + count(died), bytes);
    Story {
        took,
        busy,
        peak_kib: [school.peak_kib(), garden.peak_kib(), of_press],
        bytes: [count(sent), count(died)],
        files: [original, to.join("recordings.tar")],
        folder,
    }
}

/// How long a plain copy over a TCP connection on loopback takes, written to the disk as well: nothing is encrypted, and nothing
/// checked.
#[must_use]
pub fn plain_copy(from: &Path, to: &Path) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let from = from.to_owned();
    let begun = Instant::now();
    let sender = std::thread::spawn(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let (mut file, mut part) = (File::open(from).unwrap(), vec![0; 256 * 1024]);
        loop {
            let length = file.read(&mut part).unwrap();
            if length == 0 {
                return;
            }
            stream.write_all(&part[..length]).unwrap();
        }
    });
    let (mut stream, _) = listener.accept().unwrap();
    let (mut file, mut part) = (File::create(to).unwrap(), vec![0; 256 * 1024]);
    loop {
        let length = stream.read(&mut part).unwrap();
        if length == 0 {
            break;
        }
        file.write_all(&part[..length]).unwrap();
    }
    file.sync_data().unwrap();
    sender.join().unwrap();
    begun.elapsed()
}

/// Whether two files have the same content.
#[must_use]
pub fn are_same(one: &Path, other: &Path) -> bool {
    let hash = |path: &Path| {
        let (mut hasher, mut file, mut part) =
            (blake3::Hasher::new(), File::open(path).unwrap(), vec![0; 1 << 20]);
        loop {
            match file.read(&mut part).unwrap() {
                0 => return hasher.finalize(),
                length => hasher.update(&part[..length]),
            };
        }
    };
    fs::metadata(one).unwrap().len() == fs::metadata(other).unwrap().len() && hash(one) == hash(other)
}

//! Strangers and broken files: a node refuses them, says so, keeps what is good, and goes on.

use std::io::{Read as _, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use commons_tests::node::{Node, without_and_with_a_running_node};
use commons_tests::random::Random;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A bundle of a node with some records, that node's state, and how many items it holds.
struct Exported {
    folder: TempDir,
    bytes: Vec<u8>,
    state: String,
    items: u64,
}

impl Exported {
    fn new() -> Self {
        Self::from(&Node::organisation("Exporter"))
    }

    fn from(node: &Node) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..6 {
            let id = node.publish(&format!("Guide {n}"));
            node.ask(&["edit", &id, "--add-topic", "bread"]);
        }
        let file = folder.path().join("good");
        let answer = node.ask(&["export", file.to_str().unwrap()]);
        let bytes = std::fs::read(&file).unwrap();
        Self { folder, bytes, state: node.state(), items: answer["items"].as_u64().unwrap() }
    }

    fn with(&self, bytes: &[u8]) -> String {
        let path: PathBuf = self.folder.path().join("changed");
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn write_settings(node: &Node, settings: &str) {
    std::fs::create_dir_all(node.data()).unwrap();
    std::fs::write(node.data().join("config.toml"), settings).unwrap();
}

/// What was taken in, and the reasons for the rest.
fn added_and_reasons(answer: &Value) -> (u64, Vec<&str>) {
    let rejected = answer["rejected"].as_array().unwrap();
    let reasons = rejected.iter().map(|one| one["reason"].as_str().unwrap()).collect();
    (answer["added"].as_u64().unwrap(), reasons)
}

#[test]
fn a_truncated_bundle_gives_what_is_whole_and_the_good_one_the_rest() {
    without_and_with_a_running_node(|node| {
        let exported = Exported::new();
        let length = exported.bytes.len();
        let mut before = 0;
        for cut in [200, length / 3, length / 2, length - 1] {
            let answer = node.ask(&["import", &exported.with(&exported.bytes[..cut])]);
            let (added, reasons) = added_and_reasons(&answer);
            assert!(added + answer["unchanged"].as_u64().unwrap() >= before, "{answer}");
            before += added;
            assert!(reasons.iter().any(|reason| reason.contains("cut short")), "{cut}: {reasons:?}");
        }
        assert_eq!(before, exported.items - 1, "all but the last, which was cut");
        assert_ne!(node.state(), exported.state);
        let answer = node.ask(&["import", &exported.with(&exported.bytes)]);
        assert_eq!((&answer["added"], &answer["rejected"]), (&json!(1), &json!([])));
        assert_eq!(node.state(), exported.state);
    });
}

#[test]
fn a_bundle_with_flipped_bits_gives_what_is_whole_and_the_good_one_the_rest() {
    without_and_with_a_running_node(|node| {
        let exported = Exported::new();
        let mut random = Random::from_seed(1);
        for _ in 0..8 {
            let mut bytes = exported.bytes.clone();
            let at = 128 + random.below(bytes.len() - 128);
            bytes[at] ^= 1 << random.below(8);
            let answer = node.ask(&["import", &exported.with(&bytes)]);
            let (_, reasons) = added_and_reasons(&answer);
            assert!(!reasons.is_empty() && reasons.len() < 16, "byte {at}: {answer}");
            assert!(reasons.iter().any(|reason| reason.contains("cannot be read")), "byte {at}: {reasons:?}");
        }
        let answer = node.ask(&["import", &exported.with(&exported.bytes)]);
        assert_eq!(answer["rejected"], json!([]));
        assert_eq!(node.state(), exported.state);
        assert_eq!(
            node.status()["changes"].as_u64().unwrap() + 1,
            exported.items,
            "changes, and the key log's entry"
        );
    });
}

#[test]
fn the_frames_of_a_bundle_may_come_in_any_order() {
    let exported = Exported::new();
    let node = Node::new();
    // The later half first: its changes wait in vain for the agent's first key-log entry.
    let half = exported.bytes.len() / 2;
    let later = [&exported.bytes[..128], &exported.bytes[half..]].concat();
    let answer = node.ask(&["import", &exported.with(&later)]);
    let (_, reasons) = added_and_reasons(&answer);
    assert!(reasons.iter().any(|reason| reason.contains("builds on something")), "{reasons:?}");
    assert_eq!(node.ask(&["import", &exported.with(&exported.bytes)])["rejected"], json!([]));
    assert_eq!(node.state(), exported.state);
}

#[test]
fn what_is_no_bundle_of_this_network_is_refused_whole() {
    without_and_with_a_running_node(|node| {
        let exported = Exported::new();
        let other = Node::new();
        write_settings(&other, "network = \"other\"\n");
        other.ask(&["init", "--organisation", "Elsewhere", "--no-passphrase"]);
        let elsewhere = Exported::from(&other);
        let mut version = exported.bytes.clone();
        version[8] ^= 0x40;
        let mut header = exported.bytes.clone();
        header[60] ^= 1;
        let state = node.state();
        for (bytes, words) in [
            (elsewhere.bytes, "another network"),
            (b"COMMONS\n".to_vec(), "cut short"),
            (exported.bytes[..127].to_vec(), "cut short"),
            (b"no bundle".to_vec(), "not a bundle"),
            (vec![], "not a bundle"),
            (vec![0xff; 100_000], "not a bundle"),
            (version, "unknown format version"),
            (header, "header"),
        ] {
            let (_, error) = node.refused(&["import", &exported.with(&bytes), "--as", "bundle"]);
            let message = error["message"].as_str().unwrap();
            assert_eq!(error["kind"], "invalid", "{error}");
            assert!(message.contains(words), "{words:?} is not in {message:?}");
        }
        assert_eq!(node.state(), state);
        // Nothing is wrong with a bundle that ends after its header: there is nothing in it.
        let empty = node.ask(&["import", &exported.with(&exported.bytes[..128])]);
        assert_eq!(empty["rejected"], json!([]));
    });
}

#[test]
fn nodes_of_different_networks_never_meet() {
    let mut here = Node::organisation("Here");
    here.start(&[]);
    let mut elsewhere = Node::new();
    write_settings(&elsewhere, "network = \"other\"\n");
    elsewhere.ask(&["init", "--organisation", "Elsewhere", "--no-passphrase"]);
    elsewhere.start(&[&here]);
    // Once a third node, which came later, has met the first, the other had its time to be refused.
    for n in 0..2 {
        let mut third = Node::organisation(&format!("Third {n}"));
        third.start(&[&here]);
        let state = third.state();
        let published = here.publish("Ours");
        third.wait_until("what was published", |third| third.keeps(&published));
        assert_ne!(third.state(), state);
        third.wait_until("one peer", |third| third.status()["peers"] == 1);
        here.wait_until("one peer", |here| here.status()["peers"] == 1);
        assert_eq!(elsewhere.status()["peers"], 0);
        third.stop();
        here.wait_until("no peers", |here| here.status()["peers"] == 0);
    }
    let records = elsewhere.status()["records"].as_object().unwrap().clone();
    assert!(records.iter().all(|(kind, count)| *count == u64::from(kind == "agent")), "{records:?}");
    assert_eq!(elsewhere.status()["peers"], 0);
    assert!(here.is_running() && elsewhere.is_running());
}

/// How long a node may take over noise before we turn away.
const LONG_ENOUGH: Option<Duration> = Some(Duration::from_secs(5));

/// Writes noise and waits until the other side has had enough, or long enough.
fn throw<S: Write + std::io::Read>(mut stream: S, noise: &[u8], end: impl FnOnce(&S)) {
    let _ = stream.write_all(noise);
    end(&stream);
    let mut answer = Vec::new();
    let _ = stream.take(1 << 20).read_to_end(&mut answer);
}

#[test]
fn noise_at_its_doors_does_not_stop_a_node() {
    let mut node = Node::organisation("Steady Co-op");
    node.start(&[]);
    let listen = node.address();
    let port = listen.split('/').nth(4).unwrap();
    let doors = [format!("127.0.0.1:{port}"), node.http()];
    let mut random = Random::from_seed(7);
    let mut noises: Vec<Vec<u8>> = [0, 1, 30, 4000, 300_000]
        .iter()
        .map(|length| (0..*length).map(|_| random.bits() as u8).collect())
        .collect();
    noises.push(b"\x13/multistream/1.0.0\n\xff\xff\xff\xff\xff\xff\xff\xff\xff".to_vec());
    noises.push(b"\x13/multistream/1.0.0\n\x07/noise\n\xff\xff".to_vec());
    noises.push(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n".to_vec());
    noises.push([&b"GET / HTTP/1.1\r\nX: "[..], &[b'x'; 1_000_000]].concat());
    noises.push(b"POST /ask HTTP/1.1\r\nHost: node.sock\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"do\":1}\n".to_vec());
    noises.push(
        b"POST /ask HTTP/1.1\r\nHost: node.sock\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n"
            .to_vec(),
    );
    let socket = node.data().join("node.sock");
    std::thread::scope(|scope| {
        for noise in &noises {
            for door in &doors {
                scope.spawn(move || {
                    let stream = TcpStream::connect(door).unwrap();
                    stream.set_read_timeout(LONG_ENOUGH).unwrap();
                    stream.set_write_timeout(LONG_ENOUGH).unwrap();
                    throw(stream, noise, |stream| drop(stream.shutdown(Shutdown::Write)));
                });
            }
            let socket = &socket;
            scope.spawn(move || {
                let stream = UnixStream::connect(socket).unwrap();
                stream.set_read_timeout(LONG_ENOUGH).unwrap();
                stream.set_write_timeout(LONG_ENOUGH).unwrap();
                throw(stream, noise, |stream| drop(stream.shutdown(Shutdown::Write)));
            });
        }
    });
    assert!(node.is_running());
    // It publishes, answers, and meets an honest peer.
    let id = node.publish("Still here");
    let mut peer = Node::new();
    peer.start(&[&node]);
    peer.wait_until("what was published", |peer| peer.keeps(&id));
    node.stop();
}

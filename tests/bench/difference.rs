//! Two stores that differ in ten changes find out and end alike, by comparing: what it costs, by how much they hold.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commons_identity::AgentId;
use commons_registry::{NetworkId, Snapshot};
use commons_store::{Outcome, Store};
use commons_sync::{
    Effect, Event, Hello, Ingested, Message, Packer, PassedOver, Pull, Reply, Serve, Welcome,
};
use commons_tests::folder::copy_directory;
use rustix::time::{ClockId, clock_gettime};

use crate::records::{Writer, open};
use crate::table::{row, title};

const DIFFERING: usize = 10;

/// Takes in everything, and finds what is lacking by comparing alone.
#[derive(Debug)]
struct Comparing;

impl Welcome for Comparing {
    fn declines(&self, _: &AgentId) -> bool {
        false
    }
}

pub(crate) fn measure(sizes: &[usize]) {
    title("difference", &format!("{DIFFERING} differing changes, found by comparing"));
    let mut first = None;
    for records in sizes {
        let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut writer = Writer::new(2);
        let store = open(ours.path());
        writer.fill(&store, *records);
        drop(store); // closed cleanly, so that the copy is one
        copy_directory(ours.path(), theirs.path());
        let (ours, theirs) = (open(ours.path()), open(theirs.path()));
        writer.fill(&theirs, DIFFERING);
        let cost = pull(&ours, &theirs);
        assert_eq!(ours.settled().unwrap().root(), theirs.settled().unwrap().root());
        let nothing = pull(&ours, &theirs);
        let (bytes, worked) = *first.get_or_insert((cost.bytes, cost.worked));
        row(
            &format!("{records} records: bytes both ways, requests"),
            &format!(
                "{} ({:.2} × the smallest), {} requests",
                cost.bytes,
                cost.bytes as f64 / bytes as f64,
                cost.requests
            ),
        );
        row(
            "  processor time, both sides",
            &format!(
                "{:.2} ms ({:.2} × the smallest)",
                cost.worked.as_secs_f64() * 1000.0,
                cost.worked.as_secs_f64() / worked.as_secs_f64()
            ),
        );
        row(
            "  time, with all that waits for the disk",
            &format!("{:.2} ms", cost.took.as_secs_f64() * 1000.0),
        );
        row("  when nothing differs", &format!("{} bytes, {} requests", nothing.bytes, nothing.requests));
    }
}

struct Cost {
    bytes: usize,
    requests: usize,
    /// Processor time of all threads.
    worked: Duration,
    took: Duration,
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap()
}

/// One side pulls from the other, with all messages encoded and decoded.
fn pull(ours: &Store, theirs: &Store) -> Cost {
    let network = NetworkId::of_name("commons");
    let (begun, worked) = (Instant::now(), processor_time());
    let (mut bytes, mut requests) = (0, 0);
    let hello = |held: &Snapshot| Hello::of(network, [0; 16], held);
    let first = hello(&ours.settled().unwrap());
    let (mut pull, first) = Pull::selective(first, Arc::new(Comparing), PassedOver::default(), None);
    let mut serve = Serve::new(network, [1; 16], theirs.settled().unwrap());
    let (mut effects, mut answers) = (VecDeque::from(first), VecDeque::new());
    loop {
        let event = match effects.pop_front() {
            Some(Effect::Send(message)) => {
                let message = message.encode();
                bytes += message.len() + 4;
                requests += 1;
                match serve.handle(Message::decode(&message).unwrap()).unwrap() {
                    Reply::Send(message) => answers.push_back(message),
                    Reply::Load(keys) => {
                        let mut packer = Packer::default();
                        for key in keys {
                            answers.extend(packer.push(theirs.item(&key).unwrap()));
                        }
                        answers.extend(packer.finish());
                    }
                    Reply::Stream(_) => unreachable!("nothing is streamed here"),
                    Reply::Wait => {}
                }
                continue;
            }
            Some(Effect::Ready | Effect::Compare) => Event::Begin(ours.settled().unwrap()),
            Some(Effect::Ingest(items)) => {
                let outcomes = ours.ingest_many(items).unwrap().into_iter();
                let results = outcomes.map(|outcome| match outcome {
                    Outcome::New(key) => Ingested::New(key),
                    other => panic!("{other:?}"),
                });
                Event::Ingested(results.collect(), ours.settled().unwrap())
            }
            Some(Effect::Settled(_) | Effect::Bookmark(_)) => continue,
            None => match answers.pop_front() {
                Some(message) => {
                    let message = message.encode();
                    bytes += message.len() + 4;
                    Event::Message(Message::decode(&message).unwrap())
                }
                None => {
                    let worked = processor_time() - worked;
                    return Cost { bytes, requests, worked, took: begun.elapsed() };
                }
            },
        };
        effects.extend(pull.handle(event).unwrap());
    }
}

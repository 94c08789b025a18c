//! Looking after files: what is wanted here is fetched, what nothing names any more is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use commons_identity::AgentId;
use commons_network::{Network, PeerId};
use commons_registry::{FileHash, StateRoot};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use crate::failure::Failure;
use crate::service::Service;

/// How long to let more changes come before looking at what they bring about.
const SETTLE: Duration = Duration::from_secs(1);

/// How often to look though nothing has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// How long to wait before nodes are asked again for a file that none of them had. Doubles, up to the slowest; whoever
/// connects anew is asked at once.
const ASK_AGAIN: Duration = Duration::from_secs(30);
/// See [`ASK_AGAIN`].
const ASK_AGAIN_SLOWEST: Duration = Duration::from_secs(3600);

/// Files that are fetched unasked at a time: whoever asks for one need not wait for all of them.
const UNASKED_AT_ONCE: usize = 2;

/// When a file that is lacking is asked for again.
struct Due {
    size: u64,
    next: Instant,
    wait: Duration,
}

#[derive(Default)]
struct Keeper {
    lacking: BTreeMap<FileHash, Due>,
    /// How much there was of each agent when all of it was looked at.
    looked: BTreeMap<AgentId, u64>,
    peers: BTreeSet<PeerId>,
    /// How many bytes of others' files there was room for when files were last looked through, without what was begun since.
    room: u64,
}

/// Looks after files until the node stops.
pub(super) async fn keep(
    service: Arc<Service>,
    network: Network,
    mut changed: watch::Receiver<StateRoot>,
) -> std::io::Result<()> {
    let mut keeper = Keeper::default();
    let (mut news, mut collected) = (true, Instant::now());
    loop {
        changed.mark_unchanged();
        // All that is here is only looked through if that may have changed.
        let collect = news || collected.elapsed() >= LOOK_AGAIN;
        if collect {
            collected = Instant::now();
        }
        let (working, on) = (Arc::clone(&service), network.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let outcome = keeper.look(&working, &on, collect);
            (keeper, outcome)
        });
        match looked.await {
            Ok((back, outcome)) => {
                keeper = back;
                if let Err(failure) = outcome {
                    tracing::warn!(reason = %failure.message, "files could not be looked after");
                }
            }
            Err(error) => {
                tracing::error!(%error, "looking after files failed");
                keeper = Keeper::default();
            }
        }
        let wait = if keeper.lacking.is_empty() { LOOK_AGAIN } else { SETTLE * 3 };
        news = match timeout(wait, changed.changed()).await {
            Ok(Err(_)) => return std::future::pending().await, // the node is stopping, and ends this task
            Ok(Ok(())) => {
                sleep(SETTLE).await;
                true
            }
            Err(_) => false,
        };
    }
}

impl Keeper {
    fn look(&mut self, service: &Service, network: &Network, collect: bool) -> Result<(), Failure> {
        if collect {
            self.room = service.room_for_files()?;
        }
        let now = Instant::now();
        let wanted = service.lacking_files(&mut self.looked)?;
        for (file, size) in wanted {
            self.lacking.entry(file).or_insert(Due { size, next: now, wait: ASK_AGAIN });
        }
        let connected: BTreeSet<PeerId> = network.status().peers.iter().map(|peer| peer.peer).collect();
        if !connected.is_subset(&self.peers) {
            self.lacking.values_mut().for_each(|due| (due.next, due.wait) = (now, ASK_AGAIN));
        }
        self.peers = connected;
        self.lacking.retain(|file, _| service.lacks(file));
        if self.peers.is_empty() {
            return Ok(());
        }
        for (file, due) in &mut self.lacking {
            if service.fetching() >= UNASKED_AT_ONCE {
                break;
            }
            if due.next <= now && !service.fetches(file) {
                service.take_file((*file, due.size), &mut self.room, network)?;
                due.next = now + due.wait;
                due.wait = (due.wait * 2).min(ASK_AGAIN_SLOWEST);
            }
        }
        Ok(())
    }
}

//! Asking peers which of our records they hold.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use commons_network::{Network, PeerId};
use commons_registry::RecordId;
use commons_sync::limits::MAX_HAVE;
use tokio::time::{Instant, sleep_until};

use crate::day::Day;
use crate::service::Service;

/// How long after something was written, or a peer came, it is asked: by then gossip has brought what there is.
const SOON: Duration = Duration::from_secs(3);

/// A peer is asked no more often than this. A question has [`MAX_HAVE`] keys at most.
const ASK_EVERY: Duration = Duration::from_secs(10);

/// How long after a peer was asked about everything it is asked again about what it did not hold. Doubles each time, up
/// to [`AGAIN_SLOWEST`], until something else is written.
const AGAIN: Duration = Duration::from_secs(20);

/// See [`AGAIN`].
const AGAIN_SLOWEST: Duration = Duration::from_secs(30 * 60);

/// How often it is looked whether another node of ours wrote something.
const LOOK_THROUGH: Duration = Duration::from_secs(60 * 60);

/// How long news gather before they are written down.
const SAVE_AFTER: Duration = Duration::from_secs(60);

/// How far we are with a peer.
struct Asked {
    next: Instant,
    /// The record that it was asked about last, while it has not been asked about all.
    after: Option<RecordId>,
    again: Duration,
    /// When it was last asked something.
    at: Option<Instant>,
}

impl Asked {
    fn of_a_new_peer(now: Instant) -> Self {
        Self { next: now + SOON, after: None, again: AGAIN, at: None }
    }

    /// Something was written: it is asked soon, but no more often than that.
    fn hurry(&mut self, now: Instant) {
        let soonest = self.at.map_or(now, |at| at + ASK_EVERY).max(now + SOON);
        self.next = self.next.min(soonest);
        self.again = AGAIN;
    }

    /// It has been asked about all there was to ask.
    fn done(&mut self, now: Instant) {
        self.after = None;
        self.next = now + self.again;
        self.again = (self.again * 2).min(AGAIN_SLOWEST);
    }
}

/// Asks peers until the node stops.
pub(super) async fn keep(service: Arc<Service>, network: Network) -> std::io::Result<()> {
    let mut status = network.watch();
    let mut peers: HashMap<PeerId, Asked> = HashMap::new();
    let (mut look_through, mut save) = (Instant::now(), Instant::now() + SAVE_AFTER);
    loop {
        let now = Instant::now();
        if look_through <= now {
            look_through = now + LOOK_THROUGH;
            let looking = Arc::clone(&service);
            match tokio::task::spawn_blocking(move || looking.look_through_own()).await {
                Ok(Ok(())) => peers.values_mut().for_each(|asked| asked.hurry(now)),
                Ok(Err(failure)) => {
                    tracing::warn!(reason = %failure.message, "our records could not be looked through")
                }
                Err(error) => tracing::error!(%error, "looking through our records failed"),
            }
        }
        if save <= now {
            save = now + SAVE_AFTER;
            let saving = Arc::clone(&service);
            // It says itself what went wrong.
            let _ = tokio::task::spawn_blocking(move || saving.save_holders()).await;
        }
        let connected: Vec<PeerId> = status.borrow_and_update().peers.iter().map(|peer| peer.peer).collect();
        peers.retain(|peer, _| connected.contains(peer));
        for peer in connected {
            peers.entry(peer).or_insert_with(|| Asked::of_a_new_peer(now));
        }
        let due = peers.iter().filter(|(_, asked)| asked.next <= now).min_by_key(|(_, asked)| asked.next);
        if let Some(peer) = due.map(|(peer, _)| *peer)
            && let Some(asked) = peers.get_mut(&peer)
        {
            ask(&service, &network, peer, asked).await;
            continue;
        }
        let next = peers.values().map(|asked| asked.next).chain([look_through, save]).min().unwrap_or(save);
        tokio::select! {
            () = sleep_until(next) => {}
            () = service.written() => peers.values_mut().for_each(|asked| asked.hurry(Instant::now())),
            changed = status.changed() => if changed.is_err() {
                // The node is stopping; it is for the others to say so.
                return std::future::pending().await;
            },
        }
    }
}

async fn ask(service: &Arc<Service>, network: &Network, peer: PeerId, asked: &mut Asked) {
    let today = Day::today();
    let (choosing, after) = (Arc::clone(service), asked.after);
    let chosen = tokio::task::spawn_blocking(move || choosing.to_ask(&peer, today, after, MAX_HAVE)).await;
    let (wanted, keys) = chosen.unwrap_or_default();
    let now = Instant::now();
    let Some((last, _)) = wanted.last() else { return asked.done(now) };
    asked.after = Some(*last);
    asked.at = Some(now);
    let Ok(held) = network.have(peer, keys).await else { return asked.done(Instant::now()) };
    let mut held = held.as_slice();
    for one in &wanted {
        // A node that holds a record's newest changes holds all of it.
        let Some((heads, others)) = held.split_at_checked(one.1.len()) else { break };
        held = others;
        let holds = heads.iter().all(|held| *held);
        service.holders().heard(peer, one, holds, today);
    }
    asked.next = Instant::now() + ASK_EVERY;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_peer_is_asked_soon_after_something_was_written_but_not_all_the_time() {
        let now = Instant::now();
        let mut asked = Asked::of_a_new_peer(now);
        asked.at = Some(now);
        asked.done(now);
        assert_eq!(asked.next, now + AGAIN);
        for second in 0..9 {
            asked.hurry(now + Duration::from_secs(second));
            assert!(asked.next >= now + ASK_EVERY, "{second}");
        }
        asked.done(now);
        asked.hurry(now + Duration::from_secs(15));
        assert_eq!(asked.next, now + Duration::from_secs(18));
        asked.hurry(now + Duration::from_secs(16));
        assert_eq!(asked.next, now + Duration::from_secs(18), "more writing does not put it off");
        (0..20).for_each(|_| asked.done(now));
        assert_eq!(asked.next, now + AGAIN_SLOWEST);
    }
}

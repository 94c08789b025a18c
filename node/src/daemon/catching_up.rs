//! The bar that shows how far a node is with a first sync, and with lists and search after it.

use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;
use std::time::Duration;

use commons_network::{Network, PeerStatus};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::service::{Service, to_go};

/// How often to look how far it is.
const LOOK: Duration = Duration::from_millis(500);

/// The bar begins with so many changes to go. Fewer are there before anybody could read it.
const WORTH_SHOWING: u64 = 500;

/// A bar on a terminal, and the way past it for everything else that is written to stderr. Without a terminal nothing is
/// drawn. Clones are the same bar.
#[derive(Debug, Clone)]
pub(crate) struct Bar(ProgressBar);

impl Default for Bar {
    fn default() -> Self {
        Self::hidden()
    }
}

impl Bar {
    /// Draws nothing.
    pub(crate) fn hidden() -> Self {
        Self::on(ProgressDrawTarget::hidden())
    }

    /// Draws on stderr if somebody looks: if that and stdout are a terminal.
    pub(crate) fn on_terminal() -> Self {
        let somebody_looks = io::stdout().is_terminal() && io::stderr().is_terminal();
        if somebody_looks { Self::on(ProgressDrawTarget::stderr()) } else { Self::hidden() }
    }

    fn on(target: ProgressDrawTarget) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {eta}");
        let bar = ProgressBar::with_draw_target(Some(0), target)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        // Until there is something to show.
        bar.finish_and_clear();
        Self(bar)
    }

    fn draw(&self, to_go: Option<ToGo>) {
        match to_go {
            Some(now) => {
                self.0.set_message(now.in_words());
                self.0.set_length(now.all());
                if self.0.is_finished() {
                    self.0.reset();
                }
                self.0.set_position(now.done());
            }
            None => self.0.finish_and_clear(),
        }
    }
}

/// What is written goes above the bar.
impl Write for Bar {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.suspend(|| io::stderr().write_all(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// What a node is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToGo {
    /// Peers have changes that it does not.
    Getting { held: u64, of: u64 },
    /// It holds changes that lists and search do not know yet. `of` is the most that there were.
    Listing { left: u64, of: u64 },
}

impl ToGo {
    /// What to show, if anything; `before` is what is shown. The peer that has most to give is the one to go by.
    fn now(peers: &[PeerStatus], held: u64, unlisted: u64, before: Option<Self>) -> Option<Self> {
        let least = if before.is_some() { 1 } else { WORTH_SHOWING };
        let most = peers.iter().filter_map(|peer| to_go(peer, held)).max().unwrap_or(0);
        let listed_of = match before {
            Some(Self::Listing { of, .. }) => of,
            _ => 0,
        };
        if most >= least {
            Some(Self::Getting { held, of: held.saturating_add(most) })
        } else if unlisted >= least {
            Some(Self::Listing { left: unlisted, of: unlisted.max(listed_of) })
        } else {
            None
        }
    }

    const fn all(self) -> u64 {
        match self {
            Self::Getting { of, .. } | Self::Listing { of, .. } => of,
        }
    }

    const fn done(self) -> u64 {
        match self {
            Self::Getting { held, .. } => held,
            Self::Listing { left, of } => of - left,
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::Getting { held, of } => {
                format!("getting what others have: {} of {} changes", HumanCount(held), HumanCount(of))
            }
            Self::Listing { left, .. } => format!("search catching up: {} to go", HumanCount(left)),
        }
    }
}

/// Cleared when the node stops, however that comes.
struct Shown(Bar);

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.draw(None);
    }
}

/// Shows how far the node is, until it stops.
pub(super) async fn show(bar: Bar, service: Arc<Service>, network: Network) -> io::Result<()> {
    if bar.0.is_hidden() {
        return std::future::pending().await;
    }
    let shown = Shown(bar);
    let mut before = None;
    loop {
        let status = network.status();
        let now = ToGo::now(&status.peers, service.held(&status), service.store.unlisted(), before);
        if now != before {
            shown.0.draw(now);
            before = now;
        }
        tokio::time::sleep(LOOK).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use commons_network::PeerId;

    use super::*;

    fn peer(count: Option<u64>, in_step: bool) -> PeerStatus {
        PeerStatus {
            peer: PeerId::random(),
            addresses: Vec::new(),
            since: SystemTime::UNIX_EPOCH,
            state: None,
            count,
            in_step,
            left_out: 0,
            let_go: 0,
            received: 0,
            faults: 0,
        }
    }

    #[test]
    fn says_in_words_what_is_to_go() {
        let peers = [peer(None, false), peer(Some(7), false), peer(Some(100_500), false)];
        let getting = ToGo::now(&peers, 12_000, 9_000, None).unwrap();
        assert_eq!(getting.in_words(), "getting what others have: 12,000 of 100,500 changes");
        assert_eq!((getting.done(), getting.all()), (12_000, 100_500));
        let in_step = [peer(Some(100_500), true)];
        let first = ToGo::now(&in_step, 100_500, 9_000, Some(getting));
        let listing = ToGo::now(&in_step, 100_500, 3_000, first).unwrap();
        assert_eq!(listing.in_words(), "search catching up: 3,000 to go");
        assert_eq!((listing.done(), listing.all()), (6_000, 9_000));
        assert_eq!(ToGo::now(&in_step, 100_500, 0, Some(listing)), None);
    }

    #[test]
    fn a_few_changes_begin_no_bar_but_are_shown_to_the_last() {
        let behind = [peer(Some(1_000), false)];
        assert_eq!(ToGo::now(&behind, 1_001 - WORTH_SHOWING, WORTH_SHOWING - 1, None), None);
        let begun = ToGo::now(&behind, 1_000 - WORTH_SHOWING, 0, None);
        assert!(begun.is_some());
        assert_eq!(ToGo::now(&behind, 999, 0, begun), Some(ToGo::Getting { held: 999, of: 1_000 }));
        // A peer may say anything of itself.
        let liar = [peer(Some(u64::MAX), false)];
        assert_eq!(ToGo::now(&liar, 5, 0, None), Some(ToGo::Getting { held: 5, of: u64::MAX }));
    }
}

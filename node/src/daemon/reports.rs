//! Taking out of reports what may repeat what is erased, whoever erased it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use commons_registry::StateRoot;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::service::Service;

/// How long to let more changes come before looking at what they erase.
const SETTLE: Duration = Duration::from_secs(1);

/// Looks after reports until the node stops.
pub(super) async fn keep(service: Arc<Service>, mut changed: watch::Receiver<StateRoot>) -> io::Result<()> {
    loop {
        changed.mark_unchanged();
        let working = Arc::clone(&service);
        let looked = tokio::task::spawn_blocking(move || working.forget_erased_reports()).await;
        if let Err(failure) = looked.map_err(io::Error::other)? {
            tracing::warn!(reason = %failure.message, "reports of what was erased are not rid of their reasons");
        }
        if changed.changed().await.is_err() {
            return std::future::pending().await; // the node is stopping, and ends this task
        }
        sleep(SETTLE).await;
    }
}

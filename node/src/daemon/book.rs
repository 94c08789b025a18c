//! Keeping the address book on disk while the network changes it.

use std::time::Duration;

use commons_network::Network;

use crate::addresses;
use crate::data_dir::DataDir;

/// How long changes gather before they are written: an exchange brings many at once.
const GATHER: Duration = Duration::from_secs(2);

/// Writes the book whenever it has changed, until the network stops.
pub(super) async fn keep(network: Network, data: DataDir) -> std::io::Result<()> {
    let mut changes = network.watch_book();
    while changes.changed().await.is_ok() {
        tokio::time::sleep(GATHER).await;
        changes.mark_unchanged();
        write(&network, &data).await;
    }
    // The node is stopping; it is for the others to say so.
    std::future::pending().await
}

/// Writes the book as it is now. A node that cannot goes on: it knows it until it stops.
pub(super) async fn write(network: &Network, data: &DataDir) {
    let (network, data) = (network.clone(), data.clone());
    let runtime = tokio::runtime::Handle::current();
    let written =
        tokio::task::spawn_blocking(move || addresses::save(&data, || runtime.block_on(network.book()).ok()));
    match written.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the address book could not be written"),
        Err(error) => tracing::warn!(%error, "the address book could not be written"),
    }
}

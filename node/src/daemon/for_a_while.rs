//! A node that runs for as long as one command needs it.

use std::sync::mpsc::sync_channel;

use tokio::sync::oneshot;

use super::{StartOptions, serve, told_to_stop};
use crate::config::Config;
use crate::data_dir::DataDir;
use crate::failure::{Failure, FailureKind};

/// Runs a node that only dials, and `work` beside it, which may ask it over its socket; then stops it. Keys that are locked
/// stay so.
pub(crate) fn run_for_a_while<T>(
    data: DataDir,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let config = Config::read(&data)?;
    let options = StartOptions { only_dials: true, mdns: Some(false), ..StartOptions::default() };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::internal)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let (ready, is_ready) = sync_channel(1);
    let until = async {
        tokio::select! {
            // Dropped or sent: the work is done.
            _ = stopped => {}
            () = told_to_stop() => {}
        }
    };
    let say_ready = move |_: &super::Ready| {
        // There is room for one, and it is said once.
        let _ = ready.try_send(());
    };
    let node = runtime.spawn(serve(data, config, options, None, say_ready, until));
    // If it never becomes ready, it has ended, and says why.
    let outcome = is_ready.recv().ok().map(|()| work());
    let interrupted = node.is_finished();
    drop(stop);
    let ended = runtime.block_on(node).map_err(Failure::internal)?;
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    ended?;
    match outcome {
        Some(Err(_)) if interrupted => Err(Failure::new(FailureKind::Network, "stopped before it was done")
            .hint("what came is kept; the same command again goes on from there")),
        Some(outcome) => outcome,
        None => Err(Failure::internal("the node ended before it was ready")),
    }
}

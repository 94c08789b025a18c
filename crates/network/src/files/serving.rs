//! Serving a file to a peer that fetches it.

use std::sync::Arc;

use commons_registry::FileHash;
use commons_sync::{
    FileAnswer, FileQuestion, Misbehaviour,
    limits::{MAX_FILE_QUESTION, MAX_VALUES},
};
use libp2p::{PeerId, Stream};
use tokio::time::timeout;
use tracing::debug;

use crate::{
    asking::NoAnswer,
    limits::{FILE_IDLE, GREETING_TIMEOUT, REFUSAL_TIMEOUT},
    line::Pacer,
    swarm::Note,
    sync::{FrameError, Shared, frame},
};

/// Answers a peer that opened a stream to fetch a file, until it has it.
pub(crate) async fn serve(peer: PeerId, mut stream: Stream, shared: Arc<Shared>) {
    let pacer = shared.pacer();
    match converse(&mut stream, &shared, &pacer).await {
        Ok(()) => {
            // What was sent before is read first; whoever does not hang up then is hung up on.
            let last = FileAnswer::NotHeld.encode();
            let _ = timeout(REFUSAL_TIMEOUT, frame::part(&mut stream, &last, &pacer)).await;
        }
        // Whoever has all that it wanted hangs up.
        Err(NoAnswer::Frame(FrameError::Closed)) => {}
        Err(reason) => {
            debug!(%peer, %reason, "a file is not served any more");
            if let Some(fault) = reason.fault() {
                shared.note(Note::Fault { peer, fault }).await;
            }
        }
    }
}

/// Answers until there is nothing more to be had here.
async fn converse(stream: &mut Stream, shared: &Shared, pacer: &Pacer) -> Result<(), NoAnswer> {
    let bytes = frame::receive(stream, MAX_FILE_QUESTION, Some(GREETING_TIMEOUT), pacer).await?;
    let FileQuestion::Open { network, file } = FileQuestion::decode(&bytes).map_err(Misbehaviour::from)?
    else {
        return Err(
            Misbehaviour::OutOfTurn { expected: "which file", found: "a question about its pieces" }.into()
        );
    };
    if network != shared.network {
        return Err(NoAnswer::OtherNetwork { expected: shared.network, found: network });
    }
    // Whoever comes while all places are taken asks somebody else, or again later.
    let place = shared.file_streams.try_acquire();
    let held = match &place {
        Ok(_) => shared.store.call(move |holdings| holdings.file_size(&file)).await?,
        Err(_) => None,
    };
    let Some(size) = held else { return Ok(()) };
    frame::send(stream, &FileAnswer::Held { size }.encode(), pacer).await?;
    loop {
        let bytes = frame::receive(stream, MAX_FILE_QUESTION, Some(FILE_IDLE), pacer).await?;
        let answer = match FileQuestion::decode(&bytes).map_err(Misbehaviour::from)? {
            FileQuestion::Open { .. } => {
                return Err(Misbehaviour::OutOfTurn {
                    expected: "a question about its pieces",
                    found: "another file",
                }
                .into());
            }
            FileQuestion::Values { from } => values(shared, file, from).await?,
            FileQuestion::Piece { index } => shared
                .store
                .call(move |holdings| holdings.file_piece(&file, index))
                .await?
                .map_or(FileAnswer::NotHeld, |bytes| FileAnswer::Piece { index, bytes }),
        };
        if answer == FileAnswer::NotHeld {
            return Ok(());
        }
        frame::send(stream, &answer.encode(), pacer).await?;
    }
}

async fn values(shared: &Shared, file: FileHash, from: u32) -> Result<FileAnswer, NoAnswer> {
    let values = shared.store.call(move |holdings| holdings.file_values(&file, from, MAX_VALUES)).await?;
    Ok(if values.is_empty() { FileAnswer::NotHeld } else { FileAnswer::Values(values) })
}

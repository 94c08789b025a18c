//! An exchange over a stream: whoever opened it sends an offer, the other side answers with one, and that is all.

use std::sync::Arc;

use commons_sync::Fault;
use libp2p::{PeerId, Stream};
use tokio::{sync::oneshot, time::timeout};
use tracing::debug;

use super::{
    offer::{MAX_OFFER_BYTES, Offer},
    record::{SignedAddresses, Timestamp},
};
use crate::{
    limits::{GREETING_TIMEOUT, OPEN_TIMEOUT},
    line::Pacer,
    streams::OpenError,
    swarm::Note,
    sync::{FrameError, Shared, frame},
};

/// Why an exchange came to nothing.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("cannot open a stream: {0}")]
    Open(#[from] OpenError),
    #[error("opening a stream timed out, or the connection was lost")]
    NotOpened,
    #[error(transparent)]
    Frame(#[from] FrameError),
}

/// Begins an exchange, over a stream that is being opened.
pub(crate) async fn ask(
    peer: PeerId,
    opened: oneshot::Receiver<Result<Stream, OpenError>>,
    ours: Vec<Vec<u8>>,
    shared: Arc<Shared>,
) {
    let exchange = async {
        let stream = timeout(OPEN_TIMEOUT, opened).await;
        let mut stream = stream.ok().and_then(Result::ok).ok_or(Over::NotOpened)??;
        let pacer = shared.pacer();
        frame::send(&mut stream, &Offer(ours).encode(), &pacer).await?;
        receive(&mut stream, &pacer).await
    };
    settle(peer, exchange.await, &shared).await;
}

/// Answers an exchange that a peer began.
pub(crate) async fn answer(peer: PeerId, mut stream: Stream, ours: Vec<Vec<u8>>, shared: Arc<Shared>) {
    let exchange = async {
        let pacer = shared.pacer();
        let theirs = receive(&mut stream, &pacer).await?;
        frame::send(&mut stream, &Offer(ours).encode(), &pacer).await?;
        Ok(theirs)
    };
    settle(peer, exchange.await, &shared).await;
}

async fn receive(stream: &mut Stream, pacer: &Pacer) -> Result<Offer, Over> {
    let bytes = frame::receive(stream, MAX_OFFER_BYTES, Some(GREETING_TIMEOUT), pacer).await?;
    Ok(Offer::decode(&bytes).map_err(FrameError::Offer)?)
}

/// Judges what came, and reports it.
async fn settle(peer: PeerId, came: Result<Offer, Over>, shared: &Shared) {
    let offer = match came {
        Ok(offer) => offer,
        Err(over) => {
            debug!(%peer, reason = %over, "no addresses were exchanged");
            if matches!(&over, Over::Frame(error) if error.is_fault()) {
                shared.note(Note::Fault { peer, fault: Fault::BadFrame }).await;
            }
            return;
        }
    };
    let now = Timestamp::now();
    let mut records = Vec::with_capacity(offer.0.len());
    for bytes in offer.0 {
        match SignedAddresses::verify(&bytes, shared.network, now) {
            Ok(record) => records.push(record),
            Err(error) => {
                debug!(%peer, %error, "a record of addresses was refused");
                if error.is_fault() {
                    // One is enough: the rest of such an offer is not looked at.
                    shared.note(Note::Fault { peer, fault: Fault::Lie }).await;
                    return;
                }
            }
        }
    }
    shared.note(Note::Addresses { peer, records }).await;
}

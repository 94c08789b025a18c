//! Answering those who pull from us.

use std::sync::Arc;

use commons_registry::ItemKey;
use commons_sync::{Fault, Message, Packer, Reply, Serve, ServeError, limits::MAX_REQUEST};
use libp2p::{PeerId, Stream};
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use super::{
    Shared,
    frame::{self, FrameError},
};
use crate::{
    holdings::{Holdings, StoreSilent},
    limits::{GREETING_TIMEOUT, LOAD_BATCH, REFUSAL_TIMEOUT},
    line::Pacer,
    swarm::Note,
};

/// Why a stream is over.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Store(#[from] StoreSilent),
}

impl Over {
    fn fault(&self) -> Option<Fault> {
        match self {
            Self::Frame(error) if error.is_fault() => Some(Fault::BadFrame),
            Self::Serve(error) => error.fault(),
            _ => None,
        }
    }
}

/// Answers over a stream that a peer opened, until it ends.
pub(crate) async fn answer(peer: PeerId, mut stream: Stream, shared: Arc<Shared>) {
    let pacer = shared.pacer();
    let Err(over) = converse(&mut stream, &shared, &pacer).await;
    if let Over::Serve(error) = &over
        && let Some(refusal) = error.refusal()
    {
        let _ =
            timeout(REFUSAL_TIMEOUT, frame::part(&mut stream, &Message::Refuse(refusal).encode(), &pacer))
                .await;
    }
    match over.fault() {
        Some(fault) => {
            warn!(%peer, reason = %over, "answering ended");
            shared.note(Note::Fault { peer, fault }).await;
        }
        None => debug!(%peer, reason = %over, "answering ended"),
    }
}

async fn converse(
    stream: &mut Stream,
    shared: &Shared,
    pacer: &Pacer,
) -> Result<core::convert::Infallible, Over> {
    let mut serve = Serve::new(shared.network, shared.store.journal_id(), shared.store.snapshot());
    let mut wait = Some(GREETING_TIMEOUT);
    loop {
        let request = frame::read(stream, MAX_REQUEST, wait, pacer).await?;
        // From now on the asker may take its time: it stores what it got, or lets other peers go first.
        wait = None;
        let handle = move |_: &dyn Holdings| {
            let reply = serve.handle(request);
            (serve, reply)
        };
        let (answering, reply) = shared.store.call(handle).await?;
        serve = answering;
        match reply? {
            Reply::Send(message) => frame::write(stream, &message, pacer).await?,
            Reply::Load(keys) => send_items(stream, &keys, shared, pacer).await?,
            Reply::Stream(after) => {
                let gather = move |holdings: &dyn Holdings| {
                    let held = holdings.snapshot();
                    let (found, through) = holdings.since(after, held.through(), serve.without());
                    let answer = serve.stream(held, found, through);
                    (serve, answer)
                };
                let (answering, answer) = shared.store.call(gather).await?;
                serve = answering;
                frame::write(stream, &answer, pacer).await?;
            }
            Reply::Wait => {
                let message = tokio::select! {
                    message = changed(&mut serve, shared) => message,
                    request = frame::read(stream, MAX_REQUEST, None, pacer) => {
                        let found = request?.name();
                        return Err(ServeError::OutOfTurn { expected: "nothing", found }.into());
                    }
                };
                frame::write(stream, &message, pacer).await?;
            }
        }
    }
}

async fn send_items(
    stream: &mut Stream,
    keys: &[ItemKey],
    shared: &Shared,
    pacer: &Pacer,
) -> Result<(), Over> {
    let mut packer = Packer::default();
    for keys in keys.chunks(LOAD_BATCH) {
        let mut loaded = shared.store.load(keys.to_vec()).await?.into_iter();
        for _ in keys {
            if let Some(frame) = packer.push(loaded.next().flatten()) {
                frame::write(stream, &frame, pacer).await?;
            }
        }
    }
    for message in packer.finish() {
        frame::write(stream, &message, pacer).await?;
    }
    Ok(())
}

/// Waits until the state is another than the one that is answered from, and then a little, so that many changes
/// are told of at once.
async fn changed(serve: &mut Serve, shared: &Shared) -> Message {
    let mut states = shared.store.changed();
    loop {
        let before = serve.root();
        if states.wait_for(|root| *root != before).await.is_err() {
            // The store is gone; the stream is about to be.
            return std::future::pending().await;
        }
        sleep(shared.pace.change_settles).await;
        if let Some(message) = serve.changed(shared.store.snapshot()) {
            return message;
        }
    }
}

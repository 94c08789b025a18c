//! Judging what was announced, a batch at a time.

use commons_registry::ItemKey;
use commons_sync::{Announcement, Ingested, Judgement, limits::MAX_ANNOUNCEMENT};
use libp2p::{
    PeerId,
    gossipsub::{MessageAcceptance, MessageId},
};
use tokio::sync::mpsc;
use tracing::{debug, warn};

use crate::{
    holdings::{Source, Store},
    limits::GOSSIP_BATCH,
    swarm::Note,
};

/// An announcement that waits to be judged.
pub(crate) struct Heard {
    pub(crate) id: MessageId,
    pub(crate) from: PeerId,
    pub(crate) bytes: Vec<u8>,
}

/// The announcement that a judgement is about.
struct About {
    id: MessageId,
    from: PeerId,
    length: usize,
}

/// What gossipsub is told of an announcement.
pub(crate) const fn acceptance(judgement: Judgement) -> MessageAcceptance {
    match judgement {
        Judgement::New => MessageAcceptance::Accept,
        Judgement::Idle | Judgement::Behind => MessageAcceptance::Ignore,
        Judgement::Invalid => MessageAcceptance::Reject,
    }
}

/// Judges until the queue is closed. While one batch is being stored, the next gathers.
pub(crate) async fn judge(mut queue: mpsc::Receiver<Heard>, notes: mpsc::Sender<Note>, store: Store) {
    let mut batch = Vec::with_capacity(GOSSIP_BATCH);
    while queue.recv_many(&mut batch, GOSSIP_BATCH).await > 0 {
        let (mut items, mut inline) = (Vec::new(), Vec::new());
        for Heard { id, from, bytes } in batch.drain(..) {
            let about = About { id, from, length: bytes.len() };
            match read(&bytes, &store).await {
                Ok(item) => {
                    items.push(item);
                    inline.push(about);
                }
                Err(judgement) => tell(&notes, about, judgement).await,
            }
        }
        if items.is_empty() {
            continue;
        }
        match store.ingest(Source::Announced, items).await {
            Ok(results) => {
                for (about, result) in inline.into_iter().zip(results) {
                    if let Ingested::Invalid(reason) = &result {
                        debug!(peer = %about.from, %reason, "invalid item announced");
                    }
                    tell(&notes, about, Judgement::of(&result)).await;
                }
            }
            Err(error) => {
                warn!(%error, "announcements could not be stored");
                for about in inline {
                    tell(&notes, about, Judgement::Idle).await;
                }
            }
        }
    }
}

/// The item that is announced inline; or the judgement, if there is none.
async fn read(bytes: &[u8], store: &Store) -> Result<Vec<u8>, Judgement> {
    if bytes.len() > MAX_ANNOUNCEMENT {
        return Err(Judgement::Invalid);
    }
    match Announcement::decode(bytes) {
        Ok(Announcement::Inline(item)) => Ok(item),
        Ok(Announcement::Key(key)) if is_unwelcome(&key, store) => Err(Judgement::Idle),
        Ok(Announcement::Key(key)) => {
            match store.call(move |holdings| holdings.snapshot().contains(&key)).await {
                Ok(true) | Err(_) => Err(Judgement::Idle),
                Ok(false) => Err(Judgement::Behind),
            }
        }
        Err(error) => {
            debug!(%error, "malformed announcement");
            Err(Judgement::Invalid)
        }
    }
}

fn is_unwelcome(key: &ItemKey, store: &Store) -> bool {
    let welcome = store.welcome();
    welcome.declines(&key.namespace()) || welcome.declines_item(key)
}

async fn tell(notes: &mpsc::Sender<Note>, About { id, from, length }: About, judgement: Judgement) {
    // If nobody hears, the network is shutting down.
    let _ = notes.send(Note::Judged { id, from, length, judgement }).await;
}

//! Asking peers for one record, or whether they hold some items; and answering those who ask.

use std::sync::Arc;

use commons_registry::{ItemKey, NetworkId};
use commons_sync::{
    About, Answer, Fault, Gathered, Gathering, Misbehaviour, Question, answer_with,
    limits::{MAX_FRAME, MAX_QUESTION},
};
use libp2p::{PeerId, Stream};
use tokio::{sync::oneshot, time::timeout};
use tracing::debug;

use crate::{
    holdings::{Holdings, StoreSilent},
    limits::{ASKING_TIMEOUT, GREETING_TIMEOUT, OPEN_TIMEOUT},
    line::Pacer,
    streams::OpenError,
    swarm::Note,
    sync::{FrameError, Shared, frame},
};

/// Why a peer gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("cannot open a stream: {0}")]
    Open(#[from] OpenError),
    #[error("opening a stream timed out, or the connection was lost")]
    NotOpened,
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error(transparent)]
    Lie(#[from] Misbehaviour),
    #[error("the question is for network {}, we belong to {}", found.short(), expected.short())]
    OtherNetwork { expected: NetworkId, found: NetworkId },
    #[error("too many ask at a time")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreSilent),
    #[error("it took too long")]
    Slow,
}

impl NoAnswer {
    /// What the peer is to blame for, if it is.
    pub(crate) fn fault(&self) -> Option<Fault> {
        match self {
            Self::Frame(error) if error.is_fault() => Some(Fault::BadFrame),
            Self::Lie(_) => Some(Fault::Lie),
            Self::OtherNetwork { .. } => Some(Fault::OtherNetwork),
            _ => None,
        }
    }
}

/// Asks over a stream that is being opened, and waits for the answer.
pub(crate) async fn ask(
    opened: oneshot::Receiver<Result<Stream, OpenError>>,
    network: NetworkId,
    about: About,
    pacer: &Pacer,
) -> Result<Gathered, NoAnswer> {
    let stream = timeout(OPEN_TIMEOUT, opened).await;
    let mut stream = stream.ok().and_then(Result::ok).ok_or(NoAnswer::NotOpened)??;
    let mut gathering = Gathering::of(&about);
    let conversation = async {
        frame::send(&mut stream, &Question { network, about }.encode(), pacer).await?;
        loop {
            let bytes = frame::receive(&mut stream, MAX_FRAME, Some(ASKING_TIMEOUT), pacer).await?;
            let answer = Answer::decode(&bytes).map_err(Misbehaviour::from)?;
            if let Some(gathered) = gathering.take(answer)? {
                return Ok(gathered);
            }
        }
    };
    pacer.within(ASKING_TIMEOUT, conversation).await.unwrap_or(Err(NoAnswer::Slow))
}

/// Answers a question that a peer opened a stream for.
pub(crate) async fn answer(peer: PeerId, mut stream: Stream, shared: Arc<Shared>) {
    let pacer = shared.pacer();
    let conversation = pacer.within(ASKING_TIMEOUT, converse(&mut stream, &shared, &pacer)).await;
    if let Err(reason) = conversation.unwrap_or(Err(NoAnswer::Slow)) {
        debug!(%peer, %reason, "a question was not answered");
        if let Some(fault) = reason.fault() {
            shared.note(Note::Fault { peer, fault }).await;
        }
    }
}

async fn converse(stream: &mut Stream, shared: &Shared, pacer: &Pacer) -> Result<(), NoAnswer> {
    let bytes = frame::receive(stream, MAX_QUESTION, Some(GREETING_TIMEOUT), pacer).await?;
    let question = Question::decode(&bytes).map_err(Misbehaviour::from)?;
    if question.network != shared.network {
        return Err(NoAnswer::OtherNetwork { expected: shared.network, found: question.network });
    }
    let _room = shared.answers.try_acquire().map_err(|_| NoAnswer::Busy)?;
    let look_up = move |holdings: &dyn Holdings| match question.about {
        About::Record(id) => answer_with(holdings.record(&id)),
        About::Have(keys) => vec![Answer::held(&have(holdings, &keys))],
    };
    for frame in shared.store.call(look_up).await? {
        frame::send(stream, &frame.encode(), pacer).await?;
    }
    Ok(())
}

fn have(holdings: &dyn Holdings, keys: &[ItemKey]) -> Vec<bool> {
    let held = holdings.snapshot();
    keys.iter().map(|key| held.contains(key)).collect()
}

/// What was found of a record by asking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// How many peers answered, whether they hold it or not.
    pub asked: usize,
    /// What those who hold it gave; nothing of it is verified.
    pub given: Vec<Given>,
}

/// What a peer gave of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who gave it.
    pub peer: PeerId,
    /// What it gave: what its agent's key log consists of, then its changes. Each may be anything.
    pub items: Vec<Vec<u8>>,
    /// How many more items it has, for which there was no room in the answer.
    pub left: u32,
}

/// Why peers were not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// As many records are being asked for as may be at a time.
    #[error("too much is being asked for at a time")]
    Busy,
    /// The peer gave no answer, or one that was none.
    #[error("the peer gave no answer")]
    NoAnswer,
    /// The network was shut down.
    #[error(transparent)]
    Stopped(#[from] crate::NetworkStopped),
}

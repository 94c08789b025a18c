//! Frames: four bytes of length, big-endian, then a body: a message of sync, or an offer of addresses.

use std::{io, time::Duration};

use commons_identity::CborError;
use commons_sync::{DecodeError, Message};
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, error::Elapsed, timeout};

use crate::{
    limits::{FRAME_TIMEOUT, SLOWEST_LINE, WINDOW},
    line::{Pacer, Way},
};

/// How much is allocated ahead of what has arrived.
const STEP: usize = 64 * 1024;

/// Why no message was read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    #[error("the stream failed: {0}")]
    Io(#[from] io::Error),
    #[error("the stream is closed")]
    Closed,
    #[error("timed out")]
    Timeout(#[from] Elapsed),
    #[error("a frame is at most {limit} bytes here, this is said to have {found}")]
    TooLarge { limit: usize, found: usize },
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    #[error(transparent)]
    Offer(CborError),
}

impl FrameError {
    /// Whether the peer is to blame.
    pub(crate) const fn is_fault(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::Malformed(_) | Self::Offer(_))
    }
}

/// How long a frame may still take. What our own limits hold it up does not count.
struct Patience(Duration);

impl Patience {
    fn with(bytes: usize) -> Self {
        Self(FRAME_TIMEOUT + Duration::from_secs(bytes as u64 / SLOWEST_LINE))
    }

    async fn during<T>(&mut self, io: impl Future<Output = io::Result<T>>) -> Result<T, FrameError> {
        let begun = Instant::now();
        let done = timeout(self.0, io).await??;
        self.0 = self.0.saturating_sub(begun.elapsed());
        Ok(done)
    }
}

/// Sends a message.
pub(crate) async fn write(
    stream: &mut (impl AsyncWrite + Unpin),
    message: &Message,
    pacer: &Pacer,
) -> Result<(), FrameError> {
    send(stream, &message.encode(), pacer).await
}

/// Sends a body.
pub(crate) async fn send(
    stream: &mut (impl AsyncWrite + Unpin),
    body: &[u8],
    pacer: &Pacer,
) -> Result<(), FrameError> {
    let length = u32::try_from(body.len())
        .map_err(|_| FrameError::TooLarge { limit: u32::MAX as usize, found: body.len() })?;
    // The other side may be reading slowly what we sent before.
    let mut patience = Patience::with(body.len() + WINDOW);
    let mut ahead = &length.to_be_bytes()[..];
    for part in body.chunks(pacer.part(Way::Up)) {
        pacer.pass(Way::Up, ahead.len() + part.len()).await;
        patience
            .during(async {
                stream.write_all(ahead).await?;
                stream.write_all(part).await?;
                stream.flush().await
            })
            .await?;
        ahead = &[];
    }
    pacer.count(Way::Up, body.len() + 4);
    Ok(())
}

/// Sends a last body, and waits until the other side has had it and hung up.
pub(crate) async fn part(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    last: &[u8],
    pacer: &Pacer,
) -> Result<(), FrameError> {
    send(stream, last, pacer).await?;
    stream.close().await?;
    let mut rest = [0; 256];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

/// Receives a message of at most `limit` bytes. It may take `wait` to begin, or forever.
pub(crate) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    limit: usize,
    wait: Option<Duration>,
    pacer: &Pacer,
) -> Result<Message, FrameError> {
    Ok(Message::decode(&receive(stream, limit, wait, pacer).await?)?)
}

/// Receives a body of at most `limit` bytes. It may take `wait` to begin, or forever.
pub(crate) async fn receive(
    stream: &mut (impl AsyncRead + Unpin),
    limit: usize,
    wait: Option<Duration>,
    pacer: &Pacer,
) -> Result<Vec<u8>, FrameError> {
    let mut length = [0; 4];
    let begun = async {
        let read = stream.read(&mut length[..1]).await?;
        if read == 0 { Err(FrameError::Closed) } else { Ok(()) }
    };
    match wait {
        Some(wait) => timeout(wait, begun).await??,
        None => begun.await?,
    }
    timeout(FRAME_TIMEOUT, stream.read_exact(&mut length[1..])).await??;
    let length = u32::from_be_bytes(length) as usize;
    if length > limit {
        return Err(FrameError::TooLarge { limit, found: length });
    }
    let body = read_body(stream, length, pacer).await?;
    pacer.count(Way::Down, body.len() + 4);
    Ok(body)
}

/// Reads so many bytes, allocating as they come: a length costs its sender nothing.
async fn read_body(
    stream: &mut (impl AsyncRead + Unpin),
    length: usize,
    pacer: &Pacer,
) -> Result<Vec<u8>, FrameError> {
    let mut patience = Patience::with(length);
    let mut body = Vec::new();
    while body.len() < length {
        let start = body.len();
        let end = length.min(start + STEP.min(pacer.part(Way::Down)));
        pacer.pass(Way::Down, end - start).await;
        body.resize(end, 0);
        patience.during(stream.read_exact(&mut body[start..])).await?;
    }
    Ok(body)
}

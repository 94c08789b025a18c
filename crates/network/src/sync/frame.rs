//! Frames: four bytes of length, big-endian, then a body: a message of sync, or an offer of addresses.

use std::{io, time::Duration};

use commons_identity::CborError;
use commons_sync::{DecodeError, Message};
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{error::Elapsed, timeout};

use crate::{
    limits::{FRAME_TIMEOUT, SLOWEST_LINE},
    status::Meter,
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

fn patience(length: usize) -> Duration {
    FRAME_TIMEOUT + Duration::from_secs(length as u64 / SLOWEST_LINE)
}

/// Sends a message.
pub(crate) async fn write(
    stream: &mut (impl AsyncWrite + Unpin),
    message: &Message,
    meter: &Meter,
) -> Result<(), FrameError> {
    send(stream, &message.encode(), meter).await
}

/// Sends a body.
pub(crate) async fn send(
    stream: &mut (impl AsyncWrite + Unpin),
    body: &[u8],
    meter: &Meter,
) -> Result<(), FrameError> {
    let length = u32::try_from(body.len())
        .map_err(|_| FrameError::TooLarge { limit: u32::MAX as usize, found: body.len() })?;
    timeout(patience(body.len()), async {
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(body).await?;
        stream.flush().await
    })
    .await??;
    Meter::add(&meter.sync_out, body.len() + 4);
    Ok(())
}

/// Receives a message of at most `limit` bytes. It may take `wait` to begin, or forever.
pub(crate) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    limit: usize,
    wait: Option<Duration>,
    meter: &Meter,
) -> Result<Message, FrameError> {
    Ok(Message::decode(&receive(stream, limit, wait, meter).await?)?)
}

/// Receives a body of at most `limit` bytes. It may take `wait` to begin, or forever.
pub(crate) async fn receive(
    stream: &mut (impl AsyncRead + Unpin),
    limit: usize,
    wait: Option<Duration>,
    meter: &Meter,
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
    let body = timeout(patience(length), read_body(stream, length)).await??;
    Meter::add(&meter.sync_in, body.len() + 4);
    Ok(body)
}

/// Reads so many bytes, allocating as they come: a length costs its sender nothing.
async fn read_body(stream: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    while body.len() < length {
        let start = body.len();
        body.resize(length.min(start + STEP), 0);
        stream.read_exact(&mut body[start..]).await?;
    }
    Ok(body)
}

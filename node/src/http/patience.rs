//! How long what is sent along may take to come: whoever sends a byte now and then must not hold a place for an hour.
//!
//! A slow line has its time: it is only expected that something comes at all, and that it gets on.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// What is expected of whoever sends something.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// How long nothing at all may come.
    pause: Duration,
    /// How long it may take in any case.
    at_least: Duration,
    /// How many bytes come in a second, taken over all of it.
    rate: u64,
}

/// Enough for a telephone that loses its line now and then, and for a line of a hundredth of what ISDN was.
const PATIENCE: Patience =
    Patience { pause: Duration::from_secs(60), at_least: Duration::from_secs(120), rate: 128 };

/// With those who have no account, and a short form to send.
const WITH_STRANGERS: Patience =
    Patience { pause: Duration::from_secs(20), at_least: Duration::from_secs(60), rate: 8 * 1024 };

/// Ends what is sent along when it does not get on.
pub(super) async fn patient(request: Request, next: Next) -> Response {
    waiting(PATIENCE, request, next).await
}

/// The same for what anybody may send.
pub(super) async fn patient_with_strangers(request: Request, next: Next) -> Response {
    waiting(WITH_STRANGERS, request, next).await
}

async fn waiting(patience: Patience, request: Request, next: Next) -> Response {
    let sent = |body: Body| if body.is_end_stream() { body } else { Body::new(Sent::new(body, patience)) };
    next.run(request.map(sent)).await
}

/// What is sent along, as it comes.
struct Sent {
    body: Body,
    patience: Patience,
    begun: Instant,
    bytes: u64,
    end: Pin<Box<Sleep>>,
}

/// It did not get on.
#[derive(Debug, thiserror::Error)]
#[error("it came too slowly, or stopped coming")]
struct TooSlow;

impl Sent {
    fn new(body: Body, patience: Patience) -> Self {
        let begun = Instant::now();
        let end = Box::pin(sleep_until(begun + patience.pause.min(patience.at_least)));
        Self { body, patience, begun, bytes: 0, end }
    }

    /// Until when the next of it has to come.
    fn until(&self) -> Instant {
        let earned = Duration::from_secs(self.bytes / self.patience.rate.max(1));
        (Instant::now() + self.patience.pause).min(self.begun + self.patience.at_least + earned)
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            let came = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
            this.bytes = this.bytes.saturating_add(came.map_or(0, |came| came.len() as u64));
            let until = this.until();
            this.end.as_mut().reset(until);
            return Poll::Ready(frame);
        }
        ready!(this.end.as_mut().poll(context));
        Poll::Ready(Some(Err(axum::Error::new(TooSlow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures::stream::{self, StreamExt as _};

    use super::*;

    const SHORT: Patience =
        Patience { pause: Duration::from_millis(80), at_least: Duration::from_millis(300), rate: 1_000 };

    /// Parts that come one after the other, with pauses between.
    fn parts(count: usize, bytes: usize, pause: Duration) -> Body {
        let parts = stream::iter(0..count).then(move |_| async move {
            tokio::time::sleep(pause).await;
            Ok::<_, std::io::Error>(vec![b'x'; bytes])
        });
        Body::from_stream(parts)
    }

    async fn received(body: Body) -> Option<usize> {
        to_bytes(Body::new(Sent::new(body, SHORT)), usize::MAX).await.ok().map(|bytes| bytes.len())
    }

    #[tokio::test]
    async fn what_gets_on_may_take_long_and_what_does_not_ends() {
        let tick = Duration::from_millis(10);
        assert_eq!(received(Body::from("at once")).await, Some(7));
        assert_eq!(
            received(parts(60, 1_000, tick)).await,
            Some(60_000),
            "longer than at least, and getting on"
        );
        let begun = Instant::now();
        assert_eq!(
            received(Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>())).await,
            None
        );
        assert_eq!(received(parts(1_000, 1, tick)).await, None, "a byte now and then");
        assert!(begun.elapsed() < Duration::from_secs(8), "neither to its end");
    }
}

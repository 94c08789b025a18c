//! All of this runs in virtual time: nothing here waits.

use std::{
    io,
    pin::Pin,
    sync::atomic::AtomicUsize,
    task::{Context, Poll},
};

use futures::{AsyncRead, AsyncWrite, future::join_all, io::AsyncReadExt as _};
use tokio::{task::JoinSet, time::sleep};

use super::*;
use crate::{
    limits::{FRAME_TIMEOUT, SLOWEST_LINE},
    sync::{FrameError, frame},
};

const KIB: usize = 1024;

/// Takes or gives any number of bytes at once, and counts them.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn bytes(&self) -> usize {
        self.0.load(Relaxed)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.fetch_add(bytes.len(), Relaxed);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Counted {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        self.0.fetch_add(buffer.len(), Relaxed);
        buffer.fill(7);
        Poll::Ready(Ok(buffer.len()))
    }
}

fn rate(bytes: usize) -> Option<Rate> {
    Some(Rate::new(bytes as u64).unwrap())
}

fn line(up: Option<Rate>, down: Option<Rate>) -> (Arc<Line>, Arc<Meter>) {
    (Arc::new(Line::new(Rates { up, down })), Arc::default())
}

/// Begins to send frames of so many bytes, one after the other, over each of so many streams.
fn senders(
    over: &(Arc<Line>, Arc<Meter>),
    streams: usize,
    frame: usize,
    frames: usize,
) -> (JoinSet<()>, Vec<Counted>) {
    let counted: Vec<Counted> = (0..streams).map(|_| Counted::default()).collect();
    let mut tasks = JoinSet::new();
    for stream in &counted {
        let (mut stream, pacer) = (stream.clone(), Pacer::new(&over.0, &over.1));
        tasks.spawn(async move {
            for _ in 0..frames {
                frame::send(&mut stream, &vec![1; frame], &pacer).await.unwrap();
            }
        });
    }
    (tasks, counted)
}

fn total(streams: &[Counted]) -> usize {
    streams.iter().map(Counted::bytes).sum()
}

#[tokio::test(start_paused = true)]
async fn all_streams_together_send_at_the_rate_and_each_as_much_as_the_others() {
    const RATE: usize = 50 * KIB;
    let over = line(rate(RATE), None);
    let (mut tasks, streams) = senders(&over, 7, 300 * KIB, 2);
    let begun = Instant::now();
    for second in 1..=60 {
        sleep(Duration::from_secs(1)).await;
        let (sent, most) = (total(&streams), RATE * (second + 1));
        assert!(sent <= most, "{sent} bytes after {second} s, at most {most}");
        assert!(sent >= RATE * (second - 1), "{sent} bytes after {second} s: the line is to be used");
        let (least, most) =
            (streams.iter().map(Counted::bytes).min(), streams.iter().map(Counted::bytes).max());
        let part = rate(RATE).unwrap().part() + 4;
        assert!(most.unwrap() - least.unwrap() <= part, "{most:?} over one stream, {least:?} over another");
    }
    while tasks.join_next().await.is_some() {}
    let expected = (7 * 2 * (300 * KIB + 4)) as f64 / RATE as f64;
    let took = begun.elapsed().as_secs_f64();
    assert!((expected - 1.0..=expected + 1.0).contains(&took), "took {took} s, expected {expected}");
    assert_eq!(over.1.read().sync_out, total(&streams) as u64);
}

#[tokio::test(start_paused = true)]
async fn what_is_received_is_limited_too_and_the_other_way_is_not() {
    const RATE: usize = 20 * KIB;
    let over = line(None, rate(RATE));
    let begun = Instant::now();
    join_all((0..5).map(|_| {
        let pacer = Pacer::new(&over.0, &over.1);
        async move {
            let length = (100 * KIB as u32).to_be_bytes();
            let mut stream = futures::io::Cursor::new(length).chain(Counted::default());
            let body = frame::receive(&mut stream, KIB * KIB, None, &pacer).await.unwrap();
            assert_eq!(body.len(), 100 * KIB);
        }
    }))
    .await;
    let took = begun.elapsed().as_secs_f64();
    assert!((24.0..=26.0).contains(&took), "500 KiB at 20 KiB/s took {took} s");
    let (mut tasks, _) = senders(&over, 3, 900 * KIB, 1);
    let begun = Instant::now();
    while tasks.join_next().await.is_some() {}
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

/// A frame used to have a time in which to pass whole, whoever held it up.
#[tokio::test(start_paused = true)]
async fn our_own_limit_times_nobody_out() {
    let over = line(rate(8 * KIB), None);
    let begun = Instant::now();
    let (mut tasks, streams) = senders(&over, 80, 1024 * KIB, 1);
    while let Some(sent) = tasks.join_next().await {
        sent.unwrap();
    }
    let patience = FRAME_TIMEOUT.as_secs() + 2 * 1024 * KIB as u64 / SLOWEST_LINE;
    assert!(begun.elapsed().as_secs() > patience, "{:?}: longer than anybody has to wait", begun.elapsed());
    assert_eq!(total(&streams), 80 * (1024 * KIB + 4));
}

/// Never gives anything.
struct Silent;

impl AsyncRead for Silent {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut [u8]) -> Poll<io::Result<usize>> {
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_stops_in_the_middle_is_given_up_all_the_same() {
    let over = line(None, rate(8 * KIB));
    let pacer = Pacer::new(&over.0, &over.1);
    let begun = [&(64 * KIB as u32).to_be_bytes()[..], &[1; 500]].concat();
    let mut stream = futures::io::Cursor::new(begun).chain(Silent);
    let given_up = frame::receive(&mut stream, KIB * KIB, None, &pacer).await;
    assert!(matches!(given_up, Err(FrameError::Timeout(_))), "{given_up:?}");
}

#[tokio::test(start_paused = true)]
async fn streams_that_are_open_go_on_at_a_new_rate() {
    let over = line(rate(10 * KIB), None);
    let (_tasks, streams) = senders(&over, 4, 50 * KIB, 1000);
    sleep(Duration::from_secs(100)).await;
    let slow = total(&streams);
    over.0.set(Rates { up: rate(100 * KIB), down: None });
    sleep(Duration::from_secs(100)).await;
    let fast = total(&streams) - slow;
    assert!((990 * KIB..=1010 * KIB).contains(&slow), "{slow}");
    assert!((9_900 * KIB..=10_100 * KIB).contains(&fast), "{fast}");
    over.0.set(Rates { up: rate(10 * KIB), down: None });
    sleep(Duration::from_secs(100)).await;
    let slow = total(&streams) - slow - fast;
    assert!((990 * KIB..=1250 * KIB).contains(&slow), "{slow}: but for the frames that were begun");
}

#[tokio::test(start_paused = true)]
async fn gossip_is_counted_and_lets_the_rest_through_in_the_end() {
    const RATE: usize = 10 * KIB;
    let over = line(rate(RATE), None);
    let (_tasks, streams) = senders(&over, 1, 10 * KIB, 1000);
    sleep(Duration::from_secs(100)).await;
    let alone = total(&streams);
    for _ in 0..100 {
        over.0.note(Way::Up, RATE / 2);
        sleep(Duration::from_secs(1)).await;
    }
    let beside = total(&streams) - alone;
    assert!((490 * KIB..=510 * KIB).contains(&beside), "{beside}: half of it was gossip");
    over.0.note(Way::Up, 1_000_000 * RATE);
    let before = total(&streams);
    sleep(MAX_DEBT + Duration::from_secs(2)).await;
    assert!(total(&streams) > before, "a flood of announcements does not stop sync for ever");
}

#[test]
fn a_rate_at_which_nothing_works_is_refused() {
    assert_eq!(Rate::new(100), Err(TooSlow { found: 100 }));
    assert_eq!(Rate::new(Rate::LEAST).unwrap().bytes(), 8192);
    assert_eq!(Rate::new(u64::MAX).unwrap().part(), MAX_PART);
}

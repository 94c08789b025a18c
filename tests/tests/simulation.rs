//! Fifty nodes, fifteen of them hostile: whatever happens, the honest ones end with one state.
//!
//! `COMMONS_SIMULATIONS` says how many runs there are, from seed `COMMONS_FIRST_SEED` on. `COMMONS_SEED` does one again, and
//! with `COMMONS_TRACE=1` prints what happened in it.

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use commons_tests::simulation::{Run, run};

/// Runs by default; `COMMONS_SIMULATIONS=100000` for a night.
const SIMULATIONS: u64 = 1000;

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is to be a number, not {value:?}")))
}

/// Does the run of a seed; the error says what went wrong, and how to see it again.
fn try_run(seed: u64) -> Result<(Run, Duration), String> {
    let what = match catch_unwind(|| run(seed, false)) {
        Ok(run) => match run.outcome.clone() {
            Ok(took) => return Ok((run, took)),
            Err(what) => what,
        },
        Err(_) => "it panicked, see above".to_owned(),
    };
    Err(format!(
        "seed {seed}: {what}\nonce more, with all that happened: COMMONS_SEED={seed} COMMONS_TRACE=1 cargo test --workspace \
         --test simulation honest_nodes -- --nocapture"
    ))
}

#[test]
fn honest_nodes_end_with_one_state() {
    if let Some(seed) = number("COMMONS_SEED") {
        let mut run = run(seed, number("COMMONS_TRACE").is_some());
        std::mem::take(&mut run.lines).iter().for_each(|line| println!("{line}"));
        println!("{run:?}");
        return assert!(run.outcome.is_ok(), "{:?}", run.outcome);
    }
    let first = number("COMMONS_FIRST_SEED").unwrap_or(0);
    let end = first + number("COMMONS_SIMULATIONS").unwrap_or(SIMULATIONS);
    let (next, failed) = (AtomicU64::new(first), AtomicBool::new(false));
    let totals = Mutex::new(Totals::default());
    let begun = Instant::now();
    let work = || {
        while !failed.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                break;
            }
            match try_run(seed) {
                Ok((run, took)) => totals.lock().unwrap().add(&run, took),
                Err(what) => {
                    failed.store(true, Ordering::Relaxed);
                    return Some(what);
                }
            }
        }
        None
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    let totals = totals.into_inner().unwrap();
    println!("{:.1} s: {totals:?}", begun.elapsed().as_secs_f64());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What came of all runs.
#[derive(Debug, Default)]
struct Totals {
    runs: u64,
    events: u64,
    items: u64,
    blocks: u64,
    faults: BTreeMap<&'static str, u64>,
    longest_until_agreed: Duration,
}

impl Totals {
    fn add(&mut self, run: &Run, took: Duration) {
        self.runs += 1;
        self.events += run.events;
        self.items += run.items as u64;
        self.blocks += run.blocks;
        for (fault, count) in &run.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        self.longest_until_agreed = self.longest_until_agreed.max(took);
    }
}

#[test]
fn a_seed_always_gives_the_same_run() {
    for seed in [3, 77, 1_000_003] {
        let (one, other) = (run(seed, false), run(seed, false));
        assert_eq!((one.trace, one.events, &one.outcome), (other.trace, other.events, &other.outcome));
        assert_ne!(one.trace, run(seed + 1, false).trace);
    }
}

//! When records came to this node, to about a minute. No clock of whoever wrote them is to be trusted, and lists know only
//! their own order: so the node notes how far they reached when.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

use jiff::Timestamp;

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::Failure;

/// What comes within so many seconds of the last mark is told as coming with it.
const GATHER_SECONDS: i64 = 60;

/// Most marks that are kept. Beyond it every second of the older half goes, so that old times grow coarser.
const MAX_MARKS: usize = 20_000;

/// How far lists reached, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    through: u64,
    at: i64,
}

/// All marks, the oldest first; both parts rise.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    /// Which journal's numbers these are, in hex.
    journal: String,
    marks: Vec<Mark>,
}

impl Arrivals {
    /// Reads the file, if there is one of this journal. It can be missing: what is held then came when that is noticed.
    pub(crate) fn load(data: &DataDir, journal: String) -> Result<Self, Failure> {
        let mut arrivals = Self { journal, marks: Vec::new() };
        let path = data.arrivals();
        let Some(bytes) = read_if_there(&path)? else { return Ok(arrivals) };
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        if lines.next() != Some(arrivals.heading().as_str()) {
            return Ok(arrivals);
        }
        // A line may be torn by a crash: what it said is noticed anew.
        for line in lines {
            let Some((through, at)) = line.split_once(' ') else { continue };
            let (Ok(through), Ok(at)) = (through.parse(), at.parse()) else { continue };
            arrivals.take(Mark { through, at });
        }
        Ok(arrivals)
    }

    fn heading(&self) -> String {
        format!("# How far lists of journal {} reached, and when in seconds since 1970.", self.journal)
    }

    /// Whether this mark told anything new. It may be taken up by the one before.
    fn take(&mut self, mark: Mark) -> bool {
        if let Some(last) = self.marks.last_mut() {
            if mark.through <= last.through {
                return false;
            }
            // A clock that was set back changes no order.
            if mark.at < last.at.saturating_add(GATHER_SECONDS) {
                last.through = mark.through;
                return true;
            }
        }
        self.marks.push(mark);
        if self.marks.len() > MAX_MARKS {
            let mut at = 0;
            self.marks.retain(|_| {
                at += 1;
                at > MAX_MARKS / 2 || at % 2 == 0
            });
        }
        true
    }

    /// Notes how far lists reach now.
    pub(crate) fn note(&mut self, data: &DataDir, through: u64, now: Timestamp) -> Result<(), Failure> {
        let (before, is_first) = (self.marks.len(), self.marks.is_empty());
        if through == 0 || !self.take(Mark { through, at: now.as_second() }) {
            return Ok(());
        }
        let path = data.arrivals();
        let written = match is_first || self.marks.len() < before {
            true => {
                let marks = self.marks.iter().map(|mark| format!("{} {}\n", mark.through, mark.at));
                let text = format!("{}\n{}", self.heading(), marks.collect::<String>());
                write_private(&path, text.as_bytes())
            }
            // Not made durable: what is lost is noticed anew.
            false => OpenOptions::new()
                .append(true)
                .create(true)
                .mode(0o600)
                .open(&path)
                .and_then(|mut file| writeln!(file, "{through} {}", now.as_second())),
        };
        written.map_err(|error| cannot("write", &path, &error))
    }

    /// When the record at this place in lists came; now, if nobody noticed it yet.
    pub(crate) fn came(&self, sequence: u64, now: Timestamp) -> Timestamp {
        let at = self.marks.partition_point(|mark| mark.through < sequence);
        self.marks.get(at).and_then(|mark| Timestamp::from_second(mark.at).ok()).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_came_is_told_as_it_was_noticed_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let mut arrivals = Arrivals::load(&data, "aa".to_owned()).unwrap();
        for (through, at) in [(0, 50), (10, 100), (12, 130), (12, 500), (20, 1000), (21, 900), (30, 2000)] {
            arrivals.note(&data, through, second(at)).unwrap();
        }
        std::fs::OpenOptions::new().append(true).open(data.arrivals()).unwrap().write_all(b"40").unwrap();
        for arrivals in [arrivals, Arrivals::load(&data, "aa".to_owned()).unwrap()] {
            let came = |sequence| arrivals.came(sequence, second(9999)).as_second();
            assert_eq!(
                [1, 10, 12, 13, 21, 22, 30, 31].map(came),
                [100, 100, 100, 1000, 1000, 2000, 2000, 9999]
            );
        }
        let other = Arrivals::load(&data, "bb".to_owned()).unwrap();
        assert_eq!(other.came(1, second(7)).as_second(), 7, "the numbers of another journal say nothing");
    }

    #[test]
    fn marks_are_bounded_and_only_old_times_grow_coarser() {
        let mut arrivals = Arrivals::default();
        for n in 1..=50_000 {
            arrivals.take(Mark { through: n, at: 100 * n as i64 });
        }
        assert!(arrivals.marks.len() <= MAX_MARKS);
        assert!(arrivals.marks.is_sorted_by(|one, next| one.through < next.through && one.at < next.at));
        let came = |sequence| arrivals.came(sequence, second(0)).as_second();
        assert_eq!(came(50_000), 5_000_000);
        assert!((1..50_000).all(|n| came(n) >= 100 * n as i64));
    }
}

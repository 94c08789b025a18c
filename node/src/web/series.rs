//! Contributions over time, by how they are valued: as bars, and as the table that says the same.

use serde_json::Value;

use crate::language::Words;
use crate::output::{line, text};

/// How wide the longest bar is, in units of the drawing.
const WIDE: u64 = 200;

/// The ways in which contributions are valued, in the order of the columns; the last is for those of whom nothing is said.
const TRACKS: [&str; 4] = ["livelihood", "love", "care", ""];

/// A table, and its bars.
pub(super) struct Series {
    /// What stands above the columns.
    pub(super) tracks: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// How many of all are acknowledged.
    pub(super) acknowledged: String,
    pub(super) has_more: bool,
}

/// A stretch of time.
pub(super) struct Row {
    pub(super) when: String,
    /// In the order of the columns.
    pub(super) counts: Vec<String>,
    pub(super) bars: Vec<Bar>,
}

/// A part of a bar.
pub(super) struct Bar {
    pub(super) x: u64,
    pub(super) wide: u64,
    /// Which column it is of.
    pub(super) track: usize,
}

impl Series {
    /// Nothing, if nothing was contributed.
    pub(super) fn of(words: Words, series: &Value) -> Option<Self> {
        let stretches: Vec<&Value> = series["stretches"].as_array()?.iter().collect();
        let counts: Vec<[u64; 4]> = stretches.iter().map(|stretch| counts(stretch)).collect();
        let longest =
            counts.iter().map(|row| row.iter().sum::<u64>()).max().filter(|longest| *longest > 0)?;
        let rows = stretches.iter().zip(counts).map(|(stretch, counts)| Row {
            when: stretch["when"].as_str().map_or_else(|| words.say("series-no-time"), line),
            bars: bars(&counts, longest),
            counts: counts.iter().map(|count| words.number(*count)).collect(),
        });
        let [all, acknowledged] =
            ["count", "acknowledged"].map(|name| series[name].as_u64().unwrap_or_default());
        Some(Self {
            tracks: TRACKS
                .iter()
                .map(|track| words.name("track", track).unwrap_or_else(|| words.say("series-not-said")))
                .collect(),
            rows: rows.collect(),
            acknowledged: words
                .with("series-acknowledged", &[("count", acknowledged.into()), ("all", all.into())]),
            has_more: series["more"] == true,
        })
    }
}

fn counts(stretch: &Value) -> [u64; 4] {
    let of = |track: &str| {
        let tracks = stretch["tracks"].as_array().into_iter().flatten();
        tracks.filter(|part| text(part, "track") == track).filter_map(|part| part["count"].as_u64()).sum()
    };
    TRACKS.map(of)
}

fn bars(counts: &[u64; 4], longest: u64) -> Vec<Bar> {
    let mut bars = Vec::new();
    let (mut before, mut x) = (0, 0);
    for (track, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        before += count;
        let end = before * WIDE / longest;
        bars.push(Bar { x, wide: end - x, track });
        x = end;
    }
    bars
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn bars_and_table_say_the_same() {
        let part = |track: &str, count: u64| json!({ "track": track, "count": count });
        let series = json!({
            "count": 4, "acknowledged": 1, "more": false,
            "stretches": [
                { "when": "2025", "tracks": [part("livelihood", 1), part("care", 2)] },
                { "when": null, "tracks": [{ "track": null, "count": 1 }] },
            ],
        });
        let series = Series::of(Words::of(Language::English), &series).unwrap();
        assert_eq!(series.rows[0].counts, ["1", "0", "2", "0"]);
        let bars: Vec<_> = series.rows[0].bars.iter().map(|bar| (bar.x, bar.wide, bar.track)).collect();
        assert_eq!(bars, [(0, 66, 0), (66, 134, 2)]);
        assert_eq!(series.rows[1].counts, ["0", "0", "0", "1"]);
        assert!(Series::of(Words::of(Language::English), &json!({ "stretches": [] })).is_none());
        assert!(Series::of(Words::of(Language::English), &Value::Null).is_none());
    }
}

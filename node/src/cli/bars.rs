//! Bars of text, as wide as the terminal allows, and of plain ASCII where it shows no more.

use console::Term;

/// Columns taken where nobody says how many there are: a file, a pipe.
const USUAL_COLUMNS: usize = 80;
/// No wider than this, however wide the terminal: long lines are hard to read.
const MAX_COLUMNS: usize = 120;
/// Most columns of a label; a longer one is cut.
const MAX_LABEL: usize = 40;
/// Fewest columns for a bar; where there is less room, bars are left out.
const MIN_BAR: usize = 5;
/// Most columns for a bar.
const MAX_BAR: usize = 40;

/// Where bars are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Canvas {
    columns: usize,
    ascii: bool,
}

/// A line with a bar: what it is about, how long the bar is, and what stands after it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) count: u64,
    pub(super) rest: String,
}

impl Canvas {
    /// Of the terminal, and what it can show.
    pub(super) fn here() -> Self {
        let columns = Term::stdout().size_checked().map_or(USUAL_COLUMNS, |(_, columns)| columns.into());
        let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set).unwrap_or_default().to_lowercase();
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb" || term == "linux");
        Self { columns, ascii: dumb || !(locale.contains("utf-8") || locale.contains("utf8")) }
    }

    /// The lines, one below the other; bars compare their counts, if they are wanted.
    pub(super) fn rows(self, rows: &[Row], with_bars: bool) -> String {
        let columns = self.columns.min(MAX_COLUMNS);
        let widest = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let label = widest(|row| row.label.chars().count()).min(MAX_LABEL).min(columns.max(10) / 2);
        let count = widest(|row| row.count.to_string().len());
        let rest = widest(|row| row.rest.chars().count());
        // Two columns stand between each. What stands after a bar may go on in the next line; the bar may not.
        let room = columns.saturating_sub(label + count + 6 + rest.min(columns / 3));
        let bar = room.min(MAX_BAR);
        let most = rows.iter().map(|row| row.count).max().unwrap_or(0);
        let mut lines = String::new();
        for row in rows {
            let name = self.cut(&row.label, label);
            let drawn = match with_bars && bar >= MIN_BAR {
                true => format!("{:<bar$}  ", self.bar(row.count, most, bar)),
                false => String::new(),
            };
            let line = format!("{name:<label$}  {drawn}{:>count$}  {}", row.count, row.rest);
            lines.push_str(line.trim_end());
            lines.push('\n');
        }
        lines
    }

    /// Never longer than the longest, and never nothing where there is something.
    fn bar(self, count: u64, most: u64, columns: usize) -> String {
        let room = u64::try_from(columns).unwrap_or(0);
        let length = (count.saturating_mul(room).saturating_add(most / 2)).checked_div(most).unwrap_or(0);
        let length = usize::try_from(length.max(u64::from(count > 0)).min(room)).unwrap_or(0);
        if self.ascii { "#" } else { "\u{2588}" }.repeat(length)
    }

    fn cut(self, label: &str, columns: usize) -> String {
        if label.chars().count() <= columns {
            return label.to_owned();
        }
        let dots = if self.ascii { "..." } else { "\u{2026}" };
        let kept = columns.saturating_sub(dots.chars().count());
        format!("{}{dots}", label.chars().take(kept).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row =
            |label: &str, count, rest: &str| Row { label: label.to_owned(), count, rest: rest.to_owned() };
        vec![
            row("translation", 40, "12.5 hours"),
            row("a role whose name nobody cut when it was typed, long as it is", 1, ""),
            row("code", 20, "3 days"),
        ]
    }

    #[test]
    fn bars_compare_counts_and_fit_the_terminal() {
        for columns in [1, 20, 40, 80, 300] {
            for ascii in [true, false] {
                let shown = Canvas { columns, ascii }.rows(&rows(), true);
                assert_eq!(shown.lines().count(), 3);
                assert_eq!(shown.is_ascii(), ascii, "{shown}");
                for line in shown.lines().filter(|_| columns >= 40) {
                    assert!(line.chars().count() <= columns.min(MAX_COLUMNS), "{columns}: {line}");
                }
            }
        }
        let shown = Canvas { columns: 80, ascii: true }.rows(&rows(), true);
        let bars: Vec<usize> = shown.lines().map(|line| line.matches('#').count()).collect();
        assert!(bars[0] == 2 * bars[2] && bars[1] == 1, "{shown}");
    }

    #[test]
    fn without_bars_the_counts_are_left() {
        let shown = Canvas { columns: 80, ascii: false }.rows(&rows(), false);
        assert!(!shown.contains('\u{2588}') && shown.contains("40  12.5 hours"), "{shown}");
    }
}

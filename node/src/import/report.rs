use std::collections::HashMap;

use super::error::FileError;
use super::limits::MAX_ROWS;

/// What a reader made of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parsed<T> {
    /// The rows that were understood, in the order of the file.
    pub(crate) rows: Vec<Row<T>>,
    /// The rows that were refused, in the order of the file.
    pub(crate) rejected: Vec<RejectedRow>,
    /// What was left aside without refusing a row: unknown columns, links that are no web addresses.
    pub(crate) warnings: Vec<Warning>,
}

/// A row that was understood, with its place in the file for later messages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row<T> {
    /// The row's number, counted from 1; a header line is not counted.
    pub(crate) number: usize,
    /// What the row says.
    pub(crate) value: T,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RejectedRow {
    /// The row's number, counted from 1; a header line is not counted.
    pub(crate) row: usize,
    /// One sentence: what was expected, and what was found.
    pub(crate) reason: String,
}

/// Something that was left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    /// The row's number, counted from 1; `None` where it concerns the whole file.
    pub(crate) row: Option<usize>,
    /// One sentence.
    pub(crate) message: String,
}

/// What one row came to, before it is known whether an earlier row has the same key.
pub(crate) struct Reading<T> {
    pub(crate) value: T,
    /// What stays the same when a corrected list is imported again.
    pub(crate) source_key: String,
    /// What the key consists of, in words: "same name and website".
    pub(crate) key_in_words: &'static str,
    pub(crate) warnings: Vec<String>,
}

/// Gathers rows, counts them, and refuses those that repeat a source key.
pub(crate) struct Collector<T> {
    parsed: Parsed<T>,
    row_of_key: HashMap<String, usize>,
    row: usize,
}

impl<T> Collector<T> {
    pub(crate) fn new() -> Self {
        Self {
            parsed: Parsed { rows: Vec::new(), rejected: Vec::new(), warnings: Vec::new() },
            row_of_key: HashMap::new(),
            row: 0,
        }
    }

    /// Takes the next row of the file.
    pub(crate) fn push(&mut self, reading: Result<Reading<T>, String>) -> Result<(), FileError> {
        if self.row == MAX_ROWS {
            return Err(FileError::TooManyRows);
        }
        self.row += 1;
        match reading.and_then(|reading| self.refuse_repetition(reading)) {
            Ok(reading) => {
                let row = Some(self.row);
                self.parsed
                    .warnings
                    .extend(reading.warnings.into_iter().map(|message| Warning { row, message }));
                self.row_of_key.insert(reading.source_key, self.row);
                self.parsed.rows.push(Row { number: self.row, value: reading.value });
            }
            Err(reason) => self.parsed.rejected.push(RejectedRow { row: self.row, reason }),
        }
        Ok(())
    }

    fn refuse_repetition(&self, reading: Reading<T>) -> Result<Reading<T>, String> {
        match self.row_of_key.get(&reading.source_key) {
            Some(earlier) => Err(format!("repeats row {earlier} ({})", reading.key_in_words)),
            None => Ok(reading),
        }
    }

    /// Ends the file.
    pub(crate) fn finish(mut self, about_the_file: Option<String>) -> Parsed<T> {
        if let Some(message) = about_the_file {
            self.parsed.warnings.insert(0, Warning { row: None, message });
        }
        self.parsed
    }
}

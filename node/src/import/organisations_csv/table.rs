//! From bytes to rows of cells, and where each row stands in the file.

use csv::{ByteRecord, Reader, ReaderBuilder};

/// A text that is divided into rows and cells.
pub(in crate::import) struct Table<'a> {
    text: &'a [u8],
    reader: Reader<&'a [u8]>,
    cells: ByteRecord,
}

impl<'a> Table<'a> {
    /// Divides a text at its most frequent separator.
    pub(in crate::import) fn new(text: &'a [u8]) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text);
        let cells = ByteRecord::new();
        Self { text, reader, cells }
    }

    /// The next row, and where it stands.
    pub(in crate::import) fn next(&mut self) -> Option<(&ByteRecord, Lines)> {
        let start = self.reader.position().clone();
        // Reading bytes from memory with any number of cells has no way to fail; if it had, it would be the end.
        if !self.reader.read_byte_record(&mut self.cells).unwrap_or(false) {
            return None;
        }
        let offset = |byte: u64| usize::try_from(byte).unwrap_or(self.text.len());
        let range = offset(start.byte())..offset(self.reader.position().byte());
        let raw = self.text.get(range).unwrap_or_default();
        Some((&self.cells, Lines::of(raw, start.line())))
    }
}

/// Where a row stands in the file. A quotation mark that is not closed swallows the lines up to the next one,
/// which must not go unseen.
pub(in crate::import) struct Lines {
    first: u64,
    last: u64,
    /// Whether a quotation was opened that ends with the file, or in another row.
    pub(in crate::import) quotation_is_open: bool,
}

impl Lines {
    /// `raw` may begin with empty lines, and may end with a line break.
    fn of(raw: &[u8], line: u64) -> Self {
        let breaks = |raw: &[u8]| raw.iter().filter(|b| **b == b'\n').count() as u64;
        let row = raw.trim_ascii_start();
        let first = line + breaks(raw) - breaks(row);
        let row = row.trim_ascii_end();
        let last = first + breaks(row);
        // A lone mark within a line is an inch or a slip, and is kept.
        let quotation_is_open = last > first && row.iter().filter(|b| **b == b'"').count() % 2 == 1;
        Self { first, last, quotation_is_open }
    }

    /// Says in a reason which lines are meant, if there are several.
    pub(in crate::import) fn add_to(&self, reason: String) -> String {
        let Self { first, last, .. } = self;
        if last > first { format!("{reason} (the row covers lines {first} to {last})") } else { reason }
    }
}

/// The first line of a text, without its line break.
pub(in crate::import) fn first_line(text: &[u8]) -> &[u8] {
    text.split(|b| *b == b'\n').next().unwrap_or_default()
}

/// Comma, semicolon or tab, whichever the first line has most of.
fn separator(text: &[u8]) -> u8 {
    let count = |separator: u8| first_line(text).iter().filter(|b| **b == separator).count();
    // The last of several equal ones wins: a comma, if there is no separator at all.
    let candidates = [b'\t', b';', b','];
    candidates.into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

//! Lists that people keep of others, one row for each: `commons confirm --csv`, `commons introduce --csv`. Columns are found
//! by their names; others, such as a name for whoever reads the list, are left aside.

use super::format::UTF8_MARK;
use super::organisations_csv::table::Table;
use crate::request::Rejected;

/// The largest list that is read, in bytes: some hundred thousand rows.
pub(crate) const MAX_LIST_BYTES: usize = 16 * 1024 * 1024;

/// The most rows of one list.
const MAX_ROWS: usize = 100_000;

/// The columns of a sort of list, and which must be there.
pub(super) type Columns = [(&'static str, bool)];

/// Why a list could not be read at all.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoList {
    #[error("the file is larger than the {MAX_LIST_BYTES} bytes that are read at once")]
    TooLarge,
    #[error("the file has more than {MAX_ROWS} rows")]
    TooManyRows,
    #[error("the file is empty: expected a line of column names, {0} among them")]
    Empty(&'static str),
    #[error("no column is called {missing}: found {found}")]
    NoColumn { missing: &'static str, found: String },
    #[error("two columns are called {0}")]
    Twice(&'static str),
}

/// What was understood, and what was not, with the reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ReadList<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) rejected: Vec<Rejected>,
}

/// A row, with what stands under each column.
pub(super) struct Cells<'a> {
    /// Its number below the heading, counted from 1.
    pub(super) row: usize,
    columns: &'a Columns,
    cells: Vec<Option<String>>,
}

impl Cells<'_> {
    /// What stands under a column, if anything does.
    pub(super) fn take(&mut self, column: usize) -> Option<String> {
        self.cells.get_mut(column).and_then(Option::take)
    }

    /// What must stand under a column.
    pub(super) fn must(&mut self, column: usize) -> Result<String, String> {
        let name = self.columns[column].0;
        self.take(column).ok_or_else(|| format!("expected something under {name}, found nothing"))
    }
}

/// Reads a list. One bad row never stops the rest.
pub(super) fn read<T>(
    bytes: &[u8],
    columns: &Columns,
    of: impl Fn(Cells<'_>) -> Result<T, String>,
) -> Result<ReadList<T>, NoList> {
    if bytes.len() > MAX_LIST_BYTES {
        return Err(NoList::TooLarge);
    }
    let mut table = Table::new(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes));
    let Some((headings, _)) = table.next() else { return Err(NoList::Empty(columns[0].0)) };
    let headings: Vec<String> =
        headings.iter().map(|heading| String::from_utf8_lossy(heading).trim().to_lowercase()).collect();
    let mut places = Vec::with_capacity(columns.len());
    for (column, must) in columns {
        let mut here = headings.iter().enumerate().filter(|(_, heading)| heading == column);
        let place = here.next().map(|(at, _)| at);
        if here.next().is_some() {
            return Err(NoList::Twice(column));
        }
        if *must && place.is_none() {
            let found: String = headings.join(", ").chars().take(200).collect();
            return Err(NoList::NoColumn { missing: column, found });
        }
        places.push(place);
    }
    let mut list = ReadList { rows: Vec::new(), rejected: Vec::new() };
    let mut row = 0;
    while let Some((found, lines)) = table.next() {
        row += 1;
        if row > MAX_ROWS {
            return Err(NoList::TooManyRows);
        }
        let cell = |place: &Option<usize>| {
            let bytes = place.and_then(|at| found.get(at)).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?.trim();
            Ok::<_, String>(Some(text.to_owned()).filter(|text| !text.is_empty()))
        };
        let understood = || {
            if lines.quotation_is_open {
                return Err("a quotation mark is not closed".to_owned());
            }
            of(Cells { row, columns, cells: places.iter().map(cell).collect::<Result<_, _>>()? })
        };
        match understood() {
            Ok(understood) => list.rows.push(understood),
            Err(reason) => list.rejected.push(Rejected { row, reason: lines.add_to(reason) }),
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &Columns = &[("agent", true), ("note", false)];

    fn agents(bytes: &[u8]) -> Result<ReadList<(usize, String)>, NoList> {
        read(bytes, COLUMNS, |mut cells| Ok((cells.row, cells.must(0)?)))
    }

    #[test]
    fn a_bad_row_does_not_stop_the_rest() {
        let list = agents(b"agent,note\n,x\nc0196fec\n\xff,x\naabbccdd,\"yes\"\n").unwrap();
        assert_eq!(list.rejected.iter().map(|one| one.row).collect::<Vec<_>>(), [1, 3]);
        assert!(list.rejected[0].reason.contains("agent"), "{list:?}");
        assert_eq!(list.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused() {
        assert_eq!(agents(b""), Err(NoList::Empty("agent")));
        assert!(matches!(agents(b"name,note\n"), Err(NoList::NoColumn { missing: "agent", .. })));
        assert_eq!(agents(b"agent,note,Agent\n"), Err(NoList::Twice("agent")));
        assert_eq!(agents(&vec![b'a'; MAX_LIST_BYTES + 1]), Err(NoList::TooLarge));
        let many = format!("agent,note\n{}", "a,b\n".repeat(MAX_ROWS + 1));
        assert_eq!(agents(many.as_bytes()), Err(NoList::TooManyRows));
    }
}

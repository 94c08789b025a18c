//! Lists of facts to confirm: one row for each, with the columns `agent`, `fact`, and if need be `value`, `until` and
//! `reason`. Other columns, such as a name for whoever reads the list, are left aside.

use super::format::UTF8_MARK;
use super::organisations_csv::table::Table;
use crate::request::{Confirm, ConfirmRow, Rejected};

/// The largest list that is read, in bytes: some hundred thousand rows.
pub(crate) const MAX_LIST_BYTES: usize = 16 * 1024 * 1024;

/// The most rows of one list.
const MAX_ROWS: usize = 100_000;

/// The columns, and which must be there.
const COLUMNS: [(&str, bool); 5] =
    [("agent", true), ("fact", true), ("value", false), ("until", false), ("reason", false)];

/// Why a list could not be read at all.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoList {
    #[error("the file is larger than the {MAX_LIST_BYTES} bytes that are read at once")]
    TooLarge,
    #[error("the file has more than {MAX_ROWS} rows")]
    TooManyRows,
    #[error("the file is empty: expected a line of column names, agent and fact among them")]
    Empty,
    #[error("no column is called {missing}: found {found}")]
    NoColumn { missing: &'static str, found: String },
    #[error("two columns are called {0}")]
    Twice(&'static str),
}

/// What was understood, and what was not, with the reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ReadList {
    pub(crate) rows: Vec<ConfirmRow>,
    pub(crate) rejected: Vec<Rejected>,
}

/// Reads a list. One bad row never stops the rest.
pub(crate) fn read(bytes: &[u8]) -> Result<ReadList, NoList> {
    if bytes.len() > MAX_LIST_BYTES {
        return Err(NoList::TooLarge);
    }
    let mut table = Table::new(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes));
    let Some((headings, _)) = table.next() else { return Err(NoList::Empty) };
    let headings: Vec<String> =
        headings.iter().map(|heading| String::from_utf8_lossy(heading).trim().to_lowercase()).collect();
    let mut places = [None; COLUMNS.len()];
    for (place, (column, must)) in places.iter_mut().zip(COLUMNS) {
        let mut here = headings.iter().enumerate().filter(|(_, heading)| *heading == column);
        *place = here.next().map(|(at, _)| at);
        if here.next().is_some() {
            return Err(NoList::Twice(column));
        }
        if must && place.is_none() {
            let found: String = headings.join(", ").chars().take(200).collect();
            return Err(NoList::NoColumn { missing: column, found });
        }
    }
    let mut list = ReadList::default();
    let mut row = 0;
    while let Some((cells, lines)) = table.next() {
        row += 1;
        if row > MAX_ROWS {
            return Err(NoList::TooManyRows);
        }
        let cell = |column: usize| {
            let bytes = places[column].and_then(|at| cells.get(at)).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?.trim();
            Ok::<_, String>(Some(text.to_owned()).filter(|text| !text.is_empty()))
        };
        let confirm = || {
            if lines.quotation_is_open {
                return Err("a quotation mark is not closed".to_owned());
            }
            let must = |column: usize| {
                cell(column)?
                    .ok_or_else(|| format!("expected something under {}, found nothing", COLUMNS[column].0))
            };
            Ok(Confirm {
                agent: must(0)?,
                fact: must(1)?,
                value: cell(2)?,
                until: cell(3)?,
                reason: cell(4)?,
            })
        };
        match confirm() {
            Ok(confirm) => list.rows.push(ConfirmRow { row, confirm }),
            Err(reason) => list.rejected.push(Rejected { row, reason: lines.add_to(reason) }),
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_names_and_others_left_aside() {
        let text = "\u{feff}Name;FACT;agent; Until \nGarden;worker_owned;c0196fec;2027-01-01\nPress;kind;aabbccdd;\n";
        let list = read(text.as_bytes()).unwrap();
        assert_eq!(list.rejected, []);
        let first = Confirm {
            agent: "c0196fec".to_owned(),
            fact: "worker_owned".to_owned(),
            value: None,
            until: Some("2027-01-01".to_owned()),
            reason: None,
        };
        assert_eq!(list.rows[0], ConfirmRow { row: 1, confirm: first });
        assert_eq!((list.rows.len(), &list.rows[1].confirm.until), (2, &None));
    }

    #[test]
    fn a_bad_row_does_not_stop_the_rest() {
        let text = b"agent,fact,value\n,worker_owned,\nc0196fec\n\xff,x,\naabbccdd,member,\"yes\"\n";
        let list = read(text).unwrap();
        assert_eq!(list.rejected.iter().map(|one| one.row).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(list.rejected[0].reason.contains("agent"), "{list:?}");
        assert_eq!(list.rows.iter().map(|one| one.row).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused() {
        assert_eq!(read(b""), Err(NoList::Empty));
        assert!(matches!(read(b"name,fact\n"), Err(NoList::NoColumn { missing: "agent", .. })));
        assert_eq!(read(b"agent,fact,Agent\n"), Err(NoList::Twice("agent")));
        assert_eq!(read(&vec![b'a'; MAX_LIST_BYTES + 1]), Err(NoList::TooLarge));
        let many = format!("agent,fact\n{}", "a,b\n".repeat(MAX_ROWS + 1));
        assert_eq!(read(many.as_bytes()), Err(NoList::TooManyRows));
    }
}

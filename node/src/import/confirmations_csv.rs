//! Lists of facts to confirm: one row for each, with the columns `agent`, `fact`, and if need be `value`, `until` and
//! `reason`.

use super::list::{self, Columns, NoList, ReadList};
use crate::request::{Confirm, ConfirmRow};

const COLUMNS: &Columns =
    &[("agent", true), ("fact", true), ("value", false), ("until", false), ("reason", false)];

/// Reads a list. One bad row never stops the rest.
pub(crate) fn read(bytes: &[u8]) -> Result<ReadList<ConfirmRow>, NoList> {
    list::read(bytes, COLUMNS, |mut cells| {
        let confirm = Confirm {
            agent: cells.must(0)?,
            fact: cells.must(1)?,
            value: cells.take(2),
            until: cells.take(3),
            reason: cells.take(4),
        };
        Ok(ConfirmRow { row: cells.row, confirm })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_names_and_others_left_aside() {
        let text = "\u{feff}Name;FACT;agent; Until \nGarden;worker_owned;c0196fec;2027-01-01\nPress;kind;aabbccdd;\nMill;;aabbccdd\n";
        let list = read(text.as_bytes()).unwrap();
        let first = Confirm {
            agent: "c0196fec".to_owned(),
            fact: "worker_owned".to_owned(),
            value: None,
            until: Some("2027-01-01".to_owned()),
            reason: None,
        };
        assert_eq!(list.rows[0], ConfirmRow { row: 1, confirm: first });
        assert_eq!((list.rows.len(), &list.rows[1].confirm.until), (2, &None));
        assert_eq!(list.rejected.iter().map(|one| one.row).collect::<Vec<_>>(), [3]);
    }
}

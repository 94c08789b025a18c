//! Lists of agents to introduce: one row for each, with the column `agent`, and if need be `budget`.

use super::list::{self, Columns, NoList, ReadList};
use crate::request::IntroduceRow;

const COLUMNS: &Columns = &[("agent", true), ("budget", false)];

/// Reads a list. One bad row never stops the rest.
pub(crate) fn read(bytes: &[u8]) -> Result<ReadList<IntroduceRow>, NoList> {
    list::read(bytes, COLUMNS, |mut cells| {
        let budget = |text: String| {
            text.parse::<u32>().map_err(|_| format!("expected a whole number as budget, found {text:?}"))
        };
        let agent = cells.must(0)?;
        Ok(IntroduceRow { row: cells.row, agent, budget: cells.take(1).map(budget).transpose()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A spreadsheet saves with whatever separator its country has: here only commas were read.
    #[test]
    fn a_row_that_cannot_be_read_is_named_and_the_rest_goes_on() {
        let list = "Name,Agent,Budget\nA,ABCDEF01,5\nB,,1\nC,abcdef02,many\nD,abcdef03\n";
        for text in [list.to_owned(), list.replace(',', ";"), list.replace(',', "\t")] {
            let list = read(text.as_bytes()).unwrap();
            let rows: Vec<_> =
                list.rows.iter().map(|row| (row.row, row.agent.as_str(), row.budget)).collect();
            assert_eq!(rows, [(1, "ABCDEF01", Some(5)), (4, "abcdef03", None)]);
            assert_eq!(list.rejected.iter().map(|one| one.row).collect::<Vec<_>>(), [2, 3]);
        }
    }
}

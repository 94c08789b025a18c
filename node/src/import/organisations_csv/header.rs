//! The columns that are understood, and where they stand in a file.

use csv::ByteRecord;

use crate::import::error::FileError;
use crate::import::field;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Identifier,
    Name,
    Description,
    Locality,
    Region,
    Country,
    Website,
    Latitude,
    Longitude,
    Sector,
    Industry,
    IndustryCode,
    Ownership,
    LegalForm,
    Continent,
    BusinessAreas,
    Place,
    Notes,
}

/// The headings that are understood. The first of a column is the one that messages use.
const HEADINGS: [(&str, Column); 19] = [
    ("Identifier", Column::Identifier),
    ("Name", Column::Name),
    ("Description", Column::Description),
    ("Locality", Column::Locality),
    ("Region", Column::Region),
    ("Country ID", Column::Country),
    ("Country", Column::Country),
    ("Website", Column::Website),
    ("Latitude", Column::Latitude),
    ("Longitude", Column::Longitude),
    ("Sector", Column::Sector),
    ("SIC Section", Column::Industry),
    ("SIC Code", Column::IndustryCode),
    ("Ownership Classification", Column::Ownership),
    ("Legal Form", Column::LegalForm),
    ("Continent", Column::Continent),
    ("Business areas", Column::BusinessAreas),
    ("Place", Column::Place),
    ("Notes", Column::Notes),
];

fn column(heading: &str) -> Option<Column> {
    let heading = heading.trim().replace(['_', '-'], " ");
    HEADINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&heading)).map(|(_, column)| *column)
}

/// Whether one of the headings is that of the name.
pub(super) fn names_the_name(headings: &ByteRecord) -> bool {
    headings.iter().any(|cell| std::str::from_utf8(cell).ok().and_then(column) == Some(Column::Name))
}

/// The headings of a file.
pub(super) struct Header {
    columns: Vec<Option<Column>>,
    unknown: Vec<String>,
}

impl Header {
    pub(super) fn read(record: &ByteRecord) -> Result<Self, FileError> {
        let mut header = Self { columns: Vec::new(), unknown: Vec::new() };
        let mut headings: Vec<String> = Vec::new();
        for (index, cell) in record.iter().enumerate() {
            let heading = std::str::from_utf8(cell).map_err(|_| FileError::Encoding {
                found: format!("other bytes in the heading of column {}", index + 1),
            })?;
            let heading = field::shown(heading.trim());
            let column = column(&heading);
            let earlier = column.and_then(|_| header.columns.iter().position(|known| *known == column));
            if let Some(first) = earlier.and_then(|earlier| headings.get(earlier)) {
                return Err(FileError::RepeatedColumn { first: first.clone(), second: heading });
            }
            if column.is_none() && !heading.is_empty() {
                header.unknown.push(heading.clone());
            }
            header.columns.push(column);
            headings.push(heading);
        }
        if !header.columns.contains(&Some(Column::Name)) {
            let expected = HEADINGS.map(|(heading, _)| heading).join(", ");
            let found = field_list(&headings);
            return Err(FileError::NoNameColumn { expected, found });
        }
        Ok(header)
    }

    /// The fields of a row, if it has as many as there are columns and all are UTF-8.
    pub(super) fn fields<'a>(&self, record: &'a ByteRecord) -> Result<Fields<'a>, String> {
        if record.len() != self.columns.len() {
            return Err(format!("expected {} fields, found {}", self.columns.len(), record.len()));
        }
        let mut fields = Fields { texts: [""; COLUMNS] };
        for (index, (column, cell)) in self.columns.iter().zip(record.iter()).enumerate() {
            let text = std::str::from_utf8(cell)
                .map_err(|_| format!("expected UTF-8 text, found other bytes in column {}", index + 1))?;
            if let Some(slot) = column.and_then(|column| fields.texts.get_mut(column as usize)) {
                *slot = text;
            }
        }
        Ok(fields)
    }

    pub(super) fn about_unknown_columns(&self) -> Option<String> {
        let which = field_list(&self.unknown);
        (!self.unknown.is_empty()).then(|| format!("columns that are not imported: {which}"))
    }
}

/// A list for a message, cut after a dozen.
fn field_list(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut out = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        out.push_str(", …");
    }
    out
}

const COLUMNS: usize = Column::Notes as usize + 1;

/// The texts of one row, by column; a column that the file does not have is empty.
pub(super) struct Fields<'a> {
    texts: [&'a str; COLUMNS],
}

impl<'a> Fields<'a> {
    pub(super) fn get(&self, column: Column) -> &'a str {
        self.texts.get(column as usize).copied().unwrap_or_default()
    }

    pub(super) fn short(&self, column: Column) -> Result<Option<String>, String> {
        field::short(label(column), self.get(column))
    }

    pub(super) fn text(&self, column: Column) -> Result<Option<String>, String> {
        field::text(label(column), self.get(column))
    }
}

fn label(column: Column) -> &'static str {
    HEADINGS.iter().find(|(_, known)| *known == column).map_or("field", |(heading, _)| heading)
}

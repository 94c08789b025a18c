use super::limits::{MAX_FILE_BYTES, MAX_ROWS};

/// Why a file could not be read at all. Nothing of it has been imported.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileError {
    /// The file is larger than is held in memory.
    #[error("the file has {found} bytes, more than the {MAX_FILE_BYTES} that are read at once")]
    TooLarge {
        /// Size of the file in bytes.
        found: usize,
    },
    /// The file has more rows than one import takes.
    #[error("the file has more than {MAX_ROWS} rows, the most that one import takes")]
    TooManyRows,
    /// There is nothing to read.
    #[error("the file is empty: expected {expected}")]
    Empty {
        /// What a file of this format begins with.
        expected: &'static str,
    },
    /// The text is in an encoding that is not read.
    #[error("the file is not UTF-8 text: found {found}")]
    Encoding {
        /// What was found instead, and where.
        found: String,
    },
    /// No column holds the name of the organisation.
    #[error("no column is called Name: expected some of {expected}; found {found}")]
    NoNameColumn {
        /// The column names that are understood.
        expected: String,
        /// The column names of the file.
        found: String,
    },
    /// Two columns would fill one field.
    #[error("the columns \"{first}\" and \"{second}\" mean the same: expected one of them")]
    RepeatedColumn {
        /// The column that stands first.
        first: String,
        /// The column that repeats it.
        second: String,
    },
    /// The file is not well-formed JSON.
    #[error("the file is not valid JSON: {problem} at line {line}, column {column}")]
    Json {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the parser expected.
        problem: String,
    },
    /// The file is JSON, but not a list.
    #[error("expected a list of public goods, [{{\"name\": …}}, …], and found {found}")]
    NotAList {
        /// The kind of value that was found.
        found: String,
    },
}

impl FileError {
    /// What to try next, as one sentence.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TooManyRows => {
                "Split the file and import the parts one after another."
            }
            Self::Empty { .. } => "Check that the file was saved or downloaded to its end.",
            Self::Encoding { .. } => "Save the file as UTF-8 and import it again.",
            Self::NoNameColumn { .. } => {
                "Give the column that holds the organisation's name the heading Name."
            }
            Self::RepeatedColumn { .. } => "Rename or remove one of the two columns.",
            Self::Json { .. } => "Correct the file there, or download it again.",
            Self::NotAList { .. } => "Wrap the objects in [ and ], separated by commas.",
        }
    }
}

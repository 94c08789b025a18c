//! Files: what a resource says of each of its own, and how what peers send of one is checked piece by piece.

mod pieces;

use core::fmt;

use commons_identity::define_id;

pub use pieces::{PIECE_BYTES, Pieces, WrongPieces, piece_count, piece_value};

use crate::{RecordView, schema::MAX_FILE_BYTES, value::Value};

define_id! {
    /// The BLAKE3 hash of a file's content.
    FileHash
}

/// Most bytes of a file: 65,536 pieces.
pub const MAX_FILE_SIZE: u64 = 16 * 1024 * 1024 * 1024;

/// Most files of one resource that are looked at.
pub const MAX_FILES: usize = 200;

/// Most bytes of a file's name, folders included.
pub const MAX_FILE_NAME_BYTES: usize = 400;

/// Most folders that a file may lie in, and itself.
const MAX_DEPTH: usize = 16;

/// Most bytes of one part of a name: more than that no usual file system takes.
const MAX_PART_BYTES: usize = 200;

/// A file's name: its parts with `/` between them, without anything that could lead out of a folder, hide a file, or show
/// other letters than there are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

/// Why a text is no file's name here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileNameError {
    /// Empty, or too long.
    #[error("expected a name of 1 to {MAX_FILE_NAME_BYTES} bytes, found {found}")]
    Length {
        /// Bytes found.
        found: usize,
    },
    /// Too many folders in folders.
    #[error("expected at most {MAX_DEPTH} parts with / between them, found {found}")]
    Depth {
        /// Parts found.
        found: usize,
    },
    /// A part that is empty, too long, begins with a point, or begins or ends with a space.
    #[error(
        "expected parts of 1 to {MAX_PART_BYTES} bytes that begin with no point and have no space at their ends, found \
         {found:?}"
    )]
    Part {
        /// The part, shortened.
        found: String,
    },
    /// A character that some systems do not take in a file's name, or that is not seen.
    #[error("expected no control or invisible characters and none of \\ : * ? \" < > |, found U+{found:04X}")]
    Character {
        /// Its code point.
        found: u32,
    },
}

/// Characters that turn the direction of writing, or take no room: fixed, since a rule must not change with Unicode.
const fn is_unseen(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl FileName {
    /// The name, if it is one.
    ///
    /// # Errors
    /// [`FileNameError`] with what was expected and found.
    pub fn new(name: &str) -> Result<Self, FileNameError> {
        if name.is_empty() || name.len() > MAX_FILE_NAME_BYTES {
            return Err(FileNameError::Length { found: name.len() });
        }
        let refused = |character: char| {
            character.is_control() || is_unseen(character) || "\\:*?\"<>|".contains(character)
        };
        if let Some(found) = name.chars().find(|character| refused(*character)) {
            return Err(FileNameError::Character { found: found.into() });
        }
        let found = name.split('/').count();
        if found > MAX_DEPTH {
            return Err(FileNameError::Depth { found });
        }
        let fits = |part: &str| {
            (1..=MAX_PART_BYTES).contains(&part.len())
                && !part.starts_with(['.', ' '])
                && !part.ends_with(['.', ' '])
        };
        match name.split('/').find(|part| !fits(part)) {
            Some(part) => Err(FileNameError::Part { found: part.chars().take(40).collect() }),
            None => Ok(Self(name.to_owned())),
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of a resource: what it is called, how large it is, and the hash of its content. Written `HASH SIZE NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileRef {
    /// What it is called, with the folders that it lies in.
    pub name: FileName,
    /// Bytes.
    pub size: u64,
    /// The hash of its content.
    pub hash: FileHash,
}

/// Why a text names no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefError {
    /// Not three words, of which the first is a hash and the second a number.
    #[error(
        "expected a hash of 64 hex digits, a size in bytes and a name, with one space between, found {found:?}"
    )]
    Form {
        /// The text, shortened.
        found: String,
    },
    /// Larger than any file here.
    #[error("expected a file of at most {MAX_FILE_SIZE} bytes, found {found}")]
    Size {
        /// Bytes said.
        found: u64,
    },
    /// Not a name.
    #[error("the name of a file: {0}")]
    Name(#[from] FileNameError),
}

impl FileRef {
    /// Reads the one way in which a file is written down.
    ///
    /// # Errors
    /// [`FileRefError`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, FileRefError> {
        let form = || FileRefError::Form { found: text.chars().take(90).collect() };
        let mut words = text.splitn(3, ' ');
        let (Some(hash), Some(size), Some(name)) = (words.next(), words.next(), words.next()) else {
            return Err(form());
        };
        let file = Self {
            hash: hash.parse().map_err(|_| form())?,
            size: size.parse().map_err(|_| form())?,
            name: FileName::new(name)?,
        };
        if file.size > MAX_FILE_SIZE {
            return Err(FileRefError::Size { found: file.size });
        }
        // Neither capitals nor leading noughts.
        if file.to_string() == text { Ok(file) } else { Err(form()) }
    }
}

impl fmt::Display for FileRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.hash, self.size, self.name)
    }
}

// The longest line fits into the field.
const _: () = assert!(64 + 1 + 11 + 1 + MAX_FILE_NAME_BYTES <= MAX_FILE_BYTES);

impl RecordView {
    /// The files of a resource, by hash; of several that are called alike all.
    pub fn files(&self) -> impl Iterator<Item = FileRef> {
        let lines = self.set("files").take(MAX_FILES);
        lines.filter_map(|line| match line {
            Value::Text(line) => FileRef::parse(line).ok(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_out_of_no_folder_and_hides_nothing() {
        for good in ["guide.pdf", "en/Baking together.md", "a/b/c", "pão.txt", "v1.2-final_(2).tar.gz"] {
            assert_eq!(FileName::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "/etc/passwd",
            "a//b",
            "a/",
            "..",
            "a/../b",
            ".bashrc",
            "a/.ssh/keys",
            "a\\b",
            "c:x",
            "a\nb",
            "x\u{202e}fdp.exe",
            " a",
            "a ",
            "a.",
            "what?",
            "a\u{200b}b",
            "a/ b",
        ] {
            assert!(FileName::new(bad).is_err(), "{bad:?}");
        }
        assert!(FileName::new(&"a".repeat(401)).is_err());
        assert!(FileName::new(&"a".repeat(201)).is_err());
        assert!(FileName::new(&["a"; 17].join("/")).is_err());
    }

    #[test]
    fn a_file_is_written_in_one_way() {
        let hash = "ab".repeat(32);
        let line = format!("{hash} 1048576 en/guide.pdf");
        let file = FileRef::parse(&line).unwrap();
        assert_eq!((file.size, file.name.as_str()), (1_048_576, "en/guide.pdf"));
        assert_eq!(file.to_string(), line);
        for bad in [
            format!("{} 1 a", "AB".repeat(32)),
            format!("{hash} 01 a"),
            format!("{hash} +1 a"),
            format!("{hash}  1 a"),
            format!("{hash} 1"),
            format!("{hash} 17179869185 a"),
            format!("{} 1 a", "ab".repeat(31)),
        ] {
            assert!(FileRef::parse(&bad).is_err(), "{bad}");
        }
    }
}

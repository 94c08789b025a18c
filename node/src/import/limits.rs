//! How large a list, a row and a field may be. Whatever is larger is refused with its size, never cut.

/// The largest file that is read, in bytes (256 MiB): it is held in memory while it is parsed.
pub(crate) const MAX_FILE_BYTES: usize = 256 * 1024 * 1024;

/// The most rows that one file may have.
pub(crate) const MAX_ROWS: usize = 1_000_000;

/// The longest name or title, in bytes of UTF-8. The shortest is one byte.
pub(crate) const MAX_NAME_BYTES: usize = 500;

/// The longest description or note, in bytes of UTF-8.
pub(crate) const MAX_TEXT_BYTES: usize = 16_384;

/// The longest web address, in bytes of UTF-8.
pub(crate) const MAX_URL_BYTES: usize = 2_000;

/// The longest of all other fields (place, sector, legal form, licence id, …), in bytes of UTF-8.
pub(crate) const MAX_SHORT_BYTES: usize = 300;

/// The most entries that one list of a row may have (licences, links, topics, makers, …).
pub(crate) const MAX_LIST_ITEMS: usize = 100;

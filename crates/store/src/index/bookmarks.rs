//! How far we are with other nodes' journals.

use super::{Index, IndexError, keys, rows};
use crate::bundle::JournalId;

/// Most peers of which that is remembered, about 100 bytes each. When there are more, some are forgotten: they are
/// compared with once.
const MAX_BOOKMARKS: usize = 4096;

impl Index {
    /// How far we are with a peer's journal.
    pub(crate) fn bookmark(&self, peer: &[u8]) -> Result<Option<(JournalId, u64)>, IndexError> {
        let Some(row) = self.db.get(keys::bookmark(peer))? else { return Ok(None) };
        Ok(Some(rows::decode_bookmark(&row)?))
    }

    /// Notes how far we are with a peer's journal.
    pub(crate) fn set_bookmark(
        &self,
        peer: &[u8],
        journal: JournalId,
        through: u64,
    ) -> Result<(), IndexError> {
        let before = self.db.insert(keys::bookmark(peer), rows::encode_bookmark(journal, through))?;
        if before.is_some() {
            return Ok(());
        }
        for key in self.db.scan_prefix(keys::bookmarks()).keys().skip(MAX_BOOKMARKS) {
            let key = key?;
            if key != keys::bookmark(peer) {
                self.db.remove(key)?;
            }
        }
        Ok(())
    }
}

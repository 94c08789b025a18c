//! How far we are with other nodes' journals.

use super::{Batch, Index, IndexError, keys, rows};
use crate::bundle::JournalId;

/// Most peers of which that is remembered, about 100 bytes each. When there are more, some are forgotten: they are
/// compared with once.
const MAX_BOOKMARKS: usize = 4096;

impl Index {
    /// How far we are with a peer's journal.
    pub(crate) fn bookmark(&self, peer: &[u8]) -> Result<Option<(JournalId, u64)>, IndexError> {
        let Some(row) = self.table.get(keys::bookmark(peer))? else { return Ok(None) };
        Ok(Some(rows::decode_bookmark(&row)?))
    }

    /// Notes how far we are with a peer's journal.
    pub(crate) fn set_bookmark(
        &self,
        peer: &[u8],
        journal: JournalId,
        through: u64,
    ) -> Result<(), IndexError> {
        let is_known = self.table.contains_key(keys::bookmark(peer))?;
        let mut batch = Batch::default();
        batch.insert(keys::bookmark(peer), rows::encode_bookmark(journal, through));
        if !is_known {
            for row in self.table.scan_prefix(&keys::bookmarks()).skip(MAX_BOOKMARKS) {
                batch.remove(row?.0);
            }
        }
        // Written by others than the one who writes all the rest.
        Ok(self.table.apply_first(batch)?)
    }
}

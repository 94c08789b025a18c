//! Decoding and judging signatures, once for all nodes of a run: it is a function of the bytes alone.

use std::collections::HashMap;
use std::sync::Arc;

use commons_registry::{Checked, ItemError, check};

/// What the bytes that were seen in a run turned out to be.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    /// By the hash of the bytes; looked up, never gone through.
    known: HashMap<[u8; 32], Result<Arc<Checked>, ItemError>>,
}

impl Checks {
    /// What these bytes are, if encoding and signatures hold.
    ///
    /// # Errors
    /// [`ItemError`] if they do not.
    pub(crate) fn of(&mut self, bytes: &[u8]) -> Result<Arc<Checked>, ItemError> {
        let checked = self.known.entry(*blake3::hash(bytes).as_bytes()).or_insert_with(|| {
            let [checked] = <[_; 1]>::try_from(check(&[bytes])).expect("one verdict for one item");
            checked.map(Arc::new)
        });
        checked.clone()
    }
}

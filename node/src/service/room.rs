//! How many strangers a node has room for at a time. Each of its doors has room of its own, so that a crowd at one shuts nobody out at
//! the other.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Most questions of strangers that are worked on at a time. One that is begun is finished, even if nobody waits for it any more.
const MAX_AT_ONCE: usize = 8;

/// Most who listen at a time: each holds a connection.
const MAX_LISTENERS: usize = 96;

/// Room for strangers.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    /// For those whose questions are worked on.
    pub(crate) turns: Arc<Semaphore>,
    /// For those who listen.
    pub(crate) listeners: Arc<Semaphore>,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(MAX_AT_ONCE)),
            listeners: Arc::new(Semaphore::new(MAX_LISTENERS)),
        }
    }
}

//! Commons sync.

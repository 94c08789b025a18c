//! Commons store.

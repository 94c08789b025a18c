//! What the end-to-end tests share: seeded randomness, random histories, real nodes.

#![expect(
    clippy::unwrap_used,
    reason = "all of this is test code: a failure should stop the test"
)]

pub mod histories;
pub mod node;
pub mod random;

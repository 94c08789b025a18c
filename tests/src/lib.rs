//! What the end-to-end tests share: seeded randomness, random histories, real nodes, a real browser, simulated nodes.

pub mod browser;
pub mod fetching;
pub mod folder;
pub mod histories;
pub mod house;
pub mod key_logs;
pub mod node;
pub mod random;
pub mod simulation;

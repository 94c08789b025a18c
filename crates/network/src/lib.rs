//! The network: a libp2p swarm that one task owns, and a cloneable handle that talks to it.
//!
//! Peers are dialled from a static list, found on the local network, or learnt of from other peers. With each connected peer a pull keeps us in
//! step with what it holds (`commons-sync`), and gossip brings news quickly in between. Items
//! are opaque here: whatever arrives goes to [`Holdings`], which validates and stores it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `config`, `limits` | what may be set, and the bounds that may not |
//! | `line` | how much may go over the line, each way |
//! | `network` | the handle: start, announce, status, shut down |
//! | `holdings` | what the network needs of a store, and how blocking calls are made |
//! | `swarm` | the task that owns the swarm |
//! | `behaviour` | the protocols that are spoken, and their settings |
//! | `dial` | whom to dial, and when again |
//! | `addresses` | where nodes are: signed, expiring, exchanged, and dialled when peers are lacking |
//! | `gossip` | judging what was announced |
//! | `asking` | asking peers for one record, and whether they hold some items |
//! | `files` | serving files, and fetching one from several peers at once |
//! | `turns` | how many streams one peer may open to ask something |
//! | `streams` | the libp2p protocol that opens and accepts sync streams |
//! | `sync` | what is said over them: pulls and answers |
//! | `status` | what the network shows of itself |

mod addresses;
mod asking;
mod behaviour;
mod config;
mod dial;
mod files;
mod gossip;
mod holdings;
pub mod limits;
mod line;
mod network;
mod status;
mod streams;
mod swarm;
mod sync;
mod turns;

pub use addresses::*;
pub use asking::{AskError, Found, Given};
pub use commons_registry::NetworkId;
pub use commons_sync::{Bookmark, Everything, Fault, Ingested, SegmentBuilder, Welcome};
pub use config::{Config, Pace, PeerLimits};
pub use files::{FetchError, FilePeer, FilePeerState, FileProgress, Incoming};
pub use holdings::{Holdings, Source};
pub use libp2p::{Multiaddr, PeerId, identity::Keypair};
pub use line::{Rate, Rates, TooSlow};
pub use network::{Network, NetworkStopped, StartError};
pub use status::{PeerStatus, Status, Traffic, Unreached};

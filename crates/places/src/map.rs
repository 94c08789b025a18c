//! A map of the world: windows onto it, land and borders to draw in them, and what lies close together as one.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `window` | which part of the world is seen, and where in it a place is |
//! | `sheet` | land and borders in three degrees of detail, unpacked |
//! | `outline` | what of them a window shows, as paths of SVG |
//! | `cluster` | places that are too close to each other to be told apart |

mod cluster;
mod outline;
mod sheet;
mod window;

pub use cluster::{Cluster, MAX_CLUSTERS, clusters};
pub use outline::{Outline, outline};
pub use window::{Edges, HEIGHT, MAX_ZOOM, WIDTH, Window};

/// Whom to credit for land and borders.
pub const CREDIT: &str =
    "Land and borders: Natural Earth (https://www.naturalearthdata.com/), public domain.";

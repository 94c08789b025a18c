//! Listings: organisations described by others, which these may claim, and which may be there twice.

use serde::{Deserialize, Serialize};

/// Something about listings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "listing", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ListingRequest {
    /// It describes us; with `take`, what it says of us goes into our own record, where that says nothing.
    Claim { id: String, take: bool },
    /// It does not.
    Disclaim { id: String },
    /// Both describe one organisation.
    Same { one: String, other: String },
    /// We no longer say so.
    NotSame { one: String, other: String },
    /// Which seem to.
    Duplicates { limit: usize },
}

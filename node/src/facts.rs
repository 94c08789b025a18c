//! Facts about an agent, and on whose word they stand. Pure: what is held and which day it is are arguments.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `stated` | a fact with a value, as it is typed and as it stands in a record |
//! | `confirmation` | what an attestation that confirms says, and whether it holds on a day |
//! | `provenance` | which facts an answer rests on, and who confirms or denies each |

mod confirmation;
mod provenance;
mod stated;

pub(crate) use confirmation::{Confirmation, Force};
pub(crate) use provenance::{Account, Grounds, account};
pub(crate) use stated::StatedFact;
use stated::said;

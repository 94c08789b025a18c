//! An agent's domain may confirm that it is the agent's: by a file that whoever runs the domain puts there.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `name` | public domain names, and what is none |
//! | `file` | what stands in `/.well-known/commons-agent` |
//! | `guard` | addresses on the internet at large, and all that are not |
//! | `fetch` | one question over TLS to one checked address |
//! | `checks` | what was answered, kept |
//!
//! Names come from strangers' records, so asking could be turned against the asker's own network (server-side
//! request forgery). Only the command `commons domain check` asks, in its own process, when its user says so: a
//! running node never does.

mod checks;
mod fetch;
mod file;
mod guard;
mod name;

pub(crate) use checks::{DomainCheck, DomainChecks, read_names};
pub(crate) use fetch::Fetcher;
pub(crate) use file::{PATH, file_for};
pub(crate) use name::{DomainName, host_of};

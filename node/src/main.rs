//! `commons`: a registry of shared knowledge for worker co-ops and commoners, without a server in the middle.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `cli` | the verbs, a file each |
//! | `client` | asking the running node, or the data directory itself |
//! | `request` | what may be asked, the same everywhere |
//! | `service` | what a node does when it is asked |
//! | `daemon` | the running node: store, network, socket, HTTP |
//! | `http` | what browsers and programs may read and write |
//! | `day` | calendar days
//! | `domain` | asking a domain whom it speaks for |
//! | `facts` | on whose word a fact stands |
//! | `json_ld` | records in the vocabulary of schema.org |
//! | `import` | other people's lists |
//! | `project` | which licences a folder's files are under |
//! | `codes` | codes that let somebody in once |
//! | `config`, `data_dir`, `addresses`, `secrets` | settings, files, where others are, keys |
//! | `link`, `qr`, `words` | what is handed from person to person: links that invite, QR codes, secrets in words |
//! | `seats` | members whose keys lie here, sealed by each |
//! | `tokens` | programs that may ask and write |
//! | `own_file` | small files of the node's own |
//! | `petnames` | names given to others here |
//! | `trust` | whom the owner follows and blocks |
//! | `output`, `failure` | what is printed, and what is said when something goes wrong |

mod addresses;
mod arrivals;
mod assets;
mod cli;
mod client;
mod codes;
mod config;
mod daemon;
mod data_dir;
mod day;
mod describe;
mod domain;
mod face;
mod facts;
mod failure;
mod fetches;
mod finding;
mod holders;
mod html;
mod http;
mod import;
mod json_ld;
mod language;
mod line;
mod link;
mod media_type;
mod output;
mod own_file;
mod period;
mod petnames;
mod project;
mod qr;
mod reports;
mod request;
mod resource_types;
mod roles;
mod seats;
mod secrets;
mod sentences;
mod service;
mod tokens;
mod trust;
mod web;
mod words;

/// Gives memory back when it is not used any more (docs/decisions/0015-memory-that-is-given-back.md).
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}

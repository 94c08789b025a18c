//! `commons`: a registry of shared knowledge for worker co-ops and commoners, without a server in the middle.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `cli` | the verbs, a file each |
//! | `client` | asking the running node, or the data directory itself |
//! | `request` | what may be asked, the same everywhere |
//! | `service` | what a node does when it is asked |
//! | `daemon` | the running node: store, network, socket, HTTP |
//! | `http` | what browsers and programs may read |
//! | `import` | other people's lists |
//! | `config`, `data_dir`, `secrets` | settings, files, keys |
//! | `trust` | whom the owner follows and blocks |
//! | `output`, `failure` | what is printed, and what is said when something goes wrong |

mod cli;
mod client;
mod config;
mod daemon;
mod data_dir;
mod failure;
mod http;
mod import;
mod output;
mod request;
mod secrets;
mod service;
mod trust;

fn main() -> std::process::ExitCode {
    cli::run()
}

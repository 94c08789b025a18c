//! The checks of `deny.toml`: which dependencies may be built in, under which licences, and from where.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::Failure;
use crate::process::{cargo, program};

/// The release of cargo-deny that is installed: the newest whose `deny.toml` this project was checked with.
const VERSION: &str = "0.20.2";

/// Where tools are installed, relative to the root: beside the build, so that nothing of the user's is touched.
const TOOLS: &str = "target/tools";

/// The known faults of published crates.
const ADVISORIES: &str = "https://github.com/RustSec/advisory-db";

/// How long the server of the advisories may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// How long fetching the advisories may take.
const FETCH_WITHIN: Duration = Duration::from_secs(180);

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    let deny = installed(root)?;
    program(root, &deny)
        .args(["--locked", "check", "bans", "licenses", "sources"])
        .run("Choose another crate, or allow this one in deny.toml with the reason beside it.")?;
    if !fetched(root, &deny) {
        eprintln!(
            "   Advisories were NOT checked: their database at {ADVISORIES} cannot be reached from here."
        );
        return Ok(());
    }
    program(root, &deny)
        .args(["--frozen", "check", "advisories"])
        .run("Update the crate with `cargo update -p <crate>`, or ignore the advisory in deny.toml with the reason.")
}

/// The program, installed first if need be.
fn installed(root: &Path) -> Result<PathBuf, Failure> {
    let own = root.join(TOOLS).join("bin").join("cargo-deny");
    for candidate in [own.clone(), PathBuf::from("cargo-deny")] {
        let version = program(root, &candidate).args(["--version"]).first_line();
        if version.is_some_and(|version| version.split_whitespace().nth(1) == Some(VERSION)) {
            return Ok(candidate);
        }
    }
    eprintln!("   cargo-deny {VERSION} is installed into {TOOLS}; this takes a minute or two, once");
    // A debug build: it takes a third of the time to make, and checks as fast as can be noticed.
    cargo(root)
        .args(["install", "--quiet", "--locked", "--debug", "--force", "--root", TOOLS])
        .args(["--version", VERSION, "cargo-deny"])
        .run(
            "Check that crates.io can be reached, or leave this step out with `cargo xtask test --quick`.",
        )?;
    Ok(own)
}

/// Fetches the database of advisories; `false` if it cannot be reached.
fn fetched(root: &Path, deny: &Path) -> bool {
    let answers = program(root, "git")
        .args(["ls-remote", "--exit-code", ADVISORIES, "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .succeeds_within(ANSWER_WITHIN);
    answers
        && program(root, deny)
            .args(["fetch", "db"])
            .env("GIT_TERMINAL_PROMPT", "0")
            .succeeds_within(FETCH_WITHIN)
}

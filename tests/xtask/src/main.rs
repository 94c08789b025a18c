//! The project's own chores, started as `cargo xtask <chore>`.
//!
//! - `test` runs every check that a change has to pass, in the order in which they are cheapest to fail.
//! - `book` builds the documentation as web pages.
//! - `base-map` makes the base map of the map page anew, from public data.
//! - `bench` measures the whole, then its parts, and other systems beside it.
//!
//! It needs nothing but Rust, so that it can say what else is missing, or install it.

mod base_map;
mod bench;
mod book;
mod browser;
mod debian;
mod deny;
mod described;
mod docs;
mod failure;
mod markdown;
mod prerequisites;
mod process;
mod steps;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use failure::Failure;
use steps::Steps;

const USAGE: &str = "\
Usage: cargo xtask <chore>

  test [--quick]   run every check: format, lints, tests, pages in a browser, documentation, licences of dependencies;
                   what it needs is installed: Debian's chromium, and tools beside the build
                   --quick leaves out the dependencies, whose checker takes a minute to build, and the questions made out
                   of the description of the interface, whose maker needs Python
  book             build the documentation as web pages into docs/book
  base-map         make the base map anew: fetches Natural Earth, needs curl, tar and zstd
  bench [--peers]  measure the whole and its parts, in release, and print tables: some minutes
                   --peers times two other systems as well, and says how we compare; the first time, building
                   them takes ten minutes more
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => test(&root(), false),
        ["test", "--quick"] => test(&root(), true),
        ["book"] => book::build(&root()),
        ["base-map"] => base_map::make(&root()),
        ["bench"] => bench::measure(&root()),
        ["bench", "--peers"] => bench::measure_with_peers(&root()),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("`{}` is not a chore.\n\n{USAGE}", other.join(" "));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Every check, stopping at the first that fails.
fn test(root: &Path, quick: bool) -> Result<(), Failure> {
    let mut steps = Steps::begin();
    steps.run("What is needed", || prerequisites::check(root))?;
    steps.run("A browser for the tests of the pages", || browser::check(root))?;
    steps.run("Links and contents of the documentation", || docs::check(root))?;
    steps.run("Format", || {
        process::cargo(root)
            .args(["fmt", "--all", "--check"])
            .run("Run `cargo fmt --all` and look at what it changed.")
    })?;
    steps.run("Lints", || {
        process::cargo(root)
            .args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
            .run("Correct what clippy names above; its text says how.")
    })?;
    steps.run("Tests, the walls between crates among them", || {
        process::cargo(root)
            .args(["test", "--workspace", "--locked", "--no-fail-fast"])
            .run("Run the failing test alone: `cargo test -p <package> <name of the test>`.")
    })?;
    steps.run("Links of the source documentation", || {
        process::cargo(root)
            .args(["doc", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .run("Correct the documentation comment that rustdoc names above.")
    })?;
    if quick {
        steps.skip("Interface for programs, by its description", "--quick");
        steps.skip("Dependencies", "--quick");
    } else {
        steps.run("Interface for programs, by its description", || described::check(root))?;
        steps.run("Dependencies: licences, bans, sources, advisories", || deny::check(root))?;
    }
    steps.finish();
    Ok(())
}

/// The root of the workspace: two folders above this package.
fn root() -> PathBuf {
    // Cargo sets the variable at run time as well, so that a moved clone is not looked for at its old place.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let package = PathBuf::from(package);
    package.ancestors().nth(2).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

//! What has to be on the machine beside Rust.

use std::path::Path;

use crate::failure::Failure;
use crate::process::{cargo, program};

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    c_compiler(root)?;
    component(root, "fmt", "rustfmt", "rustfmt")?;
    component(root, "clippy", "clippy", "rust-clippy")
}

/// Some dependencies are written in C (the cryptography of QUIC among them).
fn c_compiler(root: &Path) -> Result<(), Failure> {
    let wanted = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let shown = wanted.to_string_lossy().into_owned();
    match program(root, wanted).args(["--version"]).first_line() {
        Some(version) => {
            eprintln!("   C compiler: {version}");
            Ok(())
        }
        None => Err(Failure::new(
            format!("No C compiler answers to `{shown} --version`."),
            "On Debian or Ubuntu, run `sudo apt install build-essential`.",
        )),
    }
}

/// A part of the Rust toolchain that minimal installations leave out.
fn component(root: &Path, subcommand: &str, component: &str, apt_package: &str) -> Result<(), Failure> {
    let version = || cargo(root).args([subcommand, "--version"]).first_line();
    if version().is_none() && program(root, "rustup").args(["--version"]).first_line().is_some() {
        eprintln!("   {component} is missing and will be installed by rustup");
        program(root, "rustup")
            .args(["component", "add", component])
            .run(&format!("Check the network, then run `rustup component add {component}`."))?;
    }
    match version() {
        Some(version) => {
            eprintln!("   {component}: {version}");
            Ok(())
        }
        None => Err(Failure::new(
            format!("The component {component} is not part of this Rust installation."),
            format!(
                "Run `rustup component add {component}`, or install Debian's package {apt_package} if Rust came from there."
            ),
        )),
    }
}

//! Whether the interface for programs does what its own description says: asked by schemathesis, which makes questions out of an
//! OpenAPI document.

use std::path::Path;

use crate::debian::{self, Needed};
use crate::failure::Failure;
use crate::process::{cargo, program};

/// The release of schemathesis, from PyPI.
const VERSION: &str = "4.32.5";

/// Where it is kept, relative to the root: beside the build. `tests/tests/described.rs` looks for it there.
const FOLDER: &str = "target/tools/schemathesis";

/// Debian keeps what makes such folders apart from Python itself.
const PYTHON: [Needed; 1] = [Needed {
    program: "python3",
    asked: &["-c", "import ensurepip, venv; print('there')"],
    packages: &["python3", "python3-venv"],
}];

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    install(root)?;
    cargo(root)
        .args(["test", "--workspace", "--locked", "--test", "described", "--", "--ignored", "--nocapture"])
        .run("Correct the answer, or its description in node/src/http/api; the request that shows the fault is above.")
}

fn install(root: &Path) -> Result<(), Failure> {
    let own = format!("{FOLDER}/bin/schemathesis");
    let version = || program(root, root.join(&own)).args(["--version"]).first_line();
    let is_it = |version: Option<String>| {
        version.is_some_and(|version| version.split([' ', ',']).any(|word| word == VERSION))
    };
    if is_it(version()) {
        eprintln!("   schemathesis {VERSION}");
        return Ok(());
    }
    eprintln!("   schemathesis {VERSION} is installed into {FOLDER}");
    debian::install(root, &PYTHON)?;
    program(root, "python3")
        .args(["-m", "venv", "--clear", FOLDER])
        .run("Is there room on the disk, and is Debian's package python3-venv installed?")?;
    program(root, root.join(FOLDER).join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args([format!("schemathesis=={VERSION}").as_str()])
        .run("Check that https://pypi.org can be reached.")?;
    if is_it(version()) {
        return Ok(());
    }
    Err(Failure::new(
        format!("{own} is installed, but is not release {VERSION}."),
        format!("Remove {FOLDER} and try again."),
    ))
}

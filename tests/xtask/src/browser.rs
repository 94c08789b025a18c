//! What the tests of the pages need: a browser, its driver, and axe-core, which finds what keeps people out.

use std::fs;
use std::path::Path;

use crate::debian::{self, Needed};
use crate::failure::Failure;
use crate::process::program;

/// The release of axe-core, its archive at the registry of npm, and the hash that the archive must have (SHA-512).
const AXE: &str = "4.14.1";
const ARCHIVE: &str = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz";
const HASH: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";

/// Where it is kept, relative to the root: beside the build, for nothing of it belongs to the project.
const FOLDER: &str = "target/tools/axe-core";

/// The one file of it that is needed.
const FILE: &str = "package/axe.min.js";

const BROWSER: [Needed; 2] = [
    Needed { program: "chromium", asked: &["--version"], packages: &["chromium"] },
    Needed { program: "chromedriver", asked: &["--version"], packages: &["chromium-driver"] },
];

const TO_FETCH: [Needed; 1] =
    [Needed { program: "curl", asked: &["--version"], packages: &["curl", "ca-certificates"] }];

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    install(root)?;
    axe(root)
}

/// Installs the browser and its driver.
pub(crate) fn install(root: &Path) -> Result<(), Failure> {
    debian::install(root, &BROWSER)?;
    for needed in &BROWSER {
        let version = program(root, needed.program).args(needed.asked.iter().copied()).first_line();
        eprintln!("   {}", version.unwrap_or_default());
    }
    Ok(())
}

/// Fetches axe-core, unless exactly this release is there.
fn axe(root: &Path) -> Result<(), Failure> {
    let folder = root.join(FOLDER);
    let archive = format!("{FOLDER}/axe-core-{AXE}.tgz");
    if folder.join(FILE).is_file() && is_it(root, &archive) {
        eprintln!("   axe-core {AXE}");
        return Ok(());
    }
    eprintln!("   axe-core {AXE} is fetched into {FOLDER}");
    let cannot = |error: std::io::Error| {
        Failure::new(format!("{FOLDER} cannot be written ({error})."), "Is there room on the disk?")
    };
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(cannot)?;
    }
    fs::create_dir_all(&folder).map_err(cannot)?;
    debian::install(root, &TO_FETCH)?;
    program(root, "curl")
        .args([
            "--fail",
            "--silent",
            "--show-error",
            "--location",
            "--retry",
            "3",
            "--output",
            &archive,
            ARCHIVE,
        ])
        .run("Check that https://registry.npmjs.org can be reached.")?;
    if !is_it(root, &archive) {
        return Err(Failure::new(
            format!("{ARCHIVE} is not what it was when it was chosen: its hash differs."),
            "Do not use it; find out why before you change the hash in tests/xtask/src/browser.rs.",
        ));
    }
    program(root, "tar")
        .args(["--extract", "--gzip", "--file", &archive, "--directory", FOLDER, FILE])
        .run("Is there room on the disk?")
}

/// Whether an archive is there and has the hash.
fn is_it(root: &Path, archive: &str) -> bool {
    let hash = program(root, "sha512sum").args([archive]).first_line();
    hash.is_some_and(|line| line.split_whitespace().next() == Some(HASH))
}

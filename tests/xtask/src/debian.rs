//! Packages of Debian and its relatives that tests need beside Rust, installed if they are missing.

use std::path::Path;

use crate::failure::Failure;
use crate::process::program;

/// A program, the argument at which it answers, and the packages that bring it.
pub(crate) struct Needed {
    pub(crate) program: &'static str,
    pub(crate) asked: &'static [&'static str],
    pub(crate) packages: &'static [&'static str],
}

/// Installs what is missing.
pub(crate) fn install(root: &Path, needed: &[Needed]) -> Result<(), Failure> {
    let answers =
        |one: &Needed| program(root, one.program).args(one.asked.iter().copied()).first_line().is_some();
    let missing = |needed: &[Needed]| -> Vec<&'static str> {
        let missing = needed.iter().filter(|one| !answers(one));
        missing.flat_map(|one| one.packages.iter().copied()).collect()
    };
    let packages = missing(needed);
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    let next = format!(
        "Install {names}: on Debian, `sudo apt-get install {names}`; elsewhere, whatever brings the same programs."
    );
    if program(root, "apt-get").args(["--version"]).first_line().is_none() {
        return Err(Failure::new(
            format!("{names}: missing, and there is no apt-get to install them."),
            next,
        ));
    }
    eprintln!("   installed with apt-get, as the tests need them: {names}");
    let is_root = program(root, "id").args(["-u"]).first_line().is_some_and(|user| user == "0");
    let apt_get = |arguments: &[&str]| {
        let apt_get =
            if is_root { program(root, "apt-get") } else { program(root, "sudo").args(["apt-get"]) };
        apt_get.args(arguments.iter().copied()).env("DEBIAN_FRONTEND", "noninteractive").run(&next)
    };
    let install = [&["install", "--yes", "--no-install-recommends", "--quiet"], &packages[..]].concat();
    if apt_get(&install).is_err() {
        // The lists of packages may be old, or not there at all, as in a fresh container.
        apt_get(&["update", "--quiet"])?;
        apt_get(&install)?;
    }
    match missing(needed).as_slice() {
        [] => Ok(()),
        still => Err(Failure::new(format!("{} is installed, but does not answer.", still.join(" ")), next)),
    }
}

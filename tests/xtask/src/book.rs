use std::path::Path;

use crate::failure::Failure;
use crate::process::program;

/// Builds the documentation as web pages.
pub(crate) fn build(root: &Path) -> Result<(), Failure> {
    if program(root, "mdbook").args(["--version"]).first_line().is_none() {
        return Err(Failure::new(
            "The program mdbook is not installed.",
            "Run `cargo install --locked mdbook`, then `cargo xtask book` again; the pages in docs/ can be read as they are.",
        ));
    }
    program(root, "mdbook").args(["build", "docs"]).run("Correct the page that mdbook names above.")?;
    eprintln!("The book begins at docs/book/index.html.");
    Ok(())
}

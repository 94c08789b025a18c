//! The documentation leads where it says: every relative link resolves, and the book lists every page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::failure::Failure;
use crate::markdown::{Link, Page};

/// The pages outside the book.
const PAGES: [&str; 3] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

/// The table of contents of the book.
const SUMMARY: &str = "docs/SUMMARY.md";

pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    let pages = read(root)?;
    let faults = faults(root, &pages);
    for fault in &faults {
        eprintln!("   {fault}");
    }
    let links: usize = pages.values().map(|page| page.links.len()).sum();
    match faults.len() {
        0 => {
            eprintln!("   {links} links on {} pages lead somewhere", pages.len());
            Ok(())
        }
        count => Err(Failure::new(
            format!("The documentation has {count} faults, named above."),
            "Correct the links or headings, or add the page to docs/SUMMARY.md.",
        )),
    }
}

fn read(root: &Path) -> Result<BTreeMap<PathBuf, Page>, Failure> {
    let mut paths: Vec<PathBuf> = PAGES.iter().map(PathBuf::from).collect();
    find(root, Path::new("docs"), &mut paths).map_err(|error| {
        Failure::new(
            format!("The folder docs cannot be read ({error})."),
            "Check that the clone is complete.",
        )
    })?;
    let mut pages = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(root.join(&path)).map_err(|error| {
            Failure::new(
                format!("{} cannot be read ({error}).", path.display()),
                "Check that the clone is complete.",
            )
        })?;
        pages.insert(path, Page::read(&text));
    }
    Ok(pages)
}

/// All markdown files below a folder but for the built book, relative to the root.
fn find(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if path != Path::new("docs/book") {
                find(root, &path, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    Ok(())
}

fn faults(root: &Path, pages: &BTreeMap<PathBuf, Page>) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, page) in pages {
        for link in &page.links {
            if let Some(fault) = fault(root, pages, path, link) {
                faults.push(format!("{}:{}: {fault}", path.display(), link.line));
            }
        }
    }
    faults.extend(unlisted(pages));
    faults
}

/// What is wrong with one link, if anything.
fn fault(root: &Path, pages: &BTreeMap<PathBuf, Page>, page: &Path, link: &Link) -> Option<String> {
    let target = link.target.as_str();
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let Some(path) = resolve(page, file) else {
        return Some(format!(
            "the link {target} leads out of the project; expected a relative path within it"
        ));
    };
    if !root.join(&path).exists() {
        return Some(format!("the link {target} leads nowhere: there is no {}", path.display()));
    }
    let anchor = anchor?;
    match pages.get(&path) {
        Some(page) if page.anchors.contains(anchor) => None,
        Some(_) => Some(format!("the link {target} names no heading of {}", path.display())),
        None => Some(format!("the link {target} names a heading of {}, which is no page", path.display())),
    }
}

/// The path that a link names, relative to the root.
fn resolve(page: &Path, file: &str) -> Option<PathBuf> {
    if file.is_empty() {
        return Some(page.to_path_buf());
    }
    let mut path = page.parent().unwrap_or(Path::new("")).to_path_buf();
    for component in Path::new(file).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => path.push(part),
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// The pages of the book that its table of contents leaves out.
fn unlisted(pages: &BTreeMap<PathBuf, Page>) -> Vec<String> {
    let summary = Path::new(SUMMARY);
    let Some(contents) = pages.get(summary) else {
        return vec![format!("{SUMMARY} is missing")];
    };
    let listed: BTreeSet<PathBuf> =
        contents.links.iter().filter_map(|link| resolve(summary, &link.target)).collect();
    pages
        .keys()
        .filter(|path| path.starts_with("docs") && *path != summary && !listed.contains(*path))
        .map(|path| format!("{} is not listed in {SUMMARY}", path.display()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(pages: &[(&str, &str)]) -> BTreeMap<PathBuf, Page> {
        pages.iter().map(|(path, text)| (PathBuf::from(path), Page::read(text))).collect()
    }

    /// A root in which only the pages' own files exist is not needed: these tests name folders of this package.
    fn here() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn links_to_files_and_headings_are_followed() {
        let pages = book(&[
            ("Cargo.toml", "# A heading"),
            ("docs/SUMMARY.md", "[a](a.md)"),
            (
                "docs/a.md",
                "[ok](../Cargo.toml#a-heading) [web](https://example.org/x#y) [none](../no.md)\n[x](#no)",
            ),
        ]);
        let faults: Vec<_> = pages[Path::new("docs/a.md")]
            .links
            .iter()
            .map(|l| fault(here(), &pages, Path::new("docs/a.md"), l))
            .collect();
        assert_eq!(faults[0], None);
        assert_eq!(faults[1], None);
        assert_eq!(faults[2].as_deref(), Some("the link ../no.md leads nowhere: there is no no.md"));
        assert!(faults[3].is_some());
    }

    #[test]
    fn links_stay_within_the_project() {
        assert_eq!(resolve(Path::new("docs/guide/a.md"), "../b.md"), Some(PathBuf::from("docs/b.md")));
        assert_eq!(resolve(Path::new("docs/a.md"), "../../b.md"), None);
        assert_eq!(resolve(Path::new("docs/a.md"), "/etc/hosts"), None);
        assert_eq!(resolve(Path::new("a.md"), ""), Some(PathBuf::from("a.md")));
    }

    #[test]
    fn a_page_that_the_contents_leave_out_is_named() {
        let pages = book(&[
            ("README.md", ""),
            ("docs/SUMMARY.md", "- [A](guide/a.md)"),
            ("docs/guide/a.md", ""),
            ("docs/guide/b.md", ""),
        ]);
        assert_eq!(unlisted(&pages), ["docs/guide/b.md is not listed in docs/SUMMARY.md"]);
    }
}

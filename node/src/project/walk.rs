//! Walks a folder and hands its files in. The only place here that touches the disk: it reads, and nothing outside the
//! folder.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::survey::{MAX_SOURCE_BYTES, Survey};

/// Most files that are looked at. The Linux kernel has about 90,000.
const MAX_FILES: usize = 200_000;

/// Folders in which version control keeps what it knows.
const OF_VERSION_CONTROL: [&str; 8] = [".git", ".hg", ".svn", ".jj", ".bzr", ".pijul", "_darcs", "CVS"];

/// Looks through a folder. What `.gitignore` files in it name is passed over, as are links, version control's own
/// folders, and folders that are repositories of their own.
///
/// # Errors
/// When it is no folder, or cannot be read.
pub(crate) fn survey(folder: &Path) -> io::Result<Survey> {
    survey_up_to(folder, MAX_FILES)
}

fn survey_up_to(folder: &Path, most: usize) -> io::Result<Survey> {
    // The folder itself may be named through a link; nothing in it is.
    let root = fs::canonicalize(folder)?;
    fs::read_dir(&root)?;
    if let Some(why) = unfit_ignore_file(&root) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    let apart: Arc<Mutex<Vec<Apart>>> = Arc::default();
    let mut survey = Survey::default();
    let mut count = 0usize;
    for entry in walk(&root, &apart) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                survey.not_looked_at.push("", error.to_string());
                continue;
            }
        };
        let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { continue };
        let path = relative(&root, entry.path());
        if kind.is_symlink() {
            survey.links += 1;
            continue;
        }
        if !kind.is_file() {
            survey.not_looked_at.push(&path, "it is neither a file nor a folder");
            continue;
        }
        count += 1;
        if count > most {
            survey.not_looked_at.push(&path, format!("only the first {most} files are looked at"));
            break;
        }
        match read(entry.path(), Survey::wanted(&path)) {
            Ok((size, bytes)) => survey.take(&path, size, &bytes),
            Err(error) => survey.take_unreadable(&path, &error.to_string()),
        }
    }
    for apart in apart.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        match apart {
            Apart::Project(path) => {
                survey.own_projects.push(&relative(&root, &path), "it is a repository of its own");
            }
            Apart::Unfit(path, why) => survey.not_looked_at.push(&relative(&root, &path), why),
        }
    }
    survey.finish();
    Ok(survey)
}

/// A folder that is not gone into.
enum Apart {
    Project(PathBuf),
    Unfit(PathBuf, String),
}

fn walk(root: &Path, apart: &Arc<Mutex<Vec<Apart>>>) -> ignore::Walk {
    let apart = Arc::clone(apart);
    let enter = move |entry: &DirEntry| {
        if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return entry.file_name() != ".git"; // in a work tree it is a file
        }
        if OF_VERSION_CONTROL.iter().any(|name| entry.file_name() == *name) {
            return false;
        }
        let found = if fs::symlink_metadata(entry.path().join(".git")).is_ok() {
            Apart::Project(entry.path().to_owned())
        } else if let Some(why) = unfit_ignore_file(entry.path()) {
            Apart::Unfit(entry.path().to_owned(), why)
        } else {
            return true;
        };
        apart.lock().unwrap_or_else(PoisonError::into_inner).push(found);
        false
    };
    // The answer rests on what is in the folder: not on what lies above it, nor on whose machine this is.
    WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .git_ignore(true)
        .require_git(false)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .follow_links(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(enter)
        .build()
}

/// A `.gitignore` that leads elsewhere or has no end would be read all the same: then its folder is not gone into.
fn unfit_ignore_file(folder: &Path) -> Option<String> {
    let file = fs::symlink_metadata(folder.join(".gitignore")).ok()?;
    let unfit = !file.is_file() || file.len() > MAX_SOURCE_BYTES;
    unfit.then(|| format!("its .gitignore is no file, or has more than {MAX_SOURCE_BYTES} bytes"))
}

/// The size of a file, and its first bytes.
fn read(path: &Path, most: u64) -> io::Result<(u64, Vec<u8>)> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok((size, bytes))
}

/// The path below the root, with `/` between folders.
fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn write(folder: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn paths(survey: &Survey) -> Vec<&str> {
        survey.works.iter().map(|work| work.path.as_str()).collect()
    }

    #[test]
    fn looks_at_what_belongs_to_the_project_and_stays_inside() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), &[("secret.txt", "x"), (".gitignore", "*\n")]);
        let folder = outside.path().join("project");
        write(
            &folder,
            &[
                ("a.txt", "x"),
                (".hidden", "x"),
                (".gitignore", "built/\n*.tmp\n"),
                ("built/b.txt", "x"),
                ("c.tmp", "x"),
                (".git/HEAD", "x"),
                ("sub/.git", "gitdir: elsewhere"),
                ("sub/d.txt", "x"),
                ("empty", ""),
            ],
        );
        symlink(outside.path().join("secret.txt"), folder.join("link.txt")).unwrap();
        symlink(outside.path(), folder.join("up")).unwrap();
        let survey = survey(&folder).unwrap();
        assert_eq!(paths(&survey), [".gitignore", ".hidden", "a.txt"]);
        assert_eq!((survey.links, survey.empty, survey.own_projects.count), (2, 1, 1));
        assert_eq!(survey.own_projects.first[0].path, "sub");
        assert_eq!(survey.not_looked_at.count, 0);
    }

    #[test]
    fn says_when_there_are_too_many_files() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a", "x"), ("b", "x"), ("c", "x")]);
        let survey = survey_up_to(folder.path(), 2).unwrap();
        assert_eq!((survey.works.len(), survey.not_looked_at.count), (2, 1));
    }

    #[test]
    fn a_list_of_ignored_files_that_leads_elsewhere_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a", "x"), ("sub/b", "x")]);
        symlink("/dev/zero", folder.path().join("sub/.gitignore")).unwrap();
        let found = survey(folder.path()).unwrap();
        assert_eq!((paths(&found), found.not_looked_at.count), (vec!["a"], 1));
        symlink("/dev/zero", folder.path().join(".gitignore")).unwrap();
        assert!(survey(folder.path()).is_err());
        assert!(survey(&folder.path().join("a")).is_err());
    }
}

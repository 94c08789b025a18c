//! Folders as they are at one moment.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The files in a folder and below, each with its content. What a running node puts away while it is looked
/// for counts as gone.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in unless_gone(fs::read_dir(&folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                found.extend(unless_gone(fs::read(&path)).map(|bytes| (path, bytes)));
            }
        }
    }
    found
}

/// The files in a folder and below in which these bytes stand.
pub fn files_with(folder: &Path, bytes: &str) -> Vec<String> {
    let holds = |content: &[u8]| content.windows(bytes.len()).any(|window| window == bytes.as_bytes());
    files(folder)
        .into_iter()
        .filter(|(_, content)| holds(content))
        .map(|(path, _)| path.display().to_string())
        .collect()
}

fn unless_gone<T>(read: std::io::Result<T>) -> Option<T> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    }
}

/// Copies a folder with all that is in it.
pub fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy_directory(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

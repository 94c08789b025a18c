//! One process at a time in a data directory.

use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::journal::{Disk, Media as _};

/// The file, inside the data directory, that is locked. It stays there when the lock is released.
pub const LOCK_FILE: &str = "lock";

/// Why the data directory could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("another process is using {}: its {LOCK_FILE:?} file is locked", .directory.display())]
    Held {
        /// The data directory.
        directory: PathBuf,
    },
    /// The lock file could not be made or locked.
    #[error("cannot lock {}", .path.display())]
    Io {
        /// The lock file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Proof that no other process uses the data directory; released when dropped, or when the process ends in any way.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Locks the directory, creating it if need be. Does not wait.
    ///
    /// # Errors
    /// [`LockError::Held`] when another process, or another `DataLock` in this one, has it.
    pub fn acquire(directory: &Path) -> Result<Self, LockError> {
        let path = directory.join(LOCK_FILE);
        let lock = || -> Result<File, TryLockError> {
            let file = open(directory, &path).map_err(TryLockError::Error)?;
            file.try_lock()?;
            Ok(file)
        };
        match lock() {
            Ok(file) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held { directory: directory.to_owned() }),
            Err(TryLockError::Error(source)) => Err(LockError::Io { path, source }),
        }
    }
}

fn open(directory: &Path, path: &Path) -> io::Result<File> {
    // Durably: what is acknowledged later must not vanish with the directory that holds it.
    Disk.create_dir(directory)?;
    let mut options = File::options();
    options.create(true).truncate(false).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_has_one_holder_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        let first = DataLock::acquire(&data).unwrap();
        let second = DataLock::acquire(&data).unwrap_err();
        assert!(matches!(second, LockError::Held { .. }));
        assert!(second.to_string().contains("another process"));
        drop(first);
        DataLock::acquire(&data).unwrap();
    }
}

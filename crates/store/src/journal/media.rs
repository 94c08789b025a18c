//! The seam to the file system. [`Disk`] is the real one; tests have one whose power can be cut.

use std::{
    ffi::OsString,
    fmt,
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
};

/// A directory of files, as the journal needs it.
pub trait Media: fmt::Debug + Send + Sync {
    /// Makes a directory and those above it, durably. One that exists is left as it is.
    ///
    /// # Errors
    /// What the file system reports.
    fn create_dir(&self, directory: &Path) -> io::Result<()>;

    /// The names in a directory, in any order.
    ///
    /// # Errors
    /// What the file system reports.
    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>>;

    /// Makes an empty file, open for reading and writing. Its name is durable only after [`Media::sync_dir`].
    ///
    /// # Errors
    /// What the file system reports; that the file exists, for one.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>>;

    /// Opens a file for reading and writing.
    ///
    /// # Errors
    /// What the file system reports.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>>;

    /// Removes a file's name; durable only after [`Media::sync_dir`].
    ///
    /// # Errors
    /// What the file system reports.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Gives a file another name in the same directory, in one step: after a power cut it has the one or the other.
    /// Durable only after [`Media::sync_dir`].
    ///
    /// # Errors
    /// What the file system reports.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    ///
    /// # Errors
    /// What the file system reports.
    fn sync_dir(&self, directory: &Path) -> io::Result<()>;
}

/// An open file.
pub trait SegmentFile: fmt::Debug + Send + Sync {
    /// Its length in bytes.
    ///
    /// # Errors
    /// What the file system reports.
    fn length(&self) -> io::Result<u64>;

    /// Reads up to `buffer.len()` bytes at an offset, without moving any cursor; 0 at the end.
    ///
    /// # Errors
    /// What the file system reports.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes all bytes at an offset. After an error any part of them may be there.
    ///
    /// # Errors
    /// What the file system reports.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Shortens the file.
    ///
    /// # Errors
    /// What the file system reports.
    fn truncate(&self, length: u64) -> io::Result<()>;

    /// Makes content and length durable (`fdatasync`).
    ///
    /// # Errors
    /// What the file system reports. What is on disk is then unknown, and stays so: Linux may drop the pages that
    /// it failed to write and report success the next time.
    fn sync(&self) -> io::Result<()>;
}

/// The file system of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Media for Disk {
    fn create_dir(&self, directory: &Path) -> io::Result<()> {
        if directory.is_dir() {
            return Ok(());
        }
        let parent = match directory.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        self.create_dir(parent)?;
        match fs::create_dir(directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        self.sync_dir(parent)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        let entries = fs::read_dir(directory)?;
        entries.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        let mut options = File::options();
        let file = options.create_new(true).read(true).write(true).open(path)?;
        Ok(Arc::new(file))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        let file = File::options().read(true).write(true).open(path)?;
        Ok(Arc::new(file))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_dir(&self, directory: &Path) -> io::Result<()> {
        File::open(directory)?.sync_all()
    }
}

impl SegmentFile for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        FileExt::read_at(self, buffer, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}

//! A file system in memory whose operations fail, and whose power is cut, when a test says so.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use super::media::{Media, SegmentFile};

/// Handle to one simulated file system; clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Simulated(Arc<Mutex<World>>);

#[derive(Debug, Default)]
struct World {
    files: Vec<FileState>,
    directories: BTreeMap<PathBuf, Directory>,
    /// Operations that change something, until one fails.
    until_failure: Option<u64>,
    chance: Chance,
}

#[derive(Debug, Default)]
struct FileState {
    /// What is on the platter.
    durable: Vec<u8>,
    /// What a program sees.
    seen: Vec<u8>,
    /// What leads from the one to the other.
    pending: Vec<Operation>,
}

#[derive(Debug, Clone)]
enum Operation {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

#[derive(Debug, Default)]
struct Directory {
    durable: BTreeMap<OsString, usize>,
    seen: BTreeMap<OsString, usize>,
}

/// SplitMix64: what a power cut leaves follows from a seed.
#[derive(Debug, Default)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

impl Simulated {
    /// The operation after `count` more that change something fails, once.
    pub(super) fn fail_after(&self, count: u64) {
        self.world().until_failure = Some(count);
    }

    /// The names in a directory.
    pub(super) fn names(&self, directory: &Path) -> Vec<OsString> {
        self.list(directory).unwrap()
    }

    /// No operation fails any more.
    pub(super) fn mend(&self) {
        self.world().until_failure = None;
    }

    /// Loses what was not synced, in whole or in part, as the seed has it: writes may survive in any order, cut
    /// short, or as garbage of the right length; names may be there or not.
    pub(super) fn cut_power(&self, seed: u64) {
        let world = &mut *self.world();
        world.chance = Chance(seed);
        for file in &mut world.files {
            for operation in std::mem::take(&mut file.pending) {
                survive(&mut file.durable, operation, &mut world.chance);
            }
            file.seen.clone_from(&file.durable);
        }
        for directory in world.directories.values_mut() {
            let names: Vec<_> = directory.durable.keys().chain(directory.seen.keys()).cloned().collect();
            for name in names {
                if directory.durable.get(&name) != directory.seen.get(&name) && world.chance.below(2) == 0 {
                    match directory.seen.get(&name) {
                        Some(&file) => directory.durable.insert(name, file),
                        None => directory.durable.remove(&name),
                    };
                }
            }
            directory.seen.clone_from(&directory.durable);
        }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

/// What is left of an operation that was not synced.
fn survive(durable: &mut Vec<u8>, operation: Operation, chance: &mut Chance) {
    match operation {
        Operation::Write { offset, bytes } => {
            let kept = match chance.below(4) {
                0 => return,
                1 => bytes,
                2 => bytes[..chance.below(bytes.len() + 1)].to_vec(),
                _ => {
                    let mut bytes = bytes;
                    let from = chance.below(bytes.len() + 1);
                    let zeros = chance.below(2) == 0;
                    bytes[from..].fill_with(|| if zeros { 0 } else { chance.below(256) as u8 });
                    bytes
                }
            };
            write(durable, offset, &kept);
        }
        Operation::Truncate(length) if chance.below(2) == 0 => durable.truncate(length),
        Operation::Truncate(_) => {}
    }
}

fn write(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if content.len() < offset + bytes.len() {
        content.resize(offset + bytes.len(), 0);
    }
    content[offset..offset + bytes.len()].copy_from_slice(bytes);
}

impl World {
    /// Counts an operation that changes something.
    fn fails(&mut self) -> bool {
        match &mut self.until_failure {
            Some(0) => {
                self.until_failure = None;
                true
            }
            Some(count) => {
                *count -= 1;
                false
            }
            None => false,
        }
    }

    fn directory(&mut self, path: &Path) -> io::Result<&mut Directory> {
        let parent = path.parent().unwrap();
        self.directories.get_mut(parent).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn failure() -> io::Error {
    io::Error::other("simulated failure")
}

impl Media for Simulated {
    fn create_dir(&self, directory: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.directories.contains_key(directory) {
            return Ok(());
        }
        if world.fails() {
            return Err(failure());
        }
        world.directories.insert(directory.to_owned(), Directory::default());
        Ok(())
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        let mut world = self.world();
        let inside = directory.join("any");
        Ok(world.directory(&inside)?.seen.keys().cloned().collect())
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        let mut world = self.world();
        if world.fails() {
            return Err(failure());
        }
        let index = world.files.len();
        let name = path.file_name().unwrap().to_owned();
        let directory = world.directory(path)?;
        if directory.seen.contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        directory.seen.insert(name, index);
        world.files.push(FileState::default());
        Ok(Arc::new(SimulatedFile(self.clone(), index)))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        let mut world = self.world();
        let name = path.file_name().unwrap();
        let index = world.directory(path)?.seen.get(name).copied();
        let index = index.ok_or(io::ErrorKind::NotFound)?;
        Ok(Arc::new(SimulatedFile(self.clone(), index)))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.fails() {
            return Err(failure());
        }
        let name = path.file_name().unwrap();
        let removed = world.directory(path)?.seen.remove(name);
        removed.map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.fails() {
            return Err(failure());
        }
        let directory = world.directory(from)?;
        let file = directory.seen.remove(from.file_name().unwrap()).ok_or(io::ErrorKind::NotFound)?;
        // After a power cut either name may be there, both or none: worse than what file systems promise.
        directory.seen.insert(to.file_name().unwrap().to_owned(), file);
        Ok(())
    }

    fn sync_dir(&self, directory: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.fails() {
            return Err(failure());
        }
        let directory = world.directory(&directory.join("any"))?;
        directory.durable.clone_from(&directory.seen);
        Ok(())
    }
}

#[derive(Debug)]
struct SimulatedFile(Simulated, usize);

impl SegmentFile for SimulatedFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.world().files[self.1].seen.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let world = self.0.world();
        let from = world.files[self.1].seen.get(offset as usize..).unwrap_or(&[]);
        let count = from.len().min(buffer.len());
        buffer[..count].copy_from_slice(&from[..count]);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let world = &mut *self.0.world();
        let fails = world.fails();
        let written = if fails { world.chance.below(bytes.len() + 1) } else { bytes.len() };
        let (offset, bytes) = (offset as usize, bytes[..written].to_vec());
        let file = &mut world.files[self.1];
        write(&mut file.seen, offset, &bytes);
        file.pending.push(Operation::Write { offset, bytes });
        if fails { Err(failure()) } else { Ok(()) }
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let world = &mut *self.0.world();
        if world.fails() {
            return Err(failure());
        }
        let file = &mut world.files[self.1];
        file.seen.truncate(length as usize);
        file.pending.push(Operation::Truncate(length as usize));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let world = &mut *self.0.world();
        let fails = world.fails();
        let file = &mut world.files[self.1];
        file.pending.clear();
        if fails {
            // As on Linux: what could not be written is dropped, and the next sync reports success.
            return Err(failure());
        }
        file.durable.clone_from(&file.seen);
        Ok(())
    }
}

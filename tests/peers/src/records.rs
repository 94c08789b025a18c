//! The records both systems carry: a key (namespace and id) and a title.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use iroh_blobs::Hash;
use serde::{Deserialize, Serialize};

/// A record's namespace and id, 32 bytes each.
pub(crate) const KEY_BYTES: usize = 64;

/// One line of the file that the registry's own benchmark writes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    /// Namespace, then id, in hex: twice [`KEY_BYTES`] digits.
    pub(crate) key: String,
    pub(crate) title: String,
}

impl Record {
    /// The key's bytes.
    pub(crate) fn key_bytes(&self) -> Result<Vec<u8>> {
        let bytes = (0..self.key.len())
            .step_by(2)
            .map(|at| self.key.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect::<Option<Vec<u8>>>()
            .filter(|bytes| bytes.len() == KEY_BYTES);
        bytes.with_context(|| format!("key {:?}: {} hex digits expected", self.key, 2 * KEY_BYTES))
    }
}

/// The first `count` records of `file`; without a file, ones that are the same each time.
pub(crate) fn records(file: Option<&Path>, count: usize) -> Result<Vec<Record>> {
    let Some(file) = file else { return Ok((0..count).map(made).collect()) };
    let lines = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let records = BufReader::new(lines)
        .lines()
        .take(count)
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_str(&line?).with_context(|| format!("{}, line {}", file.display(), at + 1))
        })
        .collect::<Result<Vec<Record>>>()?;
    ensure!(
        records.len() == count,
        "{} holds {} records, {count} were asked for",
        file.display(),
        records.len()
    );
    Ok(records)
}

/// Record number `at`, in one of a hundred namespaces.
fn made(at: usize) -> Record {
    let namespace = Hash::new(format!("namespace {}", at % 100));
    let id = Hash::new(format!("record {at}"));
    Record {
        key: format!("{}{}", namespace.to_hex(), id.to_hex()),
        title: format!("Shared tool number {at}"),
    }
}

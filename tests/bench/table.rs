//! What was measured, a line each; and for programs, if `COMMONS_BENCH_FIGURES` names a file, a line of JSON each at the end of
//! that.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use serde_json::json;

/// Names the variable that names the file.
const FIGURES: &str = "COMMONS_BENCH_FIGURES";

/// The measurement that goes on.
static MEASUREMENT: Mutex<String> = Mutex::new(String::new());

/// Begins the table of a measurement.
pub(crate) fn title(measurement: &str, text: &str) {
    measurement.clone_into(&mut MEASUREMENT.lock().unwrap());
    println!("\n{text}");
}

/// A line of a table.
pub(crate) fn row(what: &str, figure: &str) {
    println!("  {what:<58} {figure}");
    let Some(file) = std::env::var_os(FIGURES) else { return };
    let measurement = MEASUREMENT.lock().unwrap();
    let line = json!({ "measurement": *measurement, "what": what.trim_start(), "figure": figure });
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    writeln!(file, "{line}").unwrap();
}

/// How large all files in a folder are together, in bytes.
pub(crate) fn folder_bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let meta = entry.metadata().unwrap();
            if meta.is_dir() { folder_bytes(&entry.path()) } else { meta.len() }
        })
        .sum()
}

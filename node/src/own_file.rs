//! Small files of the node's own, in TOML: what people here decided, and may read and correct by hand.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::data_dir::{cannot, read_if_there, write_private};
use crate::failure::Failure;

/// Reads such a file; what is not there is as if empty. `lost` says what is gone if somebody removes a damaged one.
pub(crate) fn read<T: DeserializeOwned + Default>(path: &Path, lost: &str) -> Result<T, Failure> {
    let Some(bytes) = read_if_there(path)? else { return Ok(T::default()) };
    let damaged = |reason: String| {
        Failure::config(format!("{}: {}", path.display(), reason.trim_end()))
            .hint(format!("correct the line, or remove the file: {lost} then, and nothing else"))
    };
    let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
    toml::from_str(&text).map_err(|error| damaged(error.to_string()))
}

/// Writes such a file, whole or not at all, under a line that says what it is.
pub(crate) fn write(path: &Path, heading: &str, content: &impl Serialize) -> Result<(), Failure> {
    let text = toml::to_string(content).map_err(Failure::internal)?;
    write_private(path, format!("# {heading}\n{text}").as_bytes())
        .map_err(|error| cannot("write", path, &error))
}

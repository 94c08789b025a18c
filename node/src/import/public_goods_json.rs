//! Lists of public goods: a JSON list of objects, read one object at a time so that only one is held as JSON.
//!
//! A key that is absent, `null`, an empty text or an empty list says nothing. Where a list is expected, a single
//! value is taken as a list of one.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::error::FileError;
use super::format::UTF8_MARK;
use super::limits::MAX_FILE_BYTES;
use super::report::{Collector, Parsed};

mod good;

pub(crate) use good::PublicGood;

/// Reads a list of public goods.
pub(crate) fn read(bytes: &[u8]) -> Result<Parsed<PublicGood>, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { found: bytes.len() });
    }
    let text = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(FileError::Empty { expected: "a JSON list" });
    }
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(FileError::Encoding { found: "UTF-16".to_owned() });
    }
    let text = std::str::from_utf8(text).map_err(|error| FileError::Encoding {
        found: format!("other bytes at byte {}", error.valid_up_to()),
    })?;

    let mut goods = Goods { collector: Collector::new(), unknown: BTreeSet::new(), stopped: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let outcome = json.deserialize_any(&mut goods).and_then(|()| json.end());
    if let Some(stopped) = goods.stopped {
        return Err(stopped);
    }
    outcome.map_err(|error| FileError::Json {
        line: error.line(),
        column: error.column(),
        problem: without_position(&error.to_string()),
    })?;
    let unknown = goods.unknown.into_iter().collect::<Vec<_>>().join(", ");
    Ok(goods
        .collector
        .finish((!unknown.is_empty()).then(|| format!("fields that are not imported: {unknown}"))))
}

/// serde_json ends its messages with the position, which the error holds as numbers.
fn without_position(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

/// Takes the list apart while it is parsed.
struct Goods {
    collector: Collector<PublicGood>,
    unknown: BTreeSet<String>,
    stopped: Option<FileError>,
}

/// The most names of unknown fields that are remembered for the warning.
const MAX_UNKNOWN: usize = 20;

impl Goods {
    fn take(&mut self, value: &Value) -> Result<(), FileError> {
        if let Value::Object(fields) = value {
            for key in fields.keys().filter(|key| !good::KEYS.contains(&key.as_str())) {
                if self.unknown.len() < MAX_UNKNOWN {
                    self.unknown.insert(super::field::shown(key));
                }
            }
        }
        self.collector.push(good::read(value))
    }

    fn not_a_list<E: serde::de::Error>(&mut self, found: &str) -> Result<(), E> {
        self.stopped = Some(FileError::NotAList { found: found.to_owned() });
        Err(E::custom("not a list"))
    }
}

impl<'de> Visitor<'de> for &mut Goods {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of public goods")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            if let Err(error) = self.take(&value) {
                self.stopped = Some(error);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // Read on, so that a syntax error further down is told rather than the missing list.
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.not_a_list("a single object")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.not_a_list("a text")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.not_a_list("true or false")
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.not_a_list("a number")
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.not_a_list("a number")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.not_a_list("a number")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.not_a_list("null")
    }
}

#[cfg(test)]
mod tests;

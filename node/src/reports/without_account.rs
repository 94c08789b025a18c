//! Reports of people who have no agent anywhere: bounded, and with a code by which they read what became of it.

use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::output::line;

/// Most reports of people without an account that wait for an answer. Those of agents have their own room.
pub(super) const MAX_OPEN: usize = 200;

/// Most of them that are kept in all. The oldest that are answered make room for new ones of the same sort only: a flood
/// pushes out nothing of anybody else.
pub(super) const MAX_KEPT: usize = 500;

/// Most that are taken within an hour, whoever they come from: a form that everybody can reach is filled in by machines.
const MAX_AN_HOUR: u32 = 20;

/// Most characters of how to reach whoever reports.
const MAX_CONTACT_CHARS: usize = 200;

/// Random bytes of a code. Nobody guesses as many.
const CODE_BYTES: usize = 15;

/// Letters and digits of a code.
const CODE_LETTERS: usize = 24;

/// Letters between dashes, so that a code can be read out.
const GROUP: usize = 6;

/// What codes are hashed with, so that the same code elsewhere has another hash.
const CONTEXT: &str = "commons 2026-11 receipt code of a report without account";

/// What is kept of somebody who reported without an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithoutAccount {
    /// The hash of the code: whoever reads the file cannot pass themselves off as whoever reported.
    receipt: String,
    /// How to reach them, in their own words; none unless they gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contact: Option<String>,
}

impl WithoutAccount {
    /// Whoever has this code, and may be reached so.
    pub(crate) fn new(code: &Code, contact: Option<&str>) -> Result<Self, Failure> {
        let contact = contact.map(line).filter(|contact| !contact.is_empty());
        let length = contact.as_ref().map_or(0, |contact| contact.chars().count());
        if length > MAX_CONTACT_CHARS {
            return Err(Failure::usage(format!(
                "expected at most {MAX_CONTACT_CHARS} characters that say how to reach you, found {length}"
            ))
            .hint("an address or a number is enough"));
        }
        Ok(Self { receipt: code.hash(), contact })
    }

    /// How to reach them.
    pub(crate) fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Whether they have this code.
    pub(super) fn has(&self, code: &Code) -> bool {
        // Hashes that are compared digit by digit tell nothing of the code that they are of.
        self.receipt == code.hash()
    }
}

/// A code by which whoever reported reads the answer. Shown once, kept as a hash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Code([u8; CODE_BYTES]);

impl core::fmt::Debug for Code {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Code(..)")
    }
}

impl Code {
    /// One that nobody has seen.
    pub(crate) fn random() -> Result<Self, Failure> {
        let mut bytes = [0; CODE_BYTES];
        getrandom::fill(&mut bytes).map_err(Failure::internal)?;
        Ok(Self(bytes))
    }

    /// Reads a code as people type it: dashes and spaces do not matter, nor do capitals.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let expected = || {
            Failure::usage(format!(
                "this is no code of a report: expected {CODE_LETTERS} letters and digits, in groups of {GROUP}"
            ))
            .hint("it was shown once, when the report was made; without it, ask whoever runs this node")
        };
        // Longer than any spelling of a code.
        if text.len() > 4 * CODE_LETTERS {
            return Err(expected());
        }
        let letters: String = text
            .chars()
            .filter(|character| !matches!(character, '-' | ' '))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let bytes = BASE32_NOPAD.decode(letters.as_bytes()).map_err(|_| expected())?;
        bytes.try_into().map(Self).map_err(|_| expected())
    }

    /// As it is shown, once.
    pub(crate) fn shown(&self) -> String {
        let letters = BASE32_NOPAD.encode(&self.0).to_lowercase();
        letters
            .as_bytes()
            .chunks(GROUP)
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect::<Vec<_>>()
            .join("-")
    }

    fn hash(&self) -> String {
        let hash = blake3::derive_key(CONTEXT, &self.0);
        data_encoding::HEXLOWER.encode(&hash)
    }
}

/// How many were taken in the hour that began then.
#[derive(Debug, Default)]
pub(crate) struct Hour(Option<(Instant, u32)>);

impl Hour {
    /// Counts one more, or says that it is enough for now.
    pub(crate) fn take(&mut self, now: Instant) -> Result<(), Failure> {
        let (since, taken) = self
            .0
            .filter(|(since, _)| now.saturating_duration_since(*since) < Duration::from_secs(60 * 60))
            .unwrap_or((now, 0));
        if taken >= MAX_AN_HOUR {
            return Err(Failure::usage(format!(
                "{MAX_AN_HOUR} reports came from people without an account within the hour: no more are taken just now"
            ))
            .hint("try again in an hour, or write to whoever runs this node"));
        }
        self.0 = Some((since, taken + 1));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed_and_kept_as_a_hash_only() {
        let code = Code::random().unwrap();
        let shown = code.shown();
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [6, 6, 6, 6]);
        for typed in [shown.clone(), shown.to_uppercase(), shown.replace('-', ""), shown.replace('-', " ")] {
            assert_eq!(Code::read(&typed).unwrap(), code, "{typed}");
        }
        let who = WithoutAccount::new(&code, Some(" mail@example.org\n")).unwrap();
        assert_eq!(who.contact(), Some("mail@example.org"));
        assert!(who.has(&code) && !who.has(&Code::random().unwrap()));
        assert!(!toml::to_string(&who).unwrap().to_lowercase().contains(&shown.replace('-', "")));
        assert_eq!(format!("{code:?}"), "Code(..)");
        for wrong in ["", "abcde", &format!("{shown}-a"), &"a".repeat(10_000), "aaaaaa-aaaaaa-aaaaaa-aaaaa1"]
        {
            assert!(Code::read(wrong).is_err(), "{wrong}");
        }
        assert!(WithoutAccount::new(&code, Some(&"x".repeat(MAX_CONTACT_CHARS + 1))).is_err());
        assert_eq!(WithoutAccount::new(&code, Some(" ")).unwrap().contact(), None);
    }

    #[test]
    fn only_so_many_are_taken_within_an_hour() {
        let (mut hour, now) = (Hour::default(), Instant::now());
        assert!((0..MAX_AN_HOUR).all(|_| hour.take(now).is_ok()));
        assert!(hour.take(now + Duration::from_secs(60 * 60 - 1)).is_err());
        assert!(hour.take(now + Duration::from_secs(60 * 60)).is_ok());
    }
}

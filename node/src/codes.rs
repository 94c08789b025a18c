//! Codes that let somebody in once: whoever has one may set this node up, or signs in with its own keys. They are held in
//! memory, by their hashes, and end with the node.

use std::time::{Duration, Instant};

use data_encoding::BASE32_NOPAD;

use crate::failure::Failure;

/// Random bytes of a code: nobody guesses it.
const CODE_BYTES: usize = 20;

/// How long a code holds with which somebody signs in.
const HOLDS: Duration = Duration::from_secs(15 * 60);

/// Most codes at a time: the oldest go.
const MAX_CODES: usize = 8;

/// A fresh code, in letters and digits that survive being read out.
pub(crate) fn fresh() -> Result<String, Failure> {
    let mut bytes = [0; CODE_BYTES];
    getrandom::fill(&mut bytes).map_err(Failure::internal)?;
    Ok(BASE32_NOPAD.encode(&bytes).to_lowercase())
}

/// The codes that were given out.
#[derive(Debug, Default)]
pub(crate) struct Codes(Vec<(blake3::Hash, Instant)>);

impl Codes {
    /// Gives out another one.
    pub(crate) fn give(&mut self) -> Result<String, Failure> {
        let code = fresh()?;
        self.0.retain(|(_, until)| *until > Instant::now());
        if self.0.len() >= MAX_CODES {
            self.0.remove(0);
        }
        self.0.push((hash(&code), Instant::now() + HOLDS));
        Ok(code)
    }

    /// Whether a code holds.
    pub(crate) fn holds(&self, code: &str) -> bool {
        let hash = hash(code);
        self.0.iter().any(|(given, until)| *given == hash && *until > Instant::now())
    }

    /// Uses a code up. Whether it held.
    pub(crate) fn use_up(&mut self, code: &str) -> bool {
        let held = self.holds(code);
        let hash = hash(code);
        self.0.retain(|(given, _)| *given != hash);
        held
    }
}

fn hash(code: &str) -> blake3::Hash {
    blake3::hash(code.trim().to_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_lets_in_once() {
        let mut codes = Codes::default();
        let code = codes.give().unwrap();
        assert!(!codes.holds("other") && !codes.use_up("other"));
        assert!(codes.holds(&code) && codes.use_up(&format!(" {} ", code.to_uppercase())));
        assert!(!codes.holds(&code) && !codes.use_up(&code));
    }

    #[test]
    fn old_codes_make_room() {
        let mut codes = Codes::default();
        let first = codes.give().unwrap();
        for _ in 0..MAX_CODES {
            codes.give().unwrap();
        }
        assert!(!codes.holds(&first));
    }
}

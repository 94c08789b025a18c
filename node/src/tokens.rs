//! Tokens: with one, a program may ask and write in the name of whoever set the node up. Only their hashes are kept.

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::data_dir::DataDir;
use crate::day::Day;
use crate::failure::Failure;
use crate::output::line;
use crate::own_file;

/// What every token begins with, so that one that leaked is recognised.
const PREFIX: &str = "commons_";

/// Most tokens.
const MAX_TOKENS: usize = 64;

/// Most characters of a token's name.
const MAX_NAME_CHARS: usize = 60;

const HEADING: &str =
    "Programs that may ask this node over HTTP, and write. `commons token` makes tokens and takes them back.";
const LOST: &str = "no program may ask or write any more";

/// All tokens, as they lie on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Tokens {
    token: Vec<Token>,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    /// What for.
    pub(crate) name: String,
    /// BLAKE3 of the token, in hex. It has 160 random bits: nobody guesses it from that.
    hash: String,
    pub(crate) made: Day,
    /// Whether it only reads.
    #[serde(default)]
    pub(crate) reads_only: bool,
}

impl Tokens {
    /// Reads the file, if there is one.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        own_file::read(&data.tokens(), LOST)
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        own_file::write(&data.tokens(), HEADING, self)
    }

    /// All tokens, the oldest first.
    pub(crate) fn all(&self) -> &[Token] {
        &self.token
    }

    /// Makes another one. It is given here, and nowhere again.
    pub(crate) fn make(&mut self, name: &str, reads_only: bool, today: Day) -> Result<String, Failure> {
        let name = line(name).trim().to_owned();
        let length = name.chars().count();
        if length == 0 || length > MAX_NAME_CHARS {
            return Err(Failure::usage(format!(
                "expected a name of 1 to {MAX_NAME_CHARS} characters, found {length}"
            ))
            .hint("say what the token is for, such as \"website\""));
        }
        if self.token.iter().any(|token| token.name == name) {
            return Err(Failure::usage(format!("there is a token called {name:?} already"))
                .hint("`commons token remove NAME` takes it back"));
        }
        if self.token.len() >= MAX_TOKENS {
            return Err(Failure::usage(format!("there are {MAX_TOKENS} tokens already"))
                .hint("`commons token remove NAME` takes one back"));
        }
        let token = format!("{PREFIX}{}", codes::fresh()?);
        self.token.push(Token { name, hash: hash(&token), made: today, reads_only });
        Ok(token)
    }

    /// Takes one back. Whether there was one.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let before = self.token.len();
        self.token.retain(|token| token.name != name.trim());
        self.token.len() < before
    }

    /// The token that somebody brings.
    pub(crate) fn find(&self, brought: &str) -> Option<&Token> {
        let hash = hash(brought);
        self.token.iter().find(|token| token.hash == hash)
    }
}

fn hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_kept_by_its_hash_and_holds_until_it_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let mut tokens = Tokens::default();
        let token = tokens.make("website", true, Day::today()).unwrap();
        tokens.save(&data).unwrap();
        assert!(!std::fs::read_to_string(data.tokens()).unwrap().contains(&token));
        let mut tokens = Tokens::load(&data).unwrap();
        assert!(tokens.find(&token).is_some_and(|found| found.name == "website" && found.reads_only));
        assert!(tokens.find("commons_x").is_none());
        assert!(tokens.make("website", false, Day::today()).is_err(), "the name is taken");
        assert!(tokens.remove("website") && tokens.find(&token).is_none());
    }
}

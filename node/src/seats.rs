//! Members whose keys lie on this node, each sealed with a passphrase of their own: they sign in from a phone, and need no
//! machine. A place for one is a *seat*. Whoever is invited to one comes with a code, of which only the hash is kept.
//!
//! ```text
//! DATA/members.toml         who has a seat, and which invitations are open
//! DATA/members/<seat>.keys  the member's keyring; <seat> = the first 16 hex digits of the hash of the key
//! ```

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::own_file;

/// Most seats: a node is of one co-op, and an agent has at most so many members.
const MAX_SEATS: usize = 64;

/// Most invitations that are open at a time.
const MAX_INVITATIONS: usize = 32;

/// How long an invitation holds, in seconds: a week.
const INVITATION_HOLDS: u64 = 7 * 24 * 60 * 60;

/// Most characters of the name with which a member signs in.
const MAX_NAME_CHARS: usize = 60;

/// Hex digits that name an invitation: of the hash of its code.
const INVITATION_DIGITS: usize = 16;

/// Hex digits that name a seat.
const SEAT_DIGITS: usize = 16;

const HEADING: &str = "Members who sign in on this node; their sealed keys lie in the folder members.";
const LOST: &str = "nobody can sign in but whoever set the node up";

/// All seats and open invitations, as they lie on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Seats {
    member: Vec<Seat>,
    invitation: Vec<Invitation>,
}

/// A member's place on this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seat {
    /// With which they sign in; known here only.
    pub(crate) name: String,
    /// The key that was made for them, as `did:key`; theirs may be another one by now.
    pub(crate) key: String,
    /// With which a member takes them in.
    pub(crate) code: String,
    /// Whether the name is to stay on this node, rather than be published with the key.
    #[serde(default)]
    pub(crate) unnamed: bool,
}

/// An invitation to a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    /// BLAKE3 of the code, in hex.
    code: String,
    /// Until when it holds, in seconds of Unix time.
    until: u64,
}

impl Seat {
    /// What the seat's file is called.
    pub(crate) fn id(&self) -> String {
        hash(self.key.as_bytes())[..SEAT_DIGITS].to_owned()
    }

    /// Where the member's keys lie.
    pub(crate) fn keys(&self, data: &DataDir) -> PathBuf {
        data.members().join(format!("{}.keys", self.id()))
    }

    fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}

impl Invitation {
    /// What it is called: the code cannot be found from that.
    fn id(&self) -> &str {
        self.code.get(..INVITATION_DIGITS).unwrap_or(&self.code)
    }
}

impl Seats {
    /// Reads the file, if there is one.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        own_file::read(&data.seats(), LOST)
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        own_file::write(&data.seats(), HEADING, self)
    }

    /// All who have a seat.
    pub(crate) fn all(&self) -> &[Seat] {
        &self.member
    }

    /// Whose seat it is who signs in so.
    pub(crate) fn called(&self, name: &str) -> Option<&Seat> {
        self.member.iter().find(|seat| seat.is_called(name))
    }

    /// A name for a new seat, as it is kept.
    ///
    /// # Errors
    /// If it is none, or somebody has it.
    pub(crate) fn free_name(&self, name: &str) -> Result<String, Failure> {
        let name = crate::output::line(name).trim().to_owned();
        let length = name.chars().count();
        if length == 0 || length > MAX_NAME_CHARS {
            return Err(Failure::usage(format!(
                "expected a name of 1 to {MAX_NAME_CHARS} characters, found {length}"
            ))
            .hint("a first name or a pseudonym will do"));
        }
        if self.called(&name).is_some() {
            return Err(Failure::usage(format!("somebody signs in here as {name:?} already"))
                .hint("choose another name, or add to it"));
        }
        if self.member.len() >= MAX_SEATS {
            return Err(Failure::usage(format!(
                "{MAX_SEATS} members have a seat on this node: there is no more room"
            ))
            .hint("members with a machine can run a node of their own: `commons members join`"));
        }
        Ok(name)
    }

    /// Adds a seat, whose name was free.
    pub(crate) fn add(&mut self, seat: Seat) {
        self.member.push(seat);
    }

    /// Takes a seat away. Gives it back if there was one.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Seat> {
        let place = self.member.iter().position(|seat| seat.is_called(name))?;
        Some(self.member.remove(place))
    }

    /// Keeps an invitation, as of a time in seconds. Gives until when it holds.
    pub(crate) fn invite(&mut self, code: &str, now: u64) -> Result<u64, Failure> {
        self.invitation.retain(|invitation| invitation.until > now);
        if self.invitation.len() >= MAX_INVITATIONS {
            return Err(Failure::usage(format!("{MAX_INVITATIONS} invitations are open already"))
                .hint("each holds for a week, or until somebody has come with it"));
        }
        let until = now.saturating_add(INVITATION_HOLDS);
        self.invitation.push(Invitation { code: hash(code.as_bytes()), until });
        Ok(until)
    }

    /// The invitations that are open: what each is called, which lets nobody in, and until when it holds.
    pub(crate) fn invitations(&self, now: u64) -> impl Iterator<Item = (&str, u64)> {
        let open = self.invitation.iter().filter(move |invitation| invitation.until > now);
        open.map(|invitation| (invitation.id(), invitation.until))
    }

    /// Takes an invitation back. Whether it was there.
    pub(crate) fn take_back(&mut self, id: &str) -> bool {
        let open = self.invitation.len();
        self.invitation.retain(|invitation| invitation.id() != id);
        self.invitation.len() < open
    }

    /// Whether an invitation holds.
    pub(crate) fn is_invited(&self, code: &str, now: u64) -> bool {
        let hash = hash(code.as_bytes());
        self.invitation.iter().any(|invitation| invitation.code == hash && invitation.until > now)
    }

    /// Uses an invitation up. Whether it held.
    pub(crate) fn use_up(&mut self, code: &str, now: u64) -> bool {
        let held = self.is_invited(code, now);
        let hash = hash(code.as_bytes());
        self.invitation.retain(|invitation| invitation.code != hash && invitation.until > now);
        held
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(name: &str) -> Seat {
        let key = format!("did:key:of {name}");
        Seat { name: name.to_owned(), key, code: "commons-member-00".to_owned(), unnamed: false }
    }

    #[test]
    fn an_invitation_holds_once_and_for_a_week() {
        let mut seats = Seats::default();
        let until = seats.invite("code", 100).unwrap();
        assert!(seats.is_invited("code", until - 1) && !seats.is_invited("code", until));
        assert!(!seats.is_invited("other", 101));
        assert!(seats.use_up("code", 101) && !seats.use_up("code", 102));
        for code in 0..MAX_INVITATIONS {
            seats.invite(&code.to_string(), 0).unwrap();
        }
        assert!(seats.invite("one more", 1).is_err());
        assert!(seats.invite("one more", INVITATION_HOLDS).is_ok(), "those that ran out make room");
    }

    #[test]
    fn an_invitation_is_taken_back_by_what_it_is_called() {
        let mut seats = Seats::default();
        seats.invite("one", 100).unwrap();
        seats.invite("other", 100).unwrap();
        let called: Vec<String> = seats.invitations(101).map(|(id, _)| id.to_owned()).collect();
        assert!(!seats.take_back("") && !seats.take_back("one"));
        assert!(seats.take_back(&called[0]) && !seats.take_back(&called[0]));
        assert!(!seats.is_invited("one", 101) && seats.is_invited("other", 101));
        assert!(seats.invitations(100 + INVITATION_HOLDS).next().is_none());
    }

    #[test]
    fn a_name_is_of_one_member() {
        let mut seats = Seats::default();
        let name = seats.free_name("  Ana\u{202e} ").unwrap();
        assert_eq!(name, "Ana");
        seats.add(seat(&name));
        for taken in ["Ana", "ana ", "ANA", "", " ", &"a".repeat(MAX_NAME_CHARS + 1)] {
            assert!(seats.free_name(taken).is_err(), "{taken:?}");
        }
        assert_eq!(seats.called("aNa").unwrap().name, "Ana");
        assert!(seats.remove("ana").is_some() && seats.remove("ana").is_none());
    }

    #[test]
    fn seats_come_back_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let mut seats = Seats::default();
        seats.add(seat("Ana"));
        seats.invite("code", 100).unwrap();
        seats.save(&data).unwrap();
        assert_eq!(Seats::load(&data).unwrap(), seats);
        assert!(
            !std::fs::read_to_string(data.seats()).unwrap().contains("\"code\""),
            "codes are kept by their hash"
        );
    }
}

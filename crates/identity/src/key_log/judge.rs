//! Which entries may be kept: decided by what an entry follows alone, so that all who hold that judge alike.

use super::{KeyLog, key_set, rotation};
use crate::{
    Authority, Entry, EntryBody, EntryId, KeySet, KeySetError, PublicKey, Rotation, Settlement, Tombstone,
    Verified,
};

/// Most entries that are kept of one agent, in whatever branches.
pub const MAX_LOG_ENTRIES: usize = 1024;

/// Most entries of later versions that are kept of one agent.
pub const MAX_UNREAD_ENTRIES: usize = 64;

/// Why an entry is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// An entry that it refers to is not held: it may be good once that is.
    Missing(EntryId),
    /// It cannot be judged here and nothing vouches for it, or there is no room: neither good nor bad.
    Declined,
    /// It breaks a rule; it never will be good.
    Invalid(RightsError),
}

/// A rule that an entry breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RightsError {
    /// It follows a tombstone or a settlement, which nothing follows.
    #[error("follows entry {}, which names no keys and which nothing can follow", .0.short())]
    AfterLast(EntryId),
    /// It settles where its branch does not come from.
    #[error("settles a disagreement at entry {}, which its branch does not follow", .0.short())]
    CardsOfAnother(EntryId),
    /// Too few signed, or others than those who may.
    #[error(
        "expected signatures by the next keys of at least {needed} of the {members} members of entry {}, and by no other key; found {found} signatures",
        entry.short()
    )]
    NoQuorum {
        /// The entry before.
        entry: EntryId,
        /// How many members it takes.
        needed: usize,
        /// How many members there are.
        members: usize,
        /// How many signatures there are.
        found: usize,
    },
    /// Too few cards signed, or other keys.
    #[error(
        "expected signatures by at least {needed} of the {cards} recovery cards of entry {}, and by no other key; found {found} signatures",
        entry.short()
    )]
    TooFewCards {
        /// The entry whose cards they are.
        entry: EntryId,
        /// How many it takes; 0 if nobody can recover.
        needed: usize,
        /// How many there are.
        cards: usize,
        /// How many signatures there are.
        found: usize,
    },
    /// A key that was removed, or is removed and added at once.
    #[error("key {0} was in use before: a member who comes back takes a new one")]
    KeyCameBack(PublicKey),
    /// Changes are listed as kept though no key is removed.
    #[error("lists changes to keep of removed keys, but removes no key")]
    KeepsWithoutRemoval,
    /// The key set does not fit the agent.
    #[error(transparent)]
    Keys(#[from] KeySetError),
}

impl KeyLog {
    /// Judges whether an entry may be kept beside those held. The answer depends on what the entry builds on
    /// alone, but for the bounds on how many are kept.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn judge(&self, entry: &Entry<Verified>) -> Result<(), Unfit> {
        if self.entries.contains_key(&entry.id()) {
            return Ok(());
        }
        match entry.body() {
            EntryBody::Genesis(_) => Ok(()),
            EntryBody::Unread => self.judge_unread(entry),
            EntryBody::Rotation(rotation) => {
                let before = self.keys_before(rotation.previous)?;
                self.judge_rotation(entry, rotation, before).map_err(Unfit::Invalid)?;
                self.room()
            }
            EntryBody::Tombstone(Tombstone { previous, .. }) => {
                let before = self.keys_before(*previous)?;
                quorum(entry, *previous, before).map_err(Unfit::Invalid)?;
                self.room()
            }
            EntryBody::Settlement(Settlement { previous, of }) => {
                self.keys_before(*previous)?;
                let parts_before = self.way_to_genesis(*previous).skip(1).any(|step| step == *of);
                let keys = if parts_before { key_set(&self.entries, of) } else { None };
                let keys = keys.ok_or(Unfit::Invalid(RightsError::CardsOfAnother(*of)))?;
                cards(entry, *of, keys).map_err(Unfit::Invalid)?;
                self.room()
            }
        }
    }

    fn room(&self) -> Result<(), Unfit> {
        if self.entries.len() < MAX_LOG_ENTRIES { Ok(()) } else { Err(Unfit::Declined) }
    }

    /// One that founds an agent speaks for itself; any other is kept if a key signed it that the log knows.
    fn judge_unread(&self, entry: &Entry<Verified>) -> Result<(), Unfit> {
        let founds = entry.id() == entry.agent().genesis();
        let vouched = || self.unread() < MAX_UNREAD_ENTRIES && entry.signers().any(|key| self.knows(key));
        if founds || vouched() { Ok(()) } else { Err(Unfit::Declined) }
    }

    fn keys_before(&self, previous: EntryId) -> Result<&KeySet, Unfit> {
        match self.entries.get(&previous).map(Entry::body) {
            None => Err(Unfit::Missing(previous)),
            Some(EntryBody::Unread) => Err(Unfit::Declined),
            Some(EntryBody::Tombstone(_) | EntryBody::Settlement(_)) => {
                Err(Unfit::Invalid(RightsError::AfterLast(previous)))
            }
            Some(EntryBody::Genesis(genesis)) => Ok(&genesis.keys),
            Some(EntryBody::Rotation(rotation)) => Ok(&rotation.keys),
        }
    }

    fn judge_rotation(
        &self,
        entry: &Entry<Verified>,
        new: &Rotation,
        before: &KeySet,
    ) -> Result<(), RightsError> {
        match new.authority {
            Authority::Members => quorum(entry, new.previous, before)?,
            Authority::Cards => cards(entry, new.previous, before)?,
        }
        if let Some(form) = self.form() {
            new.keys.fits(form)?;
        }
        let added = || new.keys.keys().filter(|key| !before.contains(key));
        for set in self.way_to_genesis(new.previous).filter_map(|step| key_set(&self.entries, &step)) {
            if let Some(key) = added().find(|key| set.contains(key)) {
                return Err(RightsError::KeyCameBack(*key));
            }
        }
        if new.keeps.count() > 0 && before.keys().all(|key| new.keys.contains(key)) {
            return Err(RightsError::KeepsWithoutRemoval);
        }
        Ok(())
    }

    /// The entry and all it follows, down to the genesis.
    pub fn way_to_genesis(&self, from: EntryId) -> impl Iterator<Item = EntryId> {
        std::iter::successors(Some(from), |at| rotation(&self.entries, at).map(|rotation| rotation.previous))
    }
}

fn quorum(entry: &Entry<Verified>, previous: EntryId, before: &KeySet) -> Result<(), RightsError> {
    if before.is_quorum(entry.signers()) {
        return Ok(());
    }
    Err(RightsError::NoQuorum {
        entry: previous,
        needed: before.threshold(),
        members: before.members().len(),
        found: entry.signers().count(),
    })
}

fn cards(entry: &Entry<Verified>, of: EntryId, keys: &KeySet) -> Result<(), RightsError> {
    let cards = keys.cards();
    if cards.are_shown_by(entry.signers()) {
        return Ok(());
    }
    Err(RightsError::TooFewCards {
        entry: of,
        needed: cards.threshold(),
        cards: cards.digests().len(),
        found: entry.signers().count(),
    })
}

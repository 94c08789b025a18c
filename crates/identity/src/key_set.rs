//! Who may sign from some entry on, how many must agree, and the commitments to what comes next.

use crate::{
    CborError, KeyDigest, PublicKey,
    cbor::{Reader, Writer},
};

/// Most keys, of each sort, that one entry may name.
pub const MAX_KEYS: usize = 32;

/// Whether an agent is several people or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentForm {
    /// A co-op, a collective, a town: several people, one or several keys.
    Organisation,
    /// One person, one key, perhaps under a pseudonym; a person may have several agents.
    Person,
}

/// An act that more than one member must agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Changing a published resource's licence.
    ChangeLicence,
    /// Handing a resource's stewardship to another agent.
    HandOver,
    /// Changing the agent's own rules.
    ChangeRules,
    /// Erasing a record, or the agent.
    Erase,
}

impl Act {
    /// Every act, in the order of its code.
    pub const ALL: [Self; 4] = [Self::ChangeLicence, Self::HandOver, Self::ChangeRules, Self::Erase];

    const fn code(self) -> u64 {
        match self {
            Self::ChangeLicence => 0,
            Self::HandOver => 1,
            Self::ChangeRules => 2,
            Self::Erase => 3,
        }
    }

    fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// How members agree to an [`Act`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// As many approvals as the threshold asks.
    Majority,
    /// The threshold, and no open objection.
    Consent,
}

/// Which acts are by consent; all others are by majority.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    by_consent: Vec<Act>,
}

impl Policy {
    /// A policy under which just these acts are by consent.
    #[must_use]
    pub fn with_consent_for(acts: &[Act]) -> Self {
        let mut by_consent = acts.to_vec();
        by_consent.sort_unstable();
        by_consent.dedup();
        Self { by_consent }
    }

    /// How members agree to `act`.
    #[must_use]
    pub fn agreement(&self, act: Act) -> Agreement {
        if self.by_consent.contains(&act) { Agreement::Consent } else { Agreement::Majority }
    }
}

/// One member's place in a key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The key that the member signs changes with.
    pub key: PublicKey,
    /// The commitment to the key that the member signs key-log entries with, and takes up at the next rotation.
    pub next: KeyDigest,
}

/// Commitments to recovery cards, and how many of them must agree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Cards {
    digests: Vec<KeyDigest>,
    threshold: usize,
}

/// Who may sign from some entry on: the members, how many must agree, and the recovery cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    members: Vec<Member>,
    threshold: usize,
    cards: Cards,
    policy: Policy,
}

/// Why a set of keys cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// A key that may not be used.
    #[error(transparent)]
    Key(#[from] crate::KeyError),
    /// None, too many, or more than one for a person.
    #[error("expected {expected} signing keys, found {found}")]
    KeyCount {
        /// How many there may be.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Not sorted, or one twice.
    #[error("{what} must be sorted and each stand once")]
    NotSortedOnce {
        /// Which list.
        what: &'static str,
    },
    /// Two members would take up the same key.
    #[error("each member commits to a next key of their own, and one digest stands twice")]
    NextTwice,
    /// A member would take up a key that is in use.
    #[error("key {key} is in use: a member cannot commit to it as the next")]
    NextInUse {
        /// The key.
        key: PublicKey,
    },
    /// Not more than half, or more than all.
    #[error("a threshold for {keys} {what} must be more than half and at most all of them, this is {found}")]
    Threshold {
        /// Which keys.
        what: &'static str,
        /// How many there are.
        keys: usize,
        /// The threshold given.
        found: usize,
    },
    /// An act that this version does not know.
    #[error("expected an act from 0 to 3, found {found}")]
    UnknownAct {
        /// The code given.
        found: u64,
    },
}

impl Cards {
    /// Sorts the digests and checks the threshold.
    ///
    /// # Errors
    /// [`KeySetError`] if there are too many, one stands twice, or the threshold does not fit.
    pub fn new(mut digests: Vec<KeyDigest>, threshold: usize) -> Result<Self, KeySetError> {
        digests.sort_unstable();
        Self { digests, threshold }.checked()
    }

    /// No cards: nobody can recover.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    fn checked(self) -> Result<Self, KeySetError> {
        sorted_once("recovery digests", &self.digests)?;
        if self.digests.len() > MAX_KEYS {
            return Err(KeySetError::KeyCount { expected: "at most 32 recovery", found: self.digests.len() });
        }
        if !(self.digests.is_empty() && self.threshold == 0) {
            threshold_fits("recovery keys", self.digests.len(), self.threshold)?;
        }
        Ok(self)
    }

    /// The commitments, sorted.
    #[must_use]
    pub fn digests(&self) -> &[KeyDigest] {
        &self.digests
    }

    /// How many cards must agree; 0 if there are none.
    #[must_use]
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// Whether the keys of enough cards are among `signers`, and no other key is.
    #[must_use]
    pub fn are_shown_by<'a>(&self, signers: impl Iterator<Item = &'a PublicKey>) -> bool {
        enough(signers.map(PublicKey::recovery_digest), |digest| self.contains(digest), self.threshold)
    }

    pub(crate) fn contains(&self, digest: &KeyDigest) -> bool {
        self.digests.binary_search(digest).is_ok()
    }
}

/// Whether all of them fit and at least `threshold` do. A threshold of 0 is that of nobody.
fn enough(
    digests: impl Iterator<Item = KeyDigest>,
    fits: impl Fn(&KeyDigest) -> bool,
    threshold: usize,
) -> bool {
    let mut count = 0;
    for digest in digests {
        if !fits(&digest) {
            return false;
        }
        count += 1;
    }
    threshold > 0 && count >= threshold
}

impl KeySet {
    /// Sorts the members and checks the parts against each other.
    ///
    /// # Errors
    /// [`KeySetError`]: see its variants.
    pub fn new(
        mut members: Vec<Member>,
        threshold: usize,
        cards: Cards,
        policy: Policy,
    ) -> Result<Self, KeySetError> {
        members.sort_unstable();
        Self { members, threshold, cards, policy }.checked()
    }

    /// The least threshold for `keys` keys: more than half.
    #[must_use]
    pub const fn least_threshold(keys: usize) -> usize {
        keys / 2 + 1
    }

    fn checked(self) -> Result<Self, KeySetError> {
        let count = self.members.len();
        if !(1..=MAX_KEYS).contains(&count) {
            return Err(KeySetError::KeyCount { expected: "1 to 32", found: count });
        }
        if !self.members.is_sorted_by(|left, right| left.key < right.key) {
            return Err(KeySetError::NotSortedOnce { what: "signing keys" });
        }
        let mut next: Vec<KeyDigest> = self.members.iter().map(|member| member.next).collect();
        next.sort_unstable();
        if next.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(KeySetError::NextTwice);
        }
        if let Some(key) = self.keys().find(|key| next.binary_search(&key.next_digest()).is_ok()) {
            return Err(KeySetError::NextInUse { key: *key });
        }
        threshold_fits("signing keys", count, self.threshold)?;
        Ok(self)
    }

    /// Checks that an agent of this form may have the set.
    ///
    /// # Errors
    /// [`KeySetError::KeyCount`]: a person has exactly one key.
    pub fn fits(&self, form: AgentForm) -> Result<(), KeySetError> {
        let found = self.members.len();
        if form == AgentForm::Person && found != 1 {
            return Err(KeySetError::KeyCount { expected: "exactly one (a person has one key)", found });
        }
        Ok(())
    }

    /// The members, sorted by key.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The keys that may sign, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        self.members.iter().map(|member| &member.key)
    }

    /// Whether `key` may sign.
    #[must_use]
    pub fn contains(&self, key: &PublicKey) -> bool {
        self.member(key).is_some()
    }

    /// The member who signs with `key`.
    #[must_use]
    pub fn member(&self, key: &PublicKey) -> Option<&Member> {
        let at = self.members.binary_search_by(|member| member.key.cmp(key)).ok()?;
        Some(&self.members[at])
    }

    /// The member who has committed to `key` as the next one.
    #[must_use]
    pub fn committed(&self, key: &PublicKey) -> Option<&Member> {
        let digest = key.next_digest();
        self.members.iter().find(|member| member.next == digest)
    }

    /// How many keys must agree to an act of weight.
    #[must_use]
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// Whether the next keys of enough members are among `signers`, and no other key is.
    #[must_use]
    pub fn is_quorum<'a>(&self, signers: impl Iterator<Item = &'a PublicKey>) -> bool {
        let fits = |digest: &KeyDigest| self.members.iter().any(|member| member.next == *digest);
        enough(signers.map(PublicKey::next_digest), fits, self.threshold)
    }

    /// The recovery cards.
    #[must_use]
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    /// How members agree to acts of weight.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        w.array(5);
        w.array(self.members.len());
        for Member { key, next } in &self.members {
            w.array(2).bytes(key.as_bytes()).bytes(next.as_bytes());
        }
        w.uint(self.threshold as u64);
        w.array(self.cards.digests.len());
        for digest in &self.cards.digests {
            w.bytes(digest.as_bytes());
        }
        w.uint(self.cards.threshold as u64);
        w.array(self.policy.by_consent.len());
        for act in &self.policy.by_consent {
            w.uint(act.code());
        }
    }

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, KeySetError> {
        r.array("a key set", 5..=5)?;
        let count = r.array("the members", 1..=MAX_KEYS as u64)?;
        let mut members = Vec::with_capacity(count);
        for _ in 0..count {
            r.array("a member", 2..=2)?;
            let key = PublicKey::from_bytes(r.fixed("a public key")?)?;
            members.push(Member { key, next: KeyDigest::from_bytes(r.fixed("a key digest")?) });
        }
        let threshold = read_small(r)?;
        let count = r.array("the recovery digests", 0..=MAX_KEYS as u64)?;
        let digests: Result<_, CborError> =
            (0..count).map(|_| r.fixed("a key digest").map(KeyDigest::from_bytes)).collect();
        let cards = Cards { digests: digests?, threshold: read_small(r)? }.checked()?;
        let acts = r.array("the acts by consent", 0..=Act::ALL.len() as u64)?;
        let mut by_consent = Vec::with_capacity(acts);
        for _ in 0..acts {
            let code = r.uint()?;
            by_consent.push(Act::from_code(code).ok_or(KeySetError::UnknownAct { found: code })?);
        }
        sorted_once("acts by consent", &by_consent)?;
        Self { members, threshold, cards, policy: Policy { by_consent } }.checked()
    }
}

fn read_small(r: &mut Reader<'_>) -> Result<usize, CborError> {
    // Anything that does not fit is far over every threshold, and refused there.
    Ok(usize::try_from(r.uint()?).unwrap_or(usize::MAX))
}

fn sorted_once<T: Ord>(what: &'static str, list: &[T]) -> Result<(), KeySetError> {
    if list.is_sorted_by(|left, right| left < right) {
        Ok(())
    } else {
        Err(KeySetError::NotSortedOnce { what })
    }
}

fn threshold_fits(what: &'static str, keys: usize, found: usize) -> Result<(), KeySetError> {
    if (KeySet::least_threshold(keys)..=keys).contains(&found) {
        Ok(())
    } else {
        Err(KeySetError::Threshold { what, keys, found })
    }
}

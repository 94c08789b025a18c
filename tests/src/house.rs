//! An agent whose every key is at hand, and which can write any entry of its key log, rightly or wrongly signed.

use std::sync::OnceLock;

use commons_identity::{
    AgentForm, AgentId, Authority, Cards, Commitment, Entry, EntryId, Erased, Genesis, KeySet, ListedId,
    Member, Policy, PublicKey, Roll, RollList, Rotation, Settlement, SigningKey, Tombstone, Unverified,
};
use commons_registry::{Author, Change, Edit};

/// How many keys there are.
pub const KEYS: u8 = 80;

/// A key by its number; each is made once.
///
/// # Panics
/// If there is no such key.
#[must_use]
pub fn key(number: u8) -> &'static SigningKey {
    static TABLE: OnceLock<Vec<SigningKey>> = OnceLock::new();
    &TABLE.get_or_init(|| (0..KEYS).map(|seed| SigningKey::from_secret(&[seed; 32])).collect())
        [usize::from(number)]
}

/// The public half of a key; each is computed once.
#[must_use]
pub fn public(number: u8) -> PublicKey {
    static TABLE: OnceLock<Vec<PublicKey>> = OnceLock::new();
    TABLE.get_or_init(|| (0..KEYS).map(|number| key(number).public()).collect())[usize::from(number)]
}

/// The member who signs changes with one key, and takes up the other next.
#[must_use]
pub fn member(current: u8, next: u8) -> Member {
    Member { key: public(current), next: public(next).next_digest() }
}

/// The cards with these keys.
#[must_use]
pub fn cards(numbers: &[u8]) -> Cards {
    if numbers.is_empty() {
        return Cards::none();
    }
    let digests = numbers.iter().map(|number| public(*number).recovery_digest()).collect();
    Cards::new(digests, KeySet::least_threshold(numbers.len())).unwrap()
}

/// A key set of these members (key, next key), with the least threshold, and these cards.
#[must_use]
pub fn key_set(members: &[(u8, u8)], cards_of: &[u8]) -> KeySet {
    let threshold = KeySet::least_threshold(members.len());
    let members = members.iter().map(|(current, next)| member(*current, *next)).collect();
    KeySet::new(members, threshold, cards(cards_of), Policy::default()).unwrap()
}

/// An entry with signatures by these keys.
#[must_use]
pub fn signed(content: Vec<u8>, signers: &[u8]) -> Entry<Unverified> {
    let signatures = signers.iter().map(|number| (public(*number), key(*number).sign(&content))).collect();
    Entry::assemble(content, signatures).unwrap()
}

/// A rotation that is not signed yet, and the lists it commits to.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The rotation.
    pub rotation: Rotation,
    keeps: Vec<Vec<ListedId>>,
    acts: Vec<Vec<ListedId>>,
}

impl Draft {
    /// A rotation of members, which lists nothing.
    #[must_use]
    pub fn rotation(previous: EntryId, keys: KeySet) -> Self {
        let (keeps, acts) = (Commitment::default(), Commitment::default());
        let rotation = Rotation { previous, authority: Authority::Members, keys, keeps, acts };
        Self { rotation, keeps: vec![], acts: vec![] }
    }

    /// A recovery, which lists nothing.
    #[must_use]
    pub fn recovery(previous: EntryId, keys: KeySet) -> Self {
        let mut draft = Self::rotation(previous, keys);
        draft.rotation.authority = Authority::Cards;
        draft
    }

    /// With these changes of removed keys kept.
    #[must_use]
    pub fn keeping(mut self, ids: impl IntoIterator<Item = ListedId>) -> Self {
        (self.rotation.keeps, self.keeps) = Commitment::to(ids).unwrap();
        self
    }

    /// With these proposals listed as approved.
    #[must_use]
    pub fn sealing(mut self, ids: impl IntoIterator<Item = ListedId>) -> Self {
        (self.rotation.acts, self.acts) = Commitment::to(ids).unwrap();
        self
    }
}

/// An agent, by the entry that founded it.
#[derive(Debug, Clone)]
pub struct House {
    /// The founding entry.
    pub genesis: Entry,
}

impl House {
    /// Founds an agent, signed by these keys.
    #[must_use]
    pub fn found(form: AgentForm, keys: KeySet, signers: &[u8], salt: u8) -> Self {
        let genesis = Genesis { form, keys, salt: [salt; 16] };
        let signers: Vec<_> = signers.iter().map(|number| key(*number).clone()).collect();
        Self { genesis: Entry::found(&genesis, &signers).unwrap() }
    }

    /// An organisation of these members (key, next key), with the least threshold, and these cards.
    #[must_use]
    pub fn of(members: &[(u8, u8)], cards_of: &[u8], salt: u8) -> Self {
        let signers: Vec<u8> = members.iter().map(|(current, _)| *current).collect();
        Self::found(AgentForm::Organisation, key_set(members, cards_of), &signers, salt)
    }

    /// Its id.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.genesis.agent()
    }

    /// The id of its founding entry.
    #[must_use]
    pub fn founding(&self) -> EntryId {
        self.genesis.id()
    }

    /// A rotation or recovery signed by these keys.
    #[must_use]
    pub fn rotate(&self, draft: &Draft, signers: &[u8]) -> Entry<Unverified> {
        signed(draft.rotation.content(self.agent()), signers)
    }

    /// The rolls that a rotation commits to.
    #[must_use]
    pub fn rolls(&self, draft: &Draft) -> Vec<Roll> {
        let entry = EntryId::from_bytes(*blake3::hash(&draft.rotation.content(self.agent())).as_bytes());
        let of = |list, parts: &Vec<_>| Roll::parts_of(self.agent(), entry, list, parts.clone());
        of(RollList::Keeps, &draft.keeps).chain(of(RollList::Acts, &draft.acts)).collect()
    }

    /// A tombstone signed by these keys.
    #[must_use]
    pub fn erase(&self, previous: EntryId, target: Erased, signers: &[u8]) -> Entry<Unverified> {
        signed(Tombstone { previous, target }.content(self.agent()), signers)
    }

    /// A settlement signed by these keys.
    #[must_use]
    pub fn settle(&self, previous: EntryId, of: EntryId, signers: &[u8]) -> Entry<Unverified> {
        signed(Settlement { previous, of }.content(self.agent()), signers)
    }

    /// A change signed by one key under an entry.
    #[must_use]
    pub fn write(&self, entry: EntryId, number: u8, edit: Edit) -> Change<Unverified> {
        Change::author(&Author { agent: self.agent(), entry, key: key(number) }, edit)
    }
}

//! A registry in memory and a store on disk, offered the same items: they must judge alike.

use commons_registry::{
    Change, ChangeId, Edit, ItemKey, Kind, MemoryRegistry, NetworkId, Operation, RecordId, RecordView,
    Refusal, StateRoot, Target, Value,
};
use commons_store::{Outcome, Store, StoreOptions};
use commons_tests::histories::{Member, TestAgent};
use commons_tests::random::Random;
use tempfile::TempDir;

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is held, now or before.
    Kept(ItemKey),
    /// It waits for these.
    Waits(Vec<ItemKey>),
    /// It cannot be judged here and is not kept; nothing is held against it.
    Declined,
    /// It is refused with this sentence.
    Refused(String),
}

impl Verdict {
    #[track_caller]
    pub(crate) fn refusal(&self) -> &str {
        match self {
            Self::Refused(sentence) => sentence,
            other => panic!("expected a refusal, found {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn key(&self) -> ItemKey {
        match self {
            Self::Kept(key) => *key,
            other => panic!("expected it to be kept, found {other:?}"),
        }
    }
}

/// Both implementations side by side.
pub(crate) struct World {
    pub(crate) memory: MemoryRegistry,
    pub(crate) store: Store,
    _directory: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let options = StoreOptions::new(NetworkId::of_name("tests"));
        let (store, _) = Store::open(directory.path(), options).unwrap();
        Self { memory: MemoryRegistry::new(), store, _directory: directory }
    }

    /// A world that holds honest items.
    #[track_caller]
    pub(crate) fn with(items: &[Vec<u8>]) -> Self {
        let mut world = Self::new();
        for verdict in world.offer(items) {
            verdict.key();
        }
        world
    }

    /// Offers items as one batch; both must come to the same verdict on each, and to the same state.
    #[track_caller]
    pub(crate) fn offer(&mut self, items: &[Vec<u8>]) -> Vec<Verdict> {
        let in_memory: Vec<_> = self
            .memory
            .ingest(items)
            .into_iter()
            .map(|outcome| match outcome {
                Ok(key) => Verdict::Kept(key),
                Err(Refusal::Missing(missing)) => Verdict::Waits(missing),
                Err(Refusal::Declined) => Verdict::Declined,
                Err(other) => Verdict::Refused(other.to_string()),
            })
            .collect();
        let on_disk: Vec<_> = self
            .store
            .ingest(items.to_vec())
            .unwrap()
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::New(key) | Outcome::Known(key) => Verdict::Kept(key),
                Outcome::Missing { missing, .. } => Verdict::Waits(missing),
                Outcome::Invalid(reason) => Verdict::Refused(reason.to_string()),
                Outcome::Declined => Verdict::Declined,
                Outcome::LeftOut(reason) => panic!("nobody is left out here, and there is room: {reason}"),
            })
            .collect();
        assert_eq!(in_memory, on_disk, "memory and disk must judge alike");
        assert_eq!(self.memory.state(), self.store.state(), "memory and disk must hold the same");
        in_memory
    }

    #[track_caller]
    pub(crate) fn offer_one(&mut self, item: &[u8]) -> Verdict {
        self.offer(&[item.to_vec()]).remove(0)
    }

    pub(crate) fn state(&self) -> StateRoot {
        self.store.state()
    }

    /// What a record shows, in both.
    #[track_caller]
    pub(crate) fn view(&self, record: RecordId) -> RecordView {
        let view = self.memory.view(record).unwrap();
        assert_eq!(self.store.view(record).unwrap().as_ref(), Some(&view));
        view
    }
}

/// Offers one hostile item to a world that holds `before`, and gives the sentence it is refused with. Nothing of it
/// is kept, alone or among honest items.
#[track_caller]
pub(crate) fn refused(before: &[Vec<u8>], hostile: &[u8]) -> String {
    let mut world = World::with(before);
    let state = world.state();
    let sentence = world.offer_one(hostile).refusal().to_owned();
    assert_eq!(world.state(), state, "a refused item leaves no trace");
    let surrounded: Vec<_> =
        before.iter().cloned().chain([hostile.to_vec()]).chain(before.to_vec()).collect();
    let verdicts = world.offer(&surrounded);
    assert_eq!(verdicts[before.len()].refusal(), sentence, "in a batch as alone");
    assert_eq!(world.state(), state);
    assert!(!sentence.is_empty() && !sentence.contains('\n'), "one sentence: {sentence:?}");
    sentence
}

/// As [`refused`], for several items: one world serves them all.
#[track_caller]
pub(crate) fn all_refused(before: &[Vec<u8>], hostile: &[(&str, Vec<u8>)]) -> Vec<String> {
    let mut world = World::with(before);
    let state = world.state();
    let alone: Vec<String> = hostile
        .iter()
        .map(|(what, item)| match world.offer_one(item) {
            Verdict::Refused(sentence) => sentence,
            other => panic!("{what}: expected a refusal, found {other:?}"),
        })
        .collect();
    let batch: Vec<_> = hostile.iter().map(|(_, item)| item.clone()).chain(before.to_vec()).collect();
    for (verdict, sentence) in world.offer(&batch).iter().zip(&alone) {
        assert_eq!(verdict.refusal(), sentence, "in a batch as alone");
    }
    assert_eq!(world.state(), state, "a refused item leaves no trace");
    alone
}

/// An agent with two keys, and what it has published: a resource.
pub(crate) struct Garden {
    pub(crate) agent: TestAgent,
    pub(crate) first: Change<commons_identity::Unverified>,
}

impl Garden {
    pub(crate) fn new(seed: u64) -> Self {
        let random = &mut Random::from_seed(seed);
        let agent = TestAgent::found(random, 2);
        let first = begin(&agent.member(0), Kind::Resource, random.bytes(), vec![title("Seeds to share")]);
        Self { agent, first }
    }

    pub(crate) fn member(&self) -> Member<'_> {
        self.agent.member(0)
    }

    pub(crate) fn record(&self) -> RecordId {
        self.first.id().as_record()
    }

    /// The key log and the first change.
    pub(crate) fn items(&self) -> Vec<Vec<u8>> {
        vec![self.agent.genesis.to_bytes(), self.first.to_bytes()]
    }

    /// A later change of the resource on its first.
    pub(crate) fn edit(&self, salt: u8, operations: Vec<Operation>) -> Change<commons_identity::Unverified> {
        self.edit_on(salt, vec![self.first.id()], operations)
    }

    /// A later change of the resource on these.
    pub(crate) fn edit_on(
        &self,
        salt: u8,
        dependencies: Vec<ChangeId>,
        operations: Vec<Operation>,
    ) -> Change<commons_identity::Unverified> {
        let target = Target::Existing(self.record());
        Change::author(&self.member(), Edit { target, salt: [salt; 16], dependencies, operations })
    }
}

pub(crate) fn begin(
    member: &Member<'_>,
    kind: Kind,
    salt: [u8; 16],
    operations: Vec<Operation>,
) -> Change<commons_identity::Unverified> {
    Change::author(member, Edit { target: Target::New(kind), salt, dependencies: vec![], operations })
}

/// Puts the English title of a resource.
pub(crate) fn title(text: &str) -> Operation {
    Operation::Put { field: 1, key: Some("en".to_owned()), value: Value::from(text) }
}

/// Sets the summary of a resource.
pub(crate) fn summary(language: &str, text: &str) -> Operation {
    Operation::SetText { field: 2, language: language.to_owned(), text: text.to_owned() }
}

/// Adds a topic to a resource.
pub(crate) fn topic(text: &str) -> Operation {
    Operation::Add { field: 5, value: Value::from(text) }
}

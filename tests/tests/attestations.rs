//! Who attests what about whom, as the store finds it: by whom it is and by whom it is about.

use commons_identity::AgentId;
use commons_registry::{Change, Draft, Kind, NetworkId, RecordId};
use commons_store::{Outcome, Store, StoreOptions};
use commons_tests::{histories::TestAgent, random::Random};

struct World {
    _folder: tempfile::TempDir,
    store: Store,
    random: Random,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::new(NetworkId::of_name("tests"))).unwrap().0;
        Self { _folder: folder, store, random: Random::from_seed(5) }
    }

    fn agent(&mut self) -> TestAgent {
        let agent = TestAgent::found(&mut self.random, 1);
        self.keep(vec![agent.genesis.to_bytes()]);
        agent
    }

    fn keep(&self, items: Vec<Vec<u8>>) {
        let kept = self.store.ingest(items).unwrap();
        assert!(kept.iter().all(|outcome| matches!(outcome, Outcome::New(_))), "{kept:?}");
    }

    fn confirm(&mut self, by: &TestAgent, about: AgentId) -> RecordId {
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", "confirms").unwrap().set_id("about", *about.as_bytes()).unwrap();
        draft.set("fact", "worker_owned").unwrap().set("value", "true").unwrap();
        let change = Change::author(&by.member(0), draft.begin(self.random.bytes()).unwrap());
        self.keep(vec![change.to_bytes()]);
        change.record().unwrap()
    }

    /// The attestation is about another from now on.
    fn redirect(&mut self, by: &TestAgent, record: RecordId, about: AgentId) {
        let heads = self.store.view(record).unwrap().unwrap().heads;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set_id("about", *about.as_bytes()).unwrap();
        let edit = draft.edit(record, &heads, self.random.bytes()).unwrap();
        self.keep(vec![Change::author(&by.member(0), edit).to_bytes()]);
    }

    fn by(&self, agent: &TestAgent, about: Option<&TestAgent>) -> Vec<RecordId> {
        let target = about.map(|about| *about.id().as_bytes());
        let listed = self.store.attested_by(&agent.id(), target.as_ref(), 1000).unwrap();
        listed.into_iter().map(|listed| listed.id).collect()
    }

    fn attesters(&self, about: &TestAgent, most: usize) -> Vec<AgentId> {
        self.store.attesters_of(about.id().as_bytes(), most).unwrap()
    }
}

#[test]
fn attestations_are_found_by_attester_and_by_what_they_are_about() {
    let mut world = World::new();
    let (federation, union, bakery, press) = (world.agent(), world.agent(), world.agent(), world.agent());
    let of_bakery = world.confirm(&federation, bakery.id());
    let of_press = world.confirm(&federation, press.id());
    let by_union = world.confirm(&union, bakery.id());
    assert_eq!(world.by(&federation, Some(&bakery)), [of_bakery]);
    assert_eq!(world.by(&federation, None).len(), 2);
    assert_eq!(world.by(&bakery, None), []);
    let mut both = vec![federation.id(), union.id()];
    both.sort();
    assert_eq!(world.attesters(&bakery, 10), both);
    assert_eq!(world.attesters(&bakery, 1), both[..1]);
    assert_eq!(world.attesters(&union, 10), []);

    world.redirect(&union, by_union, press.id());
    assert_eq!(world.attesters(&bakery, 10), [federation.id()]);
    assert_eq!((world.by(&union, Some(&bakery)), world.by(&union, Some(&press))), (vec![], vec![by_union]));

    let brief = world.store.listed(of_press).unwrap().unwrap().brief;
    let expected = [("statement", "confirms"), ("fact", "worker_owned"), ("value", "true")];
    assert_eq!(brief, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

/// Somebody who writes a thousand attestations about an agent hides nobody else's.
#[test]
fn one_who_attests_much_takes_no_place_from_others() {
    let mut world = World::new();
    let (loud, quiet, bakery) = (world.agent(), world.agent(), world.agent());
    for _ in 0..300 {
        let _ = world.confirm(&loud, bakery.id());
    }
    let one = world.confirm(&quiet, bakery.id());
    let mut both = vec![loud.id(), quiet.id()];
    both.sort();
    assert_eq!(world.attesters(&bakery, 2), both);
    assert_eq!(world.by(&quiet, Some(&bakery)), [one]);
}

//! What a store keeps, of whom: blocking, withholding, introductions, the pool; through restarts and lost indexes.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use commons_identity::{AgentId, Erased, SigningKey, Unverified};
use commons_registry::standing::{Decisions, Standing, Why};
use commons_registry::{Author, Change, Draft, Kind, NetworkId, RecordId};
use commons_store::{Choices, Event, LeftOut, Openness, Outcome, Policy, Store, StoreOptions};
use commons_tests::house::{Draft as Rotation, House, key_set};
use commons_tests::{histories::TestAgent, random::Random};

/// Agents whose records are written on demand.
struct World {
    random: Random,
    agents: Vec<TestAgent>,
}

impl World {
    fn of(agents: usize) -> Self {
        let mut random = Random::from_seed(4);
        let agents = (0..agents).map(|_| TestAgent::found(&mut random, 1)).collect();
        Self { random, agents }
    }

    fn id(&self, agent: usize) -> AgentId {
        self.agents[agent].id()
    }

    fn genesis(&self, agent: usize) -> Vec<u8> {
        self.agents[agent].genesis.to_bytes()
    }

    fn begin(&mut self, agent: usize, draft: Draft) -> Change<Unverified> {
        let edit = draft.begin(self.random.bytes()).unwrap();
        Change::author(&self.agents[agent].member(0), edit)
    }

    fn resource(&mut self, agent: usize, title: &str) -> Change<Unverified> {
        let mut draft = Draft::new(Kind::Resource);
        draft.set_keyed("title", "en", title).unwrap();
        self.begin(agent, draft)
    }

    fn introduction(&mut self, by: usize, about: usize) -> Change<Unverified> {
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", "introduces").unwrap();
        draft.set_id("about", *self.id(about).as_bytes()).unwrap();
        self.begin(by, draft)
    }

    fn edit(&mut self, store: &Store, agent: usize, record: RecordId, name: &str, value: &str) -> Vec<u8> {
        let view = store.view(record).unwrap().unwrap();
        let mut draft = Draft::new(view.kind);
        draft.set(name, value).unwrap();
        let edit = draft.edit(record, &view.heads, self.random.bytes()).unwrap();
        Change::author(&self.agents[agent].member(0), edit).to_bytes()
    }

    /// The founding of every agent, and some records of each.
    fn items(&mut self, each: usize) -> Vec<Vec<u8>> {
        let mut items = Vec::new();
        for agent in 0..self.agents.len() {
            items.push(self.genesis(agent));
            items.extend((0..each).map(|n| self.resource(agent, &format!("Guide {n}")).to_bytes()));
        }
        items
    }

    fn following(&self, followed: usize, openness: Openness) -> Choices {
        let decisions = Decisions { followed: [(self.id(followed), None)].into(), ..Decisions::default() };
        let policy =
            Policy { openness, quota: 10_000_000, pool: 50_000, pool_each: 20_000, ..Policy::default() };
        Choices { decisions, policy, ..Choices::default() }
    }
}

fn open(directory: &Path, choices: &Choices) -> Store {
    open_watched(directory, choices).0
}

fn open_watched(directory: &Path, choices: &Choices) -> (Store, Arc<Mutex<u32>>) {
    let welcomes = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&welcomes);
    let observer = Arc::new(move |event| {
        if event == Event::AskAgain {
            *counted.lock().unwrap() += 1;
        }
    });
    let options =
        StoreOptions { choices: choices.clone(), observer, ..StoreOptions::new(NetworkId::of_name("tests")) };
    (Store::open(directory, options).unwrap().0, welcomes)
}

fn keep(store: &Store, items: Vec<Vec<u8>>) {
    for outcome in store.ingest(items).unwrap() {
        assert!(matches!(outcome, Outcome::New(_)), "{outcome:?}");
    }
}

/// What a store shows of itself: all that must be the same after a restart, however the index came about.
fn shows(store: &Store) -> (String, String, usize) {
    store.wait_until_listed();
    let listed = store.list(None, None, 100_000).unwrap();
    (store.state().to_string(), format!("{:?} {:?}", store.counts(), store.figures()), listed.len())
}

#[test]
fn what_is_blocked_is_neither_held_nor_taken_in_and_comes_back_from_the_journal() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(3);
    let items = world.items(150);
    let mut choices = Choices::default();
    let (store, welcomes) = open_watched(directory.path(), &choices);
    keep(&store, items.clone());
    let before = shows(&store);
    let guide = store.search("guide", 0, 1_000).unwrap().len();

    choices.decisions.blocked.insert(world.id(1));
    store.choose(choices.clone()).unwrap();
    assert_eq!(
        (store.settled().unwrap().len(), store.counts().changes, store.counts().entries),
        (302, 300, 2)
    );
    assert_eq!((store.search("guide", 0, 1_000).unwrap().len(), guide), (300, 450));
    assert!(store.list(None, None, 1_000).unwrap().iter().all(|listed| listed.agent != world.id(1)));
    let figures = store.figures();
    assert_eq!((figures.blocked, figures.held), (1, 2));
    assert!(figures.aside > 0, "it still takes room in the journal");
    assert!(store.declines(&world.id(1)) && !store.declines(&world.id(2)));
    for outcome in store.ingest(items.clone()).unwrap() {
        assert!(matches!(outcome, Outcome::Known(_) | Outcome::LeftOut(LeftOut::Blocked)), "{outcome:?}");
    }
    let blocked = shows(&store);
    for lost in [false, true] {
        store.close().unwrap();
        if lost {
            fs::remove_dir_all(directory.path().join("index")).unwrap();
        }
    }
    drop(store);
    let store = open(directory.path(), &choices);
    assert_eq!(shows(&store), blocked, "an index that was made anew leaves out the same");

    choices.decisions.blocked.clear();
    store.choose(choices.clone()).unwrap();
    assert_eq!(shows(&store), before, "nobody had to be asked");
    assert_eq!(store.search("guide", 0, 1_000).unwrap().len(), 450);
    assert_eq!(*welcomes.lock().unwrap(), 0, "nothing was left out before it was blocked");
    drop(store);
    assert_eq!(shows(&open(directory.path(), &choices)), before);
}

#[test]
fn a_withheld_record_is_not_held_and_its_later_changes_are_not_asked_for_twice() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(2);
    let items = world.items(5);
    let mut choices = Choices::default();
    let store = open(directory.path(), &choices);
    keep(&store, items);
    let first = world.resource(0, "Not here");
    let record = first.id().as_record();
    keep(&store, vec![first.to_bytes()]);
    let later = world.edit(&store, 0, record, "topics", "bread");
    let before = shows(&store);

    choices.withheld.insert(*record.as_bytes());
    store.choose(choices.clone()).unwrap();
    assert_eq!(store.listed(record).unwrap(), None);
    assert!(store.view(record).unwrap().is_none());
    assert_eq!(store.search("not here", 0, 10).unwrap(), []);
    assert!(store.item(&first.item_key()).unwrap().is_none() && store.declines_item(&first.item_key()));
    assert_eq!(store.settled().unwrap().len(), 12);
    // Being offered it again does not make the store forget that it has it in the journal.
    let offered = store.ingest(vec![first.to_bytes()]).unwrap();
    assert!(matches!(offered[..], [Outcome::LeftOut(LeftOut::Withheld)]), "{offered:?}");
    let later_key = match &store.ingest(vec![later.clone()]).unwrap()[..] {
        [Outcome::LeftOut(LeftOut::Withheld)] => {
            commons_registry::check(std::slice::from_ref(&later))[0].as_ref().unwrap().key()
        }
        other => panic!("{other:?}"),
    };
    assert!(store.declines_item(&later_key));
    drop(store);
    let store = open(directory.path(), &choices);
    assert!(store.declines_item(&first.item_key()) && store.declines_item(&later_key));
    assert!(!store.declines(&world.id(0)), "only the record is withheld");

    choices.withheld.clear();
    store.choose(choices).unwrap();
    assert_eq!(shows(&store), before);
    assert!(!store.declines_item(&later_key), "it was never here, and may be fetched now");
    keep(&store, vec![later]);
}

#[test]
fn whom_the_followed_introduce_is_kept_whole_and_an_introduction_withdrawn_drops_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(4);
    let choices = world.following(0, Openness::Introduced);
    let (store, welcomes) = open_watched(directory.path(), &choices);
    keep(&store, vec![world.genesis(0)]);
    // The pool is full of one stranger; the next does not come in.
    keep(&store, vec![world.genesis(1)]);
    let stranger: Vec<_> = (0..200).map(|n| world.resource(1, &format!("Spam {n}")).to_bytes()).collect();
    let outcomes = store.ingest(stranger).unwrap();
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Outcome::LeftOut(LeftOut::TooLarge { .. }))));
    assert_eq!(store.usage(&world.id(1)).items, 0, "a namespace is left out whole");
    assert!(store.left_out(&world.id(1)).is_some());

    let mut items = vec![world.genesis(2)];
    items.extend((0..120).map(|n| world.resource(2, &format!("Good {n}")).to_bytes()));
    let introduction = world.introduction(0, 2);
    let record = introduction.id().as_record();
    assert_eq!((store.standing(&world.id(2)), *welcomes.lock().unwrap()), (Standing::New, 0));
    keep(&store, vec![introduction.to_bytes()]);
    assert_eq!(store.standing(&world.id(2)), Standing::Introduced);
    assert_eq!(*welcomes.lock().unwrap(), 1, "peers are asked again");
    keep(&store, items);
    let chain = match store.why(&world.id(2)) {
        Why::Introduced(chain) => chain,
        other => panic!("{other:?}"),
    };
    assert_eq!((chain.len(), chain[0].by, chain[0].record), (1, world.id(0), record));

    let withdrawn = world.edit(&store, 0, record, "withdrawn", "2026-01-31");
    keep(&store, vec![withdrawn]);
    assert_eq!(store.standing(&world.id(2)), Standing::New);
    assert_eq!(store.usage(&world.id(2)).items, 121, "what is held stays");
    drop(store);
    let store = open(directory.path(), &choices);
    assert_eq!((store.standing(&world.id(2)), store.usage(&world.id(2)).items), (Standing::New, 121));
    // The one that was left out for its size comes back whole when it is introduced: nobody has to send it again
    // what had come by then.
    let before = store.figures().aside;
    keep(&store, vec![world.introduction(0, 1).to_bytes()]);
    assert_eq!(store.left_out(&world.id(1)), None);
    assert!(store.usage(&world.id(1)).items > 10 && store.figures().aside < before);
}

#[test]
fn the_pool_stays_under_its_bound_and_the_followed_are_kept_whole_beside_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(60);
    let choices = world.following(0, Openness::Introduced);
    let store = open(directory.path(), &choices);
    let items = world.items(20);
    for part in items.chunks(97) {
        let _ = store.ingest(part.to_vec()).unwrap(); // most are left out
        assert!(store.figures().pooled <= choices.policy.pool);
    }
    let figures = store.figures();
    assert!(figures.pooled > choices.policy.pool / 2 && figures.no_room > 30, "{figures:?}");
    assert_eq!(store.usage(&world.id(0)).items, 21);
    let shown = shows(&store).0;
    drop(store);
    let store = open(directory.path(), &choices);
    assert_eq!(shows(&store).0, shown);
    assert_eq!(store.figures().pooled, figures.pooled);
    // With room for all, all come.
    let open_to_all = Choices { policy: Policy::default(), ..choices };
    store.choose(open_to_all).unwrap();
    for outcome in store.ingest(items).unwrap() {
        assert!(matches!(outcome, Outcome::New(_) | Outcome::Known(_)), "{outcome:?}");
    }
    assert_eq!((store.settled().unwrap().len(), store.figures().aside), (60 * 21, 0));
}

/// Anybody can sign in an agent's name; what is not the agent's must cost it nothing.
#[test]
fn what_others_sign_in_an_agents_name_does_not_close_its_namespace() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(3);
    let choices = world.following(0, Openness::Introduced);
    let store = open(directory.path(), &choices);
    let own = world.resource(1, "Guide").to_bytes();
    keep(&store, vec![world.genesis(0), world.genesis(1), own]);
    // So much more than is kept of one that a single change of the agent's own would close it.
    let forge = |world: &mut World, text: &str| {
        let mut draft = Draft::new(Kind::Resource);
        for language in ["en", "fr", "de"] {
            draft.set_keyed("summary", language, &text.repeat(900)).unwrap();
        }
        let edit = draft.begin(world.random.bytes()).unwrap();
        let key = SigningKey::from_secret(&[9; 32]);
        let author = Author { agent: world.id(1), entry: world.agents[1].genesis.id(), key: &key };
        Change::author(&author, edit).to_bytes()
    };
    let forged = (0..12).map(|_| forge(&mut world, "Not of the agent. ")).collect();
    for outcome in store.ingest(forged).unwrap() {
        assert!(matches!(outcome, Outcome::Invalid(_)), "{outcome:?}");
    }
    assert_eq!(store.left_out(&world.id(1)), None);
    assert_eq!(store.list(None, None, 100).unwrap().len(), 1);
}

/// One change alone closed a namespace, and since nothing was written then, all of it stayed until something was.
#[test]
fn a_namespace_that_is_closed_is_taken_out_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(2);
    let choices = world.following(0, Openness::Introduced);
    let store = open(directory.path(), &choices);
    keep(&store, vec![world.genesis(0), world.genesis(1)]);
    let mut closed = false;
    for n in 0..200 {
        let offered = world.resource(1, &format!("Spam {n}")).to_bytes();
        closed = matches!(store.ingest(vec![offered]).unwrap()[..], [Outcome::LeftOut(_)]);
        if closed {
            break;
        }
    }
    assert!(closed);
    assert_eq!((store.usage(&world.id(1)).items, store.settled().unwrap().len()), (0, 1));
    assert_eq!(store.list(None, None, 100).unwrap(), []);
}

/// What came back from the journal was counted against the pool a second time.
#[test]
fn who_was_blocked_takes_no_more_of_the_pool_than_before() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(2);
    let mut choices = world.following(0, Openness::Introduced);
    let store = open(directory.path(), &choices);
    keep(&store, vec![world.genesis(0), world.genesis(1)]);
    while store.usage(&world.id(1)).pooled < 15_000 {
        keep(&store, vec![world.resource(1, "Guide").to_bytes()]);
    }
    let (before, usage) = (shows(&store), store.usage(&world.id(1)));
    for _ in 0..3 {
        choices.decisions.blocked.insert(world.id(1));
        store.choose(choices.clone()).unwrap();
        choices.decisions.blocked.clear();
        store.choose(choices.clone()).unwrap();
        assert_eq!((store.left_out(&world.id(1)), store.usage(&world.id(1))), (None, usage));
        assert_eq!(shows(&store), before);
    }
    let record = store.list(None, None, 1).unwrap()[0].id;
    choices.withheld.insert(*record.as_bytes());
    store.choose(choices.clone()).unwrap();
    choices.withheld.clear();
    store.choose(choices.clone()).unwrap();
    assert_eq!(store.usage(&world.id(1)), usage);
}

/// A change was let go of; of the next one, which builds on it, the store said only that something is missing.
#[test]
fn what_builds_on_a_change_that_was_let_go_is_not_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::of(5);
    let choices = world.following(0, Openness::Introduced);
    let store = open(directory.path(), &choices);
    let begun = world.resource(1, "Guide");
    let record = begun.id().as_record();
    keep(&store, vec![world.genesis(0), world.genesis(1), begun.to_bytes()]);
    // Others fill the pool, up to some 3000 bytes of what is there for changes.
    for agent in 2..5 {
        keep(&store, vec![world.genesis(agent)]);
        while store.usage(&world.id(agent)).pooled < 18_000 && store.figures().pooled < 42_000 {
            keep(&store, vec![world.resource(agent, "Other").to_bytes()]);
        }
    }
    let mut edit = |on: &Change<Unverified>, summary: &str| {
        let mut draft = Draft::new(Kind::Resource);
        draft.set_keyed("summary", "en", summary).unwrap();
        let edit = draft.edit(record, &[on.id()], world.random.bytes()).unwrap();
        Change::author(&world.agents[1].member(0), edit)
    };
    let large = edit(&begun, &"All about bread. ".repeat(300));
    let then = edit(&large, "In short.");
    for offered in [&large, &then] {
        let outcomes = store.ingest(vec![offered.to_bytes()]).unwrap();
        assert!(matches!(outcomes[..], [Outcome::LeftOut(LeftOut::NoRoom)]), "{outcomes:?}");
        assert!(store.declines_item(&offered.item_key()));
    }
    keep(&store, vec![edit(&begun, "In short.").to_bytes()]);
}

/// An erased introduction counted until the next start, and a withheld one until somebody else was introduced.
#[test]
fn an_introduction_that_is_erased_or_withheld_counts_no_more() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::of(1);
    let house = House::of(&[(1, 11)], &[40], 1);
    let introduction = {
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", "introduces").unwrap();
        draft.set_id("about", *world.id(0).as_bytes()).unwrap();
        house.write(house.founding(), 1, draft.begin([1; 16]).unwrap())
    };
    let record = introduction.id().as_record();
    let decisions = Decisions { followed: [(house.agent(), None)].into(), ..Decisions::default() };
    let mut choices = Choices { decisions, ..Choices::default() };
    let store = open(directory.path(), &choices);
    keep(&store, vec![house.genesis.to_bytes(), introduction.to_bytes()]);
    assert_eq!(store.standing(&world.id(0)), Standing::Introduced);
    choices.withheld.insert(*record.as_bytes());
    store.choose(choices.clone()).unwrap();
    assert_eq!(store.standing(&world.id(0)), Standing::New);
    choices.withheld.clear();
    store.choose(choices).unwrap();
    assert_eq!(store.standing(&world.id(0)), Standing::Introduced);
    let stone = house.erase(house.founding(), Erased::Record(*record.as_bytes()), &[11]);
    keep(&store, vec![stone.to_bytes()]);
    assert_eq!(store.standing(&world.id(0)), Standing::New);
}

/// A tombstone on a branch that the cards make void erases nothing any more: what was refused is asked for again.
#[test]
fn peers_are_asked_again_when_a_tombstone_becomes_void() {
    let directory = tempfile::tempdir().unwrap();
    let house = House::of(&[(1, 11)], &[40], 1);
    let mut draft = Draft::new(Kind::Resource);
    draft.set_keyed("title", "en", "Guide").unwrap();
    let guide = house.write(house.founding(), 1, draft.begin([1; 16]).unwrap());
    let record = guide.id().as_record();
    let (store, asked) = open_watched(directory.path(), &Choices::default());
    let rotation = house.rotate(&Rotation::rotation(house.founding(), key_set(&[(11, 21)], &[40])), &[11]);
    let stone = house.erase(rotation.id(), Erased::Record(*record.as_bytes()), &[21]);
    keep(&store, vec![house.genesis.to_bytes(), rotation.to_bytes(), stone.to_bytes()]);
    let outcomes = store.ingest(vec![guide.to_bytes()]).unwrap();
    assert!(matches!(outcomes[..], [Outcome::Erased(_)]), "{outcomes:?}");
    assert_eq!(*asked.lock().unwrap(), 0);
    let recovery = house.rotate(&Rotation::recovery(house.founding(), key_set(&[(2, 12)], &[41])), &[40]);
    keep(&store, vec![recovery.to_bytes()]);
    assert_eq!(*asked.lock().unwrap(), 1);
    keep(&store, vec![guide.to_bytes()]);
}

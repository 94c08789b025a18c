//! What a node does when it is asked: the one implementation behind the socket, HTTP, and the command line.

mod about_agent;
mod agreements;
mod asked;
mod asker;
mod catching_up;
mod challenges;
mod check;
mod company;
mod confirm;
mod confirmed;
mod contributions;
mod credit;
mod described;
mod doctor;
mod duplicates;
mod feed;
mod files;
mod fork;
mod found;
mod glossary;
mod hidden;
mod history;
mod holders;
mod import;
mod inbox;
mod joining;
mod licences;
mod listings;
mod local;
mod map;
mod members;
mod names;
mod offered;
mod parts;
mod permissions;
mod privacy;
mod proposals;
mod provenance;
mod reach;
mod read;
mod receipts;
mod remix;
mod reported;
mod reports;
mod reuse;
mod room;
mod said;
mod search;
mod seats;
mod shelf;
mod statement;
mod terms;
mod trust;
mod write;

pub(crate) use asked::not_kept_in_words;
pub(crate) use catching_up::to_go;
pub(crate) use feed::{Entry, Feed, IN_FEEDS};
pub(crate) use found::{from_hex, to_hex};
use found::{recovery_card, secret_of_card};
pub(crate) use joining::other_network;
pub(crate) use room::Room;
pub(crate) use seats::SignedIn;
use shelf::Shelf;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use commons_identity::{AgentId, Keyring, Passphrase, SALT_LENGTH};
use commons_network::{Network, Rates};
use commons_registry::{Author, Change, Edit, ItemKey, NetworkId, RecordId};
use commons_store::{Choices, Files, Found, HexPrefix, Outcome, Policy, Store, StoreOptions};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::config::Config;
use crate::data_dir::DataDir;
use crate::day::Day;
use crate::failure::{Failure, FailureKind};
use crate::fetches::Fetches;
use crate::holders::Holders;
use crate::line::Plan;
use crate::request::{Manner, Request};
use crate::secrets::{self, Keys};
use crate::trust::Trust;

/// Fewest hex digits that name an id.
const MIN_PREFIX_DIGITS: usize = 8;

/// Most items announced one by one.
const MAX_ANNOUNCED: usize = 32;

/// How long to wait for another command to be done with the data directory.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// How often to look whether it is: nobody tells us when a lock is let go.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Tries again for a while as long as another process uses the data directory.
pub(crate) fn when_free<T>(mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(failure) if failure.kind == FailureKind::InUse && begun.elapsed() < LOCK_WAIT => {
                std::thread::sleep(LOOK_AGAIN);
            }
            outcome => return outcome,
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// Whoever may use the data directory or its socket.
    Owner,
    /// A member who has signed in here.
    Member,
    /// Whoever reaches the pages: perhaps, through a proxy, the whole internet.
    Anybody,
}

impl Asker {
    /// Whether they are of the house: what its people know of others, whom they trust, and what they have not published yet
    /// is told to them.
    pub(crate) fn is_of_the_house(self) -> bool {
        matches!(self, Self::Owner | Self::Member)
    }
}

/// What a question's answer depends on besides what is held.
#[derive(Debug, Clone, Copy)]
struct Occasion {
    asker: Asker,
    today: Day,
}

/// A node at work: what it holds, and the keys of whoever is at work. Clones share all of it.
#[derive(Clone)]
pub(crate) struct Service {
    node: Arc<Node>,
    /// Those of the node, or those of another member who has signed in here.
    keys: Arc<Mutex<Keys>>,
    /// What it holds, as it is shown to whoever asks.
    pub(crate) store: Arc<Shelf>,
    /// For how many strangers there is room.
    pub(crate) room: Room,
}

impl core::ops::Deref for Service {
    type Target = Node;

    fn deref(&self) -> &Node {
        &self.node
    }
}

/// What a node holds, whoever is at work on it.
pub(crate) struct Node {
    pub(crate) data: DataDir,
    pub(crate) config: Config,
    /// Files of resources.
    pub(crate) files: Files,
    /// Those that are being fetched.
    fetches: Fetches,
    /// The node's own keys: those of whoever set it up.
    own_keys: Arc<Mutex<Keys>>,
    /// Whose node it is, once it is somebody's: for good.
    own_agent: OnceLock<AgentId>,
    /// Where it answers HTTP, if it does.
    http: OnceLock<SocketAddr>,
    /// What lets members in.
    entrance: seats::Entrance,
    /// What the owner decided about others: held while that is changed. Whoever needs the keys as well takes them first.
    trust: Mutex<Trust>,
    /// How much is kept, of whom.
    policy: Policy,
    /// Held while something is read in order to be changed, so that two edits at once on one node do not conflict; while
    /// it is signed and kept, so that no change of keys comes between; and while it is decided whose node it is and whom
    /// it trusts.
    editing: Mutex<()>,
    /// What is known on this node only.
    local: Mutex<local::Local>,
    /// How much awaits us.
    counted: Mutex<Option<inbox::Counted>>,
    /// How many days before a confirmation lapses it is spoken of.
    remind_days: u32,
    /// How much the node may load its line, and when.
    plan: Plan,
    /// Which other nodes say that they hold our records.
    holders: Mutex<Holders>,
    /// How many items were held when the store was opened.
    held_at_first: u64,
    /// Told whenever something was written here.
    written: Notify,
    /// How often others were asked for whoever looks at the pages.
    asked_for_anybody: Mutex<asked::ForAnybody>,
    /// Set once the network runs; without it there is nobody to announce to.
    network: Mutex<Option<Announcer>>,
}

/// The network, and the runtime to call it on.
#[derive(Clone)]
struct Announcer {
    network: Network,
    runtime: tokio::runtime::Handle,
}

impl Service {
    /// Opens the node in a data directory; its keys too, if they are plain or there is a passphrase.
    pub(crate) fn open(
        data: DataDir,
        config: &Config,
        passphrase: Option<&Passphrase>,
    ) -> Result<Self, Failure> {
        Self::open_watched(data, config, passphrase, Arc::new(|_| ()))
    }

    /// Opens the node in a data directory, and tells `observer` what happens in its store.
    pub(crate) fn open_watched(
        data: DataDir,
        config: &Config,
        passphrase: Option<&Passphrase>,
        observer: commons_store::Observer,
    ) -> Result<Self, Failure> {
        let trust = Trust::read(&data)?;
        let policy = config.policy();
        let choices = Choices {
            decisions: trust.decisions(secrets::agent_of(&data)?),
            withheld: trust.withheld.iter().map(|id| *id.as_bytes()).collect(),
            policy,
        };
        let options = StoreOptions {
            caches: config.caches(),
            choices: choices.clone(),
            describer: crate::describe::describer(),
            observer,
            ..StoreOptions::new(NetworkId::of_name(config.network()))
        };
        let (store, report) = Store::open(data.path(), options).map_err(|error| match error {
            commons_store::OpenStoreError::Lock(_) => Failure::new(FailureKind::InUse, error.to_string()).hint(
                "another commons command or node is using this folder: wait for it, or name another with --data DIR",
            ),
            other => Failure::config(format!("the data in {} cannot be opened: {other}", data.path().display()))
                .hint("nothing was changed; see the chapter on operations for what each message means"),
        })?;
        // Only now that nobody else can be founding an agent here, or deciding anything.
        let keys = Keys::load(&data, passphrase)?;
        let trust = Trust::read(&data)?;
        if let Some(reason) = &report.rebuilt
            && report.indexed > 0
        {
            tracing::warn!(%reason, items = report.indexed, "the index was rebuilt from the journal");
        }
        if let Some(cut) = &report.recovery.cut {
            tracing::warn!(
                bytes = cut.length,
                "a half-written end of the journal was cut; nothing of it was answered"
            );
        }
        let files = Files::in_data(data.path());
        if let Err(error) = files.clear_unfinished() {
            tracing::warn!(%error, "what was left of putting files in cannot be removed");
        }
        let own_keys = Arc::new(Mutex::new(keys));
        let node = Node {
            local: Mutex::new(local::Local::load(&data)?),
            holders: Mutex::new(Holders::load(&data)?),
            written: Notify::new(),
            counted: Mutex::new(None),
            remind_days: config.remind_days(),
            plan: config.plan()?,
            files,
            fetches: Fetches::default(),
            data,
            config: config.clone(),
            held_at_first: store.snapshot().len(),
            own_keys: Arc::clone(&own_keys),
            own_agent: OnceLock::new(),
            http: OnceLock::new(),
            entrance: seats::Entrance::default(),
            trust: Mutex::new(trust),
            policy,
            editing: Mutex::new(()),
            asked_for_anybody: Mutex::default(),
            network: Mutex::new(None),
        };
        let store = Arc::new(Shelf::new(Arc::new(store), false));
        let service = Self { node: Arc::new(node), keys: own_keys, store, room: Room::default() };
        let own = service.agent();
        let now = service.choices(&service.trust(), own);
        if now != choices {
            service.store.choose(now)?;
        }
        service.keep_genesis()?;
        service.load_arrivals()?;
        Ok(service)
    }

    /// The same node for everybody: what strangers wrote is left out.
    pub(crate) fn for_everybody(&self) -> Self {
        let store = Arc::new(Shelf::new(Arc::clone(self.store.whole()), true));
        Self { store, room: Room::default(), ..self.clone() }
    }

    /// The agent's first key-log entry lies in the keyring too: should the journal have lost it, it is put back.
    fn keep_genesis(&self) -> Result<(), Failure> {
        let genesis = self.keys().genesis().map(commons_identity::Entry::to_bytes);
        if let Some(genesis) = genesis {
            self.store.ingest(vec![genesis])?;
        }
        Ok(())
    }

    /// Waits until lists and search know of everything held.
    pub(crate) fn wait_until_listed(&self) {
        self.store.wait_until_listed();
    }

    /// Whether what was erased is still being removed from the disk.
    pub(crate) fn is_erasing(&self) -> bool {
        self.store.compacted().erased > 0
    }

    /// Waits until what was erased is gone from the disk.
    pub(crate) fn wait_until_erased(&self) {
        if !self.store.wait_until_erased() {
            tracing::warn!("what was erased is not gone from this disk yet: the next start tries again");
        }
        if let Err(failure) = self.collect_files() {
            tracing::warn!(reason = %failure.message, "files that nothing names any more are not all removed");
        }
        if let Err(failure) = self.forget_erased_reports() {
            tracing::warn!(reason = %failure.message, "reports of what was erased are not rid of their reasons");
        }
    }

    /// From now on tells peers of what is written here.
    pub(crate) fn announce_on(&self, network: Network, runtime: tokio::runtime::Handle) {
        *self.network.lock().unwrap_or_else(PoisonError::into_inner) = Some(Announcer { network, runtime });
    }

    /// From now on can say where it answers HTTP.
    pub(crate) fn answers_at(&self, address: SocketAddr) {
        let _ = self.http.set(address);
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trust(&self) -> MutexGuard<'_, Trust> {
        self.trust.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose node this is. Once it is somebody's, asking waits for nobody who is at work with the keys.
    pub(crate) fn agent(&self) -> Option<AgentId> {
        if let Some(own) = self.own_agent.get() {
            return Some(*own);
        }
        let own = self.keys().agent()?;
        Some(*self.own_agent.get_or_init(|| own))
    }

    /// Whether the signing keys are there, but sealed.
    pub(crate) fn is_locked(&self) -> bool {
        matches!(*self.keys(), Keys::Locked(_))
    }

    /// Answers a request of the node's owner. May block on the disk.
    pub(crate) fn handle(&self, request: Request) -> Result<Value, Failure> {
        self.handle_for(Asker::Owner, request)
    }

    /// Answers a request of whoever asks. May block on the disk.
    pub(crate) fn handle_for(&self, asker: Asker, request: Request) -> Result<Value, Failure> {
        let manner = request.manner();
        if asker == Asker::Anybody && !matches!(manner, Manner::Public | Manner::Bounded) {
            return Err(Failure::usage("this is for the node's owner only")
                .hint("the commons command does it, on the machine of the node"));
        }
        if asker == Asker::Member && request.is_operators() {
            return Err(
                Failure::usage("this is for whoever runs the node only").hint("ask whoever runs it to do it")
            );
        }
        let occasion = Occasion { asker, today: Day::today() };
        let alone = manner == Manner::OneByOne;
        let _editing = alone.then(|| self.editing.lock().unwrap_or_else(PoisonError::into_inner));
        match request {
            Request::Init(init) => self.init(init),
            Request::Join { keys, passphrase } => self.join(&keys, passphrase),
            Request::Unlock { passphrase } => self.unlock(passphrase),
            Request::ExportKeys => self.export_keys(),
            Request::Profile { set } => self.profile(&set),
            Request::Publish(publish) => self.publish(occasion, &publish),
            Request::Edit(edit) => self.edit(occasion, &edit),
            Request::Hide { id, reason } => self.hide(occasion, &id, reason.as_deref()),
            Request::Hidden => self.all_hidden(occasion),
            Request::Unhide { id } => self.unhide(&id),
            Request::Contribute(contribute) => self.contribute(occasion, &contribute),
            Request::PublishDraft { id } => self.publish_draft(&id),
            Request::Say(say) => self.say_of_record(occasion, &say),
            Request::Listing(request) => self.listing(occasion, request),
            Request::Report(request) => self.reports(occasion, request),
            Request::Inbox => self.inbox(occasion),
            Request::Contributions(summary) => self.contributions(occasion, &summary),
            Request::ContributionsOver(over) => self.contributions_over(occasion, &over),
            Request::Statement(statement) => self.statement(occasion, &statement),
            Request::Follow { agent, budget, remove } => self.follow(agent.as_deref(), budget, remove),
            Request::Block { agent, remove } => self.block(agent.as_deref(), remove),
            Request::Withhold { id, remove } => self.withhold(id.as_deref(), remove),
            Request::Agent { id } => self.about_agent(occasion, &id),
            Request::Why { id } => self.why(&id),
            Request::Introduce(introduce) => self.introduce(occasion, &introduce),
            Request::IntroduceRows { rows, dry_run } => self.introduce_rows(&rows, dry_run),
            Request::Check(check) => self.check(occasion, check),
            Request::Remix(remix) => self.remix(occasion, remix),
            Request::Credit(credit) => self.credit(occasion, &credit),
            Request::Agreement(request) => self.agreement(occasion, request),
            Request::Reuse(request) => self.reuse(occasion, request),
            Request::Privacy { agent } => self.privacy(occasion, agent.as_deref()),
            Request::Files(request) => self.files(occasion, request),
            Request::Fork(fork) => self.fork(occasion, &fork),
            Request::Provenance { id, near } => self.provenance(occasion, &id, near),
            Request::Licence(request) => self.licence(occasion, request),
            Request::Term(request) => self.term(&request),
            Request::Glossary(glossary) => self.glossary(occasion, &glossary),
            Request::Ask { question } => Ok(to_json(&commons_licences::answer(&question))),
            Request::Invite(invite) => self.invite(&invite),
            Request::JoinNetwork { link } => self.join_network(&link),
            Request::JoinProgress { peers } => self.join_progress(&peers),
            Request::Members(request) => self.marked(occasion, self.members(request)?),
            Request::Seats(request) => self.seats(occasion, &request),
            Request::Tokens(request) => self.tokens(occasion, &request),
            Request::Proposals { agent } => self.marked(occasion, self.proposals(agent.as_deref())?),
            Request::Approve { id, key, despite_objections } => {
                self.approve(&id, key.as_deref(), despite_objections)
            }
            Request::Object { id, reason, withdraw } => self.object(&id, reason.as_deref(), withdraw),
            Request::Adopt { id } => self.adopt(&id),
            Request::HandOver { id, to } => self.hand_over(&id, &to),
            Request::TakeOver { id } => self.take_over_resource(&id),
            Request::Show { id, drafts } => self.show(occasion, &id, drafts),
            Request::History { id, limit, after } => self.history(occasion, &id, limit, after.as_deref()),
            Request::JsonLd { id } => self.json_ld(occasion, &id),
            Request::List { kind, limit, after } => self.list(occasion, kind, limit, after.as_deref()),
            Request::Search(search) => self.search(occasion, &search),
            Request::Find(find) => self.find(occasion, &find),
            Request::Map(map) => self.map(occasion, &map),
            Request::Status => self.status(occasion),
            Request::ImportRows { rows, dry_run } => self.import_rows(&rows, dry_run),
            Request::Ingest { items, dry_run } => self.ingest_hex(&items, dry_run),
            Request::Export { path } => self.export(&path),
            Request::Confirm(confirm) => self.confirm(occasion, &confirm),
            Request::WithdrawConfirmation { what, fact } => {
                self.withdraw_confirmation(occasion, &what, fact.as_deref())
            }
            Request::Confirmations { about } => self.confirmations(occasion, about.as_deref()),
            Request::ConfirmRows { rows, dry_run } => self.confirm_rows(occasion, &rows, dry_run),
            Request::SetPetname { agent, name } => self.set_petname(occasion, &agent, &name),
            Request::RemovePetname { agent } => self.remove_petname(occasion, &agent),
            Request::Petnames => self.petnames(occasion),
            Request::Domains { agent } => self.domains(occasion, &agent),
            Request::KeepDomainChecks { agent, checks } => self.keep_domain_checks(occasion, &agent, checks),
        }
    }

    /// Does what members have signed. For the running node, to be called when something has come.
    pub(crate) fn settle(&self) -> Result<(), Failure> {
        let _editing = self.editing.lock().unwrap_or_else(PoisonError::into_inner);
        self.settle_motions()
    }

    /// Signs an edit in the agent's name.
    fn sign(&self, keyring: &Keyring, edit: Edit) -> Result<Change<commons_identity::Unverified>, Failure> {
        let log = self.store.key_log(keyring.agent())?;
        let key = members::signing_key(keyring, &log)?;
        Ok(Change::author(&Author { agent: keyring.agent(), entry: log.current(), key }, edit))
    }

    /// Signs edits, keeps them, and tells peers: all are on disk when this returns. Gives their records.
    fn write(&self, edits: Vec<Edit>) -> Result<Vec<RecordId>, Failure> {
        let signed: Vec<_> = {
            let keys = self.keys();
            let keyring = keys.open()?;
            edits.into_iter().map(|edit| self.sign(keyring, edit)).collect::<Result<_, _>>()?
        };
        let records = signed.iter().filter_map(Change::record).collect();
        self.keep(signed.iter().map(Change::to_bytes).collect())?;
        Ok(records)
    }

    /// Keeps items of our own making, and tells peers.
    fn keep(&self, items: Vec<Vec<u8>>) -> Result<(), Failure> {
        let mut kept = Vec::with_capacity(items.len());
        for (outcome, item) in self.store.ingest(items.clone())?.into_iter().zip(items) {
            match outcome {
                Outcome::New(key) => kept.push((key, item)),
                Outcome::Known(_) => {}
                Outcome::Invalid(reason) => return Err(Failure::invalid(reason.to_string())),
                Outcome::Erased(_) => return Err(read::erased()),
                Outcome::LeftOut(reason) => {
                    return Err(Failure::invalid(format!("nothing was written: {reason}"))
                        .hint("`commons withhold` lists what this node withholds"));
                }
                Outcome::Missing { .. } | Outcome::Declined => {
                    return Err(Failure::internal(
                        "what was just written refers to something that is not here",
                    ));
                }
            }
        }
        self.note_written(&kept);
        self.announce(kept);
        Ok(())
    }

    fn announce(&self, items: Vec<(ItemKey, Vec<u8>)>) {
        if items.len() > MAX_ANNOUNCED {
            return; // a list is quicker pulled as a whole; peers are told that the state changed
        }
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Announcer { network, runtime }) = network.as_ref() {
            let network = network.clone();
            runtime.spawn(async move {
                for (key, item) in items {
                    if network.announce(key, item).await.is_err() {
                        break; // the node is stopping; peers will pull
                    }
                }
            });
        }
    }

    /// Finds what an id, or the beginning of one, stands for.
    fn resolve(&self, text: &str) -> Result<Found, Failure> {
        let text = text.trim().to_lowercase();
        let prefix =
            HexPrefix::parse(&text).filter(|_| text.len() >= MIN_PREFIX_DIGITS).ok_or_else(|| {
                Failure::usage(format!(
                "expected an id or at least the first {MIN_PREFIX_DIGITS} of its hex digits, found {text:?}"
            ))
            .hint("`commons list` and `commons search WORDS` show ids")
            })?;
        let mut found = self.store.resolve(&prefix, 8)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Failure::not_found(format!("nothing here has an id that begins with {text}"))
                .hint("it may not have come to this node yet: see `commons status`")),
            _ => {
                let ids: Vec<_> = found.iter().map(found_id).collect();
                Err(Failure::usage(format!("several ids begin with {text}: {}", ids.join(", ")))
                    .hint("give more digits"))
            }
        }
    }

    /// Finds a record; a change stands for the record that it edits, an agent for the record of itself.
    fn resolve_record(&self, text: &str) -> Result<RecordId, Failure> {
        match self.resolve(text)? {
            Found::Record(record) => Ok(record),
            Found::Change(change) => self.store.record_of_change(change)?.ok_or_else(|| {
                Failure::invalid(
                    "this change was made by a later version of commons, and cannot be read here",
                )
                .hint("install the current version")
            }),
            Found::Agent(agent) => self.agent_record(agent)?.ok_or_else(|| {
                Failure::not_found(format!("agent {} has published nothing about itself here", agent.short()))
            }),
        }
    }

    /// The record that an agent keeps of itself: should there be several, that with the lowest id.
    fn agent_record(&self, agent: AgentId) -> Result<Option<RecordId>, Failure> {
        read::agent_record(&self.store, agent)
    }

    /// How fast is sent and received at most, if the network runs.
    fn rates(&self) -> Option<Rates> {
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner);
        network.as_ref().map(|announcer| announcer.network.rates())
    }

    fn network_status(&self) -> Option<commons_network::Status> {
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner);
        network.as_ref().map(|announcer| announcer.network.status())
    }
}

fn found_id(found: &Found) -> String {
    match found {
        Found::Agent(id) => id.to_string(),
        Found::Record(id) => id.to_string(),
        Found::Change(id) => id.to_string(),
    }
}

fn salt() -> Result<[u8; SALT_LENGTH], Failure> {
    let mut salt = [0; SALT_LENGTH];
    getrandom::fill(&mut salt).map_err(Failure::internal)?;
    Ok(salt)
}

/// Values whose serialisation cannot fail: maps with text keys, lists, texts, numbers.
fn to_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| json!({ "error": error.to_string() }))
}

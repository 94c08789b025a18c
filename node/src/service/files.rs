//! Files of resources: put in, fetched from others, kept, given up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use commons_identity::AgentId;
use commons_licences::{CreditFormat, LicenceExpression, credit, licence_text};
use commons_network::{FilePeerState, Network};
use commons_registry::standing::Standing;
use commons_registry::{FileHash, FileName, FileRef, Kind, MAX_FILES, OwnTerms, RecordId, RecordView};
use commons_store::{Collected, Use};
use serde_json::{Value, json};

use super::names::{Known, one_of};
use super::offered::licence_of;
use super::{Occasion, Service, to_json};
use crate::data_dir::cannot;
use crate::failure::{Failure, FailureKind};
use crate::fetches::Fetch;
use crate::request::{Fetched, FetchedFile, FilePeer, FilesRequest};
use crate::trust::MAX_DECISIONS;

/// Most resources looked at that a file belongs to.
const MAX_USERS: usize = 64;

impl Service {
    pub(super) fn files(&self, occasion: Occasion, request: FilesRequest) -> Result<Value, Failure> {
        match request {
            FilesRequest::Add { files } => self.add_files(&files),
            FilesRequest::Fetch { id } => self.fetch(&id),
            FilesRequest::Fetched { id } => Ok(to_json(&self.fetched(&id)?)),
            FilesRequest::Pin { id, remove } => self.pin_files(&id, remove),
            FilesRequest::List => self.list_files(occasion),
        }
    }

    fn add_files(&self, given: &[(PathBuf, String)]) -> Result<Value, Failure> {
        if given.len() > MAX_FILES {
            return Err(Failure::usage(format!(
                "expected at most {MAX_FILES} files of one resource, found {}",
                given.len()
            ))
            .hint("pack them into one file, or publish several resources"));
        }
        let mut names = BTreeMap::new();
        for (path, name) in given {
            let name = FileName::new(name).map_err(|error| {
                Failure::invalid(format!("{}: {error}", path.display()))
                    .hint("rename it: its name is to be the same on every kind of machine")
            })?;
            if let Some(other) = names.insert(name.to_string(), path) {
                return Err(Failure::usage(format!(
                    "{} and {} would both be called {name}",
                    other.display(),
                    path.display()
                ))
                .hint("rename one, or give the folder that both are in"));
            }
        }
        let mut lines = Vec::with_capacity(names.len());
        for (name, path) in names {
            let (hash, size) = self
                .files
                .add(path)
                .map_err(|error| Failure::invalid(format!("{}: {error}", path.display())))?;
            let name = FileName::new(&name).map_err(Failure::internal)?;
            lines.push(FileRef { name, size, hash }.to_string());
        }
        Ok(json!({ "files": lines }))
    }

    /// Files that were put in, as they are named; none of them may be missing.
    pub(super) fn added(&self, lines: &[String]) -> Result<Vec<FileRef>, Failure> {
        let read = |line: &String| {
            let file = FileRef::parse(line).map_err(|error| Failure::usage(error.to_string()))?;
            match self.files.size(&file.hash) {
                Some(size) if size == file.size => Ok(file),
                _ => Err(Failure::not_found(format!("the file {} was not put in here", file.name))
                    .hint("give the file itself: commons publish FILE …")),
            }
        };
        lines.iter().map(read).collect()
    }

    /// A record names these files now.
    pub(super) fn files_published(&self, files: &[FileRef]) {
        for file in files {
            // Looking it up notes who names it: should that be erased in a moment, the file must go.
            let noted = self.use_of(&file.hash).map_err(|failure| failure.message);
            if let Err(error) =
                noted.and_then(|_| self.files.published(&file.hash).map_err(|error| error.to_string()))
            {
                tracing::warn!(file = %file.hash.short(), %error, "cannot note that a file was published");
            }
        }
    }

    /// A resource that is held here.
    fn resource_here(&self, id: &str) -> Result<RecordView, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        match view.kind {
            Kind::Resource => Ok(view),
            kind => Err(Failure::invalid(format!("expected the id of a resource, this is of a {kind}"))
                .hint("`commons list --kind resource` shows resources")),
        }
    }

    fn fetch(&self, id: &str) -> Result<Value, Failure> {
        let view = self.resource_here(id)?;
        let files: Vec<FileRef> = view.files().collect();
        if files.is_empty() {
            return Err(Failure::not_found("this resource has no files".to_owned())
                .hint("`commons show ID` shows its links, if it has any"));
        }
        let lacking: Vec<&FileRef> =
            files.iter().filter(|file| self.files.size(&file.hash).is_none()).collect();
        if lacking.is_empty() {
            return Ok(to_json(&self.fetched(id)?));
        }
        let Some(announcer) = self.announcer() else {
            return Err(Failure::new(
                FailureKind::Network,
                format!(
                    "{} of its {} files are not here, and no node runs that could fetch them",
                    lacking.len(),
                    files.len()
                ),
            )
            .hint("start it: commons start"));
        };
        let wanted: BTreeMap<FileHash, u64> = lacking.iter().map(|file| (file.hash, file.size)).collect();
        if !self.is_wanted(&view) {
            self.require_room(wanted.values().sum())?;
        }
        for file in wanted {
            self.use_of(&file.0)?; // notes who names it
            if !self.fetches.begin(file, self.files.clone(), announcer.network.clone(), &announcer.runtime) {
                return Err(Failure::invalid("too many files wait to be fetched")
                    .hint("try again when some of them are here"));
            }
        }
        Ok(to_json(&self.fetched(id)?))
    }

    fn require_room(&self, bytes: u64) -> Result<(), Failure> {
        let quota = self.config.files_quota();
        if bytes <= quota {
            return Ok(());
        }
        Err(Failure::config(format!(
            "these files have {bytes} bytes, and this node keeps at most {quota} bytes of others' files"
        ))
        .hint("set files_quota in config.toml higher and start the node again, or keep just these: commons pin ID"))
    }

    /// The files of a resource as they are shown, whether they are here, and which other resources have some of them.
    pub(super) fn put_files(
        &self,
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        view: &RecordView,
    ) -> Result<(), Failure> {
        let file = |file: FileRef| {
            let here = self.files.size(&file.hash).is_some();
            json!({ "name": file.name.to_string(), "size": file.size, "hash": file.hash, "here": here })
        };
        let files: Vec<Value> = view.files().map(file).collect();
        if files.is_empty() {
            return Ok(());
        }
        shown["files"] = files.into();
        let mut others = Vec::new();
        for other in self.with_same_files(view)?.into_iter().take(MAX_USERS) {
            let mut item = json!({
                "id": other.id, "title": other.title, "licence": other.licence, "agent": other.agent,
            });
            self.put_own_terms(&mut item, other.licence.as_deref(), [])?;
            self.put_names(occasion, known, &mut item, other.agent)?;
            others.push(item);
        }
        if !others.is_empty() {
            shown["same_files_in"] = others.into();
        }
        Ok(())
    }

    /// How far the files of a resource are.
    fn fetched(&self, id: &str) -> Result<Fetched, Failure> {
        let view = self.resource_here(id)?;
        let files: Vec<FetchedFile> = view.files().map(|file| self.fetched_file(file)).collect();
        let all_here = files.iter().all(|file| file.at.is_some());
        let credited = all_here.then(|| self.credited_work(&view, None)).transpose()?;
        Ok(Fetched {
            id: view.id.to_string(),
            title: view.title().map(str::to_owned),
            licence: licence_of(&view).to_owned(),
            credit: credited.map(|work| credit(&[work], CreditFormat::Text)),
            licence_text: all_here.then(|| self.licence_texts(licence_of(&view))).transpose()?,
            files,
        })
    }

    fn fetched_file(&self, file: FileRef) -> FetchedFile {
        let at = self.files.location(&file.hash);
        let job = self.fetches.get(&file.hash);
        let progress = job.as_ref().map(Fetch::progress).unwrap_or_default();
        let peers = progress.peers.iter().map(|(peer, did)| FilePeer {
            peer_id: peer.to_string(),
            bytes: did.bytes,
            state: in_a_word(did.state).to_owned(),
        });
        FetchedFile {
            name: file.name.to_string(),
            size: file.size,
            hash: file.hash.to_string(),
            here: if at.is_some() { file.size } else { progress.bytes },
            fetching: at.is_none() && job.as_ref().is_some_and(Fetch::goes_on),
            failed: job.as_ref().filter(|_| at.is_none()).and_then(|job| job.failed().map(str::to_owned)),
            peers: peers.collect(),
            at,
        }
    }

    /// The texts of all licences of an expression, one after the other, with the expression above them.
    fn licence_texts(&self, licence: &str) -> Result<String, Failure> {
        let mut all = format!("Licence: {licence}\n");
        let Ok(expression) = LicenceExpression::parse(licence) else { return Ok(all) };
        for id in expression.ids() {
            let text = match id.parse::<OwnTerms>() {
                Ok(terms) => self.own_terms_text(&terms)?,
                Err(_) => licence_text(id).map(str::to_owned),
            };
            all.push_str(&format!("\n---- {id} ----\n\n"));
            match text {
                Some(text) => all.push_str(text.trim()),
                None => all.push_str("Its text is not known to this program; the makers' own pages have it."),
            }
            all.push('\n');
        }
        Ok(all)
    }

    fn own_terms_text(&self, terms: &OwnTerms) -> Result<Option<String>, Failure> {
        let Some(view) = self.as_pinned(terms)? else { return Ok(None) };
        let sheet = view.text("sheet").and_then(|sheet| commons_licences::own_in_words(sheet).ok());
        let prose = match view.fields.get("text") {
            Some(commons_registry::FieldValue::Prose(texts)) => texts.values().cloned().collect(),
            _ => Vec::new(),
        };
        let words = sheet.map(|_| crate::cli::sheet_in_words(view.text("sheet").unwrap_or_default()));
        let all: Vec<String> = prose.into_iter().chain(words).collect();
        Ok((!all.is_empty()).then(|| all.join("\n\n")))
    }

    fn pin_files(&self, id: &str, remove: bool) -> Result<Value, Failure> {
        if remove {
            let record = match one_of(id, &self.trust().pinned, "pinned") {
                Ok(record) => record,
                // By a change or an agent's name it may be meant all the same.
                Err(failure) => self.resolve_record(id).map_err(|_| failure)?,
            };
            let changed = self.decide(|trust| Ok(trust.pinned.remove(&record)))?;
            return Ok(json!({ "id": record, "pinned": false, "changed": changed }));
        }
        let view = self.resource_here(id)?;
        let changed = self.decide(|trust| {
            if trust.pinned.len() >= MAX_DECISIONS {
                return Err(Failure::invalid(format!("at most {MAX_DECISIONS} resources can be kept")));
            }
            Ok(trust.pinned.insert(view.id))
        })?;
        let bytes: u64 = view.files().map(|file| file.size).sum();
        let lacking = view.files().filter(|file| self.files.size(&file.hash).is_none()).count();
        if lacking > 0 && self.announcer().is_some() {
            self.fetch(&view.id.to_string())?;
        }
        Ok(json!({
            "id": view.id, "title": view.title(), "pinned": true, "changed": changed,
            "files": view.files().count(), "bytes": bytes, "lacking": lacking,
            "running": self.announcer().is_some(),
        }))
    }

    /// Whether the files of a resource are kept whatever room they take.
    fn is_wanted(&self, view: &RecordView) -> bool {
        Some(view.agent) == self.agent() || self.trust().pinned.contains(&view.id)
    }

    /// What a file is needed for.
    fn use_of(&self, file: &FileHash) -> Result<Use, Failure> {
        let own = self.agent();
        let named_by = self.store.references_to(file.as_bytes(), Some(Kind::Resource), MAX_USERS)?;
        let trust = self.trust().clone();
        if trust.withheld.contains(&RecordId::from_bytes(*file.as_bytes())) {
            return Ok(Use::Refused);
        }
        let is_wanted = |(agent, record): &(AgentId, RecordId)| {
            Some(*agent) == own || trust.pinned.contains(record) || self.fetches.fetches(file)
        };
        let users: BTreeSet<(AgentId, RecordId)> =
            named_by.iter().map(|listed| (listed.agent, listed.id)).collect();
        if users.is_empty() {
            let users = self.files.users(file);
            let mut refused = !users.is_empty();
            for (agent, record) in &users {
                refused &= trust.blocked.contains(agent)
                    || trust.withheld.contains(record)
                    || self.store.key_log(*agent)?.erasure_of(record.as_bytes()).is_some();
            }
            let wanted = users.iter().any(is_wanted);
            return Ok(if refused { Use::Refused } else { Use::Unnamed { wanted } });
        }
        if let Err(error) = self.files.note_users(file, &users) {
            tracing::warn!(file = %file.short(), %error, "cannot note which records name a file");
        }
        Ok(if users.iter().any(is_wanted) { Use::Wanted } else { Use::Referred })
    }

    /// The bytes of a file that is served to others: one that a record held here names, and that is not withheld.
    pub(crate) fn served(&self, file: &FileHash) -> Option<u64> {
        let size = self.files.size(file)?;
        matches!(self.use_of(file), Ok(Use::Wanted | Use::Referred)).then_some(size)
    }

    /// Removes files that were erased or are withheld, that nothing has named for long, or for which there is no room.
    pub(crate) fn collect_files(&self) -> Result<Collected, Failure> {
        let collected: Result<Collected, CollectError> = self
            .files
            .collect(self.config.files_quota(), |file| self.use_of(file).map_err(CollectError::Failure));
        match collected {
            Ok(collected) => {
                let (unused, for_room) = (collected.unused.len(), collected.for_room.len());
                if unused + for_room > 0 {
                    tracing::info!(unused, for_room, "files were removed");
                }
                Ok(collected)
            }
            Err(CollectError::Failure(failure)) => Err(failure),
            Err(CollectError::Disk(error)) => {
                Err(cannot("look through", &self.data.path().join("files"), &error))
            }
        }
    }

    fn list_files(&self, occasion: Occasion) -> Result<Value, Failure> {
        let failed = |error| cannot("look through", &self.data.path().join("files"), &error);
        let known = self.known()?;
        let mut items = Vec::new();
        let mut bytes = 0;
        for kept in self.files.kept().map_err(failed)? {
            if kept.bytes == 0 && !kept.whole {
                continue;
            }
            let users = self.store.references_to(kept.file.as_bytes(), Some(Kind::Resource), MAX_USERS)?;
            let pinned = users.iter().any(|user| self.trust().pinned.contains(&user.id));
            let own = users.iter().any(|user| Some(user.agent) == self.agent());
            bytes += kept.bytes;
            let mut item = json!({
                "hash": kept.file, "bytes": kept.bytes, "whole": kept.whole, "pinned": pinned, "own": own,
                "fetching": self.fetches.fetches(&kept.file),
            });
            // What is hidden keeps the names of its files to itself: another resource that has the file speaks first.
            let mut shown = None;
            for user in &users {
                if let Some(view) = self.view(user.id)? {
                    shown = Some((user, view));
                    break;
                }
            }
            if let Some(user) = shown.as_ref().map(|(user, _)| *user).or(users.first()) {
                let name = shown.and_then(|(_, view)| view.files().find(|file| file.hash == kept.file));
                item["name"] = to_json(&name.map(|file| file.name.to_string()));
                item["resource"] = to_json(&user.id);
                item["title"] = to_json(&user.title);
                item["agent"] = to_json(&user.agent);
                self.put_names(occasion, &known, &mut item, user.agent)?;
            }
            items.push(item);
        }
        let called = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
        items.sort_by_key(|item| ["title", "resource", "name", "hash"].map(|name| called(item, name)));
        let pinned: Vec<RecordId> = self.trust().pinned.iter().copied().collect();
        Ok(json!({ "items": items, "bytes": bytes, "quota": self.config.files_quota(), "pinned": pinned }))
    }

    /// The files that are wanted here and lacking: those of pinned resources, and the small ones of ourselves and of
    /// those who are followed.
    pub(crate) fn lacking_files(
        &self,
        looked: &mut BTreeMap<AgentId, u64>,
    ) -> Result<BTreeMap<FileHash, u64>, Failure> {
        let mut lacking = BTreeMap::new();
        let mut note = |view: &RecordView, most: u64| {
            for file in view.files() {
                let is_withheld =
                    self.trust().withheld.contains(&RecordId::from_bytes(*file.hash.as_bytes()));
                if file.size <= most && !is_withheld && self.files.size(&file.hash).is_none() {
                    lacking.insert(file.hash, file.size);
                }
            }
        };
        let pinned: BTreeSet<RecordId> = self.trust().pinned.clone();
        for record in pinned {
            if let Some(view) = self.store.view(record)? {
                note(&view, u64::MAX);
            }
        }
        let most = self.config.take_files_up_to();
        // Keys come before what is decided: founding holds them while it says whose node this is.
        let own = self.agent();
        let followed: Vec<AgentId> = self.trust().followed.keys().copied().chain(own).collect();
        for agent in followed {
            let items = self.store.usage(&agent).items;
            if most == 0 || !matches!(self.store.standing(&agent), Standing::Own | Standing::Followed) {
                continue;
            }
            // Nothing of it has come since all that was lacking was here.
            if looked.get(&agent) == Some(&items) {
                continue;
            }
            looked.insert(agent, items);
            for record in self.store.records_of(agent, Kind::Resource)? {
                if let Some(view) = self.store.view(record)? {
                    note(&view, most);
                }
            }
        }
        Ok(lacking)
    }

    /// Whether a file is named by what is held, and not here.
    pub(crate) fn lacks(&self, file: &FileHash) -> bool {
        self.files.size(file).is_none() && matches!(self.use_of(file), Ok(Use::Wanted | Use::Referred))
    }

    /// Whether a file is being fetched.
    pub(crate) fn fetches(&self, file: &FileHash) -> bool {
        self.fetches.fetches(file)
    }

    /// How many files are being fetched or wait for it.
    pub(crate) fn fetching(&self) -> usize {
        self.fetches.going_on()
    }

    /// Tidies up, and tells how many bytes of others' files there is room for.
    pub(crate) fn room_for_files(&self) -> Result<u64, Failure> {
        Ok(self.config.files_quota().saturating_sub(self.collect_files()?.bytes))
    }

    /// Begins to fetch a file unasked, unless there is no room for it: what it takes of the room is taken off.
    pub(crate) fn take_file(
        &self,
        file: (FileHash, u64),
        room: &mut u64,
        network: &Network,
    ) -> Result<(), Failure> {
        let takes = match self.use_of(&file.0)? {
            Use::Wanted => 0,
            Use::Referred if file.1 <= *room => file.1,
            _ => return Ok(()),
        };
        if let Some(announcer) = self.announcer()
            && self.fetches.begin(file, self.files.clone(), network.clone(), &announcer.runtime)
        {
            *room -= takes;
        }
        Ok(())
    }
}

/// Why files were not looked through.
enum CollectError {
    Failure(Failure),
    Disk(std::io::Error),
}

impl From<std::io::Error> for CollectError {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

/// How it is with a node that a file is fetched from.
const fn in_a_word(state: FilePeerState) -> &'static str {
    match state {
        FilePeerState::Asked => "asked",
        FilePeerState::Sends => "sends",
        FilePeerState::DoesNotHold => "does-not-hold",
        FilePeerState::OtherSize { .. } => "other-size",
        FilePeerState::SentWrong => "sent-wrong",
        FilePeerState::Lost => "lost",
    }
}

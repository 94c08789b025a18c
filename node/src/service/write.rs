//! Publishing, editing, contributing.

use std::fs;
use std::path::PathBuf;

use commons_identity::{AgentId, Unverified};
use commons_registry::{Change, Draft, FieldValue, FileRef, Kind, MAX_FILES, RecordId, RecordView};
use commons_store::Found;
use serde_json::{Value, json};

use super::hidden::unless_hidden;
use super::{Occasion, Service, credit, permissions, salt, to_json};
use crate::data_dir::{cannot, read_if_there, sync_directory_of, write_private};
use crate::day::Day;
use crate::failure::Failure;
use crate::request::{Contribute, Edit, Place, Publish};
use crate::resource_types;
use crate::roles;
use crate::secrets::founded_here;

/// The language of a text whose language nobody said.
const UNKNOWN_LANGUAGE: &str = "und";

/// What whoever publishes a work did for it, when they say under which licence their part is.
const MAKING: &str = "making";

impl Service {
    pub(super) fn publish(&self, occasion: Occasion, publish: &Publish) -> Result<Value, Failure> {
        self.keys().open()?;
        let language = language(publish.language.as_deref())?;
        let mut draft = Draft::new(Kind::Resource);
        draft.set_keyed("title", &language, &publish.title)?;
        draft.set("licence", &self.pinned(&publish.licence)?)?;
        for kind in &publish.types {
            draft.set("types", &resource_types::read(kind).token)?;
        }
        if publish.language.is_some() {
            draft.set("languages", &language)?;
        }
        if let Some(summary) = &publish.summary {
            draft.set_keyed("summary", &language, summary)?;
        }
        for topic in &publish.topics {
            draft.set("topics", topic)?;
        }
        for url in &publish.urls {
            draft.set("links", &link(url)?)?;
        }
        for source in &publish.derived_from {
            draft.set_id("derived_from", *self.resolve_record(source)?.as_bytes())?;
        }
        if let Some(how_run) = &publish.how_run {
            draft.set_keyed("how_run", &language, how_run)?;
        }
        set_place(&mut draft, &publish.place)?;
        for challenge in &publish.answers {
            draft.set_id("answers", *self.answered_resource(challenge)?.as_bytes())?;
        }
        if !publish.also_allow.is_empty() {
            draft.set("permissions", &permissions::written(&permissions::typed(&publish.also_allow)?)?)?;
        }
        for maker in &publish.made_by {
            draft.set("makers", maker)?;
        }
        if let Some(credit) = &publish.credit_as {
            draft.set("credit_as", credit)?;
        }
        let files = self.added(&publish.files)?;
        for file in &files {
            draft.set("files", &file.to_string())?;
        }
        let my_part = publish.my_part_under.as_deref().map(|licence| self.pinned(licence)).transpose()?;
        let mut answer = self.write_one(draft.begin(salt()?)?)?;
        self.files_published(&files);
        if let (Some(licence), Some(resource)) = (my_part, answer["id"].as_str()) {
            let mut part = Draft::new(Kind::Contribution);
            part.set_id("to", *self.resolve_record(resource)?.as_bytes())?;
            part.set("role", MAKING)?.set("my_licence", &licence)?;
            answer["my_part"] = self.write_one(part.begin(salt()?)?)?["id"].clone();
        }
        if !publish.derived_from.is_empty() {
            let warnings = self.warnings_of_sources(occasion, &answer)?;
            if !warnings.is_empty() {
                answer["warnings"] = warnings.into();
            }
        }
        Ok(answer)
    }

    /// Where a work that was just published breaks the terms of what it was made from.
    fn warnings_of_sources(&self, occasion: Occasion, published: &Value) -> Result<Vec<String>, Failure> {
        let known = self.known()?;
        let mut warnings = Vec::new();
        let id = published["id"].as_str().unwrap_or_default();
        let result = self.viewed(self.resolve_record(id)?)?;
        for source in result.set("derived_from") {
            let commons_registry::Value::Id(source) = source else { continue };
            let source = self.view(RecordId::from_bytes(*source))?;
            let title = source.as_ref().and_then(RecordView::title).unwrap_or_default().to_owned();
            let found = self.warnings(occasion, &known, source.as_ref(), Some(&result), None)?;
            warnings.extend(found.into_iter().map(|warning| format!("{title}: {warning}")));
        }
        Ok(warnings)
    }

    pub(super) fn write_one(&self, edit: commons_registry::Edit) -> Result<Value, Failure> {
        let records = self.write(vec![edit])?;
        Ok(json!({ "id": records.first() }))
    }

    pub(super) fn edit(&self, occasion: Occasion, edit: &Edit) -> Result<Value, Failure> {
        self.keys().open()?;
        let view = self.own_record(&edit.id)?;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            ))
            .hint("`commons profile --set FACT=VALUE` changes your own record"));
        }
        let mut draft = Draft::new(Kind::Resource);
        // What those say of a new licence who made parts of the work.
        let mut makers = Vec::new();
        let said = edit.language.as_deref();
        if let Some(title) = &edit.title {
            let language = edit_language(said, &view, "title", None)?;
            let has_others = view.keyed("title").any(|(other, _)| *other != language);
            match title.trim() {
                "" if has_others => {
                    draft.clear("title", Some(&language))?;
                    // What it is no longer called in is no longer its language either.
                    draft.remove("languages", &language)?;
                }
                _ => {
                    draft.set_keyed("title", &language, title)?;
                }
            }
        }
        if let Some(summary) = &edit.summary {
            draft.set_keyed("summary", &edit_language(said, &view, "summary", Some("title"))?, summary)?;
        }
        if let Some(expression) = &edit.licence {
            let expression = self.pinned(expression)?;
            draft.set("licence", &expression)?;
            makers = self.parts_json(occasion, &*self.known()?, &self.parts_of(&view)?, &expression)?;
        }
        let changes_permissions = !(edit.also_allow.is_empty() && edit.no_longer_allow.is_empty());
        if changes_permissions {
            draft
                .set("permissions", &permissions::edited(&view, &edit.no_longer_allow, &edit.also_allow)?)?;
        }
        for topic in &edit.add_topics {
            draft.set("topics", topic)?;
        }
        for url in &edit.add_urls {
            draft.set("links", &link(url)?)?;
        }
        for url in &edit.remove_urls {
            draft.remove("links", url.trim())?;
        }
        for topic in &edit.remove_topics {
            draft.remove("topics", topic)?;
        }
        if let Some(how_run) = &edit.how_run {
            draft.set_keyed("how_run", &edit_language(said, &view, "how_run", Some("title"))?, how_run)?;
        }
        for kind in &edit.add_types {
            draft.set("types", &resource_types::read(kind).token)?;
        }
        for kind in &edit.remove_types {
            draft.remove("types", &resource_types::read(kind).token)?;
        }
        set_place(&mut draft, &edit.place)?;
        for challenge in &edit.answers {
            draft.set_id("answers", *self.answered_resource(challenge)?.as_bytes())?;
        }
        for challenge in &edit.no_longer_answers {
            draft.remove("answers", &named_in(&view, "answers", challenge)?.to_string())?;
        }
        let added = self.added(&edit.add_files)?;
        let mut files: Vec<FileRef> = view.files().collect();
        for name in &edit.remove_files {
            if !files.iter().any(|file| file.name.as_str() == name) {
                return Err(Failure::usage(format!("it has no file {name:?}"))
                    .hint("`commons show ID` lists its files"));
            }
        }
        // What comes takes the place of what is called alike.
        let goes = |file: &FileRef| {
            !added.contains(file)
                && (edit.remove_files.iter().any(|name| name == file.name.as_str())
                    || added.iter().any(|new| new.name == file.name))
        };
        for file in files.extract_if(.., |file| goes(file)) {
            draft.remove("files", &file.to_string())?;
        }
        if files.len() + added.len() > MAX_FILES {
            return Err(Failure::usage(format!("a resource has at most {MAX_FILES} files")));
        }
        for file in &added {
            draft.set("files", &file.to_string())?;
        }
        credit::edit(&mut draft, &view, edit, occasion.today)?;
        if draft.is_empty() {
            return Err(Failure::usage("there is nothing to change")
                .hint("say what, for instance --title TITLE or --add-topic TOPIC"));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        self.files_published(&added);
        let mut answer = json!({ "id": view.id });
        if edit.licence.is_some() {
            answer["makers"] = makers.into();
            self.add_open_proposal(view.id, "licence", &mut answer)?;
        }
        if changes_permissions {
            self.add_open_proposal(view.id, "permissions", &mut answer)?;
        }
        Ok(answer)
    }

    /// Says if a change of a protected field waits for other members.
    pub(super) fn add_open_proposal(
        &self,
        record: RecordId,
        field: &str,
        answer: &mut Value,
    ) -> Result<(), Failure> {
        let view = self.viewed(record)?;
        let proposed = view.proposals.iter().filter(|proposal| proposal.field.name == field);
        // What was just written builds on every head, so nothing else comes after it.
        if let Some(proposal) = proposed.rev().find(|proposal| view.heads.contains(&proposal.change)) {
            answer["proposed"] = json!({
                "change": proposal.change,
                "approvals": proposal.approvals.len(),
                "needed": proposal.needed,
            });
        }
        Ok(())
    }

    /// A resource that another answers.
    fn answered_resource(&self, id: &str) -> Result<RecordId, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        if view.kind == Kind::Resource {
            return Ok(view.id);
        }
        Err(Failure::invalid(format!("expected the id of a challenge, this is of a {}", view.kind)).hint(
            "challenges are resources: `commons publish --type challenge`; `commons search WORDS` finds them",
        ))
    }

    /// A record of our own, to be edited.
    pub(super) fn own_record(&self, id: &str) -> Result<RecordView, Failure> {
        let record = self.resolve_record(id)?;
        let view = self.viewed(record)?;
        if Some(view.agent) == self.agent() {
            return Ok(view);
        }
        Err(Failure::invalid(format!(
            "record {} is kept by agent {}: everybody writes only in records of their own",
            record.short(),
            view.agent.short()
        ))
        .hint("record what you did for it with `commons contribute --to ID`, or publish your own version with --derived-from ID"))
    }

    pub(super) fn contribute(&self, occasion: Occasion, contribute: &Contribute) -> Result<Value, Failure> {
        let mut draft = Draft::new(Kind::Contribution);
        let corrected = contribute.corrects.as_deref().map(|id| self.own_contribution(id)).transpose()?;
        if let Some(corrected) = &corrected {
            draft.set_id("corrects", *corrected.id.as_bytes())?;
        }
        match (&contribute.to, corrected.as_ref().and_then(|corrected| corrected.one("to"))) {
            (Some(to), _) => {
                let id = match self.resolve(to)? {
                    Found::Agent(agent) => *agent.as_bytes(),
                    Found::Record(_) | Found::Change(_) => *self.resolve_record(to)?.as_bytes(),
                };
                draft.set_id("to", id)?;
            }
            (None, Some(commons_registry::Value::Id(id))) => {
                draft.set_id("to", *id)?;
            }
            _ => {}
        }
        let role = contribute.role.as_deref().map(roles::in_plain_words).map(str::to_owned);
        let role = role.or_else(|| Some(corrected.as_ref()?.text("role")?.to_owned()));
        let action = contribute.action.as_deref().map(roles::action);
        for (field, value) in [
            ("role", &role),
            ("action", &action),
            ("track", &contribute.track),
            ("period", &contribute.period),
            ("credit_as", &contribute.credit_as),
        ] {
            if let Some(value) = value {
                draft.set(field, value)?;
            }
        }
        // What nobody said is not written down about anybody; "love" says that it was given.
        match (contribute.paid, contribute.donated, contribute.track.as_deref()) {
            (true, true, _) => draft.set("payment", "mixed")?,
            (true, false, _) => draft.set("payment", "paid")?,
            (false, true, _) | (false, false, Some("love")) => draft.set("payment", "donated")?,
            (false, false, _) => &mut draft,
        };
        if let Some(hours) = &contribute.hours {
            draft.set("quantity", hours).map_err(|_| {
                Failure::usage(format!(
                    "expected a number of hours such as 2.5, not below 0, found {hours:?}"
                ))
            })?;
            draft.set("unit", "hour")?;
        } else if let (Some(quantity), Some(unit)) = (&contribute.quantity, &contribute.unit) {
            draft.set("quantity", quantity).map_err(|_| {
                Failure::usage(format!("expected a number such as 2.5, not below 0, found {quantity:?}"))
            })?;
            draft.set("unit", &unit.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase())?;
        }
        if let Some(note) = &contribute.note {
            draft.set_keyed("note", &language(contribute.language.as_deref())?, note)?;
        }
        if let Some(expression) = &contribute.my_part_under {
            draft.set("my_licence", &self.pinned(expression)?)?;
        }
        match contribute.credited {
            Some(false) => draft.set("uncredited", &occasion.today.to_string())?,
            Some(true) => draft.clear("uncredited", None)?,
            None => &mut draft,
        };
        let Some(changed) = &contribute.change else {
            let edit = draft.begin(salt()?)?;
            return if contribute.draft { self.keep_draft(edit) } else { self.write_one(edit) };
        };
        let view = self.own_contribution(changed)?;
        let draft = draft.against(&view);
        if draft.is_empty() {
            return Err(Failure::usage("there is nothing to change")
                .hint("say what, for instance --my-part-under PPL or --no-credit"));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        Ok(json!({ "id": view.id, "changed": true }))
    }

    /// A contribution of our own, to be changed or replaced.
    fn own_contribution(&self, id: &str) -> Result<RecordView, Failure> {
        let view = self.own_record(id)?;
        if view.kind == Kind::Contribution {
            return Ok(view);
        }
        Err(Failure::invalid(format!("expected the id of a contribution, this is of a {}", view.kind))
            .hint("`commons edit ID` changes a resource"))
    }

    /// Signs a contribution and keeps it beside the journal, where nothing is sent from: it can be published later
    /// with the same id, unless keys have changed by then, or deleted.
    fn keep_draft(&self, edit: commons_registry::Edit) -> Result<Value, Failure> {
        let change = {
            let keys = self.keys();
            self.sign(keys.open()?, edit)?
        };
        let directory = self.data.drafts();
        fs::create_dir_all(&directory).map_err(|error| cannot("make", &directory, &error))?;
        let path = self.draft_path(change.id().as_record());
        write_private(&path, &change.to_bytes()).map_err(|error| cannot("write", &path, &error))?;
        Ok(json!({ "id": change.id(), "draft": true }))
    }

    fn draft_path(&self, id: RecordId) -> PathBuf {
        self.data.drafts().join(format!("{id}.change"))
    }

    /// The draft whose id begins so.
    pub(super) fn find_draft(&self, text: &str) -> Result<Option<(PathBuf, Change<Unverified>)>, Failure> {
        let text = text.trim().to_lowercase();
        let directory = self.data.drafts();
        let Ok(entries) = fs::read_dir(&directory) else { return Ok(None) };
        for entry in entries {
            let path = entry.map_err(|error| cannot("read", &directory, &error))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if text.len() >= super::MIN_PREFIX_DIGITS && name.starts_with(&text) && name.ends_with(".change")
            {
                let Some(bytes) = read_if_there(&path)? else { continue };
                let change = Change::decode(&bytes).map_err(|error| {
                    Failure::config(format!("the draft {} is damaged: {error}", path.display()))
                })?;
                return Ok(Some((path, change)));
            }
        }
        Ok(None)
    }

    pub(super) fn publish_draft(&self, id: &str) -> Result<Value, Failure> {
        let (path, change) = self.find_draft(id)?.ok_or_else(|| {
            Failure::not_found(format!("there is no draft whose id begins with {id}"))
                .hint("`commons contribute --draft` makes one")
        })?;
        let drafted = change.id();
        let change = self.signed_to_count(change)?;
        self.keep(vec![change.to_bytes()])?;
        // As long as it does not show, the draft is all there is of it.
        self.viewed(change.id().as_record())?;
        fs::remove_file(&path)
            .and_then(|()| sync_directory_of(&path))
            .map_err(|error| cannot("remove", &path, &error))?;
        let mut answer = json!({ "id": change.id() });
        if change.id() != drafted {
            answer["drafted_as"] = to_json(&drafted);
        }
        Ok(answer)
    }

    /// A change as it is, or signed anew if it would not count: its key was replaced since, say, and what replaced it
    /// knew nothing of a draft.
    fn signed_to_count(&self, change: Change<Unverified>) -> Result<Change<Unverified>, Failure> {
        let log = self.store.key_log(change.namespace())?;
        if log.counts(change.entry(), change.key(), change.id().as_bytes()) {
            return Ok(change);
        }
        let edit = change.edit().ok_or_else(|| {
            Failure::config(
                "this draft was made by a later version of commons, and cannot be signed anew here",
            )
            .hint("install the current version")
        })?;
        self.sign(self.keys().open()?, edit.clone())
    }

    /// Takes an attestation of ours back, as of a day.
    pub(super) fn withdrawal(&self, id: RecordId, today: Day) -> Result<commons_registry::Edit, Failure> {
        let view = self.viewed(id)?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("withdrawn", &today.to_string())?;
        Ok(draft.edit(view.id, &view.heads, salt()?)?)
    }

    pub(super) fn profile(&self, set: &[(String, String)]) -> Result<Value, Failure> {
        let agent = self.keys().agent();
        let Some(agent) = agent else { return self.keys().open().map(|_| Value::Null) };
        if !set.is_empty() {
            self.set_profile(agent, set)?;
        }
        match self.agent_record(agent)? {
            Some(record) => Ok(self.viewed(record)?.to_json()),
            None => Ok(super::read::unnamed_agent(agent)),
        }
    }

    fn set_profile(&self, agent: AgentId, set: &[(String, String)]) -> Result<(), Failure> {
        self.keys().open()?;
        let view = self.agent_record(agent)?.map(|record| self.viewed(record)).transpose()?;
        if view.is_none() && !founded_here(&self.data)? {
            // Its first node began the record: a second one must not begin another.
            return Err(Failure::not_found("your own record has not come to this node yet")
                .hint("connect it to your first node with `commons start --peer ADDRESS`, then try again"));
        }
        let mut draft = Draft::new(Kind::Agent);
        for (name, value) in &super::read::gathered(set) {
            super::read::set_profile_field(&mut draft, view.as_ref(), name, value)?;
        }
        let edit = match view {
            _ if draft.is_empty() => return Ok(()), // everything said stands there already
            Some(view) => draft.edit(view.id, &view.heads, salt()?)?,
            // Founding was cut short between the keys and the record.
            None => draft.begin(salt()?)?,
        };
        self.write(vec![edit]).map(|_| ())
    }

    pub(super) fn viewed(&self, record: RecordId) -> Result<RecordView, Failure> {
        unless_hidden(self.viewed_even_hidden(record)?)
    }
}

/// What is said of a record that is there and shows nothing.
pub(super) fn shows_nothing(record: RecordId) -> Failure {
    Failure::not_found(format!("record {} shows nothing here", record.short())).hint(
        "either its beginning is still being fetched from peers, or those who keep it removed the key that wrote it",
    )
}

/// The language said, else the only one that the field has, else that of another field, such as a title for its summary,
/// else "not said".
pub(super) fn edit_language(
    said: Option<&str>,
    view: &RecordView,
    field: &str,
    or_of: Option<&str>,
) -> Result<String, Failure> {
    if said.is_some() {
        return language(said);
    }
    let languages: Vec<&String> = match view.fields.get(field) {
        Some(FieldValue::Keyed(values)) => values.keys().collect(),
        Some(FieldValue::Prose(texts)) => texts.keys().collect(),
        _ => Vec::new(),
    };
    match (languages.as_slice(), or_of) {
        ([], Some(other)) => edit_language(said, view, other, None),
        ([], None) => Ok(UNKNOWN_LANGUAGE.to_owned()),
        ([only], _) => Ok((*only).clone()),
        (several, _) => Err(Failure::usage(format!(
            "the {field} is there in several languages: {}",
            several.iter().map(|language| language.as_str()).collect::<Vec<_>>().join(", ")
        ))
        .hint("say which with --language L")),
    }
}

/// The records that a field names.
pub(super) fn ids_in(view: &RecordView, field: &str) -> impl Iterator<Item = RecordId> {
    view.set(field).filter_map(|held| match held {
        commons_registry::Value::Id(id) => Some(RecordId::from_bytes(*id)),
        _ => None,
    })
}

/// The record among those that a field names; it need not be here any more.
pub(super) fn named_in(view: &RecordView, field: &str, typed: &str) -> Result<RecordId, Failure> {
    let digits = typed.trim().to_lowercase();
    let mut named = ids_in(view, field).filter(|id| id.to_string().starts_with(&digits));
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only),
        _ => {
            Err(Failure::usage(format!("expected the id of one record that this one names, found {typed:?}"))
                .hint(format!("`commons show ID --json` lists them under \"{field}\"")))
        }
    }
}

/// For which area a resource is meant; what is empty is taken away.
fn set_place(draft: &mut Draft, said: &Place) -> Result<(), Failure> {
    for (field, value) in [("scope", &said.scope), ("place", &said.place), ("country", &said.country)] {
        match value.as_deref().map(str::trim) {
            None => &mut *draft,
            Some("") => draft.clear(field, None)?,
            Some(value) if field == "place" => draft.set(field, value)?,
            Some(value) => draft.set(field, &value.to_lowercase())?,
        };
    }
    Ok(())
}

/// The tag of a language (BCP 47), in small letters; "not said", if none is given.
pub(super) fn language(given: Option<&str>) -> Result<String, Failure> {
    let Some(given) = given else { return Ok(UNKNOWN_LANGUAGE.to_owned()) };
    let tag = given.trim().to_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    let begins = parts.next().is_some_and(|first| {
        matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    let is_part =
        |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if begins && parts.all(is_part) {
        return Ok(tag);
    }
    Err(Failure::invalid(format!("expected the code of a language, found {given:?}"))
        .hint("as in en, es, fr, it, ca, pt, de; or pt-br for Portuguese as in Brazil"))
}

pub(super) fn link(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    if matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "ipfs" | "magnet")) {
        return Ok(text.to_owned());
    }
    Err(Failure::invalid(format!("expected a link that begins with https:// or http://, found {text:?}"))
        .hint("give the whole address, as it stands in the browser"))
}

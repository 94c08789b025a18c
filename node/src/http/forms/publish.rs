//! Publishing a resource, and changing one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::called::works;
use super::typed::{given, lines};
use super::with_files::SentWithFiles;
use super::{refused, see};
use crate::failure::Failure;
use crate::http::session::Visit;
use crate::output::text;
use crate::request::{Edit, Place, Publish, Request};
use crate::web::publish as web;

#[derive(Deserialize)]
pub(in crate::http) struct ResourceForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    licence: String,
    /// Where the licence is none of the list.
    #[serde(default)]
    other_licence: String,
    #[serde(default)]
    types: Vec<String>,
    /// Whom to allow more than the licence does.
    #[serde(default)]
    also_allow: Vec<String>,
    #[serde(default)]
    language: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    topics: String,
    #[serde(default)]
    links: String,
    #[serde(default)]
    made_by: String,
    #[serde(default)]
    derived_from: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    how_run: String,
    /// Files that came with the form before it was refused: hash, size and name.
    #[serde(default)]
    kept: Vec<String>,
    /// The names of files that it is not to have any more.
    #[serde(default)]
    remove_files: Vec<String>,
    /// What the form held when it was shown.
    #[serde(default)]
    seen: String,
}

impl ResourceForm {
    fn shown(&self) -> web::Typed {
        web::Typed {
            title: self.title.clone(),
            licence: self.licence(),
            types: self.types.clone(),
            also_allow: self.also_allow.clone(),
            language: self.language.clone(),
            summary: self.summary.clone(),
            topics: self.topics.clone(),
            links: self.links.clone(),
            made_by: self.made_by.clone(),
            derived_from: self.derived_from.clone(),
            place: self.place.clone(),
            how_run: self.how_run.clone(),
            kept: self.kept.clone(),
            remove_files: self.remove_files.clone(),
            files: Vec::new(),
        }
    }

    /// With the files that came; or why they did not.
    fn with(mut self, files: Result<Vec<String>, Failure>) -> (Self, Option<Failure>) {
        let refused = match files {
            Ok(files) => {
                self.kept.extend(files);
                None
            }
            Err(failure) => Some(failure),
        };
        (self, refused)
    }

    fn licence(&self) -> String {
        given(&self.other_licence).unwrap_or_else(|| self.licence.trim().to_owned())
    }
}

/// The empty form.
pub(in crate::http) async fn publish(visit: Visit) -> Response {
    if let Some(elsewhere) = visit.is_elsewhere() {
        return elsewhere;
    }
    web::publish(visit.reader.clone(), &web::Typed::default(), None)
}

/// Publishes.
pub(in crate::http) async fn published(sent: SentWithFiles<ResourceForm>) -> Response {
    let SentWithFiles { visit, session, typed, files } = sent;
    let (typed, failed) = typed.with(files);
    if let Some(failure) = failed {
        return refused(&failure, web::publish(visit.reader, &typed.shown(), Some(&failure)));
    }
    let derived_from = match works(&session, &typed.derived_from).await {
        Ok(works) => works,
        Err(failure) => return refused(&failure, web::publish(visit.reader, &typed.shown(), Some(&failure))),
    };
    let publish = Publish {
        title: typed.title.trim().to_owned(),
        licence: typed.licence(),
        types: typed.types.iter().filter_map(|one| given(one)).collect(),
        language: given(&typed.language),
        summary: given(&typed.summary),
        topics: lines(&typed.topics),
        urls: lines(&typed.links),
        derived_from,
        also_allow: typed.also_allow.clone(),
        my_part_under: None,
        made_by: lines(&typed.made_by),
        credit_as: None,
        place: Place { place: given(&typed.place), ..Place::default() },
        files: typed.kept.clone(),
        how_run: given(&typed.how_run),
        answers: Vec::new(),
    };
    match session.answer(Request::Publish(publish)).await {
        Ok(published) => see(&format!("/records/{}?done=published", text(&published, "id"))),
        Err(failure) => refused(&failure, web::publish(visit.reader, &typed.shown(), Some(&failure))),
    }
}

/// The form, with what stands there now.
pub(in crate::http) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    if let Some(elsewhere) = visit.is_elsewhere() {
        return elsewhere;
    }
    match visit.answer(Request::Show { id: id.clone(), drafts: false }).await {
        Ok(record) => {
            let typed = web::Typed::of(&record);
            let (id, seen) = (text(&record, "id"), web::Seen::of(&typed));
            let edited = web::Edited { id, seen: &seen, meanwhile: &[] };
            web::edit(visit.reader.clone(), &edited, &typed, None)
        }
        Err(failure) => visit.refusal(&failure),
    }
}

/// Changes what was typed otherwise than it was shown. What others changed meanwhile stays, and where both changed the same, both
/// are shown and nothing is written.
pub(in crate::http) async fn edited(
    Path(id): Path<String>,
    SentWithFiles { visit, session, typed, files }: SentWithFiles<ResourceForm>,
) -> Response {
    let (typed, failed) = typed.with(files);
    let mut shown = typed.shown();
    let record = match session.answer(Request::Show { id: id.clone(), drafts: false }).await {
        Ok(record) => record,
        Err(failure) => return visit.refusal(&failure),
    };
    let seen = web::Seen::read(&typed.seen);
    let language = seen.as_ref().map_or(shown.language.as_str(), web::Seen::language);
    let now = web::Typed::in_language(&record, language);
    let now_seen = web::Seen::of(&now);
    shown.files.clone_from(&now.files);
    let again = |typed: &web::Typed, seen: &web::Seen, meanwhile: &[_], refused: Option<&Failure>| {
        let edited = web::Edited { id: &id, seen, meanwhile };
        web::edit(visit.reader.clone(), &edited, typed, refused)
    };
    let Some(seen) = seen else {
        let failure = Failure::usage("this form does not say what it was filled with");
        return refused(&failure, again(&now, &now_seen, &[], Some(&failure)));
    };
    if let Some(failure) = failed {
        return refused(&failure, again(&shown, &seen, &[], Some(&failure)));
    }
    let meanwhile = seen.meanwhile(&shown, &now);
    if !meanwhile.is_empty() {
        let meanwhile: Vec<_> = meanwhile.into_iter().map(|field| (field, field.of(&now))).collect();
        // Whoever sends it again has seen what stands there now.
        let over = seen.over(&shown, &now);
        return (StatusCode::CONFLICT, again(&over, &now_seen, &meanwhile, None)).into_response();
    }
    match session.answer(Request::Edit(difference(&id, &seen, &now, &shown))).await {
        Ok(changed) if changed["proposed"].is_null() => see(&format!("/records/{id}?done=changed")),
        Ok(_) => see("/waiting?done=proposed"),
        Err(failure) => refused(&failure, again(&shown, &seen, &[], Some(&failure))),
    }
}

/// What an edit takes, to make of what was shown what was typed, if this stands there `now`.
fn difference(id: &str, seen: &web::Seen, now: &web::Typed, is: &web::Typed) -> Edit {
    let (add_types, remove_types) = seen.apart(web::Several::Types, is, now);
    let (add_topics, remove_topics) = seen.apart(web::Several::Topics, is, now);
    let (add_urls, remove_urls) = seen.apart(web::Several::Links, is, now);
    let (made_by, no_longer_made_by) = seen.apart(web::Several::Makers, is, now);
    Edit {
        title: seen.changed(web::Single::Title, is).filter(|title| !title.is_empty()),
        summary: seen.changed(web::Single::Summary, is),
        language: given(&is.language),
        licence: seen.changed(web::Single::Licence, is).filter(|licence| !licence.is_empty()),
        add_topics,
        remove_topics,
        add_urls,
        remove_urls,
        made_by,
        no_longer_made_by,
        how_run: seen.changed(web::Single::HowRun, is),
        add_types,
        remove_types,
        place: Place { place: seen.changed(web::Single::Place, is), ..Place::default() },
        add_files: is.kept.clone(),
        remove_files: is.remove_files.clone(),
        id: id.to_owned(),
        ..Edit::default()
    }
}

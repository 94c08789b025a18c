//! Publishing a resource, and changing one.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use super::typed::{given, lines, several};
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
}

impl ResourceForm {
    fn shown(&self) -> web::Typed {
        web::Typed {
            title: self.title.clone(),
            licence: self.licence(),
            types: self.types.clone(),
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
    match visit.session {
        Some(_) => web::publish(visit.reader.clone(), &web::Typed::default(), None),
        None => visit.to_sign_in(),
    }
}

/// Publishes.
pub(in crate::http) async fn published(sent: SentWithFiles<ResourceForm>) -> Response {
    let SentWithFiles { visit, session, typed, files } = sent;
    let (typed, failed) = typed.with(files);
    if let Some(failure) = failed {
        return refused(&failure, web::publish(visit.reader, &typed.shown(), Some(&failure)));
    }
    let publish = Publish {
        title: typed.title.trim().to_owned(),
        licence: typed.licence(),
        types: typed.types.iter().filter_map(|one| given(one)).collect(),
        language: given(&typed.language),
        summary: given(&typed.summary),
        topics: several(&typed.topics),
        urls: lines(&typed.links),
        derived_from: several(&typed.derived_from),
        also_allow: Vec::new(),
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
    if visit.session.is_none() {
        return visit.to_sign_in();
    }
    match visit.answer(Request::Show { id: id.clone(), drafts: false }).await {
        Ok(record) => web::edit(visit.reader.clone(), text(&record, "id"), &web::Typed::of(&record), None),
        Err(failure) => visit.refusal(&failure),
    }
}

/// Changes what was typed otherwise than it stood there.
pub(in crate::http) async fn edited(
    Path(id): Path<String>,
    SentWithFiles { visit, session, typed, files }: SentWithFiles<ResourceForm>,
) -> Response {
    let (typed, failed) = typed.with(files);
    let mut shown = typed.shown();
    let changed = async {
        let record = session.answer(Request::Show { id: id.clone(), drafts: false }).await?;
        let present = web::Typed::of(&record);
        shown.files.clone_from(&present.files);
        if let Some(failure) = failed {
            return Err(failure);
        }
        session.answer(Request::Edit(difference(&id, &present, &shown))).await
    };
    match changed.await {
        Ok(changed) if changed["proposed"].is_null() => see(&format!("/records/{id}?done=changed")),
        Ok(_) => see("/waiting?done=proposed"),
        Err(failure) => refused(&failure, web::edit(visit.reader, &id, &shown, Some(&failure))),
    }
}

/// What an edit takes, to come from what stands there to what was typed.
fn difference(id: &str, was: &web::Typed, is: &web::Typed) -> Edit {
    let changed = |was: &str, is: &str| (was.trim() != is.trim()).then(|| is.trim().to_owned());
    let apart = |was: &str, is: &str, parts: fn(&str) -> Vec<String>| {
        let (was, is) = (parts(was), parts(is));
        let added: Vec<String> = is.iter().filter(|one| !was.contains(one)).cloned().collect();
        let removed: Vec<String> = was.into_iter().filter(|one| !is.contains(one)).collect();
        (added, removed)
    };
    let (add_topics, remove_topics) = apart(&was.topics, &is.topics, several);
    let (add_urls, remove_urls) = apart(&was.links, &is.links, lines);
    let (made_by, no_longer_made_by) = apart(&was.made_by, &is.made_by, lines);
    Edit {
        title: changed(&was.title, &is.title).filter(|title| !title.is_empty()),
        summary: changed(&was.summary, &is.summary),
        language: given(&is.language),
        licence: changed(&was.licence, &is.licence).filter(|licence| !licence.is_empty()),
        add_topics,
        remove_topics,
        add_urls,
        remove_urls,
        made_by,
        no_longer_made_by,
        how_run: changed(&was.how_run, &is.how_run),
        add_types: is.types.iter().filter(|one| !was.types.contains(one)).cloned().collect(),
        remove_types: was.types.iter().filter(|one| !is.types.contains(one)).cloned().collect(),
        place: Place { place: changed(&was.place, &is.place), ..Place::default() },
        add_files: is.kept.clone(),
        remove_files: is.remove_files.clone(),
        id: id.to_owned(),
        ..Edit::default()
    }
}

//! A form with files, of somebody who has signed in. What is sent is written to disk as it comes, into the files of the node
//! once all is there; what is refused leaves nothing behind, and is read on for a while, so that the browser takes the answer
//! with all that was typed in it.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use commons_registry::{FileName, MAX_FILES};
use commons_store::Files;
use futures::StreamExt as _;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::multipart::{Event, Head, Multipart};
use super::{Door, MAX_FORM_BYTES, Sent, is_of, of_another_session, read};
use crate::failure::Failure;
use crate::http::session::{Session, Visit};
use crate::request::{FilesRequest, MAX_SENT_BYTES, Request};

/// Most bytes that are read of a form: what is too large is thrown away up to here, then the browser is hung up on.
const MAX_READ_BYTES: u64 = 16 * MAX_SENT_BYTES;

/// A form that somebody sent who has signed in, from a page that was made for them; files may come with it.
pub(in crate::http) struct SentWithFiles<T> {
    pub(super) visit: Visit,
    pub(super) session: Session,
    pub(super) typed: T,
    /// The files, put in: hash, size and name of each; or why they were not.
    pub(super) files: Result<Vec<String>, Failure>,
}

impl<T: DeserializeOwned> FromRequest<Door> for SentWithFiles<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let sent = request.headers().get(header::CONTENT_TYPE).and_then(|sent| sent.to_str().ok());
        let Some(multipart) = sent.and_then(Multipart::sent_as) else {
            let Sent { visit, session, typed } = Sent::from_request(request, door).await?;
            return Ok(Self { visit, session, typed, files: Ok(Vec::new()) });
        };
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, door).await;
        let Some(session) = visit.session.clone() else {
            return Err(visit.to_sign_in());
        };
        let mut receiving = Receiving::new(&visit, &session, door.service.files.clone());
        receiving.take_in(multipart, body).await?;
        let files = receiving.put_in().await;
        let typed = form_urlencoded::Serializer::new(String::new()).extend_pairs(receiving.texts).finish();
        let typed = read(typed.as_bytes()).map_err(|failure| visit.refusal(&failure))?;
        Ok(Self { visit, session, typed, files })
    }
}

/// Where what comes goes to.
enum Part {
    Text(String, Vec<u8>),
    File(File),
    /// Nowhere: it was refused, or is no file.
    Thrown,
}

/// A form that is being received.
struct Receiving<'v> {
    visit: &'v Visit,
    session: &'v Session,
    files: Files,
    part: Part,
    texts: Vec<(String, String)>,
    text_bytes: usize,
    /// Whether the form was made for this session, as far as it has come.
    is_known: bool,
    /// Files, each with what it is to be called. They go when these go.
    received: Vec<(NamedTempFile, String)>,
    file_bytes: u64,
    /// Why none of them is taken.
    refused: Option<Failure>,
}

impl<'v> Receiving<'v> {
    const fn new(visit: &'v Visit, session: &'v Session, files: Files) -> Self {
        Self {
            visit,
            session,
            files,
            part: Part::Thrown,
            texts: Vec::new(),
            text_bytes: 0,
            is_known: false,
            received: Vec::new(),
            file_bytes: 0,
            refused: None,
        }
    }

    /// Reads the form to its end.
    async fn take_in(&mut self, mut multipart: Multipart, body: Body) -> Result<(), Response> {
        let (mut chunks, mut read) = (body.into_data_stream(), 0);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| self.broken_off())?;
            read += chunk.len() as u64;
            if read > MAX_READ_BYTES {
                return Err(self.too_long());
            }
            let events = multipart.feed(&chunk).map_err(|error| {
                self.visit.refusal(&Failure::usage(format!("this form cannot be read: {error}")))
            })?;
            for event in events {
                match event {
                    Event::Begins(head) => self.begin(head).await?,
                    Event::Bytes(bytes) => self.go_on(&bytes).await?,
                    Event::Ends => self.end().await?,
                }
            }
        }
        if !multipart.is_whole() {
            return Err(self.broken_off());
        }
        if self.is_known { Ok(()) } else { Err(of_another_session(self.visit)) }
    }

    async fn begin(&mut self, head: Head) -> Result<(), Response> {
        self.part = match head.file_name {
            None => {
                if self.is_more_text(head.name.len()) {
                    return Err(self.too_long());
                }
                Part::Text(head.name, Vec::new())
            }
            // Nothing is written before it is known who sends it.
            Some(_) if !self.is_known => return Err(of_another_session(self.visit)),
            Some(name) if name.is_empty() => Part::Thrown,
            Some(name) => match self.begin_file(name).await {
                Ok(file) => file.map_or(Part::Thrown, Part::File),
                Err(failure) => {
                    self.refuse(failure);
                    Part::Thrown
                }
            },
        };
        Ok(())
    }

    /// A file to write to; none, if files are refused already.
    async fn begin_file(&mut self, name: String) -> Result<Option<File>, Failure> {
        if self.refused.is_some() {
            return Ok(None);
        }
        if !self.visit.is_a_members() {
            return Err(Failure::usage("only members put files in"));
        }
        FileName::new(&name).map_err(|error| Failure::usage(format!("{name}: {error}")))?;
        if self.received.iter().any(|(_, other)| *other == name) {
            return Err(Failure::usage(format!("two files are called {name}: rename one")));
        }
        if self.received.len() >= MAX_FILES {
            return Err(Failure::usage(format!("expected at most {MAX_FILES} files of one resource")));
        }
        let files = self.files.clone();
        let begun = tokio::task::spawn_blocking(move || files.to_be_received()).await;
        let begun = begun.map_err(Failure::internal)?.map_err(Failure::internal)?;
        let file = File::create(begun.path()).await.map_err(Failure::internal)?;
        self.received.push((begun, name));
        Ok(Some(file))
    }

    async fn go_on(&mut self, bytes: &[u8]) -> Result<(), Response> {
        match &mut self.part {
            Part::Text(_, text) => {
                text.extend_from_slice(bytes);
                if self.is_more_text(bytes.len()) {
                    return Err(self.too_long());
                }
            }
            Part::File(file) => {
                let written = file.write_all(bytes).await;
                self.file_bytes += bytes.len() as u64;
                if let Err(error) = written {
                    self.refuse(Failure::internal(error));
                } else if self.file_bytes > MAX_SENT_BYTES {
                    let mib = MAX_SENT_BYTES / (1024 * 1024);
                    self.refuse(Failure::usage(format!(
                        "these files are too large: expected at most {mib} MiB of them at a time"
                    )));
                }
            }
            Part::Thrown => {}
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), Response> {
        match core::mem::replace(&mut self.part, Part::Thrown) {
            Part::Text(name, text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                if name == "form_key" {
                    if !is_of(self.session, &text) {
                        return Err(of_another_session(self.visit));
                    }
                    self.is_known = true;
                }
                self.texts.push((name, text));
            }
            Part::File(mut file) => {
                if let Err(error) = file.flush().await {
                    self.refuse(Failure::internal(error));
                }
            }
            Part::Thrown => {}
        }
        Ok(())
    }

    /// Throws away what has come, and what comes.
    fn refuse(&mut self, failure: Failure) {
        self.received.clear();
        self.part = Part::Thrown;
        self.refused.get_or_insert(failure);
    }

    /// Counts what is typed. Whether it is more than a form may hold.
    const fn is_more_text(&mut self, bytes: usize) -> bool {
        self.text_bytes += bytes;
        self.text_bytes > MAX_FORM_BYTES
    }

    fn too_long(&self) -> Response {
        let failure = Failure::usage("this is too long to be sent at once");
        (StatusCode::PAYLOAD_TOO_LARGE, self.visit.refusal(&failure)).into_response()
    }

    fn broken_off(&self) -> Response {
        self.visit.refusal(&Failure::usage("this form did not come whole"))
    }

    /// Takes the files into those of the node, where they wait for a record that names them.
    async fn put_in(&mut self) -> Result<Vec<String>, Failure> {
        if let Some(failure) = self.refused.take() {
            return Err(failure);
        }
        let received = core::mem::take(&mut self.received);
        if received.is_empty() {
            return Ok(Vec::new());
        }
        let files = received.iter().map(|(file, name)| (file.path().to_owned(), name.clone())).collect();
        let added = self.session.answer(Request::Files(FilesRequest::Add { files })).await?;
        // Until here, so that the files were there to be read.
        drop(received);
        let lines = added["files"].as_array().into_iter().flatten();
        Ok(lines.filter_map(|line| line.as_str().map(str::to_owned)).collect())
    }
}

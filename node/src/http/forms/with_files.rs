//! A form with files, of somebody who has signed in. What is sent is written to disk as it comes, into the files of the node
//! once all is there. Of what is refused nothing is left, but for files that came whole with a form that lacks something else: they wait
//! for it. What is too large is read on for a while, so that the browser takes the answer
//! with all that was typed in it.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request as HttpRequest};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use commons_registry::{FileName, MAX_FILES};
use commons_store::Files;
use futures::{Stream, StreamExt as _};
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::{Door, MAX_FORM_BYTES, Sent, is_of, of_another_session, read};
use crate::failure::Failure;
use crate::http::session::{Session, Visit};
use crate::request::{FilesRequest, MAX_SENT_BYTES, Request};

/// Most bytes that are read of a form: what is too large is thrown away up to here, then the browser is hung up on.
const MAX_READ_BYTES: u64 = 16 * MAX_SENT_BYTES;

/// Most parts of a form: fields, and files.
const MAX_PARTS: usize = 512;

/// Most bytes that are read without anything coming of them: what is said of a part before its content is far less.
const MAX_HELD_BYTES: u64 = 1 << 20;

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
        let Some(boundary) = sent.and_then(|sent| multer::parse_boundary(sent).ok()) else {
            let Sent { visit, session, typed } = Sent::from_request(request, door).await?;
            return Ok(Self { visit, session, typed, files: Ok(Vec::new()) });
        };
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, door).await;
        let Some(session) = visit.session.clone() else {
            return Err(visit.to_sign_in());
        };
        let mut receiving = Receiving::new(&visit, &session, door.service.files.clone());
        receiving.take_in(boundary, body).await?;
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
    async fn take_in(&mut self, boundary: String, body: Body) -> Result<(), Response> {
        let held = Arc::new(AtomicU64::new(0));
        let pieces = Pieces { body: body.into_data_stream(), held: Arc::clone(&held), is_next: true };
        let limits = SizeLimit::new().whole_stream(MAX_READ_BYTES);
        let mut parts = Multipart::with_constraints(pieces, boundary, Constraints::new().size_limit(limits));
        for _ in 0..=MAX_PARTS {
            let next = parts.next_field().await;
            let Some(mut part) = next.map_err(|error| self.unreadable(&error))? else {
                return if self.is_known { Ok(()) } else { Err(of_another_session(self.visit)) };
            };
            held.store(0, Ordering::Relaxed);
            self.begin(&part).await?;
            loop {
                let next = part.chunk().await;
                let Some(bytes) = next.map_err(|error| self.unreadable(&error))? else { break };
                held.store(0, Ordering::Relaxed);
                self.go_on(&bytes).await?;
            }
            self.end().await?;
        }
        Err(self.too_long())
    }

    fn unreadable(&self, error: &multer::Error) -> Response {
        match error {
            multer::Error::StreamSizeExceeded { .. } => self.too_long(),
            multer::Error::StreamReadFailed(_)
            | multer::Error::IncompleteStream
            | multer::Error::IncompleteFieldData { .. }
            | multer::Error::IncompleteHeaders => {
                self.visit.refusal(&Failure::usage("this form did not come whole"))
            }
            error => self.visit.refusal(&Failure::usage(format!("this form cannot be read: {error}"))),
        }
    }

    async fn begin(&mut self, part: &Field<'_>) -> Result<(), Response> {
        self.part = match part.file_name().map(without_folders) {
            None => {
                let name = part.name().unwrap_or_default().to_owned();
                if self.is_more_text(name.len()) {
                    return Err(self.too_long());
                }
                Part::Text(name, Vec::new())
            }
            // Nothing is written before it is known who sends it.
            Some(_) if !self.is_known => return Err(of_another_session(self.visit)),
            Some("") => Part::Thrown,
            Some(name) => match self.begin_file(name.to_owned()).await {
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

/// Some browsers name the whole path.
fn without_folders(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// What comes, a piece at a time. multer takes all that has come into memory before it looks at it: after each piece it is told that the
/// next is not there yet. And it waits for the end of what is said of a part however long that is: here that has a bound.
struct Pieces {
    body: BodyDataStream,
    /// Bytes of which nothing has come yet.
    held: Arc<AtomicU64>,
    is_next: bool,
}

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.is_next {
            self.is_next = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let Poll::Ready(piece) = self.body.poll_next_unpin(context) else { return Poll::Pending };
        self.is_next = false;
        let Some(piece) = piece else { return Poll::Ready(None) };
        let piece = piece.map_err(std::io::Error::other)?;
        let held = self.held.fetch_add(piece.len() as u64, Ordering::Relaxed) + piece.len() as u64;
        if held > MAX_HELD_BYTES {
            return Poll::Ready(Some(Err(std::io::Error::other(
                "expected less before the content of a part",
            ))));
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

//! Sessions: who has signed in, from which browser. They are held in memory: a node that starts again knows nobody.
//!
//! A browser holds a random number in a cookie that no script can read and no other site can send along with a form; the node
//! holds its hash. Every form that writes carries a second number, which only the session's own pages have.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, Request as HttpRequest, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use blake3::Hash;
use commons_registry::FileHash;
use commons_store::Files;
use serde_json::Value;

use super::{Door, answer, blocking};
use crate::codes;
use crate::failure::{Failure, FailureKind};
use crate::language::{Member, Reader};
use crate::request::{Request, Secret};
use crate::service::{Asker, Service, SignedIn};
use crate::web::account::Who;

/// How long a session lasts that nobody uses.
const IDLE_AT_MOST: Duration = Duration::from_secs(12 * 60 * 60);

/// How long one lasts in all.
const LASTS_AT_MOST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Most sessions at a time: the longest idle ends for a new one.
const MAX_SESSIONS: usize = 256;

/// How often a name may be tried with wrong passphrases before it has to wait.
const FREE_TRIES: u32 = 4;

/// How long a name waits at most after a wrong passphrase.
const WAIT_AT_MOST: Duration = Duration::from_secs(60);

/// Most names whose wrong passphrases are counted: more than can be tried before the first are forgotten, since each try takes
/// its time. Further ones would wait as one.
const MAX_TRIED: usize = 10_000;

/// Who has signed in.
pub(super) struct Sessions {
    held: Mutex<HashMap<Hash, Held>>,
    tried: Mutex<HashMap<String, Tried>>,
    /// Cookies do not tell ports apart: two nodes of one machine must not take each other's.
    cookie: String,
    /// The path below which browsers send it: nothing else that is served under the same name gets it.
    path: String,
}

struct Held {
    session: Session,
    begun: Instant,
    used: Instant,
}

struct Tried {
    wrong: u32,
    last: Instant,
}

/// Somebody who has signed in.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) who: SignedIn,
    /// What every form that writes has to carry.
    pub(super) form_key: String,
    /// Whether they are of the house, and may sign, as this question came: to find out waits for whoever is at work with the keys.
    is_members: bool,
    may_sign: bool,
}

impl Sessions {
    /// Of the pages that are served at an address, below a path.
    pub(super) fn new(address: SocketAddr, base: &str) -> Self {
        let (cookie, path) =
            (format!("commons-{}", address.port()), if base.is_empty() { "/" } else { base }.to_owned());
        Self { held: Mutex::default(), tried: Mutex::default(), cookie, path }
    }

    /// Begins a session. Gives the header that tells the browser.
    pub(super) fn begin(&self, who: SignedIn, secure: bool) -> Result<HeaderValue, Failure> {
        let (number, form_key) = (codes::fresh()?, codes::fresh()?);
        let now = Instant::now();
        let mut held = self.held();
        held.retain(|_, held| held.lasts(now));
        if held.len() >= MAX_SESSIONS {
            let idle = held.iter().min_by_key(|(_, held)| held.used).map(|(hash, _)| *hash);
            idle.and_then(|idle| held.remove(&idle));
        }
        let session = Session { who, form_key, is_members: false, may_sign: false };
        held.insert(blake3::hash(number.as_bytes()), Held { session, begun: now, used: now });
        drop(held);
        self.set_cookie(&number, LASTS_AT_MOST, secure)
    }

    /// Ends the session of whoever asks. Gives the header that tells the browser.
    pub(super) fn end(&self, headers: &HeaderMap) -> Result<HeaderValue, Failure> {
        for number in self.numbers(headers) {
            self.held().remove(&blake3::hash(number.as_bytes()));
        }
        self.set_cookie("", Duration::ZERO, false)
    }

    /// Ends all other sessions of somebody.
    pub(super) fn end_all_but(&self, kept: &Session) {
        self.held().retain(|_, held| {
            held.session.who.name != kept.who.name || held.session.form_key == kept.form_key
        });
    }

    /// The session of whoever asks.
    fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let now = Instant::now();
        let mut held = self.held();
        self.numbers(headers).find_map(|number| {
            let held = held.get_mut(&blake3::hash(number.as_bytes())).filter(|held| held.lasts(now))?;
            held.used = now;
            Some(held.session.clone())
        })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<Hash, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn numbers<'h>(&'h self, headers: &'h HeaderMap) -> impl Iterator<Item = &'h str> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let pairs = cookies.flat_map(|cookies| cookies.split(';'));
        pairs.filter_map(|pair| pair.trim().strip_prefix(&*self.cookie)?.strip_prefix('='))
    }

    fn set_cookie(&self, number: &str, lasts: Duration, secure: bool) -> Result<HeaderValue, Failure> {
        let secure = if secure { "; Secure" } else { "" };
        let (name, path, lasts) = (&self.cookie, &self.path, lasts.as_secs());
        HeaderValue::try_from(format!(
            "{name}={number}; Path={path}; Max-Age={lasts}; HttpOnly; SameSite=Lax{secure}"
        ))
        .map_err(Failure::internal)
    }

    /// Refuses a name that was tried too often with wrong passphrases, for a while that doubles up to a minute. Counts the try
    /// as a wrong one until it is known to be right, so that many at once are not all taken for the first.
    pub(super) fn may_try(&self, name: &str) -> Result<(), Failure> {
        let mut tried = self.tried();
        must_wait(&tried, name)?;
        count_wrong(&mut tried, name);
        Ok(())
    }

    /// Counts a try.
    pub(super) fn count_try(&self, name: &str, let_in: bool) {
        let mut tried = self.tried();
        if let_in {
            let name = tried_as(&tried, name);
            tried.remove(&name);
        } else {
            count_wrong(&mut tried, name);
        }
    }

    fn tried(&self) -> MutexGuard<'_, HashMap<String, Tried>> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.retain(|_, tried| tried.last.elapsed() < 10 * WAIT_AT_MOST);
        tried
    }
}

fn must_wait(tried: &HashMap<String, Tried>, name: &str) -> Result<(), Failure> {
    let Some(tried) = tried.get(&tried_as(tried, name)) else { return Ok(()) };
    let doublings = tried.wrong.saturating_sub(FREE_TRIES);
    let wait = if tried.wrong < FREE_TRIES {
        Duration::ZERO
    } else {
        Duration::from_secs(1 << doublings.min(6)).min(WAIT_AT_MOST)
    };
    let left = wait.saturating_sub(tried.last.elapsed());
    if left.is_zero() {
        return Ok(());
    }
    Err(Failure::new(FailureKind::InUse, "this name was tried too often with wrong passphrases")
        .hint(format!("wait {} seconds, then try again", left.as_secs() + 1)))
}

fn count_wrong(tried: &mut HashMap<String, Tried>, name: &str) {
    let name = tried_as(tried, name);
    let counted = tried.entry(name).or_insert(Tried { wrong: 0, last: Instant::now() });
    counted.wrong = counted.wrong.saturating_add(1);
    counted.last = Instant::now();
}

/// Under which name a try is counted.
fn tried_as(tried: &HashMap<String, Tried>, name: &str) -> String {
    let name: String = name.trim().to_lowercase().chars().take(100).collect();
    // No name can be empty but the owner's; "\n" is nobody's.
    if tried.len() < MAX_TRIED || tried.contains_key(&name) { name } else { "\n".to_owned() }
}

impl Held {
    fn lasts(&self, now: Instant) -> bool {
        now.duration_since(self.used) < IDLE_AT_MOST && now.duration_since(self.begun) < LASTS_AT_MOST
    }
}

impl Session {
    /// Who they are, for their own page.
    pub(super) fn shown(&self) -> Who {
        Who { name: self.who.name.clone(), is_owner: self.who.is_owner(), may_sign: self.may_sign }
    }

    /// Answers somebody who has signed in.
    pub(super) async fn answer(&self, request: Request) -> Result<Value, Failure> {
        let who = self.who.clone();
        if !self.is_members {
            // Not a member yet, or no more: as anybody who comes.
            let room = who.service.room.clone();
            return blocking(&room, move || who.service.handle_for(Asker::Anybody, request)).await;
        }
        let work = move || who.service.handle_for(who.asker(), request);
        tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
    }
}

/// Whoever looks at a page: a member, or anybody.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) session: Option<Session>,
    pub(super) reader: Reader,
    service: Arc<Service>,
}

impl Visit {
    /// Answers them what they may know.
    pub(super) async fn answer(&self, request: Request) -> Result<Value, Failure> {
        match &self.session {
            Some(session) => session.answer(request).await,
            None => answer(Arc::clone(&self.service), request).await,
        }
    }

    /// A file that this node serves: its size, and what reads it.
    pub(super) async fn served_file(&self, file: FileHash) -> Result<Option<(u64, Files)>, Failure> {
        let service = Arc::clone(&self.service);
        blocking(&self.service.room, move || {
            Ok(service.served(&file).map(|size| (size, service.files.clone())))
        })
        .await
    }

    /// Whether it is a member's, who may know what is for people here only.
    pub(super) fn is_a_members(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.is_members)
    }

    /// Whether it is a member's, and this agent is the one that they write for.
    pub(super) fn is_own(&self, agent: &str) -> bool {
        self.is_a_members() && self.service.agent().is_some_and(|own| own.to_string() == agent)
    }

    /// What cannot be shown to them, or done.
    pub(super) fn refusal(&self, failure: &Failure) -> Response {
        super::page::refusal(self.reader.clone(), failure)
    }

    /// Where they have to go before they may be here, where members write: to sign in; or, if they wait to be taken in, to where that is
    /// said.
    pub(super) fn is_elsewhere(&self) -> Option<Response> {
        match &self.session {
            None => Some(self.to_sign_in()),
            Some(_) if !self.is_a_members() => Some(super::forms::see("/account")),
            Some(_) => None,
        }
    }

    /// Lets them sign in, and come back to where they are.
    pub(super) fn to_sign_in(&self) -> Response {
        let back =
            form_urlencoded::Serializer::new(String::new()).append_pair("back", &self.reader.here).finish();
        super::forms::see(&format!("/sign-in?{back}"))
    }
}

impl FromRequestParts<Door> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Infallible> {
        let Ok(reader) = Reader::from_request_parts(parts, door).await;
        let session = parts.extensions.get::<Session>().cloned();
        Ok(Self { session, reader, service: Arc::clone(&door.service) })
    }
}

/// Recognises whoever has signed in: pages and forms find the session with the question, and views the member.
pub(super) async fn recognised(
    State(sessions): State<Arc<Sessions>>,
    mut request: HttpRequest,
    next: Next,
) -> Response {
    let Some(mut session) = sessions.of(request.headers()) else { return next.run(request).await };
    let who = session.who.clone();
    let found = move || (who.asker().is_of_the_house(), who.service.may_sign());
    // Whoever it cannot be found out of is nobody.
    (session.is_members, session.may_sign) = tokio::task::spawn_blocking(found).await.unwrap_or_default();
    let member = Member {
        name: session.who.name.clone(),
        form_key: session.form_key.clone(),
        is_taken_in: session.is_members,
    };
    request.extensions_mut().insert(member);
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    // What is shown to a member stays on nobody's disk: the browser may be shared. What may be kept for all is the same for all.
    let is_for_all = |kept: &HeaderValue| kept.as_bytes().starts_with(b"public");
    if !response.headers().get(header::CACHE_CONTROL).is_some_and(is_for_all) {
        let nowhere = HeaderValue::from_static("private, no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, nowhere);
    }
    response
}

/// A passphrase as it was typed twice.
pub(super) fn typed_twice(first: String, again: &str) -> Result<Secret, Failure> {
    if first == again {
        return Ok(Secret(first));
    }
    Err(Failure::usage("the two passphrases are not the same").hint("type it twice, the same each time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions() -> Sessions {
        Sessions::new("127.0.0.1:7780".parse().unwrap(), "")
    }

    #[test]
    fn a_name_waits_longer_and_longer_after_wrong_passphrases_and_no_other_does() {
        let sessions = sessions();
        for _ in 0..FREE_TRIES {
            sessions.may_try("Ana").unwrap();
        }
        assert!(sessions.may_try("ana ").is_err());
        sessions.may_try("Ben").unwrap();
        sessions.count_try("Ana", true);
        sessions.may_try("Ana").unwrap();
    }

    #[test]
    fn names_without_end_are_counted_as_one() {
        let sessions = sessions();
        for name in 0..MAX_TRIED + 10 {
            sessions.count_try(&name.to_string(), false);
        }
        assert!(sessions.tried().len() <= MAX_TRIED + 1);
        assert!(sessions.may_try("somebody new").is_err());
        sessions.may_try("3").unwrap();
    }

    #[test]
    fn cookies_of_other_nodes_are_not_ours() {
        let sessions = sessions();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("commons-77801=a; commons-7780=b;commons-778=c"),
        );
        headers.append(header::COOKIE, HeaderValue::from_static("x=y; commons-7780=d"));
        assert_eq!(sessions.numbers(&headers).collect::<Vec<_>>(), ["b", "d"]);
    }
}

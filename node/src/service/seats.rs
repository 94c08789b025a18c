//! Members who sign in on this node: seats for them, and opening the keys in one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{SystemTime, UNIX_EPOCH};

use commons_identity::{Keyring, Passphrase};
use serde_json::{Value, json};

use super::{Asker, Occasion, Service, members};
use crate::codes::{self, Codes};
use crate::data_dir::{cannot, read_if_there, write_private};
use crate::failure::{Failure, FailureKind};
use crate::request::{Init, MembersRequest, Request, SeatRequest, Secret, TokenRequest};
use crate::seats::{Seat, Seats};
use crate::secrets::{self, Keys, OpenKeys, keyring_failure, prepare_failure};
use crate::tokens::Tokens;

/// Keys in seats that are open, by their files' names: whoever signs in twice uses the same.
pub(super) type OpenSeats = BTreeMap<String, Weak<Mutex<Keys>>>;

/// How often keys are opened anew that were changed while they were being opened.
const OPENS_AT_MOST: usize = 3;

/// What lets people in.
#[derive(Default)]
pub(super) struct Entrance {
    open: Mutex<OpenSeats>,
    codes: Mutex<Codes>,
}

/// Somebody who has signed in.
#[derive(Clone)]
pub(crate) struct SignedIn {
    /// The node, at work with their keys.
    pub(crate) service: Service,
    /// How they are called here; empty for whoever set the node up.
    pub(crate) name: String,
}

impl SignedIn {
    /// Whose questions theirs are. A member's stop being a member's when the key log says so.
    pub(crate) fn asker(&self) -> Asker {
        if self.is_owner() {
            return Asker::Owner;
        }
        if self.has_a_seat() && self.service.may_sign() { Asker::Member } else { Asker::Anybody }
    }

    /// Whether their seat is still there: it may have been taken away since they signed in.
    fn has_a_seat(&self) -> bool {
        let open = self.service.open_seats();
        open.values().filter_map(Weak::upgrade).any(|keys| Arc::ptr_eq(&keys, &self.service.keys))
    }

    /// Whether they signed in with the node's own keys.
    pub(crate) fn is_owner(&self) -> bool {
        Arc::ptr_eq(&self.service.keys, &self.service.own_keys)
    }
}

impl Service {
    pub(super) fn seats(&self, occasion: Occasion, request: &SeatRequest) -> Result<Value, Failure> {
        match request {
            SeatRequest::List => self.list_seats(),
            SeatRequest::Invite => self.invite_to_seat(),
            SeatRequest::TakeBack { invitation } => self.take_invitation_back(invitation),
            SeatRequest::Remove { name } => self.remove_seat(occasion, name),
            SeatRequest::Enter => {
                let address = self.http.get().ok_or_else(|| {
                    Failure::usage("no node runs here that anybody could sign in to")
                        .hint("start it with `commons start`, then ask again")
                })?;
                let page = if self.agent().is_some() { "sign-in" } else { "set-up" };
                let code = self.codes().give()?;
                Ok(json!({ "link": format!("http://{address}/{page}?code={code}"), "agent": self.agent() }))
            }
        }
    }

    pub(super) fn tokens(&self, occasion: Occasion, request: &TokenRequest) -> Result<Value, Failure> {
        let mut tokens = Tokens::load(&self.data)?;
        match request {
            TokenRequest::List => {
                let shown = tokens.all().iter().map(|token| {
                    json!({ "name": token.name, "made": token.made.to_string(), "reads_only": token.reads_only })
                });
                Ok(json!({ "items": shown.collect::<Vec<_>>() }))
            }
            TokenRequest::Make { name, reads_only } => {
                let token = tokens.make(name, *reads_only, occasion.today)?;
                tokens.save(&self.data)?;
                Ok(json!({ "name": name, "token": token, "reads_only": reads_only }))
            }
            TokenRequest::Remove { name } => {
                if !tokens.remove(name) {
                    return Err(Failure::not_found(format!("there is no token called {name:?}"))
                        .hint("`commons token list` shows which there are"));
                }
                tokens.save(&self.data)?;
                Ok(json!({ "name": name, "removed": true }))
            }
        }
    }

    /// Whether a program that brings a token may ask, and whether it may write.
    pub(crate) fn token_lets(&self, token: &str) -> Result<Option<bool>, Failure> {
        Ok(Tokens::load(&self.data)?.find(token).map(|token| !token.reads_only))
    }

    /// Whether the keys at work may sign for the agent now.
    pub(crate) fn may_sign(&self) -> bool {
        let keys = self.keys();
        let Ok(keyring) = keys.open() else { return false };
        self.store.key_log(keyring.agent()).is_ok_and(|log| members::signing_key(keyring, &log).is_ok())
    }

    /// Signs a member in by name and passphrase; without a name, or by that of its owner, with the node's own keys.
    /// Opening keys takes a second or so, and much memory: let nobody do it many at a time.
    pub(crate) fn sign_in(&self, name: &str, passphrase: Secret) -> Result<SignedIn, Failure> {
        let passphrase = Passphrase::new(passphrase.0);
        let seats = Seats::load(&self.data)?;
        if let Some(seat) = seats.called(name) {
            return self.open_seat(seat, &passphrase);
        }
        if !name.trim().is_empty() && !self.is_owner_called(name)? {
            // As long as for a name that is there, so that trying tells nobody who has a seat.
            let (decoy, _) =
                Keyring::for_new_member(self.agent().ok_or_else(nobody_yet)?).map_err(prepare_failure)?;
            let _ = decoy.seal(Some(&passphrase));
            return Err(not_let_in());
        }
        let bytes = self.sealed_own_keys()?;
        Keyring::open(&bytes, Some(&passphrase)).map_err(|error| refused(keyring_failure(error)))?;
        let own = self.with_own_keys();
        own.unlock(Secret(passphrase.reveal().to_owned()))?;
        Ok(SignedIn { service: own, name: String::new() })
    }

    /// Signs in with the node's own keys, by a code that its owner was given.
    pub(crate) fn sign_in_by_code(&self, code: &str) -> Result<SignedIn, Failure> {
        if !self.codes().use_up(code) {
            return Err(code_is_old());
        }
        Ok(SignedIn { service: self.with_own_keys(), name: String::new() })
    }

    /// Founds the node's agent in the name of whoever has a code of its owner, and signs them in. The founder may be named
    /// as a member.
    pub(crate) fn found_by_code(
        &self,
        code: &str,
        init: Init,
        member: Option<&str>,
    ) -> Result<(Value, SignedIn), Failure> {
        if let Some(passphrase) = &init.passphrase {
            secrets::require_length(&passphrase.0)?;
        }
        if !self.code_holds(code) {
            return Err(code_is_old());
        }
        let is_person = init.person;
        let own = self.with_own_keys();
        let mut founded = own.handle(Request::Init(init))?;
        founded["is_person"] = is_person.into();
        // From here on the founding stands: the card has to be shown, whatever else comes.
        self.codes().use_up(code);
        if let (Some(name), Some(key)) = (member, founded["keys"][0].as_str()) {
            let name = MembersRequest::Name { member: key.to_owned(), name: name.to_owned() };
            if let Err(failure) = own.handle(Request::Members(name)) {
                tracing::warn!(reason = %failure.message, "the founder could not be named");
            }
        }
        Ok((founded, SignedIn { service: own, name: String::new() }))
    }

    /// Whether a code of the node's owner holds.
    pub(crate) fn code_holds(&self, code: &str) -> bool {
        self.codes().holds(code)
    }

    /// Whether an invitation to a seat holds.
    pub(crate) fn is_invited(&self, code: &str) -> Result<bool, Failure> {
        Ok(Seats::load(&self.data)?.is_invited(code, now()))
    }

    /// Gives whoever comes with an invitation a seat, with fresh keys. They sign for the agent once members have taken
    /// them in.
    pub(crate) fn take_seat(
        &self,
        invitation: &str,
        name: &str,
        unnamed: bool,
        passphrase: Secret,
    ) -> Result<SignedIn, Failure> {
        secrets::require_length(&passphrase.0)?;
        let _editing = self.editing.lock().unwrap_or_else(PoisonError::into_inner);
        let agent = self.agent().ok_or_else(nobody_yet)?;
        let mut seats = Seats::load(&self.data)?;
        if !seats.is_invited(invitation, now()) {
            return Err(Failure::usage(
                "this invitation holds no more: it was used, or is older than a week",
            )
            .hint("ask a member for another one"));
        }
        let name = seats.free_name(name)?;
        if self.is_a_members_name(agent, &name)? {
            return Err(Failure::usage(format!("a member is called {name:?} already"))
                .hint("choose another name, or add to it"));
        }
        let (keyring, member) = Keyring::for_new_member(agent).map_err(prepare_failure)?;
        let key =
            keyring.key(&member.key).ok_or_else(|| Failure::internal("the key just made is not held"))?;
        let seat = Seat {
            name: name.clone(),
            key: member.key.to_string(),
            code: members::member_code(agent, &member, key),
            unnamed,
        };
        let passphrase = Passphrase::new(passphrase.0);
        let bytes = keyring.seal(Some(&passphrase)).map_err(keyring_failure)?;
        let folder = self.data.members();
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .map_err(|error| cannot("make", &folder, &error))?;
        // Keys first: a seat without keys would be nobody's.
        let path = seat.keys(&self.data);
        write_private(&path, &bytes).map_err(|error| cannot("write", &path, &error))?;
        seats.use_up(invitation, now());
        seats.add(seat.clone());
        seats.save(&self.data)?;
        let open = OpenKeys::new(path, keyring, Some(passphrase));
        Ok(self.seated(&mut self.open_seats(), &seat, Keys::Open(Box::new(open))))
    }

    fn is_a_members_name(&self, agent: commons_identity::AgentId, name: &str) -> Result<bool, Failure> {
        let log = self.store.key_log(agent)?;
        let names = self.member_names(agent)?;
        let mut members = members::members_of(&log).into_iter().flat_map(|set| set.keys());
        Ok(members.any(|key| names.get(key).is_some_and(|given| given.eq_ignore_ascii_case(name))))
    }

    /// Seals the keys at work with another passphrase.
    pub(crate) fn change_passphrase(&self, old: Secret, new: Secret) -> Result<(), Failure> {
        secrets::require_length(&new.0)?;
        self.keys().seal_anew(&Passphrase::new(old.0), Passphrase::new(new.0))
    }

    /// Opens the keys in a seat. That takes its time, in which whoever is signed in with them may change them: what lies there
    /// then counts, not what lay there.
    fn open_seat(&self, seat: &Seat, passphrase: &Passphrase) -> Result<SignedIn, Failure> {
        for _ in 0..OPENS_AT_MOST {
            let bytes = self.sealed_in(seat)?;
            let keys = OpenKeys::read(seat.keys(&self.data), &bytes, Some(passphrase)).map_err(refused)?;
            let mut open = self.open_seats();
            if self.sealed_in(seat)? == bytes {
                return Ok(self.seated(&mut open, seat, Keys::Open(Box::new(keys))));
            }
        }
        Err(Failure::new(FailureKind::InUse, "these keys are being changed just now")
            .hint("wait a moment, and try again"))
    }

    /// The keys in a seat, as they lie on disk.
    fn sealed_in(&self, seat: &Seat) -> Result<Vec<u8>, Failure> {
        read_if_there(&seat.keys(&self.data))?.ok_or_else(|| {
            Failure::config(format!("the keys of {} are not on this node any more", seat.name)).hint(
                "they lie in the folder members, beside the journal: restore it from a backup, or join anew",
            )
        })
    }

    fn open_seats(&self) -> MutexGuard<'_, OpenSeats> {
        self.entrance.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The node, at work with the keys in a seat: with those that are open already, if they are.
    fn seated(&self, open: &mut OpenSeats, seat: &Seat, keys: Keys) -> SignedIn {
        open.retain(|_, keys| keys.strong_count() > 0);
        let slot = open.entry(seat.id()).or_default();
        let keys = slot.upgrade().unwrap_or_else(|| {
            let keys = Arc::new(Mutex::new(keys));
            *slot = Arc::downgrade(&keys);
            keys
        });
        SignedIn { service: Self { keys, ..self.clone() }, name: seat.name.clone() }
    }

    fn with_own_keys(&self) -> Self {
        Self { keys: Arc::clone(&self.own_keys), ..self.clone() }
    }

    fn codes(&self) -> MutexGuard<'_, Codes> {
        self.entrance.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The node's own keys as they lie on disk, if they are sealed.
    fn sealed_own_keys(&self) -> Result<Vec<u8>, Failure> {
        self.agent().ok_or_else(nobody_yet)?;
        let bytes = read_if_there(&self.data.keys())?.unwrap_or_default();
        if Keyring::is_sealed(&bytes) {
            return Ok(bytes);
        }
        Err(Failure::new(FailureKind::Locked, "the keys of this node have no passphrase to sign in with")
            .hint("whoever runs the node signs in with the link that `commons sign-in` prints"))
    }

    /// Whether the agent calls one of the node's own keys so.
    fn is_owner_called(&self, name: &str) -> Result<bool, Failure> {
        let Some(agent) = self.agent() else { return Ok(false) };
        let log = self.store.key_log(agent)?;
        let Ok(set) = members::members_of(&log) else { return Ok(false) };
        let names = self.member_names(agent)?;
        let Some(member) = set
            .keys()
            .find(|key| names.get(key).is_some_and(|given| given.eq_ignore_ascii_case(name.trim())))
        else {
            return Ok(false);
        };
        let keys = self.own_keys.lock().unwrap_or_else(PoisonError::into_inner);
        let seats = Seats::load(&self.data)?;
        // Of locked keys nobody can say whose they are: whoever has no seat here means them.
        let in_a_seat = seats.all().iter().any(|seat| seat.key == member.to_string());
        Ok(keys.open().map_or(!in_a_seat, |keyring| keyring.key(member).is_some()))
    }

    fn is_in_the_log(&self, seat: &Seat) -> Result<bool, Failure> {
        let Some(agent) = self.agent() else { return Ok(false) };
        let log = self.store.key_log(agent)?;
        Ok(seat.key.parse().is_ok_and(|key| log.knows(&key)))
    }

    fn list_seats(&self) -> Result<Value, Failure> {
        let agent = self.agent().ok_or_else(nobody_yet)?;
        let log = self.store.key_log(agent)?;
        let set = members::members_of(&log).ok();
        let open = self.open_seats();
        let seats = Seats::load(&self.data)?;
        let shown = seats.all().iter().map(|seat| {
            let now = open.get(&seat.id()).and_then(Weak::upgrade);
            // Keys that were taken up since are known of whoever is signed in.
            let now = now.is_some_and(|keys| {
                let keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
                keys.open().is_ok_and(|keyring| members::signing_key(keyring, &log).is_ok())
            });
            let first = seat.key.parse().is_ok_and(|key| set.is_some_and(|set| set.contains(&key)));
            let knew = seat.key.parse().is_ok_and(|key| log.knows(&key));
            json!({
                "name": seat.name,
                "key": seat.key,
                "code": seat.code,
                "unnamed": seat.unnamed,
                "member": now || first,
                "asks": !knew,
            })
        });
        let invited = seats.invitations(now()).map(|(id, until)| json!({ "id": id, "until": until }));
        let invited: Vec<Value> = invited.collect();
        Ok(json!({ "agent": agent, "seats": shown.collect::<Vec<_>>(), "invitations": invited }))
    }

    fn invite_to_seat(&self) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        members::require_organisation(&*self.store.key_log(agent)?)?;
        let code = codes::fresh()?;
        let mut seats = Seats::load(&self.data)?;
        let until = seats.invite(&code, now())?;
        seats.save(&self.data)?;
        Ok(json!({ "agent": agent, "agent_name": self.agent_name(agent)?, "code": code, "until": until }))
    }

    /// Whoever comes with it then finds that it holds no more.
    fn take_invitation_back(&self, id: &str) -> Result<Value, Failure> {
        let mut seats = Seats::load(&self.data)?;
        if !seats.take_back(id) {
            return Err(Failure::not_found(
                "this invitation is open no more: somebody has come with it, or it is old",
            )
            .hint("who has come with it asks to be taken in, and is dismissed there"));
        }
        seats.save(&self.data)?;
        Ok(json!({ "id": id, "removed": true }))
    }

    /// Keys that sign for the agent, or did, are the member's own: no other member throws them away.
    fn remove_seat(&self, occasion: Occasion, name: &str) -> Result<Value, Failure> {
        // Held throughout: nobody opens the seat meanwhile and puts its keys back.
        let mut open = self.open_seats();
        let mut seats = Seats::load(&self.data)?;
        if let Some(seat) = seats.called(name)
            && occasion.asker != Asker::Owner
            && self.is_in_the_log(seat)?
        {
            return Err(Failure::usage(format!("{} is a member, or was one", seat.name))
                .hint("whoever runs the node removes keys that are of no use any more"));
        }
        let seat = seats.remove(name).ok_or_else(|| {
            Failure::not_found(format!("nobody signs in here as {name:?}"))
                .hint("the page of the members lists who does")
        })?;
        seats.save(&self.data)?;
        open.remove(&seat.id());
        let path = seat.keys(&self.data);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot("remove", &path, &error)),
            _ => Ok(json!({ "name": seat.name, "key": seat.key, "removed": true })),
        }
    }
}

/// A wrong name and a wrong passphrase are refused in the same words.
fn not_let_in() -> Failure {
    Failure::new(FailureKind::Locked, "this name and this passphrase do not go together here")
        .hint("try again; mind capital letters. Nobody can reset a passphrase: whoever lost it joins anew")
}

fn refused(failure: Failure) -> Failure {
    if failure.kind == FailureKind::Locked { not_let_in() } else { failure }
}

fn code_is_old() -> Failure {
    Failure::usage("this link holds no more: each lets in once, and for a quarter of an hour")
        .hint("`commons sign-in` prints another one")
}

fn nobody_yet() -> Failure {
    Failure::new(FailureKind::NotFound, "this node has nobody to sign for yet")
        .hint("`commons sign-in` prints the link with which it is set up")
}

/// Seconds of Unix time.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

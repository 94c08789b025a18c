//! Who signs for the co-op, who asks to, and what waits for signatures.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::matter::{Matter, motions, person};
use super::refusal::Refused;
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::{line, name_and_id, text};
use crate::qr::{Endures, Qr};

#[derive(Template)]
#[template(path = "members.html")]
struct Members {
    page: Page,
    done: Option<String>,
    refused: Option<Refused>,
    house: String,
    members: Vec<Member>,
    must_agree: String,
    /// How many must, when there is one more.
    with_another: String,
    by_consent: Option<String>,
    is_contested: bool,
    /// Members sign for an organisation; nobody is invited to be a person.
    is_organisation: bool,
    /// Invitations that nobody has come with: what each is called, and until which day it holds.
    invitations: Vec<(String, String)>,
    asking: Vec<Seat>,
    waiting: Vec<Matter>,
}

struct Member {
    who: String,
    key: String,
}

/// Somebody with keys on this node who is no member yet.
struct Seat {
    name: String,
    key: String,
    is_proposed: bool,
}

/// The page of the members.
pub(crate) fn members(
    reader: Reader,
    members: &Value,
    seats: &Value,
    done: &str,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let list: Vec<Member> = members["members"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|member| Member { who: person(words, member), key: text(member, "key").to_owned() })
        .collect();
    let waiting = motions(words, &members["waiting"]);
    let asking = seats["seats"].as_array().into_iter().flatten().filter(|seat| seat["asks"] == true);
    let asking = asking.map(|seat| Seat {
        name: line(text(seat, "name")),
        key: text(seat, "key").to_owned(),
        is_proposed: waiting.iter().any(|matter| matter.adds(text(seat, "key"))),
    });
    let needed = members["threshold"].as_u64().unwrap_or_default();
    let of = u64::try_from(list.len()).unwrap_or_default();
    shown(&Members {
        page: Page::titled(reader, words.say("members-title")),
        done: words.name("done", done),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        house: name_and_id(members),
        with_another: words.with(
            "members-with-another",
            &[
                ("needed", members["threshold_with_another"].as_u64().unwrap_or_default().into()),
                ("of", (of + 1).into()),
            ],
        ),
        must_agree: words.with("members-must-agree", &[("needed", needed.into()), ("of", of.into())]),
        by_consent: by_consent(words, members),
        is_contested: !members["contested"].is_null(),
        is_organisation: text(members, "form") == "organisation",
        invitations: seats["invitations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| invited(words, one))
            .collect(),
        asking: asking.collect(),
        members: list,
        waiting,
    })
}

fn invited(words: Words, invitation: &Value) -> (String, String) {
    let until = invitation["until"].as_i64().and_then(|until| jiff::Timestamp::from_second(until).ok());
    let day = until.unwrap_or_default().to_string();
    let day = words.day_of(day.split('T').next().unwrap_or_default());
    (text(invitation, "id").to_owned(), words.with("members-invited-until", &[("day", day.into())]))
}

fn by_consent(words: Words, members: &Value) -> Option<String> {
    let acts = members["by_consent"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let acts: Vec<String> =
        acts.map(|act| words.name("decision", act).unwrap_or_else(|| line(act))).collect();
    (!acts.is_empty()).then(|| words.with("members-by-consent", &[("acts", acts.join(", ").into())]))
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct Invitation {
    page: Page,
    link: String,
    picture: Option<String>,
    /// Whether the link leads nowhere but to this machine.
    only_here: bool,
}

/// A link with which somebody gets a seat, as the page at this address gives it.
pub(crate) fn invitation(reader: Reader, here: &str, invitation: &Value) -> Response {
    let words = reader.words;
    let base = reader.face.base();
    let link = format!("{here}{base}/join?code={}", text(invitation, "code"));
    let host = here.split_once("://").map_or(here, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    shown(&Invitation {
        page: Page::titled(reader, words.say("invitation-title")),
        picture: Qr::new(&link, Endures::Screen).ok().map(|qr| qr.svg()),
        only_here: matches!(name, "localhost" | "[::1]") || name.starts_with("127."),
        link,
    })
}

//! What people call a record in a form: its id, the address of its page, or its title.

use commons_registry::Kind;
use serde_json::Value;

use super::typed::lines;
use crate::failure::Failure;
use crate::http::session::Session;
use crate::output::{line, short, text};
use crate::request::{Request, Search};

/// Most records among which somebody is asked to choose.
const MOST: usize = 6;

/// Fewest hex digits that name an id.
const MIN_DIGITS: usize = 8;

/// The id in what somebody typed or copied: an id, or the address of a page.
pub(super) fn id_in(typed: &str) -> &str {
    let path = typed.trim().split(['?', '#']).next().unwrap_or_default();
    match path.split_once("/records/") {
        Some((_, rest)) => rest.split('/').next().unwrap_or_default(),
        None => path.rsplit('/').next().unwrap_or_default(),
    }
}

/// The ids of what was typed, one to a line; ids may have commas between.
pub(super) async fn ids(session: &Session, typed: &str, kind: Kind) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    for one in lines(typed) {
        if one.split(',').all(|part| is_id(id_in(part))) {
            ids.extend(one.split(',').map(|part| id_in(part).to_owned()));
        } else {
            ids.push(of_title(session, &one, kind).await?);
        }
    }
    Ok(ids)
}

fn is_id(text: &str) -> bool {
    text.len() >= MIN_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The record of this kind with this title, if there is but one.
async fn of_title(session: &Session, title: &str, kind: Kind) -> Result<String, Failure> {
    let search = Search { words: title.to_owned(), kinds: vec![kind], limit: MOST, ..Search::default() };
    let found = session.answer(Request::Search(search)).await?;
    let found: Vec<&Value> = found["items"].as_array().into_iter().flatten().collect();
    let is_called = |item: &&&Value| text(item, "title").to_lowercase() == title.to_lowercase();
    let called: Vec<&Value> = found.iter().filter(is_called).copied().collect();
    match (called.as_slice(), found.as_slice()) {
        // An organisation is named by itself, not by what it says of itself.
        ([one], _) => Ok(text(one, if kind == Kind::Agent { "agent" } else { "id" }).to_owned()),
        ([], []) => Err(Failure::not_found(format!("nothing here is called {:?}", line(title)))
            .hint("give the address of its page, or its id")),
        ([], near) => Err(choose(&format!("nothing here is called {:?}; near to it are", line(title)), near)),
        (several, _) => Err(choose(&format!("{:?} is said of several", line(title)), several)),
    }
}

fn choose(why: &str, among: &[&Value]) -> Failure {
    let one = |item: &&Value| {
        format!(
            "“{}” by {}: {}",
            line(text(item, "title")),
            line(text(item, "agent_name")),
            short(item, "id")
        )
    };
    let all: Vec<String> = among.iter().map(one).collect();
    Failure::usage(format!("{why} {}", all.join("; "))).hint("put the id of the one that you mean")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_an_id() {
        let id = "c69a3e693188881a";
        for typed in [
            id.to_owned(),
            format!(" {id} "),
            format!("/records/{id}/history"),
            format!("https://commons.example.org/below/records/{id}?for=commercial#answer"),
            format!("https://commons.example.org/r/{id}"),
        ] {
            assert_eq!(id_in(&typed), id, "{typed}");
        }
        assert!(!is_id(id_in("How we bake / a guide")) && !is_id("deadbee"));
    }
}

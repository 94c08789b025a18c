//! What people call a record in a form: its id, the address of its page, or its title.
//!
//! Names are no identifiers: an organisation is taken by its id or by the name that we gave it ourselves; by its own name nobody is
//! taken, but those who are called so are shown with their ids.

use commons_registry::Kind;
use serde_json::Value;

use super::typed::{given, lines};
use crate::failure::Failure;
use crate::http::session::Session;
use crate::output::{line, name_and_id, short, text};
use crate::request::{Request, Search};

/// Most records among which one with a title is looked for.
const MOST: usize = 50;

/// Most records among which somebody is asked to choose.
const MOST_SHOWN: usize = 6;

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

/// What requests take for works, by their ids, the addresses of their pages or their titles, one to a line. Ids may have commas between.
pub(super) async fn works(session: &Session, typed: &str) -> Result<Vec<String>, Failure> {
    let mut works = Vec::new();
    for one in lines(typed) {
        let parts: Vec<String> = one.split(',').filter_map(given).collect();
        match parts.iter().all(|part| is_id(id_in(part))) {
            true if parts.len() > 1 || id_in(&one).len() == 64 => {
                works.extend(parts.iter().map(|part| id_in(part).to_owned()));
            }
            // A title may look like the beginning of an id.
            looks_like_id => match of_title(session, &one).await {
                Err(_) if looks_like_id => works.push(id_in(&one).to_owned()),
                work => works.push(work?),
            },
        }
    }
    Ok(works)
}

/// The same for organisations and people.
pub(super) async fn agents(session: &Session, typed: &str) -> Result<Vec<String>, Failure> {
    let mut agents = Vec::new();
    for one in lines(typed) {
        let called = if is_id(id_in(&one)) { id_in(&one) } else { &one };
        match session.answer(Request::Agent { id: called.to_owned() }).await {
            Err(_) if !is_id(called) => {
                let (found, _) = search(session, &one, Kind::Agent).await?;
                return Err(choose(&one, &found.iter().collect::<Vec<_>>()));
            }
            // What is wrong with an id is said where it is used.
            _ => agents.push(called.to_owned()),
        }
    }
    Ok(agents)
}

fn is_id(text: &str) -> bool {
    text.len() >= MIN_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The work with this title, if there is but one.
async fn of_title(session: &Session, title: &str) -> Result<String, Failure> {
    let (found, has_more) = search(session, title, Kind::Resource).await?;
    let is_called = |item: &&Value| text(item, "title").to_lowercase() == title.to_lowercase();
    let called: Vec<&Value> = found.iter().filter(is_called).collect();
    match called.as_slice() {
        [one] if !has_more => Ok(text(one, "id").to_owned()),
        [] => Err(choose(title, &found.iter().collect::<Vec<_>>())),
        several => Err(choose(title, several)),
    }
}

/// What has these words, and whether there is more.
async fn search(session: &Session, words: &str, kind: Kind) -> Result<(Vec<Value>, bool), Failure> {
    let search = Search { words: words.to_owned(), kinds: vec![kind], limit: MOST, ..Search::default() };
    let mut found = session.answer(Request::Search(search)).await?;
    let items = found["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
    Ok((items, !found["next"].is_null()))
}

/// Shows what may be meant, with ids: which it is whoever asks has to say.
fn choose(typed: &str, among: &[&Value]) -> Failure {
    let one = |item: &&Value| match text(item, "kind") {
        "agent" => name_and_id(item),
        _ => format!("“{}” by {}: {}", line(text(item, "title")), name_and_id(item), short(item, "id")),
    };
    let all: Vec<String> = among.iter().take(MOST_SHOWN).map(one).collect();
    if all.is_empty() {
        return Failure::not_found(format!("nothing here is called {:?}", line(typed)))
            .hint("give the address of its page, or its id");
    }
    Failure::usage(format!("which is meant by {:?}? {}", line(typed), all.join("; ")))
        .hint("put the id of the one that you mean")
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

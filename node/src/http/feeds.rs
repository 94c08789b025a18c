//! For feed readers and search engines: Atom feeds (RFC 4287) in pages (RFC 5005), maps of what is here, and which of it
//! robots may read.
//!
//! An entry's time is that at which the record came to this node: whoever wrote it could claim any.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde::Deserialize;

use super::page::Typed;
use super::{Door, blocking};
use crate::face::Face;
use crate::failure::Failure;
use crate::language::{Language, Reader, Words};
use crate::output::line;
use crate::request::Search;
use crate::service::{Entry, Feed, IN_FEEDS, Service};

/// How many entries a page of a feed has.
const ON_A_PAGE: usize = 50;

/// How a feed's address ends.
const ATOM: &str = ".atom";

/// How the address of a map ends.
const XML: &str = ".xml";

type Xml = Writer<Vec<u8>>;

pub(super) fn router() -> Router<Door> {
    Router::new()
        .route("/feeds/all.atom", get(all))
        .route("/feeds/{by}/{file}", get(narrowed))
        .route("/sitemap.xml", get(maps))
        .route("/sitemaps/{file}", get(map))
        .route("/robots.txt", get(robots))
}

#[derive(Deserialize)]
struct FeedQuery {
    after: Option<String>,
}

/// Who asks, and where they asked.
struct Asked {
    /// The public address of this node, without a slash at its end.
    base: String,
    path: String,
    after: Option<String>,
    /// In which the feed is called what it is; what others wrote stays in theirs.
    language: Language,
}

impl Asked {
    fn new(face: &Face, words: Words, headers: &HeaderMap, uri: &Uri, query: FeedQuery) -> Self {
        let (base, path) = (base(face, headers), uri.path().to_owned());
        Self { base, path, after: query.after, language: words.language() }
    }
}

/// Where these pages are to be found: as the settings say, else as whoever asks found them. Names that are not this node's own
/// have been refused before.
fn base(face: &Face, headers: &HeaderMap) -> String {
    if let Some(address) = face.address() {
        return address.to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}

async fn all(
    State(service): State<Arc<Service>>,
    State(face): State<Arc<Face>>,
    reader: Reader,
    uri: Uri,
    headers: HeaderMap,
    Typed(query): Typed<FeedQuery>,
) -> Response {
    let asked = Asked::new(&face, reader.words, &headers, &uri, query);
    let title = reader.words.say("feed-all");
    answer(service, asked, title, Search::default()).await
}

/// A feed of one agent, on one topic, or under one licence.
async fn narrowed(
    State(service): State<Arc<Service>>,
    State(face): State<Arc<Face>>,
    reader: Reader,
    place: Result<Path<(String, String)>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
    Typed(query): Typed<FeedQuery>,
) -> Response {
    let Ok(Path((by, file))) = place else { return no_feed() };
    let Some(name) = name_of(&file, ATOM) else { return no_feed() };
    let said = |key: &str, name: &str| reader.words.with(key, &[("name", line(name).into())]);
    let (title, search) = match by.as_str() {
        "agents" => {
            let title = said("feed-agent", name.get(..8).unwrap_or(&name));
            (title, Search { agent: Some(name), ..Search::default() })
        }
        "topics" => (said("feed-topic", &name), Search { topic: Some(name), ..Search::default() }),
        "licences" => (said("feed-licence", &name), Search { licence: Some(name), ..Search::default() }),
        _ => return no_feed(),
    };
    let asked = Asked::new(&face, reader.words, &headers, &uri, query);
    answer(service, asked, title, search).await
}

/// What a feed or map is of, from the end of its address.
fn name_of(file: &str, ending: &str) -> Option<String> {
    file.strip_suffix(ending).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn no_feed() -> Response {
    Failure::not_found("there is no such feed")
        .hint("/feeds/all.atom tells of all that comes to this node")
        .into_response()
}

async fn answer(service: Arc<Service>, asked: Asked, title: String, search: Search) -> Response {
    let search = Search { kinds: IN_FEEDS.to_vec(), limit: ON_A_PAGE, after: asked.after.clone(), ..search };
    let room = service.room.clone();
    let feed = blocking(&room, move || {
        let feed = service.feed(&search)?;
        atom(&asked, &title, &feed).map_err(Failure::internal)
    });
    match feed.await {
        Ok(xml) => {
            let vary = [(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"))];
            (vary, as_xml("application/atom+xml; charset=utf-8", xml)).into_response()
        }
        Err(failure) => failure.into_response(),
    }
}

fn as_xml(kind: &'static str, xml: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], xml).into_response()
}

/// A document with one element, and what is in it.
fn document(
    root: &str,
    namespace: &str,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element(root).with_attribute(("xmlns", namespace)).write_inner_content(content)?;
    Ok(xml.into_inner())
}

/// An element with a text.
fn put(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&permitted(text)))?;
    Ok(())
}

fn link(xml: &mut Xml, relation: &str, address: &str) -> io::Result<()> {
    xml.create_element("link").with_attributes([("rel", relation), ("href", address)]).write_empty()?;
    Ok(())
}

/// What an XML document may hold (XML 1.0, section 2.2); the rest cannot be written at all.
fn permitted(text: &str) -> String {
    let may = |c: &char| matches!(*c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(may).collect()
}

fn atom(asked: &Asked, title: &str, feed: &Feed) -> io::Result<Vec<u8>> {
    let first = format!("{}{}", asked.base, asked.path);
    let page = |after: &str| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", after).finish();
        format!("{first}?{query}")
    };
    document("feed", "http://www.w3.org/2005/Atom", |xml| {
        put(xml, "id", &first)?;
        let language = ("xml:lang", asked.language.code());
        let title = permitted(title);
        let called = BytesText::new(&title);
        xml.create_element("title").with_attribute(language).write_text_content(called)?;
        let newest = feed.entries.iter().map(|entry| entry.came).max();
        put(xml, "updated", &newest.unwrap_or(Timestamp::UNIX_EPOCH).to_string())?;
        link(xml, "self", &asked.after.as_deref().map_or_else(|| first.clone(), page))?;
        link(xml, "first", &first)?;
        if let Some(next) = &feed.next {
            link(xml, "next", &page(next))?;
        }
        link(xml, "alternate", &format!("{}/", asked.base))?;
        feed.entries.iter().try_for_each(|entry| put_entry(xml, &asked.base, entry))
    })
}

fn put_entry(xml: &mut Xml, base: &str, entry: &Entry) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        put(xml, "id", &format!("urn:commons:record:{}", entry.id))?;
        put(xml, "title", &entry.title)?;
        put(xml, "published", &entry.came.to_string())?;
        put(xml, "updated", &entry.came.to_string())?;
        link(xml, "alternate", &format!("{base}/records/{}", entry.id))?;
        xml.create_element("author").write_inner_content(|xml| {
            put(xml, "name", &entry.by)?;
            put(xml, "uri", &format!("{base}/records/{}", entry.agent))
        })?;
        for topic in &entry.topics {
            let topic = permitted(topic);
            xml.create_element("category").with_attribute(("term", topic.as_str())).write_empty()?;
        }
        if let Some(licence) = &entry.licence {
            put(xml, "rights", licence)?;
        }
        match &entry.summary {
            Some(summary) => put(xml, "summary", summary),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// Which maps there are.
async fn maps(
    State(service): State<Arc<Service>>,
    State(face): State<Arc<Face>>,
    headers: HeaderMap,
) -> Response {
    let base = base(&face, &headers);
    let room = service.room.clone();
    let maps = blocking(&room, move || {
        let maps = service.sitemaps()?;
        document("sitemapindex", SITEMAP, |xml| {
            for number in 0..maps {
                xml.create_element("sitemap")
                    .write_inner_content(|xml| put(xml, "loc", &format!("{base}/sitemaps/{number}{XML}")))?;
            }
            Ok(())
        })
        .map_err(Failure::internal)
    });
    match maps.await {
        Ok(xml) => as_xml("application/xml; charset=utf-8", xml),
        Err(failure) => failure.into_response(),
    }
}

/// What a document of maps says that it is.
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The addresses of some records.
async fn map(
    State(service): State<Arc<Service>>,
    State(face): State<Arc<Face>>,
    file: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let number = file.ok().and_then(|Path(file)| name_of(&file, XML));
    let number = number.and_then(|number| number.parse::<u64>().ok());
    let base = base(&face, &headers);
    let room = service.room.clone();
    let map = blocking(&room, move || {
        let number = match number {
            Some(number) if number < service.sitemaps()? => number,
            _ => return Err(Failure::not_found("there is no such map").hint("/sitemap.xml lists them")),
        };
        let records = service.sitemap(number)?;
        document("urlset", SITEMAP, |xml| {
            for (record, came) in records {
                xml.create_element("url").write_inner_content(|xml| {
                    put(xml, "loc", &format!("{base}/records/{record}"))?;
                    put(xml, "lastmod", &came.to_string())
                })?;
            }
            Ok(())
        })
        .map_err(Failure::internal)
    });
    match map.await {
        Ok(xml) => as_xml("application/xml; charset=utf-8", xml),
        Err(failure) => failure.into_response(),
    }
}

/// Records are for everybody. What is asked anew with every word, and what programs read, robots need not.
async fn robots(State(face): State<Arc<Face>>, headers: HeaderMap) -> Response {
    let base = base(&face, &headers);
    let text = format!(
        "User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /near?\nDisallow: /?q=\n\nSitemap: {base}/sitemap.xml\n"
    );
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, plain)], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text_in_a_feed() {
        let entry = Entry {
            id: "aa".to_owned(),
            title: "</title><script>&\u{0}\u{b}\u{ffff}\u{1F956}".to_owned(),
            by: "\"Garden\" <b> aabbccdd".to_owned(),
            agent: "bb".to_owned(),
            licence: None,
            summary: Some("]]>\u{8}".to_owned()),
            topics: vec!["a\" b='".to_owned()],
            came: Timestamp::UNIX_EPOCH,
        };
        let asked = Asked {
            base: "http://x".to_owned(),
            path: "/feeds/all.atom".to_owned(),
            after: Some("5&".to_owned()),
            language: Language::French,
        };
        let feed = Feed { entries: vec![entry], next: Some("7".to_owned()) };
        let text = String::from_utf8(atom(&asked, "All & more", &feed).unwrap()).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut depth, mut elements) = (0_i32, 0);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => (depth, elements) = (depth + 1, elements + 1),
                Event::End(_) => depth -= 1,
                Event::Empty(element) => {
                    assert!(element.attributes().all(|attribute| attribute.is_ok()));
                    elements += 1;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!((depth, elements), (0, 19), "{text}");
        assert!(text.contains("&lt;/title&gt;&lt;script&gt;&amp;\u{1F956}</title>"), "{text}");
        assert!(text.contains("after=5%26") && !text.contains('\u{b}'), "{text}");
        assert!(text.contains("<updated>1970-01-01T00:00:00Z</updated>"), "{text}");
    }
}

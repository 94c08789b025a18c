//! Pages in several languages: which one somebody gets, how they choose another, and what stays in English.

use std::collections::BTreeSet;
use std::path::Path;

use commons_tests::node::Node;

use super::{Response, get, request, started};

/// The languages of pages, by the folders of their catalogues.
const LANGUAGES: [&str; 7] = ["ca", "de", "en", "es", "fr", "it", "pt"];

fn asked(node: &Node, path: &str, headers: &[&str]) -> Response {
    let host = format!("Host: {}", node.http());
    let headers: Vec<&str> = std::iter::once(host.as_str()).chain(headers.iter().copied()).collect();
    request(node, &format!("GET {path}"), &headers)
}

fn read_in(node: &Node, path: &str, language: &str) -> Response {
    asked(node, path, &[&format!("Accept-Language: {language}")])
}

/// The keys of the catalogues, which stand on a page only if nothing is written under them.
fn keys() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node/locales/en");
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let keys: BTreeSet<String> = texts
        .flat_map(|text| {
            let keys = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
            keys.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    assert!(keys.len() > 300, "{}", keys.len());
    keys
}

#[test]
fn every_page_is_there_in_every_language() {
    let (node, ids) = started();
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    node.ask(&["contribute", "--to", &ids[0], "--role", "testing", "--track", "love"]);
    let keys = keys();
    let mut seen = BTreeSet::new();
    for (page, path) in [
        ("home", "/".to_owned()),
        ("found", "/?q=guide".to_owned()),
        ("nothing found", "/?q=nowhere".to_owned()),
        ("near", "/near".to_owned()),
        ("near somewhere", "/near?near=Lille".to_owned()),
        ("near nowhere", "/near?near=Nowhere-at-all".to_owned()),
        ("resource", format!("/records/{}?for=commercial&act=adapt&act=distribute", ids[0])),
        ("barred", format!("/records/{}?for=commercial&kind=company", ids[0])),
        ("agent", format!("/records/{agent}")),
        ("map", "/map".to_owned()),
        ("history", format!("/records/{}/history", ids[0])),
        ("challenges", "/knowledge".to_owned()),
        ("guides", "/knowledge?type=guide".to_owned()),
        ("glossary", "/glossary".to_owned()),
        ("licences", "/licences".to_owned()),
        ("licence", "/licences/PPL".to_owned()),
        ("no entry", "/glossary?word=zzz".to_owned()),
        ("node", "/node".to_owned()),
        ("report", "/report".to_owned()),
        ("answer", "/report/answer".to_owned()),
        ("sign in", "/sign-in".to_owned()),
        ("invited", "/join?code=x".to_owned()),
        ("lost", "/nowhere".to_owned()),
        ("for programs", "/api/v1/docs".to_owned()),
    ] {
        for language in LANGUAGES {
            let page_in = read_in(&node, &path, language);
            assert!(page_in.body.contains(&format!("<html lang=\"{language}\">")), "{page} in {language}");
            assert!(seen.insert(page_in.body.clone()), "{page} in {language} is as another page");
            assert_eq!(page_in.headers["content-type"], "text/html; charset=utf-8", "{page} in {language}");
            for word in page_in.body.split(|one: char| !(one.is_ascii_alphanumeric() || one == '-')) {
                // Names of fields of a form are no words of the page.
                assert!(
                    !keys.contains(word) || !word.contains('-') || page == "for programs",
                    "{page} in {language} has the key {word}: {}",
                    page_in.body
                );
            }
        }
    }
}

#[test]
fn a_reader_gets_the_language_that_their_browser_asks_for() {
    let (node, _) = started();
    let home = |headers: &[&str]| asked(&node, "/", headers).body;
    for (headers, language) in [
        (&[][..], "en"),
        (&["Accept-Language: fr-BE, nl;q=0.9, en;q=0.4"], "fr"),
        (&["Accept-Language: nl, eu"], "en"),
        (&["Accept-Language: nl, eu;q=0.9, ca;q=0.2"], "ca"),
        (&["Accept-Language: fr", "Cookie: language=de"], "de"),
        (&["Accept-Language: fr", "Cookie: language=xx"], "fr"),
    ] {
        assert!(home(headers).contains(&format!("<html lang=\"{language}\">")), "{headers:?}");
    }
}

#[test]
fn whoever_chooses_a_language_keeps_it_and_comes_back_to_the_same_page() {
    let (node, ids) = started();
    let page = get(&node, &format!("/records/{}?for=commercial&kind=person", ids[0]));
    let back = format!("/records/{}?for=commercial&amp;kind=person", ids[0]);
    let chooser = page.body.split("<form action=\"/language\"").nth(1).unwrap();
    let plain = chooser.replace("&#38;", "&amp;").replace("&#x3d;", "=");
    assert!(plain.contains(&format!("name=\"back\" id=\"back\" value=\"{back}\"")), "{chooser}");
    for language in LANGUAGES {
        assert!(
            chooser.contains(&format!("name=\"to\" value=\"{language}\" lang=\"{language}\"")),
            "{chooser}"
        );
    }
    let path = format!("/language?to=ca&back=%2Frecords%2F{}%3Ffor%3Dcommercial%26kind%3Dperson", ids[0]);
    let chosen = get(&node, &path);
    assert_eq!(chosen.status, 303);
    assert_eq!(chosen.headers["location"], format!("/records/{}?for=commercial&kind=person", ids[0]));
    let cookie = &chosen.headers["set-cookie"];
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());
    let again = asked(&node, &chosen.headers["location"], &["Accept-Language: en", &cookie]);
    assert!(again.body.contains("<html lang=\"ca\">"), "{}", again.body);
    assert_eq!(get(&node, "/language?to=tlh&back=/").status, 404);
    assert_eq!(get(&node, "/language").status, 404);
}

/// A link to this node must not lead elsewhere.
#[test]
fn choosing_a_language_leads_nowhere_else() {
    let (node, _) = started();
    for back in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%5C%5Cevil.example",
        "%2F%09%2Fevil.example",
        "%2F%0D%0ASet-Cookie%3Aa%3Db",
        "javascript%3Aalert(1)",
        "evil.example",
        "",
        &"a".repeat(10_000),
    ] {
        let chosen = get(&node, &format!("/language?to=fr&back={back}"));
        assert_eq!((chosen.status, chosen.headers["location"].as_str()), (303, "/"), "{back}");
        assert!(chosen.headers["set-cookie"].starts_with("language=fr;"), "{back}");
    }
}

/// A cache must not give one reader another's page, nor a browser its own of before.
#[test]
fn pages_in_different_languages_are_told_apart_by_caches() {
    let (node, ids) = started();
    for path in ["/".to_owned(), "/near".to_owned(), format!("/records/{}", ids[0])] {
        let (english, french) = (read_in(&node, &path, "en"), read_in(&node, &path, "fr"));
        let tag = format!("If-None-Match: {}", english.headers["etag"]);
        assert_ne!(english.headers["etag"], french.headers["etag"], "{path}");
        let changed = asked(&node, &path, &["Accept-Language: fr", &tag]);
        assert_eq!((changed.status, &changed.body), (200, &french.body), "{path}");
        let same = asked(&node, &path, &["Accept-Language: en", &tag]);
        assert_eq!(same.status, 304, "{path}");
        for response in [&english, &same] {
            let vary = response.headers["vary"].to_lowercase();
            assert!(vary.contains("accept-language") && vary.contains("cookie"), "{path}: {vary}");
        }
    }
    let style = get(&node, "/style.css");
    assert_eq!(style.headers["vary"], "accept-encoding", "it is the same for all");
}

#[test]
fn refusals_tell_people_what_to_do_without_the_command() {
    let (node, _) = started();
    for path in ["/records/00000000", "/records/short", "/nowhere", "/near?near=Nowhere-at-all", "/?q=a&q=b"]
    {
        for language in LANGUAGES {
            let page = read_in(&node, path, language).body;
            assert!(page.contains("<span lang=\"en\">"), "{path} in {language}: {page}");
            assert!(!page.contains("commons ") && !page.contains("--"), "{path} in {language}: {page}");
        }
    }
    let page = read_in(&node, "/nowhere", "es").body;
    assert!(page.contains("No ha funcionado") && page.contains("there is no such page"), "{page}");
}

/// Titles and texts say in which language they are, so that they are read out in it.
#[test]
fn what_others_wrote_keeps_its_language() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish =
        ["publish", "--title", "Pain au levain", "--licence", "PPL", "--type", "guide", "--language", "fr"];
    let published = node.ask(&publish);
    let id = published["id"].as_str().unwrap();
    let page = read_in(&node, &format!("/records/{id}"), "de").body;
    assert!(page.contains("<h1 lang=\"fr\" dir=\"auto\">Pain au levain</h1>"), "{page}");
    assert!(page.contains("Anleitung"), "our own words are said in the reader's language: {page}");
    let own = read_in(&node, &format!("/records/{id}"), "fr").body;
    assert!(own.contains("<h1 dir=\"auto\">Pain au levain</h1>"), "{own}");
}

/// From "that depends" to an answer, by questions on the page alone.
#[test]
fn people_get_from_that_depends_to_an_answer_on_the_page() {
    let (node, ids) = started();
    let ask = |query: &str| get(&node, &format!("/records/{}?{query}", ids[0])).body;
    let first = ask("for=commercial&kind=worker-coop&act=use&act=adapt&act=distribute");
    assert!(first.contains("That depends: tell us more."), "{first}");
    let open: Vec<&str> =
        first.split("<select name=\"fact.").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(open.contains(&"surplus") && open.contains(&"non_member_employees"), "{open:?}");
    assert!(first.contains("Who keeps the money that is left at the end of the year?"), "{first}");
    assert!(
        !first.contains("Thank you for sharing your work."),
        "what is open nobody else can tell: {first}"
    );

    let facts = "fact.surplus=distributed-to-worker-owners&fact.non_member_employees=false";
    let more = ask(&format!("for=commercial&kind=worker-coop&act=adapt&act=distribute&{facts}"));
    assert!(more.contains("Yes, if you do something in return."), "{more}");
    assert!(more.contains("Name those who made it.") && more.contains("[4(e)]"), "{more}");
    assert!(!more.contains("Thank you for sharing your work."), "nothing need be asked for: {more}");
    assert!(more.contains("<option value=\"distributed-to-worker-owners\" selected>"), "it was said: {more}");
    assert!(more.contains("Sample Bakery"), "whom to name: {more}");

    let no = ask("for=commercial&kind=company&fact.surplus=");
    assert!(no.contains("No: this licence bars it."), "{no}");
    assert!(no.contains("<textarea readonly") && no.contains("Thank you for sharing your work."), "{no}");
    let wrong = ask("for=commercial&kind=compnay");
    assert!(wrong.contains("role=\"alert\"") && wrong.contains("worker-coop"), "{wrong}");
    let unknown = ask("fact.hat=red");
    assert!(unknown.contains("role=\"alert\""), "{unknown}");
    for bad in ["act=steal", "for=fun"] {
        assert_eq!(get(&node, &format!("/records/{}?{bad}", ids[0])).status, 400, "{bad}");
    }
}

/// Whoever runs the node may be a worker co-op that shares all: that is no fact about a company that asks on its page.
#[test]
fn who_says_who_they_are_is_not_taken_for_the_node() {
    let (node, ids) = started();
    node.ask(&["profile", "--set", "worker_owned=true", "--set", "surplus=distributed-to-worker-owners"]);
    node.ask(&["profile", "--set", "non_member_employees=false"]);
    let ask = |query: &str| get(&node, &format!("/records/{}?{query}", ids[0])).body;
    let company = ask("for=commercial&kind=company");
    assert!(company.contains("No: this licence bars it."), "{company}");
    let nobody = ask("for=commercial");
    assert!(nobody.contains(">Yes, if you do something in return."), "{nobody}");
    assert!(nobody.contains("On whose word, about"), "{nobody}");
}

#[test]
fn reasons_duties_and_letters_are_in_the_readers_language() {
    let (node, ids) = started();
    let path = |query: &str| format!("/records/{}?{query}", ids[0]);
    let (asks, may) = (
        path("for=commercial&kind=nonprofit&act=adapt"),
        path("for=non-commercial&kind=person&act=adapt&act=distribute"),
    );
    let answer = |page: &str| page.split_once("id=\"answer\"").unwrap().1.to_owned();
    let english = answer(&get(&node, &asks).body);
    assert!(
        english.contains("says that non-profits may too; the clauses do not.</span> <small>[4(c)(i)]"),
        "{english}"
    );
    assert!(english.contains("Hello,\n\nWe would like to reuse your work “"), "{english}");
    assert!(!english.contains("<details>"), "it is in English already: {english}");
    for language in LANGUAGES.into_iter().filter(|language| *language != "en") {
        let page = answer(&read_in(&node, &asks, language).body);
        let (said, rest) = page.split_once("<details>").unwrap();
        assert!(!said.contains("lang=\"en\"") && !said.contains("non-profits may"), "{language}: {said}");
        assert!(said.contains("[4(c)(i)]"), "{language}: {said}");
        assert!(rest.contains("We would like to reuse your work “"), "{language}: {rest}");
        let page = answer(&read_in(&node, &may, language).body);
        let said = page.split_once("</section>").unwrap().0;
        assert!(!said.contains("Say clearly that you") && said.contains("[4(e)]"), "{language}: {said}");
    }
    let french = read_in(&node, &asks, "fr").body;
    assert!(french.contains("Bonjour,\n\nNous souhaiterions réutiliser votre œuvre «"), "{french}");
    assert!(french.contains("Pas sous cette licence\u{a0}: demandez"), "{french}");
}

/// What a steward wrote into terms stays as it is, within a sentence of ours.
#[test]
fn permissions_are_said_in_the_readers_language() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish = ["publish", "--title", "Sour dough", "--licence", "PPL", "--type", "guide"];
    let permission = ["--also-allow", "kind=union|nonprofit, purpose=commercial: a copy of what you bake"];
    let published = node.ask(&[&publish[..], &permission].concat());
    let path = format!("/records/{}?for=commercial&kind=union&act=use", published["id"].as_str().unwrap());
    let page = read_in(&node, &path, "de").body;
    let german = page.split_once("<main").unwrap().1;
    let said = "gemeinnützige Organisation oder Gewerkschaft";
    assert!(german.matches(said).count() >= 2, "in the terms, and as a reason: {german}");
    assert!(german.contains("a copy of what you bake") && !german.contains("whoever fits"), "{german}");
}

//! Searching over HTTP: every name narrows what is found as the command's flag does, and what cannot be read is refused.

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::{answer, get};

/// A running node with works of all sorts and a list of organisations.
fn stocked() -> Node {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    for (title, licence, kind, language, topic, scope, place, country) in [
        ("Bread for everybody", "CC-BY-SA-4.0", "guide", "en", "baking", "city", "Porto", "pt"),
        ("Brot für alle", "CC-BY-4.0", "guide", "de", "bread", "world", "Wien", "at"),
        ("Bread oven", "PPL", "tool", "en", "ovens", "local", "Lille", "fr"),
    ] {
        let words =
            ["publish", "--title", title, "--licence", licence, "--type", kind, "--language", language];
        let more = ["--topic", topic, "--scope", scope, "--place", place, "--country", country];
        node.ask(&[&words[..], &more].concat());
    }
    let list = node.data().join("list.csv");
    let rows = "Identifier,Name,Country ID,Latitude,Longitude,Sector,Ownership Classification,Legal Form\n\
                1,Bread and Law,FR,50.63,3.06,Legal advice,Workers,Society\n\
                2,Roubaix Bakers,FR,50.69,3.18,Food,Consumers,Company\n\
                3,Leeds Homes,GB,53.8,-1.55,Housing,Tenants,Society\n";
    std::fs::write(&list, rows).unwrap();
    assert_eq!(node.ask(&["import", list.to_str().unwrap()])["added"], 3);
    node
}

fn titles(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

/// A question over HTTP finds these, in whatever order, and says just what the command says.
fn assert_finds(node: &Node, question: &str, command: &[&str], expected: &[&str]) {
    let found = answer(node, &format!("/api/v1/{question}"));
    let mut titles = titles(&found);
    titles.sort_unstable();
    assert_eq!(titles, expected, "{question}");
    assert_eq!(found, node.ask(command), "{question}");
}

#[test]
fn every_name_narrows_a_search_as_the_flag_does() {
    let node = stocked();
    let all = ["Bread and Law", "Bread for everybody", "Bread oven", "Brot für alle"];
    let works = &all[1..];
    for (narrowed, flags, expected) in [
        ("", &[][..], &all[..]),
        ("&kind=listing", &["--kind", "listing"], &all[..1]),
        ("&kind=resource", &["--kind", "resource"], works),
        ("&kind=resource,listing", &["--kind", "resource", "--kind", "listing"], &all),
        ("&class=share-alike", &["--class", "share-alike"], &["Bread for everybody"]),
        ("&language=de", &["--language", "de"], &["Brot für alle"]),
        ("&topic=oven", &["--topic", "oven"], &["Bread oven"]),
        ("&topic=legal%20advice", &["--topic", "legal advice"], &["Bread and Law"]),
        ("&scope=city", &["--scope", "city"], &["Bread for everybody"]),
        ("&place=porto", &["--place", "porto"], &["Bread for everybody"]),
        ("&country=France", &["--country", "France"], &["Bread and Law", "Bread oven"]),
        ("&country=fr&kind=resource", &["--country", "fr", "--kind", "resource"], &["Bread oven"]),
        ("&class=share-alike&language=de", &["--class", "share-alike", "--language", "de"], &[]),
    ] {
        assert_finds(
            &node,
            &format!("search?q=bread{narrowed}"),
            &[&["search", "bread"], flags].concat(),
            expected,
        );
    }
    let without_words = ["search", "--class", "permissive"];
    assert_finds(&node, "search?class=permissive", &without_words, &["Brot für alle"]);
    assert_finds(&node, "search?q=BRAED+ovne", &["search", "BRAED ovne"], &["Bread oven"]);
}

#[test]
fn every_name_narrows_who_is_found_as_the_flag_does() {
    let node = stocked();
    let all = ["Bread and Law", "Bread oven", "Leeds Homes", "Roubaix Bakers", "Sample Bakery"];
    for (question, flags, expected) in [
        ("", &[][..], &all[..]),
        ("q=bread", &["bread"], &["Bread and Law", "Bread oven"]),
        ("near=Lille", &["--near", "Lille"], &["Bread and Law", "Bread oven", "Roubaix Bakers"]),
        ("near=Lille&within=5", &["--near", "Lille", "--within", "5km"], &["Bread and Law", "Bread oven"]),
        ("near=53.8,-1.5&within=9", &["--near", "53.8,-1.5", "--within", "9"], &["Leeds Homes"]),
        ("skill=advice", &["--skill", "advice"], &["Bread and Law"]),
        ("sector=food", &["--sector", "food"], &["Roubaix Bakers"]),
        ("kind=society", &["--kind", "society"], &["Bread and Law", "Leeds Homes"]),
        ("kind=worker-coop", &["--kind", "worker-coop"], &["Sample Bakery"]),
        ("ownership=tenants", &["--ownership", "tenants"], &["Leeds Homes"]),
        ("offers=tools", &["--offers", "tools"], &["Bread oven"]),
        ("country=GB", &["--country", "GB"], &["Leeds Homes"]),
        ("near=Lille&sector=food", &["--near", "Lille", "--sector", "food"], &["Roubaix Bakers"]),
    ] {
        assert_finds(&node, &format!("find?{question}"), &[&["find"], flags].concat(), expected);
    }
}

/// What is found comes in pages of the size that is asked for, all of it once.
#[test]
fn what_is_found_comes_page_by_page() {
    let node = stocked();
    for (question, count) in [("search?q=bread", 4), ("find?near=Lille&within=20000", 4)] {
        let whole = answer(&node, &format!("/api/v1/{question}"));
        assert_eq!((titles(&whole).len(), &whole["next"]), (count, &Value::Null));
        let mut items = Vec::new();
        let mut next = Some("0".to_owned());
        while let Some(after) = next {
            let page = answer(&node, &format!("/api/v1/{question}&limit=3&after={after}"));
            assert!(titles(&page).len() <= 3, "{question}");
            items.extend(page["items"].as_array().unwrap().clone());
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(json!(items), whole["items"], "{question}");
    }
}

/// A name that is not known, or a value that is none, was once as good as not said: people took for an answer what was none.
#[test]
fn searches_that_cannot_be_read_are_refused() {
    let node = stocked();
    let long = "x".repeat(5_000);
    for (question, said) in [
        ("search?q=bread&knid=resource", "knid"),
        ("search?q=bread&near=Lille", "near"),
        ("search?q=bread&q=oven", "q"),
        ("search?q=bread&kind=guide", "guide"),
        ("search?q=bread&kind=", "\"\""),
        ("search?q=bread&kind=resource,,listing", "\"\""),
        ("search?q=bread&class=fun", "fun"),
        ("search?q=bread&language=", "language"),
        ("search?q=bread&language=plain%20words", "plain words"),
        ("search?q=bread&language=somewhatlonger", "somewhatlonger"),
        ("search?q=bread&topic=", "topic"),
        ("search?q=bread&topic=--", "topic"),
        ("search?q=bread&scope=village", "village"),
        ("search?q=bread&place=+", "place"),
        ("search?q=bread&country=Narnia", "Narnia"),
        ("search?q=bread&limit=-1", "expected a whole number, found \"-1\""),
        ("search?q=bread&limit=many", "limit"),
        ("search?q=bread&after=there", "no place in a list"),
        ("search?q=", "words"),
        ("search", "words"),
        ("find?place=Lille", "place"),
        ("find?near=Lille&near=Leeds", "near"),
        ("find?near=91,0", "91,0"),
        ("find?near=nan,nan", "nan,nan"),
        ("find?within=50", "near"),
        ("find?near=Lille&within=0", "within"),
        ("find?near=Lille&within=-5", "within"),
        ("find?near=Lille&within=5.5", "expected a whole number, found \"5.5\""),
        ("find?near=Lille&within=far", "within"),
        ("find?skill=", "skill"),
        ("find?sector=%26", "sector"),
        ("find?kind=", "kind"),
        ("find?ownership=", "ownership"),
        ("find?offers=", "offers"),
        ("find?country=XX", "XX"),
        ("find?limit=many", "limit: expected a whole number"),
        ("find?after=-1", "no place in a list"),
        (&format!("search?q={long}"), "4096"),
        (&format!("find?skill={long}"), "4096"),
        ("records?knid=resource", "knid"),
    ] {
        let response = get(&node, &format!("/api/v1/{question}"));
        assert_eq!((response.status, response.refused().as_str()), (400, "usage"), "{question}");
        let message = response.problem()["detail"].as_str().unwrap().to_owned();
        assert!(message.contains(said) && !message.contains("eserialize"), "{question}: {message}");
        assert!(message.len() < 400, "{question}: {message}");
    }
    let nowhere = get(&node, "/api/v1/find?near=Nowhereville");
    assert_eq!((nowhere.status, nowhere.refused().as_str()), (404, "not-found"));
    assert!(nowhere.body.contains("Nowhereville"), "{}", nowhere.body);
    let not_there = get(&node, "/api/v1/find?near=Lille&country=GB");
    assert_eq!(
        (not_there.status, not_there.refused().as_str()),
        (404, "not-found"),
        "there is none in Britain"
    );
    // Whatever is asked, an answer has an end.
    assert_eq!(titles(&answer(&node, "/api/v1/search?q=bread&limit=18446744073709551615")).len(), 4);
    assert_eq!(titles(&answer(&node, "/api/v1/find?after=18446744073709551615")), [""; 0]);
}

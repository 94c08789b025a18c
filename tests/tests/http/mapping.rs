//! The map: a window onto it counts all that lies in it, the page shows the same as a picture and as a list, and both are small.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::{answer, get};

/// Most bytes of a page with its style: what an old phone on a slow line is to show soon.
const MOST_OF_A_PAGE: usize = 30 * 1024;

/// A running node with organisations all over England, two in New Zealand, one in Fiji, and one that says nothing of where it is.
fn stocked() -> Node {
    let mut node = Node::organisation("Sample Federation");
    let mut rows = "Identifier,Name,Country ID,Latitude,Longitude,Sector\n".to_owned();
    for n in 0..400_i32 {
        let (north, east) = (51.0 + f64::from(n * 37 % 400) / 125.0, -2.9 + f64::from(n * 91 % 400) / 140.0);
        let sector = if n % 4 == 0 { "Housing" } else { "Retail" };
        writeln!(rows, "{n},Made & Co-op {n},GB,{north:.3},{east:.3},{sector}").unwrap();
    }
    rows.push_str("n1,Kiwi Homes,NZ,-41.29,174.78,Housing\nn2,Kiwi Shop,NZ,-41.29,174.78,Retail\n");
    rows.push_str("f,Fiji Shop,FJ,-16.5,179.9,Retail\nx,Nowhere Shop,,,,Retail\n");
    let list = node.data().with_file_name("list.csv");
    std::fs::write(&list, rows).unwrap();
    assert_eq!(node.ask(&["import", list.to_str().unwrap()])["added"], 404);
    node.start(&[]);
    node
}

/// What clusters have in them, all together.
fn counted(map: &Value) -> u64 {
    map["clusters"].as_array().unwrap().iter().map(|cluster| cluster["count"].as_u64().unwrap()).sum()
}

#[test]
fn every_window_counts_what_lies_in_it() {
    let node = stocked();
    let all = answer(&node, "/api/v1/map");
    assert_eq!((&all["total"], counted(&all), &all["more"]), (&json!(403), 403, &json!(false)));
    assert_eq!(answer(&node, "/api/v1/map?zoom=0")["total"], 403);
    for (question, total) in [
        ("at=-41.3,174.8&zoom=9", 2),
        ("near=Wellington", 2),
        ("near=Wellington&sector=housing", 1),
        ("near=Wellington&skill=retail", 1),
        ("near=Wellington&offers=tool", 0),
        ("at=-16,180&zoom=6", 1),
        ("at=0,0&zoom=5", 0),
        ("sector=housing", 101),
        ("zoom=0&sector=housing", 101),
    ] {
        let map = answer(&node, &format!("/api/v1/map?{question}"));
        assert_eq!((map["total"].as_u64(), counted(&map)), (Some(total), total), "{question}: {map}");
    }
    // From the whole of it down to places: looking closer at each cluster finds at least what it counted.
    let mut windows = vec!["zoom=0".to_owned()];
    let mut looked = BTreeSet::new();
    while let Some(window) = windows.pop() {
        let map = answer(&node, &format!("/api/v1/map?{window}"));
        assert_eq!(map["total"], counted(&map), "{window}");
        for cluster in map["clusters"].as_array().unwrap() {
            let count = cluster["count"].as_u64().unwrap();
            assert_eq!(count == 1, cluster.get("item").is_some(), "{cluster}");
            let Some(closer) = cluster["closer"].as_object().filter(|_| count > 20) else { continue };
            assert!(closer["zoom"].as_u64() > map["window"]["zoom"].as_u64(), "{cluster}");
            let closer = format!("at={}&zoom={}", closer["at"].as_str().unwrap(), closer["zoom"]);
            assert!(
                answer(&node, &format!("/api/v1/map?{closer}"))["total"].as_u64().unwrap() >= count,
                "{closer}"
            );
            if looked.insert(closer.clone()) {
                windows.push(closer);
            }
        }
    }
    assert!(looked.len() > 3, "{looked:?}");
}

#[test]
fn towns_and_records_are_named() {
    let node = stocked();
    let map = answer(&node, "/api/v1/map?near=Wellington");
    let cluster = &map["clusters"][0];
    assert_eq!((&cluster["count"], &cluster["around"]["code"]), (&json!(2), &json!("nz")), "{cluster}");
    assert_eq!((&cluster["closer"], &map["place"]["name"]), (&json!(null), &json!("Wellington")), "{map}");
    let one = answer(&node, "/api/v1/map?near=Wellington&sector=housing");
    assert_eq!(one["clusters"][0]["item"]["title"], "Kiwi Homes", "{one}");
}

/// Listings of one organisation are one sign, as they are one line where people search.
#[test]
fn listings_of_one_organisation_count_once() {
    let node = stocked();
    assert_eq!(answer(&node, "/api/v1/map?near=Wellington")["total"], 2);
    let listings = answer(&node, "/api/v1/find?q=kiwi");
    let listings: Vec<&str> =
        listings["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    node.ask(&["same", listings[0], listings[1]]);
    let one = answer(&node, "/api/v1/map?near=Wellington");
    assert_eq!((&one["total"], counted(&one)), (&json!(1), 1), "{one}");
    assert_eq!(answer(&node, "/api/v1/map?zoom=0")["total"], 402);
    node.ask(&["same", "--withdraw", listings[0], listings[1]]);
    assert_eq!(answer(&node, "/api/v1/map?near=Wellington")["total"], 2);
}

/// Whoever claims a listing speaks for itself: its own record is what the sign leads to. Whoever is a stranger here claims nothing.
#[test]
fn whoever_claims_a_listing_stands_in_its_place_if_it_is_trusted() {
    let node = stocked();
    let listing = answer(&node, "/api/v1/find?q=fiji")["items"][0]["id"].as_str().unwrap().to_owned();
    let shop = Node::organisation("Fiji Shop Workers");
    let (bundle, back) = (node.data().with_file_name("bundle"), node.data().with_file_name("back"));
    node.ask(&["export", bundle.to_str().unwrap()]);
    shop.ask(&["import", bundle.to_str().unwrap()]);
    shop.ask(&["claim", &listing]);
    shop.ask(&["export", back.to_str().unwrap()]);
    node.ask(&["import", back.to_str().unwrap()]);
    let sign = || answer(&node, "/api/v1/map?at=-16.5,179.9&zoom=6")["clusters"][0]["item"].clone();
    assert_eq!((&sign()["id"], &sign()["kind"]), (&json!(listing), &json!("listing")));
    node.ask(&["follow", shop.status()["agent"].as_str().unwrap()]);
    assert_eq!((&sign()["title"], &sign()["kind"]), (&json!("Fiji Shop Workers"), &json!("agent")));
}

#[test]
fn what_is_no_window_is_refused() {
    let node = stocked();
    let long = "9".repeat(5_000);
    for (question, said) in [
        ("at=91,0&zoom=3", "91,0"),
        ("at=0,181", "0,181"),
        ("at=nan,nan", "nan,nan"),
        ("at=inf,0", "inf,0"),
        ("at=Lille", "latitude and longitude"),
        ("at=1", "latitude and longitude"),
        ("at=", "latitude and longitude"),
        ("at=1,2&near=Lille", "both"),
        ("at=1,2&at=3,4", "at"),
        ("at=1,2&zoom=12", "0 to 11"),
        ("zoom=12", "0 to 11"),
        ("zoom=256", "whole number"),
        ("zoom=-1", "whole number"),
        ("zoom=close", "whole number"),
        ("near=Lille&within=5", "within"),
        ("sector=", "sector"),
        (&format!("at={long},0"), "4096"),
    ] {
        let response = get(&node, &format!("/api/v1/map?{question}"));
        assert_eq!((response.status, response.refused().as_str()), (400, "usage"), "{question}");
        let detail = response.problem()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(said), "{question}: {detail}");
        // The page says the same, as a page.
        if !question.contains("near=") && question != "sector=" {
            let page = get(&node, &format!("/map?{question}"));
            assert_eq!(
                (page.status, page.headers["content-type"].as_str()),
                (400, "text/html; charset=utf-8"),
                "{question}"
            );
        }
    }
    assert_eq!(get(&node, "/api/v1/map?near=Nowhereville").status, 404);
    let nowhere = get(&node, "/map?near=Nowhereville&sector=food");
    assert!(nowhere.status == 404 && nowhere.body.contains("role=\"alert\""), "{}", nowhere.body);
    assert!(nowhere.body.contains("value=\"Nowhereville\"") && nowhere.body.contains("value=\"food\""));
}

/// The addresses of a page's links that lead on on the map.
fn leads(page: &str) -> Vec<String> {
    let links = page.split("href=\"/map?").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| link.replace("&#38;", "&")).collect()
}

#[test]
fn the_page_shows_the_same_as_a_picture_and_as_a_list_in_few_bytes() {
    let node = stocked();
    let style = get(&node, "/style.css").body.len();
    let whole = get(&node, "/map").body;
    assert!(whole.contains("403 on this map"), "{whole}");
    for question in [
        "",
        "?zoom=0",
        "?at=52.5,-1.5&zoom=6",
        "?at=52.5,-1.5&zoom=7",
        "?at=52.50,-1.50&zoom=8",
        "?near=Oxford",
    ] {
        let page = get(&node, &format!("/map{question}"));
        let bytes = page.body.len() + style;
        assert!(page.status == 200 && bytes <= MOST_OF_A_PAGE, "{question}: {bytes}");
        assert!(!page.body.contains(" style=") && !page.body.contains("<script"), "{question}");
        assert!(
            page.body.contains("class=\"land\"") && page.body.contains("aria-hidden=\"true\""),
            "{question}"
        );
        // Whatever leads on from the picture leads on from the list as well: not all of it on its first page.
        let (picture, list) = page.body.split_once("</svg>").unwrap();
        let mut after = Some(list.to_owned());
        let mut listed = String::new();
        while let Some(list) = after {
            let next = leads(&list).into_iter().find(|link| link.contains("&after="));
            listed.push_str(&list);
            after = next.map(|next| get(&node, &format!("/map?{}", next.split('#').next().unwrap())).body);
        }
        let signs = picture.split("<svg").nth(1).unwrap();
        for link in signs.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(listed.contains(&format!("href=\"{link}")), "{question}: {link} is not in the list");
        }
    }
}

#[test]
fn moving_the_map_keeps_what_it_is_narrowed_to() {
    let node = stocked();
    let page = get(&node, "/map?near=Oxford&sector=housing&skill=&offers=").body;
    let links = leads(&page);
    assert!(links.len() > 6, "{page}");
    for link in links {
        assert!(link.contains("&sector=housing") && !link.contains("skill"), "{link}");
        let there = get(&node, &format!("/map?{}", link.split('#').next().unwrap()));
        assert_eq!(there.status, 200, "{link}");
        assert!(there.body.contains("value=\"housing\""), "{link}");
    }
    assert!(page.contains("/near?near=") && page.contains("<h2>Oxford, United Kingdom</h2>"), "{page}");
    // From the list to the map, and at one place back from the map to the list.
    let near = get(&node, "/near?near=Wellington&within=25&sector=&skill=&offers=").body;
    assert!(near.contains("href=\"/map?near=Wellington\""), "{near}");
    let map = get(&node, "/map?near=Wellington").body;
    assert!(map.contains("href=\"/near?near=-41.2900,174.7800&#38;within=2\""), "{map}");
    assert!(get(&node, "/near?near=-41.2900,174.7800&within=2").body.contains("Kiwi Shop"));
}

/// What strangers write stays text, also in a picture.
#[test]
fn hostile_names_stay_text_on_the_map() {
    let mut node = Node::organisation("Sample Federation");
    let list = node.data().with_file_name("list.csv");
    let rows = "Name,Latitude,Longitude\n</title></svg><script>alert(1)</script>\u{202e},50.6,3.1\n";
    std::fs::write(&list, rows).unwrap();
    node.ask(&["import", list.to_str().unwrap()]);
    node.start(&[]);
    for path in ["/map", "/map?sector=%22%3E%3Cscript%3E&at=50.6,3.1&zoom=4", "/map?near=%3Cscript%3E"] {
        let page = get(&node, path).body;
        assert!(!page.contains("<script") && !page.contains('\u{202e}'), "{path}: {page}");
    }
    assert!(get(&node, "/map").body.contains("alert(1)"), "it is there");
}

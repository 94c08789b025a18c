//! What organisations allow each other, offered and accepted on pages, and read by anybody.

use commons_tests::node::Node;
use serde_json::json;

use super::super::answer;
use super::{Browser, owner};

/// Waits until both hold the same, and lists have all of it.
fn in_step(one: &Node, other: &Node) {
    let is_listed = |node: &Node| node.status()["unlisted"] == 0;
    one.wait_until("the two are in step", |one| {
        one.state() == other.state() && is_listed(one) && is_listed(other)
    });
}

#[test]
fn an_agreement_is_offered_and_accepted_on_pages_and_anybody_reads_it() {
    let mut press = Node::organisation("Sample Press");
    press.start(&[]);
    let mut growers = Node::organisation("Sample Growers");
    growers.start(&[&press]);
    in_step(&press, &growers);
    let of_growers = growers.status()["agent"].as_str().unwrap().to_owned();

    let mut offering = owner(&press);
    offering.open(&format!("/records/{of_growers}"));
    offering.shows(&format!("/agreements/offer?with={of_growers}"));
    offering.open(&format!("/agreements/offer?with={of_growers}"));
    offering.shows(&of_growers);
    let typed = [
        ("name", "Almanacs <b>"),
        ("with", ""),
        ("allow", "anything"),
        ("in_return", "ten copies a year"),
        ("language", "en"),
    ];
    assert_eq!(offering.send("/agreements/offer", &typed), 400, "with nobody");
    offering.shows("ten copies a year");
    let mut typed = typed.to_vec();
    typed[1].1 = "Sample Millers";
    assert_eq!(offering.send("/agreements/offer", &typed), 404);
    offering.shows("nothing here is called &#34;Sample Millers&#34;");
    // By the name that it has given itself nobody is taken; by one of ours, or the address of a page, as well as by an id.
    press.wait_until("the growers are found", |press| {
        !press.ask(&["search", "Sample Growers"])["items"].as_array().unwrap().is_empty()
    });
    typed[1].1 = "sample growers";
    assert_eq!(offering.send("/agreements/offer", &typed), 400);
    offering.shows(&format!("Sample Growers {}", &of_growers[..8]));
    press.ask(&["petname", &of_growers, "Our growers"]);
    let with = format!("http://{}/records/{of_growers}\nour growers", press.http());
    typed[1].1 = &with;
    assert_eq!(offering.send("/agreements/offer", &typed), 303);
    offering.shows("waiting for Our growers");
    let mut stranger = Browser::at(&press, "/agreements");
    assert!(!stranger.page.body.contains("Almanacs"), "what is only offered is not others' business");
    assert_eq!(answer(&press, "/api/v1/agreements/made"), json!({ "items": [], "next": null }));

    in_step(&press, &growers);
    let mut accepting = owner(&growers);
    accepting.open("/agreements");
    accepting.shows("Almanacs &#60;b&#62;");
    let (id, digest) = (accepting.field("id"), accepting.field("digest"));
    let other = "ab".repeat(32);
    assert_eq!(accepting.send("/agreements/accept", &[("id", &id), ("digest", &other)]), 400);
    accepting.shows("changed since you read them");
    assert_eq!(accepting.send("/agreements/accept", &[("id", &id), ("digest", &digest)]), 303);
    accepting.shows("You have agreed.");

    in_step(&press, &growers);
    stranger.open("/agreements");
    stranger.shows("In force; known here since");
    stranger.shows(&format!("/records/{id}"));
    stranger.shows("each of them, for anything");
    assert!(!stranger.page.body.contains("/agreements/offer"), "only members offer");
    let made = answer(&press, "/api/v1/agreements/made");
    assert_eq!((&made["items"][0]["id"], &made["items"][0]["state"]), (&json!(id), &json!("in-force")));
    assert_eq!(press.ask(&["agreement", "list", "--made"])["items"][0]["id"], id);
    press.ask(&["agreement", "end", &id]);
    stranger.open("/agreements");
    stranger.shows("Over: ended by Sample Press");
    stranger.open("/knowledge");
    stranger.shows("/agreements\"");
}

#[test]
fn a_page_of_agreements_leads_to_the_next() {
    let mut press = Node::organisation("Sample Press");
    let growers = Node::organisation("Sample Growers");
    let exchange = |from: &Node, to: &Node| {
        let bundle = from.data().join("bundle");
        from.ask(&["export", bundle.to_str().unwrap()]);
        to.ask(&["import", bundle.to_str().unwrap()]);
    };
    exchange(&growers, &press);
    let with = growers.status()["agent"].as_str().unwrap().to_owned();
    let names = ["One", "Two", "Three"];
    for name in names {
        press.ask(&["agreement", "propose", "--name", name, "--with", &with, "--allow", "anything"]);
    }
    exchange(&press, &growers);
    for one in growers.ask(&["agreement", "list"])["items"].as_array().unwrap() {
        growers.ask(&["agreement", "accept", one["id"].as_str().unwrap()]);
    }
    exchange(&growers, &press);
    press.start(&[]);
    let (mut found, mut path) = (Vec::new(), "/api/v1/agreements/made?limit=1".to_owned());
    loop {
        let page = answer(&press, &path);
        found.extend(page["items"].as_array().unwrap().iter().map(|one| one["name"].clone()));
        assert!(found.len() <= names.len(), "pages come to an end");
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/agreements/made?limit=1&after={next}");
    }
    assert_eq!(found, ["Three", "Two", "One"]);
}

#[test]
fn members_see_to_which_terms_they_agree() {
    let mut node = Node::new();
    let mut ana = super::set_up(&mut node);
    let link = super::invitation(&mut ana);
    let _ben = super::join(ana.node, &link, "Ben");
    ana.open("/members");
    ana.send("/members/take-in", &[("name", "Ben"), ("key", &ana.field("key"))]);
    let kitchen = Node::organisation("Sample Kitchen");
    let carry = |from: &Node, to: &Node| {
        let bundle = from.data().join("carried");
        let _ = std::fs::remove_file(&bundle);
        from.ask(&["export", bundle.to_str().unwrap()]);
        to.ask(&["import", bundle.to_str().unwrap()]);
    };
    carry(ana.node, &kitchen);
    let us = ana.node.status()["agent"].as_str().unwrap().to_owned();
    let offer = ["agreement", "propose", "--with", &us, "--name", "Bread for books", "--allow", "anything"];
    let offer = kitchen.ask(&[&offer[..], &["--in-return", "A loaf a week"]].concat());
    let offer = offer["id"].as_str().unwrap();
    carry(&kitchen, ana.node);
    let digest = ana.open("/agreements").split("name=\"digest\" value=\"").nth(1).unwrap();
    let digest = digest.split('"').next().unwrap().to_owned();
    assert_eq!(ana.send("/agreements/accept", &[("id", offer), ("digest", &digest)]), 303);
    let page = ana.open("/waiting");
    for words in ["We agree to these terms.", "for anything", "A loaf a week", "Bread for books", offer] {
        assert!(page.contains(words), "{words:?} is not on {page}");
    }
}

//! What whoever tries, waits or only looks too closely finds closed.

use commons_tests::node::Node;

use super::super::get;
use super::{Browser, PASSPHRASE, invitation, path_of, set_up};

#[test]
fn whoever_finds_a_browser_signed_in_tries_old_passphrases_no_more_often_than_one_who_signs_in() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    ana.open("/account");
    let change = |ana: &mut Browser<'_>, old: &str, again: &str| {
        ana.open("/account");
        let new = "quite another one here";
        ana.send("/account/passphrase", &[("old", old), ("passphrase", new), ("again", again)])
    };
    for _ in 0..4 {
        assert_eq!(change(&mut ana, "not this one", "quite another one here"), 409);
        ana.shows("does not open the signing keys");
        // What is wrong with the new one neither counts as a try nor makes those before forgotten.
        assert_eq!(change(&mut ana, "not this one", "something else"), 400);
    }
    assert_eq!(change(&mut ana, PASSPHRASE, "quite another one here"), 409);
    ana.shows("tried too often");
    let mut again = Browser::at(ana.node, "/sign-in");
    assert_eq!(again.send("/sign-in", &[("name", ""), ("passphrase", PASSPHRASE)]), 403);
    again.shows("tried too often");
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(change(&mut ana, PASSPHRASE, "quite another one here"), 303);
}

#[test]
fn an_invitation_that_went_astray_is_taken_back() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    let (link, other) = (invitation(&mut ana), invitation(&mut ana));
    ana.open("/members");
    ana.shows("A link that holds until");
    let listed = ana.node.ask(&["token", "new", "probe"]);
    let token = format!("Authorization: Bearer {}", listed["token"].as_str().unwrap());
    let host = format!("Host: {}", ana.node.http());
    let seats = super::super::request(ana.node, "GET /api/v1/seats", &[&host, &token]).json();
    let open = seats["invitations"].as_array().unwrap();
    assert_eq!(open.len(), 2);
    let first = open[0]["id"].as_str().unwrap();
    assert!(!link.contains(first), "what an invitation is called lets nobody in");
    assert_eq!(ana.send("/members/take-back", &[("id", first)]), 303);
    ana.shows("It is taken back");
    Browser::at(ana.node, &link).shows("holds no more");
    assert!(!Browser::at(ana.node, &other).page.body.contains("holds no more"));
    assert_eq!(ana.send("/members/take-back", &[("id", first)]), 404);
}

#[test]
fn what_is_the_same_for_everybody_may_be_kept_and_what_members_see_may_not() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    let style = {
        let page = get(ana.node, "/").body;
        let path = page.split("href=\"/style.css").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        format!("/style.css{path}")
    };
    let kept = "public, max-age=31536000, immutable";
    for (path, control) in
        [(style.as_str(), kept), ("/style.css", "private, no-store"), ("/node", "private, no-store")]
    {
        ana.open(path);
        assert_eq!(ana.page.headers["cache-control"], control, "{path}");
    }
    let style = get(ana.node, &style);
    assert_eq!(style.headers["cache-control"], kept);
    assert!(!style.headers.contains_key("set-cookie"));
}

#[test]
fn a_form_that_is_not_shown_again_does_not_say_that_all_is_still_there() {
    let mut node = Node::new();
    node.start(&[]);
    let link = node.ready()["set_up"].as_str().unwrap().to_owned();
    let mut nobody = Browser::at(&node, path_of(&link));
    let typed = [("form", "person"), ("name", "A miller"), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    let wrong = [&typed[..], &[("code", "wrong")]].concat();
    assert_eq!(nobody.send("/set-up", &wrong), 400);
    assert!(!nobody.page.body.contains("still here"), "{}", nobody.page.body);
    // With a code that holds, it is, and says so.
    nobody.open(path_of(&link));
    let code = nobody.field("code");
    let differing = [
        ("form", "person"),
        ("name", "A miller"),
        ("passphrase", PASSPHRASE),
        ("again", "x"),
        ("code", &code),
    ];
    assert_eq!(nobody.send("/set-up", &differing), 400);
    nobody.shows("still here");
    nobody.shows("A miller");
}

//! Naming other works in forms, as people name them.

use commons_tests::node::Node;

use super::owner;

#[test]
fn a_work_is_named_by_its_title_where_that_is_clear() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish = |title: &str| {
        let published = node.ask(&["publish", "--title", title, "--licence", "CC0-1.0", "--type", "guide"]);
        published["id"].as_str().unwrap().to_owned()
    };
    let (bread, rye, other_rye) =
        (publish("How we bake, and why"), publish("Rye sourdough"), publish("rye Sourdough"));
    let mut member = owner(&node);
    member.open("/publish");
    let mut send = |derived_from: &str, status: u16| {
        let typed = [
            ("title", "How we bake now"),
            ("licence", "CC0-1.0"),
            ("types", "guide"),
            ("derived_from", derived_from),
        ];
        assert_eq!(member.send("/publish", &typed), status, "{derived_from}");
        member.page.body.clone()
    };
    let refused = send("rye sourdough", 400);
    for said in ["which is meant by", &rye[..8], &other_rye[..8], "How we bake now"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    let near = send("sourdough", 400);
    assert!(near.contains("which is meant by") && near.contains(&rye[..8]), "{near}");
    let unknown = send("zwieback", 404);
    assert!(unknown.contains("nothing here is called"), "{unknown}");
    send(&format!("how we bake, AND why\n{}, /records/{other_rye},", &rye[..10]), 303);
    let made = node.ask(&["search", "How we bake now"])["items"][0]["id"].as_str().unwrap().to_owned();
    let mut sources: Vec<String> =
        serde_json::from_value(node.ask(&["show", &made])["fields"]["derived_from"].clone()).unwrap();
    sources.sort();
    let mut expected = [bread, rye, other_rye];
    expected.sort();
    assert_eq!(sources, expected);
}

#[test]
fn whom_a_licence_leaves_out_is_allowed_with_a_tick() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let mut member = owner(&node);
    member.open("/publish");
    member.shows("people who work on their own account, for commercial use");
    let typed = [
        ("title", "How we bake"),
        ("licence", "PPL"),
        ("types", "guide"),
        ("also_allow", "nonprofits"),
        ("also_allow", "self-employed"),
    ];
    assert_eq!(member.send("/publish", &typed), 303);
    let made = node.ask(&["search", "How we bake"])["items"][0]["id"].as_str().unwrap().to_owned();
    member.open(&format!("/records/{made}"));
    member.shows("<li><span dir=\"auto\">non-profits, for commercial use</span></li>");
    member
        .shows("<li><span dir=\"auto\">people who work on their own account, for commercial use</span></li>");
    member.shows("This work is your own");
    member.open(&format!("/records/{made}/history"));
    member
        .shows("non-profits, for commercial use · people who work on their own account, for commercial use");
    assert!(!member.page.body.contains("nonprofit&#34;"), "{}", member.page.body);
}

#[test]
fn of_a_work_without_a_licence_that_is_said() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let published = node.ask(&["publish", "--title", "How we bake", "--licence", "NONE", "--type", "guide"]);
    let page = super::super::get(&node, &format!("/records/{}", published["id"].as_str().unwrap())).body;
    assert!(page.contains("No: there is no licence. Ask for permission."), "{page}");
    assert!(page.contains("It comes without a licence, as far as we can see."), "{page}");
}

//! Changing in a browser what an organisation says of itself.

use commons_tests::node::Node;
use serde_json::json;

use super::{Browser, owner};

#[test]
fn members_change_what_their_organisation_says_and_undo_nothing_of_others() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let before =
        ["profile", "--set", "skills=bread,cakes", "--set", "surplus=mixed", "--set", "contact=by bike"];
    let id = node.ask(&before)["id"].as_str().unwrap().to_owned();
    assert_eq!(Browser::at(&node, "/profile").page.status, 303, "to sign in");
    let mut member = owner(&node);
    member.open("/account");
    member.shows("href=\"/profile\"");
    member.open(&format!("/records/{id}"));
    member.shows("href=\"/profile\"");
    member.open("/profile");
    member.shows(">bread\ncakes</textarea>");
    member.shows("Do the people who work in it own the organisation?");
    member.shows("<option value=\"mixed\" selected>");
    let seen = member.field("seen");
    // Somebody else writes while the form is open.
    node.ask(&["profile", "--set", "contact=hello@bakery.example", "--set", "fields=none"]);
    let mut typed = vec![
        ("name", "Sample Bakery"),
        ("place", "Lille"),
        ("contact", "by bike"),
        ("links", "https://bakery.example/rye,dark"),
        ("skills", "rye, dark\r\nbread"),
        ("surplus", "mixed"),
        ("worker_owned", "true"),
        ("fields", ""),
        ("seen", &seen),
    ];
    assert_eq!(member.send("/profile", &typed), 303);
    assert_eq!(member.at, format!("/records/{id}?done=changed"));
    for shown in ["Lille", "hello@bakery.example", "rye, dark", "owned by its workers"] {
        member.shows(shown);
    }
    let fields = node.ask(&["show", &id])["fields"].clone();
    assert_eq!((&fields["name"]["und"], &fields["place"]), (&json!("Sample Bakery"), &json!("Lille")));
    assert_eq!(fields["links"], json!(["https://bakery.example/rye,dark"]));
    assert_eq!(fields["skills"], json!(["bread", "rye, dark"]), "a comma within a line parts nothing");
    assert_eq!(fields["facts"], json!({ "surplus": "mixed", "worker_owned": true }));
    assert_eq!((&fields["contact"], &fields["fields"]), (&json!("hello@bakery.example"), &json!(["none"])));

    // What is refused, or was changed by two, comes back as it was typed, and nothing is written.
    let state = node.state();
    member.open("/profile");
    let seen = member.field("seen");
    typed[0].1 = "";
    typed[1].1 = "Roubaix";
    typed[2].1 = "hello@bakery.example";
    typed[7].1 = "none";
    typed[8].1 = &seen;
    assert_eq!(member.send("/profile", &typed), 400);
    member.shows("name=\"place\" value=\"Roubaix\"");
    assert_eq!(member.send("/profile", &typed[..8]), 400, "a form of nobody's");
    assert_eq!(node.state(), state);
    member.open("/profile");
    node.ask(&["profile", "--set", "place=Lens", "--set", "surplus=unknown"]);
    typed[0].1 = "Sample Bakery";
    assert_eq!(member.send("/profile", &typed), 409);
    member.shows("Somebody else changed this while you wrote");
    member.shows("<dd dir=\"auto\">Lens</dd>");
    assert_eq!(node.ask(&["show", &id])["fields"]["place"], "Lens");
    let again = member.field("seen");
    assert_eq!(member.send("/profile", &[("place", "Roubaix"), ("worker_owned", ""), ("seen", &again)]), 303);
    let fields = node.ask(&["show", &id])["fields"].clone();
    assert_eq!((&fields["place"], &fields["facts"]), (&json!("Roubaix"), &json!(null)));
}

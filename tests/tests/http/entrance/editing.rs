//! Changing a resource in a browser while somebody else changes it too.

use serde_json::json;

use super::owner;

#[test]
fn a_form_undoes_nothing_that_others_wrote_while_it_was_open() {
    let mut node = commons_tests::node::Node::organisation("Sample Bakery");
    node.start(&[]);
    let guide = node.publish("A guide");
    node.ask(&["edit", &guide, "--add-topic", "rye, dark", "--add-topic", "wheat"]);
    let path = format!("/records/{guide}/edit");
    let mut open_for_long = owner(&node);
    open_for_long.open(&path);
    open_for_long.shows("rye, dark\nwheat");
    let seen = open_for_long.field("seen");
    let mut typed = vec![
        ("title", "A guide"),
        ("licence", "PPL"),
        ("types", "guide"),
        ("topics", "rye, dark\r\nwheat\r\noats"),
        ("place", "Lille"),
        ("seen", &seen),
    ];
    // Meanwhile somebody else changes the title, takes a topic away and adds one.
    node.ask(&["edit", &guide, "--title", "Their guide", "--remove-topic", "wheat", "--add-topic", "spelt"]);
    assert_eq!(open_for_long.send(&path, &typed), 303);
    let fields = node.ask(&["show", &guide])["fields"].clone();
    assert_eq!(fields["title"]["und"], "Their guide");
    assert_eq!(
        (&fields["topics"], &fields["place"]),
        (&json!(["oats", "rye, dark", "spelt"]), &json!("Lille"))
    );

    // Both change the same: both are shown, nothing is written.
    typed[0].1 = "Our <b> guide";
    let before = node.state();
    open_for_long.open(&path);
    assert_eq!(open_for_long.send(&path, &typed), 409);
    open_for_long.shows("Somebody else changed this while you wrote");
    open_for_long.shows("<dd dir=\"auto\">Their guide</dd>");
    open_for_long.shows("Our &#60;b&#62; guide");
    // What was not touched is shown as it stands there now: sent as it is, the form undoes nothing.
    open_for_long.shows(">oats\nrye, dark\nspelt</textarea>");
    assert_eq!(node.state(), before);
    // Whoever sends it again has seen what stands there.
    let seen = open_for_long.field("seen");
    let again = [
        ("title", "Our guide"),
        ("licence", "PPL"),
        ("types", "guide"),
        ("topics", "rye, dark"),
        ("seen", &seen),
    ];
    assert_eq!(open_for_long.send(&path, &again), 303);
    let fields = node.ask(&["show", &guide])["fields"].clone();
    assert_eq!((&fields["title"]["und"], &fields["topics"]), (&json!("Our guide"), &json!(["rye, dark"])));
    // A form of nobody's is not taken for one in which everything was removed.
    open_for_long.open(&path);
    assert_eq!(open_for_long.send(&path, &[("title", "Forged"), ("licence", "PPL")]), 400);
    assert_eq!(node.ask(&["show", &guide])["fields"]["topics"], json!(["rye, dark"]));
}

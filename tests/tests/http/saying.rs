//! What members say about records in a browser, and do with their own.

use commons_tests::node::Node;

use super::entrance::Browser;
use super::files::signed_in;
use super::get;

/// A running node that holds a guide and the record of another organisation; with the ids of both.
fn with_a_neighbour() -> (Node, String, String) {
    let mill = Node::organisation("Sample Mill");
    let guide = mill.publish("Milling by hand");
    mill.ask(&["profile", "--set", "worker_owned=true"]);
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let bundle = mill.data().join("bundle");
    mill.ask(&["export", bundle.to_str().unwrap()]);
    node.ask(&["import", bundle.to_str().unwrap()]);
    (node, guide, mill.status()["agent"].as_str().unwrap().to_owned())
}

#[test]
fn members_ask_about_a_record_from_its_page() {
    let (node, guide, _) = with_a_neighbour();
    let mut baker = signed_in(&node);
    baker.open(&format!("/records/{guide}"));
    let ask = format!("/records/{guide}/question");
    baker.shows(&format!("href=\"{ask}\""));
    baker.open(&ask);
    baker.shows("Milling by hand");
    assert_eq!(baker.send(&ask, &[("text", "  ")]), 400);
    baker.shows("a question needs a reason");
    assert_eq!(baker.send(&ask, &[("text", "Is it <b>safe</b>?")]), 303);
    baker.shows("Your question stands beside it now.");
    let said = node.ask(&["show", &guide]).to_string();
    assert!(said.contains("Is it <b>safe</b>?"), "{said}");
    assert!(get(&node, &format!("/records/{guide}")).body.find("/question\"").is_none(), "members only");
    let mut anybody = Browser::at(&node, &ask);
    assert_eq!(anybody.page.status, 303, "signs in first");
    assert_eq!(anybody.send(&ask, &[("text", "x")]), 303);
    assert!(anybody.at.starts_with("/sign-in"), "{}", anybody.at);
}

#[test]
fn members_confirm_deny_and_introduce() {
    let (node, _, mill) = with_a_neighbour();
    let mut baker = signed_in(&node);
    baker.open(&format!("/records/{mill}"));
    baker.shows("/confirm?fact=worker_owned");
    let record =
        baker.page.body.split("/confirm?fact").next().unwrap().rsplit("/records/").next().unwrap().to_owned();
    let confirm = format!("/records/{record}/confirm");
    for (value, shown) in [("true", "Sample Bakery"), ("false", "Sample Bakery")] {
        baker.open(&format!("{confirm}?fact=worker_owned"));
        baker.shows("name=\"fact\" value=\"worker_owned\"");
        let typed =
            [("fact", "worker_owned"), ("value", value), ("until", "2999-01-01"), ("text", "We know them.")];
        assert_eq!(baker.send(&confirm, &typed), 303);
        baker.shows("You have said so");
        baker.shows(shown);
    }
    // Refused, with what was typed.
    baker.open(&format!("{confirm}?fact=worker_owned"));
    assert_eq!(
        baker.send(
            &confirm,
            &[("fact", "worker_owned"), ("value", "true"), ("until", "2001-01-01"), ("text", "Kept")]
        ),
        400
    );
    baker.shows("Kept");
    assert_eq!(baker.send(&confirm, &[("fact", "worker_owned"), ("withdraw", "yes")]), 303);
    baker.shows("You have taken it back.");

    let introduce = format!("/records/{record}/introduce");
    baker.open(&introduce);
    baker.shows("Introduce only whom you know.");
    assert_eq!(baker.send(&introduce, &[]), 303);
    baker.shows("You introduce them now.");
    assert!(node.ask(&["introduce"]).to_string().contains(&mill));
    baker.open(&introduce);
    assert_eq!(baker.send(&introduce, &[("withdraw", "yes")]), 303);
    assert!(!node.ask(&["introduce"]).to_string().contains(&mill));
}

#[test]
fn members_hide_a_record_show_it_again_and_erase_it_if_they_mean_it() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let guide = node.publish("How we bake");
    let here = format!("/records/{guide}");
    let mut baker = signed_in(&node);
    baker.open(&here);
    baker.shows(&format!("{here}/hide\""));
    baker.shows(&format!("{here}/erase\""));
    baker.open(&format!("{here}/hide"));
    baker.shows("Hiding is not erasing");
    assert_eq!(baker.send(&format!("{here}/hide"), &[("text", "It is wrong.")]), 303);
    baker.shows("It is wrong.");
    assert!(!get(&node, &here).body.contains("How we bake"));
    assert!(!get(&node, &here).body.contains("/unhide\""));
    assert_eq!(baker.send(&format!("{here}/unhide"), &[]), 303);
    baker.shows("How we bake");

    baker.open(&format!("{here}/erase"));
    for said in ["nothing brings it back", "does not remove what stood there before", "may survive"] {
        baker.shows(said);
    }
    assert_eq!(baker.send(&format!("{here}/erase"), &[]), 400);
    baker.shows("nothing was erased");
    assert!(node.shows_now(&guide));
    assert_eq!(baker.send(&format!("{here}/erase"), &[("sure", "yes")]), 303);
    baker.shows("Erased for good.");
    node.wait_until("it is gone", |node| get(node, &here).status != 200);
}

/// A page that one can open is not yet a right: what belongs to others is theirs.
#[test]
fn nobody_hides_or_erases_what_is_others() {
    let (node, guide, _) = with_a_neighbour();
    let mut baker = signed_in(&node);
    for act in ["hide", "erase"] {
        let path = format!("/records/{guide}/{act}");
        baker.open(&path);
        assert_eq!(baker.send(&path, &[("sure", "yes")]), 400, "{act}");
    }
    assert!(node.shows_now(&guide));
}

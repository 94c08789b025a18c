//! Listings that are claimed, and listings that are said to be one.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

const LIST: &str = "Identifier,Name,Locality,Country ID,Website,Sector\n\
    1,Sample Ovens Ltd,Lille,FR,https://ovens.example,Bakeries\n\
    2,The Sample Ovens Co-operative,Lille,FR,,Bakeries\n\
    3,Sample Ovens,Paris,FR,,Bakeries\n";

/// Imports the list. Returns the ids of its listings, in its order.
fn import(node: &Node) -> Vec<String> {
    let file = node.data().with_file_name("list.csv");
    std::fs::write(&file, LIST).unwrap();
    assert_eq!(node.ask(&["import", file.to_str().unwrap()])["added"], 3);
    ["Ltd", "Co-operative", "Paris"].map(|word| id(&node.ask(&["search", word])["items"][0])).to_vec()
}

fn items(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn two_listings_are_found_as_one_as_long_as_that_is_said() {
    without_and_with_a_running_node(|node| {
        found(node);
        let listings = import(node);
        let proposed = node.ask(&["duplicates"]);
        assert_eq!(proposed["compared"], 3);
        assert_eq!(proposed["items"].as_array().unwrap().len(), 1, "{proposed}");
        assert_eq!(proposed["items"][0]["why"], json!(["name", "place"]));
        assert_eq!(node.ask(&["find", "--sector", "bakeries"])["items"].as_array().unwrap().len(), 3);
        let said = node.ask(&["same", &listings[1][..8], &listings[0]]);
        assert_eq!(said["outcome"], "added");
        let again = node.ask(&["same", &listings[0], &listings[1]]);
        assert_eq!((&again["id"], &again["outcome"]), (&said["id"], &json!("unchanged")), "either way round");
        let found = node.ask(&["find", "--sector", "bakeries"]);
        assert_eq!(items(&found).len(), 2, "{found}");
        let folded =
            found["items"].as_array().unwrap().iter().find(|item| item["listings"].is_array()).unwrap();
        let both = [&folded["id"], &folded["listings"][0]["id"]];
        assert!(both.contains(&&json!(listings[0])) && both.contains(&&json!(listings[1])), "{folded}");
        assert_eq!(items(&node.ask(&["list", "--kind", "listing"])).len(), 3, "a list has every record");
        for (one, other) in [(0, 1), (1, 0)] {
            let shown = node.ask(&["show", &listings[one]]);
            assert_eq!(shown["same_as"][0]["id"], json!(listings[other]), "{shown}");
            assert_eq!(shown["same_as"][0]["said_by"][0]["trusted"], true);
        }
        assert_eq!(node.ask(&["duplicates"])["items"], json!([]));
        assert_eq!(node.ask(&["same", &listings[0], &listings[1], "--withdraw"])["outcome"], "withdrawn");
        assert_eq!(items(&node.ask(&["find", "--sector", "bakeries"])).len(), 3);
        assert_eq!(node.ask(&["show", &listings[0]])["same_as"], json!([]));
        let agent = id(&node.ask(&["list", "--kind", "agent"])["items"][0]);
        must_refuse(node, &["same", &listings[0], &listings[0]], "usage", "one listing already");
        must_refuse(node, &["same", &listings[0], &agent], "invalid", "expected the id of a listing");
        must_refuse(node, &["same", &listings[0], &listings[2], "--withdraw"], "not-found", "have not said");
        must_refuse(node, &["claim", &agent], "invalid", "expected the id of a listing");
        must_refuse(node, &["claim", &listings[0], "--withdraw"], "not-found", "have not claimed");
    });
}

#[test]
fn a_claim_takes_over_what_the_own_record_leaves_open_and_nothing_else() {
    without_and_with_a_running_node(|node| {
        found(node);
        let listing = import(node).swap_remove(0);
        node.ask(&["profile", "--set", "place=Roubaix"]);
        let claimed = node.ask(&["claim", &listing, "--take"]);
        assert_eq!(claimed["taken"], json!(["country", "links"]), "{claimed}");
        let own = node.ask(&["profile"])["fields"].clone();
        assert_eq!((&own["place"], &own["country"]), (&json!("Roubaix"), &json!("fr")));
        assert_eq!(own["links"], json!(["https://ovens.example"]));
        assert_eq!(own["name"]["und"], "Sample Bakery");
        assert_eq!(own["fields"], Value::Null, "what a trade is to a licence is stated, not taken");
        let again = node.ask(&["claim", &listing, "--take"]);
        assert_eq!((&again["outcome"], &again["taken"]), (&json!("unchanged"), &json!([])));
        // Found by what the listing says, shown as what the organisation says.
        let found = node.ask(&["search", "Ltd"]);
        assert_eq!(
            (found["items"][0]["kind"].as_str(), &found["items"][0]["listings"][0]["id"]),
            (Some("agent"), &json!(listing))
        );
        // Both are found by the country, and are one.
        let found = node.ask(&["search", "--country", "FR", "--topic", "bakeries"]);
        assert_eq!(items(&found).len(), 3, "{found}");
        let agent = id(&node.ask(&["list", "--kind", "agent"])["items"][0]);
        assert_eq!(node.ask(&["show", &agent])["listings"][0]["id"], json!(listing));
        node.ask(&["claim", &listing, "--withdraw"]);
        assert_eq!(node.ask(&["show", &listing])["led_by"], Value::Null);
        assert_eq!(node.ask(&["show", &agent])["listings"], json!([]));
    });
}

#[test]
fn strangers_who_claim_are_named_and_of_two_who_are_trusted_neither_leads() {
    let mut federation = Node::organisation("Sample Federation");
    let listing = import(&federation).swap_remove(0);
    federation.start(&[]);
    let mut claimants = [Node::organisation("Ovens of Samples"), Node::organisation("Ovens and Others")];
    let agents: Vec<String> = claimants
        .iter_mut()
        .map(|claimant| {
            claimant.start(&[&federation]);
            claimant.wait_until("the listing", |node| node.keeps(&listing));
            claimant.ask(&["claim", &listing]);
            claimant.status()["agent"].as_str().unwrap().to_owned()
        })
        .collect();
    let shown = |node: &Node| node.ask(&["show", &listing]);
    federation.wait_until("both claims", |node| shown(node)["claims"].as_array().unwrap().len() == 2);
    assert_eq!(shown(&federation)["led_by"], Value::Null, "of strangers none leads");
    assert!(federation.ask_in_words(&["show", &listing]).contains("whom nobody trusted here has introduced"));
    assert_eq!(items(&federation.ask(&["search", "Ltd"])), [&listing]);
    federation.ask(&["follow", &agents[0]]);
    assert_eq!(shown(&federation)["led_by"]["agent"], json!(agents[0]));
    assert_eq!(federation.ask(&["search", "Ltd"])["items"][0]["agent"], json!(agents[0]));
    federation.ask(&["follow", &agents[1]]);
    assert_eq!(shown(&federation)["led_by"], Value::Null);
    assert!(federation.ask_in_words(&["show", &listing]).contains("so that the record of none leads"));
    assert_eq!(items(&federation.ask(&["search", "Ltd"])), [&listing]);
    federation.ask(&["follow", &agents[0], "--remove"]);
    federation.ask(&["block", &agents[0]]);
    assert_eq!(shown(&federation)["led_by"]["agent"], json!(agents[1]));
    assert_eq!(
        shown(&federation)["claims"].as_array().unwrap().len(),
        1,
        "those who are blocked are not heard"
    );
    claimants[1].ask(&["claim", &listing, "--withdraw"]);
    federation.wait_until("no claim", |node| shown(node)["claims"] == json!([]));
    assert_eq!(shown(&federation)["led_by"], Value::Null);
}

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
    let mut federation = Node::organisation("Sample Federation");
    let listing = import(&federation).swap_remove(0);
    must_refuse(&federation, &["claim", &listing], "invalid", "of your own list");
    federation.start(&[]);
    let mut ovens = Node::organisation("Ovens of Samples");
    ovens.start(&[&federation]);
    ovens.wait_until("the listing", |node| node.keeps(&listing));
    ovens.ask(&["profile", "--set", "place=Roubaix"]);
    let claimed = ovens.ask(&["claim", &listing, "--take"]);
    assert_eq!(
        claimed["taken"],
        json!({ "links": ["https://ovens.example"] }),
        "one place is not mixed with another"
    );
    let own = ovens.ask(&["profile"])["fields"].clone();
    assert_eq!((&own["place"], &own["country"]), (&json!("Roubaix"), &Value::Null));
    assert_eq!(own["links"], json!(["https://ovens.example"]));
    assert_eq!(own["name"]["und"], "Ovens of Samples");
    assert_eq!(own["fields"], Value::Null, "what a trade is to a licence is stated, not taken");
    let again = ovens.ask(&["claim", &listing, "--take"]);
    assert_eq!((&again["outcome"], &again["taken"]), (&json!("unchanged"), &json!({})));
    // Found by what the listing says, shown as what the organisation says; and once, if both are found.
    for words in ["Ltd", "ovens"] {
        let found = ovens.ask(&["search", words]);
        let led: Vec<&Value> =
            found["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "agent").collect();
        assert_eq!((led.len(), &led[0]["listings"][0]["id"]), (1, &json!(listing)), "{found}");
    }
    let narrowed = ovens.ask(&["search", "Ltd", "--kind", "listing"]);
    assert_eq!(items(&narrowed), [&listing], "whoever asks for listings gets these");
    let near = ovens.ask(&["find", "--near", "Lille", "--within", "5km", "--sector", "bakeries"]);
    let led = near["items"].as_array().unwrap().iter().find(|item| item["kind"] == "agent").unwrap();
    assert_eq!(
        (&led["kilometres"], led["listings"][0]["kilometres"].is_number()),
        (&Value::Null, true),
        "it is the list that says so"
    );
    let agent = ovens.status()["agent"].as_str().unwrap().to_owned();
    assert_eq!(ovens.ask(&["show", &agent])["listings"][0]["id"], json!(listing));
    assert_eq!(
        ovens.ask(&["claim", id(&claimed).as_str(), "--withdraw"])["outcome"],
        "withdrawn",
        "by its own id too"
    );
    assert_eq!(ovens.ask(&["show", &listing])["led_by"], Value::Null);
    assert_eq!(ovens.ask(&["show", &agent])["listings"], json!([]));
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
    let inbox = federation.ask(&["inbox"]);
    assert_eq!(
        inbox["items"].as_array().unwrap().iter().filter(|one| one["what"] == "claim").count(),
        2,
        "{inbox}"
    );
    federation.ask(&["follow", &agents[0]]);
    assert_eq!(federation.ask(&["inbox"])["items"].as_array().unwrap().len(), 1);
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

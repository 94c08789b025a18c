//! `commons confirm`: facts about others.

use std::fmt::Write as _;

use commons_identity::AgentId;
use commons_registry::{Change, Draft, Kind};
use commons_tests::histories::TestAgent;
use commons_tests::node::{Node, without_and_with_a_running_node};
use commons_tests::random::Random;
use serde_json::{Value, json};

use super::{found, must_refuse};

/// A bundle's worth of an attester's records, taken in without its node: what it says may be anything.
fn attest(
    node: &Node,
    attester: &TestAgent,
    about: AgentId,
    fields: &[(&str, &str)],
    random: &mut Random,
) -> String {
    let mut draft = Draft::new(Kind::Attestation);
    draft.set("statement", "confirms").unwrap().set_id("about", *about.as_bytes()).unwrap();
    for (field, value) in fields {
        draft.set(field, value).unwrap();
    }
    let change = Change::author(&attester.member(0), draft.begin(random.bytes()).unwrap());
    give(node, &[attester.genesis.to_bytes(), change.to_bytes()]);
    change.id().to_string()
}

/// Puts items into a node by way of a bundle file.
fn give(node: &Node, items: &[Vec<u8>]) {
    let folder = tempfile::tempdir().unwrap();
    let options = commons_store::StoreOptions::new(commons_registry::NetworkId::of_name("commons"));
    let store = commons_store::Store::open(folder.path(), options).unwrap().0;
    store.ingest(items.to_vec()).unwrap();
    let bundle = folder.path().join("bundle");
    store.export(std::fs::File::create(&bundle).unwrap()).unwrap();
    node.ask(&["import", bundle.to_str().unwrap()]);
}

fn listed(node: &Node, arguments: &[&str], list: &str) -> Vec<Value> {
    node.ask(&[&["confirm", "--list"], arguments].concat())[list].as_array().unwrap().clone()
}

#[test]
fn confirming_again_renews_and_saying_the_same_changes_nothing() {
    without_and_with_a_running_node(|node| {
        found(node);
        let press = node.introduce("Sample Press");
        let first = node.ask(&[
            "confirm",
            &press[..8],
            "Worker-Owned",
            "--until",
            "2998-01-01",
            "--reason",
            "we looked",
        ]);
        assert_eq!(
            (&first["outcome"], &first["fact"], &first["value"]),
            (&json!("added"), &json!("worker_owned"), &json!(true))
        );
        assert_eq!(first["about"]["agent_name"], "Sample Press");
        let state = node.state();
        let again = node.ask(&["confirm", &press, "worker_owned=yes", "--until", "2998-01-01"]);
        assert_eq!((&again["outcome"], &again["id"]), (&json!("unchanged"), &first["id"]));
        assert_eq!(node.state(), state);
        let renewed = node.ask(&["confirm", &press, "worker_owned", "--until", "2999-01-01"]);
        assert_eq!((&renewed["outcome"], &renewed["id"]), (&json!("renewed"), &first["id"]));
        let ours = listed(node, &[], "ours");
        assert_eq!(
            (ours.len(), &ours[0]["until"], &ours[0]["reason"]),
            (1, &json!("2999-01-01"), &json!("we looked"))
        );
        let record = node.ask(&["show", first["id"].as_str().unwrap()]);
        assert_eq!(record["fields"]["statement"], "confirms");
        assert_eq!(record["fields"]["about"], press.as_str());

        node.ask(&["confirm", &press, "member-of-our-federation"]);
        assert_eq!(listed(node, &[], "ours").len(), 2);
        assert_eq!(listed(node, &[&press], "items").len(), 2);
        assert_eq!(listed(node, &[&press], "items")[0]["known"], true, "we know ourselves");
    });
}

#[test]
fn what_is_taken_back_is_shown_so_and_may_be_confirmed_again() {
    without_and_with_a_running_node(|node| {
        found(node);
        let press = node.introduce("Sample Press");
        let id = node.ask(&["confirm", &press, "worker_owned"])["id"].as_str().unwrap().to_owned();
        let by_id = node.ask(&["confirm", "--withdraw", &id[..8]]);
        assert_eq!((&by_id["outcome"], &by_id["id"]), (&json!("withdrawn"), &json!(id)));
        assert_eq!(listed(node, &[], "ours")[0]["state"], "withdrawn");
        let state = node.state();
        assert_eq!(node.ask(&["confirm", "--withdraw", &press, "worker-owned"])["outcome"], "unchanged");
        assert_eq!(node.state(), state);
        let again = node.ask(&["confirm", &press, "worker_owned"]);
        assert_eq!((&again["outcome"], &again["id"]), (&json!("renewed"), &json!(id)));
        assert_eq!(listed(node, &[], "ours")[0]["state"], "holds");
        let words = node.ask_in_words(&["confirm", "--list"]);
        assert!(
            words.contains(&format!("worker_owned is true, about Sample Press {}", &press[..8])),
            "{words}"
        );
    });
}

#[test]
fn what_cannot_be_confirmed_is_refused() {
    without_and_with_a_running_node(|node| {
        must_refuse(node, &["confirm", "00112233", "worker_owned"], "not-found", "nobody to sign for");
        let own = found(node);
        let press = node.introduce("Sample Press");
        let guide = node.publish("A guide");
        let state = node.state();
        must_refuse(node, &["confirm"], "usage", "AGENT");
        must_refuse(node, &["confirm", &press], "usage", "FACT");
        must_refuse(node, &["confirm", "00112233", "worker_owned"], "not-found", "00112233");
        must_refuse(node, &["confirm", &guide, "worker_owned"], "invalid", "agent");
        must_refuse(
            node,
            &["confirm", own["agent"].as_str().unwrap(), "worker_owned"],
            "invalid",
            "themselves",
        );
        must_refuse(node, &["confirm", &press, "worker_ownd"], "usage", "worker_owned");
        must_refuse(node, &["confirm", &press, "worker_owned=perhaps"], "usage", "perhaps");
        must_refuse(node, &["confirm", &press, "kind=compnay"], "usage", "company");
        must_refuse(node, &["confirm", &press, "no such fäct"], "invalid", "fact");
        must_refuse(node, &["confirm", &press, "worker_owned", "--until", "2001-01-01"], "usage", "past");
        must_refuse(
            node,
            &["confirm", &press, "worker_owned", "--until", "2999-02-29"],
            "usage",
            "2999-02-29",
        );
        must_refuse(node, &["confirm", "--withdraw", &press, "worker_owned"], "not-found", "worker_owned");
        must_refuse(node, &["confirm", "--withdraw", &guide], "invalid", "confirms no fact");
        must_refuse(node, &["confirm", "--csv", "/nowhere/at/all"], "config", "/nowhere/at/all");
        assert_eq!(node.state(), state);
    });
}

#[test]
fn a_list_is_confirmed_row_by_row_and_again_changes_nothing() {
    without_and_with_a_running_node(|node| {
        let own = found(node);
        let (press, garden) = (node.introduce("Sample Press"), node.introduce("Sample Garden"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let path = path.to_str().unwrap();
        let mut list = "name,agent,fact,value,until\n".to_owned();
        writeln!(list, "Press,{press},member-of-our-federation,,2999-12-31").unwrap();
        writeln!(list, "Garden,{},worker_owned,yes,", &garden[..10]).unwrap();
        writeln!(list, "Nobody,00112233,worker_owned,yes,").unwrap();
        writeln!(list, "Press,{press},worker_ownd,,").unwrap();
        writeln!(list, "Press,{press},member-of-our-federation,,").unwrap();
        writeln!(list, "We,{},worker_owned,,", own["agent"].as_str().unwrap()).unwrap();
        writeln!(list, "Garden,{garden},surplus,mixed,2001-01-01").unwrap();
        writeln!(list, "Garden,,surplus,mixed,").unwrap();
        std::fs::write(path, &list).unwrap();
        let state = node.state();
        let dry = node.ask(&["confirm", "--csv", path, "--dry-run"]);
        assert_eq!(node.state(), state, "a dry run writes nothing");
        let answer = node.ask(&["confirm", "--csv", path]);
        assert_eq!(answer, dry, "a dry run says what is then done");
        assert_eq!((&answer["added"], &answer["updated"]), (&json!(2), &json!(0)));
        let rejected: Vec<_> =
            answer["rejected"].as_array().unwrap().iter().map(|one| one["row"].clone()).collect();
        assert_eq!(rejected, [3, 4, 5, 6, 7, 8].map(Value::from), "{answer}");
        assert_eq!(listed(node, &[], "ours").len(), 2);

        let state = node.state();
        let again = node.ask(&["confirm", "--csv", path]);
        assert_eq!(
            (&again["added"], &again["updated"], &again["unchanged"]),
            (&json!(0), &json!(0), &json!(2))
        );
        assert_eq!(node.state(), state);
        std::fs::write(path, list.replace("2999-12-31", "2999-11-30")).unwrap();
        assert_eq!(node.ask(&["confirm", "--csv", path])["updated"], 1);
        std::fs::write(path, "who,what\n").unwrap();
        must_refuse(node, &["confirm", "--csv", path], "invalid", "agent");
    });
}

/// The day that is so many days from now, as the machine's own calendar has it.
fn in_days(days: u32) -> String {
    let date = std::process::Command::new("date");
    let mut date = date;
    let output = date.args(["-u", "+%F", "-d", &format!("+{days} days")]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn what_lapses_before_long_is_spoken_of() {
    without_and_with_a_running_node(|node| {
        let own = found(node);
        let (press, garden) = (node.introduce("Sample Press"), node.introduce("Sample Garden"));
        let (soon, later) = (in_days(20), in_days(40));
        let press_id = node.ask(&["confirm", &press, "worker_owned", "--until", &soon])["id"].clone();
        node.ask(&["confirm", &garden, "worker_owned", "--until", &later]);
        let withdrawn = node.ask(&["confirm", &garden, "member", "--until", &soon]);
        node.ask(&["confirm", "--withdraw", withdrawn["id"].as_str().unwrap()]);

        // What others say of us lapses too; what has lapsed is no longer spoken of, but still shown.
        let random = &mut Random::from_seed(3);
        let union = TestAgent::found(random, 1);
        let us = AgentId::from_bytes(commons_identity::parse_id(own["agent"].as_str().unwrap()).unwrap());
        let of_us =
            attest(node, &union, us, &[("fact", "kind"), ("value", "worker-coop"), ("until", &soon)], random);
        let fields = [("fact", "worker_owned"), ("value", "true"), ("until", "2020-01-01")];
        attest(node, &union, us, &fields, random);
        let reminders = node.status()["reminders"].as_array().unwrap().clone();
        let ids: Vec<&Value> = reminders.iter().map(|one| &one["id"]).collect();
        assert_eq!(ids, [&press_id, &json!(of_us)], "ours first, then that of a stranger");
        let days = reminders[0]["lapses_in_days"].as_i64().unwrap();
        assert!((19..=20).contains(&days), "midnight may have passed: {days}");
        let words = node.ask_in_words(&["status"]);
        assert!(
            words.contains(&format!("commons confirm {} worker_owned --until DATE", &press[..8])),
            "{words}"
        );
        assert!(words.contains("ask them to renew it"), "{words}");
        let about_us = listed(node, &[], "about_us");
        let states: Vec<&str> = about_us.iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert!(states.contains(&"holds") && states.contains(&"lapsed"), "{states:?}");
    });
}

#[test]
fn how_long_before_is_a_setting() {
    let node = Node::new();
    found(&node);
    let press = node.introduce("Sample Press");
    node.ask(&["confirm", &press, "worker_owned", "--until", &in_days(40)]);
    assert_eq!(node.status()["reminders"], json!([]));
    std::fs::write(node.data().join("config.toml"), "remind_days = 60\n").unwrap();
    assert_eq!(node.status()["reminders"].as_array().unwrap().len(), 1);
}

/// One's own word about oneself is no confirmation, however it is written down; nor does another's word that is not
/// settled among its members, or is about somebody else, count.
#[test]
fn only_what_others_say_and_stand_by_confirms_a_fact() {
    let node = Node::new();
    let own = found(&node);
    node.ask(&["profile", "--set", "worker_owned=true"]);
    let guide = node.publish("A guide");
    let us = AgentId::from_bytes(commons_identity::parse_id(own["agent"].as_str().unwrap()).unwrap());
    let random = &mut Random::from_seed(4);
    let (liar, union) = (TestAgent::found(random, 1), TestAgent::found(random, 1));
    attest(&node, &liar, liar.id(), &[("fact", "worker_owned"), ("value", "true")], random);
    attest(&node, &union, us, &[("fact", "worker-owned"), ("value", "true")], random);
    let account = |arguments: &[&str]| {
        let output = node.run(&[&["check", &guide, "--for", "commercial"], arguments].concat());
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["facts"].as_array().unwrap().iter().find(|fact| fact["fact"] == "worker_owned").cloned()
    };
    assert_eq!(account(&["--as", &liar.id().to_string()]), None, "nothing is known of the liar");
    let owned = account(&[]).unwrap();
    assert_eq!(owned["confirmed_by"].as_array().unwrap().len(), 1);
    assert_eq!(owned["confirmed_by"][0]["by"]["agent"], union.id().to_string());
    // Given with the question, it is the asker's word all the same.
    let given = account(&["--fact", "worker_owned=false"]).unwrap();
    assert_eq!((&given["basis"], &given["value"]), (&json!("given"), &json!(false)));
    assert_eq!(given["denied_by"].as_array().unwrap().len(), 1);
    assert_eq!(listed(&node, &[&liar.id().to_string()], "items"), Vec::<Value>::new());
}

/// A crowd of strangers, each of whom is made in a moment, hides nobody who is known, and is shown to a bound.
#[test]
fn a_crowd_of_strangers_hides_nobody_who_is_known() {
    let mut node = Node::new();
    let own = found(&node);
    node.ask(&["profile", "--set", "worker_owned=true"]);
    let guide = node.publish("A guide");
    let us = AgentId::from_bytes(commons_identity::parse_id(own["agent"].as_str().unwrap()).unwrap());
    let random = &mut Random::from_seed(9);
    let mut crowd: Vec<TestAgent> = (0..150).map(|_| TestAgent::found(random, 1)).collect();
    crowd.sort_by_key(TestAgent::id);
    let days: Vec<String> =
        (0..6).map(|round| if round == 0 { "2999-01-01".to_owned() } else { in_days(round) }).collect();
    let mut items = Vec::new();
    for (at, stranger) in crowd.iter().enumerate() {
        items.push(stranger.genesis.to_bytes());
        for until in &days {
            let mut draft = Draft::new(Kind::Attestation);
            draft.set("statement", "confirms").unwrap().set_id("about", *us.as_bytes()).unwrap();
            draft.set("fact", "worker_owned").unwrap();
            draft.set("value", if at + 1 == crowd.len() { "true" } else { "false" }).unwrap();
            draft.set("until", until).unwrap();
            items.push(Change::author(&stranger.member(0), draft.begin(random.bytes()).unwrap()).to_bytes());
        }
    }
    give(&node, &items);
    node.start(&[]);
    // The last of all ids, so that whoever counts up to a bound never comes to it.
    let friend = crowd.last().unwrap().id().to_string();
    let account = || {
        let output = node.run(&["check", &guide, "--for", "commercial"]);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let facts = answer["facts"].as_array().unwrap();
        let owned = facts.iter().find(|fact| fact["fact"] == "worker_owned").unwrap().clone();
        assert_eq!(answer["more_confirmations"], true);
        owned
    };
    assert_eq!(account()["confirmed_by"], json!([]), "a stranger among strangers");
    node.ask(&["petname", &friend, "Our federation"]);
    let owned = account();
    assert_eq!(owned["confirmed_by"].as_array().unwrap().len(), 6);
    assert_eq!(owned["confirmed_by"][0]["by"]["petname"], "Our federation");
    let denials = owned["denied_by"].as_array().unwrap().len();
    assert!((1..=402).contains(&denials), "bounded: {denials}");
    let reminders = node.status()["reminders"].as_array().unwrap().clone();
    let known: Vec<bool> = reminders.iter().map(|one| one["known"].as_bool().unwrap()).collect();
    assert_eq!(known[..5], [true; 5], "those whom we know come first");
    assert!(known.iter().filter(|known| !**known).count() <= 10, "{known:?}");
}

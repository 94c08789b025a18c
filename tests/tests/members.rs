//! What members propose to each other: what is shown is what is signed, and nothing else comes of it.

use commons_identity::{Cards, Entry, EntryBody, KeySet, Keyring, Member, Rotation, SigningKey};
use commons_tests::node::Node;
use serde_json::{Value, json};

/// All that one node holds is brought to another.
fn carry(from: &Node, to: &Node) {
    let bundle = from.data().join("bundle");
    from.ask(&["export", bundle.to_str().unwrap()]);
    to.ask(&["import", bundle.to_str().unwrap()]);
    std::fs::remove_file(bundle).unwrap();
}

fn joins(co_op: &Node) -> (Node, String) {
    let newcomer = Node::new();
    let agent = co_op.status()["agent"].as_str().unwrap().to_owned();
    let code = newcomer.ask(&["members", "join", &agent, "--no-passphrase"])["code"].clone();
    (newcomer, code.as_str().unwrap().to_owned())
}

/// A co-op of two, both of whom must agree.
fn two() -> [Node; 2] {
    let anna = Node::organisation("Sample Bakery");
    let (ben, code) = joins(&anna);
    assert_eq!(anna.ask(&["members", "add", &code, "--name", "Ben"])["in_force"], true);
    carry(&anna, &ben);
    [anna, ben]
}

/// A co-op of three, two of whom must agree.
fn three() -> [Node; 3] {
    let [anna, ben] = two();
    let (clara, code) = joins(&anna);
    let motion = anna.ask(&["members", "add", &code, "--name", "Clara"]);
    carry(&anna, &ben);
    assert_eq!(ben.ask(&["members", "sign", id(&motion)])["in_force"], true);
    carry(&ben, &anna);
    carry(&ben, &clara);
    [anna, ben, clara]
}

fn id(motion: &Value) -> &str {
    motion["entry"].as_str().unwrap()
}

fn said(refusal: &(i32, Value)) -> &str {
    refusal.1["message"].as_str().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A rotation that a member wrote with a program of their own, signed by that member alone, in a file.
fn craft(by: &Node, change: impl FnOnce(&KeySet) -> KeySet) -> String {
    let path = by.data().join("crafted");
    let path = path.to_str().unwrap();
    by.ask(&["members", "rules", "--consent", "erase", "--to", path]);
    let mut file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let content = file["entry"].as_str().unwrap();
    let content =
        (0..content.len()).step_by(2).map(|at| u8::from_str_radix(&content[at..at + 2], 16).unwrap());
    let entry = Entry::assemble(content.collect(), vec![]).unwrap();
    let EntryBody::Rotation(honest) = entry.body() else { panic!("not a rotation") };
    let before = KeySet::new(
        honest.keys.members().to_vec(),
        honest.keys.threshold(),
        Cards::none(),
        Default::default(),
    )
    .unwrap();
    let crafted = Rotation { keys: change(&before), ..honest.clone() };
    let content = crafted.content(entry.agent());
    let keyring = Keyring::open(&std::fs::read(by.data().join("signing-keys")).unwrap(), None).unwrap();
    let key = keyring.next_signers(&before).next().unwrap();
    let signature = [key.public().as_bytes().as_slice(), key.sign(&content).as_bytes()].concat();
    file["entry"] = hex(&content).into();
    file["signatures"] = json!([hex(&signature)]);
    std::fs::write(path, file.to_string()).unwrap();
    path.to_owned()
}

/// Once only members who come and go were shown. Somebody could propose a recovery card of their own as if it were a
/// rotation, and the others signed it away.
#[test]
fn whoever_signs_is_shown_every_difference() {
    let [anna, mallory] = two();
    let file = craft(&mallory, |set| {
        let card = SigningKey::generate().unwrap().public().recovery_digest();
        let cards = Cards::new(vec![card], 1).unwrap();
        KeySet::new(set.members().to_vec(), set.threshold(), cards, Default::default()).unwrap()
    });
    let refusal = anna.refused(&["members", "sign", &file]);
    assert!(said(&refusal).contains("nothing was signed"), "{refusal:?}");
    assert!(said(&refusal).contains("recovery cards: 1 new, 0 kept, 1 worth nothing"), "{refusal:?}");
    let signed = anna.ask(&["members", "sign", &file, "--yes"]);
    assert_eq!(signed["cards"], json!({ "new": 1, "kept": 0, "worthless": 1, "threshold": 1 }));
    assert_eq!(signed["in_force"], true);
}

/// A member's next key is what they vote with: whoever could put theirs in its place would have two votes.
#[test]
fn nobody_signs_away_the_keys_of_a_member_who_has_not_signed() {
    let [anna, ben, mallory] = three();
    let listed = mallory.ask(&["members", "list"]);
    let annas = listed["members"].as_array().unwrap().iter().find(|member| member["name"].is_null()).unwrap();
    let file = craft(&mallory, |set| {
        let mine = SigningKey::generate().unwrap().public().next_digest();
        let members = set.members().iter().map(|member| {
            let is_annas = annas["key"] == member.key.to_string();
            Member { next: if is_annas { mine } else { member.next }, ..*member }
        });
        KeySet::new(members.collect(), set.threshold(), Cards::none(), Default::default()).unwrap()
    });
    for (node, why) in [(&ben, "who has not signed it"), (&anna, "next key that is not on this node")] {
        let refusal = node.refused(&["members", "sign", &file, "--yes"]);
        assert!(said(&refusal).contains(why), "{refusal:?}");
        assert!(said(&node.refused(&["members", "sign", &file])).contains("next key of "));
    }
}

/// What a removed key wrote shows nothing, and asking what it shows failed: a thief could backdate a motion or an edit,
/// and stop the members from deciding anything.
#[test]
fn what_a_removed_key_wrote_stops_no_list() {
    let [anna, ben, thief] = three();
    let removal = anna.ask(&["members", "remove", "Clara"]);
    carry(&anna, &ben);
    assert_eq!(ben.ask(&["members", "sign", id(&removal)])["in_force"], true);
    thief.ask(&["members", "rules", "--consent", "licence"]);
    let loans = thief.publish("Cheap loans");
    thief.ask(&["edit", &loans, "--licence", "CC0-1.0"]);
    carry(&thief, &ben);
    assert_eq!(ben.ask(&["members", "list"])["members"].as_array().unwrap().len(), 2);
    assert_eq!(ben.ask(&["proposals"])["items"], json!([]));
    assert_eq!(ben.ask(&["members", "rules", "--consent", "erase"])["signatures"], 1);
}

#[test]
fn an_id_agrees_to_what_was_read_and_to_nothing_else() {
    let [anna, ben] = two();
    let guide = anna.publish("Sourdough in winter");
    let first = anna.ask(&["edit", &guide, "--licence", "CC0-1.0"])["proposed"]["change"].clone();
    let first = first.as_str().unwrap();
    carry(&anna, &ben);
    let approved = ben.ask(&["approve", first]);
    assert_eq!((&approved["in_force"], &approved["approved"]["value"]), (&json!(true), &json!("CC0-1.0")));
    // Another proposal waits there now: the id of the first does not stand for it.
    carry(&ben, &anna);
    anna.ask(&["edit", &guide, "--licence", "CC-BY-4.0"]);
    carry(&anna, &ben);
    for verb in [&["approve", first][..], &["object", first, "--reason", "No."]] {
        let refusal = ben.refused(verb);
        assert!(said(&refusal).contains("waits for nobody"), "{refusal:?}");
    }
    // Nor does the record that holds a motion stand for what is to be signed: anybody may overwrite that.
    let motion = anna.ask(&["members", "rules", "--consent", "erase"]);
    carry(&anna, &ben);
    let record = motion["motion"].as_str().unwrap();
    for verb in [&["approve", record][..], &["members", "sign", record]] {
        let (_, error) = ben.refused(verb);
        assert!(error["hint"].as_str().unwrap().contains(id(&motion)), "{error}");
    }
    assert_eq!(ben.ask(&["approve", id(&motion)])["in_force"], true);
}

/// What was approved is listed when a motion is made. What is approved after that would have been undone by it.
#[test]
fn what_was_decided_while_a_motion_waited_is_not_undone() {
    let [anna, ben] = two();
    let guide = anna.publish("Sourdough in winter");
    let motion = anna.ask(&["members", "rules", "--consent", "erase"]);
    let change = anna.ask(&["edit", &guide, "--licence", "CC0-1.0"])["proposed"]["change"].clone();
    carry(&anna, &ben);
    ben.ask(&["approve", change.as_str().unwrap()]);
    let refusal = ben.refused(&["members", "sign", id(&motion)]);
    assert!(said(&refusal).contains("decided something since"), "{refusal:?}");
    assert_eq!(ben.ask(&["members", "list"])["waiting"][0]["blocked"], "decided-since");
    carry(&ben, &anna);
    let anew = anna.ask(&["members", "rules", "--consent", "erase"]);
    carry(&anna, &ben);
    assert_eq!(ben.ask(&["members", "sign", id(&anew)])["in_force"], true);
    assert_eq!(ben.ask(&["show", &guide])["fields"]["licence"], "CC0-1.0");
}

#[test]
fn whoever_signs_a_rotation_last_is_told_what_would_no_longer_count() {
    let [anna, ben] = two();
    let words = anna.ask_in_words(&["members", "rotate"]);
    assert!(words.contains("goes on signing with the present key"), "{words}");
    let motion = anna.ask(&["members", "list"])["waiting"][0].clone();
    assert!(motion["takes_up"][0]["new_key"].is_string(), "{motion}");
    let late = anna.publish("Published meanwhile");
    carry(&anna, &ben);
    let refusal = ben.refused(&["members", "sign", id(&motion)]);
    assert!(said(&refusal).contains("1 changes"), "{refusal:?}");
    assert_eq!(ben.ask(&["members", "sign", id(&motion), "--leave-out"])["in_force"], true);
    carry(&ben, &anna);
    anna.ask(&["adopt", &late]);
    assert_eq!(anna.ask(&["show", &late])["fields"]["title"]["und"], "Published meanwhile");
}

#[test]
fn a_file_and_the_network_carry_one_and_the_same_motion() {
    let [anna, ben] = two();
    let path = anna.data().join("motion");
    let file = path.to_str().unwrap();
    // By file alone: nothing is written down for the others.
    let proposed = anna.ask(&["members", "rules", "--consent", "erase", "--to", file]);
    assert_eq!((&proposed["motion"], &proposed["signatures"]), (&Value::Null, &json!(1)));
    let signed = ben.ask(&["members", "sign", file, "--yes"]);
    assert_eq!(signed["in_force"], true);
    carry(&ben, &anna);

    // Sent, and carried as well: whoever proposed it has signed already, and an objection is heeded on either way.
    let sent = anna.ask(&["members", "rules", "--consent", "rules"]);
    anna.ask(&["members", "sign", id(&sent), "--to", file]);
    carry(&anna, &ben);
    anna.ask(&["object", id(&sent), "--reason", "Not before the assembly."]);
    carry(&anna, &ben);
    let refusal = ben.refused(&["members", "sign", file, "--yes"]);
    assert!(said(&refusal).contains("Not before the assembly."), "{refusal:?}");
    ben.ask(&["members", "sign", file, "--yes", "--despite-objections"]);
    carry(&ben, &anna);
    assert_eq!(anna.ask(&["members", "list"])["by_consent"], json!(["rules", "erase"]));

    // By consent now, an objection blocks, and what was signed in a file stands in the motion too.
    let blocked = anna.ask(&["members", "rules", "--majority", "erase"]);
    anna.ask(&["object", id(&blocked), "--reason", "Not so fast."]);
    anna.ask(&["members", "sign", id(&blocked), "--to", file]);
    carry(&anna, &ben);
    let signed = ben.ask(&["members", "sign", file, "--yes", "--despite-objections"]);
    assert_eq!((&signed["blocked"], &signed["signatures"]), (&json!("objection"), &json!(2)));
    carry(&ben, &anna);
    assert_eq!(anna.ask(&["members", "list"])["waiting"][0]["signatures"], 2);
    anna.ask(&["object", id(&blocked), "--withdraw"]);
    assert_eq!(anna.ask(&["members", "list"])["by_consent"], json!(["rules"]));
    assert_eq!(anna.refused(&["members", "sign", id(&blocked), "--yes"]).1["kind"], "usage");
}

#[test]
fn erasing_takes_the_records_own_id_and_a_second_word() {
    let anna = Node::organisation("Sample Bakery");
    let slip = anna.publish("Published by mistake");
    anna.ask(&["edit", &slip, "--add-topic", "bread"]);
    let agent = anna.status()["agent"].as_str().unwrap().to_owned();
    let change = anna.ask(&["show", &slip])["heads"][0].as_str().unwrap().to_owned();
    let state = anna.state();
    let refusal = anna.refused(&["forget", &slip[..8]]);
    for part in ["Published by mistake", "Editing does not remove", "nothing brings it back", "may survive"] {
        assert!(said(&refusal).contains(part), "{refusal:?}");
    }
    for what in [&slip[..8], &change, &agent] {
        assert_eq!(anna.refused(&["forget", what, "--yes"]).1["kind"], "usage");
    }
    assert_eq!(anna.state(), state, "nothing was written");
    assert_eq!(anna.ask(&["forget", &slip, "--yes"])["in_force"], true);
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_made_or_written() {
    let anna = Node::new();
    let founded = anna.ask(&["init", "--organisation", "Sample Bakery", "--no-passphrase"]);
    let (_ben, code) = joins(&anna);
    let _ = anna.refused(&["members", "add", &code, "--name", &"Ben".repeat(400)]);
    assert_eq!(anna.ask(&["members", "list"])["members"].as_array().unwrap().len(), 1);

    // Keys were made before the rest was looked at, and a second try found a node that had them.
    let phoenix = Node::new();
    carry(&anna, &phoenix);
    let card = anna.data().join("card");
    std::fs::write(&card, founded["recovery_card"].as_str().unwrap()).unwrap();
    let agent = founded["agent"].as_str().unwrap();
    let recover = ["members", "recover", "--agent", agent, "--lost", "all", "--no-passphrase"];
    let recover = [&recover[..], &["--card-file", card.to_str().unwrap()]].concat();
    let _ = phoenix.refused(&[&recover[..], &["--threshold", "5"]].concat());
    assert_eq!(phoenix.status()["agent"], Value::Null);
    phoenix.ask(&recover);
    assert_eq!(phoenix.status()["agent"], agent);
}

/// A steward's terms are its members' terms: what one of them writes counts once the others agree.
#[test]
fn a_new_sheet_counts_once_members_agree() {
    let [anna, ben] = two();
    let sheet = |seller: &str| {
        let file = anna.data().join("terms.toml");
        let sheet = format!(
            "format = 1\nname = \"T\"\nreviewed = true\n[[test]]\nclause = \"1\"\nasks = \"Who?\"\n[[test.case]]\n\
             when = {{ kind = \"{seller}\" }}\nverdict = \"allowed\"\n[[test.case]]\nverdict = \"not-granted\"\ntext = \"No.\"\n"
        );
        std::fs::write(&file, sheet).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let terms = anna.ask(&["licence", "publish", "--name", "Sample terms", "--sheet", &sheet("union")]);
    let own = format!("own:{}", terms["id"].as_str().unwrap());
    let proposed =
        anna.ask(&["licence", "edit", terms["id"].as_str().unwrap(), "--sheet", &sheet("company")]);
    assert_eq!((&proposed["proposed"]["approvals"], &proposed["proposed"]["needed"]), (&json!(1), &json!(2)));
    let may = |node: &Node, kind: &str| {
        let fact = format!("kind={kind}");
        let output = node.run(&["check", "--licence", &own, "--fact", &fact]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["answer"].clone()
    };
    // The version that is pinned now has the proposal in it, and not its sheet.
    assert_eq!((may(&anna, "union"), may(&anna, "company")), (json!("allowed"), json!("not-granted")));
    let guide = anna.ask(&["publish", "--title", "T", "--licence", &own, "--type", "guide"]);
    let guide = guide["id"].as_str().unwrap();
    carry(&anna, &ben);
    let waiting = ben.ask(&["proposals"]);
    assert_eq!(waiting["items"][0]["field"], "sheet", "{waiting}");
    let words = ben.ask_in_words(&["proposals"]);
    assert!(words.contains("commons licence show") && !words.contains("verdict"), "{words}");
    let shown = ben.ask_in_words(&["licence", "show", terms["id"].as_str().unwrap()]);
    assert!(shown.contains("where kind is union") && shown.contains("where kind is company"), "{shown}");
    ben.ask(&["approve", proposed["proposed"]["change"].as_str().unwrap()]);
    assert_eq!((may(&ben, "union"), may(&ben, "company")), (json!("not-granted"), json!("allowed")));
    let output = ben.run(&["check", guide, "--fact", "kind=company"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["answer"], "not-granted", "the guide stays under what was in force: {answer}");
    assert!(answer.to_string().contains("There is a newer version"), "{answer}");
}

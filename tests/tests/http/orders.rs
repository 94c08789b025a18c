//! What programs do over HTTP: each area does its main thing, and the command sees what came of it.

use std::path::Path;

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::programs::Program;

fn organisation(name: &str) -> Node {
    let mut node = Node::organisation(name);
    node.start(&[]);
    node
}

/// Brings everything that one node holds to another.
fn bring(from: &Node, to: &Node) {
    let folder = tempfile::tempdir().unwrap();
    let file: &Path = &folder.path().join("bundle");
    from.ask(&["export", file.to_str().unwrap()]);
    to.ask(&["import", file.to_str().unwrap()]);
}

fn agent(node: &Node) -> String {
    node.status()["agent"].as_str().unwrap().to_owned()
}

/// What a record says of something.
fn says(node: &Node, id: &str, field: &str) -> Value {
    node.ask(&["show", id])["fields"][field].clone()
}

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().filter_map(|item| item["id"].as_str()).collect()
}

#[test]
fn a_resource_is_published_changed_hidden_and_erased() {
    let node = organisation("Sample Bakery");
    let program = Program::of(&node);
    let book =
        program.makes("POST /resources", &json!({ "title": "How we bake", "licence": "CC-BY-SA-4.0" }));
    assert_eq!(says(&node, &book, "licence"), "CC-BY-SA-4.0");
    let edit = json!({ "summary": "With rye.", "language": "en", "add_topics": ["bread"] });
    program.orders(&format!("PATCH /resources/{book}"), &edit);
    assert_eq!(says(&node, &book, "topics"), json!(["bread"]));
    program.orders(&format!("PUT /hidden/{book}"), &json!({ "reason": "being rewritten" }));
    assert_eq!(program.does("GET /hidden"), node.ask(&["hide"]));
    assert_eq!(program.does("GET /hidden")["items"].as_array().unwrap().len(), 1);
    program.does(&format!("DELETE /hidden/{book}"));
    assert_eq!(program.does("GET /hidden")["items"], json!([]));
    let what_that_is = program.orders("POST /erasures", &json!({ "id": book }));
    assert!(node.run(&["show", &book]).status.success(), "it was not meant: {what_that_is}");
    program.orders("POST /erasures", &json!({ "id": book, "meant": true }));
    assert_eq!(node.refused(&["show", &book]).1["kind"], "not-found");
}

#[test]
fn files_are_sent_published_and_kept() {
    let node = organisation("Sample Bakery");
    let program = Program::of(&node);
    let sent = program.send("POST /files?name=guide.txt", "application/octet-stream", "Bake it.\n");
    assert_eq!(sent.status, 200, "{}", sent.body);
    let files = sent.json()["files"].clone();
    let left = std::fs::read_dir(node.data().join("files")).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(left.filter(|path| path.is_file()).count(), 0, "what was received is not kept twice");
    let book = json!({ "title": "How we bake", "licence": "PPL", "files": files });
    let book = program.makes("POST /resources", &book);
    let shown = program.does(&format!("GET /resources/{book}/files"));
    let at = shown["files"][0]["at"].as_str().unwrap();
    assert_eq!(std::fs::read_to_string(at).unwrap(), "Bake it.\n");
    assert_eq!(program.does(&format!("PUT /pinned/{book}"))["pinned"], true);
    assert_eq!(program.does(&format!("DELETE /pinned/{book}"))["pinned"], false);
    assert_eq!(program.does(&format!("POST /resources/{book}/files/fetch")), shown);
    for (what, kind) in
        [("POST /files?name=../up", "invalid"), ("POST /files", "usage"), ("POST /files?name=", "invalid")]
    {
        let refused = program.send(what, "application/octet-stream", "x");
        assert_eq!((refused.status, refused.refused().as_str()), (400, kind), "{what}");
    }
    let unknown = json!({ "title": "T", "licence": "PPL", "files": [format!("{} 3 a.txt", "0".repeat(64))] });
    assert_eq!(program.tries("POST /resources", &unknown).status, 404);
}

#[test]
fn contributions_are_recorded_acknowledged_and_added_up() {
    let (kitchen, garden) = (organisation("Sample Kitchen"), organisation("Sample Garden"));
    let (at_kitchen, at_garden) = (Program::of(&kitchen), Program::of(&garden));
    let book = at_kitchen.makes("POST /resources", &json!({ "title": "Soups", "licence": "PPL" }));
    bring(&kitchen, &garden);
    let wrote = json!({ "to": book, "role": "writing", "hours": "3", "draft": true });
    let part = at_garden.makes("POST /contributions", &wrote);
    at_garden.makes(&format!("POST /drafts/{part}/publish"), &Value::Null);
    at_garden.orders(&format!("PATCH /contributions/{part}"), &json!({ "note": "the first half" }));
    bring(&garden, &kitchen);
    assert!(at_kitchen.does("GET /inbox").to_string().contains(&part));
    let acknowledge = format!("POST /records/{part}/acknowledgements");
    at_kitchen.makes(&acknowledge, &json!({ "note": "thank you" }));
    let again = at_kitchen.tries(&acknowledge, &Value::Null);
    assert_eq!((again.status, &again.json()["outcome"]), (200, &json!("unchanged")));
    bring(&kitchen, &garden);
    let sums = at_garden.does(&format!("GET /contributions?to={book}&by=resource"));
    assert_eq!(sums, garden.ask(&["contributions", "--to", &book, "--by", "resource"]));
    let certificate = at_garden.does("GET /statement");
    assert_eq!(certificate["contributions"][0]["id"], json!(part));
    let checked = at_kitchen.orders("POST /statement/check", &json!({ "certificate": certificate }));
    assert_eq!(checked["holds"], true);
    at_kitchen.does(&format!("DELETE /records/{part}/acknowledgements"));
    bring(&kitchen, &garden);
    assert_eq!(at_garden.does("GET /statement")["contributions"], json!([]));

    let doubt = json!({ "reason": "Was it not a third?" });
    let question = at_kitchen.makes(&format!("POST /records/{part}/questions"), &doubt);
    bring(&kitchen, &garden);
    at_garden.makes(&format!("POST /records/{question}/replies"), &json!({ "text": "It was half." }));
    assert_eq!(garden.ask(&["show", &part])["questions"][0]["reply"]["text"].as_str(), Some("It was half."));
    at_garden.does(&format!("DELETE /records/{question}/replies"));
    at_kitchen.does(&format!("DELETE /records/{part}/questions"));
    assert_eq!(kitchen.ask(&["show", &part])["questions"], json!([]));
}

#[test]
fn others_are_trusted_named_confirmed_and_left_out() {
    let node = organisation("Sample Federation");
    let program = Program::of(&node);
    let bakery = node.introduce("Sample Bakery");
    program.orders(&format!("PUT /following/{bakery}"), &json!({ "budget": 3 }));
    assert_eq!(program.does("GET /following"), node.ask(&["follow"]));
    assert_eq!(program.does("GET /following")["items"][0]["agent"], json!(bakery));
    assert_eq!(program.does(&format!("GET /agents/{bakery}/why")), node.ask(&["why", &bakery]));
    program.does(&format!("DELETE /following/{bakery}"));
    assert_eq!(program.does("GET /following")["items"], json!([]));
    program.does(&format!("PUT /introductions/{bakery}"));
    assert_eq!(program.does("GET /introductions"), node.ask(&["introduce"]));
    program.does(&format!("DELETE /introductions/{bakery}"));

    program.orders(&format!("PUT /petnames/{bakery}"), &json!({ "name": "next door" }));
    assert_eq!(node.ask(&["show", "next door"])["petname"], "next door");
    program.does(&format!("DELETE /petnames/{bakery}"));
    assert_eq!(program.does("GET /petnames")["items"], json!([]));
    assert_eq!(program.does(&format!("GET /agents/{bakery}/domains"))["agent"], json!(bakery));

    let member = json!({ "agent": bakery, "fact": "kind", "value": "worker-coop", "until": "2999-01-01" });
    let confirmed = program.makes("POST /confirmations", &member);
    assert_eq!(
        program.does(&format!("GET /confirmations?about={bakery}")),
        node.ask(&["confirm", "--list", &bakery])
    );
    program.does(&format!("DELETE /confirmations/{confirmed}"));
    program.orders("POST /confirmations", &member);
    program.does(&format!("DELETE /confirmations/{bakery}?fact=kind"));

    program.does(&format!("PUT /blocked/{bakery}"));
    assert_eq!(program.does("GET /blocked")["items"][0]["agent"], json!(bakery));
    program.does(&format!("DELETE /blocked/{bakery}"));
}

#[test]
fn records_of_others_are_reported_withheld_reused_and_forked() {
    let (node, other) = (organisation("Sample Kitchen"), Node::organisation("Sample Garden"));
    let book = other.publish("Soups");
    bring(&other, &node);
    let program = Program::of(&node);
    let report = json!({ "reason": "it names a child", "only_here": true });
    let reported = program.orders(&format!("POST /records/{book}/reports"), &report);
    assert_eq!(reported["request"], Value::Null);
    let answer = json!({ "answer": "refused", "because": "it does not" });
    program.orders(&format!("PUT /answers/{}", reported["number"]), &answer);
    assert_eq!(program.does("GET /reports"), node.ask(&["reports"]));
    assert!(program.does("GET /reports").to_string().contains("it does not"));
    program.orders(&format!("POST /records/{book}/reports"), &json!({ "reason": "it does" }));
    assert_eq!(program.does(&format!("DELETE /records/{book}/reports"))["outcome"], "withdrawn");

    let use_ = json!({ "for": "non-commercial", "acts": ["copy"], "title": "Our menu", "language": "en",
        "facts": [["kind", "worker-coop"]], "although": "they said so" });
    let receipt = program.makes(&format!("POST /records/{book}/reuses"), &use_);
    assert_eq!(ids(&program.does("GET /reuses")), [receipt.as_str()]);
    program.orders(&format!("POST /reuses/{receipt}/end"), &json!({}));
    let fork = json!({ "for": "non-commercial", "title": "Our soups", "language": "en", "although": "they said so" });
    let fork = program.makes(&format!("POST /resources/{book}/forks"), &fork);
    assert!(program.does(&format!("GET /records/{fork}/provenance")).to_string().contains(&book));

    program.does(&format!("PUT /withheld/{book}"));
    assert_eq!(program.does("GET /withheld"), node.ask(&["withhold"]));
    program.does(&format!("DELETE /withheld/{book}"));
    assert_eq!(program.does("GET /withheld")["items"], json!([]));
}

#[test]
fn agreements_own_terms_and_words_are_written() {
    let node = organisation("Sample Kitchen");
    let program = Program::of(&node);
    let garden = node.introduce("Sample Garden");
    let terms = json!({ "name": "Seeds for bread", "language": "en", "with": [garden], "allow": ["coops"] });
    let agreement = program.makes("POST /agreements", &terms);
    assert_eq!(
        program.does(&format!("GET /agreements/{agreement}")),
        node.ask(&["agreement", "show", &agreement])
    );
    assert_eq!(program.does("GET /agreements")["items"].as_array().unwrap().len(), 1);
    program.orders(&format!("POST /agreements/{agreement}/end"), &json!({ "on": "2999-01-01" }));

    let word = json!({ "word": "bread", "language": "en", "definition": "What we bake." });
    let term = program.makes("POST /terms", &word);
    program.orders(&format!("PATCH /terms/{term}"), &json!({ "definition": "What we share." }));
    assert!(program.does("GET /glossary?word=bread").to_string().contains("What we share."));

    let sheet = "format = 1\nname = \"T\"\nreviewed = true\n[[test]]\nclause = \"1\"\n[[test.case]]\nverdict = \"allowed\"\n";
    let own = program.makes("POST /licences", &json!({ "name": "Sample terms", "sheet": sheet }));
    program.orders(
        &format!("PATCH /licences/{own}"),
        &json!({ "add_links": ["https://kitchen.example/terms"] }),
    );
    assert_eq!(program.does(&format!("GET /licences/{own}")), node.ask(&["licence", "show", &own]));
    let asked = json!({ "question": { "licence": "CC0-1.0" } });
    assert_eq!(program.orders("POST /questions", &asked)["answer"], "allowed");
}

#[test]
fn what_we_say_of_ourselves_is_changed() {
    let node = organisation("Sample Bakery");
    let program = Program::of(&node);
    let set = json!({ "set": { "place": "Lille", "skills": ["baking", "bookkeeping"] } });
    program.orders("PATCH /profile", &set);
    let profile = node.ask(&["profile"]);
    assert_eq!(program.does("GET /profile"), profile);
    assert_eq!(profile["fields"]["skills"], json!(["baking", "bookkeeping"]));
    program.orders("PATCH /profile", &json!({ "set": { "place": "" } }));
    assert_eq!(node.ask(&["profile"])["fields"].get("place"), None);
    assert_eq!(program.does("GET /privacy")["agent"], json!(agent(&node)));
}

#[test]
fn lists_are_taken_in_and_listings_told_apart() {
    let node = organisation("Sample Federation");
    let program = Program::of(&node);
    let row = |row: usize, name: &str| {
        json!({ "row": row, "kind": "listing", "source_key": name, "fields": [
            { "name": "name", "language": "en", "value": name }, { "name": "place", "value": "Lille" } ] })
    };
    let rows = json!([row(1, "Sample Ovens"), row(2, "Sample Owens")]);
    let tried = program.orders("POST /imports/rows", &json!({ "rows": rows, "dry_run": true }));
    assert_eq!(
        (&tried["added"], program.does("GET /records?kind=listing")["items"].clone()),
        (&json!(2), json!([]))
    );
    assert_eq!(program.orders("POST /imports/rows", &json!({ "rows": rows }))["added"], 2);
    assert_eq!(program.orders("POST /imports/rows", &json!({ "rows": rows }))["unchanged"], 2);
    node.wait_until("both are listed", |node| ids(&node.ask(&["list", "--kind", "listing"])).len() == 2);
    let listed = program.does("GET /records?kind=listing");
    let [one, other] = ids(&listed)[..] else { panic!("{listed}") };
    program.does(&format!("PUT /listings/{one}/same/{other}"));
    program.does(&format!("DELETE /listings/{one}/same/{other}"));
    assert_eq!(program.does("GET /duplicates?limit=5"), node.ask(&["duplicates", "--limit", "5"]));

    // Another's listing is claimed.
    let bakery = organisation("Sample Ovens");
    bring(&node, &bakery);
    let claiming = Program::of(&bakery);
    let claimed = claiming.orders(&format!("PUT /listings/{one}/claim"), &json!({ "take": true }));
    assert_eq!(claimed["taken"]["place"], "Lille");
    assert_eq!(claiming.does(&format!("DELETE /listings/{one}/claim"))["outcome"], "withdrawn");

    let garden = node.introduce("Sample Garden");
    let introduced = json!({ "rows": [{ "row": 1, "agent": garden }] });
    assert_eq!(program.orders("POST /imports/introductions", &introduced)["added"], 1);
    let confirmed = json!({ "rows": [{ "row": 1, "confirm": { "agent": garden, "fact": "worker_owned" } }] });
    assert_eq!(program.orders("POST /imports/confirmations", &confirmed)["added"], 1);
    let nothing = program.orders("POST /imports/items", &json!({ "items": ["00"] }));
    assert!(nothing[0].get("invalid").is_some(), "{nothing}");
    // More than an order takes: lists are longer.
    let long = json!({ "items": vec!["00".repeat(512); 2048] });
    assert_eq!(program.tries("POST /imports/items", &long).status, 200);
}

#[test]
fn members_and_their_decisions_are_told_and_changed() {
    let node = organisation("Sample Bakery");
    let program = Program::of(&node);
    let members = program.does("GET /members");
    assert_eq!(members, node.ask(&["members", "list"]));
    let key = members["members"][0]["key"].as_str().unwrap();
    program.orders(&format!("PUT /members/{}/name", &key[key.len() - 12..]), &json!({ "name": "Ana" }));
    assert_eq!(node.ask(&["members", "list"])["members"][0]["name"], "Ana");
    assert!(program.orders("POST /members/invitations", &json!({}))["link"].is_string());
    assert_eq!(program.does("GET /members/log"), node.ask(&["members", "log"]));
    program.orders("PATCH /members/rules", &json!({ "consent": ["licence"] }));
    assert_eq!(node.ask(&["members", "list"])["by_consent"], json!(["licence"]));
    assert_eq!(
        program.orders("POST /members/recovery-cards", &json!({ "cards": 2 }))["recovery_cards"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    program.does("POST /members/rotate");
    assert_ne!(node.ask(&["members", "list"])["members"][0]["key"], json!(key));

    // A new member is added by a code; from then on a licence takes both, and one proposal waits.
    let joining = Node::new();
    bring(&node, &joining);
    let joined = joining.ask(&["members", "join", &agent(&node), "--no-passphrase"]);
    let book = program.makes("POST /resources", &json!({ "title": "How we bake", "licence": "PPL" }));
    program.orders("POST /members", &json!({ "code": joined["code"], "name": "Ben" }));
    assert_eq!(node.ask(&["members", "list"])["threshold"], 2);
    program.orders(&format!("PATCH /resources/{book}"), &json!({ "licence": "CC-BY-SA-4.0" }));
    let proposals = program.does("GET /proposals");
    assert_eq!(proposals, node.ask(&["proposals"]));
    let proposal = proposals["items"][0]["change"].as_str().unwrap();
    program.orders(&format!("PUT /proposals/{proposal}/objection"), &json!({ "reason": "not yet" }));
    assert!(program.does("GET /proposals").to_string().contains("not yet"));
    program.does(&format!("DELETE /proposals/{proposal}/objection"));
    assert_eq!(says(&node, &book, "licence"), "PPL");

    let code = program.does("POST /seats/invitations");
    assert!(code["code"].is_string());
    assert_eq!(program.does("GET /seats")["seats"], json!([]));
    assert_eq!(program.tries("DELETE /seats/Ben", &Value::Null).status, 404);
}

#[test]
fn nodes_find_each_other_by_a_link() {
    let (inviting, joining) = (organisation("Sample Federation"), organisation("Sample Bakery"));
    let (host, guest) = (Program::of(&inviting), Program::of(&joining));
    let link = host.orders("POST /invitations", &json!({ "peers": [inviting.address()] }))["link"].clone();
    let joined = guest.orders("POST /joins", &json!({ "link": link }));
    assert!(!joined["peers"].as_array().unwrap().is_empty(), "{joined}");
    joining.wait_until("the other's records came", |_| {
        guest.tries(&format!("GET /records/{}", agent(&inviting)), &Value::Null).status == 200
    });
    assert!(guest.does("GET /joins").is_object());
    let followed = guest.does("GET /following");
    assert_eq!(followed["items"][0]["agent"], json!(agent(&inviting)));
}

//! `commons contribute`, `acknowledge`, `question`, `reply`, `inbox`, `contributions`, `statement`: who says what of
//! whose work.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

/// Carries all that one node holds to another.
fn bring(from: &Node, to: &Node) {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle");
    from.ask(&["export", bundle.to_str().unwrap()]);
    to.ask(&["import", bundle.to_str().unwrap()]);
}

fn agent(node: &Node) -> String {
    node.status()["agent"].as_str().unwrap().to_owned()
}

fn waits(node: &Node) -> Vec<(String, String)> {
    let inbox = node.ask(&["inbox"]);
    let items = inbox["items"].as_array().unwrap();
    assert_eq!(inbox["total"], items.len());
    assert_eq!(node.status()["inbox"]["total"], inbox["total"], "status says how much");
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    items.iter().map(|one| (text(one, "what"), text(one, "id"))).collect()
}

fn one(what: &str, id: &str) -> Vec<(String, String)> {
    vec![(what.to_owned(), id.to_owned())]
}

#[test]
fn a_contribution_says_what_others_can_read_too() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let fields = |more: &[&str]| {
            let answer = node.ask(&[&["contribute", "--to", &to], more].concat());
            node.ask(&["show", &id(&answer)])["fields"].clone()
        };
        let known = fields(&[
            "--role",
            "Writing - Review & Editing",
            "--action",
            "deliverService",
            "--paid",
            "--donated",
            "--quantity",
            "40",
            "--unit",
            "Meal",
        ]);
        assert_eq!(
            known,
            json!({
                "to": to, "role": "reviewing and editing a text", "action": "deliver-service",
                "payment": "mixed", "quantity": 40, "unit": "meal",
            })
        );
        let own_words = fields(&["--role", "Minding the oven", "--action", "keep warm", "--donated"]);
        assert_eq!(
            (&own_words["role"], &own_words["action"]),
            (&json!("Minding the oven"), &json!("keep-warm"))
        );
        assert_eq!(own_words["payment"], "donated");
        let bare = fields(&["--role", "code", "--track", "care"]);
        assert_eq!(
            (&bare["payment"], &bare["quantity"]),
            (&Value::Null, &Value::Null),
            "measuring is not required"
        );
        let base = ["contribute", "--to", &to, "--role", "code"];
        for (more, words) in [
            (&["--quantity", "3"][..], "--unit"),
            (&["--unit", "day"], "--quantity"),
            (&["--hours", "1", "--quantity", "3", "--unit", "day"], "--hours"),
            (&["--quantity", "-3", "--unit", "day"], "-3"),
        ] {
            must_refuse(node, &[&base[..], more].concat(), "usage", words);
        }
        let roles = node.ask(&["contribute", "--roles"]);
        let credit =
            roles["roles"].as_array().unwrap().iter().filter(|role| role["list"] == "credit").count();
        assert_eq!(credit, 14);
    });
}

#[test]
fn a_contribution_awaits_its_steward_until_it_is_acknowledged_or_questioned() {
    without_and_with_a_running_node(|node| {
        let kitchen = Node::organisation("Sample Kitchen");
        found(node);
        let guide = node.publish("A guide");
        bring(node, &kitchen);
        let to_guide = id(&kitchen.ask(&["contribute", "--to", &guide, "--role", "code"]));
        bring(&kitchen, node);
        assert_eq!(waits(node), one("contribution", &to_guide));
        let first = node.ask(&["inbox"])["items"][0].clone();
        assert_eq!((&first["stranger"], &first["role"]), (&json!(true), &json!("code")));
        assert_eq!(first["about"]["id"], guide.as_str());
        node.ask(&["follow", &agent(&kitchen)]);
        assert_eq!(node.ask(&["inbox"])["items"][0]["stranger"], false);
        assert_eq!(node.ask(&["inbox"])["of_strangers"], 0);

        let said = node.ask(&["acknowledge", &to_guide, "--note", "Well done."]);
        assert_eq!(said["outcome"], "added");
        assert_eq!(waits(node), []);
        assert_eq!(node.ask(&["acknowledge", &to_guide])["outcome"], "unchanged");
        let shown = node.ask(&["show", &to_guide])["acknowledged_by"].clone();
        assert_eq!((&shown[0]["id"], &shown[0]["steward"]), (&said["id"], &json!(true)));
        assert_eq!((&shown[0]["note"], &shown[1]), (&json!("Well done."), &Value::Null));

        assert_eq!(node.ask(&["acknowledge", &to_guide, "--withdraw"])["outcome"], "withdrawn");
        assert_eq!(node.ask(&["acknowledge", &to_guide, "--withdraw"])["outcome"], "unchanged");
        assert_eq!(node.ask(&["show", &to_guide])["acknowledged_by"], json!([]));
        assert_eq!(waits(node), one("contribution", &to_guide), "what is taken back is to be answered again");
        let again = node.ask(&["acknowledge", &to_guide]);
        assert_eq!(
            (&again["id"], &again["outcome"]),
            (&said["id"], &json!("renewed")),
            "one statement speaks"
        );

        // To the organisation itself.
        let to_us = id(&kitchen.ask(&["contribute", "--to", &agent(node), "--role", "childcare"]));
        bring(&kitchen, node);
        assert_eq!(waits(node), one("contribution", &to_us));
        must_refuse(&kitchen, &["acknowledge", &to_us], "invalid", "their own contribution");
        node.ask(&["block", &agent(&kitchen)]);
        assert_eq!(waits(node), [], "nothing awaits us of those whom we block");
    });
}

#[test]
fn strangers_come_last_and_do_not_fill_the_inbox() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = node.publish("A guide");
        let [friend, quiet, loud] = ["Friend", "Quiet", "Loud"].map(Node::organisation);
        for from in [&friend, &quiet, &loud] {
            bring(node, from);
            for _ in 0..if std::ptr::eq(from, &loud) { 25 } else { 1 } {
                from.ask(&["contribute", "--to", &guide, "--role", "code"]);
            }
            bring(from, node);
        }
        node.ask(&["follow", &agent(&friend)]);
        let inbox = node.ask(&["inbox"]);
        let by: Vec<&str> = inbox["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["agent_name"].as_str().unwrap())
            .collect();
        assert_eq!(by, ["Friend", "Loud", "Loud", "Loud", "Quiet"], "the last to come first, of each three");
        assert_eq!((&inbox["total"], &inbox["of_strangers"]), (&json!(27), &json!(26)));
        assert_eq!(inbox["more"], true);
        let words = node.ask_in_words(&["inbox"]);
        assert!(words.contains("And 22 more"), "{words}");
    });
}

#[test]
fn an_agreement_a_licence_and_a_proposal_await_whom_they_concern() {
    without_and_with_a_running_node(|node| {
        node.ask(&["init", "--organisation", "Two", "--no-passphrase", "--keys", "2"]);
        let kitchen = Node::organisation("Sample Kitchen");
        let guide = node.publish("A guide");
        bring(node, &kitchen);
        let contribute = ["contribute", "--to", &guide, "--role", "translation", "--my-part-under", "PPL"];
        let part = id(&kitchen.ask(&contribute));
        let propose = [
            "agreement",
            "propose",
            "--with",
            &agent(node),
            "--name",
            "Bread for books",
            "--allow",
            "anything",
        ];
        let agreement = id(&kitchen.ask(&propose));
        bring(&kitchen, node);
        let mut both = [("agreement".to_owned(), agreement), ("contribution".to_owned(), part.clone())];
        let mut waiting = waits(node);
        waiting.sort();
        both.sort();
        assert_eq!(waiting, both);
        assert_eq!(node.ask(&["inbox"])["proposals"], 0);
        node.ask(&["acknowledge", &part]);
        node.ask(&["edit", &guide, "--licence", "CC-BY-SA-4.0"]);
        assert_eq!(node.ask(&["inbox"])["proposals"], 1);
        assert_eq!(node.status()["inbox"]["proposals"], 1);
        assert!(node.ask_in_words(&["inbox"]).contains("commons proposals"));

        let press = Node::organisation("Sample Press");
        let book = press.publish("A book");
        bring(&press, &kitchen);
        let chapter =
            id(&kitchen.ask(&["contribute", "--to", &book, "--role", "a chapter", "--my-part-under", "PPL"]));
        bring(&kitchen, &press);
        press.ask(&["acknowledge", &chapter]);
        press.ask(&["edit", &book, "--licence", "CC-BY-SA-4.0"]);
        bring(&press, &kitchen);
        assert_eq!(waits(&kitchen), one("part", &chapter));
        kitchen.ask(&["contribute", "--change", &chapter, "--my-part-under", "CC-BY-SA-4.0"]);
        assert_eq!(waits(&kitchen), []);
    });
}

#[test]
fn a_question_awaits_a_reply_and_the_reply_whoever_asked() {
    without_and_with_a_running_node(|node| {
        let kitchen = Node::organisation("Sample Kitchen");
        found(node);
        let guide = node.publish("A guide");
        bring(node, &kitchen);
        let done = id(&kitchen.ask(&["contribute", "--to", &guide, "--role", "code"]));
        bring(&kitchen, node);
        must_refuse(node, &["question", &done], "usage", "--reason");
        must_refuse(node, &["question", &done, "--reason", " "], "usage", "reason");
        must_refuse(node, &["question", &guide, "--reason", "Ours?"], "invalid", "your own");
        must_refuse(node, &["question", &done, "--fact", "kind", "--reason", "x"], "usage", "facts");
        must_refuse(node, &["question", &done, "--withdraw"], "not-found", "have not questioned");
        let question = id(&node.ask(&["question", &done, "--reason", "Which code?"]));
        assert_eq!(waits(node), [], "what is questioned is answered");
        must_refuse(node, &["question", &question, "--reason", "x"], "invalid", "replied to");
        must_refuse(node, &["reply", &question, "--text", "Ours."], "invalid", "record of others");
        must_refuse(node, &["reply", &done, "--text", "Ours."], "invalid", "asks nothing");

        bring(node, &kitchen);
        assert_eq!(waits(&kitchen), one("question", &question));
        let reply = id(&kitchen.ask(&["reply", &question, "--text", "The oven timer."]));
        assert_eq!(waits(&kitchen), []);
        bring(&kitchen, node);
        assert_eq!(waits(node), one("reply", &reply));
        let shown = node.ask(&["show", &done])["questions"][0].clone();
        assert_eq!(
            (&shown["reason"], &shown["reply"]["text"]),
            (&json!("Which code?"), &json!("The oven timer."))
        );

        // By the id of what was questioned, too.
        node.ask(&["question", &done, "--withdraw"]);
        assert_eq!(node.ask(&["show", &done])["questions"], json!([]));
        assert_eq!(waits(node), one("contribution", &done));

        let about = id(&node.ask(&[
            "question",
            &agent(&kitchen),
            "--fact",
            "worker owned",
            "--reason",
            "A fund owns half of it.",
        ]));
        bring(node, &kitchen);
        assert_eq!(waits(&kitchen), one("question", &about));
        let shown = kitchen.ask(&["show", &agent(&kitchen)])["questions"][0].clone();
        assert_eq!((&shown["id"], &shown["fact"]), (&json!(about), &json!("worker_owned")));
        node.ask(&["question", &about, "--withdraw"]);
        bring(node, &kitchen);
        assert_eq!(waits(&kitchen), [], "a question that was taken back awaits nobody");
    });
}

#[test]
fn a_correction_takes_the_place_of_what_it_corrects() {
    without_and_with_a_running_node(|node| {
        let kitchen = Node::organisation("Sample Kitchen");
        found(node);
        let guide = node.publish("A guide");
        bring(node, &kitchen);
        let wrong = id(&kitchen.ask(&["contribute", "--to", &guide, "--role", "code", "--hours", "80"]));
        let right = id(&kitchen.ask(&["contribute", "--corrects", &wrong[..8], "--hours", "8"]));
        bring(&kitchen, node);
        assert_eq!(waits(node), one("contribution", &right));
        assert_eq!(node.ask(&["show", &wrong])["corrected_by"], right.as_str());
        let fields = node.ask(&["show", &right])["fields"].clone();
        assert_eq!(
            fields,
            json!({"to": guide, "role": "code", "corrects": wrong, "quantity": 8, "unit": "hour"})
        );
        let sum = node.ask(&["contributions", "--to", &guide]);
        assert_eq!((&sum["count"], &sum["corrected"]), (&json!(1), &json!(1)));
        assert_eq!(sum["amounts"], json!([{"amount": 8, "unit": "hour"}]));
        // Nobody corrects what others say.
        must_refuse(node, &["contribute", "--corrects", &right, "--hours", "1"], "invalid", "kept by agent");
        assert_eq!(node.ask(&["acknowledge", &wrong])["corrected_by"], right.as_str());
    });
}

#[test]
fn contributions_are_added_up_by_name_or_time_and_units_are_not_mixed() {
    without_and_with_a_running_node(|node| {
        found(node);
        let (a, b) = (node.publish("A guide"), node.publish("Breads"));
        for (to, role, more) in [
            (&a, "translation", &["--hours", "2.5", "--period", "March 2026", "--paid"][..]),
            (&b, "translation", &["--hours", "40", "--period", "2025", "--track", "love"]),
            (&b, "code", &["--quantity", "3", "--unit", "day", "--track", "care", "--period", "last winter"]),
            (&b, "art", &[]),
        ] {
            node.ask(&[&["contribute", "--to", to, "--role", role], more].concat());
        }
        node.ask(&["contribute", "--to", &a, "--role", "a draft", "--draft"]);
        let said = |more: &[&str]| -> Vec<(Value, Value)> {
            let answer = node.ask(&[&["contributions"], more].concat());
            let groups = answer["groups"].as_array().unwrap();
            groups.iter().map(|group| (group["said"].clone(), group["count"].clone())).collect()
        };
        assert_eq!(
            said(&[]),
            [(json!("art"), json!(1)), (json!("code"), json!(1)), (json!("translation"), json!(2))]
        );
        assert_eq!(
            said(&["--by", "track"]),
            [(json!("love"), json!(1)), (json!("care"), json!(1)), (Value::Null, json!(2))]
        );
        assert_eq!(
            said(&["--by", "period"]),
            [
                (json!("2025"), json!(1)),
                (json!("2026"), json!(1)),
                (json!("last winter"), json!(1)),
                (Value::Null, json!(1))
            ]
        );
        let by_resource = node.ask(&["contributions", "--by", "resource"]);
        assert_eq!(by_resource["groups"][0]["about"]["title"], "A guide", "by name, not by how many");
        assert_eq!(by_resource["groups"][1]["count"], 3);
        assert_eq!(by_resource["count"], 4, "a draft is nobody's business");
        assert_eq!(
            by_resource["amounts"],
            json!([{"amount": 3, "unit": "day"}, {"amount": 42.5, "unit": "hour"}])
        );
        assert_eq!(
            ["paid", "donated", "mixed", "caring"].map(|name| by_resource[name].as_u64()),
            [Some(1), Some(1), Some(0), Some(1)]
        );
        let of_2026 = node.ask(&["contributions", "--since", "2026", "--until", "2026-06"]);
        assert_eq!((&of_2026["count"], &of_2026["undated"]), (&json!(1), &json!(2)));
        assert_eq!(node.ask(&["contributions", "--until", "2026-02"])["count"], 1);
        must_refuse(node, &["contributions", "--since", "spring"], "usage", "a year");
        let words = node.ask_in_words(&["contributions", "--by", "agent"]);
        assert!(
            words.contains("Sample Bakery") && !words.contains('#') && !words.contains('\u{2588}'),
            "{words}"
        );
    });
}

#[test]
fn a_certificate_holds_as_far_as_the_records_say_so() {
    without_and_with_a_running_node(|node| {
        let (kitchen, garden) = (Node::organisation("Sample Kitchen"), Node::organisation("Sample Garden"));
        found(node);
        let guide = node.publish("A guide <b>");
        bring(node, &kitchen);
        let ours =
            id(&kitchen.ask(&["contribute", "--to", &guide, "--role", "code", "--note", "Not for all."]));
        kitchen.ask(&["contribute", "--to", &guide, "--role", "talks"]);
        bring(&kitchen, node);
        bring(&kitchen, &garden);
        let note = ["acknowledge", &ours, "--note", "It runs."];
        node.ask(&note);
        bring(node, &garden);
        garden.ask(&["acknowledge", &ours]);
        [node, &garden].iter().for_each(|from| bring(from, &kitchen));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("certificate.json");
        let file = path.to_str().unwrap();
        let certificate = kitchen.ask(&["statement"]);
        let line = &certificate["contributions"][0];
        assert_eq!((&certificate["not_acknowledged"], &line["says"]["role"]), (&json!(1), &json!("code")));
        assert_eq!(line["acknowledged_by"].as_array().unwrap().len(), 2);
        assert_eq!(line["acknowledged_by"][0]["steward"], true, "the steward comes first");
        assert!(!certificate.to_string().contains("Not for all."), "notes stay out");
        let page = folder.path().join("page.html");
        kitchen.ask_in_words(&["statement", "--html", page.to_str().unwrap()]);
        let page = std::fs::read_to_string(page).unwrap();
        assert!(page.contains(&ours) && page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");

        let check = |on: &Node, certificate: &Value| -> (Option<i32>, Value) {
            std::fs::write(&path, certificate.to_string()).unwrap();
            let output = on.run(&["statement", "--check", file]);
            (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
        };
        bring(&kitchen, node);
        let (code, checked) = check(node, &certificate);
        assert_eq!((code, &checked["holds"]), (Some(0), &json!(true)), "{checked}");
        // On a node that has none of it.
        let (code, checked) = check(&Node::organisation("Sample Press"), &certificate);
        assert_eq!((code, &checked["standing"]), (Some(3), &json!("not-here")), "{checked}");
        // Whatever is put into it that the records do not say.
        let forgeries: [(&str, Value); 7] = [
            ("/contributions/0/says/role", json!("everything")),
            ("/contributions/0/says/quantity", json!(400)),
            ("/contributions/0/acknowledged_by/0/note", json!("A genius.")),
            ("/contributions/0/acknowledged_by/0/steward", json!(false)),
            ("/contributions/0/acknowledged_by/1/steward", json!(true)),
            ("/contributions/0/acknowledged_by/1/agent", json!(agent(node))),
            ("/contributions/0/acknowledged_by", json!([])),
        ];
        for (at, value) in forgeries {
            let mut forged = certificate.clone();
            match forged.pointer_mut(at) {
                Some(place) => *place = value,
                None => forged["contributions"][0]["says"]["quantity"] = value,
            }
            let (code, checked) = check(node, &forged);
            assert_eq!((code, &checked["standing"]), (Some(3), &json!("not-so")), "{at}: {checked}");
        }
        let mut stolen = certificate.clone();
        stolen["agent"] = json!(agent(&garden));
        assert_eq!(check(node, &stolen).1["standing"], "not-so", "another's contributions are not one's own");
        let mut renamed = certificate.clone();
        renamed["contributions"][0]["about"]["title"] = json!("A famous guide");
        assert_eq!(check(node, &renamed).0, Some(3));
        let mut twice = certificate.clone();
        let again = twice["contributions"][0].clone();
        twice["contributions"].as_array_mut().unwrap().push(again);
        assert_eq!(check(node, &twice).1["standing"], "not-so");

        node.ask(&["acknowledge", &ours, "--withdraw"]);
        let (code, checked) = check(node, &certificate);
        assert_eq!((code, &checked["standing"]), (Some(3), &json!("changed")), "{checked}");
        std::fs::write(&path, "{}").unwrap();
        must_refuse(node, &["statement", "--check", file], "invalid", "no certificate");
    });
}

//! `commons show`, `list`, `search`.

use std::collections::{BTreeSet, HashMap};

use commons_identity::{AgentId, EntryId, PublicKey, Signature};
use commons_registry::{Change, Draft, Kind, NetworkId, Signer};
use commons_store::{Store, StoreOptions};
use commons_tests::histories::TestAgent;
use commons_tests::node::{Node, without_and_with_a_running_node};
use commons_tests::random::Random;
use serde_json::{Value, json};

use super::{found, must_refuse};

fn ids(answer: &Value) -> Vec<String> {
    answer["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Every page, one after another, until there is no next.
fn pages(node: &Node, arguments: &[&str]) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut page = arguments.to_vec();
        if let Some(after) = &after {
            page.extend(["--after", after]);
        }
        let answer = node.ask(&page);
        pages.push(ids(&answer));
        match answer["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => return pages,
        }
        assert!(pages.len() < 100, "there is no end to the pages");
    }
}

#[test]
fn list_gives_every_record_once_page_by_page() {
    without_and_with_a_running_node(|node| {
        assert_eq!(node.ask(&["list"]), json!({"items": [], "next": null}));
        found(node);
        let mut published: Vec<String> = (0..12).map(|n| node.publish(&format!("Guide {n}"))).collect();
        published.reverse();
        for (limit, shape) in [("1", vec![1; 12]), ("5", vec![5, 5, 2]), ("6", vec![6, 6]), ("12", vec![12])]
        {
            let pages = pages(node, &["list", "--kind", "resource", "--limit", limit]);
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), shape, "limit {limit}");
            assert_eq!(pages.concat(), published, "the last to come first, none twice, none lost");
        }
        assert_eq!(ids(&node.ask(&["list"])).len(), 13, "of every kind");
        let item = node.ask(&["list", "--limit", "1"])["items"][0].clone();
        assert_eq!((&item["id"], &item["kind"]), (&json!(published[0]), &json!("resource")));
        assert_eq!((&item["title"], &item["licence"]), (&json!("Guide 11"), &json!("PPL")));
        assert_eq!(item["agent_name"], "Sample Bakery");
    });
}

#[test]
fn what_comes_while_one_pages_moves_no_page() {
    without_and_with_a_running_node(|node| {
        found(node);
        let published: Vec<String> = (0..4).map(|n| node.publish(&format!("Guide {n}"))).collect();
        let first = node.ask(&["list", "--kind", "resource", "--limit", "2"]);
        let _late = node.publish("Late");
        node.ask(&["edit", &published[0], "--title", "Edited"]);
        let next = first["next"].as_str().unwrap();
        let second = node.ask(&["list", "--kind", "resource", "--limit", "2", "--after", next]);
        let seen: BTreeSet<String> = ids(&first).into_iter().chain(ids(&second)).collect();
        assert_eq!(seen, published.into_iter().collect());
    });
}

#[test]
fn list_refuses_what_is_no_kind_and_no_place() {
    without_and_with_a_running_node(|node| {
        must_refuse(node, &["list", "--kind", "guide"], "usage", "resource");
        must_refuse(node, &["list", "--limit", "many"], "usage", "many");
        must_refuse(node, &["list", "--limit", "-1"], "usage", "-1");
        must_refuse(node, &["list", "--after", "nowhere"], "usage", "place in a list");
        must_refuse(node, &["search", "word", "--after", "nowhere"], "usage", "place in a list");
        must_refuse(node, &["search"], "usage", "WORDS");
    });
}

#[test]
fn search_finds_words_whatever_their_case_and_accents() {
    without_and_with_a_running_node(|node| {
        found(node);
        let publish = |title: &str, summary: &str| {
            let answer = node.ask(&[
                "publish",
                "--title",
                title,
                "--licence",
                "PPL",
                "--type",
                "guide",
                "--summary",
                summary,
                "--topic",
                "Économie solidaire",
            ]);
            answer["id"].as_str().unwrap().to_owned()
        };
        let cafe = publish("Le Café coopératif", "Ouvrir ensemble");
        let bread = publish("Brot für alle", "STRASSE und Öfen");
        let search = |words: &[&str]| ids(&node.ask(&[&["search"], words].concat()));
        for words in
            [&["cafe"][..], &["CAFÉ"], &["cafe\u{301}"], &["cooper"], &["caf", "coopératif"], &["ouvrir"]]
        {
            assert_eq!(search(words), [cafe.as_str()], "{words:?}");
        }
        assert_eq!(search(&["öfen"]), [bread.as_str()]);
        assert_eq!(search(&["ofen fur"]), [bread.as_str()], "words in one argument are several words");
        assert_eq!(search(&["economie"]).len(), 2, "topics are searched too");
        assert_eq!(search(&["cafe", "brot"]), [""; 0], "all words must be there");
        assert_eq!(search(&["afé"]), [""; 0], "only beginnings of words");
        assert_eq!(search(&["!?"]), [""; 0]);
        let paged = pages(node, &["search", "economie", "--limit", "1"]);
        assert_eq!(paged.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
        // What is no longer said is no longer found.
        node.ask(&["edit", &cafe, "--title", "La Boulangerie"]);
        assert_eq!((search(&["cafe"]), search(&["boulang"])), (vec![], vec![cafe]));
    });
}

#[test]
fn show_takes_an_id_or_its_first_eight_digits() {
    without_and_with_a_running_node(|node| {
        found(node);
        let id = node.publish("A guide");
        let whole = node.ask(&["show", &id]);
        for part in ["id", "kind", "agent", "fields", "conflicts", "heads"] {
            assert!(whole.get(part).is_some(), "{part} is missing: {whole}");
        }
        for prefix in [&id[..8], &id[..9], &id[..63], &id[..8].to_uppercase()] {
            assert_eq!(node.ask(&["show", prefix]), whole, "{prefix}");
        }
        must_refuse(node, &["show", &id[..7]], "usage", "at least the first 8");
        must_refuse(node, &["show", ""], "usage", "at least the first 8");
        must_refuse(node, &["show", "not hexadecimal"], "usage", "not hexadecimal");
        must_refuse(node, &["show", &format!("{id}0")], "usage", &id);
        must_refuse(node, &["show", "../../../etc/passwd"], "usage", "passwd");
        let last = if id.ends_with('0') { "1" } else { "0" };
        must_refuse(node, &["show", &format!("{}{last}", &id[..63])], "not-found", "nothing here");
        // A change stands for the record that it edits.
        node.ask(&["edit", &id, "--title", "Another title"]);
        let head = node.ask(&["show", &id])["heads"][0].as_str().unwrap().to_owned();
        assert_ne!(head, id);
        assert_eq!(node.ask(&["show", &head[..8]])["id"], id.as_str());
    });
}

/// Saves the work of signing what only is tried: the signature is no part of an id.
struct Unsigned(AgentId, EntryId, PublicKey);

impl Signer for Unsigned {
    fn namespace(&self) -> AgentId {
        self.0
    }

    fn entry(&self) -> EntryId {
        self.1
    }

    fn key(&self) -> PublicKey {
        self.2
    }

    fn sign(&self, _: &[u8]) -> Signature {
        Signature::from_bytes([0; 64])
    }
}

/// Two records whose ids begin with the same eight digits: among some hundred thousand there are some.
#[test]
fn a_prefix_that_several_ids_share_is_refused_with_all_of_them() {
    let mut node = Node::new();
    let mut random = Random::from_seed(8);
    let agent = TestAgent::found(&mut random, 1);
    let mut draft = Draft::new(Kind::Resource);
    draft.set_keyed("title", "und", "One of two").unwrap();
    draft.set("licence", "PPL").unwrap();
    let edit = |salt| draft.clone().begin(salt).unwrap();
    let unsigned = Unsigned(agent.id(), agent.genesis.id(), agent.member(0).key());
    let signed = |salt| Change::author(&agent.member(0), edit(salt));
    let mut seen: HashMap<[u8; 4], [u8; 16]> = HashMap::new();
    let pair = loop {
        let salt = random.bytes();
        let id = Change::author(&unsigned, edit(salt)).id();
        let beginning = id.as_bytes()[..4].try_into().unwrap();
        if let Some(earlier) = seen.insert(beginning, salt) {
            break [signed(earlier), signed(salt)];
        }
    };
    std::fs::create_dir_all(node.data()).unwrap();
    let store =
        Store::open(node.data().as_path(), StoreOptions::new(NetworkId::of_name("commons"))).unwrap().0;
    store.ingest(vec![agent.genesis.to_bytes(), pair[0].to_bytes(), pair[1].to_bytes()]).unwrap();
    store.close().unwrap();
    drop(store);

    let whole = pair.map(|change| change.id().to_string());
    let mut said = Vec::new();
    for running in [false, true] {
        if running {
            node.start(&[]);
        }
        must_refuse(&node, &["check", &whole[0][..8]], "usage", "several ids");
        let (_, error) = node.refused(&["show", &whole[0][..8]]);
        let message = error["message"].as_str().unwrap().to_owned();
        assert!(whole.iter().all(|id| message.contains(id)), "{message}");
        assert_eq!(node.ask(&["show", &whole[1]])["id"], whole[1].as_str());
        said.push(message);
    }
    assert_eq!(said[0], said[1]);
}

//! Receipts that somebody wrote by hand: what they cite must be so.

use commons_identity::parse_id;
use commons_registry::{Draft, Kind, NetworkId, RecordId, terms_digest};
use commons_store::{Store, StoreOptions};
use commons_tests::{house::House, node::Node};
use serde_json::json;

/// A reuse record cites an agreement that only its writer ever agreed to: nobody is told that it holds, until the steward agrees.
#[test]
fn an_agreement_that_the_steward_never_accepted_makes_no_receipt_hold() {
    let press = Node::organisation("Sample Press");
    let book = press.ask(&["publish", "--title", "Almanac", "--licence", "CC-BY-NC-4.0", "--type", "guide"]);
    let book = book["id"].as_str().unwrap();
    let heads = press.ask(&["show", book])["heads"].clone();
    let steward = parse_id(press.status()["agent"].as_str().unwrap()).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let forger = House::of(&[(1, 11)], &[40], 7);
    let store = Store::open(folder.path(), StoreOptions::new(NetworkId::of_name("commons"))).unwrap().0;
    let keep = |edit| {
        let change = forger.write(forger.founding(), 1, edit);
        store.ingest(vec![forger.genesis.to_bytes(), change.to_bytes()]).unwrap();
        change.id().as_record()
    };
    let mut terms = Draft::new(Kind::Agreement);
    terms.set_keyed("name", "en", "All is mine").unwrap().set("grants", "[{}]").unwrap();
    for party in [steward, *forger.agent().as_bytes()] {
        terms.set_id("parties", party).unwrap();
    }
    let agreement: RecordId = keep(terms.begin([1; 16]).unwrap());
    let proposed = store.view(agreement).unwrap().unwrap();
    let digest = terms_digest(&proposed);
    let mut agreed = Draft::new(Kind::Agreement);
    agreed.set("agreed", &digest).unwrap();
    keep(agreed.edit(agreement, &proposed.heads, [2; 16]).unwrap());
    let granted = json!({ "cited_as": format!("agreement {}", agreement.short()), "basis": "agreement", "permission": {} });
    let question = json!({
        "licence": "CC-BY-NC-4.0",
        "use": { "purpose": "commercial", "acts": ["distribute"] },
        "granted": [granted],
    });
    let receipt = json!({
        "receipt": {
            "format": 1, "question": question, "answer": "allowed-with-duties", "duties": [], "reasons": [], "texts": {},
        },
        "heads": heads,
        "agreements": [{ "agreement": agreement, "digest": digest }],
    });
    let mut reuse = Draft::new(Kind::Reuse);
    reuse.set_id("of", parse_id(book).unwrap()).unwrap();
    reuse.set_keyed("title", "en", "A shop").unwrap().set("receipt", &receipt.to_string()).unwrap();
    let forged = keep(reuse.begin([3; 16]).unwrap()).to_string();
    let bundle = folder.path().join("bundle");
    store.export(std::fs::File::create(&bundle).unwrap()).unwrap();

    press.ask(&["import", bundle.to_str().unwrap()]);
    assert_eq!(press.ask(&["reuse", "show", &forged])["standing"], "terms-not-held");
    press.ask(&["agreement", "accept", &agreement.to_string()]);
    assert_eq!(press.ask(&["reuse", "show", &forged])["standing"], "holds", "by what both agreed to");
}

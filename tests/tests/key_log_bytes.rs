//! The bytes of what follows a founding entry, from fixed keys: a promise to every other node.
//!
//! `key_log_bytes.hex` holds a name and the envelope in hex on each line. What is new is added there; what is there
//! already never changes within a version.

use commons_identity::Erased;
use commons_tests::house::{Draft, House, key_set, signed};

/// Every envelope, by what it is.
fn envelopes() -> Vec<(&'static str, Vec<u8>)> {
    // Members 1, 2 and 3, whose next keys are 11, 12 and 13; card 40.
    let house = House::of(&[(1, 11), (2, 12), (3, 13)], &[40], 0x5a);
    let founding = house.founding();
    let removal = Draft::rotation(founding, key_set(&[(1, 11), (2, 12)], &[40]))
        .keeping([[0x22; 32], [0x11; 32]])
        .sealing([[0x33; 32]]);
    let entry = house.rotate(&removal, &[11, 12]);
    let recovery = Draft::recovery(founding, key_set(&[(4, 14)], &[41]));
    let mut envelopes = vec![
        ("founding", house.genesis.to_bytes()),
        ("rotation", entry.to_bytes()),
        ("recovery", house.rotate(&recovery, &[40]).to_bytes()),
        ("tombstone of a record", house.erase(founding, Erased::Record([0x44; 32]), &[11, 13]).to_bytes()),
        ("tombstone of everything", house.erase(founding, Erased::Agent, &[11, 13]).to_bytes()),
        ("settlement", house.settle(entry.id(), founding, &[40]).to_bytes()),
    ];
    let names = ["roll of what is kept", "roll of what was approved"];
    envelopes
        .extend(names.into_iter().zip(house.rolls(&removal).iter().map(commons_identity::Roll::to_bytes)));
    envelopes
}

#[test]
fn the_envelopes_have_the_bytes_that_other_nodes_expect() {
    let found: String = envelopes()
        .into_iter()
        .map(|(name, bytes)| {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{name}: {hex}\n")
        })
        .collect();
    assert_eq!(found, include_str!("key_log_bytes.hex"));
}

#[test]
fn each_reads_back_as_what_it_is() {
    for (name, bytes) in envelopes() {
        let item = commons_registry::Item::decode(&bytes).unwrap();
        assert_eq!(item.to_bytes(), bytes, "{name}");
    }
    // Signatures beyond those that matter are part of the envelope, not of the id.
    let house = House::of(&[(1, 11), (2, 12), (3, 13)], &[40], 0x5a);
    let removal = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40]));
    let content = removal.rotation.content(house.agent());
    assert_eq!(signed(content.clone(), &[11, 12]).id(), signed(content, &[12, 13]).id());
}

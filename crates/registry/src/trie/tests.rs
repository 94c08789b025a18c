use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A key from a small universe whose keys share long prefixes and part at odd and even nibbles.
fn small_key(seed: u16) -> ItemKey {
    let mut bytes = [0; 64];
    bytes[0] = (seed & 0x3) as u8;
    bytes[31] = (seed >> 2 & 0x11) as u8;
    bytes[40] = (seed >> 4 & 0xf3) as u8;
    bytes[63] = (seed >> 9) as u8;
    ItemKey::from_bytes(bytes)
}

fn key_strategy() -> impl Strategy<Value = ItemKey> {
    prop_oneof![any::<u16>().prop_map(small_key), any::<[u8; 64]>().prop_map(ItemKey::from_bytes)]
}

fn model_strategy() -> impl Strategy<Value = BTreeMap<ItemKey, u64>> {
    prop::collection::btree_map(key_strategy(), any::<u64>(), 0..120)
}

fn from_model(model: &BTreeMap<ItemKey, u64>) -> Trie {
    Trie::from_sorted(model.iter().map(|(key, label)| (*key, *label))).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

proptest! {
    #[test]
    fn neither_order_nor_way_of_building_matters(
        keys in prop::collection::vec((key_strategy(), any::<u64>()), 0..120),
        rotation in any::<prop::sample::Index>(),
    ) {
        let model: BTreeMap<_, _> = keys.iter().copied().collect();
        let bulk = from_model(&model);
        let one_by_one: Trie = keys.iter().copied().collect();
        let mut rotated = keys.clone();
        if !rotated.is_empty() {
            let by = rotation.index(rotated.len());
            rotated.rotate_left(by);
        }
        let other_order: Trie = rotated.into_iter().rev().collect();
        prop_assert_eq!(bulk.root(), one_by_one.root());
        prop_assert_eq!(bulk.root(), other_order.root());
        prop_assert_eq!(bulk.len(), model.len() as u64);
        prop_assert_eq!(one_by_one.iter().collect::<Vec<_>>(), model.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn it_answers_as_a_map_does(
        steps in prop::collection::vec((any::<bool>(), any::<u16>().prop_map(|seed| small_key(seed % 64)), any::<u64>()), 0..200),
    ) {
        let mut model = BTreeMap::new();
        let mut trie = Trie::new();
        for (add, key, label) in steps {
            let snapshot = trie.clone();
            let root = snapshot.root();
            if add {
                prop_assert_eq!(trie.insert(key, label), model.insert(key, label));
            } else {
                prop_assert_eq!(trie.remove(&key), model.remove(&key));
            }
            prop_assert_eq!(trie.get(&key), model.get(&key).copied());
            prop_assert_eq!(trie.contains(&key), model.contains_key(&key));
            prop_assert_eq!(trie.root(), from_model(&model).root());
            prop_assert_eq!(Trie::from_sorted(&snapshot).unwrap().root(), root, "a snapshot never moves");
        }
    }

    #[test]
    fn removing_undoes_inserting(model in model_strategy(), key in key_strategy()) {
        let before = from_model(&model);
        let mut after = before.clone();
        if after.insert(key, 1).is_none() {
            prop_assert_ne!(before.root(), after.root());
            prop_assert_eq!(after.remove(&key), Some(1));
        }
        prop_assert_eq!(before.root(), after.root());
        prop_assert_eq!(before.len(), after.len());
    }

    #[test]
    fn roots_are_equal_only_for_equal_sets(a in any::<u8>(), b in any::<u8>()) {
        let subset = |mask: u8| (0..8).filter(|bit| mask & 1 << bit != 0).map(|bit| (small_key(bit * 37), 0)).collect::<Trie>();
        prop_assert_eq!(subset(a).root() == subset(b).root(), a == b);
    }

    #[test]
    fn a_view_shows_the_trie_of_the_keys_under_its_prefix(
        model in model_strategy(),
        key in key_strategy(),
        pick in any::<prop::sample::Index>(),
        length in 0..=KEY_NIBBLES,
    ) {
        let trie = from_model(&model);
        let near = if model.is_empty() { key } else { *model.keys().nth(pick.index(model.len())).unwrap() };
        for prefix in [Prefix::of(&key, length), Prefix::of(&near, length)] {
            let under: Vec<_> = model.iter().filter(|(key, _)| prefix.contains(key)).map(|(k, l)| (*k, *l)).collect();
            prop_assert_eq!(trie.keys_under(&prefix).collect::<Vec<_>>(), under.clone());
            let Some(view) = trie.node_at(&prefix) else {
                prop_assert!(under.is_empty());
                continue;
            };
            let alone = Trie::from_sorted(under.clone()).unwrap();
            prop_assert_eq!(view.hash(), *alone.root().as_bytes());
            prop_assert_eq!(view.count(), under.len() as u64);
            prop_assert!(prefix.covers(&view.prefix()));
            match view.kind() {
                NodeKind::Leaf { key, label } => {
                    prop_assert_eq!(&[(key, label)][..], &under[..]);
                    prop_assert_eq!(leaf_hash(&key), view.hash());
                }
                NodeKind::Branch { children } => {
                    prop_assert!(children.len() >= 2);
                    prop_assert_eq!(children.iter().map(|child| child.count).sum::<u64>(), view.count());
                    for child in &children {
                        let below = trie.node_at(&view.prefix().child(child.nibble).unwrap()).unwrap();
                        prop_assert_eq!((below.count(), below.hash()), (child.count, child.hash));
                    }
                    prop_assert_eq!(branch_hash(&view.prefix(), children), view.hash());
                }
            }
        }
    }

    #[test]
    fn a_prefix_has_one_way_to_be_written(key in key_strategy(), length in 0..=KEY_NIBBLES) {
        let prefix = Prefix::of(&key, length);
        prop_assert_eq!(Prefix::from_packed(length, prefix.packed()), Ok(prefix));
        prop_assert!(prefix.contains(&key));
        if let Some(child) = (length < KEY_NIBBLES).then(|| prefix.child(prefix::nibble(&key, length))).flatten() {
            prop_assert_eq!(child, Prefix::of(&key, length + 1));
            prop_assert!(prefix.covers(&child) && !child.covers(&prefix));
        }
    }
}

#[test]
fn keys_out_of_order_are_refused() {
    let (low, high) = (small_key(1), small_key(2));
    assert_eq!(Trie::from_sorted([(high, 0), (low, 0)]), Err(Unsorted { key: low }));
    assert!(Trie::from_sorted([(low, 0), (low, 0)]).is_err());
}

#[test]
fn malformed_prefixes_are_refused() {
    assert_eq!(Prefix::from_packed(129, &[0; 65]), Err(PrefixError::TooLong { found: 129 }));
    assert_eq!(Prefix::from_packed(3, &[0; 3]), Err(PrefixError::Length { nibbles: 3, found: 3 }));
    assert_eq!(Prefix::from_packed(3, &[0x12, 0x34]), Err(PrefixError::Padding));
}

/// These bytes are in docs/protocol/sync.md; other implementations are tested against them.
#[test]
fn the_hashes_are_those_of_the_protocol() {
    let a = ItemKey::from_bytes([0x11; 64]);
    let b = ItemKey::from_bytes(core::array::from_fn(|at| if at < 2 { 0x11 } else { 0x2a }));
    let c = ItemKey::from_bytes([0xf0; 64]);
    let root = |keys: &[ItemKey]| hex(keys.iter().map(|key| (*key, 0)).collect::<Trie>().root().as_bytes());
    assert_eq!(
        [root(&[]), root(&[a]), root(&[a, b]), root(&[c, b, a])],
        [
            "a24b47ad96f9ae9b000aea6f315a8bff75ee5fc2d35d28a305078be85d2d9d71",
            "3529520f49da6d17569a86c6555c4a0693f25ad550ae1b6831badec4c93785b2",
            "dfc8e691efa9aae603b3dc598dc0bea9558bf680ccc774897af6118a8d63f438",
            "bb297b2a86cece6aa5fc9c818b463fd8ada837fcf848de13ce70cb13ae92794c",
        ]
    );
}

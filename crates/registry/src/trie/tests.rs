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
    prop::collection::btree_map(key_strategy(), any::<u64>(), 0..300)
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
        keys in prop::collection::vec((key_strategy(), any::<u64>()), 0..300),
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
            prop_assert_eq!(Trie::from_sorted(snapshot.iter()).unwrap().root(), root, "a snapshot never moves");
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
    fn a_snapshot_shows_the_keys_under_a_prefix_and_what_holds_them(
        model in model_strategy(),
        key in key_strategy(),
        pick in any::<prop::sample::Index>(),
        length in 0..=KEY_NIBBLES,
    ) {
        let snapshot = from_model(&model).snapshot();
        let near = if model.is_empty() { key } else { *model.keys().nth(pick.index(model.len())).unwrap() };
        for prefix in [Prefix::of(&key, length), Prefix::of(&near, length), Prefix::of(&near, length % 4)] {
            let under: Vec<_> = model.iter().filter(|(key, _)| prefix.contains(key)).map(|(k, l)| (*k, *l)).collect();
            let count = under.len() as u64;
            let hash = set_hash(&under).unwrap_or_else(empty_root);
            prop_assert_eq!(snapshot.holds(&prefix, count, &hash), count > 0);
            prop_assert!(!snapshot.holds(&prefix, count + 1, &empty_root()));
            match snapshot.show(&prefix) {
                Shown::Nothing => prop_assert!(under.is_empty()),
                Shown::Keys(keys) => {
                    prop_assert!(count <= BUCKET);
                    prop_assert_eq!(keys, under);
                }
                Shown::Branch { prefix: found, children } => {
                    prop_assert!(count > BUCKET);
                    prop_assert!(prefix.covers(&found));
                    prop_assert!(children.len() >= 2);
                    prop_assert_eq!(children.iter().map(|child| child.count).sum::<u64>(), count);
                    for child in &children {
                        let below = found.child(child.nibble).unwrap();
                        prop_assert!(snapshot.holds(&below, child.count, &child.hash));
                        let keys: Vec<_> = under.iter().filter(|(key, _)| below.contains(key)).copied().collect();
                        prop_assert_eq!(set_hash(&keys), Some(child.hash));
                    }
                    prop_assert_eq!(branch_hash(&found, children), hash);
                }
                Shown::Moved => prop_assert!(false, "nothing moved"),
            }
        }
    }

    #[test]
    fn an_outline_is_refreshed_as_if_built_anew_and_its_branches_are_told(
        steps in prop::collection::vec(prop::collection::btree_map(key_strategy(), any::<bool>(), 0..150), 1..8),
    ) {
        let mut model = BTreeMap::new();
        let mut outline = Outline::new();
        let mut rows: BTreeMap<Prefix, Branch> = BTreeMap::new();
        for step in steps {
            let touched: Vec<_> = step.keys().copied().collect();
            for (key, add) in step {
                if add { model.insert(key, 0); } else { model.remove(&key); }
            }
            let read = |prefix: &Prefix| Ok::<_, ()>(under(&model, prefix).map(|(key, _)| *key).collect());
            for (prefix, branch) in outline.refresh(&touched, read).unwrap() {
                match branch {
                    Some(branch) => rows.insert(prefix, Branch::clone(&branch)),
                    None => rows.remove(&prefix),
                };
            }
            let keys: Vec<_> = model.keys().copied().collect();
            let anew = Outline::of_sorted(&keys);
            prop_assert_eq!(&outline, &anew);
            prop_assert_eq!((outline.len(), outline.branches()), (keys.len() as u64, anew.branches()));
            prop_assert_eq!(rows.len(), anew.branches());
            let assembled = Outline::assemble(outline.top(), rows.values().cloned()).unwrap();
            prop_assert_eq!(assembled.branches(), anew.branches());
            prop_assert_eq!(assembled.root(), anew.root());
            for branch in rows.values() {
                let again = Branch::of_children(*branch.prefix(), branch.children()).unwrap();
                prop_assert_eq!(&again, branch);
            }
            if rows.len() > 1 {
                prop_assert!(Outline::assemble(outline.top(), rows.values().skip(1).cloned()).is_err());
            }
        }
    }

    #[test]
    fn keys_that_moved_are_not_shown_as_the_snapshot_had_them(model in model_strategy(), key in key_strategy()) {
        struct Now(Vec<ItemKey>);
        impl Keys for Now {
            fn under(&self, prefix: &Prefix) -> Option<Vec<(ItemKey, u64)>> {
                Some(self.0.iter().filter(|key| prefix.contains(key)).map(|key| (*key, 0)).collect())
            }
            fn contains(&self, key: &ItemKey) -> bool {
                self.0.contains(key)
            }
        }
        prop_assume!(!model.is_empty() && !model.contains_key(&key));
        let before: Vec<_> = model.keys().copied().collect();
        let after: Vec<_> = model.keys().copied().chain([key]).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let snapshot = Snapshot::new(Outline::of_sorted(&before), std::sync::Arc::new(Now(after)), 0);
        let mut ahead = vec![Prefix::ROOT];
        let mut moved = 0;
        while let Some(prefix) = ahead.pop() {
            match snapshot.show(&prefix) {
                Shown::Branch { prefix, children } => {
                    ahead.extend(children.iter().filter_map(|child| prefix.child(child.nibble)));
                }
                Shown::Keys(keys) => prop_assert!(keys.iter().all(|(key, _)| model.contains_key(key))),
                Shown::Moved => moved += 1,
                Shown::Nothing => {}
            }
        }
        prop_assert!(moved <= 1, "only the bucket that the key came into moved");
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

//! Nodes in a line, as real processes: lists imported at one end arrive at the other, whatever is killed between.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use commons_tests::node::{Node, real_lists};

/// The real lists, or, where they are not, a made one of the same shape.
fn lists(made: &tempfile::TempDir) -> Vec<PathBuf> {
    if let Some(lists) = real_lists() {
        return lists.to_vec();
    }
    let path = made.path().join("made.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "Identifier,Name,Locality,Website").unwrap();
    for row in 0..2000 {
        writeln!(file, "M{row:05},Made Co-op {row},Made Town {},https://made{row}.example", row % 50)
            .unwrap();
    }
    vec![path]
}

#[test]
fn lists_reach_the_end_of_the_line_though_the_middle_is_killed() {
    let made = tempfile::tempdir().unwrap();
    let mut a = Node::organisation("Sample A");
    let mut b = Node::organisation("Sample B");
    let mut c = Node::new();
    // C is to learn everything by way of B, and not to find A by itself.
    [&a, &b, &c].iter().for_each(|node| node.set("find_peers = false\n"));
    a.start(&[]);
    b.start(&[&a]);
    let b_listens = b.address();
    c.start_at("/ip4/127.0.0.1/tcp/0", std::slice::from_ref(&b_listens));
    let a_listens = a.address();

    let begun = Instant::now();
    let mut imported = 0;
    let lists = lists(&made);
    for (at, list) in lists.iter().enumerate() {
        let mut import = a.command();
        import.arg("import").arg(list);
        let import =
            import.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
        if at == 0 {
            // Half way: B is there, holds some of it, and goes without a word.
            b.wait_until("some of the list on B", |b| b.status()["changes"].as_u64().unwrap() > 500);
            b.kill();
        }
        let output = import.wait_with_output().unwrap();
        assert!(output.status.success());
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        imported += answer["added"].as_u64().unwrap();
    }
    let import_took = begun.elapsed();
    b.start_at(&b_listens, std::slice::from_ref(&a_listens));

    let state = a.state();
    let c_took = c.wait_for_state(&state);
    b.wait_for_state(&state);
    let records = imported as f64;
    println!(
        "imported {imported} records in {import_took:?} ({:.0}/s), with B killed half way",
        records / import_took.as_secs_f64()
    );
    println!("C had all of them {c_took:?} after B came back");
    for (name, node) in [("A", &a), ("B", &b), ("C", &c)] {
        println!("{name}: {} MiB resident", node.resident_kib() / 1024);
    }

    // A stick: a node that was never connected and signs for nobody imports what A exported.
    let bundle = made.path().join("everything.bundle");
    a.ask(&["export", bundle.to_str().unwrap()]);
    let stick = Node::new();
    let answer = stick.ask(&["import", bundle.to_str().unwrap()]);
    assert_eq!(answer["rejected"], serde_json::json!([]));
    assert_eq!(stick.state(), state);
    assert_eq!(stick.status()["agent"], serde_json::Value::Null);

    // The same lists again change nothing.
    for list in &lists {
        let again = a.ask(&["import", list.to_str().unwrap()]);
        assert_eq!((&again["added"], &again["updated"]), (&0.into(), &0.into()), "{again}");
    }
    assert_eq!(a.state(), state);
}

/// How fast a node that has nothing catches up with one that has everything, and what that costs on the wire.
#[test]
fn a_new_node_catches_up_from_nothing() {
    let made = tempfile::tempdir().unwrap();
    let mut a = Node::organisation("Sample A");
    for list in lists(&made) {
        a.ask(&["import", list.to_str().unwrap()]);
    }
    a.start(&[]);
    let state = a.state();
    let changes = a.status()["changes"].as_u64().unwrap();
    let mut b = Node::new();
    let begun = Instant::now();
    b.start(&[&a]);
    b.wait_for_state(&state);
    let took = begun.elapsed();
    let traffic = b.status()["traffic"].clone();
    let bytes = traffic["sync_in"].as_u64().unwrap() + traffic["sync_out"].as_u64().unwrap();
    println!(
        "first sync: {changes} records in {took:?}, start included: {:.0} records/s, {:.0} bytes on the wire a record; resident: A {} MiB, B {} MiB",
        changes as f64 / took.as_secs_f64(),
        bytes as f64 / changes as f64,
        a.resident_kib() / 1024,
        b.resident_kib() / 1024,
    );
    b.stop();
    assert_eq!(b.state(), state, "the folder of a stopped node answers too");
}

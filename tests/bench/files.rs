//! A large file from three peers, one of which sends wrong bytes and one of which dies, beside a plain copy over TCP.

use commons_tests::fetching::{are_same, from_three_peers, plain_copy};

use crate::table::{row, title};

pub(crate) fn measure(bytes: u64) {
    title(
        "files",
        &format!("A file of {} MB from three peers: one spoils it, one is killed", bytes / 1_000_000),
    );
    let story = from_three_peers(bytes, "");
    let [original, arrived] = &story.files;
    assert!(are_same(original, arrived), "it must arrive whole");
    let plain = plain_copy(original, &story.folder.path().join("plain"));
    let rate = |seconds: f64| format!("{:.0} MB/s", bytes as f64 / 1e6 / seconds);
    let (took, plain) = (story.took.as_secs_f64(), plain.as_secs_f64());
    row("`commons fetch`: encrypted, checked, on disk, copied out", &rate(took));
    row("plain copy over TCP, on disk", &rate(plain));
    row("  ours / plain", &format!("{:.2}", plain / took));
    for (who, busy) in ["who fetches", "who goes on serving"].iter().zip(story.busy) {
        row(&format!("  processors kept busy by {who}"), &format!("{:.1} s", busy.as_secs_f64()));
    }
    let [survivor, dead] = story.bytes.map(|bytes| format!("{} MB", bytes / 1_000_000));
    row("from the peer that goes on", &survivor);
    row("from the peer that is killed", &dead);
    for (who, kib) in ["who fetches", "who goes on serving", "who is killed"].iter().zip(story.peak_kib) {
        row(&format!("most resident memory of {who}"), &format!("{} MB", kib / 1000));
    }
}

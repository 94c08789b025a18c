//! What licences say, in plain words.

use commons_tests::node::Node;

use super::get;

#[test]
fn a_licence_is_read_out_clause_by_clause_with_what_was_published_under_it() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish = |title: &str, licence: &str| {
        node.ask(&["publish", "--title", title, "--licence", licence, "--type", "guide"])["id"].to_string()
    };
    publish("How we bake", "PPL");
    publish("How we mill", "CC0-1.0");
    let all = get(&node, "/licences").body;
    for id in ["PPL", "CC-BY-SA-4.0", "GPL-3.0-or-later"] {
        assert!(all.contains(&format!("<a href=\"/licences/{id}\">{id}</a>")), "{id}: {all}");
    }
    for asked in ["/licences/PPL", "/licences/ppl"] {
        let page = get(&node, asked).body;
        for said in [
            "<h1>Peer Production License</h1>",
            "A licence for reciprocity",
            "Commercial use is for worker-owned businesses and collectives, and this is one.",
            "Clause 4(c)(i)",
            "Is the organisation owned by the people who work in it?",
            "only where this holds: whether anyone pays: yes",
            "<small>in all other cases</small>",
            "Say clearly that you changed the work, and how",
            "href=\"https://spdx.org/licenses/PPL\"",
            "How we bake",
        ] {
            assert!(page.contains(said), "{asked}: {said:?} is not on {page}");
        }
        assert!(!page.contains("How we mill"), "{page}");
    }
}

#[test]
fn the_licence_of_a_resource_leads_to_what_it_says() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let shown = |licence: &str| {
        let published =
            node.ask(&["publish", "--title", "How we bake", "--licence", licence, "--type", "guide"]);
        get(&node, &format!("/records/{}", published["id"].as_str().unwrap())).body
    };
    assert!(shown("PPL").contains("<a href=\"/licences/PPL\">PPL</a>"));
    // Of several, and of one that nobody has read, there is no page.
    for other in ["MIT OR Apache-2.0", "LicenseRef-ours"] {
        assert!(!shown(other).contains("<dd dir=\"auto\"><span><a href=\"/licences/"), "{other}");
    }
    let missing = get(&node, "/licences/LicenseRef-ours");
    assert_eq!(missing.status, 404, "{}", missing.body);
}

//! What members see of how their node is, and others do not.

use std::net::TcpListener;

use commons_tests::node::Node;

use super::{Browser, owner};

#[test]
fn members_are_told_what_is_amiss_with_their_node_and_what_to_do_and_strangers_are_not() {
    let mut node = Node::organisation("Sample Bakery");
    // A port at which nobody is any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let gone = format!("/ip4/127.0.0.1/tcp/{port}");
    node.start_at("/ip4/127.0.0.1/tcp/0", std::slice::from_ref(&gone));
    node.wait_until("the other was looked for", |node| node.status()["unreached"][0]["address"] == gone);
    let mut stranger = Browser::at(&node, "/node");
    stranger.shows("connected with no other node");
    for told_to_members in [gone.as_str(), "class=\"items findings\"", "class=\"reach\""] {
        assert!(!stranger.page.body.contains(told_to_members), "{told_to_members}");
    }
    let mut member = owner(&node);
    member.open("/node");
    member.shows(&gone);
    member.shows("Perhaps that node is off");
    member.shows("ask it for an invitation link");
    member.shows("Only nodes on the same machine can reach it.");

    let mut other = Node::new();
    other.start(&[&node]);
    node.wait_until("the other has come", |node| node.status()["reach"]["reached_from"] == "machine");
    node.wait_until("the two are in step", |node| node.status()["connections"][0]["in_step"] == true);
    member.open("/node");
    member.shows("in step: both have the same");
    assert!(!member.page.body.contains("ask it for an invitation link"));
    assert!(node.ask_in_words(&["status"]).contains("reached     from this machine only"));
    stranger.open("/node");
    assert!(!stranger.page.body.contains("in step"));
    assert!(super::super::answer(&node, "/api/v1/status").get("reach").is_none(), "nor over HTTP");
}

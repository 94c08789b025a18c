use commons_network::Keypair;

use super::*;

fn peer(seed: u8, addresses: &[&str]) -> LinkPeer {
    LinkPeer {
        peer: Keypair::ed25519_from_bytes([seed; 32]).unwrap().public().to_peer_id(),
        addresses: addresses.iter().map(|text| DialAddress::new(&text.parse().unwrap()).unwrap()).collect(),
    }
}

fn network() -> Link {
    Link::Network(NetworkLink {
        network: "commons".to_owned(),
        agent: Some(AgentId::from_bytes([0xc0; 32])),
        peers: vec![
            peer(1, &["/ip4/203.0.113.7/tcp/7781", "/ip4/203.0.113.7/udp/7781/quic-v1"]),
            peer(2, &["/dns4/node.example.org/tcp/7781"]),
        ],
        bundle: None,
    })
}

fn member() -> Link {
    Link::Member(MemberLink {
        network: "commons".to_owned(),
        agent: AgentId::from_bytes([0xc0; 32]),
        peers: vec![peer(1, &["/ip4/203.0.113.7/tcp/7781"])],
        name: "Sample Bakery".to_owned(),
    })
}

/// The texts are a promise: docs/protocol/addresses.md shows them.
#[test]
fn links_have_the_text_of_the_protocol() {
    let found = format!("{}\n{}\n", network().encode().unwrap(), member().encode().unwrap());
    assert_eq!(found, include_str!("examples.txt"));
}

#[test]
fn links_survive_the_way_there_and_back() {
    for link in [network(), member()] {
        let text = link.encode().unwrap();
        assert_eq!(Link::parse(&text), Ok(link.clone()));
        // As a QR code has it, and as a chat may wrap it.
        assert_eq!(Link::parse(&text.to_uppercase()), Ok(link.clone()));
        let (left, right) = text.split_at(70);
        assert_eq!(Link::parse(&format!(" <{left}\r\n  {right}>. ")), Ok(link));
        let safe = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || ":?".contains(character)
        };
        assert!(text.chars().all(safe), "{text}");
    }
}

/// A name in a record may be longer than a link has room for, or not have come yet: no link was made then.
#[test]
fn a_link_has_as_much_of_a_name_as_fits() {
    let agent = AgentId::from_bytes([0xc0; 32]);
    let name_of = |name: Option<&str>| MemberLink::name_of(agent, name);
    assert_eq!(name_of(Some("Sample\n Bakery")), "Sample Bakery");
    assert_eq!((name_of(None), name_of(Some("\u{202e} "))), (agent.short(), agent.short()));
    let long = format!("a{}", "é".repeat(MAX_NAME_BYTES));
    let cut = name_of(Some(&long));
    assert!(cut.len() == MAX_NAME_BYTES - 1 && long.starts_with(&cut), "at a letter's end");
    let Link::Member(link) = member() else { unreachable!() };
    assert!(Link::Member(MemberLink { name: cut, ..link }).encode().is_ok());
}

#[test]
fn a_changed_or_missing_letter_is_noticed() {
    let text = network().encode().unwrap();
    for at in 0..text.len() {
        let mut letters: Vec<char> = text.chars().collect();
        letters[at] = if letters[at] == 'x' { 'y' } else { 'x' };
        assert!(Link::parse(&letters.iter().collect::<String>()).is_err(), "{at}");
        assert!(Link::parse(&text[..at]).is_err(), "cut at {at}");
        let mut doubled = text.clone();
        doubled.insert(at, 'a');
        assert!(Link::parse(&doubled).is_err(), "one more at {at}");
    }
    // One kind of link does not pass for the other.
    assert_eq!(Link::parse(&text.replace("join", "member")), Err(LinkError::Garbled));
}

#[test]
fn what_is_no_link_is_told_apart() {
    let text = network().encode().unwrap();
    for (given, expected) in [
        ("", LinkError::NotALink),
        ("https://example.org/", LinkError::NotALink),
        ("commons:join", LinkError::NotALink),
        ("commons:join?", LinkError::Garbled),
        ("commons:join?1", LinkError::Garbled),
        ("commons:join?1!!!", LinkError::Garbled),
        ("commons:dance?1abc", LinkError::Kind("dance".to_owned())),
        ("commons:join?2abc", LinkError::Version('2')),
    ] {
        assert_eq!(Link::parse(given), Err(expected), "{given}");
    }
    assert_eq!(Link::parse(&"a".repeat(5000)), Err(LinkError::TooLong(5000)));
    assert!(matches!(Link::parse(&format!("{text}{}", "a".repeat(1000))), Err(LinkError::TooLong(_))));
}

/// Whoever forges the checksum too still does not get past the reader.
#[test]
fn well_summed_nonsense_is_refused() {
    let forge = |payload: &[u8]| {
        let all = [payload, &checksum("join", payload)].concat();
        Link::parse(&format!("commons:join?1{}", BASE32_NOPAD.encode(&all)))
    };
    let good = network().payload();
    assert!(forge(&good).is_ok());
    assert!(forge(&[&good[..], &[0]].concat()).is_err(), "bytes after the end");
    for cut in 0..good.len() {
        assert!(forge(&good[..cut]).is_err(), "{cut}");
    }
    let with = |change: fn(&mut NetworkLink)| {
        let Link::Network(mut link) = network() else { unreachable!() };
        change(&mut link);
        forge(&Link::Network(link).payload())
    };
    assert_eq!(with(|link| link.peers.clear()), Err(LinkError::Addresses(0)));
    assert!(with(|link| link.network.clear()).is_err());
    assert!(with(|link| link.network.push('\n')).is_err());
    assert!(with(|link| link.bundle = Some("\u{1b}[2J".to_owned())).is_err());
    assert!(with(|link| link.bundle = Some("x".repeat(257))).is_err());
}

#[test]
fn a_link_that_would_be_too_long_is_not_made() {
    let Link::Network(mut link) = network() else { unreachable!() };
    link.peers.push(peer(3, &["/ip4/203.0.113.9/tcp/1", "/ip4/203.0.113.9/tcp/2"]));
    assert_eq!(Link::Network(link.clone()).encode(), Err(LinkError::Addresses(5)));
    let label = "a".repeat(60);
    let long = format!("/dns4/{label}.{label}.{label}.example/tcp/7781");
    link.peers = vec![peer(1, &[&long, &long, &long, &long])];
    assert!(matches!(Link::Network(link).encode(), Err(LinkError::TooLong(_))));
}

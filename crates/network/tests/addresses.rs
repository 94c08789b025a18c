//! Signed addresses: the bytes are a promise, which docs/protocol/addresses.md shows, and what does not hold is refused.

#![allow(clippy::unwrap_used)]

use commons_network::{
    DialAddress, Keypair, MAX_CLOCK_SKEW, MAX_LIFE, MAX_OFFER_BYTES, MAX_OFFERED, MAX_RECORD_ADDRESSES,
    MAX_RECORD_BYTES, NetworkId, Offer, RecordError, Scope, SignError, SignedAddresses, Timestamp,
};

const NOW: Timestamp = Timestamp(1_800_000_000);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn network() -> NetworkId {
    NetworkId::of_name("test")
}

fn node(seed: u8) -> Keypair {
    Keypair::ed25519_from_bytes([seed; 32]).unwrap()
}

fn at(text: &str) -> DialAddress {
    DialAddress::new(&text.parse().unwrap()).unwrap()
}

fn example() -> SignedAddresses {
    let addresses = vec![at("/dns4/node.example.org/udp/7781/quic-v1"), at("/ip4/203.0.113.7/tcp/7781")];
    SignedAddresses::sign(&node(7), network(), 3, NOW.plus(MAX_LIFE), addresses).unwrap()
}

fn refused(bytes: &[u8]) -> RecordError {
    SignedAddresses::verify(bytes, network(), NOW).unwrap_err()
}

#[test]
fn a_record_and_an_offer_have_the_bytes_of_the_protocol() {
    let record = example();
    let offer = Offer(vec![record.as_bytes().to_vec()]).encode();
    let found = format!(
        "record {}\noffer {}\nempty {}\n",
        hex(record.as_bytes()),
        hex(&offer),
        hex(&Offer(vec![]).encode())
    );
    assert_eq!(found, include_str!("addresses.hex"));
}

#[test]
fn a_record_survives_the_way_there_and_back() {
    let record = example();
    let read = SignedAddresses::verify(record.as_bytes(), network(), NOW).unwrap();
    assert_eq!(read, record);
    assert_eq!(read.peer(), node(7).public().to_peer_id());
    assert_eq!((read.sequence(), read.expires(), read.scope()), (3, NOW.plus(MAX_LIFE), Scope::World));
    assert_eq!(
        read.addresses(),
        [at("/ip4/203.0.113.7/tcp/7781"), at("/dns4/node.example.org/udp/7781/quic-v1")]
    );
}

#[test]
fn whatever_byte_is_changed_the_record_is_refused() {
    let good = example().as_bytes().to_vec();
    for position in 0..good.len() {
        for bit in [0x01, 0x80] {
            let mut bytes = good.clone();
            bytes[position] ^= bit;
            assert!(SignedAddresses::verify(&bytes, network(), NOW).is_err(), "byte {position}");
        }
        assert!(SignedAddresses::verify(&good[..position], network(), NOW).is_err(), "cut at {position}");
    }
    assert!(SignedAddresses::verify(&[&good[..], &[0]].concat(), network(), NOW).is_err());
}

/// Puts another key into a record: the one signed, but it was not its own address.
#[test]
fn nobody_signs_for_another_node() {
    let bytes = example().as_bytes().to_vec();
    let own = node(7).public().try_into_ed25519().unwrap().to_bytes();
    let other = node(8).public().try_into_ed25519().unwrap().to_bytes();
    let place = bytes.windows(32).position(|window| window == own).unwrap();
    let mut stolen = bytes;
    stolen[place..place + 32].copy_from_slice(&other);
    assert!(matches!(refused(&stolen), RecordError::Signature(_)));
}

#[test]
fn a_record_holds_until_it_expires_and_no_longer_than_a_week() {
    let sign = |expires| {
        SignedAddresses::sign(&node(7), network(), 1, expires, vec![at("/ip4/203.0.113.7/tcp/1")]).unwrap()
    };
    let judged = |expires| SignedAddresses::verify(sign(expires).as_bytes(), network(), NOW).map(|_| ());
    assert_eq!(judged(NOW), Err(RecordError::Expired { expired: NOW, now: NOW }));
    assert_eq!(judged(NOW.plus(1)), Ok(()));
    assert_eq!(judged(NOW.plus(MAX_LIFE + MAX_CLOCK_SKEW)), Ok(()));
    let over = MAX_LIFE + MAX_CLOCK_SKEW + 1;
    assert_eq!(judged(NOW.plus(over)), Err(RecordError::TooLong(over)));
    assert_eq!(judged(Timestamp(u64::MAX)), Err(RecordError::TooLong(u64::MAX - NOW.0)));
}

#[test]
fn a_record_of_another_network_is_refused() {
    let elsewhere = SignedAddresses::verify(example().as_bytes(), NetworkId::of_name("elsewhere"), NOW);
    assert_eq!(elsewhere, Err(RecordError::OtherNetwork));
}

#[test]
fn a_record_has_one_to_eight_addresses() {
    let many = |count: usize| (0..count).map(|n| at(&format!("/ip4/203.0.113.7/tcp/{}", n + 1))).collect();
    let sign = |addresses| SignedAddresses::sign(&node(7), network(), 1, NOW.plus(9), addresses);
    assert_eq!(sign(vec![]), Err(SignError::Count(0)));
    assert_eq!(sign(many(MAX_RECORD_ADDRESSES + 1)), Err(SignError::Count(MAX_RECORD_ADDRESSES + 1)));
    // One address many times is one.
    assert_eq!(sign(vec![at("/ip4/203.0.113.7/tcp/1"); 20]).unwrap().addresses().len(), 1);
    let label = "a".repeat(60);
    let long =
        (0..8).map(|n| at(&format!("/dns4/{label}.{label}.{label}.{label}{n}/udp/7781/quic-v1"))).collect();
    let long = sign(long).unwrap();
    assert!(long.as_bytes().len() <= MAX_RECORD_BYTES, "{}", long.as_bytes().len());
    assert!(SignedAddresses::verify(long.as_bytes(), network(), NOW).is_ok());
    assert_eq!(refused(&vec![0; MAX_RECORD_BYTES + 1]), RecordError::TooLarge(MAX_RECORD_BYTES + 1));
}

#[test]
fn an_offer_is_bounded_and_has_one_spelling() {
    let record = vec![1; MAX_RECORD_BYTES];
    let full = Offer(vec![record.clone(); MAX_OFFERED]);
    assert!(full.encode().len() <= MAX_OFFER_BYTES);
    assert_eq!(Offer::decode(&full.encode()), Ok(full));
    assert!(Offer::decode(&Offer(vec![record.clone(); MAX_OFFERED + 1]).encode()).is_err());
    assert!(Offer::decode(&Offer(vec![[&record[..], &[1]].concat()]).encode()).is_err());
    assert!(Offer::decode(&[0x82, 0x01, 0x80]).is_ok());
    for other in [
        &[0x82, 0x02, 0x80][..],                                             // another version
        &[0x82, 0x18, 0x01, 0x80],                                           // an integer longer than need be
        &[0x82, 0x01, 0x9f, 0xff],                                           // indefinite length
        &[0x82, 0x01, 0x80, 0x00],                                           // bytes after the end
        &[0x83, 0x01, 0x80, 0x00],                                           // an element too many
        &[0x82, 0x01, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a huge array
        &[0x82, 0x01, 0x81, 0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a huge record
        &[],
    ] {
        assert!(Offer::decode(other).is_err(), "{}", hex(other));
    }
}

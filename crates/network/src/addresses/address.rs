//! An address that can be dialled, and how far it reaches.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use libp2p::{
    Multiaddr, PeerId,
    identity::{self, ed25519},
    multiaddr::Protocol,
};

/// Most bytes of an address.
pub const MAX_ADDRESS_BYTES: usize = 256;

/// Most bytes of a name, as DNS has it.
const MAX_NAME_BYTES: usize = 253;

/// From how far away an address can be reached. What is nearer compares as less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// From the same machine.
    Machine,
    /// From the same local network, or a private one.
    Site,
    /// From everywhere.
    World,
}

/// An address that a node can be dialled at: an IP address or a name, with TCP or QUIC, and nothing else.
///
/// Who is there stands beside it, not in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DialAddress {
    address: Multiaddr,
    scope: Scope,
}

/// Why something is no address to be dialled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not a multiaddress.
    #[error("this is no address: {0}")]
    Malformed(String),
    /// Longer than any that is taken.
    #[error("an address has at most {MAX_ADDRESS_BYTES} bytes, this has {0}")]
    TooLong(usize),
    /// Not of the one form.
    #[error(
        "expected an address like /ip4/192.0.2.7/tcp/7781 or /dns4/node.example/udp/7781/quic-v1, found {0}"
    )]
    Form(String),
    /// An address at which nobody can be.
    #[error("nobody can be reached at {0}")]
    Nowhere(String),
    /// A name that DNS does not have.
    #[error("{0:?} is no name of a machine")]
    Name(String),
}

impl DialAddress {
    /// Reads an address without `/p2p/…` at its end.
    ///
    /// # Errors
    /// [`AddressError`] if it is of another form, or leads nowhere.
    pub fn new(address: &Multiaddr) -> Result<Self, AddressError> {
        if address.len() > MAX_ADDRESS_BYTES {
            return Err(AddressError::TooLong(address.len()));
        }
        let form = || AddressError::Form(address.to_string());
        let mut parts = address.iter();
        let scope = match parts.next().ok_or_else(form)? {
            Protocol::Ip4(ip) => of_v4(ip).ok_or_else(|| AddressError::Nowhere(ip.to_string()))?,
            Protocol::Ip6(ip) => of_v6(ip).ok_or_else(|| AddressError::Nowhere(ip.to_string()))?,
            Protocol::Dns(name) | Protocol::Dns4(name) | Protocol::Dns6(name) => of_name(&name)?,
            _ => return Err(form()),
        };
        let rest: Vec<_> = parts.collect();
        match rest.as_slice() {
            [Protocol::Tcp(port)] | [Protocol::Udp(port), Protocol::QuicV1] if *port != 0 => {
                Ok(Self { address: address.clone(), scope })
            }
            _ => Err(form()),
        }
    }

    /// Reads an address that may have `/p2p/…` at its end, and gives both apart.
    ///
    /// # Errors
    /// As [`DialAddress::new`].
    pub fn with_peer(address: &Multiaddr) -> Result<(Self, Option<PeerId>), AddressError> {
        let mut address = address.clone();
        let peer = match address.iter().last() {
            Some(Protocol::P2p(peer)) => {
                address.pop();
                Some(peer)
            }
            _ => None,
        };
        Ok((Self::new(&address)?, peer))
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// [`AddressError`] if it is not the one binary form of an address to be dialled.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AddressError> {
        if bytes.len() > MAX_ADDRESS_BYTES {
            return Err(AddressError::TooLong(bytes.len()));
        }
        let address = Multiaddr::try_from(bytes.to_vec())
            .map_err(|error| AddressError::Malformed(error.to_string()))?;
        // Built anew from its parts, so that there is one way to write it.
        let again: Multiaddr = address.iter().collect();
        if again.to_vec() != bytes {
            return Err(AddressError::Malformed("not in its shortest form".to_owned()));
        }
        Self::new(&address)
    }

    /// The binary form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.address.to_vec()
    }

    /// From how far away it can be reached.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The address, without whom to expect there.
    #[must_use]
    pub fn address(&self) -> &Multiaddr {
        &self.address
    }

    /// The address, with whom to expect there.
    #[must_use]
    pub fn of(&self, peer: PeerId) -> Multiaddr {
        self.address.clone().with(Protocol::P2p(peer))
    }
}

impl core::fmt::Display for DialAddress {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.address.fmt(f)
    }
}

impl Scope {
    /// How near a peer is, by the address of a connection with it. What cannot be told counts as far.
    pub(crate) fn of_connection(address: &Multiaddr) -> Self {
        match address.iter().next() {
            Some(Protocol::Ip4(ip)) => of_v4(ip),
            Some(Protocol::Ip6(ip)) => {
                ip.to_ipv4_mapped().map_or_else(|| of_v6(ip), of_v4).or(Some(Self::Site))
            }
            Some(Protocol::Dns(name) | Protocol::Dns4(name) | Protocol::Dns6(name)) => of_name(&name).ok(),
            _ => None,
        }
        .unwrap_or(Self::World)
    }
}

fn of_v4(ip: Ipv4Addr) -> Option<Scope> {
    let [a, b, ..] = ip.octets();
    if ip.is_unspecified() || ip.is_broadcast() || ip.is_multicast() || a == 0 || a >= 240 {
        return None;
    }
    if ip.is_loopback() {
        return Some(Scope::Machine);
    }
    // 100.64.0.0/10 is what providers give to customers who share an address.
    let shared = a == 100 && (64..128).contains(&b);
    Some(if ip.is_private() || ip.is_link_local() || shared { Scope::Site } else { Scope::World })
}

fn of_v6(ip: Ipv6Addr) -> Option<Scope> {
    // A link-local address says nothing without the interface; an IPv4 address is written as one.
    if ip.is_unspecified() || ip.is_multicast() || ip.is_unicast_link_local() || ip.to_ipv4_mapped().is_some()
    {
        return None;
    }
    if ip.is_loopback() {
        return Some(Scope::Machine);
    }
    Some(if ip.is_unique_local() { Scope::Site } else { Scope::World })
}

/// Names that only a local network knows.
const LOCAL_ENDINGS: [&str; 5] = ["local", "lan", "internal", "home.arpa", "localdomain"];

fn of_name(name: &str) -> Result<Scope, AddressError> {
    let bad = || AddressError::Name(name.to_owned());
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(letter)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // An IP address has a form of its own.
    if name.len() > MAX_NAME_BYTES || !name.split('.').all(label) || name.parse::<IpAddr>().is_ok() {
        return Err(bad());
    }
    let ends =
        |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    Ok(if ends("localhost") {
        Scope::Machine
    } else if !name.contains('.') || LOCAL_ENDINGS.into_iter().any(ends) {
        Scope::Site
    } else {
        Scope::World
    })
}

/// The Ed25519 key that a peer's id holds; `None` if it is of another sort.
#[must_use]
pub fn ed25519_key_of(peer: &PeerId) -> Option<[u8; 32]> {
    // An id of a short key is the key itself, as a multihash that hashes nothing.
    let multihash: &libp2p::multihash::Multihash<64> = peer.as_ref();
    if multihash.code() != 0 {
        return None;
    }
    let key = identity::PublicKey::try_decode_protobuf(multihash.digest()).ok()?;
    Some(key.try_into_ed25519().ok()?.to_bytes())
}

/// The id of the peer with this Ed25519 key; `None` if these bytes are none.
#[must_use]
pub fn peer_of_ed25519_key(key: &[u8; 32]) -> Option<PeerId> {
    let key = ed25519::PublicKey::try_from_bytes(key).ok()?;
    Some(identity::PublicKey::from(key).to_peer_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Result<Scope, AddressError> {
        DialAddress::new(&text.parse().unwrap()).map(|address| address.scope())
    }

    #[test]
    fn addresses_reach_as_far_as_they_say() {
        for (text, expected) in [
            ("/ip4/127.0.0.1/tcp/1", Scope::Machine),
            ("/ip6/::1/udp/1/quic-v1", Scope::Machine),
            ("/dns4/localhost/tcp/1", Scope::Machine),
            ("/ip4/10.1.2.3/tcp/1", Scope::Site),
            ("/ip4/172.16.0.1/tcp/1", Scope::Site),
            ("/ip4/192.168.0.9/udp/1/quic-v1", Scope::Site),
            ("/ip4/169.254.3.4/tcp/1", Scope::Site),
            ("/ip4/100.64.0.1/tcp/1", Scope::Site),
            ("/ip6/fd00::1/tcp/1", Scope::Site),
            ("/dns/printer/tcp/1", Scope::Site),
            ("/dns/node.local/tcp/1", Scope::Site),
            ("/dns/node.home.arpa/tcp/1", Scope::Site),
            ("/ip4/203.0.113.7/tcp/7781", Scope::World),
            ("/ip4/100.128.0.1/tcp/1", Scope::World),
            ("/ip6/2001:db8::7/udp/7781/quic-v1", Scope::World),
            ("/dns6/node.example.org/tcp/7781", Scope::World),
            ("/dns4/notlocal.example/tcp/7781", Scope::World),
        ] {
            assert_eq!(scope(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_cannot_be_dialled() {
        let peer = PeerId::random();
        for text in [
            "/ip4/0.0.0.0/tcp/1".to_owned(),
            "/ip4/255.255.255.255/tcp/1".to_owned(),
            "/ip4/224.0.0.1/tcp/1".to_owned(),
            "/ip4/0.1.2.3/tcp/1".to_owned(),
            "/ip4/240.0.0.1/tcp/1".to_owned(),
            "/ip6/::/tcp/1".to_owned(),
            "/ip6/fe80::1/tcp/1".to_owned(),
            "/ip6/ff02::1/tcp/1".to_owned(),
            "/ip6/::ffff:127.0.0.1/tcp/1".to_owned(),
            "/ip4/203.0.113.7/tcp/0".to_owned(),
            "/ip4/203.0.113.7".to_owned(),
            "/ip4/203.0.113.7/udp/1".to_owned(),
            "/ip4/203.0.113.7/tcp/1/ws".to_owned(),
            format!("/ip4/203.0.113.7/tcp/1/p2p/{peer}"),
            format!("/ip4/203.0.113.7/tcp/1/p2p/{peer}/p2p-circuit"),
            "/dns4/UPPER.example/tcp/1".to_owned(),
            "/dns4/a..b/tcp/1".to_owned(),
            "/dns4/-a.example/tcp/1".to_owned(),
            "/dns4/127.0.0.1/tcp/1".to_owned(),
            format!("/dns4/{}/tcp/1", ["a"; 128].join(".")),
            "/unix/%2Ftmp%2Fsocket".to_owned(),
            "/memory/7".to_owned(),
        ] {
            if let Ok(address) = text.parse::<Multiaddr>() {
                assert!(DialAddress::new(&address).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn the_binary_form_has_one_spelling() {
        let address = DialAddress::new(&"/ip4/203.0.113.7/tcp/7781".parse().unwrap()).unwrap();
        let bytes = address.to_bytes();
        assert_eq!(DialAddress::from_bytes(&bytes), Ok(address));
        // The protocol's number (4) as a longer varint.
        let longer = [&[0x84, 0x00], &bytes[1..]].concat();
        assert!(DialAddress::from_bytes(&longer).is_err());
        assert!(DialAddress::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(DialAddress::from_bytes(&[]).is_err());
        assert!(DialAddress::from_bytes(&[4; 300]).is_err());
    }

    #[test]
    fn a_peers_id_and_its_key_are_the_same_thing() {
        let keypair = identity::Keypair::generate_ed25519();
        let peer = keypair.public().to_peer_id();
        assert_eq!(peer_of_ed25519_key(&ed25519_key_of(&peer).unwrap()), Some(peer));
        assert_eq!(ed25519_key_of(&PeerId::random()), None, "a hash is no key");
    }
}

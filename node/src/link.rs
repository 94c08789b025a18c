//! Links that invite: a node into the network, a member into an organisation. One text to paste into a chat or to read
//! from a QR code; nothing in it is secret.
//!
//! ```text
//! link     = "commons:" kind "?" version base32(payload ‖ checksum)
//! kind     = "join" | "member"
//! checksum = first 4 bytes of BLAKE3 (key derivation, "commons registry v1 link") of kind ‖ version ‖ payload
//! join     = [ network, agent : 32 bytes or null, [ peer, … ], bundle or null ]
//! member   = [ network, agent : 32 bytes, [ peer, … ], name ]
//! peer     = [ key : 32 bytes, [ address : bytes, … ] ]
//! ```

#[cfg(test)]
mod tests;

use commons_identity::cbor::{self, Reader, Writer, require_canonical};
use commons_identity::{AgentId, CborError};
use commons_network::{
    AddressError, DialAddress, MAX_ADDRESS_BYTES, PeerId, ed25519_key_of, peer_of_ed25519_key,
};
use data_encoding::BASE32_NOPAD;

use crate::failure::Failure;
use crate::output::line;

/// What every link begins with.
const SCHEME: &str = "commons:";

/// The version of the format: one digit.
const VERSION: char = '1';

/// Most bytes of a link: what a chat takes without complaint, and a telephone can read from a QR code.
pub(crate) const MAX_LINK_BYTES: usize = 1024;

/// Most addresses in a link.
pub(crate) const MAX_LINK_ADDRESSES: usize = 4;

/// Most bytes of a network's name.
const MAX_NETWORK_BYTES: usize = 64;

/// Most bytes of an organisation's name.
const MAX_NAME_BYTES: usize = 128;

/// Most bytes of what says where a first bundle is.
const MAX_BUNDLE_BYTES: usize = 256;

const CHECKSUM_BYTES: usize = 4;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// Invites a node into the network.
    Network(NetworkLink),
    /// Invites a member into an organisation.
    Member(MemberLink),
}

/// Invites a node into the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NetworkLink {
    /// The network's name.
    pub(crate) network: String,
    /// Who invites: whoever joins follows it.
    pub(crate) agent: Option<AgentId>,
    /// Whom to connect to.
    pub(crate) peers: Vec<LinkPeer>,
    /// Where a first bundle is to be had: an address of the web, or a file's name. Read by people only.
    pub(crate) bundle: Option<String>,
}

/// Invites a member into an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MemberLink {
    /// The network's name.
    pub(crate) network: String,
    /// The organisation.
    pub(crate) agent: AgentId,
    /// Whom to connect to.
    pub(crate) peers: Vec<LinkPeer>,
    /// What the organisation is called, or the beginning of its id: a hint, for as long as its own record is not held.
    pub(crate) name: String,
}

/// A node, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkPeer {
    pub(crate) peer: PeerId,
    pub(crate) addresses: Vec<DialAddress>,
}

/// Why a text is no link, or there is no link for something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LinkError {
    #[error("this is no invitation: one begins with commons:join? or commons:member?")]
    NotALink,
    #[error("this link is for {0:?}, which this version of commons does not know")]
    Kind(String),
    #[error("this link is of version {0:?}, which this version of commons does not know")]
    Version(char),
    #[error("this link is damaged: letters of it are missing or were changed on the way")]
    Garbled,
    #[error("a link has at most {MAX_LINK_BYTES} characters, this has {0}")]
    TooLong(usize),
    #[error("this link is not as it should be: {0}")]
    Cbor(#[from] CborError),
    #[error("this link has an address that cannot be used: {0}")]
    Address(#[from] AddressError),
    #[error("this link names a node by a key that is none")]
    Key,
    #[error("{what} has 1 to {most} bytes and no control characters")]
    Text { what: &'static str, most: usize },
    #[error("a link has 1 to {MAX_LINK_ADDRESSES} addresses, this has {0}")]
    Addresses(usize),
}

impl LinkError {
    /// The refusal to make such a link.
    pub(crate) fn on_making(self) -> Failure {
        let hint = match self {
            Self::Text { .. } => "give a shorter one, on one line",
            _ => "choose fewer or shorter addresses with --peer",
        };
        Failure::usage(self.to_string()).hint(hint)
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::NotALink | Self::Garbled | Self::TooLong(_) => {
                "copy the whole link once more, from commons: to its last letter, and put it in quotes"
            }
            Self::Kind(_) | Self::Version(_) => "install the current version of commons",
            _ => "ask whoever sent it for a new one, made with `commons invite`",
        }
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        Self::invalid(error.to_string()).hint(error.hint())
    }
}

impl MemberLink {
    /// What the link calls an organisation: as much of the name as it has room for.
    pub(crate) fn name_of(agent: AgentId, name: Option<&str>) -> String {
        let name = line(name.unwrap_or_default());
        match name[..name.floor_char_boundary(MAX_NAME_BYTES)].trim_end() {
            "" => agent.short(),
            name => name.to_owned(),
        }
    }
}

impl Link {
    fn kind(&self) -> &'static str {
        match self {
            Self::Network(_) => "join",
            Self::Member(_) => "member",
        }
    }

    /// The link as text. The same link is always the same text.
    pub(crate) fn encode(&self) -> Result<String, LinkError> {
        self.check()?;
        let mut payload = self.payload();
        payload.extend_from_slice(&checksum(self.kind(), &payload));
        let text =
            format!("{SCHEME}{}?{VERSION}{}", self.kind(), BASE32_NOPAD.encode(&payload).to_lowercase());
        if text.len() > MAX_LINK_BYTES {
            return Err(LinkError::TooLong(text.len()));
        }
        Ok(text)
    }

    /// Reads a link as it comes out of a chat: in capitals or not, wrapped over lines, in quotes or angle brackets.
    pub(crate) fn parse(text: &str) -> Result<Self, LinkError> {
        if text.len() > 2 * MAX_LINK_BYTES {
            return Err(LinkError::TooLong(text.len()));
        }
        let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        let text = text.trim_matches(['<', '>', '"', '\'', '`', '.', ',']).to_ascii_lowercase();
        if text.len() > MAX_LINK_BYTES {
            return Err(LinkError::TooLong(text.len()));
        }
        let (kind, rest) =
            text.strip_prefix(SCHEME).and_then(|rest| rest.split_once('?')).ok_or(LinkError::NotALink)?;
        if !matches!(kind, "join" | "member") {
            return Err(LinkError::Kind(kind.chars().take(20).collect()));
        }
        let mut characters = rest.chars();
        match characters.next() {
            Some(VERSION) => {}
            Some(other) => return Err(LinkError::Version(other)),
            None => return Err(LinkError::Garbled),
        }
        let bytes = BASE32_NOPAD
            .decode(characters.as_str().to_ascii_uppercase().as_bytes())
            .map_err(|_| LinkError::Garbled)?;
        let (payload, found) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or(LinkError::Garbled)?;
        if *found != checksum(kind, payload) {
            return Err(LinkError::Garbled);
        }
        let link = if kind == "join" { read_network(payload)? } else { read_member(payload)? };
        link.check()?;
        require_canonical(payload, &link.payload())?;
        Ok(link)
    }

    fn payload(&self) -> Vec<u8> {
        cbor::encode(|writer| match self {
            Self::Network(link) => {
                writer.array(4).text(&link.network);
                match &link.agent {
                    Some(agent) => writer.bytes(agent.as_bytes()),
                    None => writer.null(),
                };
                write_peers(writer, &link.peers);
                match &link.bundle {
                    Some(bundle) => writer.text(bundle),
                    None => writer.null(),
                };
            }
            Self::Member(link) => {
                writer.array(4).text(&link.network).bytes(link.agent.as_bytes());
                write_peers(writer, &link.peers);
                writer.text(&link.name);
            }
        })
    }

    /// What holds for every link, made or read.
    fn check(&self) -> Result<(), LinkError> {
        let (network, peers) = match self {
            Self::Network(link) => (&link.network, &link.peers),
            Self::Member(link) => (&link.network, &link.peers),
        };
        check_text("the name of a network", network, MAX_NETWORK_BYTES)?;
        if let Self::Network(NetworkLink { bundle: Some(bundle), .. }) = self {
            check_text("the place of a first bundle", bundle, MAX_BUNDLE_BYTES)?;
        }
        if let Self::Member(link) = self {
            check_text("the name of an organisation", &link.name, MAX_NAME_BYTES)?;
        }
        let addresses = peers.iter().map(|peer| peer.addresses.len()).sum();
        if !(1..=MAX_LINK_ADDRESSES).contains(&addresses) || peers.len() > addresses {
            return Err(LinkError::Addresses(addresses));
        }
        if peers.iter().any(|peer| ed25519_key_of(&peer.peer).is_none()) {
            return Err(LinkError::Key);
        }
        Ok(())
    }
}

fn check_text(what: &'static str, text: &str, most: usize) -> Result<(), LinkError> {
    let good = (1..=most).contains(&text.len()) && !text.chars().any(char::is_control);
    if good { Ok(()) } else { Err(LinkError::Text { what, most }) }
}

fn checksum(kind: &str, payload: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hasher = blake3::Hasher::new_derive_key("commons registry v1 link");
    hasher.update(kind.as_bytes()).update(VERSION.encode_utf8(&mut [0; 4]).as_bytes()).update(payload);
    let mut checksum = [0; CHECKSUM_BYTES];
    checksum.copy_from_slice(&hasher.finalize().as_bytes()[..CHECKSUM_BYTES]);
    checksum
}

fn write_peers(writer: &mut Writer, peers: &[LinkPeer]) {
    writer.array(peers.len());
    for peer in peers {
        // `check` has seen to it that there is a key.
        writer.array(2).bytes(&ed25519_key_of(&peer.peer).unwrap_or_default()).array(peer.addresses.len());
        for address in &peer.addresses {
            writer.bytes(&address.to_bytes());
        }
    }
}

fn read_peers(reader: &mut Reader<'_>) -> Result<Vec<LinkPeer>, LinkError> {
    let mut peers = Vec::new();
    for _ in 0..reader.array("the nodes", 0..=MAX_LINK_ADDRESSES as u64)? {
        reader.array("a node", 2..=2)?;
        let peer = peer_of_ed25519_key(&reader.fixed("a node's key")?).ok_or(LinkError::Key)?;
        let mut addresses = Vec::new();
        for _ in 0..reader.array("a node's addresses", 0..=MAX_LINK_ADDRESSES as u64)? {
            addresses.push(DialAddress::from_bytes(reader.bytes("an address", MAX_ADDRESS_BYTES)?)?);
        }
        peers.push(LinkPeer { peer, addresses });
    }
    Ok(peers)
}

fn read_network(payload: &[u8]) -> Result<Link, LinkError> {
    let mut reader = Reader::new(payload);
    reader.array("an invitation", 4..=4)?;
    let network = reader.text("the network", MAX_NETWORK_BYTES)?.to_owned();
    let agent = if reader.null()? { None } else { Some(AgentId::from_bytes(reader.fixed("the agent")?)) };
    let peers = read_peers(&mut reader)?;
    let bundle =
        if reader.null()? { None } else { Some(reader.text("the bundle", MAX_BUNDLE_BYTES)?.to_owned()) };
    Ok(Link::Network(NetworkLink { network, agent, peers, bundle }))
}

fn read_member(payload: &[u8]) -> Result<Link, LinkError> {
    let mut reader = Reader::new(payload);
    reader.array("an invitation", 4..=4)?;
    let network = reader.text("the network", MAX_NETWORK_BYTES)?.to_owned();
    let agent = AgentId::from_bytes(reader.fixed("the agent")?);
    let peers = read_peers(&mut reader)?;
    let name = reader.text("the name", MAX_NAME_BYTES)?.to_owned();
    Ok(Link::Member(MemberLink { network, agent, peers, name }))
}

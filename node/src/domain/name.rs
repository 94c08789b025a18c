//! Public domain names: what may be looked up on a stranger's word.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// Most bytes of a name as typed; what it becomes in letters of the DNS has at most 253.
const MAX_TYPED_BYTES: usize = 1000;

/// Last labels that name nothing on the internet at large: RFC 2606, 6761, 6762, 7686, 8375, 9476, what ICANN keeps
/// for private use, and what routers at home are known to use.
const PRIVATE: [&str; 18] = [
    "alt",
    "arpa",
    "corp",
    "domain",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "onion",
    "private",
    "test",
    "workgroup",
];

/// A name in the public DNS, in its own letters: `example.coop`, `xn--caf-dma.example.coop`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DomainName(String);

/// The host that a link leads to, without a leading `www.`; none, if it leads to no page of the web.
pub(crate) fn host_of(link: &str) -> Option<String> {
    let link: axum::http::Uri = link.trim().parse().ok()?;
    if !matches!(link.scheme_str(), Some("http" | "https")) {
        return None;
    }
    let host = match DomainName::parse(link.host()?) {
        Ok(name) => name.0,
        Err(NoDomainName::Private { .. }) => link.host()?.to_lowercase(),
        Err(_) => return None,
    };
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// Why a text is no public domain name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoDomainName {
    /// It has other characters, empty parts, or too many.
    #[error("expected a domain name such as example.coop, found {found:?}")]
    Form { found: String },
    /// An address, not a name.
    #[error("expected a domain name such as example.coop, found the address {found:?}")]
    Address { found: String },
    /// A name without a dot.
    #[error("expected a domain name with at least two parts such as example.coop, found {found:?}")]
    OneLabel { found: String },
    /// A name that means something else on each network.
    #[error("names that end with .{ending} mean nothing on the internet at large")]
    Private { ending: &'static str },
}

impl DomainName {
    /// Reads a name as a person types it.
    pub(crate) fn parse(text: &str) -> Result<Self, NoDomainName> {
        let found = || text.chars().take(80).collect::<String>();
        let form = || NoDomainName::Form { found: found() };
        let typed = text.trim();
        let typed = typed.strip_suffix('.').unwrap_or(typed);
        if typed.is_empty() || typed.len() > MAX_TYPED_BYTES {
            return Err(form());
        }
        if typed.parse::<std::net::IpAddr>().is_ok() || typed.starts_with('[') {
            return Err(NoDomainName::Address { found: found() });
        }
        // Letters, digits and hyphens only; others become `xn--…`; lengths as the DNS has them.
        let ascii = Uts46::new()
            .to_ascii(typed.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
            .map_err(|_| form())?;
        let Some((_, last)) = ascii.rsplit_once('.') else {
            return Err(NoDomainName::OneLabel { found: found() });
        };
        // Resolvers read `10.1`, `0x7f.1` and the like as addresses; no public ending begins with a digit.
        if last.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(NoDomainName::Address { found: found() });
        }
        match PRIVATE.into_iter().find(|ending| *ending == last) {
            Some(ending) => Err(NoDomainName::Private { ending }),
            None => Ok(Self(ascii.into_owned())),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Display for DomainName {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_link_is_read_and_of_nothing_else() {
        for (link, host) in [
            ("https://www.example.coop/about", Some("example.coop")),
            ("http://Example.coop:8080", Some("example.coop")),
            ("https://user@example.coop/?q=1", Some("example.coop")),
            ("http://bücher.coop", None),
            ("https://www.oven.example/", Some("oven.example")),
            ("http://192.0.2.1/", None),
            ("mailto:hello@example.coop", None),
            ("example.coop", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(host_of(link).as_deref(), host, "{link}");
        }
    }

    #[test]
    fn public_names_are_read_in_their_own_letters() {
        for (typed, name) in [
            ("example.coop", "example.coop"),
            (" Example.COOP. ", "example.coop"),
            ("a-b.c1.coop", "a-b.c1.coop"),
            ("café.coop", "xn--caf-dma.coop"),
            ("CAFE\u{301}.coop", "xn--caf-dma.coop"),
            ("xn--caf-dma.coop", "xn--caf-dma.coop"),
            ("１２７.coop", "127.coop"),
        ] {
            assert_eq!(DomainName::parse(typed).map(|name| name.0), Ok(name.to_owned()), "{typed}");
        }
    }

    #[test]
    fn all_else_is_refused() {
        let long_label = format!("{}.coop", "a".repeat(64));
        let long = format!("{}coop", "a23456789.".repeat(25));
        for text in [
            "",
            ".",
            "..",
            "coop",
            "localhost",
            "127.0.0.1",
            "127.1",
            "1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0x7f.1",
            "017700000001",
            "１２７.０.０.１",
            "127。0。0。1",
            "10.0.0.0x1",
            "[::1]",
            "::1",
            "::ffff:127.0.0.1",
            "fe80::1%eth0",
            "example.coop:8080",
            "user@example.coop",
            "https://example.coop",
            "example.coop/path",
            "example.coop?x",
            "example.coop#x",
            "exa mple.coop",
            "exa\0mple.coop",
            "example..coop",
            ".example.coop",
            "-a.coop",
            "a-.coop",
            "a_b.coop",
            "*.coop",
            "printer.local",
            "router.LAN",
            "node.internal",
            "metadata.google.internal",
            "x.localhost",
            "abcdef.onion",
            "1.168.192.in-addr.arpa",
            "nas.home.arpa",
            "x.test",
            "x.invalid",
            "x.example",
            "x.local.",
            "x.ⓛocal",
            "xn--a.coop",
            &long_label,
            &long,
            &"a.".repeat(600),
        ] {
            assert!(DomainName::parse(text).is_err(), "{text:?} is {:?}", DomainName::parse(text));
        }
    }
}

//! Which addresses are on the internet at large. All others are refused: the asker's own machine, their home, their
//! cloud's inner services.
//!
//! IPv4 is open but for what IANA's registry of special-purpose addresses names; IPv6 is closed but for global
//! unicast (2000::/3), less what the registry names there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{address} is {what}, not on the internet at large")]
pub(crate) struct NotPublic {
    pub(crate) address: IpAddr,
    pub(crate) what: &'static str,
}

/// A block of addresses: its first one, how many bits all of it share, what it is for.
type Block<A> = (A, u32, &'static str);

const SPECIAL_V4: [Block<Ipv4Addr>; 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "of this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a provider's customers"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "of this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "of this link only"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "kept for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 31, 196, 0), 24, "kept for protocols"),
    (Ipv4Addr::new(192, 52, 193, 0), 24, "kept for protocols"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a retired relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(192, 175, 48, 0), 24, "kept for protocols"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for measurements"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
];

/// Multicast, reserved, broadcast: everything from here on.
const V4_END: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 0);

const GLOBAL_V6: Block<Ipv6Addr> = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3, "global");

/// Gateways from IPv6 to IPv4: the last four bytes are the address that is reached.
const NAT64: Block<Ipv6Addr> = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, "a gateway to IPv4");

const SPECIAL_V6: [Block<Ipv6Addr>; 5] = [
    // Teredo, benchmarking, overlay identifiers and more.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "kept for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "a tunnel to IPv4"),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48, "kept for protocols"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// Only addresses on the internet at large.
pub(crate) fn public(address: IpAddr) -> Result<(), NotPublic> {
    let refuse = |what| Err(NotPublic { address, what });
    match address {
        IpAddr::V4(v4) => match special_v4(v4) {
            Some(what) => refuse(what),
            None => Ok(()),
        },
        IpAddr::V6(v6) if within_v6(v6, &NAT64) => {
            let [.., a, b, c, d] = v6.octets();
            match special_v4(Ipv4Addr::new(a, b, c, d)) {
                Some(what) => refuse(what),
                None => Ok(()),
            }
        }
        // Loopback, unspecified, mapped IPv4, private (fc00::/7), link-local (fe80::/10), multicast: all outside.
        IpAddr::V6(v6) if !within_v6(v6, &GLOBAL_V6) => {
            refuse("of this machine, private, or kept for something else")
        }
        IpAddr::V6(v6) => match SPECIAL_V6.iter().find(|block| within_v6(v6, block)) {
            Some((_, _, what)) => refuse(what),
            None => Ok(()),
        },
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    if address >= V4_END {
        return Some("for many at once, or reserved");
    }
    let within =
        |(first, bits, _): &&Block<Ipv4Addr>| (address.to_bits() ^ first.to_bits()) >> (32 - bits) == 0;
    SPECIAL_V4.iter().find(within).map(|(_, _, what)| *what)
}

fn within_v6(address: Ipv6Addr, (first, bits, _): &Block<Ipv6Addr>) -> bool {
    (address.to_bits() ^ first.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_public(text: &str) -> bool {
        public(text.parse().unwrap_or_else(|_| panic!("{text}"))).is_ok()
    }

    /// The first and last address of each block that must be refused, and the neighbours outside where those are
    /// public.
    #[test]
    fn each_special_block_is_refused_to_its_edges() {
        for (first, last, before, after) in [
            ("0.0.0.0", "0.255.255.255", None, Some("1.0.0.0")),
            ("10.0.0.0", "10.255.255.255", Some("9.255.255.255"), Some("11.0.0.0")),
            ("100.64.0.0", "100.127.255.255", Some("100.63.255.255"), Some("100.128.0.0")),
            ("127.0.0.0", "127.255.255.255", Some("126.255.255.255"), Some("128.0.0.0")),
            ("169.254.0.0", "169.254.255.255", Some("169.253.255.255"), Some("169.255.0.0")),
            ("172.16.0.0", "172.31.255.255", Some("172.15.255.255"), Some("172.32.0.0")),
            ("192.0.0.0", "192.0.0.255", Some("191.255.255.255"), Some("192.0.1.0")),
            ("192.0.2.0", "192.0.2.255", Some("192.0.1.255"), Some("192.0.3.0")),
            ("192.31.196.0", "192.31.196.255", Some("192.31.195.255"), Some("192.31.197.0")),
            ("192.52.193.0", "192.52.193.255", Some("192.52.192.255"), Some("192.52.194.0")),
            ("192.88.99.0", "192.88.99.255", Some("192.88.98.255"), Some("192.88.100.0")),
            ("192.168.0.0", "192.168.255.255", Some("192.167.255.255"), Some("192.169.0.0")),
            ("192.175.48.0", "192.175.48.255", Some("192.175.47.255"), Some("192.175.49.0")),
            ("198.18.0.0", "198.19.255.255", Some("198.17.255.255"), Some("198.20.0.0")),
            ("198.51.100.0", "198.51.100.255", Some("198.51.99.255"), Some("198.51.101.0")),
            ("203.0.113.0", "203.0.113.255", Some("203.0.112.255"), Some("203.0.114.0")),
            ("224.0.0.0", "255.255.255.255", Some("223.255.255.255"), None),
            ("::", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", None, None),
            ("64:ff9b::", "64:ff9b::ff:ffff", None, Some("64:ff9b::100:0")),
            ("64:ff9b:0:0:0:1::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, Some("2000::")),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2000:ffff::1"), Some("2001:200::")),
            ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:db7::1"), Some("2001:db9::")),
            ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:ffff::1"), Some("2003::")),
            (
                "2620:4f:8000::",
                "2620:4f:8000:ffff:ffff:ffff:ffff:ffff",
                Some("2620:4f:7fff::1"),
                Some("2620:4f:8001::"),
            ),
            ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", Some("3ffe:ffff::1"), Some("3fff:1000::")),
            ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("3fff:ffff::1"), None),
        ] {
            for inside in [first, last] {
                assert!(!is_public(inside), "{inside}");
            }
            for outside in [before, after].into_iter().flatten() {
                assert!(is_public(outside), "{outside}");
            }
        }
    }

    #[test]
    fn what_forgers_ask_for_is_refused() {
        for address in [
            "127.0.0.1",
            "0.0.0.0",
            "169.254.169.254", // the metadata of clouds
            "100.100.100.200",
            "192.168.1.1",
            "255.255.255.255",
            "224.0.0.251",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2002:7f00:1::1",
            "2001:0:7f00:1::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address), "{address}");
        }
        for address in
            ["1.1.1.1", "9.9.9.9", "193.0.6.139", "2606:4700::1111", "2a00:1450::1", "64:ff9b::9.9.9.9"]
        {
            assert!(is_public(address), "{address}");
        }
    }

    /// Every block of 256 IPv4 addresses is judged as one, and as the standard library judges it where that can.
    #[test]
    fn all_of_ipv4_agrees_with_what_the_standard_library_knows() {
        for block in 0..=0x00ff_ffff_u32 {
            let ends = [block << 8, block << 8 | 0xff].map(Ipv4Addr::from_bits);
            let judged = ends.map(|address| special_v4(address).is_some());
            assert_eq!(judged[0], judged[1], "{}", ends[0]);
            let known = |address: Ipv4Addr| {
                address.is_private()
                    || address.is_loopback()
                    || address.is_link_local()
                    || address.is_multicast()
                    || address.is_documentation()
                    || address.is_unspecified()
                    || address.is_broadcast()
            };
            assert!(judged[0] || !ends.into_iter().any(known), "{}", ends[0]);
        }
    }
}

//! Whether others can reach this node, as far as it can know by itself: by who has come to it, and by the addresses it has.
//!
//! Nobody is asked to dial back. A node elsewhere that has come here proves that others can; that none has come proves nothing.

use commons_network::{DialAddress, Scope, Status};
use serde_json::{Value, json};

/// What is known, and on what it rests.
pub(super) fn reach(network: &Status) -> Value {
    let addresses = network.own.iter().map(DialAddress::scope).max();
    json!({
        "verdict": verdict(network.reached_from, addresses),
        "reached_from": network.reached_from.map(word),
        "addresses": addresses.map(word),
    })
}

/// `yes`: somebody has come from elsewhere. `unproved`: it has an address for everywhere, at which nobody has come yet. `nearby`: by
/// what it knows of itself, nodes of the local network reach it. `here`: those of the same machine. `no`: it listens nowhere.
fn verdict(reached_from: Option<Scope>, addresses: Option<Scope>) -> &'static str {
    match (reached_from, addresses) {
        (Some(Scope::World), _) => "yes",
        (_, Some(Scope::World)) => "unproved",
        (Some(Scope::Site), _) | (_, Some(Scope::Site)) => "nearby",
        (Some(Scope::Machine), _) | (_, Some(Scope::Machine)) => "here",
        (None, None) => "no",
    }
}

const fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Machine => "machine",
        Scope::Site => "site",
        Scope::World => "world",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_has_come_from_elsewhere_proves_that_others_can() {
        use Scope::{Machine, Site, World};
        for (reached_from, addresses, expected) in [
            (Some(World), Some(Site), "yes"),
            (Some(Site), Some(World), "unproved"),
            (None, Some(World), "unproved"),
            (Some(Machine), Some(Site), "nearby"),
            (Some(Site), Some(Machine), "nearby"),
            (Some(Machine), Some(Machine), "here"),
            (None, None, "no"),
        ] {
            assert_eq!(verdict(reached_from, addresses), expected, "{reached_from:?} {addresses:?}");
        }
    }
}

//! `config.toml`: what `commons start` takes by flag, kept.

use commons_network::{DialAddress, Multiaddr};
use serde::Deserialize;

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::Failure;

/// The network that nodes join unless told otherwise.
const DEFAULT_NETWORK: &str = "commons";

/// How many days before a confirmation lapses it is spoken of, unless told otherwise.
const DEFAULT_REMIND_DAYS: u32 = 30;

/// What the file may say; everything has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    network: Option<String>,
    pub(crate) listen: Option<Vec<String>>,
    pub(crate) peers: Vec<String>,
    pub(crate) announce: Vec<String>,
    pub(crate) find_peers: Option<bool>,
    pub(crate) http: Option<String>,
    pub(crate) mdns: Option<bool>,
    index_cache_mib: Option<u64>,
    remind_days: Option<u32>,
}

/// Written into a new data directory: every setting with its default, commented out.
const TEMPLATE: &str = "\
# Settings of this node. Flags of `commons start` come before what stands here.
# Remove the # at the start of a line to change a setting.

# Nodes sync only with nodes of the same network.
# network = \"commons\"

# Where to listen for other nodes. Port 0 takes a free one.
# listen = [\"/ip4/0.0.0.0/tcp/7781\", \"/ip4/0.0.0.0/udp/7781/quic-v1\"]

# Nodes to stay connected to: their addresses, as they print them at the start.
# peers = [\"/ip4/203.0.113.7/tcp/7781\"]

# Where else this node can be reached: the address of a router that passes connections on, or a name.
# Other nodes are told of it, and links of `commons invite` have it.
# announce = [\"/dns4/node.example.org/tcp/7781\"]

# With few nodes connected, connect to others that those told of.
# find_peers = true

# Where to answer web browsers and other programs. Keep it on this machine (127.0.0.1)
# unless a reverse proxy stands before it.
# http = \"127.0.0.1:7780\"

# Find other nodes on the local network by themselves.
# mdns = true

# Memory the index may use, in MiB.
# index_cache_mib = 32

# How many days before a confirmation lapses `commons status` speaks of it.
# remind_days = 30
";

impl Config {
    /// Reads the file, if there is one.
    pub(crate) fn read(data: &DataDir) -> Result<Self, Failure> {
        let path = data.config();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::config(format!("{} is not UTF-8 text", path.display())))?;
        toml::from_str(&text).map_err(|error| {
            Failure::config(format!("{}: {}", path.display(), error.to_string().trim_end()))
                .hint("correct the line, or put a # before it to use the default")
        })
    }

    /// Writes the commented file if there is none.
    pub(crate) fn write_template(data: &DataDir) -> Result<(), Failure> {
        Self::write_template_for(data, DEFAULT_NETWORK)
    }

    /// Writes the commented file, with this network in it, if there is none.
    pub(crate) fn write_template_for(data: &DataDir, network: &str) -> Result<(), Failure> {
        let path = data.config();
        if path.exists() {
            return Ok(());
        }
        let text = if network == DEFAULT_NETWORK {
            TEMPLATE.to_owned()
        } else {
            let named = format!("network = {}", toml::Value::from(network));
            TEMPLATE.replacen(&format!("# network = \"{DEFAULT_NETWORK}\""), &named, 1)
        };
        write_private(&path, text.as_bytes()).map_err(|error| cannot("write", &path, &error))
    }

    /// The network's name.
    pub(crate) fn network(&self) -> &str {
        self.network.as_deref().unwrap_or(DEFAULT_NETWORK)
    }

    /// Where the settings say that this node is to be found.
    pub(crate) fn places(&self) -> Result<Vec<DialAddress>, Failure> {
        let mut places = Vec::new();
        for text in &self.announce {
            let address = text.parse::<Multiaddr>().map_err(|error| error.to_string());
            let address =
                address.and_then(|address| DialAddress::new(&address).map_err(|error| error.to_string()));
            places.push(address.map_err(|error| {
                Failure::config(format!("config.toml: {text:?} under announce: {error}")).hint(
                    "an address looks like /dns4/node.example.org/tcp/7781 or /ip4/203.0.113.7/tcp/7781",
                )
            })?);
        }
        // Of those where it listens, the ones that lead somewhere by themselves.
        let listen = self.listen.iter().flatten();
        places.extend(listen.filter_map(|text| DialAddress::new(&text.parse().ok()?).ok()));
        Ok(places)
    }

    /// How many days before a confirmation lapses it is spoken of.
    pub(crate) fn remind_days(&self) -> u32 {
        self.remind_days.unwrap_or(DEFAULT_REMIND_DAYS)
    }

    /// Most bytes the index keeps in memory.
    pub(crate) fn cache_bytes(&self) -> u64 {
        self.index_cache_mib
            .map_or(commons_store::DEFAULT_CACHE_BYTES, |mib| mib.clamp(1, 64 * 1024) * 1024 * 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The template, with every comment mark before a setting taken away, is a good file with the defaults.
    #[test]
    fn the_template_takes_the_network_of_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let name = "our \"own\" network\\";
        Config::write_template_for(&data, name).unwrap();
        Config::write_template_for(&data, "another").unwrap();
        assert_eq!(Config::read(&data).unwrap().network(), name);
    }

    #[test]
    fn the_template_shows_real_settings() {
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") => format!("{rest}\n"),
                _ => String::new(),
            })
            .collect();
        let config: Config = toml::from_str(&uncommented).unwrap();
        assert_eq!(config.network(), DEFAULT_NETWORK);
        assert_eq!(config.cache_bytes(), commons_store::DEFAULT_CACHE_BYTES);
        assert_eq!(config.remind_days(), DEFAULT_REMIND_DAYS);
        assert_eq!(config.mdns, Some(true));
        assert!(toml::from_str::<Config>("lisen = []").is_err(), "a misspelt setting is an error");
    }
}

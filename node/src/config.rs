//! `config.toml`: what `commons start` takes by flag, kept.

use std::net::SocketAddr;

use commons_network::{DialAddress, Multiaddr, Rate, Rates};
use commons_registry::standing::{MAX_DEPTH, Reach};
use commons_store::{Caches, Openness, Policy};
use serde::Deserialize;

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::face::Face;
use crate::failure::Failure;
use crate::line::{Plan, Window};

/// The network that nodes join unless told otherwise.
const DEFAULT_NETWORK: &str = "commons";

/// How many days before a confirmation lapses it is spoken of, unless told otherwise.
const DEFAULT_REMIND_DAYS: u32 = 30;
/// How many bytes of others' files to keep, unless told otherwise.
const DEFAULT_FILES_QUOTA: u64 = 10 << 30;
/// How large a file may be that is taken unasked, unless told otherwise.
const DEFAULT_TAKE_FILES_UP_TO: u64 = 5 << 20;
/// The pool is this part of the quota, and one agent in it has this part of the pool, unless they are set.
const POOL_PARTS: u64 = 20;
/// See [`POOL_PARTS`].
const POOL_SHARES: u64 = 64;

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
    unwritten_mib: Option<u64>,
    key_log_cache_mib: Option<u64>,
    remind_days: Option<u32>,
    admission: Admission,
    quota: Option<Bytes>,
    quota_per_agent: Option<Bytes>,
    pool: Option<Bytes>,
    pool_per_agent: Option<Bytes>,
    files_quota: Option<Bytes>,
    take_files_up_to: Option<Bytes>,
    introduction_depth: Option<u8>,
    introduction_budget: Option<u32>,
    upload: Option<Speed>,
    download: Option<Speed>,
    night: Option<Window>,
    night_upload: Option<Speed>,
    night_download: Option<Speed>,
    pages: Pages,
}

/// What concerns the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Pages {
    address: Option<PublicAddress>,
    names: Vec<String>,
    public_listen: Option<SocketAddr>,
    public_address: Option<PublicAddress>,
}

/// Most bytes of a public address.
const MAX_ADDRESS_BYTES: usize = 300;

/// Where the pages are to be found by everybody, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct PublicAddress(String);

impl TryFrom<String> for PublicAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let trimmed = text.trim().trim_end_matches('/');
        let expected = || {
            format!(
                "expected an address such as \"https://commons.example.org\", at most {MAX_ADDRESS_BYTES} bytes long, found {text:?}"
            )
        };
        let uri: axum::http::Uri = trimmed.parse().map_err(|_| expected())?;
        let has_host =
            uri.authority().is_some_and(|host| !host.as_str().contains('@') && !host.host().is_empty());
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        if !is_web
            || !has_host
            || uri.query().is_some()
            || trimmed.contains('#')
            || trimmed.len() > MAX_ADDRESS_BYTES
        {
            return Err(expected());
        }
        Ok(Self(trimmed.to_owned()))
    }
}

/// Who is kept whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Admission {
    #[default]
    Open,
    Introduced,
    Followed,
}

/// A size: a number of bytes, or a text such as "10 GiB".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "NumberOrText")]
struct Bytes(u64);

#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(u64),
    Text(String),
}

impl TryFrom<NumberOrText> for Bytes {
    type Error = String;

    fn try_from(given: NumberOrText) -> Result<Self, String> {
        let text = match given {
            NumberOrText::Number(bytes) => return Ok(Self(bytes)),
            NumberOrText::Text(text) => text,
        };
        let unit = |unit: &str| {
            Some(match unit {
                "" | "B" => 1,
                "KiB" => 1 << 10,
                "MiB" => 1 << 20,
                "GiB" => 1 << 30,
                "TiB" => 1 << 40,
                _ => return None,
            })
        };
        measured(&text, unit)
            .map(Self)
            .ok_or_else(|| format!("expected a size such as \"10 GiB\" or \"500 MiB\", found {text:?}"))
    }
}

/// A number with its unit, as `unit` reads it.
fn measured(text: &str, unit: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|character: char| !character.is_ascii_digit());
    let number: u64 = digits.parse().ok()?;
    number.checked_mul(unit(text[digits.len()..].trim())?)
}

/// A speed: a number of bytes a second, or a text such as "50 KiB/s" or "2 Mbit/s".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "NumberOrText")]
struct Speed(Rate);

impl TryFrom<NumberOrText> for Speed {
    type Error = String;

    fn try_from(given: NumberOrText) -> Result<Self, String> {
        // In bits, as whoever sells a line says it: eight to a byte, and thousands.
        let unit = |unit: &str| {
            Some(match unit {
                "B/s" => 8,
                "KiB/s" => 8 << 10,
                "MiB/s" => 8 << 20,
                "GiB/s" => 8 << 30,
                "kbit/s" => 1_000,
                "Mbit/s" => 1_000_000,
                "Gbit/s" => 1_000_000_000,
                _ => return None,
            })
        };
        let bytes = match given {
            NumberOrText::Number(bytes) => bytes,
            NumberOrText::Text(text) => measured(&text, unit).map(|bits| bits / 8).ok_or_else(|| {
                format!("expected a speed such as \"50 KiB/s\" or \"2 Mbit/s\", found {text:?}")
            })?,
        };
        Rate::new(bytes).map(Self).map_err(|error| format!("{error}; without a limit, leave the line out"))
    }
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
# index_cache_mib = 8
# While much comes in, memory for what is not written to the index yet; and for the key logs of agents, in MiB.
# unwritten_mib = 48
# key_log_cache_mib = 32

# How many days before a confirmation lapses `commons status` speaks of it.
# remind_days = 30
# How much of the journal to fill. What is your own, and what you follow, is kept beyond it.
# quota = \"10 GiB\"

# Whose records to keep whole: everybody's while there is room (open), or only those of agents
# that are introduced or followed (introduced), or only those of agents you follow (followed).
# The others share the pool; from four fifths of the quota on they do so in any case.
# admission = \"open\"

# How much to keep of all who share the pool, and of each of them.
# pool = \"512 MiB\"
# pool_per_agent = \"8 MiB\"

# How much to keep of one agent that you do not follow yourselves.
# quota_per_agent = \"256 MiB\"

# How much room to give to files of others. Your own, and those of resources that you pinned, are kept beyond it.
# files_quota = \"10 GiB\"

# Files of those you follow are taken unasked, so that there is a copy when their node is off: up to this size. 0 for none.
# take_files_up_to = \"5 MiB\"

# How long a chain of introductions may be, and how many agents whoever stands in it may bring in.
# introduction_depth = 2
# introduction_budget = 100

# How fast to send to other nodes and to receive from them, all of them together; without a limit
# unless it is set: \"50 KiB/s\", or \"2 Mbit/s\".
# upload = \"50 KiB/s\"
# download = \"200 KiB/s\"

# A part of each day with limits of its own, by the clock of this machine; no limits unless they are set.
# night = \"23:00-06:00\"
# night_upload = \"1 MiB/s\"
# night_download = \"1 MiB/s\"

# Under which address everybody finds the pages, behind a reverse proxy: feeds, maps for search engines and
# credit lines name it. And by which other names browsers may ask for them, such as an address in the local network.
# These lines stay the last.
# [pages]
# address = \"https://commons.example.org\"
# names = [\"192.168.1.5:7780\"]
#
# A second door, for everybody, on a community server: it only shows, and leaves out what strangers wrote. Whoever looks after
# the server leads an address to it with a reverse proxy, perhaps below a path.
# public_listen = \"127.0.0.1:7782\"
# public_address = \"https://town.example.org/commons\"
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

    /// The pages of the house, where members sign in.
    pub(crate) fn face(&self) -> Face {
        Face::new(self.address().map(str::to_owned), self.pages.names.clone(), false)
    }

    /// The pages for everybody, and where they are to be served; none unless that is said.
    pub(crate) fn public_face(&self) -> Option<(SocketAddr, Face)> {
        let address = self.pages.public_address.as_ref().map(|PublicAddress(address)| address.clone());
        Some((self.pages.public_listen?, Face::new(address, Vec::new(), true)))
    }

    /// Under which address the pages of the house are found, without a slash at its end.
    pub(crate) fn address(&self) -> Option<&str> {
        self.pages.address.as_ref().map(|PublicAddress(address)| address.as_str())
    }

    /// Under which address everybody finds what this node shows, without a slash at its end.
    pub(crate) fn public_address(&self) -> Option<&str> {
        let Pages { public_address, address, .. } = &self.pages;
        public_address.as_ref().or(address.as_ref()).map(|PublicAddress(address)| address.as_str())
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

    /// How many bytes of others' files to keep.
    pub(crate) fn files_quota(&self) -> u64 {
        self.files_quota.map_or(DEFAULT_FILES_QUOTA, |bytes| bytes.0)
    }

    /// How large a file may be that is taken unasked.
    pub(crate) fn take_files_up_to(&self) -> u64 {
        self.take_files_up_to.map_or(DEFAULT_TAKE_FILES_UP_TO, |bytes| bytes.0)
    }

    /// How many days before a confirmation lapses it is spoken of.
    pub(crate) fn remind_days(&self) -> u32 {
        self.remind_days.unwrap_or(DEFAULT_REMIND_DAYS)
    }

    /// How much is kept, of whom. What is not said follows from the quota.
    pub(crate) fn policy(&self) -> Policy {
        let usual = Policy::default();
        let said = |bytes: Option<Bytes>| bytes.map(|Bytes(bytes)| bytes);
        let quota = said(self.quota).unwrap_or(usual.quota);
        let pool = said(self.pool).unwrap_or(quota / POOL_PARTS);
        Policy {
            openness: match self.admission {
                Admission::Open => Openness::Open,
                Admission::Introduced => Openness::Introduced,
                Admission::Followed => Openness::Followed,
            },
            quota,
            pool,
            pool_each: said(self.pool_per_agent).unwrap_or(pool / POOL_SHARES),
            each: said(self.quota_per_agent).unwrap_or(usual.each.min(quota)),
            reach: Reach {
                depth: self.introduction_depth.unwrap_or(usual.reach.depth).min(MAX_DEPTH),
                budget: self.introduction_budget.unwrap_or(usual.reach.budget),
            },
        }
    }

    /// How much the node may load its line, and when.
    pub(crate) fn plan(&self) -> Result<Plan, Failure> {
        let rates = |up: Option<Speed>, down: Option<Speed>| Rates {
            up: up.map(|Speed(rate)| rate),
            down: down.map(|Speed(rate)| rate),
        };
        let night = rates(self.night_upload, self.night_download);
        if self.night.is_none() && night != Rates::default() {
            return Err(Failure::config("config.toml: limits for the night are set, but not when that is")
                .hint("say when, for instance night = \"23:00-06:00\""));
        }
        Ok(Plan { day: rates(self.upload, self.download), night: self.night.map(|window| (window, night)) })
    }

    /// Most bytes the index keeps in memory.
    pub(crate) fn caches(&self) -> Caches {
        let usual = Caches::default();
        let bytes = |mib: Option<u64>, usual| mib.map_or(usual, |mib| mib.clamp(1, 64 * 1024) * 1024 * 1024);
        Caches {
            index: bytes(self.index_cache_mib, usual.index),
            unwritten: bytes(self.unwritten_mib, usual.unwritten),
            key_logs: bytes(self.key_log_cache_mib, usual.key_logs),
        }
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
                Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
                _ => String::new(),
            })
            .collect();
        let config: Config = toml::from_str(&uncommented).unwrap();
        assert_eq!(config.network(), DEFAULT_NETWORK);
        assert_eq!(config.caches(), commons_store::Caches::default());
        assert_eq!(config.remind_days(), DEFAULT_REMIND_DAYS);
        assert_eq!(config.mdns, Some(true));
        assert_eq!(config.face().address(), Some("https://commons.example.org"));
        let (listens, everybody) = config.public_face().unwrap();
        assert_eq!((listens.to_string().as_str(), everybody.base()), ("127.0.0.1:7782", "/commons"));
        assert_eq!(config.public_address(), everybody.address());
        assert_eq!(config.policy(), Policy::default(), "what the template shows is the default");
        assert!(config.plan().unwrap().limits_anything(), "but for the line, which has no limits by default");
        assert_eq!(Config::default().plan().unwrap(), Plan::default());
        assert!(toml::from_str::<Config>("lisen = []").is_err(), "a misspelt setting is an error");
    }

    #[test]
    fn the_address_of_the_pages_is_one_that_a_browser_takes() {
        let read = |address: &str| toml::from_str::<Config>(&format!("[pages]\naddress = {address:?}"));
        let read = |address: &str| read(address).map(|config| config.public_address().map(str::to_owned));
        for (address, kept) in [
            ("https://commons.example.org/", "https://commons.example.org"),
            ("http://[::1]:7780/base/", "http://[::1]:7780/base"),
        ] {
            assert_eq!(read(address).unwrap().as_deref(), Some(kept));
        }
        for wrong in [
            "",
            "commons.example.org",
            "ftp://a",
            "https://a?b",
            "https://a#b",
            "https://a:b@c",
            "javascript:1",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_are_read_in_words_and_refused_if_they_are_none() {
        let read = |text: &str| toml::from_str::<Config>(text).map(|config| config.policy());
        let small = read("quota = \"40 MiB\"\nadmission = \"introduced\"").unwrap();
        assert_eq!((small.quota, small.pool, small.openness), (40 << 20, 2 << 20, Openness::Introduced));
        assert_eq!((small.each, small.pool_each), (40 << 20, 32 << 10));
        assert_eq!(read("quota = 5000").unwrap().quota, 5000);
        for wrong in [
            "quota = \"10 GB\"",
            "quota = \"\"",
            "quota = -1",
            "quota = \"99999999 TiB\"",
            "admission = \"closed\"",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn speeds_are_read_in_words_and_refused_if_they_are_none() {
        let read = |text: &str| {
            toml::from_str::<Config>(text).map_err(|error| error.to_string()).and_then(|config| {
                let plan = config.plan().map_err(|failure| failure.message)?;
                Ok((plan.day.up.map(Rate::bytes), plan.day.down.map(Rate::bytes)))
            })
        };
        assert_eq!(read("upload = \"50 KiB/s\"").unwrap(), (Some(51_200), None));
        assert_eq!(read("upload = 9000\ndownload = \"2 Mbit/s\"").unwrap(), (Some(9_000), Some(250_000)));
        assert!(read("upload = \"1 KiB/s\"").unwrap_err().contains("8192"));
        assert!(read("night_upload = \"50 KiB/s\"").unwrap_err().contains("not when"));
        for wrong in [
            "upload = \"50 KiB\"",
            "upload = \"fast\"",
            "upload = \"99999999999 GiB/s\"",
            "upload = 0",
            "download = -1",
            "night = \"late\"",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}

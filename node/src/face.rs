//! A face of the pages: under which address people find it, and whether it takes what they write.

/// What is the same for all who come to the pages by one address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Face {
    /// Under which address everybody finds it, without a slash at its end.
    address: Option<String>,
    /// By which other names browsers may ask for it, with the port unless that is the usual one.
    names: Vec<String>,
    /// Whether it is for everybody: it only shows, and leaves out what strangers wrote.
    is_public: bool,
}

impl Face {
    pub(crate) fn new(address: Option<String>, names: Vec<String>, is_public: bool) -> Self {
        Self { address, names, is_public }
    }

    pub(crate) fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Whether it is for everybody: it only shows, and leaves out what strangers wrote.
    pub(crate) const fn is_public(&self) -> bool {
        self.is_public
    }

    /// The path below which the pages stand: empty, or one that begins with a slash and does not end with one.
    pub(crate) fn base(&self) -> &str {
        self.parts().map_or("", |(_, path)| path)
    }

    /// Whether browsers may ask for it by this name, which they say with the port unless that is the usual one.
    pub(crate) fn is_called(&self, host: &str) -> bool {
        let own = self.parts().map(|(host, _)| host);
        own.into_iter()
            .chain(self.names.iter().map(String::as_str))
            .any(|name| host.eq_ignore_ascii_case(name))
    }

    /// The path of a page, from the path that was asked for: some reverse proxies take the base away, some do not.
    pub(crate) fn below_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base = self.base();
        let below = path.strip_prefix(base).filter(|_| !base.is_empty())?;
        match below.as_bytes().first() {
            None => Some("/"),
            Some(b'/') => Some(below),
            Some(_) => None,
        }
    }

    fn parts(&self) -> Option<(&str, &str)> {
        let (_, rest) = self.address.as_deref()?.split_once("://")?;
        Some(rest.split_at(rest.find('/').unwrap_or(rest.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_below_the_path_of_their_address() {
        let at = |address: &str| Face::new(Some(address.to_owned()), Vec::new(), false);
        assert_eq!(Face::default().base(), "");
        assert_eq!(at("https://a.example").base(), "");
        let below = at("https://a.example:444/town/commons");
        assert_eq!(below.base(), "/town/commons");
        assert!(below.is_called("A.example:444") && !below.is_called("a.example"));
        for (asked, page) in [
            ("/town/commons", Some("/")),
            ("/town/commons/", Some("/")),
            ("/town/commons/records/ab", Some("/records/ab")),
            ("/town/commons2", None),
            ("/town", None),
            ("/", None),
        ] {
            assert_eq!(below.below_base(asked), page, "{asked}");
        }
        assert_eq!(Face::default().below_base("/near"), None);
    }
}

use super::organisations_csv;

/// The first bytes of every bundle.
const BUNDLE_MAGIC: &[u8] = b"COMMONS\n";

/// The byte order mark that some programs put before UTF-8 text.
pub(crate) const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file to import may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A table of organisations.
    OrganisationsCsv,
    /// A list of public goods.
    PublicGoodsJson,
    /// Signed changes, as `commons export` writes them.
    Bundle,
}

impl Format {
    /// The name that `--as` takes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OrganisationsCsv => "organisations-csv",
            Self::PublicGoodsJson => "public-goods-json",
            Self::Bundle => "bundle",
        }
    }
}

/// Tells the format from the first bytes: the whole file, or enough of it to hold the first line.
pub(crate) fn detect(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(BUNDLE_MAGIC) {
        return Some(Format::Bundle);
    }
    let text = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes).trim_ascii_start();
    match text.first() {
        Some(b'[' | b'{') => Some(Format::PublicGoodsJson),
        Some(_) if organisations_csv::has_name_column(text) => Some(Format::OrganisationsCsv),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_told_by_its_first_bytes() {
        assert_eq!(detect(b"COMMONS\n\x01\x02"), Some(Format::Bundle));
        assert_eq!(detect(b" \n[{\"name\": \"x\"}]"), Some(Format::PublicGoodsJson));
        assert_eq!(detect(b"\xef\xbb\xbfIdentifier,Name\nR1,Garden\n"), Some(Format::OrganisationsCsv));
        assert_eq!(detect(b"website;NAME\r\n"), Some(Format::OrganisationsCsv));
        for other in [&b""[..], b"COMMONS", b"\x89PNG\r\n", b"street,town\n", b"\xff\xfen\0a\0"] {
            assert_eq!(detect(other), None, "{other:?}");
        }
    }

    #[test]
    fn names_are_those_of_the_command_line() {
        let all = [Format::OrganisationsCsv, Format::PublicGoodsJson, Format::Bundle];
        assert_eq!(all.map(Format::name), ["organisations-csv", "public-goods-json", "bundle"]);
    }
}

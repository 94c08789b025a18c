//! Countries: their codes, and what they are called.

/// A country, by its code of two letters (ISO 3166).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country(&'static str);

/// Codes with English names, one a line.
const COUNTRIES: &str = include_str!("../data/countries.tsv");

/// What people also call some of them.
const ALSO: [(&str, &str); 14] = [
    ("allemagne", "de"),
    ("belgie", "be"),
    ("belgique", "be"),
    ("britain", "gb"),
    ("deutschland", "de"),
    ("espagne", "es"),
    ("espana", "es"),
    ("great britain", "gb"),
    ("holland", "nl"),
    ("italia", "it"),
    ("nederland", "nl"),
    ("uk", "gb"),
    ("us", "us"),
    ("usa", "us"),
];

impl Country {
    /// That with this code or name, whatever its case and accents.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let wanted = crate::gazetteer::fold(text);
        let wanted = ALSO.iter().find(|(also, _)| *also == wanted).map_or(wanted.as_str(), |(_, code)| code);
        let mut lines = COUNTRIES.lines().filter_map(|line| line.split_once('\t'));
        lines
            .find(|(code, name)| *code == wanted || crate::gazetteer::fold(name) == wanted)
            .map(|(code, _)| Self(code))
    }

    pub(crate) fn of_code(code: &str) -> Option<Self> {
        let mut codes = COUNTRIES.lines().filter_map(|line| line.get(..2));
        codes.find(|known| known.eq_ignore_ascii_case(code)).map(Self)
    }

    /// Its code, in small letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0
    }

    /// What it is called in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        let mut lines = COUNTRIES.lines().filter_map(|line| line.split_once('\t'));
        lines.find(|(code, _)| *code == self.0).map_or(self.0, |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_codes_and_names() {
        for text in ["ES", "es", " Spain ", "España"] {
            assert_eq!(Country::named(text).map(Country::code), Some("es"), "{text}");
        }
        assert_eq!(Country::named("France").map(Country::name), Some("France"));
        assert_eq!(Country::named("e"), None);
        assert_eq!(Country::named(""), None);
    }
}

//! Which language somebody reads: what they chose, else what their browser says they read (RFC 9110, section 12.5.4), else
//! English.

use super::Language;

/// What keeps a choice, in the browser of whoever chose.
pub(super) const COOKIE: &str = "language";

/// Most languages that are looked at. Browsers send a handful.
const MAX_RANGES: usize = 32;

/// The language that the header `Cookie` says was chosen.
pub(super) fn chosen(cookies: &str) -> Option<Language> {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, code)| Language::of_tag(code))
}

/// The language that suits the header `Accept-Language` best; nothing, if none of ours is in it.
pub(super) fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for range in header.split(',').take(MAX_RANGES) {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        let language = if tag == "*" { Some(Language::English) } else { Language::of_tag(tag) };
        // Of equals the first.
        if let Some(language) = language
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_reads_several_gets_the_one_they_read_best() {
        for (header, language) in [
            ("fr", Some(Language::French)),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(Language::French)),
            ("nl, de;q=0.7, ca;q=0.9", Some(Language::Catalan)),
            ("pt-BR", Some(Language::Portuguese)),
            ("CA-valencia", Some(Language::Catalan)),
            ("es;q=0, it;q=0.1", Some(Language::Italian)),
            ("it, es", Some(Language::Italian)),
            ("nl, *;q=0.1", Some(Language::English)),
            ("nl, eu", None),
            ("fr;q=0", None),
            ("fr;q=much", None),
            ("", None),
            (";;;,,,q=1", None),
        ] {
            assert_eq!(accepted(header), language, "{header}");
        }
        let many = format!("{}fr", "nl,".repeat(MAX_RANGES));
        assert_eq!(accepted(&many), None, "there is an end to it");
    }

    #[test]
    fn a_choice_is_found_among_other_cookies() {
        assert_eq!(chosen("a=b; language=ca; c=d"), Some(Language::Catalan));
        assert_eq!(chosen("language=de"), Some(Language::German));
        for cookies in ["", "language", "language=", "language=xx", "my-language=fr", "a=language=fr"] {
            assert_eq!(chosen(cookies), None, "{cookies}");
        }
    }
}

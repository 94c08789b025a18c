//! Own terms in a licence expression: which licence record, in which version.
//!
//! A version of a record is its changes up to some heads. It stands in the expression itself, as
//! `LicenseRef-commons-RECORD-HEAD[-HEAD…]` with whole ids in lower-case hex, so that members who agree to a licence
//! agree to the version as well, and nothing that the record's authors write later changes it.

use core::fmt;
use core::str::FromStr;

use commons_identity::parse_id;

use crate::{ChangeId, RecordId};

/// What begins the name of own terms in a licence expression.
pub const OWN_TERMS_PREFIX: &str = "LicenseRef-commons-";

/// Most heads of a version that is pinned. A record with more is edited once, which makes it one.
pub const MAX_PINNED_HEADS: usize = 8;

/// One version of a licence record, as a licence expression names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnTerms {
    record: RecordId,
    heads: Vec<ChangeId>,
}

/// A text that names no version of own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnTermsError {
    /// It does not begin as they do.
    #[error("own terms begin with {OWN_TERMS_PREFIX}")]
    Prefix,
    /// Something that is not a whole id.
    #[error("expected whole ids, of 64 lower-case hex digits, with - between")]
    Id,
    /// No head, too many, or not in ascending order.
    #[error("expected 1 to {MAX_PINNED_HEADS} heads in ascending order after the record")]
    Heads,
}

impl OwnTerms {
    /// A version of a record.
    ///
    /// # Errors
    /// [`OwnTermsError::Heads`] if there is none, or there are too many.
    pub fn new(record: RecordId, heads: &[ChangeId]) -> Result<Self, OwnTermsError> {
        let mut heads = heads.to_vec();
        heads.sort_unstable();
        heads.dedup();
        if heads.is_empty() || heads.len() > MAX_PINNED_HEADS {
            return Err(OwnTermsError::Heads);
        }
        Ok(Self { record, heads })
    }

    /// The licence record.
    #[must_use]
    pub const fn record(&self) -> RecordId {
        self.record
    }

    /// The newest changes of the version, in ascending order.
    #[must_use]
    pub fn heads(&self) -> &[ChangeId] {
        &self.heads
    }

    /// The version in short, for people: the first digits of each head.
    #[must_use]
    pub fn version(&self) -> String {
        self.heads.iter().map(ChangeId::short).collect::<Vec<_>>().join("+")
    }
}

impl fmt::Display for OwnTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OWN_TERMS_PREFIX}{}", self.record)?;
        self.heads.iter().try_for_each(|head| write!(f, "-{head}"))
    }
}

impl FromStr for OwnTerms {
    type Err = OwnTermsError;

    fn from_str(text: &str) -> Result<Self, OwnTermsError> {
        let mut ids = text
            .strip_prefix(OWN_TERMS_PREFIX)
            .ok_or(OwnTermsError::Prefix)?
            .split('-')
            .map(|id| parse_id(id).map_err(|_| OwnTermsError::Id));
        let record = RecordId::from_bytes(ids.next().ok_or(OwnTermsError::Id)??);
        let heads: Vec<ChangeId> =
            ids.map(|id| id.map(ChangeId::from_bytes)).collect::<Result<_, OwnTermsError>>()?;
        // One version has one name, so that two expressions that say the same are the same.
        let ascending = heads.windows(2).all(|two| two[0] < two[1]);
        if heads.is_empty() || heads.len() > MAX_PINNED_HEADS || !ascending {
            return Err(OwnTermsError::Heads);
        }
        Ok(Self { record, heads })
    }
}

/// The text with something else in place of the own terms that it names.
pub fn with_own_terms_named(text: &str, mut name: impl FnMut(&OwnTerms) -> String) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(OWN_TERMS_PREFIX) {
        let (before, from) = rest.split_at(begin);
        let end =
            from.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.').unwrap_or(from.len());
        let (id, after) = from.split_at(end);
        named.push_str(before);
        match id.parse() {
            Ok(terms) => named.push_str(&name(&terms)),
            Err(_) => named.push_str(id),
        }
        rest = after;
    }
    named.push_str(rest);
    named
}

/// The own terms that a text names, in order, without repeats.
#[must_use]
pub fn own_terms_in(text: &str) -> Vec<OwnTerms> {
    let mut all = Vec::new();
    with_own_terms_named(text, |terms| {
        if !all.contains(terms) {
            all.push(terms.clone());
        }
        String::new()
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> RecordId {
        RecordId::from_bytes([0xab; 32])
    }

    fn head(byte: u8) -> ChangeId {
        ChangeId::from_bytes([byte; 32])
    }

    #[test]
    fn a_version_has_one_name_that_is_read_back() {
        let terms = OwnTerms::new(record(), &[head(9), head(1), head(9)]).unwrap();
        let name = terms.to_string();
        assert_eq!(
            name,
            format!("LicenseRef-commons-{}-{}-{}", "ab".repeat(32), "01".repeat(32), "09".repeat(32))
        );
        assert_eq!((name.parse(), terms.version().as_str()), (Ok(terms), "01010101+09090909"));
    }

    #[test]
    fn as_many_as_may_be_pinned_fit_into_a_licence_field() {
        let heads: Vec<ChangeId> = (0..8).map(head).collect();
        let longest = OwnTerms::new(record(), &heads).unwrap().to_string();
        assert!(longest.len() + " OR CC-BY-SA-4.0".len() <= crate::schema::MAX_EXPRESSION_BYTES);
        let more: Vec<ChangeId> = (0..9).map(head).collect();
        assert_eq!(OwnTerms::new(record(), &more), Err(OwnTermsError::Heads));
        assert_eq!(OwnTerms::new(record(), &[]), Err(OwnTermsError::Heads));
    }

    #[test]
    fn other_spellings_name_nothing() {
        let (id, one, two) = ("ab".repeat(32), "01".repeat(32), "09".repeat(32));
        for (text, error) in [
            ("PPL".to_owned(), OwnTermsError::Prefix),
            ("LicenseRef-commons-".to_owned(), OwnTermsError::Id),
            (format!("LicenseRef-commons-{id}"), OwnTermsError::Heads),
            (format!("LicenseRef-commons-{id}-{two}-{one}"), OwnTermsError::Heads),
            (format!("LicenseRef-commons-{id}-{one}-{one}"), OwnTermsError::Heads),
            (format!("LicenseRef-commons-{id}-{one}-"), OwnTermsError::Id),
            (format!("LicenseRef-commons-{id}-{}", &one[1..]), OwnTermsError::Id),
            (format!("LicenseRef-commons-{}-{one}", id.to_uppercase()), OwnTermsError::Id),
        ] {
            assert_eq!(text.parse::<OwnTerms>(), Err(error), "{text}");
        }
    }

    #[test]
    fn terms_are_named_within_an_expression() {
        let one = OwnTerms::new(record(), &[head(1)]).unwrap();
        let both = OwnTerms::new(record(), &[head(1), head(2)]).unwrap();
        let expression = format!("({one} OR MIT) AND {both} AND {one} AND LicenseRef-commons-short");
        assert_eq!(own_terms_in(&expression), [one, both]);
        let named = with_own_terms_named(&expression, |terms| terms.version());
        assert_eq!(
            named,
            "(01010101 OR MIT) AND 01010101+02020202 AND 01010101 AND LicenseRef-commons-short"
        );
        assert_eq!(own_terms_in("MIT OR PPL"), []);
    }
}

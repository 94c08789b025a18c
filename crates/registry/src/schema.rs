//! Which kinds of record there are, and which fields each has: version 1 of the rules.
//!
//! Numbers travel, names are shown. Neither ever changes its meaning within a version.

use commons_identity::Act;

/// Version of the rules in this crate. A released version never changes; a new rule is a new version.
pub const RULE_VERSION: u64 = 1;

/// Most bytes of a title or a name.
pub const MAX_TITLE_BYTES: usize = 500;
/// Most bytes of a short text: a place, a contact, a topic.
pub const MAX_SHORT_TEXT_BYTES: usize = 300;
/// Most bytes of a link.
pub const MAX_LINK_BYTES: usize = 2000;
/// Most bytes of a licence expression or a source key.
pub const MAX_EXPRESSION_BYTES: usize = 1000;
/// Most bytes of a long text in one language.
pub const MAX_PROSE_BYTES: usize = 16 * 1024;
/// Most bytes of a token: a word from a list that may grow, such as a type or a role.
pub const MAX_TOKEN_BYTES: usize = 64;
/// Most bytes of a language tag (BCP 47 recommends room for 35).
pub const MAX_LANGUAGE_BYTES: usize = 35;

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An organisation or a person, described by itself.
    Agent,
    /// An organisation described by somebody else.
    Listing,
    /// A guide, a program, a design, a course, a data set: what is shared.
    Resource,
    /// Who did what for a resource or an agent, paid or unpaid.
    Contribution,
    /// A signed statement about another's record.
    Attestation,
    /// A key-log entry that waits for members' signatures.
    Motion,
    /// Terms of one's own, as a term sheet.
    Licence,
    /// One party's half of an agreement: what is granted, and what flows back.
    Agreement,
    /// That a resource was reused, with the answer on which that rests.
    Reuse,
    /// What a word means, to whom, and in which languages: an entry of a glossary.
    Term,
}

impl Kind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 10] = [
        Self::Agent,
        Self::Listing,
        Self::Resource,
        Self::Contribution,
        Self::Attestation,
        Self::Motion,
        Self::Licence,
        Self::Agreement,
        Self::Reuse,
        Self::Term,
    ];

    /// The number that travels.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Agent => 0,
            Self::Listing => 1,
            Self::Resource => 2,
            Self::Contribution => 3,
            Self::Attestation => 4,
            Self::Motion => 5,
            Self::Licence => 6,
            Self::Agreement => 7,
            Self::Reuse => 8,
            Self::Term => 9,
        }
    }

    /// The kind with this number.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The name that is shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Listing => "listing",
            Self::Resource => "resource",
            Self::Contribution => "contribution",
            Self::Attestation => "attestation",
            Self::Motion => "motion",
            Self::Licence => "licence",
            Self::Agreement => "agreement",
            Self::Reuse => "reuse",
            Self::Term => "term",
        }
    }

    /// The fields of the kind, by number.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Agent => AGENT,
            Self::Listing => LISTING,
            Self::Resource => RESOURCE,
            Self::Contribution => CONTRIBUTION,
            Self::Attestation => ATTESTATION,
            Self::Motion => MOTION,
            Self::Licence => LICENCE,
            Self::Agreement => AGREEMENT,
            Self::Reuse => REUSE,
            Self::Term => TERM,
        }
    }

    /// The name of the field that says by language what a record of the kind is called, if it has one.
    #[must_use]
    pub const fn title_field(self) -> &'static str {
        match self {
            Self::Resource | Self::Reuse => "title",
            Self::Term => "word",
            _ => "name",
        }
    }

    /// The field with this number.
    #[must_use]
    pub fn field(self, number: u64) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.number == number)
    }

    /// The field with this name.
    #[must_use]
    pub fn field_named(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

impl core::fmt::Display for Kind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

impl core::str::FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownKind { found: text.chars().take(40).collect() })
    }
}

/// A word that is no kind of record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {}, found {found:?}", Kind::ALL.map(Kind::name).join(", "))]
pub struct UnknownKind {
    found: String,
}

/// What a single value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// One line of text, without control characters, 1 to so many bytes.
    Text(usize),
    /// A lower-case word: letters, digits, `-`, `_`, `.`, `:`.
    Token,
    /// One word of a closed list.
    Choice(&'static [&'static str]),
    /// A language tag in lower case, `und` if it is not known.
    Language,
    /// An integer within bounds.
    Int(i64, i64),
    /// An integer of millionths, shown as a decimal: degrees of latitude or longitude.
    Millionths(i64),
    /// An integer of thousandths, shown as a decimal: an amount, not negative.
    Thousandths,
    /// True, false, or a token: what may be said of a fact.
    Fact,
    /// The id of a record or an agent.
    Id,
    /// A calendar day, `YYYY-MM-DD`.
    Date,
    /// A file: `HASH SIZE NAME`, see [`FileRef`](crate::FileRef).
    File,
}

/// How a field holds its values, and so how concurrent edits meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One value; two at once are a conflict that is shown.
    Scalar(ValueType),
    /// One value for each language.
    ByLanguage(ValueType),
    /// One value for each name (a token).
    ByName(ValueType),
    /// A long text for each language; edits of different places merge.
    Prose,
    /// A set of values; what one newly adds and another removes at once stays.
    Set(ValueType),
    /// One value that only changes when enough of the agent's members agree.
    Protected(ValueType),
}

/// A field of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The number that travels; unique within the kind.
    pub number: u64,
    /// The name that is shown; unique within the kind.
    pub name: &'static str,
    /// How it holds its values.
    pub shape: Shape,
}

impl Field {
    /// The act that changing the field is, if it takes members' agreement.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        match (self.shape, self.name) {
            (Shape::Protected(_), "handed_over_to") => Some(Act::HandOver),
            (Shape::Protected(_), _) => Some(Act::ChangeLicence),
            _ => None,
        }
    }
}

const fn field(number: u64, name: &'static str, shape: Shape) -> Field {
    Field { number, name, shape }
}

const TITLE: ValueType = ValueType::Text(MAX_TITLE_BYTES);
const SHORT: ValueType = ValueType::Text(MAX_SHORT_TEXT_BYTES);
const LINK: ValueType = ValueType::Text(MAX_LINK_BYTES);
const EXPRESSION: ValueType = ValueType::Text(MAX_EXPRESSION_BYTES);
const LATITUDE: ValueType = ValueType::Millionths(90_000_000);
const LONGITUDE: ValueType = ValueType::Millionths(180_000_000);

/// Since which day a record is hidden by whoever keeps it. Kinds on which others rely (agents, licences, agreements) and those
/// that are taken back in their own way (attestations, motions) have no such field.
pub const HIDDEN: &str = "hidden";
/// Why it is hidden.
pub const HIDDEN_BECAUSE: &str = "hidden_because";

const AGENT: &[Field] = &[
    field(1, "name", Shape::ByLanguage(TITLE)),
    field(2, "agent_kind", Shape::Scalar(ValueType::Token)),
    field(3, "description", Shape::Prose),
    field(4, "place", Shape::Scalar(SHORT)),
    field(5, "country", Shape::Scalar(ValueType::Token)),
    field(6, "latitude", Shape::Scalar(LATITUDE)),
    field(7, "longitude", Shape::Scalar(LONGITUDE)),
    field(8, "languages", Shape::Set(ValueType::Language)),
    field(9, "contact", Shape::Scalar(SHORT)),
    field(10, "links", Shape::Set(LINK)),
    field(11, "facts", Shape::ByName(ValueType::Fact)),
    field(12, "fields", Shape::Set(ValueType::Token)),
    field(13, "skills", Shape::Set(SHORT)),
    field(14, "stakeholders", Shape::Set(SHORT)),
    field(15, "domains", Shape::Set(SHORT)),
    field(16, "member_names", Shape::ByName(SHORT)),
];

const LISTING: &[Field] = &[
    field(1, "name", Shape::ByLanguage(TITLE)),
    field(2, "agent_kind", Shape::Scalar(ValueType::Token)),
    field(3, "description", Shape::Prose),
    field(4, "place", Shape::Scalar(SHORT)),
    field(5, "locality", Shape::Scalar(SHORT)),
    field(6, "region", Shape::Scalar(SHORT)),
    field(7, "country", Shape::Scalar(ValueType::Token)),
    field(8, "latitude", Shape::Scalar(LATITUDE)),
    field(9, "longitude", Shape::Scalar(LONGITUDE)),
    field(10, "links", Shape::Set(LINK)),
    field(11, "sectors", Shape::Set(SHORT)),
    field(12, "ownership", Shape::Scalar(SHORT)),
    field(13, "legal_form", Shape::Scalar(SHORT)),
    field(14, "industry", Shape::Scalar(SHORT)),
    field(15, "industry_code", Shape::Scalar(SHORT)),
    field(16, "source_key", Shape::Scalar(ValueType::Text(MAX_SOURCE_KEY_BYTES))),
    field(17, "source_hash", Shape::Scalar(ValueType::Token)),
    field(18, HIDDEN, Shape::Scalar(ValueType::Date)),
    field(19, HIDDEN_BECAUSE, Shape::Scalar(SHORT)),
];

/// Most bytes of a source key: what an imported list calls the row (name and link together at the longest).
pub const MAX_SOURCE_KEY_BYTES: usize = 3000;

const RESOURCE: &[Field] = &[
    field(1, "title", Shape::ByLanguage(TITLE)),
    field(2, "summary", Shape::Prose),
    field(3, "types", Shape::Set(ValueType::Token)),
    field(4, "licence", Shape::Protected(EXPRESSION)),
    field(5, "topics", Shape::Set(SHORT)),
    field(6, "links", Shape::Set(LINK)),
    field(7, "derived_from", Shape::Set(ValueType::Id)),
    field(8, "makers", Shape::Set(TITLE)),
    field(9, "languages", Shape::Set(ValueType::Language)),
    field(10, "version", Shape::Scalar(SHORT)),
    field(11, "stage", Shape::Scalar(SHORT)),
    field(12, "aliases", Shape::Set(TITLE)),
    field(13, "licence_links", Shape::Set(LINK)),
    field(14, "source_key", Shape::Scalar(ValueType::Text(MAX_SOURCE_KEY_BYTES))),
    field(15, "source_hash", Shape::Scalar(ValueType::Token)),
    field(16, "handed_over_to", Shape::Protected(ValueType::Id)),
    field(17, "continues", Shape::Scalar(ValueType::Id)),
    field(18, "permissions", Shape::Protected(ValueType::Text(MAX_PERMISSIONS_BYTES))),
    field(19, "credit_as", Shape::Scalar(TITLE)),
    field(20, "uncredited", Shape::Scalar(ValueType::Date)),
    field(21, "how_run", Shape::Prose),
    field(22, "scope", Shape::Scalar(ValueType::Choice(SCOPES))),
    field(23, "place", Shape::Scalar(SHORT)),
    field(24, "country", Shape::Scalar(ValueType::Token)),
    field(25, "answers", Shape::Set(ValueType::Id)),
    field(26, "files", Shape::Set(ValueType::File)),
    field(27, HIDDEN, Shape::Scalar(ValueType::Date)),
    field(28, HIDDEN_BECAUSE, Shape::Scalar(SHORT)),
];

/// Most bytes of a file's line: its hash, size and name.
pub const MAX_FILE_BYTES: usize = 600;

/// For how wide an area a resource is meant, from the narrowest.
pub const SCOPES: &[&str] = &["local", "city", "region", "country", "world"];

/// Most bytes of permissions beyond a licence, written down as JSON.
pub const MAX_PERMISSIONS_BYTES: usize = 8_000;

/// Most bytes of a term sheet, written down as JSON on one line.
pub const MAX_SHEET_BYTES: usize = 14 * 1024;

/// Most bytes of a receipt, written down as JSON on one line.
pub const MAX_RECEIPT_BYTES: usize = 15_000;

const LICENCE: &[Field] = &[
    field(1, "name", Shape::ByLanguage(TITLE)),
    field(2, "sheet", Shape::Protected(ValueType::Text(MAX_SHEET_BYTES))),
    field(3, "text", Shape::Prose),
    field(4, "links", Shape::Set(LINK)),
];

const AGREEMENT: &[Field] = &[
    field(1, "name", Shape::ByLanguage(TITLE)),
    field(2, "parties", Shape::Set(ValueType::Id)),
    field(3, "works", Shape::Set(ValueType::Id)),
    field(4, "grants", Shape::Scalar(ValueType::Text(MAX_PERMISSIONS_BYTES))),
    field(5, "in_return", Shape::Scalar(TITLE)),
    field(6, "from", Shape::Scalar(ValueType::Date)),
    field(7, "until", Shape::Scalar(ValueType::Date)),
    field(8, "answers", Shape::Scalar(ValueType::Id)),
    field(9, "agreed", Shape::Protected(ValueType::Token)),
    field(10, "ended", Shape::Protected(ValueType::Date)),
    field(11, "note", Shape::Prose),
];

const REUSE: &[Field] = &[
    field(1, "of", Shape::Scalar(ValueType::Id)),
    field(2, "in", Shape::Scalar(ValueType::Id)),
    field(3, "title", Shape::ByLanguage(TITLE)),
    field(4, "receipt", Shape::Scalar(ValueType::Text(MAX_RECEIPT_BYTES))),
    field(5, "on", Shape::Scalar(ValueType::Date)),
    field(6, "ended", Shape::Scalar(ValueType::Date)),
    field(7, HIDDEN, Shape::Scalar(ValueType::Date)),
    field(8, HIDDEN_BECAUSE, Shape::Scalar(SHORT)),
];

const TERM: &[Field] = &[
    field(1, "word", Shape::ByLanguage(TITLE)),
    field(2, "definition", Shape::Prose),
    field(3, "context", Shape::Scalar(SHORT)),
    field(4, "differences", Shape::Prose),
    field(5, "see", Shape::Set(ValueType::Id)),
    field(6, "links", Shape::Set(LINK)),
    field(7, HIDDEN, Shape::Scalar(ValueType::Date)),
    field(8, HIDDEN_BECAUSE, Shape::Scalar(SHORT)),
];

/// What a contribution may be valued as: the three tracks of DisCO.
pub const TRACKS: &[&str] = &["livelihood", "love", "care"];

/// Whether a contribution was paid.
pub const PAYMENTS: &[&str] = &["paid", "donated", "mixed"];

const CONTRIBUTION: &[Field] = &[
    field(1, "to", Shape::Scalar(ValueType::Id)),
    field(2, "role", Shape::Scalar(SHORT)),
    field(3, "track", Shape::Scalar(ValueType::Choice(TRACKS))),
    field(4, "payment", Shape::Scalar(ValueType::Choice(PAYMENTS))),
    field(5, "quantity", Shape::Scalar(ValueType::Thousandths)),
    field(6, "unit", Shape::Scalar(ValueType::Token)),
    field(7, "period", Shape::Scalar(SHORT)),
    field(8, "note", Shape::Prose),
    field(9, "action", Shape::Scalar(ValueType::Token)),
    field(10, "my_licence", Shape::Scalar(EXPRESSION)),
    field(11, "credit_as", Shape::Scalar(TITLE)),
    field(12, "uncredited", Shape::Scalar(ValueType::Date)),
    field(13, "corrects", Shape::Scalar(ValueType::Id)),
    field(14, HIDDEN, Shape::Scalar(ValueType::Date)),
    field(15, HIDDEN_BECAUSE, Shape::Scalar(SHORT)),
];

/// What an attestation may state about another's record; it *replies* to an attestation that questions, or that asks for
/// removal.
pub const STATEMENTS: &[&str] =
    &["introduces", "confirms", "acknowledges", "questions", "replies", "asks-removal", "claims", "same-as"];

const ATTESTATION: &[Field] = &[
    field(1, "statement", Shape::Scalar(ValueType::Choice(STATEMENTS))),
    field(2, "about", Shape::Scalar(ValueType::Id)),
    field(3, "fact", Shape::Scalar(ValueType::Token)),
    field(4, "value", Shape::Scalar(ValueType::Fact)),
    field(5, "until", Shape::Scalar(ValueType::Date)),
    field(6, "reason", Shape::Prose),
    field(7, "withdrawn", Shape::Scalar(ValueType::Date)),
    field(8, "budget", Shape::Scalar(ValueType::Int(0, MAX_BUDGET))),
    field(9, "same_as", Shape::Scalar(ValueType::Id)),
];

/// Most new agents that an introduced one may introduce in its turn.
pub const MAX_BUDGET: i64 = 1_000_000;

/// Most bytes of a key-log entry's content, written in hex.
pub const MAX_ENTRY_HEX: usize = 16_000;

/// Most bytes of any text that is not prose.
pub(crate) const MAX_LINE_BYTES: usize = MAX_ENTRY_HEX;

const MOTION: &[Field] = &[
    field(1, "entry", Shape::Scalar(ValueType::Text(MAX_ENTRY_HEX))),
    field(2, "keeps", Shape::Set(ValueType::Id)),
    field(3, "acts", Shape::Set(ValueType::Id)),
    field(4, "signatures", Shape::Set(SHORT)),
    field(5, "reason", Shape::Prose),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_within_a_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_number(kind.number()), Some(kind));
            assert_eq!(kind.name().parse(), Ok(kind));
            for (number, field) in (1..).zip(kind.fields()) {
                assert_eq!(field.number, number, "without gaps: refusals name the range");
                assert_eq!(kind.field(field.number), Some(field));
                assert_eq!(kind.field_named(field.name), Some(field), "{kind} {}", field.name);
            }
        }
    }
}

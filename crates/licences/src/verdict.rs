//! The seven answers, best first.

words! {
    /// The answer in one word. The order is best first, so the worse of two is the greater.
    pub enum Verdict: "an answer" {
        /// Nothing is asked in return.
        Allowed = "allowed",
        /// Allowed on conditions.
        AllowedWithDuties = "allowed-with-duties",
        /// It depends on facts that we were not told.
        MissingFacts = "missing-facts",
        /// The text can be read in more than one way.
        Unclear = "unclear",
        /// We do not know the licence.
        Unknown = "unknown",
        /// The licence does not grant it.
        NotGranted = "not-granted",
        /// The licence bars it by name.
        Forbidden = "forbidden",
    }
}

impl Verdict {
    /// The exit code of `commons check`.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Allowed | Self::AllowedWithDuties => 0,
            Self::MissingFacts | Self::Unclear | Self::NotGranted => 3,
            Self::Forbidden => 4,
            Self::Unknown => 5,
        }
    }

    /// The answer as one would say it.
    pub fn plain_words(self) -> &'static str {
        match self {
            Self::Allowed => "Yes.",
            Self::AllowedWithDuties => "Yes, if you …",
            Self::MissingFacts => "Tell us more: …",
            Self::Unclear => "The text is unclear: ask.",
            Self::NotGranted => "Not under this licence: ask for permission.",
            Self::Forbidden => "Barred by this licence: … (the licensor may still agree otherwise)",
            Self::Unknown => "We do not know this licence.",
        }
    }

    /// Whether one may go ahead, with the duties if there are any.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Allowed | Self::AllowedWithDuties)
    }
}

//! Licence expressions: SPDX, read leniently, written canonically.
//!
//! Ids are matched whatever their case and come out in their canonical spelling; deprecated ids such as
//! `AGPL-3.0` and `GPL-2.0+` are understood and come out as their successors; `LicenseRef-…`, `NONE` and
//! `NOASSERTION` are taken. Everything else that SPDX does not allow is refused, with its position.

mod error;
mod ids;
mod leaf;
mod tree;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use error::ExpressionError;
pub(crate) use ids::canonical_spelling;
pub(crate) use leaf::{Addition, Leaf};
use tree::Tree;

/// Longest expression that is read. The longest ones in the wild, of whole distributions, are near 1,500.
pub const MAX_EXPRESSION_BYTES: usize = 2_000;

/// A valid licence expression. Its text form is canonical.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LicenceExpression(Terms);

/// What an expression says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Terms {
    /// `NONE`: it is said that there is no licence.
    Nothing,
    /// `NOASSERTION`: nobody says anything.
    Unsaid,
    /// One licence or several.
    Tree(Tree),
}

/// An expression with its choices spelt out.
pub(crate) enum Choices<'a> {
    Nothing,
    Unsaid,
    /// Each is a list of licences that all apply at once; one of the lists may be chosen.
    Alternatives(Vec<Vec<&'a Leaf>>),
    /// There are more alternatives than the caller is ready for.
    TooMany,
}

impl LicenceExpression {
    /// Reads an expression.
    ///
    /// # Errors
    /// When it is not a valid one; the error says where and why, and [`ExpressionError::hint`] a next step.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(ExpressionError::Empty);
        }
        if trimmed.len() > MAX_EXPRESSION_BYTES {
            return Err(ExpressionError::TooLong { bytes: trimmed.len() });
        }
        if trimmed.eq_ignore_ascii_case("none") {
            return Ok(Self(Terms::Nothing));
        }
        if trimmed.eq_ignore_ascii_case("noassertion") {
            return Ok(Self(Terms::Unsaid));
        }
        error::refuse_foreign_characters(trimmed)?;
        error::refuse_misplaced_words(trimmed)?;
        let spelt = ids::canonical_spelling(trimmed);
        let mode = spdx::ParseMode {
            allow_postfix_plus_on_gpl: true,
            allow_deprecated: true,
            ..spdx::ParseMode::STRICT
        };
        let expression = spdx::Expression::parse_mode(&spelt, mode)
            .map_err(|e| ExpressionError::from_spdx(trimmed, &e))?;
        match Tree::from_postfix(&expression) {
            Some(tree) => Ok(Self(Terms::Tree(tree))),
            None => Err(ExpressionError::Empty),
        }
    }

    /// Whether it says that there is no licence.
    pub fn is_none(&self) -> bool {
        self.0 == Terms::Nothing
    }

    /// The ids it names, in order, without exceptions.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        if let Terms::Tree(tree) = &self.0 {
            tree.collect_ids(&mut ids);
        }
        ids
    }

    /// The same with other ids for those beginning with `LicenseRef-` that `replace` gives one for.
    ///
    /// # Errors
    /// What `replace` answers.
    pub fn with_own_ids<E>(
        mut self,
        replace: &mut impl FnMut(&str) -> Result<Option<String>, E>,
    ) -> Result<Self, E> {
        if let Terms::Tree(tree) = &mut self.0 {
            tree.rename_own(replace)?;
        }
        Ok(self)
    }

    /// Whether it leaves a choice.
    pub(crate) fn has_alternatives(&self) -> bool {
        matches!(&self.0, Terms::Tree(tree) if tree.has_alternatives())
    }

    /// The licences of one best alternative, where the worst of those that apply at once counts.
    pub(crate) fn best_by<'a, V: Ord>(&'a self, worth: &impl Fn(&'a Leaf) -> V) -> Vec<&'a Leaf> {
        match &self.0 {
            Terms::Tree(tree) => tree.best_by(worth).1,
            Terms::Nothing | Terms::Unsaid => Vec::new(),
        }
    }

    /// Spells its choices out, up to `most` of them.
    pub(crate) fn choices(&self, most: usize) -> Choices<'_> {
        match &self.0 {
            Terms::Nothing => Choices::Nothing,
            Terms::Unsaid => Choices::Unsaid,
            Terms::Tree(tree) => match tree.alternatives(most) {
                Some(alternatives) => Choices::Alternatives(alternatives),
                None => Choices::TooMany,
            },
        }
    }
}

impl FromStr for LicenceExpression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for LicenceExpression {
    type Error = ExpressionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<LicenceExpression> for String {
    fn from(expression: LicenceExpression) -> Self {
        expression.to_string()
    }
}

impl fmt::Display for LicenceExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Terms::Nothing => f.write_str("NONE"),
            Terms::Unsaid => f.write_str("NOASSERTION"),
            Terms::Tree(tree) => tree.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        LicenceExpression::parse(text).unwrap().to_string()
    }

    #[test]
    fn spells_ids_canonically() {
        assert_eq!(canonical("ppl"), "PPL");
        assert_eq!(canonical(" cc-by-sa-4.0 or mit "), "CC-BY-SA-4.0 OR MIT");
        assert_eq!(canonical("agpl-3.0"), "AGPL-3.0-only");
        assert_eq!(canonical("GPL-2.0+"), "GPL-2.0-or-later");
        assert_eq!(canonical("gpl-3.0-only+"), "GPL-3.0-or-later");
        assert_eq!(
            canonical("GPL-2.0-with-classpath-exception"),
            "GPL-2.0-only WITH Classpath-exception-2.0"
        );
        assert_eq!(
            canonical("gpl-2.0+ with classpath-exception-2.0"),
            "GPL-2.0-or-later WITH Classpath-exception-2.0"
        );
        assert_eq!(canonical("licenseref-Our-Terms"), "LicenseRef-Our-Terms");
        assert_eq!(canonical("none"), "NONE");
        assert_eq!(canonical("Apache-2.0+"), "Apache-2.0+");
    }

    #[test]
    fn keeps_the_meaning_of_brackets() {
        assert_eq!(canonical("((MIT OR ISC)) AND PPL"), "(MIT OR ISC) AND PPL");
        assert_eq!(canonical("(MIT AND ISC) OR PPL"), "MIT AND ISC OR PPL");
        assert_eq!(canonical("MIT OR (ISC OR PPL)"), "MIT OR ISC OR PPL");
    }

    #[test]
    fn says_where_and_what_next() {
        let error = LicenceExpression::parse("MIT OR CC-BY-SA").unwrap_err();
        assert!(error.to_string().contains("`CC-BY-SA` at character 8"), "{error}");
        assert!(error.hint().contains("CC-BY-SA-4.0"), "{}", error.hint());
        let error = LicenceExpression::parse("(MIT OR PPL").unwrap_err();
        assert!(error.to_string().contains("character 1"), "{error}");
        let error = LicenceExpression::parse("© Garden Press").unwrap_err();
        assert!(error.to_string().contains("`©` at character 1"), "{error}");
        assert!(LicenceExpression::parse("MIT PPL").unwrap_err().to_string().contains("character 5"));
        for (text, problem) in
            [("MIT OR none", "stand alone"), ("LicenseRef-", "name has to follow"), ("MIT AND", "too early")]
        {
            let error = LicenceExpression::parse(text).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
        assert_eq!(LicenceExpression::parse(" "), Err(ExpressionError::Empty));
        assert!(LicenceExpression::parse(&"MIT OR ".repeat(900)).unwrap_err().to_string().contains("2000"));
    }

    #[test]
    fn is_read_back_from_its_text_form() {
        let expression: LicenceExpression = serde_json::from_str(r#""mit or ppl""#).unwrap();
        assert_eq!(serde_json::to_string(&expression).unwrap(), r#""MIT OR PPL""#);
        assert!(serde_json::from_str::<LicenceExpression>(r#""free as in beer""#).is_err());
    }
}

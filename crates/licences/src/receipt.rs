//! Receipts: what was asked and answered when somebody declared that they reuse a work.
//!
//! A receipt outlives the work that it is about. So it holds no words of others, who may erase them: of what a steward asks
//! in return only the hash, of duties and reasons only where they stand. What they say is read from the term sheets again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::answer_with;
use crate::expression::LicenceExpression;
use crate::permission::Granted;
use crate::question::Question;
use crate::reply::{Answer, UsedFact};
use crate::sheet::Sheets;
use crate::text::{licence_text, text_hash};
use crate::verdict::Verdict;

/// The only format there is so far.
const FORMAT: u32 = 1;

/// Most bytes of a receipt as it is written down.
pub const MAX_RECEIPT_BYTES: usize = 12_000;

/// What stands before the hash of words that are left out.
const HASH: &str = "blake3:";

/// What was asked and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    format: u32,
    /// The question, without words of others.
    pub question: Question,
    /// The answer in one word.
    pub answer: Verdict,
    /// Of an expression with `OR`: the alternative that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// What was to be done in return: where it stands.
    pub duties: Vec<Cited>,
    /// Why: where it stands, and the facts that it rests on.
    pub reasons: Vec<Cited>,
    /// The text of each licence that the answer rests on, by [`text_hash`]; of those on the SPDX list.
    pub texts: BTreeMap<String, String>,
}

/// Something that an answer cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cited {
    /// Of which sort a duty is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The clause, by position, or a permission or agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The facts that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<UsedFact>,
}

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// There is more in it than a record can hold.
    #[error("expected a receipt of at most {MAX_RECEIPT_BYTES} bytes, found {found}")]
    TooLong {
        /// Its length.
        found: usize,
    },
    /// It is none, or one of a later version of commons.
    #[error("this does not read as a receipt: {0}")]
    Unreadable(String),
}

impl Receipt {
    /// The receipt of an answer.
    pub fn of(question: &Question, reply: &Answer) -> Self {
        let mut question = question.clone();
        // What was not needed says nothing about the answer.
        let cited = |granted: &Granted| {
            reply.reasons.iter().any(|reason| reason.clause.as_ref() == Some(&granted.cited_as))
        };
        question.granted.retain(cited);
        question.granted = without_words(&question.granted);
        let duties = reply.duties.iter().map(|duty| Cited {
            id: Some(duty.id.clone()),
            clause: Some(duty.clause.clone()),
            facts: Vec::new(),
        });
        let reasons = reply.reasons.iter().filter(|reason| reason.clause.is_some()).map(|reason| Cited {
            id: None,
            clause: reason.clause.clone(),
            facts: reason.facts.clone(),
        });
        Self {
            format: FORMAT,
            answer: reply.answer,
            alternative: reply.alternative.clone(),
            duties: duties.collect(),
            reasons: reasons.collect(),
            texts: texts(&question),
            question,
        }
    }

    /// Whether it is of the format that this version of commons reads.
    pub fn is_of_this_format(&self) -> bool {
        self.format == FORMAT
    }

    /// As it is written down.
    ///
    /// # Errors
    /// [`ReceiptError::TooLong`].
    pub fn write(&self) -> Result<String, ReceiptError> {
        let text =
            serde_json::to_string(self).map_err(|error| ReceiptError::Unreadable(error.to_string()))?;
        match text.len() {
            0..=MAX_RECEIPT_BYTES => Ok(text),
            found => Err(ReceiptError::TooLong { found }),
        }
    }

    /// Reads one that somebody wrote down.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn read(text: &str) -> Result<Self, ReceiptError> {
        if text.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLong { found: text.len() });
        }
        let receipt: Self =
            serde_json::from_str(text).map_err(|error| ReceiptError::Unreadable(error.to_string()))?;
        match receipt.format {
            FORMAT => Ok(receipt),
            other => Err(ReceiptError::Unreadable(format!("it has format {other}"))),
        }
    }

    /// Whether it is about this licence, and every permission that it counts is among these.
    pub fn is_about(&self, licence: &str, granted: &[Granted]) -> bool {
        let known = without_words(granted);
        self.question.licence == licence
            && self.question.granted.iter().all(|granted| known.contains(granted))
    }

    /// The licence expressions that it is about.
    pub fn licences(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.question.licence.as_str())
            .chain(self.question.use_.combined_with.iter().map(String::as_str))
    }

    /// What the question is answered today, by the term sheets as they are now and by those of stewards' own terms. What is
    /// asked in return reads as the hash.
    pub fn answered_again(&self, sheets: &Sheets) -> Answer {
        answer_with(&self.question, sheets)
    }
}

/// Permissions with the words of their steward replaced by a hash.
fn without_words(granted: &[Granted]) -> Vec<Granted> {
    let without = |granted: &Granted| {
        let mut granted = granted.clone();
        granted.permission.contact = None;
        granted.permission.in_return =
            granted.permission.in_return.map(|words| format!("{HASH}{}", text_hash(&words)));
        granted
    };
    granted.iter().map(without).collect()
}

fn texts(question: &Question) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for expression in std::iter::once(&question.licence).chain(&question.use_.combined_with) {
        let Ok(expression) = LicenceExpression::parse(expression) else { continue };
        for id in expression.ids() {
            texts.extend(licence_text(id).map(|text| (id.to_owned(), text_hash(text))));
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::answer;
    use crate::permission::{Permission, PermissionBasis};
    use crate::question::{Act, Purpose, Use};
    use crate::{Basis, Facts};

    fn question() -> Question {
        let mut facts = Facts::default();
        facts.set_fact("kind", "nonprofit", Basis::SelfDeclared).unwrap();
        let mut permission = Permission::parse("nonprofits: ten copies to Sample Street 5").unwrap();
        permission.contact = Some("somebody at the press".to_owned());
        let granted =
            Granted { cited_as: "permission 1".to_owned(), basis: PermissionBasis::Permission, permission };
        Question {
            user: facts.into(),
            use_: Use { purpose: Purpose::Commercial, acts: [Act::Distribute].into(), ..Use::default() },
            granted: vec![granted],
            ..Question::about("PPL")
        }
    }

    #[test]
    fn a_receipt_keeps_what_an_answer_rests_on_and_no_words_of_the_steward() {
        let question = question();
        let receipt = Receipt::of(&question, &answer(&question));
        let written = receipt.write().unwrap();
        assert!(!written.contains("Sample Street") && !written.contains("somebody"), "{written}");
        assert_eq!(Receipt::read(&written).unwrap().write().unwrap(), written);
        assert_eq!(receipt.answer, Verdict::AllowedWithDuties);
        assert_eq!(receipt.texts["PPL"], text_hash(licence_text("PPL").unwrap()));
        assert!(receipt.duties.iter().any(|duty| duty.clause.as_deref() == Some("permission 1")));
        let unneeded = Granted { cited_as: "permission 2".to_owned(), ..question.granted[0].clone() };
        let more = Question { granted: vec![question.granted[0].clone(), unneeded], ..question.clone() };
        assert_eq!(Receipt::of(&more, &answer(&more)), receipt, "what was not needed is left out");
        assert!(receipt.is_about("PPL", &question.granted));
        assert!(!receipt.is_about("CC-BY-4.0", &question.granted));
        assert!(!receipt.is_about("PPL", &[]), "the permission was withdrawn since");
        assert_eq!(receipt.answered_again(&Sheets::default()).answer, receipt.answer);
    }

    #[test]
    fn what_is_no_receipt_or_of_a_later_version_is_refused() {
        assert!(Receipt::read("{}").is_err());
        assert!(matches!(
            Receipt::read(&" ".repeat(MAX_RECEIPT_BYTES + 1)),
            Err(ReceiptError::TooLong { .. })
        ));
        let question = question();
        let written = Receipt::of(&question, &answer(&question)).write().unwrap();
        let later = written.replacen("\"format\":1", "\"format\":2", 1);
        assert!(Receipt::read(&later).unwrap_err().to_string().contains("format 2"));
    }
}

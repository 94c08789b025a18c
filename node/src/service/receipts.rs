//! Receipts as reuse records hold them: what is written down, and how it stands today.

use std::collections::BTreeMap;

use commons_identity::AgentId;
use commons_licences::{Act, Answer, Facts, Receipt, ReceiptError, answer_with, text_hash};
use commons_registry::{ChangeId, FieldValue, RecordId, RecordView, own_terms_in};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::check::Answered;
use super::names::Known;
use super::offered::licence_to_ask;
use super::reuse::source_of;
use super::{Occasion, Service, permissions, to_json};
use crate::facts::{Grounds, account};
use crate::failure::Failure;

/// Most agreements, and most confirmations, that one receipt names.
const MAX_COUNTED: usize = 8;

/// Most bytes of a receipt with all that a record holds beside it.
const MAX_WRITTEN_BYTES: usize = commons_registry::schema::MAX_RECEIPT_BYTES;

/// The receipt of a reuse as a record holds it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// The question and the answer.
    receipt: Receipt,
    /// The version of the work's record whose terms were counted.
    heads: Vec<ChangeId>,
    /// Agreements that were counted, with the digest of their terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agreements: Vec<Counted>,
    /// Who confirmed a fact that the answer rests on: the statements by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<ConfirmedFact>,
    /// On what the reuse rests besides, where the answer was not yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    although: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    agreement: RecordId,
    digest: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmedFact {
    fact: String,
    by: AgentId,
    statement: RecordId,
}

/// How a receipt stands today.
pub(super) struct Standing {
    /// One word, for programs.
    pub(super) state: &'static str,
    /// The same as a sentence.
    pub(super) in_words: String,
}

impl Kept {
    /// Whether it says yes to passing on what was made from the work under this licence.
    pub(super) fn covers_passing_on_under(&self, licence: &str) -> bool {
        let use_ = &self.receipt.question.use_;
        let passes_on = [Act::Adapt, Act::Distribute].iter().all(|act| use_.acts.contains(act));
        self.receipt.answer.is_yes() && passes_on && use_.result_licence.as_deref() == Some(licence)
    }
}

impl Service {
    /// What is to be kept of an answer on which a reuse rests.
    pub(super) fn kept(
        &self,
        occasion: Occasion,
        facts: &Facts,
        own: AgentId,
        answered: &Answered,
        although: Option<&str>,
    ) -> Result<Kept, Failure> {
        let mut receipt = Receipt::of(&answered.question, &answered.reply);
        let mut texts = BTreeMap::new();
        for terms in receipt.licences().flat_map(own_terms_in) {
            let text = self.as_pinned(&terms)?.and_then(|view| text_of_terms(&view));
            texts.extend(text.map(|text| (terms.to_string(), text_hash(&text))));
        }
        receipt.texts.extend(texts);
        receipt.write().map_err(|error: ReceiptError| {
            Failure::invalid(error.to_string()).hint("ask about fewer facts or permissions at a time")
        })?;
        let (confirmations, _) = self.confirmations_about(occasion, &*self.known()?, own)?;
        let mut confirmed = Vec::new();
        for account in account(facts, &Grounds::of(&answered.reply), &confirmations, occasion.today) {
            let by = account.confirmed.iter().filter(|_| account.used);
            confirmed.extend(by.take(MAX_COUNTED).map(|one| ConfirmedFact {
                fact: account.fact.as_str().to_owned(),
                by: one.by,
                statement: one.id,
            }));
        }
        confirmed.truncate(MAX_COUNTED);
        let cited = |name: String| receipt.question.granted.iter().any(|granted| granted.cited_as == name);
        let counted = answered
            .agreements
            .iter()
            .filter(|agreed| cited(format!("agreement {}", agreed.proposal.short())))
            .map(|agreed| Counted { agreement: agreed.proposal, digest: agreed.digest.clone() });
        let agreements = counted.take(MAX_COUNTED).collect();
        let kept = Kept {
            receipt,
            heads: answered.seen.view.heads.clone(),
            agreements,
            confirmed,
            although: although.map(str::to_owned),
        };
        let bytes = serde_json::to_vec(&kept).map_err(Failure::internal)?.len();
        if bytes > MAX_WRITTEN_BYTES {
            return Err(Failure::invalid(format!(
                "expected a receipt of at most {MAX_WRITTEN_BYTES} bytes, found {bytes}: the work's record has many edits side by side"
            ))
            .hint("ask its steward to edit it once, which brings them together"));
        }
        Ok(kept)
    }

    /// How the receipt of a declared reuse stands today: whether it is about the terms that the work had then, and whether these
    /// still read as they did.
    pub(super) fn standing_of(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
    ) -> Result<(Option<Kept>, Standing), Failure> {
        let standing = |state, in_words: String| Standing { state, in_words };
        let kept: Kept = match view.text("receipt").map(serde_json::from_str) {
            Some(Ok::<Kept, _>(kept)) if kept.receipt.is_of_this_format() => kept,
            _ => {
                return Ok((
                    None,
                    standing(
                        "unreadable",
                        "its receipt does not read: it may be of a later version".to_owned(),
                    ),
                ));
            }
        };
        let then = match source_of(view) {
            Some(source) => self.store.view_as_of(source, &kept.heads)?,
            None => None,
        };
        let sheets = self.sheets_for(occasion, known, kept.receipt.licences())?;
        let again = kept.receipt.answered_again(&sheets);
        let terms = then.map(|work| self.is_about(&kept, view.agent, &work)).transpose()?.flatten();
        let state = match terms {
            None => standing(
                "terms-not-held",
                "the work's terms, as they were then, are not here: they may be erased, and the receipt stands by itself".to_owned(),
            ),
            Some(false) => standing(
                "other-terms",
                "the work had other terms then than the receipt says: ask whoever declared it".to_owned(),
            ),
            Some(true) if again.answer != kept.receipt.answer => standing(
                "read-otherwise",
                format!("the same terms are read otherwise today: {}", again.answer),
            ),
            Some(true) if !again.answer.is_yes() => standing(
                "not-a-yes",
                "the terms that the work had then say no yes: ask on what it rests".to_owned(),
            ),
            Some(true) => standing("holds", "the terms that the work had then say so".to_owned()),
        };
        Ok((Some(kept), state))
    }

    /// Whether a receipt is about the terms of a version of the work; nothing if an agreement that it counts is not held as
    /// it was.
    fn is_about(&self, kept: &Kept, by: AgentId, work: &RecordView) -> Result<Option<bool>, Failure> {
        let mut granted = permissions::granted(work);
        for counted in &kept.agreements {
            match self.granted_by(counted.agreement, &counted.digest, by, work)? {
                Some(by_agreement) => granted.extend(by_agreement),
                None => return Ok(None),
            }
        }
        Ok(Some(kept.receipt.is_about(&licence_to_ask(work), &granted)))
    }

    /// What a receipt says, beside what the record says.
    pub(super) fn put_receipt(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
        kept: &Kept,
        shown: &mut Value,
    ) -> Result<(), Failure> {
        let receipt = &kept.receipt;
        shown["answer"] = to_json(&receipt.answer);
        shown["alternative"] = to_json(&receipt.alternative);
        shown["licence"] = receipt.question.licence.as_str().into();
        self.put_own_terms(shown, Some(&receipt.question.licence), receipt.licences().skip(1))?;
        shown["parts_under"] = to_json(&receipt.question.use_.combined_with);
        shown["use"] = to_json(&receipt.question.use_);
        shown["user"] = to_json(&receipt.question.user);
        shown["texts"] = to_json(&receipt.texts);
        shown["heads"] = to_json(&kept.heads);
        shown["although"] = to_json(&kept.although);
        let again = self.in_full(occasion, known, view, kept)?;
        shown["duties"] = receipt
            .duties
            .iter()
            .map(|cited| {
                let duty = again.duties.iter().find(|duty| {
                    Some(&duty.id) == cited.id.as_ref() && Some(&duty.clause) == cited.clause.as_ref()
                });
                json!({ "id": cited.id, "clause": cited.clause, "text": duty.map(|duty| &duty.text) })
            })
            .collect();
        shown["reasons"] = receipt
            .reasons
            .iter()
            .map(|cited| {
                let reason = again.reasons.iter().find(|reason| reason.clause == cited.clause);
                json!({ "clause": cited.clause, "text": reason.map(|reason| &reason.text), "facts": cited.facts })
            })
            .collect();
        let mut confirmed = Vec::new();
        for one in &kept.confirmed {
            let mut by = self.named(occasion, known, one.by)?;
            by["fact"] = one.fact.as_str().into();
            by["statement"] = to_json(&one.statement);
            confirmed.push(by);
        }
        shown["confirmed"] = confirmed.into();
        Ok(())
    }

    /// The answer with the words of the terms as they were, as far as they are still held.
    fn in_full(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
        kept: &Kept,
    ) -> Result<Answer, Failure> {
        let receipt = &kept.receipt;
        let mut question = receipt.question.clone();
        if let Some(source) = source_of(view)
            && let Some(work) = self.store.view_as_of(source, &kept.heads)?
        {
            let granted = permissions::granted(&work);
            for counted in &mut question.granted {
                if let Some(whole) = granted.iter().find(|granted| granted.cited_as == counted.cited_as) {
                    counted.permission = whole.permission.clone();
                }
            }
        }
        Ok(answer_with(&question, &self.sheets_for(occasion, known, receipt.licences())?))
    }
}

/// The words of own terms: of several languages, all of them one after the other.
fn text_of_terms(view: &RecordView) -> Option<String> {
    match view.fields.get("text")? {
        FieldValue::Prose(texts) => Some(texts.values().map(String::as_str).collect::<Vec<_>>().join("\n")),
        _ => None,
    }
}

//! Challenges, each with the works that answer it.

use commons_registry::{Kind, RecordId, Value as Held};
use serde_json::Value;

use super::names::Known;
use super::{Occasion, Service};
use crate::failure::Failure;

/// Most works that are told beside one challenge; its own record tells more.
const MAX_ANSWERS: usize = 10;

/// Most records that refer to one challenge in which answers are looked for.
const MAX_REFERRING: usize = 50;

/// Types of resources that others answer.
const ANSWERED: [&str; 2] = ["challenge", "need"];

/// Whether works of this type are answered by others.
pub(super) fn is_answered(of_type: &str) -> bool {
    ANSWERED.contains(&of_type)
}

impl Service {
    /// Says beside each challenge of a list what answers it.
    pub(super) fn put_answers(
        &self,
        occasion: Occasion,
        known: &Known,
        items: &mut [Value],
    ) -> Result<(), Failure> {
        for item in items {
            let id = item["id"].as_str().and_then(|id| commons_identity::parse_id(id).ok());
            let Some(id) = id.map(RecordId::from_bytes) else { continue };
            let mut answers = Vec::new();
            for listed in self.store.references_to(id.as_bytes(), Some(Kind::Resource), MAX_REFERRING)? {
                if answers.len() == MAX_ANSWERS {
                    break;
                }
                let Some(view) = self.view(listed.id)? else { continue };
                let answers_it = view
                    .set("answers")
                    .any(|held| matches!(held, Held::Id(answered) if answered == id.as_bytes()));
                if answers_it {
                    answers.push(self.listed_json(occasion, known, &listed)?);
                }
            }
            item["answered_by"] = answers.into();
        }
        Ok(())
    }
}

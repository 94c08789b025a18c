//! Agreements of reciprocity.

use serde::{Deserialize, Serialize};

/// Agreements of reciprocity.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "agreement", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum AgreementRequest {
    /// Offer terms to others.
    Propose(Propose),
    /// Agree to terms as they are now; only if their digest is this, where one is given.
    Accept {
        id: String,
        #[serde(default)]
        digest: Option<String>,
    },
    /// Be bound no longer, from a day on.
    End { id: String, on: Option<String> },
    /// The terms, and who has agreed.
    Show { id: String },
    /// Those that the node's agent is a party of.
    List,
    /// Those that all their parties have agreed to, whoever they are.
    Made { limit: usize, after: Option<String> },
    /// Those in force that an agent is a party of: everybody who holds its halves can work that out.
    InForce { of: String },
}

/// The terms of an agreement.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Propose {
    /// What the agreement is called.
    pub(crate) name: String,
    /// The other parties, by their ids.
    #[serde(default)]
    pub(crate) with: Vec<String>,
    /// The resources it is about; all of the parties' when there are none.
    #[serde(default)]
    pub(crate) works: Vec<String>,
    /// What each may do with the others' works, as permissions are typed.
    #[serde(default)]
    pub(crate) allow: Vec<String>,
    /// What flows back.
    pub(crate) in_return: Option<String>,
    /// What else there is to say.
    pub(crate) note: Option<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
    /// The first day on which it holds.
    pub(crate) from: Option<String>,
    /// The last.
    pub(crate) until: Option<String>,
}

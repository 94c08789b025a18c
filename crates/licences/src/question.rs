//! The question: who wants to make which use of a work under which licence.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::fact::{Basis, FactName, FactValue, Kind, Surplus, UseField, UserField};
use crate::facts::Facts;
use crate::permission::{Granted, MAX_PERMISSIONS};

/// Most works that one question may combine; beyond it the answer is `unclear`.
pub const MAX_COMBINED: usize = 32;

/// Most permissions that one question may carry; those after them are not looked at.
pub const MAX_GRANTED: usize = 2 * MAX_PERMISSIONS;

words! {
    /// Whether somebody is to make money from the use.
    pub enum Purpose: "a purpose" {
        /// For money, or to gain an advantage in business.
        Commercial = "commercial",
        /// Not for money.
        NonCommercial = "non-commercial",
        /// Not decided: both are worked out.
        Unsure = "unsure",
    }
}

impl Default for Purpose {
    /// What has not been said is not assumed.
    fn default() -> Self {
        Self::Unsure
    }
}

words! {
    /// What is done with the work.
    pub enum Act: "an act" {
        /// Read it, run it, work with it.
        Use = "use",
        /// Make copies.
        Copy = "copy",
        /// Change, translate, build upon it.
        Adapt = "adapt",
        /// Pass copies on, publish.
        Distribute = "distribute",
        /// Let others use it over a network.
        NetworkService = "network-service",
        /// Grant others rights in it oneself.
        Sublicense = "sublicense",
    }
}

/// May this user make this use of a work under this licence?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// An SPDX expression, `NONE`, or any text: what cannot be read is answered `unknown`.
    pub licence: String,
    /// Who asks.
    #[serde(default)]
    pub user: User,
    /// For what.
    #[serde(default, rename = "use")]
    pub use_: Use,
    /// What the steward allows beyond the licence, and agreements in force: at most [`MAX_GRANTED`] count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<Granted>,
}

impl Question {
    /// The question of somebody of whom nothing is known, for a use of which nothing is known.
    pub fn about(licence: impl Into<String>) -> Self {
        Self { licence: licence.into(), user: User::default(), use_: Use::default(), granted: Vec::new() }
    }
}

/// Who asks. In JSON the values are plain, and their basis is `given`; in Rust each fact has a basis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PlainUser", into = "PlainUser")]
pub struct User {
    /// What is known of them.
    pub facts: Facts,
}

impl From<Facts> for User {
    fn from(facts: Facts) -> Self {
        Self { facts }
    }
}

/// For what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Use {
    /// Whether somebody is to make money from it.
    pub purpose: Purpose,
    /// What is done with the work; `use` when nothing is said.
    pub acts: BTreeSet<Act>,
    /// The licences of other works that go into the same result.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub combined_with: Vec<String>,
    /// The licence under which the result is to be passed on, if decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_licence: Option<String>,
    /// What the work is used for, where a licence bars it; unknown when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<BTreeSet<UseField>>,
}

impl Default for Use {
    fn default() -> Self {
        Self {
            purpose: Purpose::default(),
            acts: BTreeSet::from([Act::Use]),
            combined_with: Vec::new(),
            result_licence: None,
            fields: None,
        }
    }
}

/// The JSON shape of [`User`].
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlainUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker_owned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_workers_are_owners: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    equal_votes_or_shares: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_member_employees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privately_owned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    engages_freelancers: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    social_economy: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workers_are_employees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unanimous_community_set_aside: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_members_set_own_pay: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contributor: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surplus: Option<Surplus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<BTreeSet<UserField>>,
}

impl From<PlainUser> for User {
    fn from(plain: PlainUser) -> Self {
        let flags = [
            (FactName::WorkerOwned, plain.worker_owned),
            (FactName::AllWorkersAreOwners, plain.all_workers_are_owners),
            (FactName::EqualVotesOrShares, plain.equal_votes_or_shares),
            (FactName::NonMemberEmployees, plain.non_member_employees),
            (FactName::PrivatelyOwned, plain.privately_owned),
            (FactName::EngagesFreelancers, plain.engages_freelancers),
            (FactName::SocialEconomy, plain.social_economy),
            (FactName::WorkersAreEmployees, plain.workers_are_employees),
            (FactName::UnanimousCommunitySetAside, plain.unanimous_community_set_aside),
            (FactName::NonMembersSetOwnPay, plain.non_members_set_own_pay),
            (FactName::Contributor, plain.contributor),
        ];
        let values = flags.into_iter().map(|(name, flag)| (name, flag.map(FactValue::Flag))).chain([
            (FactName::Kind, plain.kind.map(FactValue::Kind)),
            (FactName::Surplus, plain.surplus.map(FactValue::Surplus)),
            (FactName::Fields, plain.fields.map(FactValue::Fields)),
        ]);
        let mut facts = Facts::default();
        for (name, value) in values {
            if let Some(value) = value {
                // Each value has the type of its fact, so nothing can be refused.
                let _ = facts.insert(name, value, Basis::Given);
            }
        }
        Self { facts }
    }
}

impl From<User> for PlainUser {
    fn from(User { facts }: User) -> Self {
        Self {
            kind: facts.kind(),
            worker_owned: facts.flag(FactName::WorkerOwned),
            all_workers_are_owners: facts.flag(FactName::AllWorkersAreOwners),
            equal_votes_or_shares: facts.flag(FactName::EqualVotesOrShares),
            non_member_employees: facts.flag(FactName::NonMemberEmployees),
            privately_owned: facts.flag(FactName::PrivatelyOwned),
            engages_freelancers: facts.flag(FactName::EngagesFreelancers),
            social_economy: facts.flag(FactName::SocialEconomy),
            workers_are_employees: facts.flag(FactName::WorkersAreEmployees),
            unanimous_community_set_aside: facts.flag(FactName::UnanimousCommunitySetAside),
            non_members_set_own_pay: facts.flag(FactName::NonMembersSetOwnPay),
            contributor: facts.flag(FactName::Contributor),
            surplus: facts.surplus(),
            fields: facts.fields().cloned(),
        }
    }
}

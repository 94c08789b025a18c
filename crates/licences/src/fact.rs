//! Facts about a user: their names, their values, and on which basis they are held.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

words! {
    /// What sort of person or organisation asks.
    pub enum Kind: "a kind of user" {
        /// One person, self-employed or not.
        Person = "person",
        /// People acting together without a legal form.
        InformalCollective = "informal-collective",
        /// A co-op owned by those who work in it.
        WorkerCoop = "worker-coop",
        /// A co-op owned by several groups: say, workers, users and supporters.
        MultiStakeholderCoop = "multi-stakeholder-coop",
        /// A co-op owned by those who buy from it.
        ConsumerCoop = "consumer-coop",
        /// A co-op owned by those who sell through it.
        ProducerCoop = "producer-coop",
        /// A business held in trust for its employees.
        EmployeeTrust = "employee-trust",
        /// An association, foundation or charity.
        Nonprofit = "nonprofit",
        /// A trade union.
        Union = "union",
        /// A town, a ministry, a public agency.
        PublicBody = "public-body",
        /// A school or university.
        Education = "education",
        /// A business owned by others than its workers, unless said otherwise.
        Company = "company",
    }
}

words! {
    /// What happens to the money that is left.
    pub enum Surplus: "a use of surplus" {
        /// All of it goes to the worker-owners.
        DistributedToWorkerOwners = "distributed-to-worker-owners",
        /// It is kept in a reserve that nobody may share out.
        IndivisibleReserve = "indivisible-reserve",
        /// It goes to a purpose outside the organisation.
        CommunityPurpose = "community-purpose",
        /// It goes to members who are not, or not all, workers.
        DistributedToMembers = "distributed-to-members",
        /// It goes to investors.
        DistributedToInvestors = "distributed-to-investors",
        /// Some of this, some of that: say, a reserve and a share for the workers.
        Mixed = "mixed",
        /// There is none.
        None = "none",
    }
}

words! {
    /// What the user is or works for, where a licence bars it.
    pub enum UserField: "a field of the user" {
        /// Armed forces.
        Military = "military",
        /// Police and other law enforcement.
        Police = "police",
    }
}

words! {
    /// What the work is used for, where a licence bars it.
    pub enum UseField: "a field of use" {
        /// Hurting people.
        BodilyHarm = "bodily-harm",
        /// Watching people for gain.
        SurveillanceForGain = "surveillance-for-gain",
        /// Acts of war, or profit from them.
        War = "war",
        /// Locking people up.
        Incarceration = "incarceration",
        /// Getting or processing oil, gas or coal.
        OilGasCoal = "oil-gas-coal",
        /// Deliberate pollution.
        Pollution = "pollution",
        /// Paid work by children.
        ChildLabour = "child-labour",
        /// Discrimination or hate speech.
        Hate = "hate",
    }
}

words! {
    /// The name of a fact, as in questions, answers and `--fact NAME=VALUE`.
    pub enum FactName: "the name of a fact" {
        /// What sort of person or organisation the user is: [`Kind`].
        Kind = "kind",
        /// The workers own the organisation.
        WorkerOwned = "worker_owned",
        /// Everyone who works there is an owner.
        AllWorkersAreOwners = "all_workers_are_owners",
        /// Each owner has an equal vote or an equal share.
        EqualVotesOrShares = "equal_votes_or_shares",
        /// People who are not members work there for wages.
        NonMemberEmployees = "non_member_employees",
        /// It is privately owned and managed, by others than its workers.
        PrivatelyOwned = "privately_owned",
        /// It engages freelancers or sole traders.
        EngagesFreelancers = "engages_freelancers",
        /// It counts as social economy under its law.
        SocialEconomy = "social_economy",
        /// Its workers are its employees.
        WorkersAreEmployees = "workers_are_employees",
        /// All worker-owners agreed to set a fixed part aside for community projects.
        UnanimousCommunitySetAside = "unanimous_community_set_aside",
        /// People who are not members set the price of their own work.
        NonMembersSetOwnPay = "non_members_set_own_pay",
        /// The user has contributed to the work.
        Contributor = "contributor",
        /// What happens to the money that is left: [`Surplus`].
        Surplus = "surplus",
        /// What the user is or works for: a list of [`UserField`], empty when none.
        Fields = "fields",
        /// Whether the use is commercial. Part of the use, so it is never held in [`Facts`](crate::Facts);
        /// it is named here because it too can be missing.
        Purpose = "purpose",
    }
}

impl FactName {
    /// The question that settles it, as one would ask a person.
    pub fn question(self) -> &'static str {
        match self {
            Self::Kind => "What sort of person or organisation are you?",
            Self::WorkerOwned => "Is the organisation owned by the people who work in it?",
            Self::AllWorkersAreOwners => "Is everyone who works there also an owner?",
            Self::EqualVotesOrShares => "Does each owner have an equal vote or an equal share?",
            Self::NonMemberEmployees => "Do people who are not members work there for wages?",
            Self::PrivatelyOwned => "Is it privately owned and managed by others than its workers?",
            Self::EngagesFreelancers => "Does it engage freelancers or sole traders?",
            Self::SocialEconomy => "Does it count as social economy under your law?",
            Self::WorkersAreEmployees => "Are its workers its employees?",
            Self::UnanimousCommunitySetAside => {
                "Have all worker-owners agreed to set a fixed part of the surplus aside for community projects?"
            }
            Self::NonMembersSetOwnPay => "Do people who are not members set the price of their own work?",
            Self::Contributor => "Have you contributed to this work?",
            Self::Surplus => "Who keeps the money that is left at the end of the year?",
            Self::Fields => "Are you, or do you work for, the military or the police?",
            Self::Purpose => "Will anyone pay, or make money from it?",
        }
    }

    /// What a value of this fact looks like, for help and error messages.
    pub fn expects(self) -> String {
        fn words<T: std::fmt::Display>(all: &[T]) -> String {
            all.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        match self {
            Self::Kind => format!("one of {}", words(Kind::ALL)),
            Self::Surplus => format!("one of {}", words(Surplus::ALL)),
            Self::Purpose => format!("one of {}", words(crate::Purpose::ALL)),
            Self::Fields => format!("`none`, or a list, separated by commas, of {}", words(UserField::ALL)),
            _ => "`true`, `false`, `yes` or `no`".to_owned(),
        }
    }
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// For [`FactName::Kind`].
    Kind(Kind),
    /// For [`FactName::Surplus`].
    Surplus(Surplus),
    /// For [`FactName::Fields`].
    Fields(BTreeSet<UserField>),
}

impl FactValue {
    /// Whether this is a value that the named fact can have.
    pub(crate) fn suits(&self, name: FactName) -> bool {
        match name {
            FactName::Kind => matches!(self, Self::Kind(_)),
            FactName::Surplus => matches!(self, Self::Surplus(_)),
            FactName::Fields => matches!(self, Self::Fields(_)),
            FactName::Purpose => false,
            _ => matches!(self, Self::Flag(_)),
        }
    }
}

/// Why we hold a fact to be so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "basis", rename_all = "kebab-case")]
pub enum Basis {
    /// Said by hand, with the question.
    #[default]
    Given,
    /// Said by the organisation in its own record.
    SelfDeclared,
    /// Confirmed by somebody else.
    Confirmed {
        /// Who confirms it.
        by: String,
        /// Since when, as a date.
        when: String,
    },
    /// Taken from the kind of user, because nothing else was said.
    ImpliedByKind,
}

/// A value and why we hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is so.
    pub value: FactValue,
    /// Why we think so.
    pub basis: Basis,
}

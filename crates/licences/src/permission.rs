//! What a steward allows on top of a licence, and what parties to an agreement allow each other.
//!
//! A permission only ever adds: it makes no answer worse.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::question::Act;
use crate::sentences;
use crate::sheet::condition::When;
use crate::words::UnknownWord;

/// Most permissions on one work.
pub const MAX_PERMISSIONS: usize = 16;

/// Most bytes of permissions as they are written down.
pub const MAX_PERMISSIONS_BYTES: usize = 8_000;

/// Most bytes of what is asked in return.
pub const MAX_IN_RETURN_BYTES: usize = 500;

/// Most tables of conditions in one permission, and most aspects that all of them look at.
const MAX_TABLES: usize = 8;

words! {
    /// The permissions that stewards give most, by short names.
    pub enum UsualPermission: "a usual permission" {
        /// Worker co-ops that keep a reserve nobody may share out, or share only part of their surplus, may use it commercially.
        Reserves = "reserves",
        /// Non-profits may use it commercially.
        Nonprofits = "nonprofits",
        /// One person working on their own account may use it commercially.
        SelfEmployed = "self-employed",
        /// Co-ops of every sort may use it commercially.
        Coops = "coops",
        /// Public bodies and places of education may use it commercially.
        PublicBodies = "public-bodies",
        /// Anybody may use it: to be given with what is asked in return.
        Others = "others",
    }
}

impl UsualPermission {
    /// Whom it is for, as conditions.
    fn conditions(self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Self::Reserves => {
                json!({ "purpose": "commercial", "worker_owned": true, "privately_owned": false,
                                      "surplus": ["indivisible-reserve", "mixed"] })
            }
            Self::Nonprofits => json!({ "purpose": "commercial", "kind": "nonprofit" }),
            Self::SelfEmployed => json!({ "purpose": "commercial", "kind": "person" }),
            Self::Coops => json!({ "purpose": "commercial",
                "kind": ["worker-coop", "multi-stakeholder-coop", "consumer-coop", "producer-coop"] }),
            Self::PublicBodies => json!({ "purpose": "commercial", "kind": ["public-body", "education"] }),
            Self::Others => json!({}),
        }
    }

    /// The usual permission with these conditions, if there is one.
    fn with(conditions: &Conditions) -> Option<Self> {
        static ALL: LazyLock<Vec<(UsualPermission, Conditions)>> = LazyLock::new(|| {
            let read =
                |usual: UsualPermission| serde_json::from_value(usual.conditions()).map(|read| (usual, read));
            UsualPermission::ALL.iter().map(|usual| read(*usual).expect("our own conditions read")).collect()
        });
        ALL.iter().find(|(_, usual)| usual == conditions).map(|(usual, _)| *usual)
    }

    /// For whom it is, and for what, as a sentence would go on after "the steward allows it, to".
    pub fn whom(self) -> String {
        match self {
            Self::Reserves => sentences::reserves(),
            Self::Nonprofits => sentences::nonprofits(),
            Self::SelfEmployed => sentences::self_employed(),
            Self::Coops => sentences::coops(),
            Self::PublicBodies => sentences::public_bodies(),
            Self::Others => sentences::anybody(),
        }
    }

    /// What it says, as one would offer it to a steward.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Reserves => {
                "worker co-ops that keep a reserve, or share out only part of their surplus, may use it commercially"
            }
            Self::Nonprofits => "non-profits may use it commercially",
            Self::SelfEmployed => "people who work on their own account may use it commercially",
            Self::Coops => "co-ops of every sort may use it commercially",
            Self::PublicBodies => "public bodies and places of education may use it commercially",
            Self::Others => "anybody else may use it, for what you ask in return",
        }
    }
}

/// For whom, and for what purpose. Without conditions, for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "When", into = "When")]
pub struct Conditions(When);

impl TryFrom<When> for Conditions {
    type Error = String;

    fn try_from(when: When) -> Result<Self, String> {
        if when.tables() > MAX_TABLES {
            return Err(format!(
                "expected at most {MAX_TABLES} tables of conditions, found {}",
                when.tables()
            ));
        }
        if when.looks_at_acts() {
            return Err("a permission names what may be done in `acts`, not among its conditions".to_owned());
        }
        Ok(Self(when))
    }
}

impl From<Conditions> for When {
    fn from(conditions: Conditions) -> Self {
        conditions.0
    }
}

impl Conditions {
    /// Whether there are none.
    pub fn is_everybody(&self) -> bool {
        self.0.is_always()
    }

    pub(crate) fn when(&self) -> &When {
        &self.0
    }
}

/// Something that is allowed beyond a licence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// For whom, and for what purpose.
    #[serde(default, skip_serializing_if = "Conditions::is_everybody")]
    pub who: Conditions,
    /// What may be done; all but `sublicense` when nothing is said.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub acts: BTreeSet<Act>,
    /// What is asked in return, in words: a fee, a copy, a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_return: Option<String>,
    /// Whom to ask or pay, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Why a permission was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PermissionError {
    /// The name before the colon is no usual permission, and no condition.
    #[error("{0}, or conditions such as kind=nonprofit,purpose=commercial")]
    Unknown(UnknownWord),
    /// A condition does not read.
    #[error("the conditions of the permission: {0}")]
    Condition(String),
    /// What is written down is no list of permissions.
    #[error("the permissions do not read: {0}")]
    Unreadable(String),
    /// There are too many, or they take too much room.
    #[error("expected at most {MAX_PERMISSIONS} permissions of {MAX_PERMISSIONS_BYTES} bytes together")]
    TooMany,
    /// What is asked in return is empty, too long, or no single line.
    #[error("expected what is asked in return as one line of at most {MAX_IN_RETURN_BYTES} bytes")]
    InReturn,
    /// `others` would give everything to everybody.
    #[error(
        "`others` needs what is asked in return: without it anybody may use the work as under a free licence"
    )]
    OthersForNothing,
}

impl Permission {
    /// Reads a permission as a steward types it: a usual one or conditions, and after a colon what is asked in return.
    /// `nonprofits`, `others: 5 % of sales`, `kind=union,purpose=commercial`.
    ///
    /// # Errors
    /// [`PermissionError`] with what was expected.
    pub fn parse(text: &str) -> Result<Self, PermissionError> {
        let (who, in_return) = match text.split_once(':') {
            Some((who, in_return)) => (who.trim(), Some(in_return.trim())),
            None => (text.trim(), None),
        };
        let conditions = match who.parse::<UsualPermission>() {
            Ok(UsualPermission::Others) if in_return.is_none() => {
                return Err(PermissionError::OthersForNothing);
            }
            Ok(usual) => usual.conditions(),
            Err(unknown) if !who.contains('=') => return Err(PermissionError::Unknown(unknown)),
            Err(_) => conditions_of(who)?,
        };
        let who = serde_json::from_value(conditions)
            .map_err(|error| PermissionError::Condition(error.to_string()))?;
        let permission = Self { who, in_return: in_return.map(str::to_owned), ..Self::default() };
        permission.check()?;
        Ok(permission)
    }

    fn check(&self) -> Result<(), PermissionError> {
        let lines = self.in_return.iter().chain(&self.contact);
        for line in lines {
            if line.trim().is_empty()
                || line.len() > MAX_IN_RETURN_BYTES
                || line.chars().any(char::is_control)
            {
                return Err(PermissionError::InReturn);
            }
        }
        Ok(())
    }

    /// Whether it covers everything that is to be done.
    pub(crate) fn covers(&self, acts: &BTreeSet<Act>) -> bool {
        match self.acts.is_empty() {
            true => !acts.contains(&Act::Sublicense),
            false => acts.is_subset(&self.acts),
        }
    }

    /// What it says, as a sentence would go on after "the steward allows it, to".
    pub fn in_words(&self) -> String {
        let mut words = match UsualPermission::with(&self.who) {
            Some(usual) => usual.whom(),
            None => sentences::whoever_fits(&self.who.0.in_words()),
        };
        if !self.acts.is_empty() {
            let acts: Vec<&str> = self.acts.iter().map(|act| act.as_str()).collect();
            words = sentences::allowed_acts(&words, &acts.join(", "));
        }
        match (&self.in_return, &self.contact) {
            (None, None) => words,
            (None, Some(whom)) => sentences::allowed_if_asked(&words, whom),
            (Some(what), None) => sentences::allowed_in_return(&words, what),
            (Some(what), Some(whom)) => sentences::allowed_in_return_if_asked(&words, what, whom),
        }
    }
}

/// Reads `NAME=VALUE,NAME=VALUE`; a value may be several, with `|` between them.
fn conditions_of(text: &str) -> Result<serde_json::Value, PermissionError> {
    let mut table = serde_json::Map::new();
    for part in text.split(',') {
        let Some((name, value)) = part.split_once('=') else {
            return Err(PermissionError::Condition(format!("expected NAME=VALUE, found `{}`", part.trim())));
        };
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        let values = value.split('|').map(|value| match value.trim() {
            "true" | "yes" => true.into(),
            "false" | "no" => false.into(),
            word => serde_json::Value::from(word),
        });
        if table.insert(name.clone(), values.collect()).is_some() {
            return Err(PermissionError::Condition(format!(
                "`{name}` is said twice: put several values as a|b"
            )));
        }
    }
    Ok(table.into())
}

/// Reads permissions as they are written down in a record: a JSON list.
///
/// # Errors
/// [`PermissionError`] if it is none, or too much.
pub fn read_permissions(text: &str) -> Result<Vec<Permission>, PermissionError> {
    if text.len() > MAX_PERMISSIONS_BYTES {
        return Err(PermissionError::TooMany);
    }
    let permissions: Vec<Permission> =
        serde_json::from_str(text).map_err(|error| PermissionError::Unreadable(error.to_string()))?;
    if permissions.len() > MAX_PERMISSIONS {
        return Err(PermissionError::TooMany);
    }
    permissions.iter().try_for_each(Permission::check)?;
    Ok(permissions)
}

/// Permissions as they are written down in a record.
///
/// # Errors
/// [`PermissionError::TooMany`].
pub fn write_permissions(permissions: &[Permission]) -> Result<String, PermissionError> {
    let text =
        serde_json::to_string(permissions).map_err(|error| PermissionError::Unreadable(error.to_string()))?;
    if permissions.len() > MAX_PERMISSIONS || text.len() > MAX_PERMISSIONS_BYTES {
        return Err(PermissionError::TooMany);
    }
    Ok(text)
}

/// On what a permission rests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionBasis {
    /// The steward gives it to whoever fits.
    #[default]
    Permission,
    /// An agreement in force between the steward and the user.
    Agreement,
}

/// A permission with who says so, as it goes into a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// How it is cited: "permission 1", "agreement 3f2a91c0".
    pub cited_as: String,
    /// On what it rests.
    #[serde(default)]
    pub basis: PermissionBasis,
    /// What is allowed.
    pub permission: Permission,
}

impl Granted {
    pub(crate) fn reason_text(&self) -> String {
        let whom = self.permission.in_words();
        match self.basis {
            PermissionBasis::Permission => sentences::steward_allows(&whom),
            PermissionBasis::Agreement => sentences::agreement_allows(&whom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_steward_types_is_read_written_and_read_again() {
        for typed in [
            "reserves",
            "nonprofits",
            "others: 5 % of sales",
            "kind=union|nonprofit, purpose=commercial: a copy of what you make",
            "worker-owned=yes",
        ] {
            let permission = Permission::parse(typed).unwrap();
            let written = write_permissions(std::slice::from_ref(&permission)).unwrap();
            assert_eq!(read_permissions(&written).unwrap(), [permission], "{written}");
        }
        let words = Permission::parse("others: 5 % of sales").unwrap().in_words();
        assert_eq!(words, "anybody; in return: 5 % of sales");
    }

    #[test]
    fn what_is_no_permission_is_refused_with_what_was_expected() {
        let refusal = |typed: &str| Permission::parse(typed).unwrap_err().to_string();
        assert!(refusal("nonprofit").contains("did you mean `nonprofits`"), "{}", refusal("nonprofit"));
        assert!(refusal("others").contains("in return"));
        assert!(refusal("kind=wizard").contains("kind"), "{}", refusal("kind=wizard"));
        assert!(refusal("kind=union,kind=person").contains("a|b"));
        assert!(refusal("shares=true").contains("acts"));
        assert!(refusal("nonprofits:").contains("one line"));
        let many = "[".to_owned() + &vec!["{}"; MAX_PERMISSIONS + 1].join(",") + "]";
        assert_eq!(read_permissions(&many), Err(PermissionError::TooMany));
        assert!(read_permissions(r#"[{"who":{"knd":"union"}}]"#).is_err());
    }
}

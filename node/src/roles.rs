//! Roles that others know too: those of CRediT for research and of all-contributors for software, in plain words.
//!
//! Nobody has to choose one of them. A role that is typed as one of these is kept in the plain words, so that the same
//! work has the same name everywhere; any other role stays as it was typed.

/// From which list a role comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum List {
    /// The Contributor Roles Taxonomy, ANSI/NISO Z39.104-2022: <https://credit.niso.org>.
    Credit,
    /// <https://allcontributors.org/docs/en/emoji-key>.
    AllContributors,
}

/// A role of one of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Role {
    /// Where it comes from.
    pub(crate) list: List,
    /// What the list calls it.
    pub(crate) key: &'static str,
    /// What it is called here.
    pub(crate) plain: &'static str,
}

const fn credit(key: &'static str, plain: &'static str) -> Role {
    Role { list: List::Credit, key, plain }
}

const fn all_contributors(key: &'static str, plain: &'static str) -> Role {
    Role { list: List::AllContributors, key, plain }
}

/// Every role of the two lists.
pub(crate) const ROLES: &[Role] = &[
    credit("Conceptualization", "forming ideas and aims"),
    credit("Data curation", "looking after data"),
    credit("Formal analysis", "analysing data"),
    credit("Funding acquisition", "raising funds for research"),
    credit("Investigation", "carrying out research"),
    credit("Methodology", "working out methods"),
    credit("Project administration", "coordinating research"),
    credit("Resources", "providing materials and equipment"),
    credit("Software", "software"),
    credit("Supervision", "supervision"),
    credit("Validation", "checking results"),
    credit("Visualization", "presenting data"),
    credit("Writing \u{2013} original draft", "writing the first draft"),
    credit("Writing \u{2013} review & editing", "reviewing and editing a text"),
    all_contributors("a11y", "accessibility"),
    all_contributors("audio", "audio"),
    all_contributors("blog", "blog posts"),
    all_contributors("bug", "bug reports"),
    all_contributors("business", "business development"),
    all_contributors("code", "code"),
    all_contributors("content", "content"),
    all_contributors("data", "data"),
    all_contributors("design", "design"),
    all_contributors("doc", "documentation"),
    all_contributors("eventOrganizing", "organising events"),
    all_contributors("example", "examples"),
    all_contributors("financial", "financial support"),
    all_contributors("fundingFinding", "finding funds"),
    all_contributors("ideas", "ideas and planning"),
    all_contributors("infra", "infrastructure"),
    all_contributors("maintenance", "maintenance"),
    all_contributors("mentoring", "mentoring"),
    all_contributors("platform", "packaging and porting"),
    all_contributors("plugin", "plugins"),
    all_contributors("projectManagement", "project management"),
    all_contributors("promotion", "promotion"),
    all_contributors("question", "answering questions"),
    all_contributors("research", "research"),
    all_contributors("review", "reviews"),
    all_contributors("security", "security"),
    all_contributors("talk", "talks"),
    all_contributors("test", "tests"),
    all_contributors("tool", "tools"),
    all_contributors("translation", "translation"),
    all_contributors("tutorial", "tutorials"),
    all_contributors("userTesting", "user testing"),
    all_contributors("video", "videos"),
];

/// The role of a list that is meant, in whatever case and spelling.
pub(crate) fn known(typed: &str) -> Option<&'static Role> {
    let typed = letters(typed);
    ROLES.iter().find(|role| letters(role.key) == typed || letters(role.plain) == typed)
}

/// A role as it is kept: in the plain words of the lists, or as typed.
pub(crate) fn in_plain_words(typed: &str) -> &str {
    known(typed).map_or(typed, |role| role.plain)
}

/// What tells one role from another: letters and digits, British or American.
fn letters(text: &str) -> String {
    let text =
        text.to_lowercase().replace('&', " and ").replace("isation", "ization").replace("ising", "izing");
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The actions of ValueFlows: <https://www.valueflo.ws/concepts/actions/>.
pub(crate) const ACTIONS: &[&str] = &[
    "work",
    "deliver-service",
    "produce",
    "modify",
    "use",
    "consume",
    "cite",
    "accept",
    "combine",
    "separate",
    "pickup",
    "dropoff",
    "move",
    "copy",
    "transfer",
    "transfer-custody",
    "transfer-all-rights",
    "raise",
    "lower",
];

/// An action as it is kept: as ValueFlows spells it, `deliverService` too, or the words typed, joined by `-`.
pub(crate) fn action(typed: &str) -> String {
    let known = ACTIONS.iter().find(|action| letters(action) == letters(typed));
    known.map_or_else(
        || typed.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase(),
        |action| (*action).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_is_found_by_either_name_and_mistaken_for_no_other() {
        let mut names = BTreeSet::new();
        for role in ROLES {
            assert_eq!(known(role.key), Some(role));
            assert_eq!(known(&role.plain.to_uppercase()), Some(role));
            for name in BTreeSet::from([letters(role.key), letters(role.plain)]) {
                assert!(names.insert(name), "two roles are called {}", role.key);
            }
        }
        assert_eq!(ROLES.iter().filter(|role| role.list == List::Credit).count(), 14);
    }

    #[test]
    fn roles_may_be_typed_as_people_type() {
        for typed in
            ["writing - review and editing", "Writing_Review_&_Editing", "WRITING\u{2013}REVIEW&EDITING"]
        {
            assert_eq!(in_plain_words(typed), "reviewing and editing a text", "{typed}");
        }
        assert_eq!(in_plain_words("event-organising"), "organising events");
        assert_eq!(in_plain_words("Conceptualisation"), "forming ideas and aims");
        assert_eq!(
            in_plain_words("Testing the recipe"),
            "Testing the recipe",
            "what is on no list stays as it is"
        );
    }

    #[test]
    fn actions_are_kept_as_value_flows_spells_them() {
        assert_eq!(action("deliverService"), "deliver-service");
        assert_eq!(action("Deliver Service"), "deliver-service");
        assert_eq!(action("baked bread"), "baked-bread");
    }
}

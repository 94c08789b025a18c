//! A letter to the steward, ready to send.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::fact::{FactName, Kind};
use crate::facts::Facts;
use crate::question::{Act, Purpose, Use};
use crate::reply::Reason;
use crate::sheet::Sheets;
use crate::verdict::Verdict;
use crate::words::one_line;

/// Most combined works that are named in a letter.
const MAX_NAMED: usize = 5;

/// What a letter is about.
pub(super) struct Subject<'a> {
    /// The licence of the steward's work.
    pub(super) licence: &'a str,
    /// The licences of other works that go into the same result.
    pub(super) others: &'a [&'a str],
    pub(super) use_: &'a Use,
    pub(super) acts: &'a BTreeSet<Act>,
    /// Own terms are called by their names in it.
    pub(super) sheets: &'a Sheets,
}

/// Asks for permission, or for how the steward reads the licence.
pub(super) fn letter(
    subject: &Subject<'_>,
    facts: &Facts,
    verdict: Verdict,
    reasons: &[Reason],
    missing: &[FactName],
) -> String {
    let (we, mid_we, us, our) = match facts.kind() {
        Some(Kind::Person) => ("I", "I", "me", "My"),
        _ => ("We", "we", "us", "Our"),
    };
    let named = |licence: &str| one_line(&subject.sheets.with_names(licence.trim()));
    let mut letter =
        format!("Dear steward,\n\n{we} would like to reuse your work. {}", terms_of(&named(subject.licence)));
    if let Some(kind) = facts.kind() {
        let _ = write!(letter, " {}", who(kind));
    }
    let _ = write!(letter, "\n\nWhat {mid_we} should like to do: {}.", intention(subject));
    if !subject.others.is_empty() {
        let others: Vec<String> = subject.others.iter().take(MAX_NAMED).map(|other| named(other)).collect();
        let more = if subject.others.len() > MAX_NAMED { " and others" } else { "" };
        let _ = write!(letter, " It would go together with material under {}{more}.", others.join(", "));
    }
    if let Some(result) = &subject.use_.result_licence {
        let _ = write!(letter, " {our} result would be offered under {}.", named(result));
    }
    let in_the_way = reasons.first().filter(|_| !matches!(verdict, Verdict::MissingFacts | Verdict::Unknown));
    if let Some(reason) = in_the_way {
        let clause = reason.clause.as_ref().map(|clause| format!(" (clause {clause})")).unwrap_or_default();
        let _ =
            write!(letter, "\n\nWhat stands in the way, as far as {mid_we} can see{clause}: {}", reason.text);
    }
    let ask = match verdict {
        Verdict::MissingFacts => {
            let open: String = missing.iter().map(|name| format!("\n- {}", name.question())).collect();
            format!(
                "Whether your terms allow it depends on what {mid_we} have still to settle:\n{open}\n\nIf you can \
                 already say whether you agree, please do."
            )
        }
        Verdict::Unclear => {
            format!(
                "Would you tell {us} how you read your terms here, or give {us} your permission in writing?"
            )
        }
        Verdict::Unknown => {
            format!("{we} do not know these terms. Do you agree to this use, and what do you ask in return?")
        }
        Verdict::Forbidden => {
            "The licence bars this use, and you may still agree otherwise. Would you, and on which terms?"
                .to_owned()
        }
        _ => format!("Would you give {us} permission for this use, and on which terms?"),
    };
    let _ = write!(letter, "\n\n{ask}\n\nThank you for sharing your work.\n");
    letter
}

fn terms_of(licence: &str) -> String {
    match licence {
        "" => "We found no licence with it.".to_owned(),
        none if none.eq_ignore_ascii_case("none") => "It comes without a licence.".to_owned(),
        none if none.eq_ignore_ascii_case("noassertion") => "Its licence is not known.".to_owned(),
        terms => format!("It is offered under these terms: {terms}."),
    }
}

fn who(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "I ask as one person.",
        Kind::InformalCollective => "We are an informal collective.",
        Kind::WorkerCoop => "We are a worker co-op.",
        Kind::MultiStakeholderCoop => "We are a multi-stakeholder co-op.",
        Kind::ConsumerCoop => "We are a consumer co-op.",
        Kind::ProducerCoop => "We are a producer co-op.",
        Kind::EmployeeTrust => "We are a business held in trust for its employees.",
        Kind::Nonprofit => "We are a non-profit organisation.",
        Kind::Union => "We are a union.",
        Kind::PublicBody => "We are a public body.",
        Kind::Education => "We are a place of education.",
        Kind::Company => "We are a company.",
    }
}

fn intention(subject: &Subject<'_>) -> String {
    let verbs: Vec<&str> = subject
        .acts
        .iter()
        .map(|act| match act {
            Act::Use => "use it",
            Act::Copy => "copy it",
            Act::Adapt => "adapt it",
            Act::Distribute => "pass it on",
            Act::NetworkService => "offer it as a service on the network",
            Act::Sublicense => "grant others rights in it",
        })
        .collect();
    let verbs = match verbs.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        other => other.concat(),
    };
    let purpose = match subject.use_.purpose {
        Purpose::Commercial => "commercially",
        Purpose::NonCommercial => "not commercially",
        Purpose::Unsure => "commercially or not (that is not decided yet)",
    };
    format!("{verbs}, {purpose}")
}

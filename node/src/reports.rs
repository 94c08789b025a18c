//! What was reported to whoever runs this node: which records should go, and why. It stays on this node.

mod without_account;

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_registry::RecordId;
use serde::{Deserialize, Serialize};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::day::Day;
use crate::failure::Failure;
use crate::output::plain;
use crate::request::Answer;
pub(crate) use without_account::{Code, Hour, WithoutAccount};

/// Most reports that are kept. The oldest that are answered make room for new ones.
const MAX_REPORTS: usize = 1000;

/// Most characters of a reason.
const MAX_REASON_CHARS: usize = 2000;

const HEADING: &str = "# What was reported to whoever runs this node. Only this node knows it; `commons reports` shows and answers it.\n";

/// All reports, the oldest first, as they lie on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reports(Vec<Filed>);

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filed {
    pub(crate) number: u64,
    pub(crate) record: RecordId,
    /// Who keeps the record.
    pub(crate) agent: AgentId,
    pub(crate) day: Day,
    /// Empty once the record is erased: a reason may repeat what is not to be read any more.
    pub(crate) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Answer>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) erased: bool,
    /// The day on which whoever keeps the record was asked in its wake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) passed_on: Option<Day>,
    /// Who reported it, if that was somebody without an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) without_account: Option<WithoutAccount>,
}

impl Filed {
    /// Whether somebody waits for an answer to it.
    pub(crate) const fn is_open(&self) -> bool {
        self.answer.is_none() && !self.erased
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    #[serde(default)]
    report: Vec<Filed>,
}

impl Reports {
    /// Reads the file, if there is one.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        let path = data.reports();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let damaged = |reason: String| {
            Failure::config(format!("{}: {}", path.display(), reason.trim_end()))
                .hint("correct the line, or remove the file: reports are gone then, and nothing else")
        };
        let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        let file: OnDisk = toml::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if file.report.len() > MAX_REPORTS {
            return Err(damaged(format!(
                "expected at most {MAX_REPORTS} reports, found {}",
                file.report.len()
            )));
        }
        if !file.report.is_sorted_by(|one, next| one.number < next.number) {
            return Err(damaged("expected reports with rising numbers".to_owned()));
        }
        Ok(Self(file.report))
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        let path = data.reports();
        let text = toml::to_string(&OnDisk { report: self.0.clone() }).map_err(Failure::internal)?;
        write_private(&path, format!("{HEADING}{text}").as_bytes())
            .map_err(|error| cannot("write", &path, &error))
    }

    /// Keeps a report. Returns its number, and whether it is new: what is open already in the same words is not kept twice.
    pub(crate) fn file(
        &mut self,
        record: RecordId,
        agent: AgentId,
        day: Day,
        reason: &str,
    ) -> Result<(u64, bool), Failure> {
        let reason = said(reason, "why it should go")?;
        let same = |filed: &&Filed| filed.record == record && filed.reason == reason && filed.is_open();
        if let Some(same) = self.0.iter().find(same) {
            return Ok((same.number, false));
        }
        let number = self.0.last().map_or(1, |last| last.number.saturating_add(1));
        if self.0.len() >= MAX_REPORTS {
            let answered = self.0.iter().position(|filed| !filed.is_open());
            let answered = answered.ok_or_else(|| {
                Failure::usage(format!(
                    "{MAX_REPORTS} reports wait for an answer on this node: no more are taken"
                ))
                .hint("whoever runs the node answers them with `commons reports answer`")
            })?;
            self.0.remove(answered);
        }
        self.0.push(Filed {
            number,
            record,
            agent,
            day,
            reason,
            answer: None,
            erased: false,
            passed_on: None,
            without_account: None,
        });
        Ok((number, true))
    }

    /// Keeps a report of somebody without an account, each for itself: two people may say the same. Returns its number.
    pub(crate) fn file_without_account(
        &mut self,
        record: RecordId,
        agent: AgentId,
        day: Day,
        reason: &str,
        who: WithoutAccount,
    ) -> Result<u64, Failure> {
        let reason = said(reason, "why it should go")?;
        let theirs = |filed: &&Filed| filed.without_account.is_some();
        let (open, kept) = self
            .0
            .iter()
            .filter(theirs)
            .fold((0, 0), |(open, kept), filed| (open + usize::from(filed.is_open()), kept + 1));
        if open >= without_account::MAX_OPEN {
            return Err(Failure::usage(format!(
                "{open} reports of people without an account wait for an answer on this node: no more are taken"
            ))
            .hint("write to whoever runs this node, or try again another day"));
        }
        let number = self.0.last().map_or(1, |last| last.number.saturating_add(1));
        if kept >= without_account::MAX_KEPT || self.0.len() >= MAX_REPORTS {
            let answered = |filed: &Filed| filed.without_account.is_some() && !filed.is_open();
            let answered = self.0.iter().position(answered).ok_or_else(|| {
                Failure::usage("this node has no room for more reports")
                    .hint("write to whoever runs this node, or try again another day")
            })?;
            self.0.remove(answered);
        }
        self.0.push(Filed {
            number,
            record,
            agent,
            day,
            reason,
            answer: None,
            erased: false,
            passed_on: None,
            without_account: Some(who),
        });
        Ok(number)
    }

    /// The report of whoever has this code.
    pub(crate) fn of_code(&self, code: &Code) -> Result<&Filed, Failure> {
        let has = |filed: &&Filed| filed.without_account.as_ref().is_some_and(|who| who.has(code));
        self.0.iter().find(has).ok_or_else(|| {
            Failure::not_found("no report here has this code")
                .hint("a node keeps a report for long, but not for ever; ask whoever runs it")
        })
    }

    /// Notes that whoever keeps the record was asked.
    pub(crate) fn passed_on(&mut self, number: u64, day: Day) {
        self.0
            .iter_mut()
            .filter(|filed| filed.number == number)
            .for_each(|filed| filed.passed_on = Some(day));
    }

    /// The report with this number.
    pub(crate) fn get(&self, number: u64) -> Result<&Filed, Failure> {
        self.0.iter().find(|filed| filed.number == number).ok_or_else(|| {
            Failure::not_found(format!("there is no report {number}"))
                .hint("`commons reports` lists reports with their numbers")
        })
    }

    /// Says what becomes of one; a later answer replaces the one before.
    pub(crate) fn answer(&mut self, number: u64, answer: Answer) -> Result<(), Failure> {
        if self.get(number)?.erased {
            return Err(Failure::invalid(format!("what report {number} was about is erased"))
                .hint("nothing is left to be done"));
        }
        let answer = match answer {
            Answer::Withheld => Answer::Withheld,
            Answer::Refused(because) => Answer::Refused(said(&because, "why it stays")?),
            Answer::Settled(how) => Answer::Settled(said(&how, "what was done")?),
        };
        self.0
            .iter_mut()
            .filter(|filed| filed.number == number)
            .for_each(|filed| filed.answer = Some(answer.clone()));
        Ok(())
    }

    /// Takes what was said out of reports about records that are erased.
    pub(crate) fn forget(&mut self, erased: &BTreeSet<RecordId>) {
        for filed in self.0.iter_mut().filter(|filed| erased.contains(&filed.record)) {
            filed.erased = true;
            filed.reason.clear();
            filed.answer = None;
            if let Some(who) = &mut filed.without_account {
                who.contact = None;
            }
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Filed> {
        self.0.iter()
    }
}

/// A text that somebody typed: not empty, and not without end.
pub(crate) fn said(text: &str, what: &str) -> Result<String, Failure> {
    let text = plain(text.trim());
    match text.chars().count() {
        1..=MAX_REASON_CHARS => Ok(text),
        0 => Err(Failure::usage(format!("expected words that say {what}"))),
        found => Err(Failure::usage(format!(
            "expected at most {MAX_REASON_CHARS} characters that say {what}, found {found}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filed(reports: &mut Reports, record: u8, reason: &str) -> Result<(u64, bool), Failure> {
        let day = "2026-03-01".parse().unwrap();
        reports.file(RecordId::from_bytes([record; 32]), AgentId::from_bytes([9; 32]), day, reason)
    }

    #[test]
    fn what_is_written_is_read_back_and_is_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let mut reports = Reports::load(&data).unwrap();
        for (number, answer) in [
            (1, Some(Answer::Withheld)),
            (2, Some(Answer::Refused("It is a list of\nworkplaces".to_owned()))),
            (3, Some(Answer::Settled("Asked again".to_owned()))),
            (4, None),
        ] {
            assert_eq!(filed(&mut reports, 1, &format!("Because {number}")).unwrap(), (number, true));
            answer.into_iter().for_each(|answer| reports.answer(number, answer).unwrap());
        }
        reports.save(&data).unwrap();
        assert_eq!(Reports::load(&data).unwrap(), reports);
        assert_eq!(std::fs::metadata(data.reports()).unwrap().permissions().mode() & 0o777, 0o600);
        for wrong in ["[[report]]\nnumber = 1\n", "[[rep]]\n", "\u{0}"] {
            std::fs::write(data.reports(), wrong).unwrap();
            assert!(Reports::load(&data).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn answered_ones_make_room_and_open_ones_do_not() {
        let mut reports = Reports::default();
        for n in 0..MAX_REPORTS {
            filed(&mut reports, 1, &n.to_string()).unwrap();
        }
        assert_eq!(filed(&mut reports, 1, "7").unwrap(), (8, false), "it is there already");
        assert!(filed(&mut reports, 1, "one more").is_err());
        reports.answer(5, Answer::Withheld).unwrap();
        assert_eq!(filed(&mut reports, 1, "one more").unwrap(), (1001, true));
        assert!(reports.get(5).is_err());
        assert!(reports.answer(6, Answer::Refused(" ".to_owned())).is_err(), "a refusal has a reason");
        for reason in ["", "\u{7}", &"x".repeat(MAX_REASON_CHARS + 1)] {
            assert!(filed(&mut Reports::default(), 1, reason).is_err());
        }
    }

    fn told(reports: &mut Reports, reason: &str) -> Result<(u64, Code), Failure> {
        let (code, day) = (Code::random().unwrap(), "2026-03-01".parse().unwrap());
        let who = WithoutAccount::new(&code, Some("mail@example.org"))?;
        let (record, agent) = (RecordId::from_bytes([1; 32]), AgentId::from_bytes([9; 32]));
        Ok((reports.file_without_account(record, agent, day, reason, who)?, code))
    }

    #[test]
    fn people_without_an_account_push_out_nobody_else() {
        let mut reports = Reports::default();
        filed(&mut reports, 2, "of an agent").unwrap();
        reports.answer(1, Answer::Withheld).unwrap();
        for n in 0..without_account::MAX_OPEN {
            told(&mut reports, &n.to_string()).unwrap();
        }
        assert!(told(&mut reports, "one more").is_err(), "too many are open");
        for n in 0..without_account::MAX_KEPT {
            reports.answer(2 + n as u64, Answer::Settled("Done".to_owned())).unwrap();
            told(&mut reports, "the same words").unwrap();
        }
        let theirs = reports.iter().filter(|filed| filed.without_account.is_some()).count();
        assert_eq!(theirs, without_account::MAX_KEPT);
        assert!(reports.get(1).is_ok() && reports.get(2).is_err(), "the oldest of theirs made room");
        for n in 0..MAX_REPORTS - without_account::MAX_KEPT - 1 {
            filed(&mut reports, 3, &n.to_string()).unwrap();
        }
        assert!(filed(&mut reports, 3, "there is room: theirs, or what is answered, goes").is_ok());
    }

    #[test]
    fn a_code_leads_to_its_report_also_after_a_restart_and_erasure() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        let mut reports = Reports::default();
        let (number, code) = told(&mut reports, "It names my mother").unwrap();
        told(&mut reports, "It names my mother").unwrap();
        reports.answer(number, Answer::Refused("It does not".to_owned())).unwrap();
        reports.save(&data).unwrap();
        let mut reports = Reports::load(&data).unwrap();
        assert_eq!(reports.of_code(&code).unwrap().number, number);
        assert!(reports.of_code(&Code::random().unwrap()).is_err());
        reports.forget(&[RecordId::from_bytes([1; 32])].into());
        let filed = reports.of_code(&code).unwrap();
        let contact = filed.without_account.as_ref().unwrap().contact();
        assert_eq!((filed.reason.as_str(), filed.erased, contact), ("", true, None));
    }

    #[test]
    fn reasons_leave_with_what_they_were_about() {
        let mut reports = Reports::default();
        filed(&mut reports, 1, "It names my mother").unwrap();
        filed(&mut reports, 2, "So does this").unwrap();
        let first = RecordId::from_bytes([1; 32]);
        reports.forget(&[first].into());
        let reasons: Vec<_> = reports.iter().map(|filed| filed.reason.as_str()).collect();
        assert_eq!(reasons, ["", "So does this"]);
        assert!(
            reports.answer(1, Answer::Settled("It said so".to_owned())).is_err(),
            "nothing is said of it any more"
        );
    }
}

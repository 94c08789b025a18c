//! Calendar days, for dates that people agree on: "confirmed until". Only the edge asks which day it is.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Seconds in a day.
const DAY: u64 = 24 * 60 * 60;

/// A day, as `YYYY-MM-DD` in the Gregorian calendar, of the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Day {
    /// Days since 1970-01-01.
    number: i64,
}

/// What is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date as YYYY-MM-DD, found {found:?}")]
pub(crate) struct NoDay {
    found: String,
}

impl Day {
    /// Today in UTC. Everywhere else the day is an argument.
    pub(crate) fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { number: i64::try_from(seconds / DAY).unwrap_or(0) }
    }

    /// The day so many days later.
    pub(crate) const fn plus(self, days: u32) -> Self {
        Self { number: self.number + days as i64 }
    }

    /// Days from `earlier` to this day; negative if it comes first.
    pub(crate) const fn days_since(self, earlier: Self) -> i64 {
        self.number - earlier.number
    }

    /// By the count of days in eras of 400 years that begin on 1 March
    /// (<https://howardhinnant.github.io/date_algorithms.html>).
    pub(crate) const fn of_civil(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self { number: era * 146_097 + days - 719_468 }
    }

    /// Year, month and day of the month.
    pub(crate) const fn civil(self) -> (i64, i64, i64) {
        let shifted = self.number + 719_468;
        let era = shifted.div_euclid(146_097);
        let days = shifted - era * 146_097;
        let of_era = (days - days / 1460 + days / 36_524 - days / 146_096) / 365;
        let of_year = days - (365 * of_era + of_era / 4 - of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = of_era + era * 400;
        (if month <= 2 { year + 1 } else { year }, month, day)
    }
}

impl core::fmt::Display for Day {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl core::str::FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let wrong = || NoDay { found: text.chars().take(40).collect() };
        let number = |part: Option<&str>, digits: usize| {
            let part =
                part.filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<i64>().ok()
        };
        let mut parts = text.split('-');
        let found = (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2));
        let (Some(year), Some(month), Some(day)) = found else { return Err(wrong()) };
        let there = Self::of_civil(year, month, day);
        // What is no day of the calendar comes back as another.
        let real = year > 0 && (1..=12).contains(&month) && there.civil() == (year, month, day);
        if real && parts.next().is_none() { Ok(there) } else { Err(wrong()) }
    }
}

impl TryFrom<String> for Day {
    type Error = NoDay;

    fn try_from(text: String) -> Result<Self, NoDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_read_back_and_follows_the_one_before() {
        let mut day: Day = "1899-12-31".parse().unwrap();
        let last: Day = "2201-01-01".parse().unwrap();
        while day < last {
            let next = day.plus(1);
            assert_eq!(day.to_string().parse(), Ok(day));
            assert!(next.to_string() > day.to_string(), "{next} follows {day}");
            assert_eq!(next.days_since(day), 1);
            day = next;
        }
        assert_eq!("1970-01-01".parse::<Day>().unwrap().number, 0);
        assert_eq!("2000-02-28".parse::<Day>().unwrap().plus(2).to_string(), "2000-03-01");
        assert_eq!("2026-11-21".parse::<Day>().unwrap().plus(365).to_string(), "2027-11-21");
        assert_eq!(Day { number: 20_778 }.to_string(), "2026-11-21");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026",
            "2026-02-29",
            "2026-00-01",
            "2026-13-01",
            "2026-01-00",
            "2026-1-1",
            "0000-01-01",
            "2026-01-01-01",
            "+026-01-01",
            "2026/01/01",
            " 2026-01-01",
            "20260-01-01",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text:?}");
        }
    }
}

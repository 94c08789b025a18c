//! When something was done, as far as a text says so: `2026`, `2026-03`, `March 2026`, `spring 2026`, `2024 to 2026`.
//!
//! Periods are written for people. What cannot be read as years, months or days is kept as it is, and said to be so.

/// A day, as year, month, day: compared, never counted.
type Point = (u16, u8, u8);

/// From the first to the last day that a text may mean, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Period {
    pub(crate) first: Point,
    pub(crate) last: Point,
}

/// How finely time is divided.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Span {
    /// By years
    #[default]
    Year,
    /// By quarters of a year
    Quarter,
    /// By months
    Month,
}

impl Span {
    /// How many months one has.
    const fn months(self) -> u8 {
        match self {
            Self::Year => 12,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }
}

/// Months as English names them. Seasons differ between the halves of the earth: with one, the whole year is meant.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Years that are taken for years: other numbers are something else.
const YEARS: core::ops::RangeInclusive<u16> = 1800..=2199;

impl Period {
    /// Reads a text; nothing if it names no year.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut found: Option<Self> = None;
        let mut months: Vec<u8> = Vec::new();
        let text = text.to_lowercase();
        let words = text.split(|character: char| !(character.is_alphanumeric() || character == '-'));
        for word in words.flat_map(apart).filter(|word| !word.is_empty()) {
            let named = |month: &&str| word.len() >= 3 && month.starts_with(word);
            if let Some(month) = MONTHS.iter().position(named) {
                months.extend(u8::try_from(month + 1));
                continue;
            }
            let Some(read) = dated(word) else { continue };
            let whole_year = read.first.1 == 1 && read.last.1 == 12;
            let year = read.first.0;
            let read = match (whole_year, months.iter().min(), months.iter().max()) {
                (true, Some(first), Some(last)) => Self { first: (year, *first, 1), last: (year, *last, 31) },
                _ => read,
            };
            months.clear();
            found = Some(found.map_or(read, |found| Self {
                first: found.first.min(read.first),
                last: found.last.max(read.last),
            }));
        }
        found
    }

    /// The stretch of time that it lies within: one span, if it does; else the year, or the years.
    pub(crate) fn within(self, span: Span) -> Self {
        let month = |month: u8, last: bool| {
            let before = (month - 1) / span.months() * span.months();
            if last { before + span.months() } else { before + 1 }
        };
        let (first, last) = ((self.first.0, self.first.1), (self.last.0, self.last.1));
        let one = |of: (u16, u8)| (of.0, month(of.1, false));
        if one(first) == one(last) {
            return Self {
                first: (first.0, month(first.1, false), 1),
                last: (last.0, month(last.1, true), 31),
            };
        }
        Self { first: (first.0, 1, 1), last: (last.0, 12, 31) }
    }

    /// A stretch that [`Self::within`] gave, in words: `2026`, `2026-Q1`, `2026-03`, `2024 to 2026`.
    pub(crate) fn in_words(&self, span: Span) -> String {
        let (year, first, _) = self.first;
        if (year, first + span.months() - 1) != (self.last.0, self.last.1) {
            return self.years();
        }
        match span {
            Span::Year => self.years(),
            Span::Quarter => format!("{year}-Q{}", (first - 1) / 3 + 1),
            Span::Month => format!("{year}-{first:02}"),
        }
    }

    /// The year, or the first and the last.
    pub(crate) fn years(&self) -> String {
        match (self.first.0, self.last.0) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first} to {last}"),
        }
    }
}

/// The two ends of `2024-2026`; any other word is one.
fn apart(word: &str) -> Vec<&str> {
    match word.split_once('-') {
        Some((first, last)) if year(first).is_some() && year(last).is_some() => vec![first, last],
        _ => vec![word],
    }
}

fn year(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| digits && YEARS.contains(year))
}

/// A year, a month or a day in digits.
fn dated(word: &str) -> Option<Period> {
    let mut parts = word.split('-');
    let year = year(parts.next()?)?;
    let two_digits = |part: &str, most: u8| {
        part.parse::<u8>().ok().filter(|number| part.len() == 2 && (1..=most).contains(number))
    };
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Some(Period { first: (year, 1, 1), last: (year, 12, 31) }),
        (Some(month), None, _) => {
            let month = two_digits(month, 12)?;
            Some(Period { first: (year, month, 1), last: (year, month, 31) })
        }
        (Some(month), Some(day), None) => {
            let day = (year, two_digits(month, 12)?, two_digits(day, 31)?);
            Some(Period { first: day, last: day })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_people_write_it() {
        for (text, first, last) in [
            ("2026", (2026, 1, 1), (2026, 12, 31)),
            ("spring 2026", (2026, 1, 1), (2026, 12, 31)),
            ("March 2026", (2026, 3, 1), (2026, 3, 31)),
            ("Mar-May 2026", (2026, 1, 1), (2026, 12, 31)),
            ("March to May 2026", (2026, 3, 1), (2026, 5, 31)),
            ("November 2025 to Feb 2026", (2025, 11, 1), (2026, 2, 31)),
            ("2026-03", (2026, 3, 1), (2026, 3, 31)),
            ("2026-03-15", (2026, 3, 15), (2026, 3, 15)),
            ("2026-03-15/2026-04-02", (2026, 3, 15), (2026, 4, 2)),
            ("2024-2026", (2024, 1, 1), (2026, 12, 31)),
            ("since 2024, until 2026", (2024, 1, 1), (2026, 12, 31)),
        ] {
            assert_eq!(Period::read(text), Some(Period { first, last }), "{text}");
        }
        for text in ["", "last winter", "12", "20260", "2026-13", "2026-3-1-4"] {
            assert_eq!(Period::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_lies_within_one_span_or_in_whole_years() {
        for (text, year, quarter, month) in [
            ("2026-03-15", "2026", "2026-Q1", "2026-03"),
            ("2026-03-15/2026-04-02", "2026", "2026", "2026"),
            ("October to December 2026", "2026", "2026-Q4", "2026"),
            ("2026", "2026", "2026", "2026"),
            ("November 2025 to Feb 2026", "2025 to 2026", "2025 to 2026", "2025 to 2026"),
            ("2026-12", "2026", "2026-Q4", "2026-12"),
        ] {
            let told = [Span::Year, Span::Quarter, Span::Month]
                .map(|span| Period::read(text).unwrap().within(span).in_words(span));
            assert_eq!(told, [year, quarter, month], "{text}");
        }
    }

    #[test]
    fn a_period_is_named_by_its_years() {
        assert_eq!(Period::read("May 2026").unwrap().years(), "2026");
        assert_eq!(Period::read("2024 to 2026").unwrap().years(), "2024 to 2026");
    }
}

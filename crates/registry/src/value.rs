//! Single values: what they may be, how they are encoded, how they are shown.

use commons_identity::{
    CborError, ID_LENGTH, ParseIdError,
    cbor::{Reader, Writer},
    parse_id,
};
use minicbor::data::Type;

use crate::file::{FileRef, FileRefError};
use crate::schema::{MAX_LANGUAGE_BYTES, MAX_LINE_BYTES, MAX_TOKEN_BYTES, ValueType};

/// A value as it travels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A text: a line, a token, a language tag or a date, as the field says.
    Text(String),
    /// The id of a record or an agent.
    Id([u8; ID_LENGTH]),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// Why a value does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Another type of value.
    #[error("expected {expected}, found {found}")]
    Type {
        /// What the field takes, in words.
        expected: &'static str,
        /// What it is given, in words.
        found: String,
    },
    /// A text that is empty or too long.
    #[error("expected a text of 1 to {most} bytes, found {found}")]
    TextLength {
        /// Most bytes allowed.
        most: usize,
        /// Bytes found.
        found: usize,
    },
    /// A line break or another control character where one line is expected.
    #[error("expected text without control characters, found U+{found:04X}")]
    ControlCharacter {
        /// The character's code point.
        found: u32,
    },
    /// Spaces around a text.
    #[error("expected text without spaces at its ends")]
    Untrimmed,
    /// Not a lower-case word.
    #[error("expected a lower-case word of letters, digits, '-', '_', '.' or ':', found {found:?}")]
    Token {
        /// The word, shortened.
        found: String,
    },
    /// Not one of the words of a closed list.
    #[error("expected one of {}, found {found:?}", expected.join(", "))]
    Choice {
        /// The list.
        expected: &'static [&'static str],
        /// The word, shortened.
        found: String,
    },
    /// Not a language tag in lower case.
    #[error("expected a language tag such as en, pt-br or und, in lower case, found {found:?}")]
    Language {
        /// The tag, shortened.
        found: String,
    },
    /// A number out of bounds.
    #[error("expected a number from {least} to {most}, found {found}")]
    Range {
        /// Least value allowed.
        least: i64,
        /// Greatest value allowed.
        most: i64,
        /// The value found.
        found: i64,
    },
    /// Not a day of the calendar.
    #[error("expected a date as YYYY-MM-DD, found {found:?}")]
    Date {
        /// The text, shortened.
        found: String,
    },
    /// Not a decimal number with few enough digits.
    #[error("expected a number with at most {digits} digits after the point, found {found:?}")]
    Decimal {
        /// Most digits after the point.
        digits: usize,
        /// The text, shortened.
        found: String,
    },
    /// Not a file.
    #[error(transparent)]
    File(#[from] FileRefError),
    /// Not an id.
    #[error(transparent)]
    Id(#[from] ParseIdError),
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

impl ValueType {
    /// Checks that a value fits.
    ///
    /// # Errors
    /// [`ValueError`] with what was expected and found.
    pub fn check(self, value: &Value) -> Result<(), ValueError> {
        match (self, value) {
            (Self::Text(most), Value::Text(text)) => check_line(text, most),
            (Self::Token, Value::Text(text)) => check_token(text),
            (Self::Choice(expected), Value::Text(text)) => {
                if expected.contains(&text.as_str()) {
                    Ok(())
                } else {
                    Err(ValueError::Choice { expected, found: shortened(text) })
                }
            }
            (Self::Language, Value::Text(text)) => check_language(text),
            (Self::Int(least, most), Value::Int(number)) => check_range(least, most, *number),
            (Self::Millionths(most), Value::Int(number)) => check_range(-most, most, *number),
            (Self::Thousandths, Value::Int(number)) => check_range(0, MAX_THOUSANDTHS, *number),
            (Self::Fact, Value::Bool(_)) => Ok(()),
            (Self::Fact, Value::Text(text)) => check_token(text),
            (Self::Id, Value::Id(_)) => Ok(()),
            (Self::Date, Value::Text(text)) => check_date(text),
            (Self::File, Value::Text(text)) => Ok(FileRef::parse(text).map(drop)?),
            _ => Err(ValueError::Type { expected: self.in_words(), found: value.in_words() }),
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Token | Self::Choice(_) => "a word",
            Self::Language => "a language tag",
            Self::Int(..) => "a whole number",
            Self::Millionths(_) | Self::Thousandths => "a number",
            Self::Fact => "true, false or a word",
            Self::Id => "the id of a record or an agent",
            Self::Date => "a date",
            Self::File => "a file",
        }
    }

    /// Reads a value as a person would type it, and checks it.
    ///
    /// # Errors
    /// [`ValueError`] with what was expected and found.
    pub fn parse(self, text: &str) -> Result<Value, ValueError> {
        let text = text.trim();
        let value = match self {
            Self::Text(_) | Self::File => Value::Text(text.to_owned()),
            Self::Token | Self::Choice(_) | Self::Language | Self::Date => Value::Text(text.to_lowercase()),
            Self::Int(..) => Value::Int(parse_decimal(text, 0)?),
            Self::Millionths(_) => Value::Int(parse_decimal(text, 6)?),
            Self::Thousandths => Value::Int(parse_decimal(text, 3)?),
            Self::Fact => match text.to_lowercase().as_str() {
                "true" | "yes" => Value::Bool(true),
                "false" | "no" => Value::Bool(false),
                other => Value::Text(other.to_owned()),
            },
            Self::Id => Value::Id(parse_id(text)?),
        };
        self.check(&value)?;
        Ok(value)
    }

    /// The value as JSON shows it: ids as hex, millionths and thousandths as decimals.
    #[must_use]
    pub fn to_json(self, value: &Value) -> serde_json::Value {
        match (self, value) {
            // Both are exact to more digits than the integers have.
            (Self::Millionths(_), Value::Int(number)) => decimal_json(*number, 6),
            (Self::Thousandths, Value::Int(number)) => decimal_json(*number, 3),
            (_, Value::Int(number)) => (*number).into(),
            (_, Value::Bool(value)) => (*value).into(),
            (_, Value::Text(text)) => text.as_str().into(),
            (_, Value::Id(id)) => crate::RecordId::from_bytes(*id).to_string().into(),
        }
    }
}

/// Greatest amount in thousandths: a million hours, with room to spare.
const MAX_THOUSANDTHS: i64 = 1_000_000_000_000;

fn decimal_json(number: i64, digits: u32) -> serde_json::Value {
    let unit = 10_i64.pow(digits);
    if number % unit == 0 {
        return (number / unit).into();
    }
    let width = digits as usize;
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) =
        (number.unsigned_abs() / unit.unsigned_abs(), number.unsigned_abs() % unit.unsigned_abs());
    let text = format!("{sign}{whole}.{part:0width$}");
    text.parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)
        .map_or(serde_json::Value::Null, Into::into)
}

fn parse_decimal(text: &str, digits: usize) -> Result<i64, ValueError> {
    let wrong = || ValueError::Decimal { digits, found: shortened(text) };
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, ""));
    // A list with more digits than we keep (53.4912345) is rounded down, not refused: it says no more.
    let part = part.get(..digits.min(part.len())).ok_or_else(wrong)?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !all_digits(whole) || !all_digits(part) {
        return Err(wrong());
    }
    let number: i64 = format!("{whole}{part:0<digits$}").parse().map_err(|_| wrong())?;
    Ok(if negative { -number } else { number })
}

fn check_range(least: i64, most: i64, found: i64) -> Result<(), ValueError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(ValueError::Range { least, most, found }) }
}

fn check_line(text: &str, most: usize) -> Result<(), ValueError> {
    if text.is_empty() || text.len() > most {
        return Err(ValueError::TextLength { most, found: text.len() });
    }
    if let Some(found) = text.chars().find(|character| character.is_control()) {
        return Err(ValueError::ControlCharacter { found: found.into() });
    }
    // Only the ASCII space: what Unicode counts as white space may grow, and a rule must not change with it.
    if text.starts_with(' ') || text.ends_with(' ') {
        return Err(ValueError::Untrimmed);
    }
    Ok(())
}

/// Checks a token: see [`ValueType::Token`].
///
/// # Errors
/// [`ValueError::Token`].
pub(crate) fn check_token(text: &str) -> Result<(), ValueError> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.:".contains(&byte);
    if !text.is_empty() && text.len() <= MAX_TOKEN_BYTES && text.bytes().all(fits) {
        Ok(())
    } else {
        Err(ValueError::Token { found: shortened(text) })
    }
}

/// Checks a language tag: see [`ValueType::Language`].
///
/// # Errors
/// [`ValueError::Language`].
pub(crate) fn check_language(text: &str) -> Result<(), ValueError> {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    let lower = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let fits = (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && lower(part))
        && text.len() <= MAX_LANGUAGE_BYTES;
    if fits { Ok(()) } else { Err(ValueError::Language { found: shortened(text) }) }
}

fn check_date(text: &str) -> Result<(), ValueError> {
    let wrong = || ValueError::Date { found: shortened(text) };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return Err(wrong());
    }
    let number = |range: core::ops::Range<usize>| {
        let digits = &bytes[range];
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0u32, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    let (year, month, day) =
        (number(0..4).ok_or_else(wrong)?, number(5..7).ok_or_else(wrong)?, number(8..10).ok_or_else(wrong)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    if year > 0 && (1..=days).contains(&day) { Ok(()) } else { Err(wrong()) }
}

impl Value {
    fn in_words(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => format!("{:?}", shortened(text)),
            Self::Id(_) => "an id".to_owned(),
        }
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        match self {
            Self::Bool(value) => w.bool(*value),
            Self::Int(number) => w.int(*number),
            Self::Text(text) => w.text(text),
            Self::Id(id) => w.bytes(id),
        };
    }

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        match r.peek() {
            Some(Type::Bool) => Ok(Self::Bool(r.bool()?)),
            Some(Type::String) => Ok(Self::Text(r.text("a value", MAX_LINE_BYTES)?.to_owned())),
            Some(Type::Bytes) => Ok(Self::Id(r.fixed("an id")?)),
            Some(
                Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64,
            ) => Ok(Self::Int(r.int()?)),
            _ => Err(r.unexpected("true, false, an integer, a text or an id")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_kept_exactly() {
        for (text, number, shown) in
            [("2.5", 2500, "2.5"), ("0.001", 1, "0.001"), ("40", 40_000, "40"), ("7,25", 7250, "7.25")]
        {
            let value = ValueType::Thousandths.parse(text).unwrap();
            assert_eq!(value, Value::Int(number));
            assert_eq!(ValueType::Thousandths.to_json(&value).to_string(), shown);
        }
        let value = ValueType::Millionths(90_000_000).parse("-2.24").unwrap();
        assert_eq!(value, Value::Int(-2_240_000));
        assert_eq!(ValueType::Millionths(90_000_000).to_json(&value).to_string(), "-2.24");
        for text in ["", "-1", ".5", "1e3", "٣", "99999999999999"] {
            assert!(ValueType::Thousandths.parse(text).is_err(), "{text}");
        }
        assert!(ValueType::Millionths(90_000_000).parse("90.1").is_err());
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        for good in ["2024-02-29", "2000-02-29", "2026-12-31"] {
            assert!(ValueType::Date.check(&good.into()).is_ok(), "{good}");
        }
        for bad in
            ["2023-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "2026-04-31", "20260401xx"]
        {
            assert!(ValueType::Date.check(&bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn texts_are_one_line_within_bounds() {
        let title = ValueType::Text(10);
        assert!(title.check(&"Bread".into()).is_ok());
        assert!(matches!(title.check(&"a\nb".into()), Err(ValueError::ControlCharacter { found: 10 })));
        assert!(matches!(title.check(&"".into()), Err(ValueError::TextLength { .. })));
        assert!(matches!(title.check(&"elevenbytes".into()), Err(ValueError::TextLength { found: 11, .. })));
        assert!(matches!(title.check(&" a".into()), Err(ValueError::Untrimmed)));
        assert!(matches!(title.check(&true.into()), Err(ValueError::Type { .. })));
    }

    #[test]
    fn language_tags_are_lower_case() {
        for good in ["en", "und", "pt-br", "zh-hant-tw", "ca-valencia"] {
            assert!(check_language(good).is_ok(), "{good}");
        }
        for bad in ["", "e", "EN", "en_GB", "en-", "-en", "en--gb", "e1"] {
            assert!(check_language(bad).is_err(), "{bad}");
        }
    }
}

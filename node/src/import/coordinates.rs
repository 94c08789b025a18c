/// A place on Earth, in millionths of a degree (about 11 cm): whole numbers, so that every node agrees on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coordinates {
    /// North is positive; -90,000,000 to 90,000,000.
    pub(crate) latitude: i64,
    /// East is positive; -180,000,000 to 180,000,000.
    pub(crate) longitude: i64,
}

impl Coordinates {
    /// Reads two decimal numbers of degrees; both empty means that no place is given.
    pub(crate) fn read(latitude: &str, longitude: &str) -> Result<Option<Self>, String> {
        match (latitude.trim(), longitude.trim()) {
            ("", "") => Ok(None),
            ("", found) => {
                Err(format!("expected Latitude and Longitude or neither, found only Longitude {found}"))
            }
            (found, "") => {
                Err(format!("expected Latitude and Longitude or neither, found only Latitude {found}"))
            }
            (latitude, longitude) => Ok(Some(Self {
                latitude: microdegrees("Latitude", latitude, 90)?,
                longitude: microdegrees("Longitude", longitude, 180)?,
            })),
        }
    }
}

/// Decimal degrees to microdegrees, without a detour through floating point; further digits are rounded.
fn microdegrees(label: &str, text: &str, max_degrees: i64) -> Result<i64, String> {
    let refuse = || {
        let found = super::field::shown(text);
        format!(
            "{label}: expected a number from -{max_degrees} to {max_degrees} such as 53.49, found \"{found}\""
        )
    };
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(refuse());
    }
    let whole: i64 = whole.parse().map_err(|_| refuse())?;
    if whole > max_degrees {
        return Err(refuse());
    }
    let mut micro = 0;
    for place in 0..6 {
        micro = micro * 10 + fraction.as_bytes().get(place).map_or(0, |b| i64::from(b - b'0'));
    }
    if fraction.as_bytes().get(6).is_some_and(|b| *b >= b'5') {
        micro += 1;
    }
    let total = whole * 1_000_000 + micro;
    if total > max_degrees * 1_000_000 {
        return Err(refuse());
    }
    Ok(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(latitude: &str, longitude: &str) -> Result<Option<(i64, i64)>, String> {
        Ok(Coordinates::read(latitude, longitude)?.map(|c| (c.latitude, c.longitude)))
    }

    #[test]
    fn degrees_become_whole_microdegrees() {
        assert_eq!(read("53.49", "-2.24"), Ok(Some((53_490_000, -2_240_000))));
        assert_eq!(read(" 0 ", "+0.0"), Ok(Some((0, 0))));
        assert_eq!(read("-90", "180.000000"), Ok(Some((-90_000_000, 180_000_000))));
        assert_eq!(read("1.0000004", "1.0000005"), Ok(Some((1_000_000, 1_000_001))));
        assert_eq!(read("", " "), Ok(None));
    }

    #[test]
    fn what_is_no_place_on_earth_is_refused() {
        for bad in
            ["90.000001", "91", "1e1", "53,49", "53.", ".5", "north", "--1", "NaN", "99999999999999999999"]
        {
            assert!(read(bad, "0").is_err(), "{bad}");
        }
        assert!(read("0", "180.1").is_err());
        assert_eq!(
            read("53.49", ""),
            Err("expected Latitude and Longitude or neither, found only Latitude 53.49".to_owned())
        );
    }
}

use std::fmt::Write as _;

/// What SPDX calls a work whose licence nobody has stated.
const NONE_STATED: &str = "NONE";

/// Joins the licences that a list names into one SPDX expression.
///
/// - Several licences are joined by `AND`: each covers a part, and all have to be kept. A repeated one counts once.
/// - None at all is `NONE`.
/// - What `is_expression` accepts stands as it was written, deprecated ids such as `GPL-3.0` included: to guess
///   "only" or "or later" would be to decide for the authors.
/// - Anything else becomes a `LicenseRef-…` that still shows the words: white space and signs turn into `-`, and
///   letters outside ASCII into `u` and their number in hexadecimal. The words themselves stay in the row.
pub(crate) fn licence_expression(licences: &[String], is_expression: impl Fn(&str) -> bool) -> String {
    let mut terms: Vec<String> = Vec::new();
    for raw in licences.iter().map(|raw| raw.trim()).filter(|raw| !raw.is_empty()) {
        let term = if is_expression(raw) { raw.to_owned() } else { licence_ref(raw) };
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    match terms.as_slice() {
        [] => NONE_STATED.to_owned(),
        [only] => only.clone(),
        several => several.iter().map(|term| bracketed(term)).collect::<Vec<_>>().join(" AND "),
    }
}

/// Keeps `MIT OR Apache-2.0` together when something is joined to it.
fn bracketed(term: &str) -> String {
    if term.split_whitespace().any(|word| word.eq_ignore_ascii_case("or")) {
        format!("({term})")
    } else {
        term.into()
    }
}

fn licence_ref(raw: &str) -> String {
    let mut out = String::from("LicenseRef");
    let mut gap = true;
    for c in raw.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap {
                out.push('-');
            }
            gap = false;
            out.push(c);
        } else if c.is_alphanumeric() {
            // Writing to a String cannot fail.
            let _ = write!(out, "-u{:04x}", u32::from(c));
            gap = true;
        } else {
            gap = true;
        }
    }
    if out == "LicenseRef" { format!("{out}-unreadable") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(licences: &[&str]) -> String {
        let licences: Vec<String> = licences.iter().map(|text| (*text).to_owned()).collect();
        licence_expression(&licences, |text| {
            ["MIT", "CC-BY-4.0", "GPL-3.0", "MIT OR Apache-2.0"].contains(&text)
        })
    }

    #[test]
    fn several_licences_mean_all_of_them() {
        assert_eq!(expression(&["MIT", " CC-BY-4.0 ", "MIT", ""]), "MIT AND CC-BY-4.0");
        assert_eq!(expression(&["MIT OR Apache-2.0", "CC-BY-4.0"]), "(MIT OR Apache-2.0) AND CC-BY-4.0");
        assert_eq!(expression(&["MIT OR Apache-2.0"]), "MIT OR Apache-2.0");
    }

    #[test]
    fn no_licence_is_said_to_be_none() {
        assert_eq!(expression(&[]), "NONE");
        assert_eq!(expression(&[" "]), "NONE");
    }

    #[test]
    fn a_deprecated_id_stays_as_it_was_written() {
        assert_eq!(expression(&["GPL-3.0"]), "GPL-3.0");
    }

    #[test]
    fn free_text_becomes_a_reference_that_can_still_be_read() {
        assert_eq!(expression(&["Free for schools (v1.0)!"]), "LicenseRef-Free-for-schools-v1.0");
        assert_eq!(expression(&["自由 2"]), "LicenseRef-u81ea-u7531-2");
        assert_eq!(expression(&["©"]), "LicenseRef-unreadable");
        assert_eq!(expression(&["Public: yes", "MIT"]), "LicenseRef-Public-yes AND MIT");
    }
}

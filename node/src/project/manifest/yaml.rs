//! The few words that are looked for in YAML, taken from the stream of its events: nothing is built, and aliases are
//! not followed, so that a small file cannot become a large one.

use saphyr_parser::{Event, Parser};

/// Deepest nesting that is gone into.
const MAX_DEPTH: usize = 64;

/// What stands under one name at the top of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Under {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Names with a text each.
    Named(Vec<(String, String)>),
    /// Something else.
    Other,
}

/// What stands under `name` at the top of the first document, if there is one.
pub(super) fn under(text: &str, name: &str) -> Result<Option<Under>, String> {
    let mut depth = 0usize;
    // At the top: the key that was read, whose value comes next.
    let mut key: Option<String> = None;
    let mut found: Option<Under> = None;
    let mut inner_key: Option<String> = None;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| format!("it is no YAML: {}", error.info()))?;
        let ours = key.as_deref() == Some(name);
        match event {
            Event::Scalar(value, ..) if depth == 1 => match key.take() {
                None => key = Some(value.into_owned()),
                Some(_) if ours => found = Some(Under::Text(value.into_owned())),
                Some(_) => {}
            },
            Event::Scalar(value, ..) if depth == 2 && ours => match &mut found {
                Some(Under::List(list)) => list.push(value.into_owned()),
                Some(Under::Named(named)) => match inner_key.take() {
                    None => inner_key = Some(value.into_owned()),
                    Some(key) => named.push((key, value.into_owned())),
                },
                _ => {}
            },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if depth == 1 && ours {
                    let list = matches!(event, Event::SequenceStart(..));
                    found = Some(if list { Under::List(Vec::new()) } else { Under::Named(Vec::new()) });
                } else if depth >= 2 && ours {
                    found = Some(Under::Other);
                } else if depth == 0 && matches!(event, Event::SequenceStart(..)) {
                    return Ok(None);
                } else if depth == 1 && key.is_none() {
                    return Err("a name in it is no text".to_owned());
                }
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("it is nested more than {MAX_DEPTH} deep"));
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    key = None;
                    inner_key = None;
                }
            }
            Event::Alias(_) if depth == 1 => match key.take() {
                None => return Err("a name in it is no text".to_owned()),
                Some(_) if ours => found = Some(Under::Other),
                Some(_) => {}
            },
            Event::Alias(_) if ours => found = Some(Under::Other),
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_read_and_the_rest_passed_over() {
        let text = "cff-version: 1.2.0\nauthors:\n  - name: x\n    license: no\n? license\n: MIT\nmore: [a, {license: no}]\n";
        assert_eq!(under(text, "license"), Ok(Some(Under::Text("MIT".to_owned()))));
        assert_eq!(
            under("license:\n  - MIT\n  - \"ISC\"\n", "license"),
            Ok(Some(Under::List(vec!["MIT".to_owned(), "ISC".to_owned()])))
        );
        assert_eq!(
            under("license: {hardware: CERN-OHL-S-2.0, software: MIT}", "license"),
            Ok(Some(Under::Named(vec![
                ("hardware".to_owned(), "CERN-OHL-S-2.0".to_owned()),
                ("software".to_owned(), "MIT".to_owned()),
            ])))
        );
        assert_eq!(under("a: {license: MIT}\nb: 1\n", "license"), Ok(None));
        assert_eq!(under("- license: MIT\n", "license"), Ok(None));
    }

    #[test]
    fn aliases_and_depths_are_not_followed() {
        assert_eq!(under("a: &l MIT\nlicense: *l\n", "license"), Ok(Some(Under::Other)));
        assert_eq!(under("license: [[MIT]]\n", "license"), Ok(Some(Under::Other)));
        assert!(under("a: &l license\n*l : MIT\n", "license").is_err());
        assert_eq!(under("license:\n  a:\n    b: MIT\n", "license"), Ok(Some(Under::Other)));
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for i in 1..60 {
            let before = format!("*a{}", i - 1);
            bomb.push_str(&format!("a{i}: &a{i} [{}]\n", [before.as_str(); 9].join(",")));
        }
        assert_eq!(
            under(&format!("{bomb}license: MIT\n"), "license"),
            Ok(Some(Under::Text("MIT".to_owned())))
        );
        assert!(
            under(&"[".repeat(100_000), "license").is_err()
                || under(&"[".repeat(100_000), "license") == Ok(None)
        );
        assert!(under(&format!("a: {}", "[".repeat(100_000)), "license").is_err());
        assert!(
            under(
                &format!("a:\n{}", (1..300).map(|i| format!("{}- \n", " ".repeat(i))).collect::<String>()),
                "license"
            )
            .is_err()
        );
    }
}

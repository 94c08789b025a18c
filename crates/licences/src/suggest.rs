//! "Did you mean …?": the options closest to what was typed.

/// How many close options are offered at most.
const MAX_SUGGESTIONS: usize = 3;

/// Longest input that is compared; longer ones are no slip of the finger.
const MAX_COMPARED_BYTES: usize = 80;

/// The options closest to `given`, best first. Case and the signs `-`, `_` and blank do not count.
#[must_use]
pub fn closest<'a>(given: &str, options: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if given.len() > MAX_COMPARED_BYTES {
        return Vec::new();
    }
    let given = fold(given);
    let tolerance = given.len() / 4 + 1;
    let mut near: Vec<(usize, &str)> = options
        .into_iter()
        .filter_map(|option| {
            let folded = fold(option);
            let far = distance(&given, &folded);
            let begins = given.len() >= 3 && folded.starts_with(&given);
            let holds = given.len() >= 4 && folded.windows(given.len()).any(|part| part == given);
            (far <= tolerance || begins || holds).then_some((far, option))
        })
        .collect();
    near.sort();
    near.into_iter().take(MAX_SUGGESTIONS).map(|(_, option)| option).collect()
}

fn fold(text: &str) -> Vec<u8> {
    text.bytes().filter(|b| !matches!(b, b'-' | b'_' | b' ')).map(|b| b.to_ascii_lowercase()).collect()
}

/// Levenshtein distance, one row at a time.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(closest("worker_ownd", ["worker_owned", "surplus"]), ["worker_owned"]);
        assert_eq!(closest("cc by sa 4.0", ["CC-BY-SA-4.0", "MIT"]), ["CC-BY-SA-4.0"]);
        assert!(closest("zzzzzz", ["worker_owned", "surplus"]).is_empty());
    }
}

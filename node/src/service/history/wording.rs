//! What an edit took out of a long text and what it put in: one piece each, as far as words differ.

use serde_json::Value;

/// Most characters of a text that are told of a change; the record itself has all of what holds now.
const MAX_CHARS: usize = 400;

/// Cuts a long text, and says so by an ellipsis.
pub(super) fn cut(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > MAX_CHARS => {
            let start: String = text.chars().take(MAX_CHARS).collect();
            format!("{start}…").into()
        }
        other => other,
    }
}

/// What lies between the words with which both texts begin and those with which both end: before, and now.
pub(super) fn reworded<'t>(before: &'t str, now: &'t str) -> (&'t str, &'t str) {
    let same = before.chars().zip(now.chars()).take_while(|(one, other)| one == other);
    let mut start: usize = same.map(|(one, _)| one.len_utf8()).sum();
    // From the beginning of the word that the texts differ in, unless both end one there.
    let goes_on = |text: &str| text[start..].chars().next().is_some_and(|c| !c.is_whitespace());
    if goes_on(before) || goes_on(now) {
        start = word_start(before, start);
    }
    let (before, now) = (&before[start..], &now[start..]);
    let same = before.chars().rev().zip(now.chars().rev()).take_while(|(one, other)| one == other);
    let mut end: usize = same.map(|(one, _)| one.len_utf8()).sum();
    let kept = &before[before.len() - end..];
    // To the end of the word that the texts differ in.
    let inside =
        |text: &str| text[..text.len() - end].chars().next_back().is_some_and(|c| !c.is_whitespace());
    if inside(before) || inside(now) {
        end -= kept.find(char::is_whitespace).unwrap_or(kept.len());
    }
    (before[..before.len() - end].trim(), now[..now.len() - end].trim())
}

/// Where the word begins that goes on at `at`, or `at` itself between words.
fn word_start(text: &str, at: usize) -> usize {
    let head = &text[..at];
    head.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(found, c)| found + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_told_that_an_edit_took_out_and_put_in() {
        for (before, now, removed, added) in [
            ("Bread for all", "Bread for everybody", "all", "everybody"),
            ("Bread for all", "Good bread for all", "Bread", "Good bread"),
            ("Bread for all", "Bread and roses for all", "", "and roses"),
            ("Bread for all", "Bread", "for all", ""),
            ("", "Bread", "", "Bread"),
            ("same", "same", "", ""),
            ("Zoë's bread", "Zoé's bread", "Zoë's", "Zoé's"),
            ("aa aa", "aa aa aa", "", "aa"),
            ("baker", "bakers", "baker", "bakers"),
            ("one\ntwo three", "one\ntwo 3", "three", "3"),
        ] {
            assert_eq!(reworded(before, now), (removed, added), "{before:?} to {now:?}");
        }
    }

    #[test]
    fn any_two_texts_can_be_told_apart() {
        // Every pair of short texts of letters of one and more bytes: nothing is cut within a letter.
        let letters = ["a", "é", " ", "🥖"];
        let texts: Vec<String> = (0..256_usize)
            .map(|n| (0..4).map(|at| letters[n >> (2 * at) & 3]).take(n % 5).collect())
            .collect();
        for before in &texts {
            for now in &texts {
                let (removed, added) = reworded(before, now);
                assert!(before.contains(removed) && now.contains(added), "{before:?} to {now:?}");
                assert!(
                    before.split_whitespace().eq(now.split_whitespace())
                        || !(removed.is_empty() && added.is_empty()),
                    "{before:?} to {now:?}"
                );
            }
        }
    }

    #[test]
    fn long_texts_are_cut() {
        let long: Value = "é".repeat(MAX_CHARS + 1).into();
        assert_eq!(cut(long).as_str().map(|text| text.chars().count()), Some(MAX_CHARS + 1));
        assert_eq!(cut(5.into()), 5);
    }
}

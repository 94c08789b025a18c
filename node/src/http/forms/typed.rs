//! What was typed, as requests take it: fields of forms are always there, and empty if nothing was typed.

/// What was typed, if anything was.
pub(super) fn given(typed: &str) -> Option<String> {
    Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty())
}

/// Several, one to a line: they may hold commas.
pub(super) fn lines(typed: &str) -> Vec<String> {
    typed.lines().filter_map(given).collect()
}

/// A box that was ticked.
pub(super) fn ticked(typed: &str) -> bool {
    !typed.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_empty_was_not_said() {
        assert_eq!(given("  \r\n"), None);
        assert_eq!(given(" a b "), Some("a b".to_owned()));
        assert_eq!(lines("Ana, of the mill\r\n\r\nBen"), ["Ana, of the mill", "Ben"]);
    }
}

//! The SPDX tags in a file, in whatever sort of comment they stand.
//!
//! Where a tag may be, how a snippet is marked, and what is to be ignored follow the REUSE specification 3.3.

use super::terms::Terms;

/// Most tags of one sort that are taken from one file; beyond them its licence counts as not read.
const MAX_TAGS: usize = 64;

/// Longest copyright line that is kept, in characters.
const MAX_COPYRIGHT_CHARS: usize = 200;

const LICENCE: &str = "SPDX-License-Identifier:";
const COPYRIGHTS: [&str; 2] = ["SPDX-FileCopyrightText:", "SPDX-SnippetCopyrightText:"];

/// What ends a comment, and so what a tag says. Of those that licence expressions might hold, brackets for example, none.
const ENDS_OF_COMMENTS: [&str; 4] = ["*/", "-->", "*)", "\"\"\""];

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags {
    /// Of the file as a whole.
    pub(crate) licences: Vec<Terms>,
    /// Of snippets in it, beside the licence of the file.
    pub(crate) snippets: Vec<Terms>,
    /// Who is to be named.
    pub(crate) copyrights: Vec<String>,
}

/// Reads the tags of a text.
pub(crate) fn tags(text: &str) -> Tags {
    let mut tags = Tags::default();
    if !text.contains("SPDX-") {
        return tags; // most files of most projects
    }
    let (mut ignoring, mut snippets) = (false, 0usize);
    for line in text.lines() {
        if ignoring {
            ignoring = !line.contains("REUSE-IgnoreEnd");
            continue;
        }
        if line.contains("REUSE-IgnoreStart") {
            ignoring = !line.contains("REUSE-IgnoreEnd");
            continue;
        }
        if line.contains("SPDX-SnippetBegin") {
            snippets = snippets.saturating_add(1);
        }
        if line.contains("SPDX-SnippetEnd") {
            snippets = snippets.saturating_sub(1);
        }
        if let Some(expression) = value_of(line, LICENCE).and_then(expression_in) {
            let list = if snippets > 0 { &mut tags.snippets } else { &mut tags.licences };
            push(list, Terms::read(expression), Terms::not_read);
        }
        if let Some(notice) = COPYRIGHTS.iter().find_map(|tag| value_of(line, tag)) {
            let notice: String = notice.trim().chars().take(MAX_COPYRIGHT_CHARS).collect();
            if !notice.is_empty() && tags.copyrights.len() < MAX_TAGS && !tags.copyrights.contains(&notice) {
                tags.copyrights.push(notice);
            }
        }
    }
    tags
}

/// Puts one more into a list, and what stands for the rest when there are too many.
fn push(list: &mut Vec<Terms>, terms: Terms, rest: impl Fn() -> Terms) {
    let terms = if list.len() < MAX_TAGS { terms } else { rest() };
    if list.len() <= MAX_TAGS && !list.contains(&terms) {
        list.push(terms);
    }
}

/// What follows a tag on its line, up to the end of the comment or of the quoted text that it stands in.
fn value_of<'l>(line: &'l str, tag: &str) -> Option<&'l str> {
    let at = line.find(tag)?;
    let (before, mut value) = (&line[..at], &line[at + tag.len()..]);
    // In prose a whole comment stands between backticks.
    let in_backticks = before.matches('`').count() % 2 == 1;
    let quote = before.chars().next_back().filter(|sign| matches!(sign, '"' | '\''));
    if let Some(quote) = in_backticks.then_some('`').or(quote)
        && let Some(end) = value.find(quote)
    {
        value = &value[..end];
    }
    for end in ENDS_OF_COMMENTS {
        if let Some(end) = value.find(end) {
            value = &value[..end];
        }
    }
    Some(value)
}

/// The expression in the value of a tag: without what closes a box or a comment. `None` if the tag is only spoken of.
fn expression_in(value: &str) -> Option<&str> {
    let value = value.trim();
    // `"MIT"`, as some write it. A quote that is not closed belongs to what is around the tag.
    let value = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value);
    let may_begin = |sign: char| sign.is_ascii_alphanumeric() || sign == '(';
    if !value.starts_with(may_begin) {
        return None;
    }
    let belongs =
        |sign: char| sign.is_ascii_alphanumeric() || sign.is_ascii_whitespace() || "-.+:()".contains(sign);
    let value = match value.find(|sign: char| !belongs(sign)) {
        // `MIT *`, `MIT"/>`: nothing more is said. `MIT/X11` is, and stays whole.
        Some(end) if !value[end..].contains(|sign: char| sign.is_alphanumeric()) => &value[..end],
        _ => value,
    };
    let value = value.trim_end().trim_end_matches('-').trim_end();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REUSE-IgnoreStart

    fn licences(text: &str) -> Vec<String> {
        tags(text).licences.iter().map(|terms| terms.text().to_owned()).collect()
    }

    #[test]
    fn a_licence_is_read_in_any_sort_of_comment() {
        for line in [
            "// SPDX-License-Identifier: MIT",
            "# SPDX-License-Identifier: MIT  ",
            "/* SPDX-License-Identifier: MIT */",
            "/*! SPDX-License-Identifier: MIT*/ var a = 1;",
            " * SPDX-License-Identifier: MIT",
            "<!-- SPDX-License-Identifier: MIT -->",
            "<!-- SPDX-License-Identifier: MIT --><html lang=\"en\">",
            "(* SPDX-License-Identifier: MIT *)",
            "{# SPDX-License-Identifier: MIT #}",
            "-- SPDX-License-Identifier: MIT --",
            "dnl SPDX-License-Identifier: MIT",
            "REM SPDX-License-Identifier:MIT",
            "* SPDX-License-Identifier: MIT                  *",
            "<meta content=\"SPDX-License-Identifier: MIT\" />",
            "__doc__ = \"SPDX-License-Identifier: MIT\" # that is all",
            "\"\"\"SPDX-License-Identifier: MIT\"\"\"",
            "Begin each file with `// SPDX-License-Identifier: MIT` at its top.",
            "% \u{fffd}\u{fffd} SPDX-License-Identifier: mit\r",
        ] {
            assert_eq!(licences(line), ["MIT"], "{line}");
        }
        assert_eq!(
            licences("/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */"),
            ["GPL-2.0-only WITH Linux-syscall-note OR MIT"]
        );
    }

    #[test]
    fn several_tags_all_count_and_the_same_once() {
        let text = "# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: PPL\n# SPDX-License-Identifier: mit\n";
        assert_eq!(licences(text), ["MIT", "PPL"]);
    }

    #[test]
    fn a_tag_that_is_only_spoken_of_says_nothing() {
        for line in [
            "The tag `SPDX-License-Identifier:` begins a line.",
            "const TAG: &str = \"SPDX-License-Identifier:\";",
            "format!(\"SPDX-License-Identifier: {licence}\")",
            "SPDX-License-Identifier: <expression>",
            "SPDX-License-Identifier:",
        ] {
            assert_eq!(tags(line), Tags::default(), "{line}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_it_is_written() {
        for (line, said) in [
            ("# SPDX-License-Identifier: MIT/X11", "MIT/X11"),
            ("# SPDX-License-Identifier: GPL v2 or so", "GPL v2 or so"),
        ] {
            let found = tags(line).licences;
            assert_eq!((found[0].text(), found[0].is_read()), (said, false));
        }
    }

    #[test]
    fn snippets_stand_beside_the_file_and_ignored_blocks_nowhere() {
        let text = "\
# SPDX-FileCopyrightText: 2026 Sample Bakery <post@bakery.example>
# SPDX-License-Identifier: PPL
# SPDX-SnippetBegin
# SPDX-SnippetCopyrightText: 2022 Sample Press
# SPDX-License-Identifier: MIT
# SPDX-SnippetEnd
# REUSE-Ignore\u{53}tart
# SPDX-License-Identifier: GPL-3.0-only
# REUSE-Ignore\u{45}nd
# SPDX-License-Identifier: ISC
";
        let found = tags(text);
        assert_eq!(found.licences, [Terms::read("PPL"), Terms::read("ISC")]);
        assert_eq!(found.snippets, [Terms::read("MIT")]);
        assert_eq!(found.copyrights, ["2026 Sample Bakery <post@bakery.example>", "2022 Sample Press"]);
    }

    #[test]
    fn an_ignored_block_that_is_not_closed_reaches_to_the_end() {
        let text = "REUSE-Ignore\u{53}tart\nSPDX-License-Identifier: MIT\n";
        assert_eq!(tags(text), Tags::default());
    }

    #[test]
    fn too_many_tags_make_the_licence_one_that_was_not_read() {
        let text: String =
            (0..1_000).map(|i| format!("# SPDX-License-Identifier: LicenseRef-{i}\n")).collect();
        let found = tags(&text).licences;
        assert_eq!(found.len(), MAX_TAGS + 1);
        assert_eq!(found.last(), Some(&Terms::not_read()));
    }

    // REUSE-IgnoreEnd
}

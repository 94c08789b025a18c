//! As much markdown as the link check needs: headings, links, and where code begins and ends.

use std::collections::{BTreeMap, BTreeSet};

/// What can be linked to and from on one page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The names of its headings, as GitHub and mdBook make them.
    pub(crate) anchors: BTreeSet<String>,
    /// Its links, images included.
    pub(crate) links: Vec<Link>,
}

/// One link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Line, counted from 1.
    pub(crate) line: usize,
    /// What stands between the round brackets, without a title.
    pub(crate) target: String,
}

impl Page {
    pub(crate) fn read(text: &str) -> Self {
        let mut page = Self { anchors: BTreeSet::new(), links: Vec::new() };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut fence: Option<&str> = None;
        for (index, line) in text.lines().enumerate() {
            let start = line.trim_start();
            if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark)) {
                match fence {
                    None => fence = Some(mark),
                    Some(open) if open == mark => fence = None,
                    Some(_) => {}
                }
                continue;
            }
            if fence.is_some() {
                continue;
            }
            if let Some(heading) = heading(start) {
                let anchor = anchor(heading);
                let earlier = seen.entry(anchor.clone()).or_default();
                page.anchors.insert(if *earlier == 0 { anchor } else { format!("{anchor}-{earlier}") });
                *earlier += 1;
            }
            page.links.extend(targets(&without_code(line)).map(|target| Link { line: index + 1, target }));
        }
        page
    }
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim_end())
}

/// The name of a heading: lower case, spaces as `-`, everything but letters, digits, `-` and `_` left out.
fn anchor(heading: &str) -> String {
    let visible = link_texts(heading);
    let kept = visible.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

/// Replaces each `[text](target)` by its text.
fn link_texts(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let (outside, text) = before.rsplit_once('[').unwrap_or((before, ""));
        out.push_str(outside);
        out.push_str(text);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// Blanks out `code`, in which nothing is a link.
fn without_code(line: &str) -> String {
    let mut parts: Vec<&str> = line.split('`').collect();
    // An odd number of marks: the last one opens nothing.
    let open_end = if parts.len().is_multiple_of(2) { parts.pop() } else { None };
    let mut out: String = parts.into_iter().step_by(2).collect::<Vec<_>>().join(" ");
    out.extend(open_end);
    out
}

/// The targets of `[text](target "title")` and of `[label]: target`.
fn targets(line: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once("](") {
        let (inside, next) = closing_bracket(after);
        found.extend(inside.split_whitespace().next().map(plain));
        rest = next;
    }
    let definition = line.trim_start().strip_prefix('[').and_then(|line| line.split_once("]:"));
    if let Some((_, target)) = definition {
        found.extend(target.split_whitespace().next().map(plain));
    }
    found.into_iter()
}

/// Divides at the bracket that closes the one already open.
fn closing_bracket(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (&text[..at], &text[at + 1..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (text, "")
}

fn plain(target: &str) -> String {
    target.trim_start_matches('<').trim_end_matches('>').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(usize, String)> {
        Page::read(text).links.into_iter().map(|link| (link.line, link.target)).collect()
    }

    #[test]
    fn links_images_and_definitions_are_found() {
        let text = "see [a](a.md), ![b](img/b.png \"title\")\n[c](c_(d).md#e)\n\n[ref]: <other.md>\n";
        let expected = [(1, "a.md"), (1, "img/b.png"), (2, "c_(d).md#e"), (4, "other.md")];
        assert_eq!(links(text), expected.map(|(line, target)| (line, target.to_owned())));
    }

    #[test]
    fn code_holds_no_links() {
        let text = "`[a](a.md)` [b](b.md)\n```sh\n[c](c.md)\n# not a heading\n```\n[d](d.md) a ` alone\n";
        assert_eq!(links(text), [(1, "b.md".to_owned()), (6, "d.md".to_owned())]);
        assert!(Page::read(text).anchors.is_empty());
    }

    #[test]
    fn headings_are_named_as_readers_of_markdown_name_them() {
        let text =
            "# Who may write: the key log\n## `commons start`\n## A [link](x.md)\n## Twice\n## Twice\n#no\n";
        let anchors: Vec<_> = Page::read(text).anchors.into_iter().collect();
        assert_eq!(anchors, ["a-link", "commons-start", "twice", "twice-1", "who-may-write-the-key-log"]);
    }
}

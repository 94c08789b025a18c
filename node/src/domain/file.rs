//! `/.well-known/commons-agent`: the ids of the agents that a domain speaks for, one on each line.

use commons_identity::AgentId;

/// Where the file is.
pub(crate) const PATH: &str = "/.well-known/commons-agent";

/// Most bytes of it.
pub(crate) const MAX_FILE_BYTES: usize = 4 * 1024;

/// Why what a domain answered does not confirm an agent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotNamed {
    /// A page, an image, or the like.
    #[error(
        "what stands at {PATH} is no list of agent ids: expected one id of 64 hex digits on each line, found {found:?} on line {line}"
    )]
    NoList {
        /// The line, counted from 1.
        line: usize,
        /// Its beginning.
        found: String,
    },
    /// A good list, without this agent.
    #[error("the list at {PATH} names {others} other agents, but not this one")]
    Others {
        /// How many it names.
        others: usize,
    },
}

/// What the file must hold for an agent, with a line that says what it is.
pub(crate) fn file_for(agent: AgentId) -> String {
    format!("# The commons registry: agents that this domain speaks for.\n{agent}\n")
}

/// Whether a file names an agent. Empty lines, and those that begin with `#`, say nothing.
pub(crate) fn names(file: &[u8], agent: AgentId) -> Result<(), NotNamed> {
    let text = String::from_utf8_lossy(file);
    let mut others = 0;
    let mut named = false;
    for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let content = content.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let id = commons_identity::parse_id(&content.to_ascii_lowercase())
            .map_err(|_| NotNamed::NoList { line, found: content.chars().take(60).collect() })?;
        if AgentId::from_bytes(id) == agent {
            named = true;
        } else {
            others += 1;
        }
    }
    if named { Ok(()) } else { Err(NotNamed::Others { others }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_agents_one_on_each_line() {
        let (one, other) = (AgentId::from_bytes([1; 32]), AgentId::from_bytes([0xab; 32]));
        assert_eq!(names(file_for(one).as_bytes(), one), Ok(()));
        let both = format!("\u{feff}# ours\r\n\r\n{one}\r\n  {}  ", other.to_string().to_uppercase());
        assert_eq!(names(both.as_bytes(), other), Ok(()));
        assert_eq!(names(both.as_bytes(), AgentId::from_bytes([2; 32])), Err(NotNamed::Others { others: 2 }));
        assert_eq!(names(b"", one), Err(NotNamed::Others { others: 0 }));
    }

    /// A page on which anybody may write, such as a comment under an article, must not do.
    #[test]
    fn a_page_that_happens_to_hold_an_id_is_no_list() {
        let one = AgentId::from_bytes([1; 32]);
        for page in [
            format!("<html>\n{one}\n</html>"),
            format!("{one}\nand more"),
            format!("{one} {one}"),
            format!("{one}0"),
            "\u{0}".to_owned(),
        ] {
            assert!(matches!(names(page.as_bytes(), one), Err(NotNamed::NoList { .. })), "{page}");
        }
        assert!(names(&[0xff, 0xfe, b'\n'], one).is_err());
    }
}

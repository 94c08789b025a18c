//! Paths with stars, as `REUSE.toml` and `.reuse/dep5` write them.

/// Longest pattern that is read, in characters.
pub(crate) const MAX_PATTERN_CHARS: usize = 1_024;

/// A pattern for whole paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob(Vec<Token>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Sign(char),
    /// One sign, whatever it is.
    Any,
    /// Any number of signs, within one folder.
    Within,
    /// Any number of signs.
    Across,
}

impl Glob {
    /// As in `REUSE.toml`: `*` stays within a folder, `**` does not, and a backslash takes a sign as it is.
    pub(crate) fn reuse(pattern: &str) -> Option<Self> {
        let mut tokens = Vec::new();
        let mut signs = pattern.chars().peekable();
        while let Some(sign) = signs.next() {
            tokens.push(match sign {
                '\\' => Token::Sign(signs.next()?),
                '*' if signs.next_if_eq(&'*').is_some() => {
                    // `**/` reaches over no folder as well as over several.
                    signs.next_if_eq(&'/');
                    Token::Across
                }
                '*' => Token::Within,
                other => Token::Sign(other),
            });
        }
        Self::of(tokens)
    }

    /// As in Debian's copyright files: `*` reaches over folders, `?` is one sign.
    pub(crate) fn dep5(pattern: &str) -> Option<Self> {
        let mut tokens = Vec::new();
        let mut signs = pattern.strip_prefix("./").unwrap_or(pattern).chars();
        while let Some(sign) = signs.next() {
            tokens.push(match sign {
                '\\' => Token::Sign(signs.next()?),
                '*' => Token::Across,
                '?' => Token::Any,
                other => Token::Sign(other),
            });
        }
        Self::of(tokens)
    }

    fn of(tokens: Vec<Token>) -> Option<Self> {
        (tokens.len() <= MAX_PATTERN_CHARS).then_some(Self(tokens))
    }

    /// Whether the whole path fits. Takes as many steps as pattern and path have signs, multiplied, and no more.
    pub(crate) fn fits(&self, path: &str) -> bool {
        // Most patterns differ in their first or their last sign.
        let differs = |token: Option<&Token>, sign: Option<char>| match token {
            Some(Token::Sign(wanted)) => sign != Some(*wanted),
            _ => false,
        };
        if differs(self.0.first(), path.chars().next()) || differs(self.0.last(), path.chars().next_back()) {
            return false;
        }
        // `reached[i]`: what was read of the path fits the first `i` tokens.
        let mut reached = vec![false; self.0.len() + 1];
        reached[0] = true;
        let mut next = vec![false; self.0.len() + 1];
        self.pass_empty_stars(&mut reached);
        for sign in path.chars() {
            next.fill(false);
            for (i, token) in self.0.iter().enumerate().filter(|(i, _)| reached[*i]) {
                match token {
                    Token::Sign(wanted) if *wanted == sign => next[i + 1] = true,
                    Token::Any => next[i + 1] = true,
                    Token::Within if sign != '/' => next[i] = true,
                    Token::Across => next[i] = true,
                    Token::Sign(_) | Token::Within => {}
                }
            }
            self.pass_empty_stars(&mut next);
            if !next.contains(&true) {
                return false;
            }
            core::mem::swap(&mut reached, &mut next);
        }
        reached[self.0.len()]
    }

    /// A star may stand for nothing.
    fn pass_empty_stars(&self, reached: &mut [bool]) {
        for (i, token) in self.0.iter().enumerate() {
            if reached[i] && matches!(token, Token::Within | Token::Across) {
                reached[i + 1] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_in_reuse_toml_are_those_of_the_specification() {
        for (pattern, path, fits) in [
            ("po/*.po", "po/de.po", true),
            ("po/*.po", "po/old/de.po", false),
            ("po/*.po", "a/po/de.po", false),
            ("**", "a/b/c", true),
            ("tests/**", "tests/a/b", true),
            ("tests/**", "tests", false),
            ("**/x.txt", "x.txt", true),
            ("**/x.txt", "a/b/x.txt", true),
            ("a/**/c", "a/b/b/c", true),
            ("a/**/c", "a/c", true),
            ("*", "a", true),
            ("*", "a/b", false),
            ("a", "a", true),
            ("a", "ab", false),
            (r"\*.txt", "*.txt", true),
            (r"\*.txt", "a.txt", false),
            (r"a\\b", r"a\b", true),
            (r"\a", "a", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Glob::reuse(pattern).unwrap().fits(path), fits, "{pattern} {path}");
        }
        assert!(Glob::reuse("a\\").is_none());
    }

    #[test]
    fn stars_in_dep5_reach_over_folders() {
        for (pattern, path, fits) in [
            ("*", "a/b/c", true),
            ("po/*", "po/a/b", true),
            ("./po/*", "po/a", true),
            ("?.txt", "a.txt", true),
            ("?.txt", "ab.txt", false),
            ("*.txt", "a/b.txt", true),
        ] {
            assert_eq!(Glob::dep5(pattern).unwrap().fits(path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_made_to_be_slow_is_not() {
        let pattern = Glob::reuse(&"*a".repeat(500)).unwrap();
        let begun = std::time::Instant::now();
        assert!(!pattern.fits(&format!("{}/a", "a".repeat(4_000))));
        assert!(begun.elapsed().as_secs() < 5);
        assert!(Glob::reuse(&"a".repeat(MAX_PATTERN_CHARS + 1)).is_none());
    }
}

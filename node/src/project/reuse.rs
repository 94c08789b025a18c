//! `REUSE.toml` and `.reuse/dep5`: licences stated for files from beside them, and which statement counts.
//!
//! The rules are those of the REUSE specification 3.3.

use serde::Deserialize;

use super::glob::Glob;
use super::header::Tags;
use super::terms::Terms;

/// Most patterns that are read of one file; a file with more is not read at all.
const MAX_PATTERNS: usize = 2_000;

/// Which of several statements about one file counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Precedence {
    /// What is nearest to the file.
    #[default]
    Closest,
    /// This one, with what is nearest to the file.
    Aggregate,
    /// This one, whatever is nearer.
    Override,
}

/// What is stated for the files that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Annotation {
    globs: Vec<Glob>,
    precedence: Precedence,
    licences: Vec<Terms>,
    copyrights: Vec<String>,
}

#[derive(Deserialize)]
struct ReuseToml {
    version: i64,
    #[serde(default)]
    annotations: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    path: OneOrMany,
    #[serde(default)]
    precedence: Precedence,
    #[serde(rename = "SPDX-FileCopyrightText", default)]
    copyrights: OneOrMany,
    #[serde(rename = "SPDX-License-Identifier", default)]
    licences: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

/// Reads a `REUSE.toml`; else says why it was not read.
pub(crate) fn read_reuse_toml(text: &str) -> Result<Vec<Annotation>, String> {
    let file: ReuseToml = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    if file.version != 1 {
        return Err(format!("its version is {}, and version 1 is known", file.version));
    }
    let annotations = file.annotations.into_iter().map(|table| {
        let globs = table.path.into_vec().iter().map(|path| Glob::reuse(path)).collect::<Option<_>>();
        Ok(Annotation {
            globs: globs.ok_or("a path in it cannot be read")?,
            precedence: table.precedence,
            licences: table.licences.into_vec().iter().map(|text| Terms::read(text)).collect(),
            copyrights: table.copyrights.into_vec(),
        })
    });
    bounded(annotations.collect::<Result<_, String>>()?)
}

/// Reads a `.reuse/dep5`, a list of paragraphs; else says why it was not read.
pub(crate) fn read_dep5(text: &str) -> Result<Vec<Annotation>, String> {
    let mut annotations = Vec::new();
    for paragraph in paragraphs(text) {
        let field = |name: &str| {
            paragraph
                .iter()
                .find(|(field, _)| field.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        // Without files it is the heading, or the text of a licence.
        let Some(files) = field("Files") else { continue };
        let globs = files.split_whitespace().map(Glob::dep5).collect::<Option<_>>();
        // The first line names the licence; its text may follow.
        let licence = field("License").and_then(|text| text.lines().next()).map(str::trim);
        annotations.push(Annotation {
            globs: globs.ok_or("a path in it cannot be read")?,
            precedence: Precedence::Aggregate,
            licences: licence.filter(|text| !text.is_empty()).map(Terms::read).into_iter().collect(),
            copyrights: field("Copyright")
                .into_iter()
                .flat_map(str::lines)
                .map(|line| line.trim().to_owned())
                .collect(),
        });
    }
    if annotations.is_empty() {
        return Err("it has no paragraph with Files".to_owned());
    }
    bounded(annotations)
}

fn bounded(annotations: Vec<Annotation>) -> Result<Vec<Annotation>, String> {
    let patterns: usize = annotations.iter().map(|annotation| annotation.globs.len()).sum();
    if patterns > MAX_PATTERNS {
        return Err(format!("it has {patterns} paths, and at most {MAX_PATTERNS} are read"));
    }
    Ok(annotations)
}

/// Paragraphs of `Field: value`, where indented lines go on with the value.
fn paragraphs(text: &str) -> Vec<Vec<(String, String)>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.trim().is_empty() {
            paragraphs.push(Vec::new());
        } else if let (Some(current), true) = (paragraphs.last_mut(), !line.starts_with([' ', '\t'])) {
            if let Some((field, value)) = line.split_once(':') {
                current.push((field.trim().to_owned(), value.trim().to_owned()));
            }
        } else if let Some((_, value)) = paragraphs.last_mut().and_then(|current| current.last_mut()) {
            value.push('\n');
            value.push_str(line.trim());
        }
    }
    paragraphs
}

/// The annotation for a path, which is relative to the folder of the file that has the annotations: the last that fits.
pub(crate) fn annotation_for<'a>(annotations: &'a [Annotation], path: &str) -> Option<&'a Annotation> {
    annotations.iter().rev().find(|annotation| annotation.globs.iter().any(|glob| glob.fits(path)))
}

/// What counts for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All of them apply.
    pub(crate) licences: Vec<Terms>,
    pub(crate) copyrights: Vec<String>,
    /// Whether the file's own tags are among them.
    pub(crate) own: bool,
    /// Which of the annotations are among them.
    pub(crate) annotations: Vec<usize>,
}

/// What counts for a file with these tags of its own, or of the file beside it, under these annotations: the one
/// nearest to the root first. Copyright and licence are looked at separately, as the specification says.
pub(crate) fn what_counts(own: &Tags, annotations: &[&Annotation]) -> Counts {
    // The override nearest to the root silences everything nearer to the file.
    let silenced = annotations.iter().position(|one| one.precedence == Precedence::Override);
    let heard = &annotations[..silenced.map_or(annotations.len(), |at| at + 1)];
    let own_counts = silenced.is_none();
    let (licences, licence_own, mut from) =
        layered(if own_counts { own.licences.as_slice() } else { &[] }, heard, |one| &one.licences);
    let (copyrights, _, named) =
        layered(if own_counts { own.copyrights.as_slice() } else { &[] }, heard, |one| &one.copyrights);
    if licences.is_empty() {
        from = named;
    }
    Counts { licences, copyrights, own: licence_own, annotations: from }
}

/// Of one sort of statement: the file's own, else those nearest to it; and all that are to be added in any case.
fn layered<T: Clone + PartialEq>(
    own: &[T],
    annotations: &[&Annotation],
    part: impl Fn(&Annotation) -> &Vec<T>,
) -> (Vec<T>, bool, Vec<usize>) {
    let nearest = || annotations.iter().rposition(|one| !part(one).is_empty());
    let base = if own.is_empty() { nearest() } else { None };
    let taken: Vec<usize> = (0..annotations.len())
        .filter(|at| {
            let one = annotations[*at];
            !part(one).is_empty() && (base == Some(*at) || one.precedence != Precedence::Closest)
        })
        .collect();
    let mut all: Vec<T> = Vec::new();
    for value in own.iter().chain(taken.iter().flat_map(|at| part(annotations[*at]))) {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    (all, !own.is_empty(), taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REUSE-IgnoreStart

    fn tables(text: &str) -> Vec<Annotation> {
        read_reuse_toml(&format!("version = 1\n{text}")).unwrap()
    }

    fn table(precedence: &str, licence: &str) -> Annotation {
        let text = format!(
            "[[annotations]]\npath = \"**\"\nprecedence = \"{precedence}\"\nSPDX-License-Identifier = \"{licence}\"\n\
             SPDX-FileCopyrightText = \"{licence} makers\""
        );
        tables(&text).remove(0)
    }

    fn own(licence: Option<&str>) -> Tags {
        let licences = licence.map(Terms::read).into_iter().collect();
        Tags { licences, copyrights: vec!["us".to_owned()], ..Tags::default() }
    }

    #[test]
    fn precedence_is_that_of_the_specification() {
        for (file, from_the_root, counts) in [
            (Some("PPL"), &[][..], &["PPL"][..]),
            (Some("PPL"), &[("closest", "MIT")], &["PPL"]),
            (None, &[("closest", "MIT")], &["MIT"]),
            (None, &[("closest", "MIT"), ("closest", "ISC")], &["ISC"]),
            (Some("PPL"), &[("aggregate", "MIT")], &["PPL", "MIT"]),
            (None, &[("aggregate", "MIT"), ("closest", "ISC")], &["MIT", "ISC"]),
            (None, &[("closest", "MIT"), ("aggregate", "ISC")], &["ISC"]),
            (Some("PPL"), &[("override", "MIT")], &["MIT"]),
            (Some("PPL"), &[("override", "MIT"), ("closest", "ISC")], &["MIT"]),
            (Some("PPL"), &[("override", "MIT"), ("override", "ISC")], &["MIT"]),
            (Some("PPL"), &[("closest", "MIT"), ("override", "ISC")], &["ISC"]),
            (Some("PPL"), &[("aggregate", "MIT"), ("override", "ISC")], &["MIT", "ISC"]),
        ] {
            let annotations: Vec<Annotation> = from_the_root.iter().map(|(p, l)| table(p, l)).collect();
            let found = what_counts(&own(file), &annotations.iter().collect::<Vec<_>>());
            let texts: Vec<&str> = found.licences.iter().map(Terms::text).collect();
            assert_eq!(texts, counts, "{file:?} {from_the_root:?}");
        }
    }

    #[test]
    fn copyright_and_licence_are_looked_at_separately() {
        let table = table("closest", "MIT");
        let found = what_counts(&own(None), &[&table]);
        assert_eq!((found.licences[0].text(), &found.copyrights[..]), ("MIT", &["us".to_owned()][..]));
        assert!(!found.own);
    }

    #[test]
    fn the_last_table_that_fits_counts() {
        let text = "[[annotations]]\npath = [\"a/**\", \"b\"]\nSPDX-License-Identifier = \"MIT\"\n\
                    [[annotations]]\npath = \"a/*.png\"\nSPDX-License-Identifier = [\"PPL\", \"ISC\"]";
        let annotations = tables(text);
        let licences = |path| annotation_for(&annotations, path).map(|one| one.licences.len());
        assert_eq!(
            (licences("a/x"), licences("a/x.png"), licences("a/b/x.png")),
            (Some(1), Some(2), Some(1))
        );
        assert_eq!((licences("b"), licences("c")), (Some(1), None));
    }

    #[test]
    fn a_file_that_cannot_be_read_says_why() {
        for (text, why) in [
            ("version = 2", "version 1 is known"),
            ("annotations = []", "version"),
            ("version = 1\n[[annotations]]\nSPDX-License-Identifier = \"MIT\"", "path"),
            ("version = 1\n[[annotations]]\npath = \"a\"\nprecedence = \"first\"", "first"),
            ("version = ", ""),
        ] {
            let error = read_reuse_toml(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        let many: Vec<String> = (0..=MAX_PATTERNS).map(|i| format!("\"{i}\"")).collect();
        let text = format!("version = 1\n[[annotations]]\npath = [{}]", many.join(","));
        assert!(read_reuse_toml(&text).unwrap_err().contains("at most"));
    }

    #[test]
    fn dep5_is_read_and_added_to_what_the_file_says() {
        let text = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n\
                    # a remark\nFiles: po/*.po\n po/*.pot\nCopyright: 2019 Translators\n 2020 Others\nLicense: GPL-3.0-or-later\n\n\
                    Files: po/x.po\nCopyright: none\nLicense: CC0-1.0\n It is free.\n\nLicense: MIT\n text\n";
        let annotations = read_dep5(text).unwrap();
        let one = annotation_for(&annotations, "po/de.pot").unwrap();
        assert_eq!((one.licences[0].text(), one.copyrights.len()), ("GPL-3.0-or-later", 2));
        assert_eq!(annotation_for(&annotations, "po/x.po").unwrap().licences[0].text(), "CC0-1.0");
        assert!(annotation_for(&annotations, "src/main.c").is_none());
        assert_eq!(what_counts(&own(Some("PPL")), &[one]).licences.len(), 2);
        assert!(read_dep5("Format: x\n").is_err());
    }

    // REUSE-IgnoreEnd
}

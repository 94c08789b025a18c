//! Sorts a project into parts: files with the same licence, with who says so, and where sources disagree.

use std::collections::{BTreeMap, BTreeSet};

use super::folders::{FolderTerms, Source, folders};
use super::header::Tags;
use super::reuse::{Annotation, annotation_for, what_counts};
use super::survey::{Survey, Work};
use super::terms::{Terms, Together};

/// Files of a part that are named as examples.
const MAX_EXAMPLES: usize = 5;

/// Most files without any statement that are named.
const MAX_UNSTATED: usize = 50;

/// Most warnings that are given; more are counted.
pub(crate) const MAX_WARNINGS: usize = 100;

/// Most copyright lines that are listed, each once.
const MAX_MAKERS: usize = 200;

/// Who states the licence of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SaidBy {
    /// Its own header.
    Header,
    /// The file beside it, `FILE.license`.
    Beside,
    /// A snippet in it, for that snippet.
    Snippet,
    /// A `REUSE.toml` or `.reuse/dep5`, by its path.
    List(String),
    /// A manifest or licence file, for the folder: its path and the field.
    Folder(String, String),
    /// Nobody.
    Nobody,
}

/// Files with the same licence.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) terms: Terms,
    pub(crate) files: usize,
    pub(crate) examples: Vec<String>,
    pub(crate) said_by: BTreeMap<SaidBy, usize>,
    /// Where in the project the texts of those of its licences are that are on no list.
    pub(crate) texts: BTreeMap<String, Option<String>>,
}

/// A project, sorted.
#[derive(Debug)]
pub(crate) struct Sorted {
    pub(crate) survey: Survey,
    /// By their licence, in the order of its text.
    pub(crate) parts: Vec<Part>,
    /// What was read for whole folders.
    pub(crate) sources: Vec<Source>,
    pub(crate) warnings: Warnings,
    /// Files for which nothing is stated anywhere, the first of them.
    pub(crate) unstated: Vec<String>,
    /// Copyright lines, each once.
    pub(crate) makers: BTreeSet<String>,
    pub(crate) more_makers: bool,
}

/// Warnings, of which the first are kept.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    pub(crate) first: Vec<String>,
    pub(crate) count: usize,
}

impl Warnings {
    pub(crate) fn push(&mut self, warning: String) {
        self.count += 1;
        if self.first.len() < MAX_WARNINGS {
            self.first.push(warning);
        }
    }
}

/// Sorts what was found.
pub(crate) fn sort(survey: Survey) -> Sorted {
    let mut warnings = Warnings::default();
    if survey.dep5.is_some() && !survey.reuse.is_empty() {
        warnings.push(
            "there are both REUSE.toml and .reuse/dep5, which REUSE does not allow: both were added up"
                .to_owned(),
        );
    }
    let (by_folder, sources) = folders(&survey, &mut warnings);
    let mut sorted = Sorted {
        parts: Vec::new(),
        sources,
        warnings,
        unstated: Vec::new(),
        makers: BTreeSet::new(),
        more_makers: false,
        survey,
    };
    let mut parts: BTreeMap<Terms, Part> = BTreeMap::new();
    let mut against: BTreeMap<(Terms, Terms, String), (usize, String)> = BTreeMap::new();
    let works = core::mem::take(&mut sorted.survey.works);
    for work in &works {
        let stated = stated(work, &sorted.survey);
        let folder = folder_terms(&by_folder, &work.path);
        for maker in &stated.copyrights {
            if sorted.makers.len() < MAX_MAKERS {
                sorted.makers.insert(maker.clone());
            } else if !sorted.makers.contains(maker) {
                sorted.more_makers = true;
            }
        }
        if let (Some(own), Some(folder)) = (&stated.terms, folder)
            && folder.of_manifest
            && folder.terms.is_read()
            && !own.is_within(&folder.terms)
        {
            let source = folder.said_by.first().map(|(path, _)| path.clone()).unwrap_or_default();
            let pair = (own.clone(), folder.terms.clone(), source);
            against.entry(pair).or_insert_with(|| (0, work.path.clone())).0 += 1;
        }
        let (terms, said_by) = with_folder(stated, folder);
        if said_by == [SaidBy::Nobody] && sorted.unstated.len() < MAX_UNSTATED {
            sorted.unstated.push(work.path.clone());
        }
        let part = parts.entry(terms.clone()).or_insert_with(|| Part {
            texts: texts_of(&terms, &sorted.survey),
            terms,
            files: 0,
            examples: Vec::new(),
            said_by: BTreeMap::new(),
        });
        part.files += 1;
        if part.examples.len() < MAX_EXAMPLES {
            part.examples.push(work.path.clone());
        }
        for by in said_by {
            *part.said_by.entry(by).or_default() += 1;
        }
    }
    sorted.survey.works = works;
    for ((own, folder, source), (files, example)) in against {
        let files = if files == 1 { example } else { format!("{files} files, {example} among them,") };
        let verb = if files.contains(" files, ") { "are" } else { "is" };
        sorted.warnings.push(format!(
            "{files} {verb} under {}, while {source} says {}: what stands nearest to a file was taken",
            own.text(),
            folder.text()
        ));
    }
    sorted.parts = parts.into_values().collect();
    sorted
}

/// What is stated for one file by itself.
struct Stated {
    terms: Option<Terms>,
    snippets: Vec<Terms>,
    said_by: Vec<SaidBy>,
    copyrights: Vec<String>,
}

fn stated(work: &Work, survey: &Survey) -> Stated {
    let beside = survey.beside.get(&work.path);
    // A file beside it takes the place of the file's own header.
    let own: &Tags = beside.unwrap_or(&work.own);
    let (lists, annotations): (Vec<String>, Vec<&Annotation>) =
        annotations_for(&work.path, survey).into_iter().unzip();
    let counts = what_counts(own, &annotations);
    let terms = Terms::join(&counts.licences, Together::All);
    let mut said_by = Vec::new();
    if counts.own {
        said_by.push(if beside.is_some() { SaidBy::Beside } else { SaidBy::Header });
    }
    if terms.is_some() {
        said_by.extend(counts.annotations.iter().map(|at| SaidBy::List(lists[*at].clone())));
    }
    if !own.snippets.is_empty() {
        said_by.push(SaidBy::Snippet);
    }
    Stated { terms, snippets: own.snippets.clone(), said_by, copyrights: counts.copyrights }
}

/// The statements in lists that are for a file, those nearest to the root first, each with its list's path.
fn annotations_for<'s>(path: &str, survey: &'s Survey) -> Vec<(String, &'s Annotation)> {
    let dep5 = survey.dep5.iter().filter_map(|list| annotation_for(list, path));
    let mut found: Vec<_> = dep5.map(|one| (".reuse/dep5".to_owned(), one)).collect();
    if survey.reuse.is_empty() {
        return found;
    }
    let ends = path.match_indices('/').map(|(at, _)| at);
    for folder in core::iter::once("").chain(ends.map(|end| &path[..end])) {
        let below = if folder.is_empty() { path } else { &path[folder.len() + 1..] };
        let list = survey.reuse.get(folder).and_then(|list| annotation_for(list, below));
        let name = if folder.is_empty() { "REUSE.toml".to_owned() } else { format!("{folder}/REUSE.toml") };
        found.extend(list.map(|one| (name, one)));
    }
    found
}

/// What is stated for the folder that a file is in, or for the nearest one above.
fn folder_terms<'f>(folders: &'f BTreeMap<String, FolderTerms>, path: &str) -> Option<&'f FolderTerms> {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(terms) = folders.get(above) {
            return Some(terms);
        }
        folder = above;
    }
    folders.get("")
}

/// The file's own terms, else its folder's; and its snippets' beside them.
fn with_folder(stated: Stated, folder: Option<&FolderTerms>) -> (Terms, Vec<SaidBy>) {
    let mut said_by = stated.said_by;
    let base = match (stated.terms, folder) {
        (Some(terms), _) => terms,
        (None, Some(folder)) => {
            said_by.extend(
                folder.said_by.iter().map(|(path, field)| SaidBy::Folder(path.clone(), field.clone())),
            );
            folder.terms.clone()
        }
        (None, None) => {
            said_by.push(SaidBy::Nobody);
            Terms::none()
        }
    };
    // Of a file without any statement, a snippet's licence says nothing.
    if base == Terms::none() {
        return (base, vec![SaidBy::Nobody]);
    }
    let all: Vec<Terms> = core::iter::once(base.clone()).chain(stated.snippets).collect();
    (Terms::join(&all, Together::All).unwrap_or(base), said_by)
}

/// For licences that are on no list: where their text is, if it is in `LICENSES/`.
fn texts_of(terms: &Terms, survey: &Survey) -> BTreeMap<String, Option<String>> {
    let own = terms.ids().iter().filter(|id| id.starts_with("LicenseRef-"));
    own.map(|id| {
        let begin = format!("LICENSES/{id}.");
        let bare = begin.trim_end_matches('.');
        let path = survey.licence_texts.keys().find(|path| path.starts_with(&begin) || *path == bare);
        (id.clone(), path.cloned())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // REUSE-IgnoreStart

    fn project(files: &[(&str, &str)]) -> Sorted {
        let mut survey = Survey::default();
        for (path, text) in files {
            survey.take(path, text.len() as u64, text.as_bytes());
        }
        survey.finish();
        sort(survey)
    }

    /// The licence of each part, with its number of files.
    fn parts(sorted: &Sorted) -> Vec<(&str, usize)> {
        sorted.parts.iter().map(|part| (part.terms.text(), part.files)).collect()
    }

    const MIT: &str = "// SPDX-License-Identifier: MIT\n";

    #[test]
    fn a_file_is_under_what_stands_nearest_to_it() {
        let sorted = project(&[
            ("Cargo.toml", "[package]\nlicense = \"PPL\""),
            ("src/a.rs", "fn a() {}"),
            ("src/b.rs", MIT),
            ("doc/package.json", r#"{"license": "CC-BY-4.0"}"#),
            ("doc/deep/er.md", "words"),
        ]);
        assert_eq!(parts(&sorted), [("CC-BY-4.0", 2), ("MIT", 1), ("PPL", 2)]);
        assert_eq!(
            sorted.warnings.first,
            ["src/b.rs is under MIT, while Cargo.toml says PPL: what stands nearest to a file was taken"]
        );
    }

    #[test]
    fn what_nobody_states_is_listed() {
        let sorted = project(&[("a", "x"), ("b", MIT), ("c.license", "x")]);
        assert_eq!(parts(&sorted), [("MIT", 1), ("NONE", 2)]);
        assert_eq!(sorted.unstated, ["a", "c.license"]);
    }

    #[test]
    fn a_snippet_counts_beside_the_file() {
        let snippet = "SPDX-SnippetBegin\nSPDX-License-Identifier: PPL\nSPDX-SnippetEnd\n";
        let sorted = project(&[("a", &format!("{MIT}{snippet}")), ("b", snippet)]);
        assert_eq!(parts(&sorted), [("MIT AND PPL", 1), ("NONE", 1)]);
    }

    #[test]
    fn nested_lists_speak_for_what_is_below_them() {
        let list = |precedence: &str, licence: &str| {
            format!(
                "version = 1\n[[annotations]]\npath = \"**/*.png\"\nprecedence = \"{precedence}\"\n\
                 SPDX-License-Identifier = \"{licence}\"\nSPDX-FileCopyrightText = \"2026 {licence} makers\"\n"
            )
        };
        let sorted = project(&[
            ("REUSE.toml", &list("closest", "PPL")),
            ("img/REUSE.toml", &list("override", "ISC")),
            ("a.png", "x"),
            ("img/deep/b.png", MIT),
            ("img/c.txt", MIT),
        ]);
        assert_eq!(parts(&sorted), [("ISC", 1), ("MIT", 1), ("PPL", 1)]);
        assert_eq!(sorted.makers.iter().collect::<Vec<_>>(), ["2026 ISC makers", "2026 PPL makers"]);
        assert_eq!(sorted.parts[0].said_by, [(SaidBy::List("img/REUSE.toml".to_owned()), 1)].into());
    }

    #[test]
    fn a_licence_of_ones_own_leads_to_its_text() {
        let header = "SPDX-License-Identifier: LicenseRef-Ours OR LicenseRef-Lost\n";
        let sorted = project(&[("a", header), ("LICENSES/LicenseRef-Ours.txt", "Be kind.")]);
        assert_eq!(
            sorted.parts[0].texts,
            [
                ("LicenseRef-Lost".to_owned(), None),
                ("LicenseRef-Ours".to_owned(), Some("LICENSES/LicenseRef-Ours.txt".to_owned()))
            ]
            .into()
        );
    }

    #[test]
    fn what_a_stranger_can_make_grow_is_bounded() {
        let files: Vec<(String, String)> = (0..2_000)
            .map(|i| {
                (
                    format!("{i}"),
                    format!("SPDX-FileCopyrightText: {i}\nSPDX-License-Identifier: LicenseRef-{i}"),
                )
            })
            .chain((0..2_000).map(|i| (format!("n/{i}"), "x".to_owned())))
            .chain([("Cargo.toml".to_owned(), "[package]\nlicense = \"MIT\"".to_owned())])
            .collect();
        let sorted =
            project(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
        assert_eq!((sorted.makers.len(), sorted.more_makers), (MAX_MAKERS, true));
        assert_eq!((sorted.warnings.first.len(), sorted.warnings.count), (MAX_WARNINGS, 2_000));
        let mit = sorted.parts.iter().find(|part| part.terms.text() == "MIT").unwrap();
        assert_eq!((mit.files, mit.examples.len()), (2_001, MAX_EXAMPLES));
    }

    // REUSE-IgnoreEnd
}

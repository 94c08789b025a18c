//! What manifests and licence files say for whole folders, and where they disagree among themselves.

use std::collections::BTreeMap;

use super::manifest::Finding;
use super::parts::Warnings;
use super::survey::Survey;
use super::terms::{Terms, Together};
use super::text::Recognised;

/// What is stated for a folder and what is below it.
#[derive(Clone, Debug)]
pub(crate) struct FolderTerms {
    pub(crate) terms: Terms,
    /// By which files, and where in them.
    pub(crate) said_by: Vec<(String, String)>,
    /// Whether by a manifest, and not only by the text of a licence that lies there.
    pub(crate) of_manifest: bool,
}

/// A file that was read for its folder, and what it says.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) field: String,
    pub(crate) terms: Terms,
    pub(crate) note: Option<String>,
}

/// Works out what is stated for each folder, and lists what was read for it.
pub(crate) fn folders(
    survey: &Survey,
    warnings: &mut Warnings,
) -> (BTreeMap<String, FolderTerms>, Vec<Source>) {
    let manifests: Vec<Source> =
        survey.manifests.iter().flat_map(|(path, findings)| sources_of(path, findings, survey)).collect();
    let texts: Vec<Source> =
        survey.licence_files.iter().map(|(path, found)| source_of_text(path, found)).collect();
    let mut folders: BTreeMap<String, FolderTerms> = BTreeMap::new();
    for (folder, sources) in by_folder(&manifests) {
        folders.extend(of_manifests(&sources, warnings).map(|terms| (folder, terms)));
    }
    for (folder, sources) in by_folder(&texts) {
        match folders.get(&folder) {
            None => {
                folders.insert(folder, of_texts(&sources));
            }
            Some(stated) => compare_texts(stated, &sources, survey, warnings),
        }
    }
    for (path, found) in &survey.licence_texts {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_of_another = !found.ids.is_empty()
            && !name.starts_with("LicenseRef-")
            && !found
                .ids
                .iter()
                .any(|id| name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
        if is_of_another {
            warnings.push(format!("{path} has the text of {}", found.ids.join(" and ")));
        }
    }
    (folders, manifests.into_iter().chain(texts).collect())
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn by_folder(sources: &[Source]) -> BTreeMap<String, Vec<&Source>> {
    let mut folders: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
    for source in sources {
        folders.entry(folder_of(&source.path).to_owned()).or_default().push(source);
    }
    folders
}

/// The statements of one manifest, with those that lead elsewhere followed.
fn sources_of(path: &str, findings: &[Finding], survey: &Survey) -> Vec<Source> {
    let source = |field: &str, terms: Terms, note: Option<String>| Source {
        path: path.to_owned(),
        field: field.to_owned(),
        terms,
        note,
    };
    let each = findings.iter().map(|finding| match finding {
        Finding::Says { field, terms } => {
            let note = (!terms.is_read() && terms != &Terms::not_read())
                .then(|| "this is no SPDX expression".to_owned());
            source(field, terms.clone(), note)
        }
        Finding::InFile { field, path: file } => {
            let (terms, note) = in_file(folder_of(path), file, survey);
            source(field, terms, Some(note))
        }
        Finding::OfWorkspace { field } => match of_workspace(path, survey) {
            Some(terms) => source(field, terms, None),
            None => {
                let note = "the manifest of its workspace is not in this folder: check the whole workspace";
                source(field, Terms::not_read(), Some(note.to_owned()))
            }
        },
    });
    each.collect()
}

/// Terms that a manifest says are in a file.
fn in_file(folder: &str, file: &str, survey: &Survey) -> (Terms, String) {
    let Some(path) = joined(folder, file) else {
        return (Terms::not_read(), format!("{file} is outside this folder"));
    };
    match survey.licence_files.get(&path).or_else(|| survey.licence_texts.get(&path)) {
        Some(found) => {
            let note = found.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            (found.terms.clone(), format!("in {path}{note}"))
        }
        None => (Terms::not_read(), format!("in {path}, which was not read")),
    }
}

/// A path below the project, from one that is relative to a folder in it; `None` if it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// What the workspace of a Cargo manifest says: its own file, or the nearest above it that has something to say.
fn of_workspace(path: &str, survey: &Survey) -> Option<Terms> {
    let mut folder = Some(folder_of(path));
    while let Some(here) = folder {
        let name = if here.is_empty() { "Cargo.toml".to_owned() } else { format!("{here}/Cargo.toml") };
        let findings = survey.manifests.iter().find(|(path, _)| *path == name).map(|(_, findings)| findings);
        for finding in findings.into_iter().flatten() {
            match finding {
                Finding::Says { field, terms } if field.starts_with("workspace.") => {
                    return Some(terms.clone());
                }
                Finding::InFile { field, path } if field.starts_with("workspace.") => {
                    return Some(in_file(here, path, survey).0);
                }
                _ => {}
            }
        }
        folder = (!here.is_empty()).then(|| folder_of(here));
    }
    None
}

/// What the manifests of one folder say: where they disagree, all of them, and so do those that cannot be read.
fn of_manifests(sources: &[&Source], warnings: &mut Warnings) -> Option<FolderTerms> {
    // A workspace's word is for members; the package that has the same manifest has one of its own.
    let for_members = |source: &Source| source.field.starts_with("workspace.");
    let has_own = |path: &str| sources.iter().any(|source| source.path == path && !for_members(source));
    let sources: Vec<&Source> =
        sources.iter().copied().filter(|source| !for_members(source) || !has_own(&source.path)).collect();
    let mut by_file: BTreeMap<&str, Vec<Terms>> = BTreeMap::new();
    for source in &sources {
        by_file.entry(&source.path).or_default().push(source.terms.clone());
    }
    let said: Vec<(&str, Terms)> = by_file
        .into_iter()
        .filter_map(|(path, terms)| Some((path, Terms::join(&terms, Together::All)?)))
        .collect();
    let (read, unread): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, terms)| terms.is_read());
    for (path, terms) in &unread {
        if let Some((other, better)) = read.first() {
            warnings.push(format!(
                "{path} says {}, which could not be read, while {other} says {}: nobody can tell that both agree",
                quoted(terms),
                better.text()
            ));
        }
    }
    for (i, (path, terms)) in read.iter().enumerate() {
        for (other, otherwise) in &read[..i] {
            if !terms.is_within(otherwise) && !otherwise.is_within(terms) {
                warnings.push(format!(
                    "{other} says {}, while {path} says {}: all that they say was taken to apply",
                    otherwise.text(),
                    terms.text()
                ));
            }
        }
    }
    let counts: Vec<(&str, Terms)> = read.into_iter().chain(unread).collect();
    let terms =
        Terms::join(&counts.iter().map(|(_, terms)| terms.clone()).collect::<Vec<_>>(), Together::All)?;
    let said_by = sources
        .iter()
        .filter(|source| counts.iter().any(|(path, _)| *path == source.path))
        .map(|source| (source.path.clone(), source.field.clone()))
        .collect();
    Some(FolderTerms { terms, said_by, of_manifest: true })
}

fn quoted(terms: &Terms) -> String {
    if *terms == Terms::not_read() { "something".to_owned() } else { format!("“{}”", terms.text()) }
}

/// What licence files say where no manifest does. How several belong together is not said, so that all are taken to
/// apply; and one that is not recognised leaves the whole open.
fn of_texts(sources: &[&Source]) -> FolderTerms {
    let all_read = sources.iter().all(|source| source.terms.is_read());
    let terms: Vec<Terms> = sources.iter().map(|source| source.terms.clone()).collect();
    let joined = if all_read { Terms::join(&terms, Together::All) } else { None };
    FolderTerms {
        terms: joined.unwrap_or_else(Terms::not_read),
        said_by: sources.iter().map(|source| (source.path.clone(), source.field.clone())).collect(),
        of_manifest: false,
    }
}

/// Warns of a licence's text that lies in a folder whose manifest names another licence.
fn compare_texts(stated: &FolderTerms, sources: &[&Source], survey: &Survey, warnings: &mut Warnings) {
    for source in sources.iter().filter(|_| stated.terms.is_read()) {
        let ids = survey.licence_files.get(&source.path).map(|found| found.ids).unwrap_or_default();
        let named = ids.iter().any(|id| stated.terms.ids().iter().any(|stated| stated == id));
        if !ids.is_empty() && !named {
            let (manifest, _) = &stated.said_by[0];
            warnings.push(format!(
                "{} has the text of {}, while {manifest} says {}: the manifest was taken",
                source.path,
                ids.join(" and "),
                stated.terms.text()
            ));
        }
    }
}

fn source_of_text(path: &str, found: &Recognised) -> Source {
    Source {
        path: path.to_owned(),
        field: "text".to_owned(),
        terms: found.terms.clone(),
        note: found.note.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> (BTreeMap<String, FolderTerms>, Warnings) {
        let mut survey = Survey::default();
        for (path, text) in files {
            survey.take(path, text.len() as u64, text.as_bytes());
        }
        let mut warnings = Warnings::default();
        let (folders, _) = folders(&survey, &mut warnings);
        (folders, warnings)
    }

    fn root(files: &[(&str, &str)]) -> (String, usize) {
        let (folders, warnings) = project(files);
        (folders[""].terms.text().to_owned(), warnings.count)
    }

    fn text(id: &str) -> &'static str {
        commons_licences::licence_text(id).unwrap()
    }

    const CARGO_MIT: (&str, &str) = ("Cargo.toml", "[package]\nlicense = \"MIT\"");

    #[test]
    fn manifests_that_disagree_all_count_and_are_warned_of() {
        assert_eq!(root(&[CARGO_MIT]), ("MIT".to_owned(), 0));
        assert_eq!(root(&[CARGO_MIT, ("package.json", r#"{"license": "MIT"}"#)]), ("MIT".to_owned(), 0));
        assert_eq!(
            root(&[CARGO_MIT, ("package.json", r#"{"license": "PPL"}"#)]),
            ("MIT AND PPL".to_owned(), 1)
        );
        assert_eq!(
            root(&[CARGO_MIT, ("setup.cfg", "[metadata]\nlicense = ours")]),
            ("MIT AND ours".to_owned(), 1)
        );
        assert_eq!(root(&[("setup.cfg", "[metadata]\nlicense = ours")]), ("ours".to_owned(), 0));
    }

    #[test]
    fn members_inherit_from_their_workspace() {
        let member = "[package]\nlicense.workspace = true";
        let (folders, warnings) = project(&[
            ("Cargo.toml", "[workspace.package]\nlicense = \"PPL\""),
            ("a/b/Cargo.toml", member),
            ("x/Cargo.toml", "[package]\nlicense.workspace = true\n[workspace.package]\nlicense = \"ISC\""),
        ]);
        let said = |folder: &str| folders[folder].terms.text().to_owned();
        assert_eq!(
            (said(""), said("a/b"), said("x")),
            ("PPL".to_owned(), "PPL".to_owned(), "ISC".to_owned())
        );
        assert_eq!(warnings.count, 0);
        assert!(!project(&[("Cargo.toml", member)]).0[""].terms.is_read());
    }

    #[test]
    fn a_licence_file_speaks_where_no_manifest_does() {
        assert_eq!(root(&[("LICENSE", text("PPL"))]), ("PPL".to_owned(), 0));
        assert_eq!(root(&[("LICENSE", "Do as you like.")]), ("NOASSERTION".to_owned(), 0));
        assert_eq!(root(&[("LICENSE", text("PPL")), ("COPYING", "Be kind.")]), ("NOASSERTION".to_owned(), 0));
        assert_eq!(root(&[("LICENSE", text("PPL")), CARGO_MIT]), ("MIT".to_owned(), 1));
        let gpl = ("Cargo.toml", "[package]\nlicense = \"GPL-3.0-or-later\"");
        assert_eq!(root(&[("COPYING", text("GPL-3.0-only")), gpl]), ("GPL-3.0-or-later".to_owned(), 0));
    }

    #[test]
    fn a_manifest_may_lead_to_a_file_but_not_out_of_the_project() {
        let see = |path: &str| format!(r#"{{"license": "SEE LICENSE IN {path}"}}"#);
        let (folders, _) = project(&[
            ("a/package.json", &see("../LICENSE")),
            ("LICENSE", text("PPL")),
            ("package.json", &see("../x")),
        ]);
        assert_eq!(folders["a"].terms.text(), "PPL");
        assert_eq!(folders[""].terms.text(), "NOASSERTION");
        assert_eq!(joined("a/b", "./../c"), Some("a/c".to_owned()));
        assert_eq!((joined("a", "../../c"), joined("", "/etc/passwd")), (None, None));
    }

    #[test]
    fn a_text_under_the_name_of_another_licence_is_warned_of() {
        assert_eq!(project(&[("LICENSES/PPL.txt", text("PPL"))]).1.count, 0);
        assert_eq!(project(&[("LICENSES/AGPL-3.0-or-later.txt", text("AGPL-3.0-or-later"))]).1.count, 0);
        let (_, warnings) = project(&[("LICENSES/MIT.txt", text("PPL"))]);
        assert_eq!(warnings.first, ["LICENSES/MIT.txt has the text of PPL"]);
    }
}

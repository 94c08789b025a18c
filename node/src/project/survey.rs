//! What is found in a project, file by file. Reads nothing by itself: whoever walks the folder hands the files in.

use std::collections::BTreeMap;

use super::header::{Tags, tags};
use super::manifest::{self, Finding, Format};
use super::reuse::{Annotation, read_dep5, read_reuse_toml};
use super::terms::Terms;
use super::text::{Recognised, is_licence_file, recognise};

/// Of an ordinary file, as much is read as is looked through for tags: its beginning, in bytes.
pub(crate) const MAX_HEAD_BYTES: u64 = 64 * 1024;

/// Longest manifest, licence text or list of statements that is read, in bytes.
pub(crate) const MAX_SOURCE_BYTES: u64 = 1024 * 1024;

/// Most manifests and licence texts that are read of one project.
const MAX_SOURCES: usize = 5_000;

/// Most files that are named among those which were not read; the rest is counted.
const MAX_NAMED: usize = 200;

/// In so many bytes a text has no zero.
const SIGN_OF_BINARY_BYTES: usize = 8_000;

/// What a file is for us, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Something that has a licence.
    Work,
    /// Something that has a licence, and states one for its folder.
    Manifest(Format),
    /// A licence's text, for the folder it is in.
    LicenceFile,
    /// A licence's text in `LICENSES/`, for whatever refers to it.
    LicenceText,
    /// `REUSE.toml`.
    ReuseToml,
    /// `.reuse/dep5`.
    Dep5,
    /// An inventory in SPDX's own format: of licences, and not a work that has one.
    Inventory,
    /// Settings of the REUSE tool.
    ToolSettings,
}

/// What a file is for us.
pub(crate) fn role_of(path: &str) -> Role {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if path == ".reuse/dep5" {
        Role::Dep5
    } else if folder == ".reuse" || folder.starts_with(".reuse/") {
        Role::ToolSettings
    } else if folder == "LICENSES" {
        Role::LicenceText
    } else if name == "REUSE.toml" {
        Role::ReuseToml
    } else if ends(&[
        ".spdx",
        ".spdx.json",
        ".spdx.yml",
        ".spdx.yaml",
        ".spdx.rdf",
        ".spdx.rdf.xml",
        ".spdx.xml",
    ]) {
        Role::Inventory
    } else if is_licence_file(name) {
        Role::LicenceFile
    } else if let Some(format) = manifest::format_of(name) {
        Role::Manifest(format)
    } else {
        Role::Work
    }
}

/// A file that has a licence, and what it says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) path: String,
    pub(crate) own: Tags,
}

/// A file that could not be taken into account, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// Files of which the first are named, and all counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) first: Vec<LeftOut>,
    pub(crate) count: usize,
}

impl Named {
    pub(crate) fn push(&mut self, path: &str, why: impl Into<String>) {
        self.count += 1;
        if self.first.len() < MAX_NAMED {
            self.first.push(LeftOut { path: path.to_owned(), why: why.into() });
        }
    }
}

/// All that was found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// In the order in which they were handed in.
    pub(crate) works: Vec<Work>,
    /// What `FILE.license` says, by the name of that file.
    pub(crate) beside: BTreeMap<String, Tags>,
    /// What `REUSE.toml` states, by its folder.
    pub(crate) reuse: BTreeMap<String, Vec<Annotation>>,
    pub(crate) dep5: Option<Vec<Annotation>>,
    pub(crate) manifests: Vec<(String, Vec<Finding>)>,
    /// Licence files, by their path.
    pub(crate) licence_files: BTreeMap<String, Recognised>,
    /// Texts in `LICENSES/`, by their path.
    pub(crate) licence_texts: BTreeMap<String, Recognised>,
    /// Known to name a licence, but not read: the answer may miss what they say.
    pub(crate) not_read: Named,
    /// Not looked at, though they may belong to the project: the answer does not hold for them.
    pub(crate) not_looked_at: Named,
    /// Folders that are projects of their own, and are to be checked by themselves.
    pub(crate) own_projects: Named,
    /// Symbolic links, which are not followed.
    pub(crate) links: usize,
    /// Files without anything in them.
    pub(crate) empty: usize,
    sources: usize,
}

impl Survey {
    /// How much of a file is to be read, in bytes.
    pub(crate) fn wanted(path: &str) -> u64 {
        match role_of(path) {
            Role::Work => MAX_HEAD_BYTES,
            Role::Inventory | Role::ToolSettings => 0,
            _ => MAX_SOURCE_BYTES,
        }
    }

    /// Takes a file in: its path with `/` between folders, its size, and as much of it as is wanted.
    pub(crate) fn take(&mut self, path: &str, size: u64, bytes: &[u8]) {
        if size == 0 {
            self.empty += 1;
            return;
        }
        let role = role_of(path);
        if !matches!(role, Role::Work | Role::Inventory | Role::ToolSettings) {
            self.sources += 1;
            if self.sources > MAX_SOURCES {
                self.left_out(role, path, format!("more than {MAX_SOURCES} manifests and licence texts"));
                return self.work(path, role, bytes);
            }
            if size > MAX_SOURCE_BYTES {
                self.left_out(role, path, format!("it has more than {MAX_SOURCE_BYTES} bytes"));
                return self.work(path, role, bytes);
            }
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path.rsplit('/').next().unwrap_or(path);
        match role {
            Role::Work => {
                if let Some(why) = manifest::why_not_read(name) {
                    self.not_read.push(path, why);
                }
            }
            Role::Manifest(format) => match text_of(bytes).map(|text| manifest::read(format, &text)) {
                Some(Ok(findings)) => self.manifests.push((path.to_owned(), findings)),
                Some(Err(why)) => self.not_read.push(path, why),
                None => self.not_read.push(path, "it is no text"),
            },
            Role::LicenceFile | Role::LicenceText => {
                let found = recognise(&text_of(bytes).unwrap_or_default());
                let list = match role {
                    Role::LicenceFile => &mut self.licence_files,
                    _ => &mut self.licence_texts,
                };
                list.insert(path.to_owned(), found);
            }
            Role::ReuseToml => {
                match text_of(bytes).map_or(Err("it is no text".to_owned()), |text| read_reuse_toml(&text)) {
                    Ok(annotations) => drop(self.reuse.insert(folder.to_owned(), annotations)),
                    // It may say of any file here that its own header does not count.
                    Err(why) => self.not_looked_at.push(path, why),
                }
            }
            Role::Dep5 => {
                match text_of(bytes).map_or(Err("it is no text".to_owned()), |text| read_dep5(&text)) {
                    Ok(annotations) => self.dep5 = Some(annotations),
                    Err(why) => self.not_looked_at.push(path, why),
                }
            }
            Role::Inventory => self.not_read.push(path, "it lists what others say of the licences"),
            Role::ToolSettings => {}
        }
        self.work(path, role, bytes);
    }

    /// A file that is there, and that could not be opened.
    pub(crate) fn take_unreadable(&mut self, path: &str, why: &str) {
        self.left_out(role_of(path), path, why);
        if matches!(role_of(path), Role::Work | Role::Manifest(_)) {
            let own = Tags { licences: vec![Terms::not_read()], ..Tags::default() };
            self.works.push(Work { path: path.to_owned(), own });
        }
    }

    /// Something that says of other files under which licence they are was not read: of a `REUSE.toml` or `dep5` nobody knows of
    /// which, be it over what these say themselves.
    fn left_out(&mut self, role: Role, path: &str, why: impl Into<String>) {
        match role {
            Role::ReuseToml | Role::Dep5 => self.not_looked_at.push(path, why),
            _ => self.not_read.push(path, why),
        }
    }

    /// What has a licence is kept with what it says of itself.
    fn work(&mut self, path: &str, role: Role, bytes: &[u8]) {
        if !matches!(role, Role::Work | Role::Manifest(_)) {
            return;
        }
        let head = &bytes[..bytes.len().min(usize::try_from(MAX_HEAD_BYTES).unwrap_or(usize::MAX))];
        let own = text_of(head).map(|text| tags(&text)).unwrap_or_default();
        self.works.push(Work { path: path.to_owned(), own });
    }

    /// Sets those files apart that speak for the one beside them. To be called once all are in.
    pub(crate) fn finish(&mut self) {
        let paths: std::collections::BTreeSet<&str> =
            self.works.iter().map(|work| work.path.as_str()).collect();
        let spoken_for = |path: &str| {
            path.strip_suffix(".license").filter(|beside| paths.contains(beside)).map(str::to_owned)
        };
        let (speaking, works): (Vec<_>, Vec<_>) =
            self.works.iter().cloned().partition(|work| spoken_for(&work.path).is_some());
        let beside =
            speaking.into_iter().filter_map(|work| Some((spoken_for(&work.path)?, work.own))).collect();
        self.beside = beside;
        self.works = works;
    }
}

/// The text in a file, or `None` if it holds something else. What is not UTF-8 is read as far as it is.
fn text_of(bytes: &[u8]) -> Option<String> {
    let units = |from: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(move |pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(units(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Some(units(u16::from_be_bytes)),
        _ if bytes[..bytes.len().min(SIGN_OF_BINARY_BYTES)].contains(&0) => None,
        _ => Some(String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REUSE-IgnoreStart

    #[test]
    fn every_file_has_its_role() {
        for (path, role) in [
            ("src/main.rs", Role::Work),
            ("src/licence.rs", Role::Work),
            ("Cargo.toml", Role::Manifest(Format::Cargo)),
            ("LICENSES/PPL.txt", Role::LicenceText),
            ("a/LICENSES/PPL.txt", Role::Work),
            ("a/LICENSE", Role::LicenceFile),
            ("a/REUSE.toml", Role::ReuseToml),
            (".reuse/dep5", Role::Dep5),
            (".reuse/templates/x.jinja2", Role::ToolSettings),
            ("sbom.spdx.json", Role::Inventory),
        ] {
            assert_eq!(role_of(path), role, "{path}");
        }
    }

    #[test]
    fn a_file_beside_speaks_for_the_one_it_is_named_after() {
        let mut survey = Survey::default();
        survey.take("cat.jpg", 3, b"\xff\xd8\x00");
        survey.take("cat.jpg.license", 9, b"SPDX-License-Identifier: PPL\n");
        survey.take("alone.license", 9, b"SPDX-License-Identifier: MIT\n");
        survey.finish();
        let paths: Vec<&str> = survey.works.iter().map(|work| work.path.as_str()).collect();
        assert_eq!(paths, ["cat.jpg", "alone.license"]);
        assert_eq!(survey.beside["cat.jpg"].licences, [Terms::read("PPL")]);
    }

    #[test]
    fn a_header_is_read_in_every_encoding_of_text() {
        let text = "// SPDX-License-Identifier: PPL\n";
        let wide: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(wide.iter().flat_map(|unit| unit.to_le_bytes())).collect();
        let big: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(wide.iter().flat_map(|unit| unit.to_be_bytes())).collect();
        let latin: Vec<u8> = [b"// caf\xe9\n", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &little, &big, &latin] {
            let mut survey = Survey::default();
            survey.take("a.js", 1, bytes);
            assert_eq!(survey.works[0].own.licences, [Terms::read("PPL")]);
        }
        let mut survey = Survey::default();
        survey.take("a.bin", 1, &[b"\x7fELF\0", text.as_bytes()].concat());
        assert!(survey.works[0].own.licences.is_empty(), "what a program holds is no statement about it");
    }

    #[test]
    fn what_is_too_large_or_too_many_is_named() {
        let mut survey = Survey::default();
        survey.take("Cargo.toml", MAX_SOURCE_BYTES + 1, b"[package]\nlicense = \"MIT\"\n");
        assert_eq!((survey.manifests.len(), survey.not_read.count, survey.works.len()), (0, 1, 1));
        for i in 0..MAX_SOURCES + 10 {
            survey.take(&format!("{i}/package.json"), 2, b"{}");
        }
        assert_eq!(survey.not_read.count, 12);
        assert!(survey.not_read.first.len() <= MAX_NAMED);
    }

    // REUSE-IgnoreEnd
}

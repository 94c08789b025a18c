//! `pyproject.toml` and `setup.cfg`.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::{Finding, read_toml};
use crate::project::terms::{Terms, Together};

/// Classifiers that name one licence and one version. Others, such as `BSD License`, leave open which it is.
const CLASSIFIERS: [(&str, &str); 16] = [
    ("MIT License", "MIT"),
    ("MIT No Attribution License (MIT-0)", "MIT-0"),
    ("ISC License (ISCL)", "ISC"),
    ("zlib/libpng License", "Zlib"),
    ("The Unlicense (Unlicense)", "Unlicense"),
    ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
    ("GNU General Public License v2 (GPLv2)", "GPL-2.0-only"),
    ("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
    ("GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
    ("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
    ("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
    ("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
    ("GNU Affero General Public License v3", "AGPL-3.0-only"),
    ("GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"),
    ("European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"),
    ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
];

pub(super) fn read_pyproject(text: &str) -> Result<Vec<Finding>, String> {
    let manifest = read_toml(text)?;
    let project = manifest.get("project").and_then(Value::as_table);
    let poetry = manifest.get("tool").and_then(|tool| tool.get("poetry")).and_then(Value::as_table);
    let of_project = project.and_then(|project| {
        let classifiers = strings(project, "classifiers");
        match project.get("license") {
            Some(Value::Table(table)) => match (table.get("text"), table.get("file")) {
                (Some(Value::String(text)), _) => Some(said("project.license.text", text, &classifiers)),
                (_, Some(Value::String(path))) => {
                    Some(Finding::InFile { field: "project.license.file", path: path.clone() })
                }
                _ => None,
            },
            Some(Value::String(text)) => Some(said("project.license", text, &classifiers)),
            _ => classified("project.classifiers", &classifiers),
        }
    });
    let of_poetry = || {
        let poetry = poetry?;
        match poetry.get("license").and_then(Value::as_str) {
            Some(text) => Some(said("tool.poetry.license", text, &strings(poetry, "classifiers"))),
            None => classified("tool.poetry.classifiers", &strings(poetry, "classifiers")),
        }
    };
    Ok(of_project.or_else(of_poetry).into_iter().collect())
}

pub(super) fn read_setup_cfg(text: &str) -> Vec<Finding> {
    let (mut in_metadata, mut field) = (false, String::new());
    let mut licence = String::new();
    let mut classifiers: Vec<&str> = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])) {
        let indented = line.starts_with([' ', '\t']);
        let value = if let Some(section) = line.trim_end().strip_prefix('[') {
            in_metadata = section.trim_end_matches(']') == "metadata";
            continue;
        } else if indented {
            line
        } else if let Some((name, value)) = line.split_once(['=', ':']) {
            field = name.trim().to_ascii_lowercase();
            value
        } else {
            continue;
        };
        match field.as_str() {
            "license" if in_metadata && licence.is_empty() => licence = value.trim().to_owned(),
            "classifiers" | "classifier" if in_metadata => classifiers.push(value.trim()),
            _ => {}
        }
    }
    let finding = match licence.as_str() {
        "" => classified("metadata.classifiers", &classifiers),
        text => Some(said("metadata.license", text, &classifiers)),
    };
    finding.into_iter().collect()
}

/// Free words, which classifiers may make plain.
fn said(field: &'static str, text: &str, classifiers: &[&str]) -> Finding {
    let terms = Terms::read(text);
    match classified("classifiers", classifiers) {
        Some(plain) if !terms.is_read() && is_meant(text, classifiers) => match &plain {
            Finding::Says { terms, .. } if terms.is_read() => plain,
            _ => Finding::Says { field, terms },
        },
        _ => Finding::Says { field, terms },
    }
}

/// Whether free words may well mean what classifiers name: they share a word that tells licences apart.
fn is_meant(text: &str, classifiers: &[&str]) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|sign: char| !sign.is_alphanumeric()).map(str::to_ascii_lowercase);
        words.filter(|word| word.len() > 1 && !COMMON.contains(&word.as_str())).collect()
    };
    let named: BTreeSet<String> = classifiers
        .iter()
        .filter(|name| name.starts_with("License ::"))
        .flat_map(|name| words(name))
        .collect();
    !words(text).is_disjoint(&named)
}

/// Words in the names of licences that tell nothing apart.
const COMMON: [&str; 11] =
    ["license", "licence", "osi", "approved", "the", "and", "or", "software", "version", "public", "see"];

/// Nothing says how several classifiers belong together, so that all of them are taken to apply.
fn classified(field: &'static str, classifiers: &[&str]) -> Option<Finding> {
    let named: Vec<Terms> = classifiers
        .iter()
        .filter(|classifier| classifier.starts_with("License ::"))
        .filter_map(|classifier| classifier.rsplit("::").next())
        .map(str::trim)
        .filter(|name| *name != "OSI Approved")
        .map(|name| match CLASSIFIERS.iter().find(|(known, _)| *known == name) {
            Some((_, id)) => Terms::read(id),
            None => Terms::read(&format!("“{name}”")),
        })
        .collect();
    Terms::join(&named, Together::All).map(|terms| Finding::Says { field, terms })
}

fn strings<'t>(table: &'t Table, name: &str) -> Vec<&'t str> {
    table.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn a_pyproject_says_it_in_several_ways() {
        for (text, finds) in [
            ("[project]\nlicense = \"MIT OR PPL\"", &["project.license: MIT OR PPL"][..]),
            ("[project]\nlicense = { text = \"MIT\" }", &["project.license.text: MIT"]),
            ("[project]\nlicense = { file = \"COPYING\" }", &["project.license.file: in COPYING"]),
            (
                "[project]\nclassifiers = [\"License :: OSI Approved :: MIT License\", \"Topic :: X\"]",
                &["project.classifiers: MIT"],
            ),
            (
                "[project]\nlicense = {text = \"MIT licence\"}\nclassifiers = [\"License :: OSI Approved :: MIT License\"]",
                &["classifiers: MIT"],
            ),
            (
                "[project]\nclassifiers = [\"License :: OSI Approved :: BSD License\"]",
                &["project.classifiers: unread “BSD License”"],
            ),
            ("[tool.poetry]\nlicense = \"PPL\"", &["tool.poetry.license: PPL"]),
            ("[project]\nname = \"x\"", &[]),
        ] {
            assert_eq!(found(Format::Pyproject, text), finds, "{text}");
        }
    }

    #[test]
    fn a_setup_cfg_says_it_in_its_metadata() {
        for (text, finds) in [
            ("[metadata]\nname = x\nlicense = MIT\n", &["metadata.license: MIT"][..]),
            ("[metadata]\nlicense: BSD\n[other]\nlicense = MIT", &["metadata.license: unread BSD"]),
            (
                "[metadata]\nclassifiers =\n    Topic :: X\n    License :: OSI Approved :: ISC License (ISCL)\n",
                &["metadata.classifiers: ISC"],
            ),
            ("[bdist_wheel]\nlicense = MIT\n", &[]),
            ("# [metadata]\n", &[]),
        ] {
            assert_eq!(found(Format::SetupCfg, text), finds, "{text}");
        }
    }

    #[test]
    fn every_classifier_that_is_taken_leads_to_a_licence() {
        for (_, id) in CLASSIFIERS {
            assert_eq!(Terms::read(id).text(), id);
        }
    }
}

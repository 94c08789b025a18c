//! What package manifests and descriptions of works say of the licence of the folder that they are in.
//!
//! Each format has a reader from text to [`Finding`]s. What a format leaves open is not guessed.

mod cargo;
mod composer;
mod hardware;
mod npm;
mod python;
mod research;
mod yaml;

use super::terms::Terms;

/// One statement in a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The licence.
    Says {
        /// Where in the manifest.
        field: &'static str,
        /// What.
        terms: Terms,
    },
    /// The terms are in a file, named relative to the manifest's folder.
    InFile {
        /// Where in the manifest.
        field: &'static str,
        /// The file.
        path: String,
    },
    /// The licence is that of the workspace, whose manifest is in a folder above.
    OfWorkspace {
        /// Where in the manifest.
        field: &'static str,
    },
}

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Cargo,
    Npm,
    Pyproject,
    SetupCfg,
    Composer,
    Citation,
    Codemeta,
    OkhToml,
    OkhYaml,
}

/// The format of a file, by its name.
pub(crate) fn format_of(name: &str) -> Option<Format> {
    Some(match name {
        "Cargo.toml" => Format::Cargo,
        "package.json" => Format::Npm,
        "pyproject.toml" => Format::Pyproject,
        "setup.cfg" => Format::SetupCfg,
        "composer.json" => Format::Composer,
        "CITATION.cff" => Format::Citation,
        "codemeta.json" => Format::Codemeta,
        _ if is_okh(name, &[".toml"]) => Format::OkhToml,
        _ if is_okh(name, &[".yml", ".yaml"]) => Format::OkhYaml,
        _ => return None,
    })
}

/// `okh.toml`, `okh-bed.yml`: a folder may describe several things.
fn is_okh(name: &str, endings: &[&str]) -> bool {
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| stem == "okh" || stem.starts_with("okh-"))
}

/// Why a file that is known to name a licence is not read, by its name.
pub(crate) fn why_not_read(name: &str) -> Option<&'static str> {
    const PROGRAM: &str = "it is a program: what it says of the licence shows only when it is run";
    const FREE_WORDS: &str = "its licence is named in free words";
    Some(match name {
        "setup.py" | "build.gradle" | "build.gradle.kts" | "mix.exs" | "Makefile.PL" | "Package.swift" => {
            PROGRAM
        }
        "pom.xml" | "DESCRIPTION" => FREE_WORDS,
        _ if name.ends_with(".gemspec") => PROGRAM,
        _ if [".nuspec", ".csproj", ".cabal", ".opam"].iter().any(|ending| name.ends_with(ending)) => {
            "this format is not read yet"
        }
        _ => return None,
    })
}

/// Reads a manifest; else says why it was not read. Nothing is found in one that says nothing of a licence.
pub(crate) fn read(format: Format, text: &str) -> Result<Vec<Finding>, String> {
    match format {
        Format::Cargo => cargo::read(text),
        Format::Npm => npm::read(text),
        Format::Pyproject => python::read_pyproject(text),
        Format::SetupCfg => Ok(python::read_setup_cfg(text)),
        Format::Composer => composer::read(text),
        Format::Citation => research::read_citation(text),
        Format::Codemeta => research::read_codemeta(text),
        Format::OkhToml => hardware::read_toml_manifest(text),
        Format::OkhYaml => hardware::read_yaml(text),
    }
}

fn read_toml(text: &str) -> Result<toml::Table, String> {
    text.parse().map_err(|error: toml::de::Error| format!("it is no TOML: {}", error.message()))
}

fn read_json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, a line each: for tables of cases.
    pub(super) fn found(format: Format, text: &str) -> Vec<String> {
        let show = |finding: &Finding| match finding {
            Finding::Says { field, terms } if terms.is_read() => format!("{field}: {}", terms.text()),
            Finding::Says { field, terms } => format!("{field}: unread {}", terms.text()),
            Finding::InFile { field, path } => format!("{field}: in {path}"),
            Finding::OfWorkspace { field } => format!("{field}: of the workspace"),
        };
        read(format, text).unwrap().iter().map(show).collect()
    }

    #[test]
    fn formats_are_known_by_name() {
        assert_eq!(format_of("okh.toml"), Some(Format::OkhToml));
        assert_eq!(format_of("okh-printer.yaml"), Some(Format::OkhYaml));
        assert_eq!(format_of("okhx.toml"), None);
        assert_eq!(format_of("Cargo.toml.orig"), None);
        assert!(why_not_read("thing.gemspec").is_some() && why_not_read("main.rs").is_none());
    }

    #[test]
    fn what_is_no_manifest_says_why() {
        for format in [
            Format::Cargo,
            Format::Npm,
            Format::Pyproject,
            Format::Composer,
            Format::Citation,
            Format::Codemeta,
            Format::OkhToml,
            Format::OkhYaml,
        ] {
            let error = read(format, "[ {: \u{0}").unwrap_err();
            assert!(!error.is_empty() && !error.contains('\n'), "{format:?}: {error}");
            assert_eq!(
                read(
                    format,
                    if format == Format::Npm || format == Format::Composer || format == Format::Codemeta {
                        "{}"
                    } else {
                        ""
                    }
                ),
                Ok(vec![]),
                "{format:?}"
            );
        }
    }
}

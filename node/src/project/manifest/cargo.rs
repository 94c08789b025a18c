//! `Cargo.toml`.

use toml::{Table, Value};

use super::{Finding, read_toml};
use crate::project::terms::Terms;

pub(super) fn read(text: &str) -> Result<Vec<Finding>, String> {
    let manifest = read_toml(text)?;
    let table = |table: &Table, name: &str| table.get(name).and_then(Value::as_table).cloned();
    let package = table(&manifest, "package").or_else(|| table(&manifest, "project"));
    let workspace = table(&manifest, "workspace").and_then(|workspace| table(&workspace, "package"));
    let of_package = package.and_then(|package| finding(&package, "package.license", "package.license-file"));
    // A workspace states it for its members, and for what lies beside them where no package of its own does.
    let of_workspace = workspace
        .and_then(|package| finding(&package, "workspace.package.license", "workspace.package.license-file"));
    Ok(of_package.into_iter().chain(of_workspace).collect())
}

/// The expression counts before the file, as for Cargo.
fn finding(package: &Table, licence: &'static str, file: &'static str) -> Option<Finding> {
    let inherited = |value: &Value| value.get("workspace").and_then(Value::as_bool) == Some(true);
    match (package.get("license"), package.get("license-file")) {
        (Some(Value::String(text)), _) => Some(Finding::Says { field: licence, terms: read_licence(text) }),
        (Some(value), _) if inherited(value) => Some(Finding::OfWorkspace { field: licence }),
        (_, Some(Value::String(path))) => Some(Finding::InFile { field: file, path: path.clone() }),
        (_, Some(value)) if inherited(value) => Some(Finding::OfWorkspace { field: file }),
        _ => None,
    }
}

/// Older manifests write `MIT/Apache-2.0`, which Cargo's reference says is a choice.
fn read_licence(text: &str) -> Terms {
    let terms = Terms::read(text);
    if !terms.is_read() && text.contains('/') {
        let choice = Terms::read(&text.split('/').map(str::trim).collect::<Vec<_>>().join(" OR "));
        if choice.is_read() {
            return choice;
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn a_cargo_manifest_says_it_in_several_ways() {
        for (text, finds) in [
            ("[package]\nlicense = \"MIT OR Apache-2.0\"", &["package.license: MIT OR Apache-2.0"][..]),
            ("[package]\nlicense = \"MIT/Apache-2.0\"", &["package.license: MIT OR Apache-2.0"]),
            ("[package]\nlicense = \"Unlicense / MIT\"", &["package.license: Unlicense OR MIT"]),
            ("[package]\nlicense = \"ours\"", &["package.license: unread ours"]),
            ("[package]\nlicense-file = \"LICENCE\"", &["package.license-file: in LICENCE"]),
            ("[package]\nlicense = \"MIT\"\nlicense-file = \"LICENCE\"", &["package.license: MIT"]),
            ("[package]\nlicense.workspace = true", &["package.license: of the workspace"]),
            ("[package]\nlicense-file = { workspace = true }", &["package.license-file: of the workspace"]),
            ("[workspace.package]\nlicense = \"PPL\"", &["workspace.package.license: PPL"]),
            ("[package]\nname = \"x\"", &[]),
            ("[package]\nlicense = 3", &[]),
        ] {
            assert_eq!(found(Format::Cargo, text), finds, "{text}");
        }
    }
}

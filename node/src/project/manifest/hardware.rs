//! `okh.toml` and `okh.yml`: Open Know-How, for designs of things.

use toml::Value;

use super::yaml::{Under, under};
use super::{Finding, read_toml};
use crate::project::terms::Terms;

/// The sorts of things that have a licence each since the first version of Open Know-How.
const FACETS: [(&str, &str); 3] = [
    ("hardware", "license.hardware"),
    ("documentation", "license.documentation"),
    ("software", "license.software"),
];

pub(super) fn read_toml_manifest(text: &str) -> Result<Vec<Finding>, String> {
    Ok(match read_toml(text)?.get("license") {
        Some(Value::String(text)) => vec![says("license", text)],
        Some(Value::Table(table)) => named(|facet| table.get(facet).and_then(Value::as_str), table.len()),
        Some(_) => vec![Finding::Says { field: "license", terms: Terms::not_read() }],
        None => Vec::new(),
    })
}

pub(super) fn read_yaml(text: &str) -> Result<Vec<Finding>, String> {
    // Some manifests begin with a line that YAML would take for a directive of its own.
    let text = match text.trim_start_matches('\u{feff}') {
        text if text.starts_with('%') => text.split_once('\n').map_or("", |(_, rest)| rest),
        text => text,
    };
    Ok(match under(text, "license")? {
        Some(Under::Text(text)) if text.trim().is_empty() => Vec::new(),
        Some(Under::Text(text)) => vec![says("license", &text)],
        Some(Under::Named(list)) => {
            let get =
                |facet: &str| list.iter().find(|(name, _)| name == facet).map(|(_, text)| text.as_str());
            named(get, list.len())
        }
        Some(Under::List(_) | Under::Other) => {
            vec![Finding::Says { field: "license", terms: Terms::not_read() }]
        }
        None => Vec::new(),
    })
}

fn named<'t>(get: impl Fn(&str) -> Option<&'t str>, there: usize) -> Vec<Finding> {
    let found: Vec<Finding> = FACETS
        .iter()
        .filter_map(|(facet, field)| Some(says(field, get(facet).filter(|text| !text.trim().is_empty())?)))
        .collect();
    match found.is_empty() && there > 0 {
        true => vec![Finding::Says { field: "license", terms: Terms::not_read() }],
        false => found,
    }
}

fn says(field: &'static str, text: &str) -> Finding {
    Finding::Says { field, terms: Terms::read(text) }
}

#[cfg(test)]
mod tests {
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn a_design_has_one_licence_or_one_for_each_sort_of_thing() {
        let each =
            ["license.hardware: CERN-OHL-S-2.0", "license.documentation: CC-BY-4.0", "license.software: MIT"];
        for (format, text, finds) in [
            (
                Format::OkhToml,
                "okhv = \"OKH-LOSHv1.0\"\nlicense = \"CERN-OHL-S-2.0\"",
                &["license: CERN-OHL-S-2.0"][..],
            ),
            (
                Format::OkhToml,
                "[license]\nhardware = \"CERN-OHL-S-2.0\"\ndocumentation = \"CC-BY-4.0\"\nsoftware = \"MIT\"",
                &each,
            ),
            (
                Format::OkhYaml,
                "%Open know-how manifest 1.0\n---\ntitle: Bed\nlicense:\n  hardware: CERN-OHL-S-2.0\n  documentation: CC-BY-4.0\n  software: MIT\nlicensor:\n  name: x\n",
                &each,
            ),
            (Format::OkhYaml, "license: MIT\n", &["license: MIT"]),
            (Format::OkhYaml, "license:\n  hardware: CC-BY\n", &["license.hardware: unread CC-BY"]),
            (Format::OkhYaml, "license:\n  thing: MIT\n", &["license: unread NOASSERTION"]),
            (Format::OkhToml, "license = 1", &["license: unread NOASSERTION"]),
            (Format::OkhToml, "name = \"x\"", &[]),
        ] {
            assert_eq!(found(format, text), finds, "{text}");
        }
    }
}

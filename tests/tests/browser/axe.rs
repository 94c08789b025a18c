//! axe-core, which finds what keeps people out who see, hear, move or read otherwise. `cargo xtask test` fetches it; it is not
//! part of the project.

use commons_tests::browser::Browser;

use crate::looks::target;

/// Rules that hold for WCAG 2.2 AA and what it grew from.
const TAGS: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

/// The program, to be put into pages by the browser's owner: what a page itself may run does not change.
pub(crate) fn source() -> String {
    let file = target().join("tools/axe-core/package/axe.min.js");
    std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{} cannot be read ({error}): `cargo xtask test` fetches it", file.display())
    })
}

/// What it finds wrong with the page that is open, a line each.
pub(crate) fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    let question = format!(
        "{axe};
        const options = {{ runOnly: {{ type: 'tag', values: {TAGS} }}, rules: {{ 'target-size': {{ enabled: true }} }},
            resultTypes: ['violations'] }};
        const found = await window.axe.run(document, options);
        if (found.passes.length < 5) throw new Error('axe looked at nothing');
        return found.violations.flatMap(v => v.nodes.map(n => `${{v.id}}: ${{n.html.slice(0, 200)}}: ${{n.failureSummary}}`));"
    );
    let found = browser.run_and_wait(&question);
    let found = found.as_array().unwrap_or_else(|| panic!("axe did not run: {found}"));
    found.iter().map(|line| line.as_str().unwrap().replace('\n', " ")).collect()
}

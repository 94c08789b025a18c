//! The tables in `tests/expectations`, read. The README there says what they look like.

use std::fmt;
use std::path::Path;

use commons_licences::{Kind, Surplus, Verdict};

/// What else is known of the user.
pub(crate) const TOLD: [&str; 2] = ["everything", "nothing"];

/// The purposes, as they are written.
pub(crate) const PURPOSES: [&str; 3] = ["commercial", "non-commercial", "unsure"];

/// The acts that are asked about, pairs joined by `+`.
pub(crate) const ACTS: [&str; 8] = [
    "use",
    "copy",
    "adapt",
    "distribute",
    "network-service",
    "sublicense",
    "adapt+distribute",
    "adapt+network-service",
];

/// Names for several acts.
const GROUPS: [(&str, &[&str]); 5] = [
    ("copies", &["copy", "distribute", "adapt+distribute"]),
    ("adapts", &["adapt", "adapt+distribute", "adapt+network-service"]),
    ("conveys", &["distribute", "adapt+distribute"]),
    ("serves", &["network-service", "adapt+network-service"]),
    ("shares", &["distribute", "network-service", "adapt+distribute", "adapt+network-service"]),
];

/// One question, by position on each axis. Past the end of kinds and surpluses stands `unknown`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) told: usize,
    pub(crate) kind: usize,
    pub(crate) surplus: usize,
    pub(crate) purpose: usize,
    pub(crate) act: usize,
}

/// All of them.
pub(crate) fn cells() -> impl Iterator<Item = Cell> {
    let sizes = axes().map(|(_, values)| values.len());
    (0..sizes.iter().product()).map(move |mut number: usize| {
        let mut digits = [0; 5];
        for (digit, size) in digits.iter_mut().zip(sizes) {
            *digit = number % size;
            number /= size;
        }
        let [told, kind, surplus, purpose, act] = digits;
        Cell { told, kind, surplus, purpose, act }
    })
}

impl Cell {
    fn positions(&self) -> [usize; 5] {
        [self.told, self.kind, self.surplus, self.purpose, self.act]
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<String> = axes()
            .iter()
            .zip(self.positions())
            .map(|((aspect, values), at)| format!("{aspect} {}", values[at]))
            .collect();
        f.write_str(&named.join("; "))
    }
}

/// The aspects of a cell, each with the words for its values.
fn axes() -> [(&'static str, Vec<&'static str>); 5] {
    let kinds = Kind::ALL.iter().map(|kind| kind.as_str()).chain(["unknown"]).collect();
    let surpluses = Surplus::ALL.iter().map(|surplus| surplus.as_str()).chain(["unknown"]).collect();
    [
        ("told", TOLD.to_vec()),
        ("kind", kinds),
        ("surplus", surpluses),
        ("purpose", PURPOSES.to_vec()),
        ("act", ACTS.to_vec()),
    ]
}

/// What a text says of some cells.
pub(crate) struct Rule {
    /// For each axis one bit for each value.
    masks: [u16; 5],
    pub(crate) verdict: Verdict,
    pub(crate) clauses: String,
    pub(crate) line: usize,
}

impl Rule {
    pub(crate) fn covers(&self, cell: &Cell) -> bool {
        self.masks.iter().zip(cell.positions()).all(|(mask, at)| mask >> at & 1 == 1)
    }
}

/// The rules for some licences.
pub(crate) struct Table {
    pub(crate) file: String,
    pub(crate) ids: Vec<String>,
    pub(crate) rules: Vec<Rule>,
}

/// Every table of every file.
pub(crate) fn read_all() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expectations");
    let mut files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let mut tables = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        read(&file, &std::fs::read_to_string(&path).unwrap(), &mut tables);
    }
    tables
}

fn read(file: &str, text: &str, tables: &mut Vec<Table>) {
    let before = tables.len();
    for (i, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(ids) = line.strip_prefix("licence ") {
            let ids = ids.split_whitespace().map(str::to_owned).collect();
            tables.push(Table { file: file.to_owned(), ids, rules: Vec::new() });
            continue;
        }
        let rule = read_rule(line, i).unwrap_or_else(|problem| panic!("{file} line {i}: {problem}"));
        assert!(tables.len() > before, "{file} line {i}: a rule before the first `licence`");
        tables.last_mut().unwrap().rules.push(rule);
    }
}

fn read_rule(line: &str, number: usize) -> Result<Rule, String> {
    let (cells, says) = line.split_once(" -> ").ok_or("a rule needs an arrow, ` -> `")?;
    let (verdict, clauses) = says.split_once(" by ").ok_or("an answer needs its clauses, after ` by `")?;
    let axes = axes();
    let mut masks = [u16::MAX; 5];
    for part in cells.split(';').map(str::trim).filter(|part| *part != "any") {
        let mut words = part.split_whitespace().peekable();
        let aspect = words.next().ok_or("an empty condition")?;
        let axis = axes.iter().position(|(name, _)| *name == aspect).ok_or(format!("no aspect {aspect}"))?;
        let negated = words.next_if_eq(&"not").is_some();
        let mut mask = 0;
        for word in words {
            let group = GROUPS.iter().find(|(name, _)| aspect == "act" && *name == word);
            for value in group.map_or(std::slice::from_ref(&word), |(_, acts)| acts) {
                let at = axes[axis].1.iter().position(|known| known == value);
                mask |= 1 << at.ok_or(format!("{aspect} is never {value}"))?;
            }
        }
        masks[axis] &= if negated { !mask } else { mask };
    }
    let verdict = verdict.trim().parse().map_err(|error| format!("{error}"))?;
    Ok(Rule { masks, verdict, clauses: clauses.trim().to_owned(), line: number })
}

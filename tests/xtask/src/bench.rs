//! Measurements: the whole, its parts, and other systems beside it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::browser;
use crate::debian::{self, Needed};
use crate::failure::Failure;
use crate::process::cargo;

/// Names the variable that names the measurements that are wanted, with commas between.
const WANTED: &str = "COMMONS_BENCH";

/// Names the variable that names the file for figures.
const FIGURES: &str = "COMMONS_BENCH_FIGURES";

/// How many records the other systems are measured with: enough for a steady rate, few enough for the slower of the two.
const OF_OTHERS: [&str; 4] = ["--iroh", "20000", "--samod", "500"];

const STOPPED: &str = "A measurement stopped early; its last lines above say why.";

/// What asks for pages without a pause; it fails at whatever it is asked about itself, so the shell is asked.
const ASKER: [Needed; 1] = [Needed { program: "sh", asked: &["-c", "command -v wrk"], packages: &["wrk"] }];

/// Measures what `COMMONS_BENCH` names, or everything.
pub(crate) fn measure(root: &Path) -> Result<(), Failure> {
    prepare(root)?;
    run(root, "whole", None)?;
    if wants("parts") { run(root, "parts", None) } else { Ok(()) }
}

/// Installs what measuring takes beside Rust.
fn prepare(root: &Path) -> Result<(), Failure> {
    if !wants("web") {
        return Ok(());
    }
    browser::install(root)?;
    debian::install(root, &ASKER)
}

fn wants(name: &str) -> bool {
    std::env::var(WANTED).map_or(true, |wanted| wanted.split(',').any(|one| one == name))
}

/// Measures the same, first sync among it, then two other systems, and says how their rates compare with ours.
pub(crate) fn measure_with_peers(root: &Path) -> Result<(), Failure> {
    let file = Figures::new();
    if !wants("first-sync") {
        return Err(Failure::new(
            format!("{WANTED} leaves out first-sync, which the other systems are compared with."),
            format!("Name it there as well, or run without {WANTED}."),
        ));
    }
    prepare(root)?;
    run(root, "whole", Some(&file.0))?;
    let ours = Rate::of_ours(&file.read()?)?;
    let program = ["run", "--release", "--locked", "--manifest-path", "tests/peers/Cargo.toml", "--"];
    let lines = cargo(root).args(program.into_iter().chain(OF_OTHERS)).output(STOPPED)?;
    let others = lines.lines().map(Rate::of_another).collect::<Result<Vec<_>, _>>()?;
    println!(
        "\nFirst sync, beside other systems; tests/peers/README.md says what they do and what they leave out"
    );
    print!("{}", table(&ours, &others));
    if wants("parts") { run(root, "parts", None) } else { Ok(()) }
}

fn run(root: &Path, bench: &str, figures: Option<&Path>) -> Result<(), Failure> {
    let program = cargo(root).args(["bench", "--workspace", "--locked", "--bench", bench]);
    match figures.and_then(Path::to_str) {
        Some(figures) => program.env(FIGURES, figures).run(STOPPED),
        None => program.run(STOPPED),
    }
}

/// The file for figures, removed in the end.
struct Figures(PathBuf);

impl Figures {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("commons-figures-{}", std::process::id())))
    }

    fn read(&self) -> Result<String, Failure> {
        std::fs::read_to_string(&self.0).map_err(|error| {
            Failure::new(
                format!("{} cannot be read ({error}).", self.0.display()),
                "Is there room on the disk?",
            )
        })
    }
}

impl Drop for Figures {
    fn drop(&mut self) {
        // Without a measurement it was never there.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// How fast a system was.
#[derive(Debug, PartialEq)]
struct Rate {
    system: String,
    records: u64,
    /// Records a second.
    rate: f64,
}

impl Rate {
    /// Out of the figures of the whole: a line of JSON each, of which those of first sync are looked for.
    fn of_ours(figures: &str) -> Result<Self, Failure> {
        let figure = |name: &str| {
            let lines = figures.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let found = lines.rev().find(|line| line["measurement"] == "first-sync" && line["what"] == name);
            let number = found.and_then(|line| line["figure"].as_str()?.parse::<f64>().ok());
            number.filter(|number| *number > 0.0).ok_or_else(|| {
                Failure::new(format!("First sync told no {name:?}."), "Look at tests/bench/first_sync.rs.")
            })
        };
        let (records, rate) = (figure("records")? as u64, figure("records a second")?);
        Ok(Self { system: "commons".to_owned(), records, rate })
    }

    /// Out of a line that `tests/peers` prints.
    fn of_another(line: &str) -> Result<Self, Failure> {
        let read = || {
            let told: Value = serde_json::from_str(line).ok()?;
            let system = format!("{} {}", told["system"].as_str()?, told["version"].as_str()?);
            let rate = told["rate"].as_f64().filter(|rate| *rate > 0.0)?;
            Some(Self { system, records: told["records"].as_u64()?, rate })
        };
        read().ok_or_else(|| {
            Failure::new(
                format!("tests/peers printed {line:?}."),
                "Look at tests/peers/README.md for what it should.",
            )
        })
    }
}

fn table(ours: &Rate, others: &[Rate]) -> String {
    let mut table = format!("  {:<24} {:>10} {:>14} {:>14}\n", "", "records", "a second", "ours / theirs");
    for Rate { system, records, rate } in std::iter::once(ours).chain(others) {
        table.push_str(&format!("  {system:<24} {records:>10} {rate:>14.0} {:>14.2}\n", ours.rate / rate));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = r#"{"figure":"100000","measurement":"first-sync","what":"records"}
{"figure":"3.20 s","measurement":"first-sync","what":"until both have one state"}
{"figure":"31250","measurement":"first-sync","what":"records a second"}
{"figure":"9","measurement":"million","what":"records a second"}
"#;

    #[test]
    fn rates_are_put_beside_each_other() {
        let ours = Rate::of_ours(OURS).unwrap();
        let iroh = r#"{"system":"iroh-docs","version":"0.101.0","records":20000,"seconds":2.7,"rate":6250.0,"bytes":1,"peak_rss":null}"#;
        let iroh = Rate::of_another(iroh).unwrap();
        let shown = table(&ours, &[iroh]);
        let fields: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(fields[1], ["commons", "100000", "31250", "1.00"]);
        assert_eq!(fields[2], ["iroh-docs", "0.101.0", "20000", "6250", "5.00"]);
    }

    #[test]
    fn what_tells_no_rate_is_refused() {
        assert!(Rate::of_ours(OURS.lines().next_back().unwrap()).is_err());
        assert!(Rate::of_another(r#"{"system":"x","version":"1","records":1,"rate":0}"#).is_err());
        assert!(Rate::of_another("").is_err());
    }
}

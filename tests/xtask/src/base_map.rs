//! The base map: land and borders of Natural Earth, made small enough to lie in the program.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `topology` | TopoJSON, read into rings of land and lines of borders |
//! | `date_line` | what reaches across it, cut |
//! | `simplify` | fewer points for almost the same line |
//! | `pack` | the bytes that `crates/places` reads |

mod date_line;
mod pack;
mod simplify;
mod topology;

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::process::program;
use topology::Topology;

/// Where the data is fetched from, and its hash (SHA-512, in hex): that which the npm registry names as its integrity.
const TARBALL: &str = "https://registry.npmjs.org/world-atlas/-/world-atlas-2.0.2.tgz";
const SHA_512: &str = "2177d5d2ac25297a5c933d458705d5c0a46388884e9d6b6d3ac926e42b7132c8e013f317018447589aa05cea4cf0891c3c1a179f24d4e651477186b90a11b42d";

/// The sheets, from the widest view to the closest: from which scale of Natural Earth each is made, and how far a line of it may be
/// from where it was, in grid units. A unit is 1/2^18 of the way around the earth: 150 metres at the equator.
const SHEETS: [(&str, f64); 3] = [("110m", 60.0), ("50m", 20.0), ("10m", 8.0)];

/// Where it lies in the repository, and in the crate that shows it.
const MADE: &str = "crates/places/data/base-map.bin";

/// Fetches the data, and makes the file anew.
pub(crate) fn make(root: &Path) -> Result<(), Failure> {
    let folder = root.join("target/base-map");
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    let tarball = folder.join("world-atlas.tgz");
    let tarball = tarball.to_string_lossy();
    let fetch = ["--fail", "--silent", "--show-error", "--proto", "=https", "--output", &tarball, TARBALL];
    program(root, "curl").args(fetch).run("Check the network, then run `cargo xtask base-map` again.")?;
    check(root, &tarball)?;

    let mut packed = pack::begin(SHEETS.len());
    for (scale, tolerance) in SHEETS {
        let member = format!("package/countries-{scale}.json");
        let json = program(root, "tar")
            .args(["-xOzf", &tarball, &member])
            .output("See what is in the file that tar names above.")?;
        let topology = Topology::read(&json).ok_or_else(|| {
            Failure::new(format!("{member} is not as expected."), "Compare it with topology.rs.")
        })?;
        let parts = topology.land().into_iter().flat_map(|ring| date_line::cut(&ring));
        let parts: Vec<_> = parts.collect();
        let rings: Vec<_> = parts.iter().filter_map(|ring| simplify::ring(ring, tolerance)).collect();
        let lines: Vec<_> = topology.borders().iter().map(|line| simplify::line(line, tolerance)).collect();
        let points: usize = rings.iter().chain(&lines).map(Vec::len).sum();
        eprintln!("   1:{scale}: {} rings, {} borders, {points} points", rings.len(), lines.len());
        pack::sheet(&mut packed, &rings, &lines);
    }

    let made = root.join(MADE);
    fs::write(&made, &packed).map_err(|error| unwritable(&made, &error))?;
    program(root, "zstd")
        .args(["-19", "--rm", "--force", "--quiet", MADE])
        .run("Install zstd: on Debian or Ubuntu, `sudo apt install zstd`.")?;
    eprintln!("{MADE}.zst is made. Look at /map, then commit it.");
    Ok(())
}

/// Refuses what is not byte for byte what was taken before.
fn check(root: &Path, tarball: &str) -> Result<(), Failure> {
    let said = program(root, "sha512sum")
        .args([tarball])
        .output("sha512sum is part of coreutils: install them, and try again.")?;
    let found = said.split_whitespace().next().unwrap_or_default();
    if found == SHA_512 {
        return Ok(());
    }
    Err(Failure::new(
        format!("{TARBALL} is not what it was: expected the hash {SHA_512}, found {found}."),
        "Find out why before you change the hash in base_map.rs.",
    ))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be written ({error}).", path.display()), "See who may write there.")
}

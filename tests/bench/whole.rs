//! The whole, measured: `cargo xtask bench`. Prints a table; what is ratios or counts there can be compared between
//! machines, seconds cannot.
//!
//! `COMMONS_BENCH=first-sync,million cargo xtask bench` measures these alone; `COMMONS_BENCH_SMALL=1` takes a tenth of
//! everything. `COMMONS_BENCH_FIGURES=FILE` writes the figures into a file as well, a line of JSON each.

mod difference;
mod files;
mod first_sync;
mod million;
mod records;
mod ring;
mod search;
mod table;
mod web;

fn main() {
    let wanted = std::env::var("COMMONS_BENCH")
        .unwrap_or_else(|_| "first-sync,difference,ring,files,search,web,million".to_owned());
    let small = std::env::var_os("COMMONS_BENCH_SMALL").is_some();
    for name in wanted.split(',') {
        match name {
            "first-sync" => first_sync::measure(if small { 10_000 } else { 100_000 }),
            "difference" => {
                let sizes: &[usize] =
                    if small { &[1_000, 10_000, 100_000] } else { &[10_000, 100_000, 1_000_000] };
                difference::measure(sizes);
            }
            "ring" => ring::measure(if small { 20 } else { 100 }),
            "files" => files::measure(if small { 100_000_000 } else { 1_000_000_000 }),
            "search" => search::measure(if small { 10_000 } else { 100_000 }),
            "web" => web::measure(if small { 10_000 } else { 100_000 }),
            "million" => million::measure(if small { 100_000 } else { 1_000_000 }),
            "parts" => {} // measured after this, by another program
            other => {
                panic!(
                    "there is no measurement {other:?}: first-sync, difference, ring, files, search, web, million, parts"
                )
            }
        }
    }
}

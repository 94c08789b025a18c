//! The three real lists, where they are at hand: they are too large, and not ours, to be kept in the project.

use std::path::PathBuf;

use super::*;

/// The bytes of a list, or `None` after saying that it is not there.
fn real_list(name: &str) -> Option<Vec<u8>> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared", "data", name].iter().collect();
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            eprintln!("skipped: {name} is looked for in ../shared/data and could not be read ({error})");
            None
        }
    }
}

#[test]
fn all_uk_cooperatives_are_read() {
    let Some(bytes) = real_list("coops-uk.csv") else {
        return;
    };
    assert_eq!(detect(&bytes), Some(Format::OrganisationsCsv));
    let parsed = organisations_csv::read(&bytes).expect("a readable list");
    assert_eq!(parsed.rejected, []);
    assert_eq!(parsed.warnings, []);
    assert_eq!(parsed.rows.len(), 7_272);
    assert_eq!(parsed.rows.iter().filter(|row| row.value.coordinates.is_some()).count(), 7_272 - 302);
    assert_eq!(
        parsed.rows.iter().filter(|row| row.value.ownership.as_deref() == Some("Workers")).count(),
        394
    );
    assert_eq!(parsed.rows.iter().filter(|row| !row.value.websites.is_empty()).count(), 7_272 - 2_676);
}

#[test]
fn of_the_tech_cooperatives_one_stands_twice_and_one_website_is_misspelt() {
    let Some(bytes) = real_list("tech-coops.csv") else {
        return;
    };
    assert_eq!(detect(&bytes), Some(Format::OrganisationsCsv));
    let parsed = organisations_csv::read(&bytes).expect("a readable list");
    assert_eq!(parsed.rows.len(), 170);
    assert_eq!(parsed.rejected.len(), 1);
    assert!(parsed.rejected[0].reason.ends_with("(same name and website)"), "{:?}", parsed.rejected);
    assert_eq!(parsed.warnings.len(), 1, "{:?}", parsed.warnings);
    assert_eq!(parsed.rows.iter().filter(|row| row.value.websites.is_empty()).count(), 1);
}

#[test]
fn all_public_goods_are_read() {
    let Some(bytes) = real_list("digital-public-goods.json") else {
        return;
    };
    assert_eq!(detect(&bytes), Some(Format::PublicGoodsJson));
    let parsed = public_goods_json::read(&bytes).expect("a readable list");
    assert_eq!(parsed.rejected, []);
    assert_eq!(parsed.rows.len(), 753);
    let count = |test: fn(&PublicGood) -> bool| parsed.rows.iter().filter(|row| test(&row.value)).count();
    assert_eq!(count(|good| good.licences.is_empty()), 158);
    assert_eq!(count(|good| good.description.is_none()), 158);
    assert_eq!(count(|good| good.types.is_empty()), 158);
    let about_rows: Vec<_> = parsed.warnings.iter().filter(|warning| warning.row.is_some()).collect();
    assert_eq!(about_rows.len(), 1, "{about_rows:?}");
    let joined = parsed.rows.iter().map(|row| licence_expression(&row.value.licences, |_| true));
    assert_eq!(joined.filter(|expression| expression.contains(" AND ")).count(), 30);
}

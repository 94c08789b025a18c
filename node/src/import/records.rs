//! From rows of lists to fields of records.

use commons_licences::LicenceExpression;
use commons_registry::Kind;

use super::{
    FileError, Format, ListedOrganisation, Parsed, PublicGood, RejectedRow, Row, Warning, licence_expression,
    organisations_csv, public_goods_json,
};
use crate::request::{ImportField, ImportRow};

/// The language of lists that do not say: not known.
const UNKNOWN: &str = "und";

/// A list as rows that the node takes.
pub(crate) struct Rows {
    pub(crate) rows: Vec<ImportRow>,
    pub(crate) rejected: Vec<RejectedRow>,
    pub(crate) warnings: Vec<Warning>,
}

/// Reads a table of organisations.
pub(crate) fn organisations(bytes: &[u8]) -> Result<Rows, FileError> {
    Ok(Rows::of(organisations_csv::read(bytes)?, organisation))
}

/// Reads a list of public goods.
pub(crate) fn public_goods(bytes: &[u8]) -> Result<Rows, FileError> {
    Ok(Rows::of(public_goods_json::read(bytes)?, public_good))
}

impl Rows {
    fn of<T>(parsed: Parsed<T>, row: impl FnMut(Row<T>) -> ImportRow) -> Self {
        let Parsed { rows, rejected, warnings } = parsed;
        Self { rows: rows.into_iter().map(row).collect(), rejected, warnings }
    }
}

#[derive(Default)]
struct Fields(Vec<ImportField>);

impl Fields {
    fn one(&mut self, name: &str, value: Option<String>) -> &mut Self {
        self.each(name, value)
    }

    fn each(&mut self, name: &str, values: impl IntoIterator<Item = String>) -> &mut Self {
        let field = |value| ImportField { name: name.to_owned(), language: None, value };
        self.0.extend(values.into_iter().map(field));
        self
    }

    fn spoken(&mut self, name: &str, value: Option<String>) -> &mut Self {
        let language = Some(UNKNOWN.to_owned());
        self.0.extend(value.map(|value| ImportField { name: name.to_owned(), language, value }));
        self
    }
}

fn organisation(row: Row<ListedOrganisation>) -> ImportRow {
    let it = row.value;
    let mut fields = Fields::default();
    let description = [it.description, it.notes].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    // Degrees are kept in millionths, and read back from decimals.
    let degrees = |millionths: i64| {
        let sign = if millionths < 0 { "-" } else { "" };
        format!("{sign}{}.{:06}", millionths.abs() / 1_000_000, millionths.abs() % 1_000_000)
    };
    let country =
        it.country.as_ref().map(|country| country.to_lowercase()).filter(|country| country.len() <= 3);
    fields
        .spoken("name", Some(it.name))
        .spoken("description", Some(description).filter(|text| !text.is_empty()))
        .one("place", it.place)
        .one("locality", it.locality)
        .one("region", it.region.or(it.continent))
        .one("country", country)
        .one("latitude", it.coordinates.as_ref().map(|at| degrees(at.latitude)))
        .one("longitude", it.coordinates.as_ref().map(|at| degrees(at.longitude)))
        .each("links", it.websites)
        .each("sectors", it.sectors)
        .one("ownership", it.ownership)
        .one("legal_form", it.legal_form)
        .one("industry", it.industry)
        .one("industry_code", it.industry_code);
    let source_key = format!("{}:{}", Format::OrganisationsCsv.name(), it.source_key);
    ImportRow { row: row.number, kind: Kind::Listing, source_key, fields: fields.0 }
}

fn public_good(row: Row<PublicGood>) -> ImportRow {
    let it = row.value;
    let mut fields = Fields::default();
    let licence = licence_expression(&it.licences, |text| LicenceExpression::parse(text).is_ok());
    let mut links: Vec<String> = it.website.into_iter().chain(it.repositories).collect();
    links.dedup();
    fields
        .spoken("title", Some(it.name))
        .spoken("summary", it.description)
        .each("types", it.types.into_iter().map(|kind| kind.replace(' ', "-")))
        .one("licence", Some(licence))
        .each("licence_links", it.licence_urls)
        .each("topics", it.topics)
        .each("links", links)
        .each("makers", it.makers.into_iter().map(|maker| maker.name))
        .each("aliases", it.aliases)
        .one("stage", it.stage);
    let source_key = format!("{}:{}", Format::PublicGoodsJson.name(), it.source_key);
    ImportRow { row: row.number, kind: Kind::Resource, source_key, fields: fields.0 }
}

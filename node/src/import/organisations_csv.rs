//! Tables of organisations: one row each, columns found by their heading, in any order.
//!
//! Headings are compared without regard to case, outer white space, and `_` or `-` for a space. The separator is
//! whichever of comma, semicolon and tab is most frequent in the heading line.

mod header;
pub(super) mod table;

use header::{Column, Fields, Header};
use table::Table;

use commons_places::Country;

use super::coordinates::Coordinates;
use super::error::FileError;
use super::field::{self, Link};
use super::format::UTF8_MARK;
use super::limits::{MAX_FILE_BYTES, MAX_LIST_ITEMS};
use super::report::{Collector, Parsed, Reading};

/// An organisation as somebody else's list describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedOrganisation {
    /// What stays the same when a corrected list is imported again: the identifier, else name and website.
    pub(crate) source_key: String,
    /// Name, on one line.
    pub(crate) name: String,
    /// What it is or does; may have several lines.
    pub(crate) description: Option<String>,
    /// Web addresses, each beginning with `http://` or `https://`.
    pub(crate) websites: Vec<String>,
    /// Town or village.
    pub(crate) locality: Option<String>,
    /// County, province or the like.
    pub(crate) region: Option<String>,
    /// Country, as the list writes it; most often a code of two letters.
    pub(crate) country: Option<String>,
    /// Continent, as the list writes it.
    pub(crate) continent: Option<String>,
    /// The whole place in one phrase, where the list does not divide it.
    pub(crate) place: Option<String>,
    /// Where it is on the map.
    pub(crate) coordinates: Option<Coordinates>,
    /// Fields of work, without repetitions.
    pub(crate) sectors: Vec<String>,
    /// Who owns it: workers, tenants, consumers, …
    pub(crate) ownership: Option<String>,
    /// Legal form: society, company, …
    pub(crate) legal_form: Option<String>,
    /// Heading of the official classification of industries (SIC section).
    pub(crate) industry: Option<String>,
    /// Code in the official classification of industries (SIC code).
    pub(crate) industry_code: Option<String>,
    /// Remarks of whoever keeps the list; may have several lines.
    pub(crate) notes: Option<String>,
}

/// Reads a table of organisations.
pub(crate) fn read(bytes: &[u8]) -> Result<Parsed<ListedOrganisation>, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge { found: bytes.len() });
    }
    let text = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(FileError::Encoding { found: "UTF-16".to_owned() });
    }
    let mut table = Table::new(text);
    let Some((headings, _)) = table.next() else {
        return Err(FileError::Empty { expected: "a line of column names" });
    };
    let header = Header::read(headings)?;
    let mut collector = Collector::new();
    while let Some((cells, lines)) = table.next() {
        let reading = if lines.quotation_is_open {
            Err("a quotation mark is not closed".to_owned())
        } else {
            header.fields(cells).and_then(|fields| organisation(&fields))
        };
        collector.push(reading.map_err(|reason| lines.add_to(reason)))?;
    }
    Ok(collector.finish(header.about_unknown_columns()))
}

/// Whether the first line of a text has a heading for the name.
pub(crate) fn has_name_column(text: &[u8]) -> bool {
    Table::new(table::first_line(text)).next().is_some_and(|(headings, _)| header::names_the_name(headings))
}

/// Most letters of a code of a country.
const MAX_COUNTRY_CODE: usize = 3;

fn organisation(fields: &Fields<'_>) -> Result<Reading<ListedOrganisation>, String> {
    let name = field::name("Name", fields.get(Column::Name))?;
    let (source_key, key_in_words) = match fields.short(Column::Identifier)? {
        Some(identifier) => (identifier, "same identifier"),
        None => (field::key_of_name_and_website(&name, fields.get(Column::Website)), "same name and website"),
    };
    let mut warnings = Vec::new();
    let websites = match field::link("Website", fields.get(Column::Website))? {
        Link::None => Vec::new(),
        Link::Address(address) => vec![address],
        Link::Unusable(why) => {
            warnings.push(why);
            Vec::new()
        }
    };
    let value = ListedOrganisation {
        source_key: source_key.clone(),
        name,
        description: fields.text(Column::Description)?,
        websites,
        locality: fields.short(Column::Locality)?,
        region: fields.short(Column::Region)?,
        country: country(fields.short(Column::Country)?, &mut warnings),
        continent: fields.short(Column::Continent)?,
        place: fields.short(Column::Place)?,
        coordinates: Coordinates::read(fields.get(Column::Latitude), fields.get(Column::Longitude))?,
        sectors: sectors(fields)?,
        ownership: fields.short(Column::Ownership)?,
        legal_form: fields.short(Column::LegalForm)?,
        industry: fields.short(Column::Industry)?,
        industry_code: fields.short(Column::IndustryCode)?,
        notes: fields.text(Column::Notes)?,
    };
    Ok(Reading { value, source_key, key_in_words, warnings })
}

/// The code of a country, where the list writes its name.
fn country(said: Option<String>, warnings: &mut Vec<String>) -> Option<String> {
    let said = said?;
    if said.len() <= MAX_COUNTRY_CODE {
        return Some(said);
    }
    let named = Country::named(&said);
    if named.is_none() {
        warnings.push(format!(
            "Country was left out: expected a code of two letters or an English name, found \"{said}\""
        ));
    }
    named.map(|country| country.code().to_owned())
}

/// The sector as it stands, then each of the business areas, which are a list within the field.
fn sectors(fields: &Fields<'_>) -> Result<Vec<String>, String> {
    let mut sectors: Vec<String> = fields.short(Column::Sector)?.into_iter().collect();
    for part in parts(fields.get(Column::BusinessAreas)) {
        if let Some(area) = field::short("Business areas", part)?
            && !sectors.contains(&area)
        {
            sectors.push(area);
        }
    }
    if sectors.len() > MAX_LIST_ITEMS {
        return Err(format!("Business areas: expected at most {MAX_LIST_ITEMS}, found {}", sectors.len()));
    }
    Ok(sectors)
}

/// Divides `Web, mobile (iOS, Android), and print` at the commas and semicolons outside brackets.
fn parts(list: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    list.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    })
    .map(str::trim)
    .map(|part| part.strip_prefix("and ").unwrap_or(part))
    .collect()
}

#[cfg(test)]
mod tests;

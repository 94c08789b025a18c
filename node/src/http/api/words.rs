//! Which words stand for what in a question, for the description: taken from the code that reads them.

use commons_licences::{Act, CreditFormat, LicenceClass, Purpose};
use commons_registry::Kind;
use commons_registry::schema::SCOPES;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// Of a record or an agent.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "documentation: handlers take a path")]
pub(super) struct IdPath {
    /// The id, whole, or at least its first eight digits
    #[param(pattern = "^[0-9a-fA-F]{8,64}$")]
    id: String,
}

/// What a part of an address stands for.
pub(super) fn of_address(name: &str) -> &'static str {
    match name {
        "id" => "The id, whole, or at least its first eight digits",
        "change" => "The contribution that is changed, by its id",
        "one" => "A listing, by its id",
        "other" => "Another listing, by its id",
        "member" => "The member: a name, or the key or its last digits",
        "name" => "The name with which they sign in",
        "number" => "The number of the report",
        _ => "",
    }
}

fn one_of<'w>(about: &str, words: impl Iterator<Item = &'w str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(words)).build()
}

/// Several, with commas between.
fn some_of<'w>(about: &str, words: impl Iterator<Item = &'w str>) -> Object {
    let words = words.collect::<Vec<_>>().join("|");
    let pattern = format!("^({words})(,({words}))*$");
    let about = format!("{about}, with commas between: {}", words.replace('|', ", "));
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).pattern(Some(pattern)).build()
}

pub(super) fn kind() -> Object {
    one_of("Only records of this kind", Kind::ALL.iter().map(|kind| kind.name()))
}

pub(super) fn kinds() -> Object {
    some_of("Only records of these kinds", Kind::ALL.iter().map(|kind| kind.name()))
}

pub(super) fn class() -> Object {
    one_of("Only under a licence of this class", LicenceClass::ALL.iter().map(|class| class.as_str()))
}

pub(super) fn scope() -> Object {
    one_of("Only what is meant for an area so wide", SCOPES.iter().copied())
}

pub(super) fn span() -> Object {
    one_of("By which stretches of time", ["year", "quarter", "month"].into_iter())
}

pub(super) fn purpose() -> Object {
    one_of("Whether anyone pays", Purpose::ALL.iter().map(|purpose| purpose.as_str()))
}

pub(super) fn acts() -> Object {
    some_of("What is done", Act::ALL.iter().map(|act| act.as_str()))
}

pub(super) fn format() -> Object {
    one_of("What the text is for; `text` if left out", CreditFormat::ALL.iter().map(|format| format.as_str()))
}

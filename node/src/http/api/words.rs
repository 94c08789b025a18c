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

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// Several, with commas between.
fn some_of<'w>(words: impl Iterator<Item = &'w str>) -> Object {
    let words = words.collect::<Vec<_>>().join("|");
    let pattern = format!("^({words})(,({words}))*$");
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

pub(super) fn kind() -> Object {
    one_of(Kind::ALL.iter().map(|kind| kind.name()))
}

pub(super) fn kinds() -> Object {
    some_of(Kind::ALL.iter().map(|kind| kind.name()))
}

pub(super) fn class() -> Object {
    one_of(LicenceClass::ALL.iter().map(|class| class.as_str()))
}

pub(super) fn scope() -> Object {
    one_of(SCOPES.iter().copied())
}

pub(super) fn purpose() -> Object {
    one_of(Purpose::ALL.iter().map(|purpose| purpose.as_str()))
}

pub(super) fn acts() -> Object {
    some_of(Act::ALL.iter().map(|act| act.as_str()))
}

pub(super) fn format() -> Object {
    one_of(CreditFormat::ALL.iter().map(|format| format.as_str()))
}

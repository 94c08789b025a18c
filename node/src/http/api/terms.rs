//! What may be done with works: checked, put together, credited.

use axum::Json;
use commons_licences::{Act, CreditFormat, Purpose};
use serde::Deserialize;
use serde_json::Value;

use super::{Answer, Asked, Id, several, usage, words};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Program, Question};
use crate::request::{Check, Credit, Remix, Request};

/// What is asked of terms: `for`, `act` and `as` as the flags of `commons check`, and facts by their names.
#[derive(Default)]
struct About {
    purpose: Purpose,
    acts: Vec<Act>,
    as_agent: Option<String>,
    facts: Vec<(String, String)>,
}

impl About {
    /// Reads what is asked, but for the names in `besides`, whose values are handed back in that order.
    fn read<const N: usize>(
        query: Vec<(String, String)>,
        besides: [&str; N],
    ) -> Result<(Self, [Option<String>; N]), Failure> {
        let mut about = Self::default();
        let mut found = [const { None }; N];
        for (name, value) in query {
            if let Some(at) = besides.iter().position(|besides| *besides == name) {
                found[at] = Some(value);
                continue;
            }
            match name.as_str() {
                "as" => about.as_agent = Some(value),
                "for" => about.purpose = value.parse().map_err(usage)?,
                "act" => {
                    for act in value.split(',') {
                        about.acts.push(act.parse::<Act>().map_err(usage)?);
                    }
                }
                _ => about.facts.push((name, value)),
            }
        }
        Ok((about, found))
    }
}

/// What [`About`] reads, for the description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "documentation: facts have names of their own")]
pub(super) struct AboutQuery {
    /// Whether anyone pays: `commercial`, `non-commercial`, `unsure`
    #[param(schema_with = words::purpose, required = false)]
    r#for: Option<String>,
    /// What is done: `copy`, `adapt`, `distribute` …, with commas between
    #[param(schema_with = words::acts, required = false)]
    act: Option<String>,
    /// Whose facts count: the id of an agent
    r#as: Option<String>,
    /// Facts about whoever asks, each under its own name, as `worker_owned=true`
    #[param(style = Form, explode, value_type = Object, required = false)]
    facts: Option<Value>,
}

/// May we reuse this?
#[utoipa::path(get, path = "/api/v1/records/{id}/check", tag = "terms", params(words::IdPath, AboutQuery),
    responses((status = 200, description = "The answer, with duties and reasons", body = Value), Refused))]
pub(super) async fn check(
    program: Program,
    Id(id): Id,
    Asked(query): Asked<Vec<(String, String)>>,
) -> Answer {
    let (about, []) = About::read(query, [])?;
    checked(&program, Some(id), None, about).await
}

/// May we use what is under this licence?
#[utoipa::path(get, path = "/api/v1/check", tag = "terms",
    params(("licence" = String, Query, description = "An SPDX expression, or PPL"), AboutQuery),
    responses((status = 200, description = "The answer, with duties and reasons", body = Value), Refused))]
pub(super) async fn check_licence(program: Program, Asked(query): Asked<Vec<(String, String)>>) -> Answer {
    let (about, [licence]) = About::read(query, ["licence"])?;
    checked(&program, None, licence, about).await
}

async fn checked(program: &Program, id: Option<String>, licence: Option<String>, about: About) -> Answer {
    let About { purpose, acts, as_agent, facts } = about;
    let check = Check { id, licence, as_agent, alone: false, facts, purpose, acts };
    program.answer(Request::Check(check)).await.map(Json)
}

/// May we put these together?
#[utoipa::path(get, path = "/api/v1/remix", tag = "terms",
    params(
        ("id" = Option<String>, Query, description = "Resources, with commas between"),
        ("with" = Option<String>, Query, description = "Licences of what else goes in, with commas between"),
        ("with-part" = Option<String>, Query, description = "Licences of what stays a part of its own, with commas between"),
        ("result" = Option<String>, Query, description = "Under which licence the result is passed on"),
        AboutQuery
    ),
    responses((status = 200, description = "The answer, and what the result may bear", body = Value), Refused))]
pub(super) async fn remix(program: Program, Asked(query): Asked<Vec<(String, String)>>) -> Answer {
    let (about, [ids, with, with_part, result]) = About::read(query, ["id", "with", "with-part", "result"])?;
    let About { purpose, acts, as_agent, facts } = about;
    let (ids, with) = (several(ids.as_deref()), several(with.as_deref()));
    let with_part = several(with_part.as_deref());
    let remix = Remix { ids, with, with_part, result, as_agent, facts, purpose, acts };
    program.answer(Request::Remix(remix)).await.map(Json)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CreditQuery {
    /// Resources, with commas between
    id: String,
    /// `text` if left out; or `markdown`, `html` …
    #[param(schema_with = words::format, required = false)]
    format: Option<CreditFormat>,
    /// If they were changed: how
    changed: Option<String>,
}

/// The text that names who made works
#[utoipa::path(get, path = "/api/v1/credit", tag = "terms", params(CreditQuery),
    responses((status = 200, description = "The text, and whom it names", body = Value), Refused))]
pub(super) async fn credit(program: Program, Asked(query): Asked<CreditQuery>) -> Answer {
    let ids = several(Some(&query.id));
    let credit = Credit { ids, format: query.format.unwrap_or_default(), changed: query.changed };
    program.answer(Request::Credit(credit)).await.map(Json)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WholeQuestion {
    /// The question as in a file of `commons check --question`: `licence`, `user`, `use`, `granted`
    #[schema(value_type = Object)]
    question: commons_licences::Question,
}

/// May somebody reuse something? With everything that the answer rests on
#[utoipa::path(post, path = "/api/v1/questions", tag = "terms", request_body = WholeQuestion,
    responses((status = 200, description = "The answer, with duties and reasons", body = Value), Refused))]
pub(super) async fn ask(question: Question<WholeQuestion>) -> Answer {
    question.answer(|WholeQuestion { question }| Request::Ask { question }).await.map(Json)
}

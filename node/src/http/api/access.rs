//! Who may ask what, put into the description: the token, where one is needed, and how those are refused who bring none.

use std::collections::BTreeMap;

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Required, Schema};

use super::words;

/// What the description calls a token.
const TOKEN: &str = "token";

/// Says of every operation whether it takes a token, and of every part of an address what it stands for.
pub(super) fn describe(document: &mut OpenApi) {
    let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(
        "Of `commons token new NAME`. Whoever brings one is answered as the node's owner; everybody else is told what anybody \
         may know.",
    ));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme.build()));
    let schemas = components.schemas.clone();
    for (path, item) in &mut document.paths.paths {
        let PathItem { get, put, post, patch, delete, .. } = item;
        let all = [("get", get), ("put", put), ("post", post), ("patch", patch), ("delete", delete)];
        for (method, operation) in all {
            let Some(operation) = operation else { continue };
            describe_operation(path, operation, method == "get");
            operation.operation_id = Some(name_of(method, path));
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                let needed = body.content.values().any(|sent| needs_something(sent, &schemas));
                body.required = Some(if needed { Required::True } else { Required::False });
            }
        }
    }
}

/// What programs that are made from the description call an operation: no other is called so.
fn name_of(method: &str, path: &str) -> String {
    let parts = path.trim_start_matches("/api/v1/").split(['/', '-', '{', '}', '.']);
    let parts = parts.filter(|part| !part.is_empty());
    core::iter::once(method).chain(parts).collect::<Vec<_>>().join("_")
}

/// Whether something must be sent: an order that has a default for everything may be sent nothing.
fn needs_something(sent: &RefOr<Content>, schemas: &BTreeMap<String, RefOr<Schema>>) -> bool {
    let RefOr::T(Content { schema: Some(RefOr::Ref(named)), .. }) = sent else { return true };
    let name = named.ref_location.rsplit('/').next().unwrap_or_default();
    match schemas.get(name) {
        Some(RefOr::T(Schema::Object(object))) => !object.required.is_empty(),
        _ => true,
    }
}

fn describe_operation(path: &str, operation: &mut Operation, reads: bool) {
    let token = || SecurityRequirement::new(TOKEN, core::iter::empty::<String>());
    // A question for the owner says so itself.
    let needed = operation.security.is_some() || !reads;
    operation.security =
        Some(if needed { vec![token()] } else { vec![SecurityRequirement::default(), token()] });
    let answers = &mut operation.responses.responses;
    let mut refused = |status: &str, about: &str| {
        answers.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(about)));
    };
    refused("401", if needed { "No token was brought, or one that is none" } else { "The token is none" });
    if !reads {
        refused("403", "The token only reads, or a page of elsewhere sends this");
    }
    if operation.request_body.is_some() {
        refused("413", "More was sent than is taken at a time");
        refused("415", "It is not sent as what it must be sent as");
    }
    let known = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => Some(parameter.name.clone()),
        RefOr::Ref(_) => None,
    };
    let named: Vec<String> = operation.parameters.iter().flatten().filter_map(known).collect();
    for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        if !named.iter().any(|named| named == name) {
            let text = Schema::Object(ObjectBuilder::new().schema_type(Type::String).build());
            let parameter = ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some(words::of_address(name)))
                .schema(Some(text));
            operation.parameters.get_or_insert_default().push(RefOr::T(parameter.build()));
        }
    }
}

fn problem(about: &str) -> Response {
    let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    ResponseBuilder::new().description(about).content("application/problem+json", problem).build()
}

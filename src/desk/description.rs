//! The API described for other people's programs in `OpenAPI`, generated from the routes and the protocol.

use super::routes;
use crate::protocol::{Code, ErrorBody};
use std::fmt::Write as _;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "janynda desk", version = "1", license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")),
    components(schemas(ErrorBody))
)]
struct Head;

/// The description without its routes.
pub fn head() -> OpenApi {
    let mut head = Head::openapi();
    head.info.description = Some(introduction());
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    head.components.get_or_insert_default().add_security_scheme("session", bearer);
    head
}

/// The description with what every route may answer instead of a success.
pub fn with_refusals(mut api: OpenApi) -> OpenApi {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
    let refused = ResponseBuilder::new().description("Refused").content("application/json", body).build();
    let operations = api.paths.paths.values_mut().flat_map(|path| [&mut path.get, &mut path.post]);
    for operation in operations.flatten() {
        operation.responses.responses.insert("default".to_owned(), RefOr::T(refused.clone()));
    }
    api
}

/// The whole description as it is served and as it stands in `docs/desk-api.json`.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "texts and numbers always become JSON")]
pub fn text() -> String {
    let mut text = routes::described().1.to_pretty_json().expect("texts and numbers always become JSON");
    text.push('\n');
    text
}

fn introduction() -> String {
    let mut text =
        "How counsellors' programs pull requests. Every POST carries a JSON object, if need be an empty one. \
                    Nothing is cached and no cookies are used: the session's token goes into `Authorization`, and \
                    any origin may call. Sessions live in the memory of one node and end with it.\n\nEvery answer that is not a success has one shape, `ErrorBody`, and one \
                    of these codes:\n\n| code | status | meaning |\n|---|---|---|\n"
            .to_owned();
    for code in Code::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| `{code}` | {} | {} |", code.status(), code.message());
    }
    text
}

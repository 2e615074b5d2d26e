//! The routes, each with its description beside it, so that the two cannot drift apart.

mod closing;
mod login;
mod records;
mod requests;

use super::{Desk, Refusal, description, guard};
use crate::protocol::{Code, paths};
use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes and their description.
pub fn described() -> (Router<Desk>, OpenApi) {
    let (router, api) = OpenApiRouter::with_openapi(description::head())
        .routes(routes!(login::challenge))
        .routes(routes!(login::answer))
        .routes(routes!(login::logout))
        .routes(routes!(requests::list))
        .routes(routes!(requests::claim_next))
        .routes(routes!(requests::claim))
        .routes(routes!(requests::extend))
        .routes(routes!(requests::release))
        .routes(routes!(closing::close))
        .routes(routes!(requests::blob))
        .routes(routes!(records::roster))
        .routes(routes!(records::audit))
        .routes(routes!(records::more_claims))
        .split_for_parts();
    (router, description::with_refusals(api))
}

/// Everything the desk answers.
pub fn router(desk: Desk) -> Router {
    let limits = desk.parts().limits;
    let text: std::sync::Arc<str> = description::text().into();
    let description = get(move || {
        let text = text.clone();
        async move { json(text.to_string()) }
    });
    described()
        .0
        .route(paths::DESCRIPTION, description)
        .fallback(async || Refusal(Code::NotFound))
        .method_not_allowed_fallback(async || Refusal(Code::MethodNotAllowed))
        .with_state(desk)
        .layer(from_fn_with_state(limits, guard::bounded))
        .layer(guard::cross_origin())
        .layer(from_fn(guard::dressed))
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

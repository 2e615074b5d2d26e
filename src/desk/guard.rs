//! What stands before every route: the bounds of a request, the headers of every answer, and who may ask from where.

use super::{Limits, Refusal};
use crate::protocol::{Code, MAX_BODY};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tower_http::cors::{Any, CorsLayer};

/// A day: programs that ask first need not ask again.
const PREFLIGHT: Duration = Duration::from_hours(24);

/// Any origin may ask, because none has a credential by itself: the page may be opened from a disk, and what it may do
/// depends on the token it sends and on nothing that a browser adds.
pub fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .max_age(PREFLIGHT)
}

/// Reads the whole body, or refuses it for its size or its slowness; then answers in what is left of the time.
pub async fn bounded(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let end = Instant::now() + limits.whole;
    let (head, body) = request.into_parts();
    // Who announces too much is not asked to send it.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Refusal(Code::TooLarge).into_response();
    }
    let mut arriving = Request::new(body);
    DefaultBodyLimit::max(MAX_BODY).apply(&mut arriving);
    let body = match timeout_at(end, Bytes::from_request(arriving, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Refusal(Code::TooLarge).into_response();
        }
        // The connection broke off, or its framing was none.
        Ok(Err(_)) => return Refusal(Code::BadRequest).into_response(),
        Err(_) => return Refusal(Code::TooSlow).into_response(),
    };
    let answer = timeout_at(end, next.run(Request::from_parts(head, Body::from(body)))).await;
    answer.unwrap_or_else(|_| {
        tracing::error!("the desk did not get an answer in time");
        Refusal(Code::NotNow).into_response()
    })
}

/// Nothing of an answer is kept by anybody between, or taken for a page.
pub async fn dressed(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}

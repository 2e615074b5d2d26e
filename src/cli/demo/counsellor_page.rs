//! The demonstration's counsellor page: one local HTML file, and the calls its script makes.
//!
//! It works through [`Desk`], over the API like every counsellor's program, so it shows what a counsellor would see.
//! Unlike in real life the key is in this process: the page says so. Only pages served from this machine under its own name may call it, and only with a
//! header that no other page can send, so that no web site open in the same browser can read or claim anything.
//! What strangers wrote is put into JSON and onto the page as text, with everything that acts made visible.

use crate::chance;
use crate::clock::Moment;
use crate::counsellor::listing::{Listed, almaty};
use crate::counsellor::{Checked, Desk, Ending, Error, Hold, show};
use crate::directory::Directory;
use crate::vocab::{Lang, Outcome, RequestId};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERRER_POLICY};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

const PAGE: &str = include_str!("counsellor.html");

/// A page of another origin cannot send it without a permission that is never given.
const CALLER: HeaderName = HeaderName::from_static("x-janynda-page");

/// Ids and outcomes are short; nobody writes texts here.
const MOST_BYTES: usize = 1024;

/// The page and its calls, to be served on loopback.
pub fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/requests", get(requests))
        .route("/claim", post(claim))
        .route("/open", post(open))
        .route("/extend", post(extend))
        .route("/release", post(release))
        .route("/close", post(close))
        .fallback(|| async { failed(StatusCode::NOT_FOUND, "there is nothing here", "") })
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(middleware::from_fn(guard))
        .with_state(desk)
}

/// Lets in only this machine's own page, and sends nothing out that a browser may keep or pass on.
async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let mut response = if !is_own_name(headers) {
        // A foreign name that was made to point here is somebody else's page.
        failed(StatusCode::FORBIDDEN, "this page answers to its own machine only", "")
    } else if request.uri().path() != "/" && !headers.contains_key(CALLER) {
        failed(StatusCode::FORBIDDEN, "only the page itself may ask this", "")
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'"));
    headers.extend([
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ]);
    response
}

fn is_own_name(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).and_then(|host| host.parse::<Authority>().ok());
    host.is_some_and(|host| matches!(host.host(), "127.0.0.1" | "localhost" | "[::1]"))
}

async fn page() -> Response {
    let Ok(bytes) = chance::fresh::<16>() else {
        return failed(StatusCode::INTERNAL_SERVER_ERROR, "the machine gave no random bytes", "");
    };
    let nonce = RequestId::from_bytes(bytes).to_string();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    );
    let mut response = Html(PAGE.replace("{{nonce}}", &nonce)).into_response();
    response.headers_mut().extend(HeaderValue::from_str(&policy).map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    response
}

/// The list, and what was verified before it was taken.
async fn requests(State(desk): State<Arc<Desk>>) -> Result<Response, Refusal> {
    let queue = desk.list().await?;
    let requests: Vec<Listed> = queue.entries.iter().map(Listed::from).collect();
    Ok(Json(json!({"requests": requests, "more": queue.more, "checked": checked(&desk)})).into_response())
}

fn checked(desk: &Desk) -> Value {
    let Checked { roster, audit, before, at } = desk.checked();
    let place = desk.place();
    json!({
        "name": place.as_ref().map(|(name, _)| name.as_str()),
        "role": place.as_ref().map(|(_, role)| role.name()),
        "roster_version": roster.version(),
        "roster_until": roster.not_after().to_string(),
        "audit_entries": audit.number,
        "audit_before": before.map(|before| before.number),
        "at_almaty": almaty(at),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    id: String,
    fence: i64,
}

impl One {
    fn hold(&self) -> Result<Hold, Error> {
        Ok(Hold { id: id_of(&self.id)?, fence: self.fence })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    id: String,
    fence: i64,
    outcome: String,
    next_attempt: Option<String>,
}

impl Close {
    fn ending(&self) -> Result<Ending, Refusal> {
        let outcome: Outcome = self.outcome.parse().map_err(|()| Refusal::Malformed)?;
        match (outcome, &self.next_attempt) {
            (outcome, None) => Ok(Ending::Closed(outcome)),
            (Outcome::TriedNoAnswer, Some(day)) => day.parse().map(Ending::TryAgain).map_err(|_| Refusal::Malformed),
            (_, Some(_)) => Err(Refusal::Malformed),
        }
    }
}

/// What is not an id is the id of no request: the answer is the same.
fn id_of(text: &str) -> Result<RequestId, Error> {
    text.parse().map_err(|_| Error::NOT_YOURS)
}

/// Reads a call without ever repeating it: the library's own refusals quote what they found.
fn call<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::Malformed)
}

async fn claim(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Refusal> {
    let which = call::<Which>(&body)?.id.as_deref().map(id_of).transpose()?;
    let claimed = desk.claim(which).await?;
    Ok(Json(claimed.as_ref().map(Listed::from)).into_response())
}

async fn open(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Refusal> {
    let opened = desk.open(call::<One>(&body)?.hold()?).await?;
    let mut shown: Value = serde_json::from_str(&show::json(&opened)).expect("it was written as JSON just now");
    make_visible(&mut shown);
    let region = opened.request.region.map(|region| Directory::shipped().region_name(region, Lang::En));
    shown["region_name"] = json!(region);
    shown["sealed_almaty"] = json!(almaty(Moment(opened.sealed_hour.saturating_mul(3600))));
    Ok(Json(shown).into_response())
}

async fn extend(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Refusal> {
    let entry = desk.extend(call::<One>(&body)?.hold()?).await?;
    Ok(Json(Listed::from(&entry)).into_response())
}

async fn release(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Refusal> {
    desk.release(call::<One>(&body)?.hold()?).await?;
    Ok(Json(json!({"done": true})).into_response())
}

async fn close(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Refusal> {
    let close = call::<Close>(&body)?;
    let hold = Hold { id: id_of(&close.id)?, fence: close.fence };
    let did = desk.close(hold, close.ending()?).await?;
    Ok(Json(did).into_response())
}

/// The page shows these texts as they come, so whatever acts or cannot be seen is written out here. Line feeds stay
/// in a person's own words and nowhere else.
fn make_visible(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(words) if name == "words" => {
                        *words = words.split('\n').map(show::visible).collect::<Vec<_>>().join("\n");
                    }
                    other => make_visible(other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(make_visible),
        Value::String(text) => *text = show::visible(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Why a call was not answered.
enum Refusal {
    /// It is none of the page's calls.
    Malformed,
    /// The desk refused.
    Desk(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Desk(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = match self {
            Refusal::Malformed => return failed(StatusCode::BAD_REQUEST, "this is none of the page's calls", ""),
            Refusal::Desk(error) => error,
        };
        let (status, code) = match &error {
            Error::Refused(code) => {
                let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
                (status, code.to_string())
            }
            // Nothing that such a desk shows may be acted on: the page puts everything away.
            Error::Roster(_)
            | Error::Audit(_)
            | Error::Challenge(_)
            | Error::NotOnRoster
            | Error::OtherRoster { .. } => (StatusCode::CONFLICT, "untrusted".to_owned()),
            Error::Open(_) | Error::GivenBack { .. } | Error::NotGivenBack { .. } => {
                (StatusCode::CONFLICT, "not_opened".to_owned())
            }
            Error::Newer => (StatusCode::BAD_GATEWAY, "newer".to_owned()),
            Error::Memory(_) | Error::NoConnections => (StatusCode::INTERNAL_SERVER_ERROR, "memory".to_owned()),
            Error::Unreachable
            | Error::Silent { .. }
            | Error::BrokenOff
            | Error::Away
            | Error::Garbled
            | Error::TooLarge { .. }
            | Error::SentElsewhere => (StatusCode::BAD_GATEWAY, "unreachable".to_owned()),
        };
        answer(status, &json!({"error": error.to_string(), "advice": error.advice(), "code": code}))
    }
}

fn failed(status: StatusCode, error: &str, advice: &str) -> Response {
    answer(status, &json!({"error": error, "advice": advice, "code": ""}))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

//! HTTP: from a request to a checked call, through the faults, and back.

use super::calls::{Answer, Outcome, Refusal};
use super::faults::FaultKind;
use super::methods::{self, Args};
use super::shared::Shared;
use super::wire::{Scissors, Wires};
use super::{page, params, schema, webhook, world};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// More than any call of ours needs.
const BODY_MAX: usize = 1 << 20;
/// How long open connections may take to end after a stop.
const GOODBYE: Duration = Duration::from_secs(2);

/// Serves until the other end of `stopping` is dropped.
pub(super) async fn run(listener: TcpListener, shared: Arc<Shared>, stopping: oneshot::Receiver<()>) {
    let router = Router::new().fallback(handle).with_state(shared.clone());
    let service = router.into_make_service_with_connect_info::<Scissors>();
    let (ended, end) = oneshot::channel::<()>();
    let server = axum::serve(Wires(listener), service).with_graceful_shutdown(async move {
        let _ = stopping.await;
        drop(ended);
    });
    let overdue = async {
        let _ = end.await;
        tokio::time::sleep(GOODBYE).await;
    };
    tokio::select! {
        _ = server => {}
        () = overdue => {}
    }
}

/// Whether a request names this machine as a loopback address or `localhost`. A foreign name that was made to point
/// here is somebody else's page, and would be allowed to read whatever it is answered.
fn is_called_by_its_own_name(head: &Parts) -> bool {
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    if !is_called_by_its_own_name(&head) {
        return refused(&Refusal::met(403, "Forbidden: the sandbox answers to its own machine only"));
    }
    let Ok(body) = axum::body::to_bytes(body, BODY_MAX).await else {
        return refused(&Refusal::met(413, "Request Entity Too Large"));
    };
    let Some(path) = head.uri.path().strip_prefix("/bot") else {
        return page::handle(&shared, &head, &body).await;
    };
    let (token, method) = path.split_once('/').unwrap_or((path, ""));
    if token != shared.token {
        return refused(&Refusal::met(401, "Unauthorized"));
    }
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match checked(method, head.uri.query(), content_type, &body) {
        Ok((method, args)) => answered(&shared, &scissors, method, &args).await,
        Err(refusal) => {
            shared.change(|world| world.violations.push(format!("{method}: {}", refusal.text)));
            refused(&refusal)
        }
    }
}

/// The method and its parameters, if they are what the specification says.
fn checked(name: &str, query: Option<&str>, content_type: &str, body: &[u8]) -> Result<(&'static str, Args), Refusal> {
    let method = schema::method(name).ok_or_else(|| Refusal::met(404, "Not Found"))?;
    let (found, shape) = params::decode(query, content_type, body).map_err(Refusal::wrong)?;
    let args = schema::checked(method, found, shape).map_err(Refusal::wrong)?;
    Ok((method, args))
}

/// A call that may be held and whose client may go away meanwhile.
struct Held<'a>(&'a Shared);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.change(|world| world.faults.held -= 1);
    }
}

async fn answered(shared: &Arc<Shared>, scissors: &Scissors, method: &'static str, args: &Args) -> Response<Body> {
    let chat = world::chat_id(args);
    let mut fault = shared.change(|world| world.faults.take(method, chat));
    if fault == Some(FaultKind::Hold) {
        let releases = shared.change(|world| {
            world.faults.held += 1;
            world.faults.releases
        });
        let held = Held(shared);
        shared.wait(|world| (world.faults.releases != releases || world.stopped).then_some(())).await;
        drop(held);
        fault = None;
    }
    if let Some(kind) = fault.filter(|kind| !matches!(kind, FaultKind::ResetAfter | FaultKind::HalfPairs)) {
        shared.change(|world| world.note_as(method, args, Outcome::Faulted));
        return faulted(kind, scissors);
    }
    let answer = match method {
        "getUpdates" => polled(shared, args).await,
        _ => shared.change(|world| methods::call(world, method, args)),
    };
    if method == "setWebhook" && answer.is_ok() {
        webhook::spawn(shared.clone());
    }
    if fault == Some(FaultKind::ResetAfter) {
        scissors.cut();
        shared.change(|world| world.note_as(method, args, Outcome::AnswerLost));
    } else {
        shared.change(|world| world.note(method, args, &answer));
    }
    match answer {
        Ok(result) => {
            let body = json!({"ok": true, "result": result}).to_string();
            let halved = fault == Some(FaultKind::HalfPairs);
            written(200, if halved { body.replace('\u{fffd}', "\\ud83d") } else { body })
        }
        Err(refusal) => refused(&refusal),
    }
}

async fn polled(shared: &Shared, args: &Args) -> Answer {
    let poll = shared.change(|world| methods::begin_poll(world, args))?;
    let seconds = args.get("timeout").and_then(Value::as_i64).unwrap_or_default().clamp(0, 50);
    let timeout = Duration::from_secs(seconds.unsigned_abs());
    let batch = shared.wait(|world| methods::take_batch(world, poll, args));
    tokio::time::timeout(timeout, batch).await.unwrap_or_else(|_| Ok(json!([])))
}

fn faulted(kind: FaultKind, scissors: &Scissors) -> Response<Body> {
    match kind {
        FaultKind::TooManyRequests { retry_after } => {
            let text = format!("Too Many Requests: retry after {retry_after}");
            refused(&Refusal { retry_after: Some(retry_after), ..Refusal::met(429, text) })
        }
        FaultKind::ServerError(status) => refused(&Refusal::met(status, "Internal Server Error")),
        FaultKind::Unauthorized => refused(&Refusal::met(401, "Unauthorized")),
        FaultKind::Conflict => refused(&Refusal::met(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )),
        FaultKind::Garbage => {
            let mut response = Response::new(Body::from("<html>502 \u{fffd} {\"ok\":tru"));
            *response.status_mut() = StatusCode::OK;
            response
        }
        FaultKind::ResetBefore | FaultKind::ResetAfter | FaultKind::HalfPairs | FaultKind::Hold => {
            scissors.cut();
            Response::new(Body::empty())
        }
    }
}

fn refused(refusal: &Refusal) -> Response<Body> {
    let mut body = json!({"ok": false, "error_code": refusal.status, "description": refusal.text});
    if let Some(seconds) = refusal.retry_after {
        body["parameters"] = json!({"retry_after": seconds});
    }
    json_response(refusal.status, &body)
}

/// A JSON answer. A status that is none becomes 500.
pub(super) fn json_response(status: u16, body: &Value) -> Response<Body> {
    written(status, body.to_string())
}

/// JSON as it is written.
fn written(status: u16, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("application/json"));
    response
}

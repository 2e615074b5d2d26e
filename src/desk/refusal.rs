//! The one shape of every answer that is not a success.

use crate::protocol::{Code, ErrorBody};
use crate::store;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::WWW_AUTHENTICATE;
use axum::response::{IntoResponse, Response};

/// A code on its way out. Carries nothing else, so that two refusals with one code are the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub Code);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let body = Json(ErrorBody::from(self.0));
        match self.0 {
            Code::NotLoggedIn => (status, [(WWW_AUTHENTICATE, "Bearer")], body).into_response(),
            _ => (status, body).into_response(),
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal(code)
    }
}

/// Said once in the log, for the operator; the counsellor can do nothing about it but wait.
impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Refusal {
        tracing::error!(%error, "the desk could not reach the queue");
        Refusal(Code::NotNow)
    }
}

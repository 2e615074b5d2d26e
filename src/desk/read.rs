//! Reading what was sent: a body, a query, an id. What is wrong with it is never repeated.

use super::Refusal;
use crate::protocol::Code;
use crate::vocab::RequestId;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A body of `application/json`.
pub struct Told<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Told<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Told<T>, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Code::NotJson.into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Code::BadRequest)?;
        serde_json::from_slice(&bytes).map(Told).map_err(|_| Code::BadRequest.into())
    }
}

/// A query of these parameters and no others.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Refusal> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(query)| Asked(query)).map_err(|_| Code::BadRequest.into())
    }
}

/// The request that a path names, if what stands there can be an id at all.
pub struct Named(Option<RequestId>);

impl Named {
    /// The id; what is none is nobody's request, and is refused as one.
    pub fn id(self) -> Result<RequestId, Refusal> {
        self.0.ok_or(Code::NotYours.into())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named, Refusal> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        Ok(Named(path.ok().and_then(|Path(text)| text.parse().ok())))
    }
}

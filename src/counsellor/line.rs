//! The line to one desk: calls to its origin and to nowhere else.
//!
//! No redirect is followed, no cookie is kept, every call ends in time, and no answer is read beyond its bound. A proxy
//! from the environment is used for `https` only, where it sees nothing but the desk's name. What went wrong is told
//! by kind: the library's own errors hold addresses, and addresses hold ids.

use super::Error;
use crate::protocol::{BEARER, ErrorBody};
use crate::vocab::Origin;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use zeroize::Zeroizing;

/// The most bytes of an answer in JSON. The largest, 500 links of the audit, has some 300 KiB.
const MOST_JSON: usize = 1024 * 1024;
/// The most bytes of a sealed request; every one has less than 8 KiB.
const MOST_SEALED: usize = 16 * 1024;

/// One call, so that it can be made once more after a new login.
pub struct Call {
    path: String,
    body: Option<Vec<u8>>,
    most: usize,
}

impl Call {
    /// Reads JSON.
    pub fn get(path: impl Into<String>) -> Call {
        Call { path: path.into(), body: None, most: MOST_JSON }
    }

    /// Reads a sealed request.
    pub fn get_sealed(path: impl Into<String>) -> Call {
        Call { path: path.into(), body: None, most: MOST_SEALED }
    }

    /// Sends a body and reads JSON, or nothing.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Call {
        let body = serde_json::to_vec(body).expect("bodies are texts and numbers, which always become JSON");
        Call { path: path.into(), body: Some(body), most: MOST_JSON }
    }
}

/// Calls to one desk.
pub struct Line {
    client: Client,
    origin: Origin,
    patience: Duration,
}

impl Line {
    /// A line to this desk, on which no call takes longer than `patience`. Connects to nothing yet.
    pub fn new(origin: Origin, patience: Duration) -> Result<Line, Error> {
        let client = Client::builder().redirect(Policy::none()).referer(false).connect_timeout(patience);
        let client = client.timeout(patience);
        let encrypted = origin.as_str().starts_with("https://");
        let client = if encrypted { client.https_only(true) } else { client.no_proxy() };
        let client = client.build().map_err(|_| Error::NoConnections)?;
        Ok(Line { client, origin, patience })
    }

    /// The desk.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Makes a call and gives what a success carries.
    pub async fn send(&self, call: &Call, token: Option<&SecretString>) -> Result<Vec<u8>, Error> {
        let address = format!("{}{}", self.origin, call.path);
        let request = match &call.body {
            None => self.client.get(address),
            Some(body) => self.client.post(address).header("content-type", "application/json").body(body.clone()),
        };
        let request = match token {
            None => request,
            Some(token) => request.header(AUTHORIZATION, bearer(token)?),
        };
        let response = request.send().await.map_err(|error| self.why(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(Error::SentElsewhere);
        }
        let body = self.read(response, call.most).await;
        if status == StatusCode::OK || status == StatusCode::NO_CONTENT {
            return body;
        }
        Err(match (body.map(|body| refusal(status, &body)), status.as_u16()) {
            (Ok(Some(refused)), _) => refused,
            // A proxy says so, in whatever words, while the desk behind it is started again.
            (_, 502..=504) => Error::Away,
            (Ok(None), _) => Error::Garbled,
            (Err(cut_off), _) => cut_off,
        })
    }

    async fn read(&self, mut response: Response, most: usize) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| self.why(&error))? {
            if body.len() + piece.len() > most {
                return Err(Error::TooLarge { limit: most });
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    fn why(&self, error: &reqwest::Error) -> Error {
        if error.is_timeout() {
            Error::Silent { seconds: self.patience.as_secs() }
        } else if error.is_connect() {
            Error::Unreachable
        } else {
            Error::BrokenOff
        }
    }
}

/// Reads a refusal; none where it is not in the form of the API. The code alone: words of a desk are not shown.
fn refusal(status: StatusCode, body: &[u8]) -> Option<Error> {
    if let Ok(ErrorBody { error }) = serde_json::from_slice(body) {
        return (error.code.status() == status.as_u16()).then_some(Error::Refused(error.code));
    }
    let is_error = status.is_client_error() || status.is_server_error();
    let in_form = serde_json::from_slice::<Unknown>(body).is_ok();
    (is_error && in_form).then_some(Error::Newer)
}

/// A refusal in the form of the API, with a code that is none of ours.
#[derive(Deserialize)]
struct Unknown {
    #[serde(rename = "error")]
    _error: UnknownProblem,
}

#[derive(Deserialize)]
struct UnknownProblem {
    #[serde(rename = "code")]
    _code: String,
    #[serde(rename = "message")]
    _message: String,
    #[serde(rename = "advice")]
    _advice: String,
}

/// Reads an answer.
pub fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| Error::Garbled)
}

fn bearer(token: &SecretString) -> Result<HeaderValue, Error> {
    let text = Zeroizing::new(format!("{BEARER}{}", token.expose_secret()));
    let mut value = HeaderValue::from_str(&text).map_err(|_| Error::Garbled)?;
    value.set_sensitive(true);
    Ok(value)
}

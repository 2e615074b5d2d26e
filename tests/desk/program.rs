//! A counsellor's program, and what the desk answers it.

use janynda::protocol::{Claimed, Close, Code, ErrorBody, Hold, List, Row, RowStatus, paths};
use janynda::vocab::{Origin, Outcome, RequestId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Somebody's program.
#[derive(Clone)]
pub struct Program {
    pub client: reqwest::Client,
    pub origin: Origin,
    pub token: Option<String>,
}

impl Program {
    pub async fn get(&self, path: &str) -> Answered {
        self.send(self.client.get(format!("{}{path}", self.origin))).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answered {
        self.send(self.client.post(format!("{}{path}", self.origin)).json(body)).await
    }

    /// Sends `{}`.
    pub async fn press(&self, path: &str) -> Answered {
        self.post(path, &json!({})).await
    }

    pub async fn list(&self) -> List {
        self.get(paths::REQUESTS).await.read()
    }

    pub async fn claim(&self, id: RequestId) -> Answered {
        self.press(&paths::of(paths::CLAIM, id)).await
    }

    /// Claims and tells the fence.
    pub async fn hold(&self, id: RequestId) -> i64 {
        let claimed: Claimed = self.claim(id).await.read();
        fence(&claimed.request.unwrap())
    }

    pub async fn extend(&self, id: RequestId, fence: i64) -> Answered {
        self.post(&paths::of(paths::EXTEND, id), &Hold { fence }).await
    }

    pub async fn release(&self, id: RequestId, fence: i64) -> Answered {
        self.post(&paths::of(paths::RELEASE, id), &Hold { fence }).await
    }

    pub async fn blob(&self, id: RequestId, fence: i64) -> Answered {
        self.get(&format!("{}?fence={fence}", paths::of(paths::BLOB, id))).await
    }

    pub async fn close(&self, id: RequestId, fence: i64, outcome: Outcome) -> Answered {
        let close = Close { fence, outcome, next_attempt: None, return_address: None };
        self.post(&paths::of(paths::CLOSE, id), &close).await
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answered {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        Answered { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }
}

/// The fence of a row of one's own.
#[track_caller]
pub fn fence(row: &Row) -> i64 {
    match row.status {
        RowStatus::Mine { fence, .. } => fence,
        _ => panic!("not hers: {row:?}"),
    }
}

/// What the desk answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body as it stands there, whatever the status.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of a refusal; its status must be the code's.
    #[track_caller]
    pub fn code(&self) -> Code {
        let body: ErrorBody = serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"));
        assert_eq!(self.status, body.error.code.status());
        body.error.code
    }

    /// Status, headers (but the date) and body: what two answers must share to be the same.
    pub fn whole(&self) -> (u16, Vec<(String, String)>, String) {
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .filter(|(name, _)| name.as_str() != "date")
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        (self.status, headers, self.text())
    }
}

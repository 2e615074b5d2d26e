//! Somebody between a counsellor's program and a desk, who passes everything on and changes what comes back.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use janynda::vocab::Origin;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::net::TcpListener;

/// From a path and what the desk answered to what the program is told.
type Bend = Box<dyn Fn(&str, Vec<u8>) -> Vec<u8> + Send>;

#[derive(Clone)]
pub struct Between {
    /// Where the program goes.
    pub origin: Origin,
    desk: Arc<OnceLock<Origin>>,
    bend: Arc<Mutex<Bend>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Between {
    /// Listens, and leads nowhere yet.
    pub async fn listens() -> Between {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let between = Between {
            origin: format!("http://{}", listener.local_addr().unwrap()).parse().unwrap(),
            desk: Arc::default(),
            bend: Arc::new(Mutex::new(Box::new(|_, answer| answer))),
            seen: Arc::default(),
        };
        let app = Router::new().fallback(pass_on).with_state(between.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        between
    }

    pub fn leads_to(&self, desk: &Origin) {
        self.desk.set(desk.clone()).unwrap();
    }

    /// From now on changes what comes back.
    pub fn bends(&self, bend: impl Fn(&str, Vec<u8>) -> Vec<u8> + Send + 'static) {
        *self.bend.lock().unwrap() = Box::new(bend);
    }

    /// Every path that was asked for since the last time, and whatever was sent along.
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }
}

async fn pass_on(
    State(between): State<Between>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path_and_query().unwrap().as_str();
    between.seen.lock().unwrap().push(format!("{path} {}", String::from_utf8_lossy(&body)));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.request(method, format!("{}{path}", between.desk.get().unwrap())).body(body);
    for name in [AUTHORIZATION, CONTENT_TYPE] {
        if let Some(value) = headers.get(&name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    let body = answer.bytes().await.unwrap().to_vec();
    let bent = between.bend.lock().unwrap()(uri.path(), body);
    (status, bent).into_response()
}

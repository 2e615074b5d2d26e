//! One sandbox, one bot client, one person: what every test starts with.

use janynda::clock::{Clock, Moment};
use janynda::sandbox::{Options, Person, Profile, Sandbox};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use teloxide::Bot;

/// A running sandbox whose clock only a test moves.
pub struct Bench {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub bot: Bot,
}

impl Bench {
    pub async fn start() -> Bench {
        let clock = Clock::hand(Moment(1_790_000_000));
        let sandbox = Sandbox::start(Options { clock: clock.clone(), ..Options::default() }).await.unwrap();
        let bot = Bot::new(sandbox.token()).set_api_url(sandbox.api_url().parse().unwrap());
        Bench { sandbox, clock, bot }
    }

    /// A person who has pressed Start.
    pub fn person(&self, chat_id: i64) -> Person {
        let person = self.sandbox.person(Profile::new(chat_id));
        person.command("start").unwrap();
        person
    }

    /// A call as JSON on a plain connection: the status and the whole answer.
    pub async fn call(&self, method: &str, params: Value) -> (u16, Value) {
        let path = format!("/bot{}/{method}", self.sandbox.token());
        self.post(&path, "application/json", params.to_string().into_bytes()).await
    }

    /// What a refused call is told. Fails when it is not refused.
    pub async fn refusal(&self, method: &str, params: Value) -> String {
        let (status, answer) = self.call(method, params).await;
        assert_eq!(answer["ok"], json!(false), "{method} was accepted: {answer}");
        assert_eq!(answer["error_code"], json!(status));
        answer["description"].as_str().unwrap().to_owned()
    }

    /// The result of a call that has to succeed.
    pub async fn result(&self, method: &str, params: Value) -> Value {
        let (status, mut answer) = self.call(method, params).await;
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{method}: {answer}");
        answer["result"].take()
    }

    /// Sends a text and gives the message's id.
    pub async fn send(&self, person: &Person, text: &str) -> i64 {
        let sent = self.result("sendMessage", json!({"chat_id": person.chat_id(), "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }

    /// Every update that waits.
    pub async fn updates(&self, offset: i64) -> Vec<Value> {
        let updates = self.result("getUpdates", json!({"offset": offset})).await;
        updates.as_array().unwrap().clone()
    }

    pub async fn post(&self, path: &str, content_type: &str, body: Vec<u8>) -> (u16, Value) {
        let (status, body) = raw(&self.sandbox.api_url(), "POST", path, content_type, body).await;
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }
}

/// One HTTP request over a bare connection. An empty answer has status 0.
pub async fn raw(url: &str, verb: &str, path: &str, content_type: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    raw_to(address, url, verb, path, content_type, body).await
}

/// The same by another name of the host: what a browser sends whose page's name was made to point here.
pub async fn raw_to(
    host: &str,
    url: &str,
    verb: &str,
    path: &str,
    content_type: &str,
    body: Vec<u8>,
) -> (u16, Vec<u8>) {
    let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut request = format!(
        "{verb} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend(body);
    let exchange = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(&request).unwrap();
        let mut answer = Vec::new();
        // A connection broken on purpose ends here with what came before.
        let _ = stream.read_to_end(&mut answer);
        answer
    };
    let answer = tokio::task::spawn_blocking(exchange).await.unwrap();
    let Some(split) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return (0, Vec::new()) };
    let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
    (status, answer[split + 4..].to_vec())
}

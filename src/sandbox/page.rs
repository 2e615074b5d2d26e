//! The chat page: one HTML file, and the three calls its script makes. Each browser tab is a person of its own.
//!
//! Only pages served from this machine under its own name may call it (`serve` asks that of every request), and only
//! with the secret of their tab, so that no web site open in the same browser can read or write in the simulated chat.

use super::methods::Args;
use super::model::{Media, Profile};
use super::secret;
use super::serve::json_response;
use super::shared::Shared;
use super::view::{Error, View};
use super::world::{Place, Standing, World};
use crate::chance;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

const PAGE: &str = include_str!("page.html");
/// How long a page waits for news before it asks again.
const NEWS_WITHIN: Duration = Duration::from_secs(25);

/// Answers everything that is not a call of the bot.
pub(super) async fn handle(shared: &Shared, head: &Parts, body: &[u8]) -> Response<Body> {
    let is_json = head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    match (&head.method, head.uri.path()) {
        (&Method::GET, "/") => page(),
        (&Method::POST, "/page/people" | "/page/chat" | "/page/act") if !is_json => {
            failed(415, "JSON is expected here")
        }
        (&Method::POST, "/page/people") => arrive(shared, body),
        (&Method::POST, "/page/chat") => news(shared, body).await,
        (&Method::POST, "/page/act") => act(shared, body),
        _ => failed(404, "Not Found"),
    }
}

fn failed(status: u16, description: &str) -> Response<Body> {
    json_response(status, &json!({"ok": false, "error_code": status, "description": description}))
}

fn page() -> Response<Body> {
    let Ok(nonce) = secret() else { return failed(500, "no random bytes") };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let mut response = Response::new(Body::from(PAGE.replace("{{nonce}}", &nonce)));
    let fixed: [(HeaderName, &'static str); 4] = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    let headers = response.headers_mut();
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    headers.extend(HeaderValue::from_str(&policy).map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    response
}

#[derive(Deserialize)]
struct Arrival {
    language: String,
}

/// A new tab: a new person.
fn arrive(shared: &Shared, body: &[u8]) -> Response<Body> {
    let Ok(arrival) = serde_json::from_slice::<Arrival>(body) else { return failed(400, "a language is expected") };
    let (Ok(key), Ok(bytes)) = (secret(), chance::fresh::<4>()) else { return failed(500, "no random bytes") };
    // As long as real ids of recent accounts, and out of the way of those that tests choose.
    let chat = 7_000_000_000 + i64::from(u32::from_le_bytes(bytes) >> 2);
    let profile = Profile {
        chat_id: chat,
        first_name: "Demo".to_owned(),
        last_name: Some("Visitor".to_owned()),
        username: Some(format!("demo_visitor_{chat}")),
        language_code: language(&arrival.language),
    };
    shared.change(|world| {
        world.admit(profile);
        world.tabs.insert(key.clone(), chat);
    });
    json_response(200, &json!({"key": key}))
}

/// A language tag as an app would tell it; an app may tell none.
fn language(code: &str) -> Option<String> {
    let good = (2..=8).contains(&code.len()) && code.bytes().all(|c| c.is_ascii_alphabetic() || c == b'-');
    good.then(|| code.to_owned())
}

#[derive(Deserialize)]
struct Asking {
    key: String,
    tag: String,
}

/// The chat as it is, as soon as it differs from what the page has.
async fn news(shared: &Shared, body: &[u8]) -> Response<Body> {
    let Ok(Asking { key, tag }) = serde_json::from_slice(body) else { return failed(400, "key and tag are expected") };
    let fresh = shared.wait(|world| {
        let Some(mut chat) = snapshot(world, &key) else { return Some(None) };
        let mut hasher = DefaultHasher::new();
        chat.to_string().hash(&mut hasher);
        let now = format!("{:016x}", hasher.finish());
        chat["tag"] = json!(now);
        (now != tag || world.stopped).then_some(Some(chat))
    });
    match tokio::time::timeout(NEWS_WITHIN, fresh).await {
        Ok(Some(chat)) => json_response(200, &chat),
        Ok(None) => failed(404, "this chat is gone: the sandbox was started anew"),
        Err(_) => json_response(200, &json!({"tag": tag})),
    }
}

fn snapshot(world: &World, key: &str) -> Option<Value> {
    let chat = world.chats.get(world.tabs.get(key)?)?;
    let Place::Private(profile) = &chat.place else { return None };
    let code = profile.language_code.as_deref().unwrap_or_default();
    let view = View::of(chat);
    let messages = view.messages.iter().map(|message| {
        json!({
            "id": message.id,
            "mine": !message.from_bot,
            "text": message.text,
            "entities": message.entities,
            "rows": message.buttons,
            "media": message.media,
            "date": message.date,
            "protected": message.protected,
        })
    });
    let standing = match chat.standing {
        Standing::Unmet => "new",
        Standing::Open => "open",
        Standing::Blocked | Standing::Left => "blocked",
    };
    let short = code.get(..2).unwrap_or_default();
    Some(json!({
        "messages": messages.collect::<Vec<_>>(),
        "alerts": view.alerts,
        "standing": standing,
        "language": code,
        "bot": {
            "name": world.identity.name(short),
            "description": world.identity.text("description", short),
            "commands": world.identity.commands(short),
        },
    }))
}

#[derive(Deserialize)]
struct Act {
    key: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum What {
    Write { text: String },
    Press { message: i64, data: String },
    Contact { number: String },
    Voice,
    Wipe,
    Block,
    Unblock,
    Language { code: String },
}

fn act(shared: &Shared, body: &[u8]) -> Response<Body> {
    let Ok(Act { key, what }) = serde_json::from_slice(body) else { return failed(400, "an act is expected") };
    let done = shared.change(|world| {
        let chat = world.tabs.get(&key).copied().ok_or(Error::NoChat)?;
        match what {
            What::Write { text } if text.trim().is_empty() => Ok(()),
            What::Write { text } => world.write(chat, chat, text.trim(), Map::new()).map(drop),
            What::Press { message, data } => world.press(chat, chat, message, &data).map(drop),
            What::Contact { number } => {
                let contact = json!({"phone_number": number, "first_name": "Demo", "user_id": chat});
                world.write(chat, chat, "", Args::from_iter([("contact".to_owned(), contact)])).map(drop)
            }
            What::Voice => {
                let (field, content) = Media::Voice.content();
                world.write(chat, chat, "", Args::from_iter([(field.to_owned(), content)])).map(drop)
            }
            What::Wipe => world.clear(chat),
            What::Block => world.block(chat),
            What::Unblock => world.unblock(chat),
            What::Language { code } => {
                if let Place::Private(profile) = &mut world.chat(chat)?.place {
                    profile.language_code = language(&code);
                }
                Ok(())
            }
        }
    });
    match done {
        Ok(()) => json_response(200, &json!({"ok": true})),
        Err(error) => failed(409, &error.to_string()),
    }
}

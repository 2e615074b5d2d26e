//! Pushing updates to the bot's own HTTP server on this machine, again and again until it takes them.

use super::inbox::Update;
use super::shared::Shared;
use axum::http::Uri;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long the bot may take over one push.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// The first pause after a failed push; it doubles with every further one. Telegram's pauses are longer: only their
/// growth is kept, so that tests are quick.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The loopback address and path of a webhook URL. Nothing but this machine is ever called.
pub(super) fn target(url: &str) -> Option<(SocketAddr, String)> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri.authority()?.as_str().replace("localhost", "127.0.0.1");
    let address: SocketAddr = authority.parse().ok()?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    (uri.scheme_str() == Some("http") && address.ip().is_loopback()).then_some((address, path))
}

struct Push {
    update: Update,
    address: SocketAddr,
    head: String,
}

/// Starts pushing for the webhook just set; ends when it is replaced or removed.
pub(super) fn spawn(shared: Arc<Shared>) {
    tokio::spawn(async move {
        let Some(generation) = shared.look(|world| world.inbox.hook.as_ref().map(|hook| hook.generation)) else {
            return;
        };
        loop {
            let push = shared.wait(|world| {
                world.expire();
                let Some(hook) = world.inbox.hook.as_ref().filter(|hook| hook.generation == generation) else {
                    return Some(None);
                };
                if world.stopped {
                    return Some(None);
                }
                let secret =
                    hook.secret.as_ref().map(|secret| format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"));
                let head = format!(
                    "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nConnection: close\r\n{}",
                    hook.path,
                    hook.target,
                    secret.unwrap_or_default(),
                );
                let address = hook.target;
                world.inbox.next_push().map(|update| Some(Push { update, address, head }))
            });
            let Some(push) = push.await else { return };
            tokio::spawn(deliver(shared.clone(), push, generation));
        }
    });
}

/// One update, until it is taken, too old, or the webhook is no longer this one.
async fn deliver(shared: Arc<Shared>, push: Push, generation: u64) {
    let Push { update, address, head } = push;
    let mut pause = FIRST_PAUSE;
    loop {
        let body = update.json().to_string();
        let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        let failure = match tokio::time::timeout(ANSWER_WITHIN, post(address, request.as_bytes())).await {
            Ok(Ok(200..=299)) => None,
            Ok(Ok(status)) => Some(format!("Wrong response from the webhook: {status}")),
            Ok(Err(_)) => Some("Connection refused".to_owned()),
            Err(_) => Some("Read timeout expired".to_owned()),
        };
        let goes_on = shared.change(|world| {
            let now = world.now();
            world.expire();
            let inbox = &mut world.inbox;
            let Some(hook) = inbox.hook.as_mut().filter(|hook| hook.generation == generation) else { return false };
            let failed = failure.is_some();
            if let Some(failure) = failure {
                hook.last_error = Some((now, failure));
            } else {
                inbox.pushed(update.id);
            }
            let goes_on = failed && inbox.waits(update.id) && !world.stopped;
            if !goes_on {
                world.inbox.busy.remove(&update.lane);
            }
            goes_on
        });
        if !goes_on {
            return;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Sends one request on a connection of its own and gives the status of the answer.
async fn post(address: SocketAddr, request: &[u8]) -> io::Result<u16> {
    let stream = TcpStream::connect(address).await?;
    let mut rest = request;
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    let mut answer = Vec::new();
    while !answer.windows(2).any(|pair| pair == b"\r\n") {
        stream.readable().await?;
        let mut some = [0; 1024];
        match stream.try_read(&mut some) {
            Ok(0) => break,
            Ok(count) => answer.extend(some.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    let line = String::from_utf8_lossy(&answer);
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

//! What stands inside a challenge. Lines in this order, then spaces up to 1,024 bytes, so that its size says nothing
//! of the desk's name.
//!
//! ```text
//! janynda-login-v1
//! origin https://desk.example.kz
//! deployment almaty-1
//! session 0123456789abcdef0123456789abcdef
//! nonce <32 bytes, base64>
//! expires 1795521660
//! ```

use crate::clock::Moment;
use crate::vocab::{DeploymentId, Origin, SessionId, in_one_spelling, secret_bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// Every challenge has this size; the longest origin and deployment leave half of it empty.
pub(super) const SIZE: usize = 1024;

/// Looked at before any parser runs: nothing made for another purpose is ever taken for a challenge.
pub(super) const MAGIC: &[u8] = b"janynda-login-v1\n";

pub(super) struct Content {
    pub origin: Origin,
    pub deployment: DeploymentId,
    pub session: SessionId,
    pub nonce: Zeroizing<[u8; 32]>,
    pub expires: Moment,
}

/// The plaintext, always [`SIZE`] bytes. The buffer never grows, so no copy of the nonce stays behind. None when it
/// does not fit, which no origin and no deployment reach.
pub(super) fn write(content: &Content) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(Vec::with_capacity(SIZE));
    let nonce = Zeroizing::new(STANDARD.encode(*content.nonce));
    out.extend_from_slice(MAGIC);
    for (name, value) in [
        ("origin ", content.origin.as_str()),
        ("deployment ", content.deployment.as_str()),
        ("session ", &content.session.to_string()),
        ("nonce ", &nonce),
        ("expires ", &content.expires.0.to_string()),
    ] {
        if out.len() + name.len() + value.len() >= SIZE {
            return None;
        }
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(value.as_bytes());
        out.push(b'\n');
    }
    out.resize(SIZE, b' ');
    Some(out)
}

/// Reads what stands behind the magic, in its one spelling.
pub(super) fn read(rest: &[u8]) -> Option<Content> {
    let mut text = std::str::from_utf8(rest).ok()?;
    let mut line = |name: &str| {
        let (line, rest) = text.split_once('\n')?;
        text = rest;
        line.strip_prefix(name)?.strip_prefix(' ')
    };
    let content = Content {
        origin: line("origin")?.parse().ok()?,
        deployment: line("deployment")?.parse().ok()?,
        session: line("session")?.parse().ok()?,
        nonce: secret_bytes(line("nonce")?)?,
        expires: Moment(in_one_spelling(line("expires")?)?),
    };
    text.bytes().all(|byte| byte == b' ').then_some(content)
}

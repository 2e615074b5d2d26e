//! The ring as a file. One section a line, in this order; a section this version does not know is refused, never
//! dropped, because rewriting the ring without it would destroy keys.
//!
//! ```text
//! janynda-keyring-v1
//! deployment almaty-1
//! roster 7 <SHA-256 of its text, base64>      (or `roster none`)
//! hotlines 2026-11-24T07:00:00Z               (or `hotlines none`)
//! epoch 20781 <32 bytes, base64>              (newest first, one or two)
//! epoch 20780 <32 bytes, base64>
//! waiting 20781 <32 bytes, base64>            (newest first, one a day without gaps, at most 15)
//! claimed 20781 <32 bytes, base64>            (likewise, at most 31)
//! return 20781 <32 bytes, base64>             (likewise, at most 45)
//! checksum <SHA-256 of every byte above, base64>
//! ```

use super::day::DayKeys;
use super::{ALIVE, DayKey, EpochKey, Error, Keep, KeyRing, no_epochs};
use crate::vocab::{DeploymentId, RosterHash, RosterMark, in_one_spelling, secret_bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const MAGIC: &str = "janynda-keyring-v1";

/// Far above what [`CAPACITY`] says a ring can have.
const LIMIT: usize = 64 * 1024;

/// Written in one piece, so that growing the buffer leaves no copy of a key behind. 93 keys in lines of at most 74
/// bytes, and 270 bytes around them.
pub(super) const CAPACITY: usize = 8 * 1024;

pub(super) fn write(ring: &KeyRing) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(CAPACITY));
    let mut line = |parts: &[&str]| {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(part.as_bytes());
        }
        out.push(b'\n');
    };
    line(&[MAGIC]);
    line(&["deployment", ring.deployment.as_str()]);
    match ring.roster {
        None => line(&["roster", "none"]),
        Some(mark) => line(&["roster", &mark.version.to_string(), &STANDARD.encode(mark.hash.bytes())]),
    }
    match ring.hotlines {
        None => line(&["hotlines", "none"]),
        Some(signed) => line(&["hotlines", &signed.to_string()]),
    }
    for epoch in &ring.epochs {
        let key = Zeroizing::new(STANDARD.encode(epoch.key()));
        line(&["epoch", &epoch.epoch().to_string(), &key]);
    }
    for day in Keep::ALL.iter().flat_map(|keep| ring.day_keys(*keep)) {
        let key = Zeroizing::new(STANDARD.encode(day.key()));
        line(&[day.keep().name(), &day.day().to_string(), &key]);
    }
    let checksum = STANDARD.encode(Sha256::digest(&**out));
    out.extend_from_slice(format!("checksum {checksum}\n").as_bytes());
    out
}

pub(super) fn parse(bytes: &[u8], deployment: &DeploymentId) -> Result<KeyRing, Error> {
    if bytes.len() > LIMIT {
        return Err(Error::TooLarge { size: bytes.len(), limit: LIMIT });
    }
    let body = checked_body(bytes)?;
    let mut lines = Lines { rest: body.split_terminator('\n').collect(), next: 2 };
    // The magic was looked at before the checksum.
    lines.rest.remove(0);

    let named: DeploymentId = lines.take("deployment", "`deployment <id>`", |id| id.parse().ok())?;
    if named != *deployment {
        return Err(Error::OtherDeployment);
    }
    let roster = lines.take("roster", "`roster none` or `roster <version> <hash>`", |text| mark(text, roster_mark))?;
    let hotlines =
        lines.take("hotlines", "`hotlines none` or `hotlines <time>`", |text| mark(text, in_one_spelling))?;
    let mut epochs = no_epochs();
    epochs.push(lines.take("epoch", "`epoch <day> <key>`", epoch_key)?);
    while epochs.len() < ALIVE && lines.next_is("epoch") {
        let older = lines.take("epoch", "the epoch of the day before", epoch_key)?;
        if epochs.last().is_none_or(|newer| newer.epoch().checked_sub(1) != Some(older.epoch())) {
            return Err(Error::Line { line: lines.next - 1, expected: "the epoch of the day before" });
        }
        epochs.push(older);
    }
    let newest = epochs.first().map_or(0, EpochKey::epoch);
    let days = day_keys(&mut lines, newest)?;
    if !lines.rest.is_empty() {
        return Err(Error::Line { line: lines.next, expected: "the checksum: this version knows no other section" });
    }
    days.check(epochs.len())?;
    Ok(KeyRing { deployment: named, roster, hotlines, epochs, days })
}

fn day_keys(lines: &mut Lines<'_>, newest: i64) -> Result<DayKeys, Error> {
    let mut days = DayKeys::none();
    for keep in Keep::ALL {
        while lines.next_is(keep.name()) {
            let read = |text| dated(text).map(|(day, key)| DayKey::from_parts(keep, day, *key));
            let key = lines.take(keep.name(), "`<section> <day> <key>`", read)?;
            days.push(key, newest).map_err(|expected| Error::Line { line: lines.next - 1, expected })?;
        }
    }
    Ok(days)
}

/// Everything above the checksum line, once the checksum fits.
fn checked_body(bytes: &[u8]) -> Result<&str, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::OtherVersion)?;
    if text.split('\n').next() != Some(MAGIC) {
        return Err(Error::OtherVersion);
    }
    let last = text.rfind("\nchecksum ").ok_or(Error::Damaged)? + 1;
    let (body, tail) = text.split_at(last);
    let sum = tail.strip_prefix("checksum ").and_then(|sum| sum.strip_suffix('\n')).ok_or(Error::Damaged)?;
    let sum = secret_bytes(sum).ok_or(Error::Damaged)?;
    if sum[..] == Sha256::digest(body)[..] { Ok(body) } else { Err(Error::Damaged) }
}

struct Lines<'a> {
    rest: Vec<&'a str>,
    /// The number of the line that `take` looks at next.
    next: usize,
}

impl<'a> Lines<'a> {
    /// The next line, if it starts with `section` and `read` understands what follows.
    fn take<T>(
        &mut self,
        section: &str,
        expected: &'static str,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Result<T, Error> {
        let wrong = Error::Line { line: self.next, expected };
        let line = *self.rest.first().ok_or(wrong)?;
        let value = line.strip_prefix(section).and_then(|rest| rest.strip_prefix(' ')).and_then(read).ok_or(wrong)?;
        self.rest.remove(0);
        self.next += 1;
        Ok(value)
    }

    fn next_is(&self, section: &str) -> bool {
        self.rest.first().and_then(|line| line.split(' ').next()) == Some(section)
    }
}

/// What was the newest ever seen, or `none`.
#[expect(clippy::option_option, reason = "outer: could it be read; inner: was there one")]
fn mark<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == "none" { Some(None) } else { read(text).map(Some) }
}

fn roster_mark(text: &str) -> Option<RosterMark> {
    let (version, hash) = text.split_once(' ')?;
    Some(RosterMark { version: in_one_spelling(version)?, hash: RosterHash::from_bytes(*secret_bytes(hash)?) })
}

fn epoch_key(text: &str) -> Option<EpochKey> {
    dated(text).map(|(day, key)| EpochKey::from_parts(day, *key))
}

fn dated(text: &str) -> Option<(i64, Zeroizing<[u8; 32]>)> {
    let (day, key) = text.split_once(' ')?;
    Some((in_one_spelling(day)?, secret_bytes(key)?))
}

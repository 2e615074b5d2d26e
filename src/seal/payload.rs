//! What stands inside the envelope: a magic line, one JSON object, and spaces up to 4 KiB.
//!
//! The structs are private to this room, so that neither `Plain` nor the request itself can be serialized anywhere
//! else. JSON with spaces behind it, so that whoever opens the file with any age tool can read it.

use super::{Error, OpenError, Opened};
use crate::clock::Moment;
use crate::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, DeploymentId, Flag, Flags, How, Kind, Kinds, Lang, Plain,
    Region, RequestId, ReturnAddress, RosterHash, RosterMark, SafeTime, Signs, SomeoneElse, Urgency, Who,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize};
use std::io::{self, Write};
use zeroize::Zeroizing;

/// Every payload has this size.
pub(super) const SIZE: usize = 4096;

/// Looked at before any parser runs: nothing made for another purpose is ever taken for a request.
const MAGIC: &[u8] = b"janynda-request-v1\n";

const SCHEMA: u32 = 2;

#[derive(Serialize)]
struct Written<'a> {
    schema: u32,
    request: String,
    deployment: &'a str,
    roster_version: u32,
    roster_hash: String,
    sealed_hour: i64,
    lang: &'a str,
    audience: &'a str,
    urgency: &'a str,
    kinds: Vec<&'a str>,
    flags: Vec<&'a str>,
    /// The bits of [`Signs`]: the longest words and every sign fit together.
    signs: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<&'a str>,
    how: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    part: &'a str,
    days: &'a str,
    someone_else: &'a str,
    voicemail: &'a str,
    sms: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_word: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_address: Option<String>,
}

/// Ids and names as texts; what a person wrote goes straight into a `Plain`, which is zeroed on drop.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "schema")]
    _schema: u32,
    request: String,
    deployment: String,
    roster_version: u32,
    roster_hash: String,
    sealed_hour: i64,
    lang: String,
    audience: String,
    urgency: String,
    kinds: Vec<String>,
    flags: Vec<String>,
    signs: u16,
    region: Option<String>,
    who: Option<String>,
    how: String,
    #[serde(default, deserialize_with = "some_plain")]
    number: Option<Plain>,
    part: String,
    days: String,
    someone_else: String,
    voicemail: String,
    sms: String,
    #[serde(default, deserialize_with = "some_plain")]
    name: Option<Plain>,
    #[serde(default, deserialize_with = "some_plain")]
    code_word: Option<Plain>,
    #[serde(default, deserialize_with = "some_plain")]
    words: Option<Plain>,
    return_address: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    schema: u32,
}

fn plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
    String::deserialize(deserializer).map(Plain::new)
}

fn some_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Plain>, D::Error> {
    plain(deserializer).map(Some)
}

/// The payload of a request, always [`SIZE`] bytes. The buffer never grows, so no copy of it stays behind.
pub(super) fn write(
    request: &CallbackRequest,
    deployment: &DeploymentId,
    roster: RosterMark,
    now: Moment,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let written = Written {
        schema: SCHEMA,
        request: request.id.to_string(),
        deployment: deployment.as_str(),
        roster_version: roster.version,
        roster_hash: STANDARD.encode(roster.hash.bytes()),
        sealed_hour: now.hour(),
        lang: request.lang.code(),
        audience: request.audience.name(),
        urgency: request.urgency.name(),
        kinds: request.kinds.iter().map(Kind::name).collect(),
        flags: request.flags.iter().map(Flag::name).collect(),
        signs: request.signs.bits(),
        region: request.region.map(Region::code),
        who: request.who.map(Who::name),
        how: request.how.name(),
        number: request.number.as_ref().map(Plain::expose),
        part: request.when.part.name(),
        days: request.when.days.name(),
        someone_else: request.someone_else.name(),
        voicemail: request.voicemail.name(),
        sms: request.sms.name(),
        name: request.name.as_ref().map(Plain::expose),
        code_word: request.code_word.as_ref().map(Plain::expose),
        words: request.words.as_ref().map(Plain::expose),
        return_address: request.return_address.as_ref().map(|address| STANDARD.encode(address.bytes())),
    };
    let mut buffer = Zeroizing::new(vec![b' '; SIZE]);
    let (magic, mut rest) = buffer.split_at_mut(MAGIC.len());
    magic.copy_from_slice(MAGIC);
    if serde_json::to_writer(&mut rest, &written).is_err() {
        return Err(Error::TooLong { size: MAGIC.len() + size_of_json(&written), limit: SIZE });
    }
    Ok(buffer)
}

/// Reads a payload of exactly [`SIZE`] bytes.
pub(super) fn read(payload: &[u8], request: &RequestId, deployment: &DeploymentId) -> Result<Opened, OpenError> {
    let json = payload.strip_prefix(MAGIC).ok_or(OpenError::OtherMagic)?;
    let head: Head = serde_json::from_slice(json).map_err(|_| OpenError::Malformed)?;
    if head.schema != SCHEMA {
        return Err(OpenError::OtherSchema { found: head.schema, known: SCHEMA });
    }
    let read: Read = serde_json::from_slice(json).map_err(|_| OpenError::Malformed)?;
    let id: RequestId = read.request.parse().map_err(|_| OpenError::Malformed)?;
    if id != *request {
        return Err(OpenError::OtherRequest);
    }
    if read.deployment != deployment.as_str() {
        return Err(OpenError::OtherDeployment);
    }
    read.into_opened(id).ok_or(OpenError::Malformed)
}

impl Read {
    fn into_opened(self, id: RequestId) -> Option<Opened> {
        let hash = STANDARD.decode(&self.roster_hash).ok()?.try_into().ok()?;
        let roster = RosterMark { version: self.roster_version, hash: RosterHash::from_bytes(hash) };
        let kinds = self.kinds.iter().map(|kind| kind.parse::<Kind>().ok()).collect::<Option<Kinds>>()?;
        let flags = self.flags.iter().map(|flag| named(&Flag::ALL, Flag::name, flag)).collect::<Option<Flags>>()?;
        let region = match &self.region {
            Some(region) => Some(region.parse::<Region>().ok()?),
            None => None,
        };
        let who = match &self.who {
            Some(who) => Some(named(Who::ALL, Who::name, who)?),
            None => None,
        };
        let return_address = match &self.return_address {
            Some(address) => Some(ReturnAddress::from_bytes(STANDARD.decode(address).ok()?.try_into().ok()?)),
            None => None,
        };
        let request = CallbackRequest {
            id,
            lang: self.lang.parse::<Lang>().ok()?,
            audience: self.audience.parse::<Audience>().ok()?,
            urgency: named(&[Urgency::Normal, Urgency::High, Urgency::Immediate], Urgency::name, &self.urgency)?,
            kinds,
            flags,
            signs: Signs::from_bits(self.signs),
            region,
            who,
            how: named(How::ALL, How::name, &self.how)?,
            number: self.number,
            when: SafeTime {
                part: named(DayPart::ALL, DayPart::name, &self.part)?,
                days: named(Days::ALL, Days::name, &self.days)?,
            },
            someone_else: named(SomeoneElse::ALL, SomeoneElse::name, &self.someone_else)?,
            voicemail: named(Allowed::ALL, Allowed::name, &self.voicemail)?,
            sms: named(Allowed::ALL, Allowed::name, &self.sms)?,
            name: self.name,
            code_word: self.code_word,
            words: self.words,
            return_address,
        };
        Some(Opened { request, roster, sealed_hour: self.sealed_hour })
    }
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|value| name(*value) == text)
}

/// How long the JSON would be, without keeping any of it.
fn size_of_json(written: &Written<'_>) -> usize {
    struct Count(usize);
    impl Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting cannot fail; were it to, the size so far is still a size.
    let _ = serde_json::to_writer(&mut count, written);
    count.0
}

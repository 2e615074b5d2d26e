//! Logging in and out, and what one may do then.

use super::text;
use crate::vocab::{Lane, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A body with nothing in it: `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Nothing {}

/// Asks for a challenge. Whether the desk knows the recipient is not told.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AskChallenge {
    /// One's own public key, `age1…`.
    #[cfg_attr(feature = "server", schema(max_length = 62))]
    pub recipient: String,
}

/// A challenge: valid for 60 seconds and for one answer, right or wrong.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Names this attempt to log in.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{32}$"))]
    pub session: SessionId,
    /// An age file, sealed to the recipient. Open it only after checking magic, origin, deployment and session.
    #[serde(with = "text::bytes")]
    #[cfg_attr(feature = "server", schema(value_type = String, content_encoding = "base64"))]
    pub challenge: Vec<u8>,
}

/// The answer to a challenge: never its plaintext.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The attempt.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{32}$"))]
    pub session: SessionId,
    /// 32 bytes: HMAC-SHA256 with the nonce of the challenge as its key.
    #[serde(with = "text::bytes")]
    #[cfg_attr(feature = "server", schema(value_type = String, content_encoding = "base64"))]
    pub answer: Vec<u8>,
}

/// A session: at most 12 hours, and over after one hour without a call.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Session {
    /// Goes into `Authorization: Bearer …`. Keep it in memory only.
    pub token: String,
    /// What the roster calls her; `recovery` for a recovery key.
    pub name: String,
    /// What she may do.
    pub seat: Seat,
    /// The lanes she serves.
    #[serde(with = "text::list")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<String>, example = json!(["adult/kk", "adult/ru"])))]
    pub lanes: Vec<Lane>,
    /// When it ends at the latest.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, format = DateTime))]
    pub ends: Timestamp,
}

/// Where somebody sits at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Seat {
    /// Claims and answers requests.
    Counsellor,
    /// Also lets others claim more.
    Lead,
    /// A key kept offline, for when a counsellor's is lost: sees every lane from the beginning.
    Recovery,
}

/// The roster in use, to be verified by whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RosterText {
    /// The canonical text, byte for byte what was signed.
    pub text: String,
    /// Its minisign signature: the text of the `.minisig` file.
    pub signature: String,
}

macro_rules! prints_its_name {
    ($($name:ident)*) => {$(
        /// The name alone: it could log somebody in, or says who tries to.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

prints_its_name!(AskChallenge Challenge Answer Session);

//! The chain of what was done at the desk, so that whoever remembers its head notices when it was rewritten. What the
//! hashes mean is told by the audit itself.

use super::text;
use serde::{Deserialize, Serialize};

/// Most links in one answer.
pub const MOST_LINKS: u32 = 500;

/// Links after the one that was asked for, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditLinks {
    /// The end of the whole chain: its number, a colon, and 64 hexadecimal digits.
    pub head: String,
    /// 500, or all up to the head where they are fewer. When the last of them is not the head's, ask again after it.
    pub links: Vec<AuditLink>,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditLink {
    /// Counted from 1.
    pub number: u64,
    /// What is chained: a hash over the entry's hour and its digest. It tells nothing of either.
    #[serde(with = "text::hash")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
    pub hash: [u8; 32],
    /// The entry. For a lead only: everybody else needs the hash alone, and is not told what colleagues do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<AuditEntry>,
}

/// What is hashed, and the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// The hour of the line, in hours since 1970 UTC.
    pub hour: i64,
    /// The digest of the line.
    #[serde(with = "text::hash")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
    pub digest: [u8; 32],
    /// What was done: one line of JSON. None when it is older than 400 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// Which links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct AuditQuery {
    /// The number of the last link one has; 0 for the beginning.
    #[serde(default)]
    pub after: u64,
}

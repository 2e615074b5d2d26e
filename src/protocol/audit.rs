//! The chain of what was done at the desk, so that whoever remembers its head notices when it was rewritten.

use super::text;
use serde::{Deserialize, Serialize};

/// The newest link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditHead {
    /// How many links there are.
    pub number: u64,
    /// The chain's hash there, 32 bytes.
    #[serde(with = "text::bytes")]
    #[cfg_attr(feature = "server", schema(value_type = String, content_encoding = "base64"))]
    pub chain: Vec<u8>,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditLink {
    /// Counted from 1.
    pub number: u64,
    /// What was done; none when it is older than 400 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// SHA-256 of the line, 32 bytes.
    #[serde(with = "text::bytes")]
    #[cfg_attr(feature = "server", schema(value_type = String, content_encoding = "base64"))]
    pub digest: Vec<u8>,
    /// The chain's hash with this link, 32 bytes.
    #[serde(with = "text::bytes")]
    #[cfg_attr(feature = "server", schema(value_type = String, content_encoding = "base64"))]
    pub chain: Vec<u8>,
}

/// Links after the one that was asked for, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AuditLinks {
    /// The newest link there is.
    pub head: AuditHead,
    /// At most 500.
    pub links: Vec<AuditLink>,
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

//! What the authority signed: keys and signatures in minisign's formats, verified in one place for every file that
//! must not be bent on the way (`threats.md` D7, D16).
//!
//! A signature covers the bytes of a file and, through minisign's global signature, the trusted comment beside it: what
//! the signature was made for. Only minisign's current way (prehashed) is taken, only by a pinned key, and only a
//! signature file of four lines. This room reads no file, asks no clock, and prints no secret. What the bytes mean is
//! the matter of `roster` and of [`hotlines`].

pub mod hotlines;
mod keys;

pub use keys::{AuthorityKey, AuthoritySecret, NewAuthority, parse_authorities};

use std::path::{Path, PathBuf};

/// Four lines; the trusted comment may be 8 KiB long in minisign.
pub const MAX_SIGNATURE: usize = 16 * 1024;

/// Comment lines say who made a file; minisign does not trust them and neither does anybody else.
const SIGNATURE_COMMENT: &str = "signature from a janynda roster authority";

/// Why a signature or a key of the authority is refused. Never holds a key or a signed text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No signature in minisign's form.
    #[error("the signature is missing or is not a minisign signature")]
    NotASignature,
    /// Signed in minisign's old way, without prehashing.
    #[error("signed in minisign's legacy mode; sign again with a current minisign")]
    LegacySignature,
    /// Signed by a key that is not pinned.
    #[error("signed by none of the {pinned} pinned authority keys")]
    WrongKey {
        /// How many keys are pinned.
        pinned: usize,
    },
    /// The right key's id, but the signature does not fit these bytes.
    #[error("the signature does not fit: the file or the signature was changed")]
    BadSignature,
    /// An authority's public key that is none.
    #[error("not a minisign public key: expected 56 characters that start with RW")]
    NotAnAuthorityKey,
    /// An authority's secret key that cannot be used; which of the two cannot be told.
    #[error("the authority's secret key does not open: wrong password, or not a minisign secret key")]
    NotAnAuthoritySecret,
    /// A key could not be made or used.
    #[error("the machine could not make or use a signing key")]
    Signing,
}

/// Verifies that one of `authorities` signed `bytes`, and gives the trusted comment that was signed with them.
pub fn verify<'a>(bytes: &[u8], signature: &'a str, authorities: &[AuthorityKey]) -> Result<&'a str, Error> {
    // Lines after the fourth would be ignored by the library, and be somebody's hiding place.
    if signature.len() > MAX_SIGNATURE || signature.lines().count() != 4 {
        return Err(Error::NotASignature);
    }
    let decoded = minisign_verify::Signature::decode(signature).map_err(|_| Error::NotASignature)?;
    let comment = signature.lines().nth(2).and_then(|line| line.strip_prefix("trusted comment: "));
    let comment = comment.filter(|comment| *comment == decoded.trusted_comment()).ok_or(Error::NotASignature)?;
    let mut refusal = Error::WrongKey { pinned: authorities.len() };
    for authority in authorities {
        match authority.verifier().verify(bytes, &decoded, false) {
            Ok(()) => return Ok(comment),
            Err(minisign_verify::Error::UnexpectedKeyId) => {}
            Err(minisign_verify::Error::UnexpectedAlgorithm) => refusal = Error::LegacySignature,
            Err(_) => refusal = Error::BadSignature,
        }
    }
    Err(refusal)
}

/// Signs bytes together with what they are signed for. The result is the text of the `.minisig` file. Whoever calls
/// this has made sure that the bytes would be taken by those who verify them.
pub fn sign(bytes: &[u8], purpose: &str, secret: &AuthoritySecret) -> Result<String, Error> {
    minisign::sign(None, secret.signer(), bytes, Some(purpose), Some(SIGNATURE_COMMENT))
        .map(minisign::SignatureBox::into_string)
        .map_err(|_| Error::Signing)
}

/// A signature stands beside what it signs: `roster.txt.minisig` beside `roster.txt`.
#[must_use]
pub fn signature_path(signed: &Path) -> PathBuf {
    let mut path = signed.as_os_str().to_owned();
    path.push(".minisig");
    path.into()
}

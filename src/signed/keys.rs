//! The authority's keys, in minisign's formats: the standard `minisign` tool reads what is written here, and the
//! reverse.

use super::Error;
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// The comment line says what the file is; it stays unsigned, and nobody trusts it.
const SECRET_COMMENT: &str = "janynda roster authority: secret key, keep offline";

/// A pinned public key of the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityKey(minisign_verify::PublicKey);

impl AuthorityKey {
    pub(super) const fn verifier(&self) -> &minisign_verify::PublicKey {
        &self.0
    }
}

/// Takes the 56 characters, or the whole of minisign's `.pub` file with its comment line.
impl FromStr for AuthorityKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<AuthorityKey, Error> {
        let text = text.trim();
        let key = text.strip_prefix("untrusted comment:").and_then(|rest| rest.split_once('\n')).map_or(text, |x| x.1);
        minisign_verify::PublicKey::from_base64(key.trim()).map(AuthorityKey).map_err(|_| Error::NotAnAuthorityKey)
    }
}

/// Reads the value of `ROSTER_AUTHORITY`: public keys with commas between them, at least one.
pub fn parse_authorities(text: &str) -> Result<Vec<AuthorityKey>, Error> {
    text.split(',').map(str::parse).collect()
}

/// The authority's secret key, unlocked. `Debug` prints the type name.
pub struct AuthoritySecret(minisign::SecretKey);

impl fmt::Debug for AuthoritySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthoritySecret")
    }
}

/// A new key pair as minisign's two files.
pub struct NewAuthority {
    /// The text of the secret key's file.
    pub secret_file: Zeroizing<String>,
    /// The text of the public key's file.
    pub public_file: String,
    /// The 56 characters for `ROSTER_AUTHORITY`.
    pub public: String,
}

impl AuthoritySecret {
    /// Makes a key pair; with a password its file is encrypted (minisign's scrypt, about a second).
    pub fn generate(password: Option<&str>) -> Result<NewAuthority, Error> {
        let pair = match password {
            Some(password) => minisign::KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
            None => minisign::KeyPair::generate_unencrypted_keypair(),
        }
        .map_err(|_| Error::Signing)?;
        let secret = pair.sk.to_box(Some(SECRET_COMMENT)).map_err(|_| Error::Signing)?;
        let public = pair.pk.to_box().map_err(|_| Error::Signing)?;
        Ok(NewAuthority {
            secret_file: Zeroizing::new(secret.into_string()),
            public_file: public.into_string(),
            public: pair.pk.to_base64(),
        })
    }

    /// Unlocks the text of a secret key's file.
    pub fn unlock(file: &str, password: Option<&str>) -> Result<AuthoritySecret, Error> {
        let file = minisign::SecretKeyBox::from_string(file).map_err(|_| Error::NotAnAuthoritySecret)?;
        // Without this choice minisign would ask on the terminal by itself.
        let secret = match password {
            Some(password) => file.into_secret_key(Some(password.to_owned())),
            None => file.into_unencrypted_secret_key(),
        };
        secret.map(AuthoritySecret).map_err(|_| Error::NotAnAuthoritySecret)
    }

    pub(super) const fn signer(&self) -> &minisign::SecretKey {
        &self.0
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> Result<AuthorityKey, Error> {
        minisign::PublicKey::from_secret_key(&self.0).map_err(|_| Error::Signing)?.to_base64().parse()
    }
}

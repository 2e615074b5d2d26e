//! A challenge, from the desk that makes it to the answer that ends it.

use super::form::{self, Content, MAGIC, SIZE};
use super::{CLOCKS_APART, Error, LIFE};
use crate::clock::Moment;
use crate::roster::Recipient;
use crate::vocab::{DeploymentId, Origin, SessionId};
use age::x25519::Identity;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::io::{Read, Write};
use std::sync::LazyLock;
use subtle::ConstantTimeEq;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A challenge has some 1,250 bytes, a sealed request at most 8 KiB; more is not looked at.
const MOST: usize = 16 * 1024;

/// What one attempt to log in has to answer. The nonce inside is secret and zeroed on drop; `Debug` prints the type
/// name.
pub struct Challenge(Content);

impl Challenge {
    /// A challenge of the desk at `origin` for one attempt, ending [`LIFE`] seconds from now. `nonce` are 32 fresh
    /// random bytes.
    #[must_use]
    pub fn new(
        origin: Origin,
        deployment: DeploymentId,
        session: SessionId,
        nonce: [u8; 32],
        now: Moment,
    ) -> Challenge {
        Challenge(Content { origin, deployment, session, nonce: Zeroizing::new(nonce), expires: now.plus(LIFE) })
    }

    /// Seals it to whoever should answer: a binary age file of one recipient around 1,024 bytes.
    pub fn seal(&self, recipient: &Recipient) -> Result<Vec<u8>, Error> {
        let content = form::write(&self.0).ok_or(Error::Malformed)?;
        let key = recipient.key();
        let encryptor =
            age::Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient)).map_err(|_| Error::Age)?;
        let mut sealed = Vec::with_capacity(2 * SIZE);
        let mut writer = encryptor.wrap_output(&mut sealed).map_err(|_| Error::Age)?;
        writer.write_all(&content).and_then(|()| writer.finish()).map_err(|_| Error::Age)?;
        Ok(sealed)
    }

    /// The answer to it: what the counsellor sends instead of what she opened.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes every key")]
    pub fn answer(&self) -> Answer {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0.nonce).expect("HMAC takes a key of any length");
        mac.update(b"janynda-response-v1");
        for part in [self.0.origin.as_str().as_bytes(), self.0.session.bytes()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Answer(mac.finalize().into_bytes().into())
    }

    /// Whether `answer` is the answer to it and came in time. Takes the same time for every wrong answer.
    #[must_use]
    pub fn accepts(&self, answer: &Answer, now: Moment) -> bool {
        let right = bool::from(self.answer().0.ct_eq(&answer.0));
        right && now < self.0.expires
    }

    /// The desk it is for.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The deployment it is for.
    #[must_use]
    pub const fn deployment(&self) -> &DeploymentId {
        &self.0.deployment
    }

    /// The attempt to log in that it belongs to.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.0.session
    }

    /// The first moment at which it is answered no more.
    #[must_use]
    pub const fn expires(&self) -> Moment {
        self.0.expires
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge")
    }
}

/// What proves that a challenge was opened: HMAC-SHA256 under its nonce, over `janynda-response-v1`, the origin and
/// the session id, the last two with their lengths (8 bytes, big-endian) before them. Compared by
/// [`Challenge::accepts`] alone; `Debug` prints the type name.
#[derive(ZeroizeOnDrop)]
pub struct Answer([u8; 32]);

impl Answer {
    /// The answer with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Answer {
        Answer(bytes)
    }

    /// Its bytes, to be sent to the desk that asked.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer")
    }
}

/// Opens what a desk sent as a challenge, if it is one of this desk and deployment, for this attempt, in its minute.
pub fn open_challenge(
    bytes: &[u8],
    identity: &Identity,
    origin: &Origin,
    deployment: &DeploymentId,
    session: &SessionId,
    now: Moment,
) -> Result<Challenge, Error> {
    if bytes.len() > MOST {
        return Err(Error::TooLarge { size: bytes.len(), limit: MOST });
    }
    let decryptor = age::Decryptor::new_buffered(bytes).map_err(|_| Error::Damaged)?;
    let mut reader =
        decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => Error::OtherRecipient,
            _ => Error::Damaged,
        })?;
    let mut content = Zeroizing::new([0; SIZE]);
    let (magic, rest) = content.split_at_mut(MAGIC.len());
    reader.read_exact(magic).map_err(|_| Error::Damaged)?;
    if magic != MAGIC {
        return Err(Error::OtherMagic);
    }
    reader.read_exact(rest).map_err(|_| Error::Damaged)?;
    if !matches!(reader.read(&mut [0]), Ok(0)) {
        return Err(Error::Damaged);
    }
    let challenge = Challenge(form::read(rest).ok_or(Error::Malformed)?);
    challenge.check(origin, deployment, session, now)?;
    Ok(challenge)
}

impl Challenge {
    fn check(&self, origin: &Origin, deployment: &DeploymentId, session: &SessionId, now: Moment) -> Result<(), Error> {
        if self.0.origin != *origin {
            return Err(Error::OtherOrigin);
        }
        if self.0.deployment != *deployment {
            return Err(Error::OtherDeployment);
        }
        if self.0.session != *session {
            return Err(Error::OtherSession);
        }
        let left = self.0.expires.0.saturating_sub(now.0);
        if left <= 0 {
            return Err(Error::Expired { seconds: left.saturating_neg() });
        }
        if left > LIFE + CLOCKS_APART {
            return Err(Error::TooFarAhead { seconds: left });
        }
        Ok(())
    }
}

static NOBODY: LazyLock<Recipient> = LazyLock::new(|| {
    let text = Identity::generate().to_public().to_string();
    text.parse().expect("age writes recipients as it reads them")
});

/// Whom a challenge is sealed to when the recipient who asked is on no roster: a key that was made in this process
/// and forgotten at once. The asker sees the same status, shape and time as everybody.
#[must_use]
pub fn nobody() -> &'static Recipient {
    &NOBODY
}

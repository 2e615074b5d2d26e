//! The age file: binary, X25519 only, one size class.

use super::cell::Size;
use super::{Error, OpenError, payload};
use crate::clock::Moment;
use crate::roster::{MIN_RECIPIENTS, Recipient, VerifiedRoster};
use crate::vocab::{CallbackRequest, DeploymentId, RequestId, RosterMark};
use age::x25519::Identity;
use std::fmt;
use std::io::{Read, Write};
use std::sync::LazyLock;
use zeroize::Zeroizing;

const AGE_HEADER: &[u8] = b"age-encryption.org/v1\n";

/// Stanzas of an envelope; two counsellors and twelve look alike.
const FEW: usize = 16;
/// Stanzas where a lane has more readers than [`FEW`].
const MANY: usize = crate::roster::MAX_IN_LANE;

/// Less than the payload with two stanzas: nothing of ours is smaller.
const LEAST: usize = payload::SIZE + 256;
/// What a cell of the queue holds. 32 stanzas and age's random grease stay some hundred bytes below it.
const MOST: usize = Size::Large.holds();

/// An encrypted request. Only [`seal`] makes one from a request, so a queue row cannot hold anything else. `Debug`
/// prints the type name.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The age file, for the queue and for `fetch`.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes an age file for what it is: out of a wrap, or at the counsellor's, who downloaded it. Not a hole in "only
    /// `seal` makes a `Sealed`": only those two call it (`tests/map.rs`), and it takes nothing that is not an age file
    /// of an envelope's size, so that no plaintext can pass through it by mistake.
    pub fn from_age_file(bytes: Vec<u8>) -> Result<Sealed, OpenError> {
        if (LEAST..=MOST).contains(&bytes.len()) && bytes.starts_with(AGE_HEADER) {
            Ok(Sealed(bytes))
        } else {
            Err(OpenError::NotAnEnvelope { size: bytes.len(), least: LEAST, most: MOST })
        }
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

/// What was inside an envelope. Its content is unverified: age does not say who sealed it.
#[derive(Debug)]
pub struct Opened {
    /// The request.
    pub request: CallbackRequest,
    /// The roster it says it was sealed with: compare with the one the reader verified ([`RosterMark::contradicts`]).
    pub roster: RosterMark,
    /// When it says it was sealed, in hours since 1970 UTC.
    pub sealed_hour: i64,
}

/// Whom the dummy stanzas are for: a key that was made in this process and forgotten at once. Every stanza has a share
/// of its own, so that one recipient serves for all of them, and making a key for each would be a third of the work.
static NOBODY: LazyLock<age::x25519::Recipient> = LazyLock::new(|| Identity::generate().to_public());

/// Seals a request to the readers of its lane. The roster is the proof of who they are and for which deployment.
pub fn seal(request: &CallbackRequest, roster: &VerifiedRoster, now: Moment) -> Result<Sealed, Error> {
    roster.check_date(now)?;
    let lane = request.lane();
    if !roster.serves(lane) {
        return Err(Error::NobodyServes);
    }
    let readers = roster.recipients(lane);
    if readers.len() < MIN_RECIPIENTS {
        return Err(Error::TooFewRecipients { found: readers.len(), wanted: MIN_RECIPIENTS });
    }
    let payload = payload::write(request, roster.deployment(), roster.mark(), now)?;

    let stanzas = if readers.len() <= FEW { FEW } else { MANY };
    let mut keys: Vec<age::x25519::Recipient> = readers.iter().map(Recipient::key).collect();
    keys.resize_with(stanzas.max(keys.len()), || NOBODY.clone());

    let mut sealed = Vec::with_capacity(MOST);
    let encryptor =
        age::Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).map_err(|_| Error::Age)?;
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|_| Error::Age)?;
    writer.write_all(&payload).and_then(|()| writer.finish()).map_err(|_| Error::Age)?;
    if sealed.len() > MOST {
        return Err(Error::TooLong { size: sealed.len(), limit: MOST });
    }
    Ok(Sealed(sealed))
}

/// Opens an envelope with a counsellor's identity, if it holds request `expected` of `deployment`.
pub fn open(
    sealed: &Sealed,
    identity: &Identity,
    expected: &RequestId,
    deployment: &DeploymentId,
) -> Result<Opened, OpenError> {
    let decryptor = age::Decryptor::new_buffered(&sealed.0[..]).map_err(|_| OpenError::Damaged)?;
    let mut reader =
        decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => OpenError::OtherRecipient,
            _ => OpenError::Damaged,
        })?;
    // Neither less nor more than one payload; the file's size bounds what age could hand out.
    let mut payload = Zeroizing::new(vec![0; payload::SIZE]);
    reader.read_exact(&mut payload).map_err(|_| OpenError::Damaged)?;
    match reader.read(&mut [0]) {
        Ok(0) => payload::read(&payload, expected, deployment),
        _ => Err(OpenError::Damaged),
    }
}

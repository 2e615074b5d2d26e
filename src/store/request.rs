//! One request in the queue: as it enters, as its row says how it stands, and who holds it. Never its content.

use crate::clock::Moment;
use crate::roster::Recipient;
use crate::seal::{CodeMac, WithdrawHash, Wrapped};
use crate::vocab::{Lane, Outcome, RequestId, Standing, Urgency};
use sha2::{Digest as _, Sha256};

/// A request to be put into the queue.
pub struct NewRequest {
    /// Derived from its secret: the same request has the same id, however often it is sent.
    pub id: RequestId,
    /// Adult or minor, language.
    pub lane: Lane,
    /// Orders the queue; only "immediate or not" is stored.
    pub urgency: Urgency,
    /// When, to the hour.
    pub at: Moment,
    /// The UTC day of the waiting key it is wrapped under.
    pub day: i64,
    /// The roster it was sealed to.
    pub roster_version: u32,
    /// Whom that roster names for the lane: they can open it, and nobody else is shown it.
    pub readers: Vec<Holder>,
    /// Proves later that whoever withdraws is who sent.
    pub withdraw_hash: WithdrawHash,
    /// Finds it again by its twelve digits.
    pub code_mac: CodeMac,
    /// The sealed request under that waiting key.
    pub wrapped: Wrapped,
}

/// What stands in the queue about a request, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The request.
    pub id: RequestId,
    /// Its lane.
    pub lane: Lane,
    /// Whether it is immediate.
    pub urgent: bool,
    /// When it arrived, to the hour.
    pub arrived: Moment,
    /// The UTC day of its waiting and return keys.
    pub day: i64,
    /// The roster it was sealed to.
    pub roster_version: u32,
    /// Its status.
    pub status: Status,
    /// What its counsellor said when she closed it, or when nobody answered.
    pub outcome: Option<Outcome>,
    /// The UTC day of the next attempt to reach the person.
    pub next_attempt: Option<i64>,
    /// Who holds it.
    pub holder: Option<Holder>,
    /// Until when.
    pub lease_until: Option<Moment>,
    /// The UTC day of its first claim, and of the claimed key it is under since.
    pub claimed_day: Option<i64>,
    /// Grows with every change of hands: who acts by an older number acts on what she does not hold any more.
    pub fence: i64,
}

impl QueueRow {
    /// Who holds it at this moment, and until when. A claim that ran out is nobody's.
    #[must_use]
    pub fn held(&self, now: Moment) -> Option<(Holder, Moment)> {
        let (holder, until) = (self.holder?, self.lease_until?);
        (self.status == Status::Claimed && until > now).then_some((holder, until))
    }

    /// What the person is told. "A counsellor has it" only as long as one does.
    #[must_use]
    pub fn standing(&self, now: Moment) -> Standing {
        match (self.status, self.outcome) {
            (Status::Claimed, _) if self.held(now).is_some() => Standing::Taken,
            (Status::Waiting | Status::Claimed, Some(_)) => Standing::Tried,
            (Status::Waiting | Status::Claimed, None) => Standing::Waiting,
            (Status::Withdrawn, _) => Standing::Withdrawn,
            (Status::Expired, _) if self.claimed_day.is_none() => Standing::Nobody,
            (Status::Closed, Some(Outcome::Helped)) => Standing::Answered,
            (Status::Closed, _) => Standing::Closed,
            // Whoever took it did not close it, and nobody will come back to it: that is not "closed" to her who waits.
            (Status::Expired, _) => Standing::Unanswered,
        }
    }
}

/// The status of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain words")]
pub enum Status {
    Waiting,
    Claimed,
    Closed,
    Withdrawn,
    Expired,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 5] = [Status::Waiting, Status::Claimed, Status::Closed, Status::Withdrawn, Status::Expired];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Claimed => "claimed",
            Status::Closed => "closed",
            Status::Withdrawn => "withdrawn",
            Status::Expired => "expired",
        }
    }
}

/// Who holds or can open a request: 16 bytes of the SHA-256 of her recipient. Says nothing to whoever does not have
/// the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holder(pub [u8; 16]);

impl Holder {
    /// The one by this recipient.
    #[must_use]
    pub fn of(recipient: &Recipient) -> Holder {
        let hash = Sha256::digest(recipient.as_str());
        let mut short = [0; 16];
        short.copy_from_slice(&hash[..16]);
        Holder(short)
    }
}

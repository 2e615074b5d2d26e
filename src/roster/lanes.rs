//! Who reads which lane: whoever serves it, else whoever serves the audience, plus recovery (`threats.md` D8).

use super::{Counsellor, Recipient, Roster};
use crate::vocab::Lane;

/// The recipients of one lane, each once: the counsellors, then recovery.
#[derive(Debug, Clone)]
pub struct LaneRecipients<'a> {
    recipients: Vec<&'a Recipient>,
}

impl<'a> LaneRecipients<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.recipients.len()
    }

    /// Whether there is none. A roster that was checked always has recovery.
    pub fn is_empty(&self) -> bool {
        self.recipients.is_empty()
    }

    /// Each recipient.
    pub fn iter(&self) -> impl Iterator<Item = &'a Recipient> {
        self.recipients.iter().copied()
    }
}

/// The counsellors of a lane. Somebody who speaks another language is better than nobody; somebody who does not
/// work with minors is not.
pub(super) fn counsellors(roster: &Roster, lane: Lane) -> Vec<&Counsellor> {
    let serving: Vec<_> = roster.counsellors.iter().filter(|counsellor| counsellor.serves(lane)).collect();
    if !serving.is_empty() {
        return serving;
    }
    roster.counsellors.iter().filter(|counsellor| counsellor.audiences.contains(&lane.audience)).collect()
}

pub(super) fn recipients(roster: &Roster, lane: Lane) -> LaneRecipients<'_> {
    let counsellors = counsellors(roster, lane).into_iter().map(|counsellor| &counsellor.recipient);
    LaneRecipients { recipients: counsellors.chain(&roster.recovery).collect() }
}

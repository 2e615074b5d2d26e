//! What the conversation must be told about the world.

use super::{Intake, Switch};
use crate::clock::Moment;
use crate::conversation::{Desk, Desks, Duty};
use crate::roster::{OnDuty, VerifiedRoster};
use crate::vocab::{Audience, Lane, Lang, RosterMark};
use std::sync::{Arc, PoisonError};

/// A duty that goes on for longer is "day and night": an hour next week helps nobody decide.
const LONG_DUTY: i64 = 24 * 3600;

/// The desks of one minute and one roster, so that a new roster counts at once.
#[derive(Clone, Copy)]
pub(super) struct Reckoned {
    minute: i64,
    roster: Option<RosterMark>,
    desks: Desks,
}

impl Intake {
    /// The roster, if it is still valid.
    pub(super) fn roster(&self, now: Moment) -> Option<Arc<VerifiedRoster>> {
        self.roster.valid(now).filter(|_| self.switch == Switch::On)
    }

    /// Whether there is a roster and its time is over.
    pub fn roster_ran_out(&self, now: Moment) -> bool {
        self.roster.newest().is_some_and(|roster| roster.check_date(now).is_err())
    }

    /// The desks of all lanes, reckoned once a minute and once for each roster.
    pub(super) fn desks(&self, now: Moment) -> Desks {
        let roster = self.roster(now);
        let (minute, mark) = (now.0.div_euclid(60), roster.as_ref().map(|roster| roster.mark()));
        let mut kept = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = *kept
            && kept.minute == minute
            && kept.roster == mark
        {
            return kept.desks;
        }
        let desks = roster.map_or(Desks::CLOSED, |roster| desks(&roster, now));
        *kept = Some(Reckoned { minute, roster: mark, desks });
        desks
    }
}

fn desks(roster: &VerifiedRoster, now: Moment) -> Desks {
    Desks(Audience::ALL.map(|audience| {
        Lang::ALL.map(|lang| match roster.on_duty(Lane { audience, lang }, now) {
            OnDuty::Now { until } if until.0 - now.0 > LONG_DUTY => Desk::Open(Duty::Always),
            OnDuty::Now { until } => Desk::Open(Duty::Now { until }),
            OnDuty::Later { from, until } => Desk::Open(Duty::Later { from, until }),
            OnDuty::Unknown => Desk::Open(Duty::Unknown),
            OnDuty::Nobody => Desk::Closed,
        })
    }))
}

//! What the conversation must be told about the world.

use super::{Intake, Switch};
use crate::clock::Moment;
use crate::conversation::{Desk, Desks, Duty, Pace};
use crate::roster::{OnDuty, VerifiedRoster};
use crate::store::{PACE_HOURS, PaceCount};
use crate::vocab::{Audience, Lane, Lang, RosterMark};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};

/// A duty that goes on for longer is "day and night": an hour next week helps nobody decide.
const LONG_DUTY: i64 = 24 * 3600;

/// Days over which the time to an answer is measured.
const MEASURED_DAYS: i64 = 30;

/// Fewer requests than this say nothing about how long the next one waits.
const LEAST_MEASURED: u64 = 10;

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
        let paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let desks = roster.map_or(Desks::CLOSED, |roster| desks(&roster, &paces, now));
        *kept = Some(Reckoned { minute, roster: mark, desks });
        desks
    }

    /// Measures anew how long requests take to an answer: for the keeper, now and then.
    pub async fn measure(&self, now: Moment) {
        let Ok(counted) = self.store.paces(now.day() - MEASURED_DAYS).await else { return };
        let lanes: HashSet<Lane> = counted.iter().map(|one| one.lane).collect();
        let paces = lanes.into_iter().map(|lane| (lane, pace(&counted, lane)));
        *self.paces.lock().unwrap_or_else(PoisonError::into_inner) = paces.collect();
    }
}

/// Within how many hours three of four were answered. What nobody answered counts as well: silence about it would be
/// a lie. Of few requests nothing is said, because it would be chance, and might be about one person.
fn pace(counted: &[PaceCount], lane: Lane) -> Pace {
    let counted = || counted.iter().filter(move |one| one.lane == lane);
    let all: u64 = counted().map(|one| one.count).sum();
    if all < LEAST_MEASURED {
        return Pace::Unknown;
    }
    let answered_within = |hours: u16| -> u64 {
        counted().filter(|one| one.within.is_some_and(|within| within <= hours)).map(|one| one.count).sum()
    };
    PACE_HOURS
        .into_iter()
        .find(|hours| answered_within(*hours) * 4 >= all * 3)
        .map_or(Pace::Unknown, |hours| Pace::Within { hours })
}

fn desks(roster: &VerifiedRoster, paces: &HashMap<Lane, Pace>, now: Moment) -> Desks {
    Desks(Audience::ALL.map(|audience| {
        Lang::ALL.map(|lang| {
            let lane = Lane { audience, lang };
            let duty = match roster.on_duty(lane, now) {
                OnDuty::Now { until } if until.0 - now.0 > LONG_DUTY => Duty::Always,
                OnDuty::Now { until } => Duty::Now { until },
                OnDuty::Later { from, until } => Duty::Later { from, until },
                OnDuty::Unknown => Duty::Unknown,
                OnDuty::Nobody => return Desk::Closed,
            };
            Desk::Open(duty, paces.get(&lane).copied().unwrap_or(Pace::Unknown))
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANE: Lane = Lane { audience: Audience::Adult, lang: Lang::Kk };

    fn measured(counts: &[(Option<u16>, u64)]) -> Pace {
        let counts: Vec<PaceCount> =
            counts.iter().map(|(within, count)| PaceCount { lane: LANE, within: *within, count: *count }).collect();
        pace(&counts, LANE)
    }

    #[test]
    fn three_of_four_must_have_been_answered_before_an_hour_is_told() {
        assert_eq!(measured(&[(Some(1), 10)]), Pace::Within { hours: 1 });
        assert_eq!(measured(&[(Some(1), 5), (Some(24), 3), (None, 2)]), Pace::Within { hours: 24 });
        assert_eq!(measured(&[(Some(1), 7), (None, 3)]), Pace::Unknown, "silence counts as well");
    }

    #[test]
    fn of_few_requests_nothing_is_told() {
        assert_eq!(measured(&[(Some(1), 9)]), Pace::Unknown);
        assert_eq!(measured(&[]), Pace::Unknown);
    }
}

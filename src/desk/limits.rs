//! How much and how fast: the bounds of the desk, and the limiters made from them.

use crate::roster::Recipient;
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;
use std::time::Duration;

/// So many at once, and then so many a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once, after a rest.
    pub burst: NonZeroU32,
    /// How many come back in a minute.
    pub per_minute: NonZeroU32,
}

impl Rate {
    /// A rate of these numbers; zeros count as one.
    #[must_use]
    pub const fn new(burst: u32, per_minute: u32) -> Rate {
        const fn at_least_one(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                Some(number) => number,
                None => NonZeroU32::MIN,
            }
        }
        Rate { burst: at_least_one(burst), per_minute: at_least_one(per_minute) }
    }

    const fn quota(self) -> Quota {
        Quota::per_minute(self.per_minute).allow_burst(self.burst)
    }

    /// A limiter for one thing.
    pub(super) fn limiter(self) -> DefaultDirectRateLimiter {
        RateLimiter::direct(self.quota())
    }
}

/// The bounds of the desk. Not one of them knows an address: behind a balancer everybody has the same, and the
/// balancer is where addresses are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Challenges for everybody together. Sealing one costs under a millisecond.
    pub challenges: Rate,
    /// Challenges for one recipient, known or not.
    pub logins: Rate,
    /// Calls of one session. A page that takes the list anew every few seconds stays far below.
    pub calls: Rate,
    /// Challenges waiting for their answer; the oldest is dropped for a newer one. More than [`Limits::challenges`]
    /// lets through in the minute that a challenge lives, so that a flood drops nobody's.
    pub pending: usize,
    /// Sessions of one recipient: a computer, a telephone, and two that were forgotten. The oldest ends.
    pub sessions_each: usize,
    /// Open connections; the next ones wait to be accepted.
    pub connections: usize,
    /// How long the head of a request may take to arrive, and how long a connection may be idle.
    pub head: Duration,
    /// How long a request may take from its head to its answer.
    pub whole: Duration,
    /// How long a connection is used at the most: whoever reads his answers slowly does not keep his place for ever.
    pub connection: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            challenges: Rate::new(60, 600),
            // Each command of a counsellor's program logs in anew; trying keys is hopeless at any rate.
            logins: Rate::new(30, 30),
            calls: Rate::new(60, 300),
            pending: 1_000,
            sessions_each: 4,
            connections: 256,
            head: Duration::from_secs(10),
            whole: Duration::from_secs(10),
            connection: Duration::from_mins(5),
        }
    }
}

/// How many recipients are remembered before the rested ones are forgotten.
const REMEMBERED: usize = 2_000;

/// Counts challenges. In memory only.
pub(super) struct Gate {
    all: DefaultDirectRateLimiter,
    each: RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>,
    /// Drawn by this process: what is remembered is a keyed hash, not who asked.
    hasher: RandomState,
}

impl Gate {
    pub(super) fn new(limits: &Limits) -> Gate {
        Gate {
            all: limits.challenges.limiter(),
            each: RateLimiter::keyed(limits.logins.quota()),
            hasher: RandomState::new(),
        }
    }

    /// Whether somebody may be given a challenge now. All are asked first: nobody is remembered who was not let
    /// through there, so that recipients made up by the thousand do not fill the memory.
    pub(super) fn lets_in(&self, recipient: &Recipient) -> bool {
        if self.all.check().is_err() {
            return false;
        }
        if self.each.len() >= REMEMBERED {
            self.each.retain_recent();
        }
        self.each.check_key(&self.hasher.hash_one(recipient)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_made_up_by_the_hundred_are_not_remembered() {
        let gate = Gate::new(&Limits { challenges: Rate::new(5, 1), ..Limits::default() });
        let made_up = || age::x25519::Identity::generate().to_public().to_string().parse().unwrap();
        let let_in = (0..100).filter(|_| gate.lets_in(&made_up())).count();
        assert_eq!((let_in, gate.each.len()), (5, 5));
    }

    #[test]
    fn what_waits_for_its_answer_is_never_dropped_for_what_the_limits_let_through() {
        let limits = Limits::default();
        let in_a_challenges_life = limits.challenges.burst.get() + limits.challenges.per_minute.get();
        assert!(limits.pending >= usize::try_from(in_a_challenges_life).unwrap());
    }
}

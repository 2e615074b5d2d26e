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
            logins: Rate::new(10, 10),
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

    /// Whether somebody may be given a challenge now. Whoever is refused for her own haste does not use up what is
    /// there for all.
    pub(super) fn lets_in(&self, recipient: &Recipient) -> bool {
        // What the limiter of all lets through in a minute bounds how many recipients have not rested yet.
        if self.each.len() >= REMEMBERED {
            self.each.retain_recent();
        }
        self.each.check_key(&self.hasher.hash_one(recipient)).is_ok() && self.all.check().is_ok()
    }
}

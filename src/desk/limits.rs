//! How much and how fast: the bounds of the desk, and the limiters made from them.
//!
//! What they cannot do: tell a counsellor from whoever makes up recipients. A hundred challenges a second, from anywhere,
//! keep everybody out of logging in for as long as they come; whoever is in already is not held up. The balancer, which
//! sees addresses, is where such a flood ends. And whoever knows one counsellor's recipient can use up her tries.

use crate::roster::Recipient;
use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
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
    /// Challenges for everybody together. Sealing one costs under a millisecond, so that the machine bears many more
    /// than a script makes that stays below a balancer's limit.
    pub challenges: Rate,
    /// Challenges for one recipient, known or not.
    pub logins: Rate,
    /// Calls of one session. A page that takes the list anew every few seconds stays far below.
    pub calls: Rate,
    /// Challenges waiting for their answer; the oldest is dropped for a newer one. More than [`Limits::challenges`]
    /// lets through in the minute that a challenge lives, so that a flood drops nobody's. Some 400 bytes each.
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
            challenges: Rate::new(600, 6_000),
            // Each command of a counsellor's program logs in anew; trying keys is hopeless at any rate.
            logins: Rate::new(30, 30),
            calls: Rate::new(60, 300),
            pending: 7_000,
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

/// A moment of the limiters' clock.
type Instant = <DefaultClock as governor::clock::Clock>::Instant;

/// Counts challenges. In memory only.
pub(super) struct Gate {
    all: DefaultDirectRateLimiter,
    each: RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>,
    /// Who used up her own and when she may ask again: until then she costs the others nothing.
    used_up: Mutex<HashMap<u64, Instant>>,
    clock: DefaultClock,
    /// Drawn by this process: what is remembered is a keyed hash, not who asked.
    hasher: RandomState,
}

impl Gate {
    pub(super) fn new(limits: &Limits) -> Gate {
        Gate {
            all: limits.challenges.limiter(),
            each: RateLimiter::keyed(limits.logins.quota()),
            used_up: Mutex::default(),
            clock: DefaultClock::default(),
            hasher: RandomState::new(),
        }
    }

    /// Whether somebody may be given a challenge now. All are asked first: nobody is remembered who was not let
    /// through there, so that recipients made up by the thousand do not fill the memory. Whoever used up her own is
    /// refused before that, so that asking on and on with one recipient takes nothing from the others.
    pub(super) fn lets_in(&self, recipient: &Recipient) -> bool {
        let (who, now) = (self.hasher.hash_one(recipient), self.clock.now());
        let mut used_up = self.used_up.lock().unwrap_or_else(PoisonError::into_inner);
        if used_up.get(&who).is_some_and(|until| now < *until) || self.all.check().is_err() {
            return false;
        }
        if self.each.len() >= REMEMBERED {
            self.each.retain_recent();
        }
        let Err(not_yet) = self.each.check_key(&who) else { return true };
        if used_up.len() >= REMEMBERED {
            used_up.retain(|_, until| now < *until);
        }
        used_up.insert(who, not_yet.earliest_possible());
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_up() -> Recipient {
        age::x25519::Identity::generate().to_public().to_string().parse().unwrap()
    }

    #[test]
    fn recipients_made_up_by_the_hundred_are_not_remembered() {
        let gate = Gate::new(&Limits { challenges: Rate::new(5, 1), ..Limits::default() });
        let let_in = (0..100).filter(|_| gate.lets_in(&made_up())).count();
        assert_eq!((let_in, gate.each.len()), (5, 5));
        assert!(gate.used_up.lock().unwrap().is_empty());
    }

    #[test]
    fn whoever_asks_on_and_on_with_one_recipient_takes_nothing_from_the_others() {
        let limits = Limits { challenges: Rate::new(5, 1), logins: Rate::new(2, 1), ..Limits::default() };
        let (gate, one) = (Gate::new(&limits), made_up());
        assert_eq!((0..100).filter(|_| gate.lets_in(&one)).count(), 2);
        // Two were given to her, and one was spent on finding out that she may have no third.
        assert_eq!((0..100).filter(|_| gate.lets_in(&made_up())).count(), 2);
    }

    #[test]
    fn fifty_challenges_a_second_from_anywhere_keep_no_counsellor_out() {
        let (gate, limits) = (Gate::new(&Limits::default()), Limits::default());
        assert!(limits.challenges.per_minute.get() >= 2 * 50 * 60);
        let in_six_seconds = 300;
        assert_eq!((0..in_six_seconds).filter(|_| gate.lets_in(&made_up())).count(), in_six_seconds);
        assert!(gate.lets_in(&made_up()), "and then she comes");
    }

    #[test]
    fn what_waits_for_its_answer_is_never_dropped_for_what_the_limits_let_through() {
        let limits = Limits::default();
        let in_a_challenges_life = limits.challenges.burst.get() + limits.challenges.per_minute.get();
        assert!(limits.pending >= usize::try_from(in_a_challenges_life).unwrap());
    }
}

//! How fast one chat may go (R10). Kept in memory only, and forgotten as soon as it would make no difference.

use crate::vocab::Route;
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;

/// Updates of one chat: a burst, then so many a second.
pub struct Rates {
    limiter: RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>,
    /// Drawn by this process: what is remembered is a keyed hash of the chat, not the chat.
    hasher: RandomState,
}

impl Rates {
    /// `burst` updates at once, refilled at `per_second`.
    #[must_use]
    pub fn new(burst: NonZeroU32, per_second: NonZeroU32) -> Rates {
        Rates {
            limiter: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)),
            hasher: RandomState::new(),
        }
    }

    /// Whether this chat may go on now.
    pub fn allows(&self, chat: &Route) -> bool {
        self.limiter.check_key(&self.hasher.hash_one(chat.bytes())).is_ok()
    }

    /// Forgets every chat that rested long enough to have its whole burst again.
    pub fn forget_rested(&self) {
        self.limiter.retain_recent();
    }
}

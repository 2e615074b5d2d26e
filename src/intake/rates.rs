//! How fast one chat may go (R10). Kept in memory only, and forgotten as soon as it would make no difference.

use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;

/// Chats remembered before the ones that rested are dropped.
const SWEEP: usize = 10_000;

/// Updates of one chat: a burst, then so many a second.
pub struct Rates {
    limiter: RateLimiter<[u8; 8], DashMapStateStore<[u8; 8]>, DefaultClock>,
}

impl Rates {
    /// `burst` updates at once, refilled at `per_second`.
    #[must_use]
    pub fn new(burst: NonZeroU32, per_second: NonZeroU32) -> Rates {
        Rates { limiter: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)) }
    }

    /// Whether this chat may go on now.
    pub fn allows(&self, chat: &[u8; 8]) -> bool {
        if self.limiter.len() > SWEEP {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(chat).is_ok()
    }
}

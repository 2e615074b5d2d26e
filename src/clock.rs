//! Time as an argument. The only place that asks the machine for the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment, in whole seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// This many seconds later (or earlier, if negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds))
    }

    /// Days since 1970-01-01 UTC: the number of an epoch.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.0.div_euclid(86_400)
    }

    /// Hours since 1970-01-01 UTC: the finest time a request row keeps.
    #[must_use]
    pub const fn hour(self) -> i64 {
        self.0.div_euclid(3_600)
    }
}

/// Where the time comes from: the machine, or a hand that a test moves.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still until somebody moves it. Clones share the hand.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing at `moment`.
    #[must_use]
    pub fn hand(moment: Moment) -> Clock {
        Clock::Hand(Arc::new(AtomicI64::new(moment.0)))
    }

    /// What the clock says.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Moment(since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)))
            }
            Clock::Hand(hand) => Moment(hand.load(Ordering::SeqCst)),
        }
    }

    /// Moves a hand clock by `seconds`; the machine's clock is left alone.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Hand(hand) = self {
            hand.fetch_add(seconds, Ordering::SeqCst);
        }
    }
}

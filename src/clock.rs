//! Time as an argument. The only place that asks the machine for the time.

use jiff::civil::Weekday;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

/// The days of a week as the hotline file and the roster write them, in week order.
pub const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// The one time of the whole country since March 2024.
static ALMATY: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled().get("Asia/Almaty").expect("the time zones are part of the binary; a test asks for it")
});

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

    /// The same moment on the clocks of Kazakhstan; none for a moment outside of the calendar.
    #[must_use]
    pub fn in_almaty(self) -> Option<Zoned> {
        Timestamp::from_second(self.0).ok().map(|at| at.to_zoned(ALMATY.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_of_kazakhstan_are_known() {
        let noon = Moment(1_795_503_600).in_almaty().unwrap();
        assert_eq!(noon.strftime("%Y-%m-%d %H:%M %:z").to_string(), "2026-11-24 12:00 +05:00");
        assert!(Moment(i64::MAX).in_almaty().is_none());
    }
}

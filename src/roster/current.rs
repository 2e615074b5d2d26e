//! The roster in use, shared by the rooms that seal to it and serve its readers.

use super::VerifiedRoster;
use crate::clock::Moment;
use std::sync::{Arc, PoisonError, RwLock};

/// The newest roster that was ever verified here; none before the first. Every clone is the same roster.
#[derive(Clone, Default)]
pub struct CurrentRoster(Arc<RwLock<Option<Arc<VerifiedRoster>>>>);

impl CurrentRoster {
    /// Shares a roster, or the want of one.
    #[must_use]
    pub fn new(roster: Option<VerifiedRoster>) -> CurrentRoster {
        CurrentRoster(Arc::new(RwLock::new(roster.map(Arc::new))))
    }

    /// The roster, also when its days are over: for saying so.
    pub fn newest(&self) -> Option<Arc<VerifiedRoster>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The roster, if it is valid at this moment.
    pub fn valid(&self, now: Moment) -> Option<Arc<VerifiedRoster>> {
        self.newest().filter(|roster| roster.check_date(now).is_ok())
    }

    /// Takes the next roster into use, once it was verified and its mark is on the disk.
    pub fn replace(&self, roster: VerifiedRoster) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(roster));
    }
}

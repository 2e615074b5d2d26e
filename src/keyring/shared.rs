//! The one ring of a process, shared by the rooms that need a key.

use super::KeyRing;
use std::sync::{Arc, PoisonError, RwLock};

/// The ring in use; none while it is laid aside, and then there are hotlines only. Every clone is the same ring.
#[derive(Clone, Default)]
pub struct SharedRing(Arc<RwLock<Option<KeyRing>>>);

impl SharedRing {
    /// Shares a ring, or the want of one.
    #[must_use]
    pub fn new(ring: Option<KeyRing>) -> SharedRing {
        SharedRing(Arc::new(RwLock::new(ring)))
    }

    /// Uses the ring, if there is one. Keys do not leave the closure.
    pub fn read<T>(&self, work: impl FnOnce(&KeyRing) -> T) -> Option<T> {
        self.with(|ring| ring.map(work))
    }

    /// Looks at the ring, or finds that there is none. Keys do not leave the closure.
    pub fn with<T>(&self, work: impl FnOnce(Option<&KeyRing>) -> T) -> T {
        work(self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref())
    }

    /// Changes the ring, takes it up or lays it aside: for the keeper, which writes it to its file first.
    pub fn change<T>(&self, work: impl FnOnce(&mut Option<KeyRing>) -> T) -> T {
        work(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}

//! One thing at a time in one chat.
//!
//! Rows carry versions, so two hands on one row never spoil it; but each would make the other read again. Within this
//! process the hands of one chat wait for each other instead. Chats share locks by a keyed hash: nothing here
//! remembers a chat.

use crate::vocab::Route;
use std::hash::{BuildHasher as _, RandomState};
use tokio::sync::{Mutex, MutexGuard};

/// Locks: many more than there are threads, so that two chats seldom share one.
const LOCKS: usize = 512;

pub struct Lanes {
    locks: Vec<Mutex<()>>,
    hasher: RandomState,
}

impl Lanes {
    pub fn new() -> Lanes {
        Lanes { locks: (0..LOCKS).map(|_| Mutex::new(())).collect(), hasher: RandomState::new() }
    }

    /// Waits until nobody else works on this chat, and keeps others waiting until the guard is dropped.
    pub async fn enter(&self, route: &Route) -> MutexGuard<'_, ()> {
        let hash = self.hasher.hash_one(route.bytes());
        let at = usize::try_from(hash % self.locks.len() as u64).unwrap_or(0);
        self.locks[at].lock().await
    }
}

//! The one lock around the sandbox's world, and waiting for it to change.

use super::Options;
use super::world::World;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How long a test waits before it gives up: far longer than a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every connection, person and waiting test holds on to.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) token: String,
    world: Mutex<World>,
    version: watch::Sender<u64>,
}

impl Shared {
    pub(super) fn new(token: String, options: Options) -> Shared {
        Shared { token, world: Mutex::new(World::new(options)), version: watch::Sender::new(0) }
    }

    /// Reads the world.
    pub(super) fn look<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub(super) fn change<R>(&self, write: impl FnOnce(&mut World) -> R) -> R {
        let result = write(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.version.send_modify(|version| *version += 1);
        result
    }

    /// Asks `ready` now and after every change until it has an answer.
    pub(super) async fn wait<T>(&self, mut ready: impl FnMut(&mut World) -> Option<T>) -> T {
        // Subscribed before the first question, so that no change falls between the question and the waiting.
        let mut changes = self.version.subscribe();
        loop {
            let answer = ready(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
            if let Some(answer) = answer {
                return answer;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// [`Shared::wait`] for a test: nothing after 20 seconds of real time.
    pub(super) async fn wait_patiently<T>(&self, ready: impl FnMut(&mut World) -> Option<T>) -> Option<T> {
        tokio::time::timeout(PATIENCE, self.wait(ready)).await.ok()
    }
}

//! How long a card stands without a press (R8).

use super::place::Scene;

/// Seconds without a press until a card is erased and its draft dropped (R8).
pub const ERASE_AFTER: i64 = 900;

impl Scene {
    /// Seconds without a press until the card becomes a neutral cover: reading takes longer, and a filled-in review is
    /// the card least fit to be found.
    #[must_use]
    pub const fn cover_after(self) -> i64 {
        match self {
            Scene::Hotlines
            | Scene::Danger
            | Scene::CannotSpeak
            | Scene::LeaveSafely
            | Scene::SelfHarm
            | Scene::More => 300,
            scene if scene.is_read() => 300,
            Scene::Review => 60,
            _ => 120,
        }
    }
}

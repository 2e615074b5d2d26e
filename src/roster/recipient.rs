//! One age recipient, and the trial whether anybody can seal to it.

use std::cell::Cell;
use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;
use std::sync::Once;

/// An X25519 recipient in its one spelling, `age1…` in lower case. SSH keys, plugins and tagged recipients are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient(String);

/// A text that is not an X25519 recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an X25519 age recipient (age1…, lower case)")]
pub struct NotARecipient;

impl Recipient {
    /// The recipient as text, 62 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The recipient for age.
    pub(crate) fn key(&self) -> age::x25519::Recipient {
        self.0.parse().expect("it was parsed when it was made, and never changes")
    }

    /// Whether sealing to it works. In age 0.12.1 the all-zero recipient parses and panics on use, which must not
    /// happen when somebody presses `send`.
    pub(super) fn can_be_sealed_to(&self) -> bool {
        quietly(|| {
            let key = self.key();
            let encryptor = age::Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient)).ok()?;
            let mut writer = encryptor.wrap_output(Vec::new()).ok()?;
            writer.write_all(b"trial").ok()?;
            writer.finish().ok()
        })
        .flatten()
        .is_some()
    }
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Recipient, NotARecipient> {
        let key: age::x25519::Recipient = text.parse().map_err(|_| NotARecipient)?;
        // Bech32 may be written in capitals too: one key, one spelling.
        if key.to_string() == text { Ok(Recipient(text.to_owned())) } else { Err(NotARecipient) }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A recipient is public, but says who could read: a log needs no more than its type.
impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient")
    }
}

thread_local! {
    /// Whether a panic on this thread is one that a trial expects.
    static TRIAL: Cell<bool> = const { Cell::new(false) };
}

/// Runs `trial`; a panic in it is `None` and prints nothing. Panics on other threads go to the hook that was there.
fn quietly<T>(trial: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !TRIAL.get() {
                hook(panic);
            }
        }));
    });
    TRIAL.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(trial));
    TRIAL.set(false);
    outcome.ok()
}

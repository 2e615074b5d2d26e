//! Scripted faults: what networks and overloaded servers do, when a test asks for it.

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 429 with `parameters.retry_after`; nothing is applied.
    TooManyRequests {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// This status (500 to 599) with an ordinary error envelope; nothing is applied.
    ServerError(u16),
    /// The connection breaks before anything is applied.
    ResetBefore,
    /// The call is applied, then the connection breaks: the bot never hears of it.
    ResetAfter,
    /// Status 200 with a body that is not JSON; nothing is applied.
    Garbage,
    /// The call is applied, and every U+FFFD in its answer is written as half a UTF-16 pair, which no Rust text holds.
    HalfPairs,
    /// The call waits, not applied, until `release` or until the client goes away.
    Hold,
    /// 401 `Unauthorized`, as after a revoked token.
    Unauthorized,
    /// 409, as when a second copy of the bot polls.
    Conflict,
}

/// A fault in front of the calls that match it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The method in any letter case; none means every method.
    pub method: Option<String>,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many matching calls it hits.
    pub times: u32,
    /// Only calls that name this chat; none means every call.
    pub chat: Option<i64>,
}

impl Fault {
    /// A fault that hits the next `times` calls of `method` in any chat.
    #[must_use]
    pub fn on(method: &str, kind: FaultKind, times: u32) -> Fault {
        Fault { method: Some(method.to_owned()), kind, times, chat: None }
    }
}

/// The faults still to come, and the calls being held.
#[derive(Debug, Default)]
pub(super) struct Faults {
    script: Vec<Fault>,
    /// Calls waiting for a release.
    pub(super) held: usize,
    /// How often `release` was called; a held call goes on when it changes.
    pub(super) releases: u64,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        self.script.push(fault);
    }

    /// The fault for this call, used up by it.
    pub(super) fn take(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        let fault = self.script.iter_mut().find(|fault| {
            fault.times > 0
                && fault.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && (fault.chat.is_none() || fault.chat == chat)
        })?;
        fault.times -= 1;
        let kind = fault.kind;
        self.script.retain(|fault| fault.times > 0);
        Some(kind)
    }
}

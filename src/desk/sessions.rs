//! Who is logging in and who is logged in, in memory.
//!
//! A challenge is taken out with its first answer, right or wrong. A token is 256 random bits of which only the
//! SHA-256 is kept: whoever reads this memory, or a dump of it, cannot call in somebody's name, and looking a hash up
//! in a map takes the same time whoever guesses. A restart logs everybody out, and another node knows nobody: a
//! balancer before several must send a counsellor to the same one.

use super::{Limits, Refusal};
use crate::chance;
use crate::clock::Moment;
use crate::proof::Challenge;
use crate::protocol::Code;
use crate::roster::Recipient;
use crate::vocab::SessionId;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use governor::DefaultDirectRateLimiter;
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// Seconds a session lives at the most: a long shift, so that a forgotten computer is logged out the next morning.
pub const LIFE: i64 = 12 * 3600;
/// Seconds without a call after which a session is over.
pub const IDLE: i64 = 3600;

/// Attempts to log in, and sessions.
pub struct Sessions {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pending: HashMap<SessionId, Pending>,
    /// Every id of `pending` once, oldest first, and ids that were answered since.
    order: VecDeque<SessionId>,
    open: HashMap<Key, Open>,
}

/// A challenge that waits for its answer.
pub struct Pending {
    /// What is to be answered.
    pub challenge: Challenge,
    /// Who asked for it. Kept for strangers too, so that they cost the same.
    pub recipient: Recipient,
}

/// A session.
struct Open {
    recipient: Recipient,
    began: Moment,
    used: Moment,
    rate: DefaultDirectRateLimiter,
}

impl Open {
    fn is_over(&self, now: Moment) -> bool {
        now >= self.began.plus(LIFE) || now >= self.used.plus(IDLE)
    }
}

/// What a session is found by: the SHA-256 of its token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 32]);

impl Key {
    fn of(token: &str) -> Key {
        Key(Sha256::digest(token).into())
    }
}

/// A session's token, handed out once.
pub type Token = Zeroizing<String>;

impl Sessions {
    pub fn new(limits: Limits) -> Sessions {
        Sessions { limits, state: Mutex::new(State::default()) }
    }

    /// Keeps a challenge until it is answered, or until so many newer ones came.
    pub fn wait_for_answer(&self, challenge: Challenge, recipient: Recipient, now: Moment) {
        let mut state = self.state();
        let State { pending, order, .. } = &mut *state;
        while let Some(oldest) = order.front() {
            let over = pending.get(oldest).is_none_or(|one| one.challenge.expires() <= now);
            if !over && order.len() < self.limits.pending.max(1) {
                break;
            }
            pending.remove(oldest);
            order.pop_front();
        }
        let session = challenge.session();
        order.push_back(session);
        pending.insert(session, Pending { challenge, recipient });
    }

    /// Takes the challenge of this attempt: there is one answer to it, and this is it.
    pub fn take_challenge(&self, session: &SessionId) -> Option<Pending> {
        self.state().pending.remove(session)
    }

    /// Opens a session. The recipient's oldest one ends if she has too many.
    pub fn open(&self, recipient: Recipient, now: Moment) -> Result<Token, chance::NoEntropy> {
        let token = Zeroizing::new(URL_SAFE_NO_PAD.encode(*Zeroizing::new(chance::fresh::<32>()?)));
        let rate = self.limits.calls.limiter();
        let mut state = self.state();
        state.open.retain(|_, session| !session.is_over(now));
        let hers = |session: &Open| session.recipient == recipient;
        while state.open.values().filter(|session| hers(session)).count() >= self.limits.sessions_each.max(1) {
            let oldest =
                state.open.iter().filter(|(_, session)| hers(session)).min_by_key(|(_, session)| session.began);
            let Some(oldest) = oldest.map(|(key, _)| *key) else { break };
            state.open.remove(&oldest);
        }
        state.open.insert(Key::of(&token), Open { recipient, began: now, used: now, rate });
        Ok(token)
    }

    /// Whose session it is; it counts as used now.
    pub fn find(&self, token: &str, now: Moment) -> Result<(Key, Recipient), Refusal> {
        let key = Key::of(token);
        let mut state = self.state();
        let session = state.open.get_mut(&key).ok_or(Code::NotLoggedIn)?;
        if session.is_over(now) {
            state.open.remove(&key);
            return Err(Code::NotLoggedIn.into());
        }
        session.used = now;
        if session.rate.check().is_err() {
            return Err(Code::TooMany.into());
        }
        Ok((key, session.recipient.clone()))
    }

    /// Ends a session.
    pub fn end(&self, key: &Key) {
        self.state().open.remove(key);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof;

    const NOW: Moment = Moment(1_795_521_600);

    fn attempt(number: u8, now: Moment) -> Challenge {
        let (origin, deployment) = ("http://127.0.0.1:8480".parse().unwrap(), "almaty-1".parse().unwrap());
        Challenge::new(origin, deployment, SessionId::from_bytes([number; 16]), [number; 32], now)
    }

    fn sessions() -> Sessions {
        Sessions::new(Limits { pending: 3, sessions_each: 2, ..Limits::default() })
    }

    #[test]
    fn a_flood_of_challenges_drops_the_oldest_and_never_grows() {
        let sessions = sessions();
        for number in 0..200 {
            sessions.wait_for_answer(attempt(number, NOW), proof::nobody().clone(), NOW);
            let state = sessions.state();
            assert!(state.pending.len() <= 3 && state.order.len() <= 3);
        }
        assert!(sessions.take_challenge(&SessionId::from_bytes([196; 16])).is_none());
        assert!(sessions.take_challenge(&SessionId::from_bytes([197; 16])).is_some());
    }

    #[test]
    fn a_challenge_whose_minute_is_over_is_forgotten_with_the_next_one() {
        let sessions = sessions();
        sessions.wait_for_answer(attempt(1, NOW), proof::nobody().clone(), NOW);
        let later = NOW.plus(proof::LIFE);
        sessions.wait_for_answer(attempt(2, later), proof::nobody().clone(), later);
        assert!(sessions.take_challenge(&SessionId::from_bytes([1; 16])).is_none());
        assert!(sessions.take_challenge(&SessionId::from_bytes([2; 16])).is_some());
        assert!(sessions.take_challenge(&SessionId::from_bytes([2; 16])).is_none(), "taken once");
    }

    #[test]
    fn somebody_who_logs_in_everywhere_keeps_her_newest_sessions() {
        let sessions = sessions();
        let open = |seconds| sessions.open(proof::nobody().clone(), NOW.plus(seconds)).unwrap();
        let tokens = [open(0), open(1), open(2)];
        let found: Vec<bool> = tokens.iter().map(|token| sessions.find(token, NOW.plus(3)).is_ok()).collect();
        assert_eq!(found, [false, true, true]);
        assert_eq!(sessions.state().open.len(), 2);
    }

    #[test]
    fn what_is_kept_of_a_token_is_its_hash() {
        let sessions = sessions();
        let token = sessions.open(proof::nobody().clone(), NOW).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(&*token).unwrap().len(), 32);
        let state = sessions.state();
        assert!(state.open.keys().all(|key| key.0 == <[u8; 32]>::from(Sha256::digest(&*token))));
    }

    #[test]
    fn a_session_ends_after_twelve_hours_and_after_an_idle_one() {
        let sessions = sessions();
        let token = sessions.open(proof::nobody().clone(), NOW).unwrap();
        let used = |seconds| sessions.find(&token, NOW.plus(seconds)).is_ok();
        for seconds in (0..LIFE).step_by(usize::try_from(IDLE - 1).unwrap()) {
            assert!(used(seconds), "used every hour, at {seconds} s");
        }
        assert!(used(LIFE - 1) && !used(LIFE));
        let token = sessions.open(proof::nobody().clone(), NOW).unwrap();
        assert!(sessions.find(&token, NOW.plus(IDLE)).is_err());
        assert!(sessions.find(&token, NOW).is_err(), "over for good");
    }
}

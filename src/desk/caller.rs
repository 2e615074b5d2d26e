//! Who calls: a session, looked up in the roster of this moment.

use super::sessions::Key;
use super::{Desk, Refusal};
use crate::clock::Moment;
use crate::protocol::{BEARER, Code, Seat};
use crate::roster::{Name, RECOVERY, Recipient, Role, VerifiedRoster};
use crate::store::{Actor, Holder, Scope};
use crate::vocab::{Audience, Lane};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::sync::Arc;

/// A place at the desk, as the roster gives it.
pub struct Place {
    /// What the audit calls her.
    pub name: Name,
    /// What she may do.
    pub seat: Seat,
    /// The lanes whose requests are sealed to her now.
    pub lanes: Vec<Lane>,
    /// Whom she serves. What was sealed to her by an older roster she is shown in any language.
    pub audiences: Vec<Audience>,
    /// What arrived before is hidden from her.
    pub since: Moment,
    /// What holds her claims.
    pub holder: Holder,
}

impl Place {
    /// The place of this recipient; none for a stranger.
    pub fn of(recipient: &Recipient, roster: &VerifiedRoster) -> Option<Place> {
        let lanes = roster.lanes_of(recipient);
        if lanes.is_empty() {
            return None;
        }
        let holder = Holder::of(recipient);
        let Some(counsellor) = roster.counsellor(recipient) else {
            let name = RECOVERY.parse().ok()?;
            let audiences = Audience::ALL.to_vec();
            return Some(Place { name, seat: Seat::Recovery, lanes, audiences, since: Moment(0), holder });
        };
        let seat = match counsellor.role {
            Role::Counsellor => Seat::Counsellor,
            Role::Lead => Seat::Lead,
        };
        Some(Place {
            name: counsellor.name.clone(),
            seat,
            lanes,
            audiences: counsellor.audiences.clone(),
            since: Scope::of(counsellor).since,
            holder,
        })
    }

    /// What of the queue she may see, of what was sealed to her.
    pub fn scope(&self) -> Scope<'_> {
        Scope { audiences: &self.audiences, since: self.since }
    }
}

/// Whoever calls with the token of a living session and still is on the roster.
pub struct Caller {
    /// Her place.
    pub place: Place,
    /// Her session.
    pub key: Key,
    /// The moment of the call: one call is judged at one time.
    pub now: Moment,
    /// The roster she was found on.
    pub roster: Arc<VerifiedRoster>,
}

impl Caller {
    /// Who acts, for the queue and the audit.
    pub const fn actor(&self) -> Actor<'_> {
        Actor { holder: self.place.holder, name: &self.place.name, now: self.now }
    }
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Caller, Refusal> {
        let now = desk.now();
        let token = bearer(&parts.headers).ok_or(Code::NotLoggedIn)?;
        let (key, recipient) = desk.0.sessions.find(token, now)?;
        let roster = desk.roster(now)?;
        let Some(place) = Place::of(&recipient, &roster) else {
            // Removed by the authority: refused from this call on. The session ends with it, so that a later roster that
            // lists her again does not bring it back.
            desk.0.sessions.end(&key);
            return Err(Code::NotLoggedIn.into());
        };
        Ok(Caller { place, key, now, roster })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix(BEARER)
}

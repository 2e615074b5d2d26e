//! Logging in by proof of possession, and out.

use crate::audit::{Detail, Event};
use crate::chance;
use crate::desk::caller::{Caller, Place};
use crate::desk::read::Told;
use crate::desk::{Desk, Refusal, sessions};
use crate::proof;
use crate::protocol::{Answer, AskChallenge, Challenge, Code, Nothing, Session, paths};
use crate::roster::Recipient;
use crate::vocab::SessionId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;

/// Asks for a challenge
///
/// Open it with the age identity of the recipient, check its magic, origin, deployment and session, and answer within
/// 60 seconds. A recipient that is not on the roster gets a challenge like any other, which nobody can open.
#[utoipa::path(
    post, path = paths::CHALLENGE, tag = "login",
    request_body = AskChallenge,
    responses((status = 200, description = "A challenge", body = Challenge))
)]
pub async fn challenge(State(desk): State<Desk>, Told(asks): Told<AskChallenge>) -> Result<Json<Challenge>, Refusal> {
    let now = desk.now();
    let roster = desk.roster(now)?;
    let recipient: Recipient = asks.recipient.parse().map_err(|_| Code::BadRequest)?;
    if !desk.0.gate.lets_in(&recipient) {
        return Err(Code::TooMany.into());
    }
    let (session, nonce) = (SessionId::from_bytes(fresh()?), fresh()?);
    let parts = desk.parts();
    let challenge = proof::Challenge::new(parts.origin.clone(), parts.deployment.clone(), session, nonce, now);
    // From here on everybody costs the same, whoever she is: one sealing, one place in the map.
    let known = Place::of(&recipient, &roster).is_some();
    let sealed = challenge.seal(if known { &recipient } else { proof::nobody() }).map_err(|error| {
        tracing::error!(%error, "a challenge could not be made");
        Code::NotNow
    })?;
    desk.0.sessions.wait_for_answer(challenge, recipient, now);
    Ok(Json(Challenge { session, challenge: sealed }))
}

/// Answers a challenge
///
/// Right or wrong, a challenge is used up by its first answer. The session ends after 12 hours, after one without a
/// call, and at the first one while the roster leaves its recipient out.
#[utoipa::path(
    post, path = paths::ANSWER, tag = "login",
    request_body = Answer,
    responses((status = 200, description = "A session", body = Session))
)]
pub async fn answer(State(desk): State<Desk>, Told(answer): Told<Answer>) -> Result<Json<Session>, Refusal> {
    let now = desk.now();
    let pending = desk.0.sessions.take_challenge(&answer.session).ok_or(Code::NotLoggedIn)?;
    let bytes = <[u8; 32]>::try_from(answer.answer).map_err(|_| Code::NotLoggedIn)?;
    if !pending.challenge.accepts(&proof::Answer::from_bytes(bytes), now) {
        return Err(Code::NotLoggedIn.into());
    }
    let roster = desk.roster(now)?;
    let place = Place::of(&pending.recipient, &roster).ok_or(Code::NotLoggedIn)?;
    // Written down before anything is handed out: nobody is in of whom the audit does not know.
    desk.parts().store.note(Event::Login, Some(&place.name), Detail::default(), now).await?;
    let token = desk.0.sessions.open(pending.recipient, now).map_err(no_entropy)?;
    let ends = Timestamp::from_second(now.plus(sessions::LIFE).0).map_err(|_| Code::NotNow)?;
    let session =
        Session { token: token.to_string(), name: place.name.to_string(), seat: place.seat, lanes: place.lanes, ends };
    Ok(Json(session))
}

/// Ends the session
#[utoipa::path(
    post, path = paths::LOGOUT, tag = "login",
    request_body = Nothing,
    responses((status = 204, description = "The session is over")),
    security(("session" = []))
)]
pub async fn logout(State(desk): State<Desk>, caller: Caller, Told(Nothing {}): Told<Nothing>) -> StatusCode {
    desk.0.sessions.end(&caller.key);
    StatusCode::NO_CONTENT
}

fn fresh<const N: usize>() -> Result<[u8; N], Refusal> {
    chance::fresh().map_err(no_entropy)
}

fn no_entropy(error: chance::NoEntropy) -> Refusal {
    tracing::error!(%error, "nobody can log in");
    Code::NotNow.into()
}

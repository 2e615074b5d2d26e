//! The queue: listing, claiming, keeping, giving back, and the sealed request itself.

use crate::chance;
use crate::clock::Moment;
use crate::desk::caller::Caller;
use crate::desk::read::{Asked, Named, Told};
use crate::desk::{Desk, LEASE, Refusal};
use crate::keyring::Keep;
use crate::protocol::{
    BlobQuery, Claimed, Code, Hold, List, MOST_LISTED, Nothing, Row, RowStatus, day_from_number, paths,
};
use crate::seal::{self, Wrapped};
use crate::store::{self, Claim, Held, Hindered, QueueRow, Ready, Terms};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

/// Lists the open requests one can open
///
/// Those that were sealed to one's key, by whichever roster, for whom one serves today; what arrived before one's first
/// day is not among them. One's own claims first, so that they are in it whatever changed and however many others wait;
/// then urgent ones, then the longest waiting; last those that were tried in vain and wait for their day.
#[utoipa::path(
    get, path = paths::REQUESTS, tag = "requests",
    responses((status = 200, description = "The list", body = List)),
    security(("session" = []))
)]
pub async fn list(State(desk): State<Desk>, caller: Caller) -> Result<Json<List>, Refusal> {
    let (scope, holder) = (caller.place.scope(), caller.place.holder);
    let rows = desk.parts().store.queue(scope, holder, caller.now, MOST_LISTED + 1).await?;
    let most = MOST_LISTED as usize;
    let requests = rows.iter().take(most).map(|row| told(row, &caller)).collect::<Result<_, _>>()?;
    Ok(Json(List { requests, more: rows.len() > most }))
}

/// Claims this request for two hours
///
/// One of the list that waits, one whose claim ran out, or one's own again, which counts as a renewal and gives it a new
/// fence.
#[utoipa::path(
    post, path = paths::CLAIM, tag = "requests", params(("id" = String, Path, description = "The request")),
    request_body = Nothing,
    responses((status = 200, description = "It is one's own", body = Claimed)),
    security(("session" = []))
)]
pub async fn claim(
    State(desk): State<Desk>,
    caller: Caller,
    named: Named,
    Told(Nothing {}): Told<Nothing>,
) -> Result<Json<Claimed>, Refusal> {
    let id = named.id()?;
    match claimed(&desk, &caller, Claim::This(id, caller.place.scope())).await? {
        Some(row) => Ok(Json(Claimed { request: Some(row) })),
        None => Err(Code::NotYours.into()),
    }
}

/// Claims the next request of the list for two hours
///
/// The first that waits. Those whose next attempt is on a later day are not given, and what nobody can open any more is
/// passed over.
#[utoipa::path(
    post, path = paths::CLAIM_NEXT, tag = "requests",
    request_body = Nothing,
    responses((status = 200, description = "It is one's own, or nothing waits", body = Claimed)),
    security(("session" = []))
)]
pub async fn claim_next(
    State(desk): State<Desk>,
    caller: Caller,
    Told(Nothing {}): Told<Nothing>,
) -> Result<Json<Claimed>, Refusal> {
    let request = claimed(&desk, &caller, Claim::Next(caller.place.scope())).await?;
    Ok(Json(Claimed { request }))
}

/// Holds a claim for two hours from now
///
/// One that ran out is nobody's: it is claimed again, if nobody else did.
#[utoipa::path(
    post, path = paths::EXTEND, tag = "requests", params(("id" = String, Path, description = "The request")),
    request_body = Hold,
    responses((status = 200, description = "It is held longer", body = Row)),
    security(("session" = []))
)]
pub async fn extend(
    State(desk): State<Desk>,
    caller: Caller,
    named: Named,
    Told(hold): Told<Hold>,
) -> Result<Json<Row>, Refusal> {
    desk.has_ring()?;
    let until = caller.now.plus(LEASE);
    let row = held(desk.parts().store.extend(named.id()?, caller.actor(), hold.fence, until).await?)?;
    Ok(Json(told(&row, &caller)?))
}

/// Gives a claimed request back to the queue
#[utoipa::path(
    post, path = paths::RELEASE, tag = "requests", params(("id" = String, Path, description = "The request")),
    request_body = Hold,
    responses((status = 204, description = "It waits again")),
    security(("session" = []))
)]
pub async fn release(
    State(desk): State<Desk>,
    caller: Caller,
    named: Named,
    Told(hold): Told<Hold>,
) -> Result<StatusCode, Refusal> {
    held(desk.parts().store.release(named.id()?, caller.actor(), hold.fence).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sealed request
///
/// The age file exactly as it was sealed, for whoever holds the request now. It is opened on her own device.
#[utoipa::path(
    get, path = paths::BLOB, tag = "requests", params(("id" = String, Path, description = "The request"), BlobQuery),
    responses((status = 200, description = "A binary age file", body = AgeFile, content_type = "application/octet-stream")),
    security(("session" = []))
)]
pub async fn blob(
    State(desk): State<Desk>,
    caller: Caller,
    named: Named,
    Asked(hold): Asked<BlobQuery>,
) -> Result<Response, Refusal> {
    let id = named.id()?;
    let parts = desk.parts();
    desk.has_ring()?;
    let fetched = parts.store.fetch(id, caller.actor(), hold.fence).await;
    if let Err(error @ store::Error::Row { .. }) = &fetched {
        tracing::error!(%error, "a claimed request is not what was put there");
        return Err(Code::Lost.into());
    }
    let (row, wrapped) = held(fetched?)?;
    let day = row.claimed_day.ok_or(store::Error::Row { column: "claimed_day" })?;
    let taken = parts.ring.read(|ring| Some(seal::take_out(&wrapped, &id, ring.day_key(Keep::Claimed, day)?)));
    // The ring was laid aside this moment, or the key's days ended this minute.
    let sealed = taken.ok_or(Code::NotNow)?.ok_or(Code::Lost)?.map_err(|error| {
        tracing::error!(%error, "a claimed request is not what was put there");
        Code::Lost
    })?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))], sealed.bytes().to_vec())
        .into_response())
}

/// A binary age file.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct AgeFile(#[expect(dead_code, reason = "stands for the body in the description")] Vec<u8>);

/// Claims, and tells the claimed row; none when there is nothing to claim.
async fn claimed(desk: &Desk, caller: &Caller, which: Claim<'_>) -> Result<Option<Row>, Refusal> {
    desk.has_ring()?;
    let parts = desk.parts();
    let terms = Terms { lease_until: caller.now.plus(LEASE), cap: parts.claims_per_hour };
    let rewrap = |row: &QueueRow, wrapped: &Wrapped| ready(desk, row, wrapped);
    match parts.store.claim(which, caller.actor(), terms, &rewrap).await? {
        store::Claimed::Row(row) => told(&row, caller).map(Some),
        store::Claimed::OverCap => Err(Code::ClaimCap.into()),
        store::Claimed::Nothing => Ok(None),
        store::Claimed::Lost => Err(Code::Lost.into()),
        store::Claimed::NotNow => Err(Code::NotNow.into()),
    }
}

/// Makes a request ready for whoever claims it: one of a first claim is moved from the waiting key of its day to the
/// claimed key of the newest day; of one that was claimed before it is seen that it still opens.
fn ready(desk: &Desk, row: &QueueRow, wrapped: &Wrapped) -> Result<Ready, Hindered> {
    let nonce = chance::fresh().map_err(|error| {
        tracing::error!(%error, "nothing can be claimed");
        Hindered::NotNow
    })?;
    let made = desk.parts().ring.read(|ring| {
        if let Some(day) = row.claimed_day {
            let key = ring.day_key(Keep::Claimed, day)?;
            return Some(seal::take_out(wrapped, &row.id, key).map(|_| Ready::AsItIs));
        }
        let (from, to) = (ring.day_key(Keep::Waiting, row.day)?, ring.newest_day_key(Keep::Claimed));
        Some(seal::rewrap(wrapped, &row.id, from, to, nonce).map(|moved| Ready::Moved(to.day(), moved)))
    });
    // No ring; or no key of that day in it; or not what was put there, which the store counts and says.
    made.ok_or(Hindered::NotNow)?.ok_or(Hindered::KeyGone)?.map_err(|_| Hindered::Damaged)
}

/// What an action on a claim came to: one answer for everything that is not hers.
pub fn held<T>(held: Held<T>) -> Result<T, Refusal> {
    match held {
        Held::Done(done) => Ok(done),
        Held::NotHeld => Err(Code::NotYours.into()),
        Held::Stale => Err(Code::StaleClaim.into()),
    }
}

/// A row as this caller may know it.
fn told(row: &QueueRow, caller: &Caller) -> Result<Row, Refusal> {
    let status = match row.held(caller.now) {
        Some((holder, until)) if holder == caller.place.holder => {
            RowStatus::Mine { until: timestamp(until)?, fence: row.fence }
        }
        Some(_) => RowStatus::Taken,
        None => RowStatus::Waiting,
    };
    Ok(Row {
        id: row.id,
        lane: row.lane,
        urgent: row.urgent,
        arrived: timestamp(row.arrived)?,
        roster_version: row.roster_version,
        status,
        next_attempt: row.next_attempt.and_then(day_from_number),
    })
}

fn timestamp(moment: Moment) -> Result<Timestamp, Refusal> {
    Timestamp::from_second(moment.0).map_err(|_| store::Error::Row { column: "hour" }.into())
}

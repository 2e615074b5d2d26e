//! How a claimed request ends: for good, until another day, or as somebody's joke.

use super::requests::held;
use crate::alias::{Alias, alias};
use crate::desk::caller::Caller;
use crate::desk::read::{Named, Told};
use crate::desk::{Desk, Refusal};
use crate::keyring::Keep;
use crate::protocol::{Close, Closed, Code, Muting, day_number, paths};
use crate::seal;
use crate::store::{Change, Durability, Ending, Limit, Op, QueueRow};
use crate::vocab::{Outcome, RequestId, ReturnAddress};
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Ends a claimed request
///
/// Its content leaves the database at once, unless nobody answered and there is a day for the next attempt: then it
/// goes back into the queue. Whoever sent a request that is not genuine is muted for today, if the return address
/// from inside it comes along; a wrong or missing one changes nothing about the closing, and the answer says so.
#[utoipa::path(
    post, path = paths::CLOSE, tag = "requests", params(("id" = String, Path, description = "The request")),
    request_body = Close,
    responses((status = 200, description = "It is closed", body = Closed)),
    security(("session" = []))
)]
pub async fn close(
    State(desk): State<Desk>,
    caller: Caller,
    named: Named,
    Told(told): Told<Close>,
) -> Result<Json<Closed>, Refusal> {
    let ending = match (told.outcome, told.next_attempt) {
        (Outcome::TriedNoAnswer, Some(day)) => Ending::TryAgain { day: day_number(day) },
        (outcome, None) => Ending::Final(outcome),
        (_, Some(_)) => return Err(Code::BadRequest.into()),
    };
    if told.return_address.is_some() && told.outcome != Outcome::NotGenuine {
        return Err(Code::BadRequest.into());
    }
    let id = named.id()?;
    let store = &desk.parts().store;
    if let Ending::TryAgain { day } = ending {
        let row = store.queue_row(id).await?;
        let hers = |row: &QueueRow| row.held(caller.now).is_some_and(|(holder, _)| holder == caller.place.holder);
        if row.is_some_and(|row| hers(&row) && !can_be_opened(&row, day, &caller)) {
            return Err(Code::DayOutOfRange.into());
        }
    }
    let row = held(store.close(id, caller.actor(), told.fence, ending).await?)?;
    let muting = match (told.outcome, told.return_address) {
        (Outcome::NotGenuine, Some(address)) => Some(mute(&desk, &caller, &row, &address).await),
        (Outcome::NotGenuine, None) => Some(Muting::NoAddress),
        _ => None,
    };
    Ok(Json(Closed { waits: matches!(ending, Ending::TryAgain { .. }), muting }))
}

/// Whether a day is one on which the request's claimed key still lives.
fn can_be_opened(row: &QueueRow, day: i64, caller: &Caller) -> bool {
    let last = row.claimed_day.map(|claimed| claimed.saturating_add(Keep::Claimed.days() - 1));
    day >= caller.now.day() && last.is_some_and(|last| day <= last)
}

/// Mutes whoever sent it for today. The request is closed already: whatever is wrong here is only said.
async fn mute(desk: &Desk, caller: &Caller, row: &QueueRow, address: &str) -> Muting {
    let Some(alias) = sender(desk, row.id, row.day, address) else { return Muting::NotOpened };
    let op = Op::Limit { alias, day: caller.now.day(), what: Limit::Mute };
    match desk.parts().store.write(Change { ops: vec![op], durability: Durability::Synced }).await {
        Ok(_) => Muting::Muted,
        Err(error) => {
            tracing::error!(%error, "somebody could not be muted");
            Muting::NotWritten
        }
    }
}

/// Today's alias of whoever sent it. The way back exists in here, and for no longer.
fn sender(desk: &Desk, id: RequestId, day: i64, address: &str) -> Option<Alias> {
    let bytes: [u8; 56] = STANDARD.decode(address).ok()?.try_into().ok()?;
    let address = ReturnAddress::from_bytes(bytes);
    let opened = desk.parts().ring.read(|ring| {
        let key = ring.day_key(Keep::Return, day)?;
        let route = seal::open_return_address(&address, key, &id, &desk.parts().deployment).ok()?;
        Some(alias(ring.newest(), &route))
    });
    opened.flatten()
}

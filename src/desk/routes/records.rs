//! What a counsellor's program verifies by itself, the roster and the audit; and what a lead may allow.

use crate::desk::caller::Caller;
use crate::desk::read::{Asked, Told};
use crate::desk::{Desk, Refusal};
use crate::protocol::{
    AuditEntry, AuditLink, AuditLinks, AuditQuery, Code, MOST_LINKS, MOST_MORE_CLAIMS, MoreClaims, RosterText, Seat,
    paths,
};
use crate::store::{AuditRow, Holder};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// The roster in use
///
/// Text and signature as the authority made them. Verify them with the authority's key that came with the identity,
/// and never use an older roster than one that was verified before.
#[utoipa::path(
    get, path = paths::ROSTER, tag = "records",
    responses((status = 200, description = "The roster", body = RosterText)),
    security(("session" = []))
)]
pub async fn roster(caller: Caller) -> Json<RosterText> {
    Json(RosterText { text: caller.roster.text(), signature: caller.roster.signature().to_owned() })
}

/// The audit's chain
///
/// A hash of each thing that was done at the desk. Remember the head, and refuse a chain that does not lead from it to
/// the new one. A lead is also shown by whom it was done, in which hour and what: she watches over the work, and her
/// program sees whether a line was taken out. Nobody else is shown what a colleague does.
#[utoipa::path(
    get, path = paths::AUDIT, tag = "records", params(AuditQuery),
    responses((status = 200, description = "The links after this number", body = AuditLinks)),
    security(("session" = []))
)]
pub async fn audit(
    State(desk): State<Desk>,
    caller: Caller,
    Asked(asked): Asked<AuditQuery>,
) -> Result<Json<AuditLinks>, Refusal> {
    let store = &desk.parts().store;
    // The head first, and of the links what it knows: an answer that is not full always leads to its head.
    let head = store.audit_head().await?;
    // No chain is longer than the numbers of the database.
    let after = asked.after.min(i64::MAX.unsigned_abs());
    let rows = store.audit_after(after, MOST_LINKS).await?;
    let lead = caller.place.seat == Seat::Lead;
    let link = |row: AuditRow| AuditLink {
        number: row.head.number,
        hash: row.link().hash(),
        entry: lead.then_some(AuditEntry { hour: row.hour, digest: row.digest, line: row.line }),
    };
    let links = rows.into_iter().take_while(|row| row.head.number <= head.number).map(link).collect();
    Ok(Json(AuditLinks { head: head.to_string(), links }))
}

/// Lets a counsellor claim more in this hour
///
/// For a lead, on a bad evening. It stands in the audit.
#[utoipa::path(
    post, path = paths::MORE_CLAIMS, tag = "records",
    request_body = MoreClaims,
    responses((status = 204, description = "She may claim so many more until the hour is over")),
    security(("session" = []))
)]
pub async fn more_claims(
    State(desk): State<Desk>,
    caller: Caller,
    Told(told): Told<MoreClaims>,
) -> Result<StatusCode, Refusal> {
    if caller.place.seat != Seat::Lead {
        return Err(Code::LeadOnly.into());
    }
    if !(1..=MOST_MORE_CLAIMS).contains(&told.more) {
        return Err(Code::BadRequest.into());
    }
    let named = caller.roster.counsellors().iter().find(|one| one.name.as_str() == told.name);
    let counsellor = named.ok_or(Code::NoSuchCounsellor)?;
    let holder = Holder::of(&counsellor.recipient);
    desk.parts().store.allow_more(caller.actor(), holder, &counsellor.name, told.more).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Where what is asked. Paths with an id hold `{id}`, as the router and the description write it.

use crate::vocab::RequestId;

/// Asks for a challenge.
pub const CHALLENGE: &str = "/v1/login/challenge";
/// Answers a challenge.
pub const ANSWER: &str = "/v1/login/answer";
/// Ends the session.
pub const LOGOUT: &str = "/v1/logout";
/// Lists the open requests that were sealed to one, and one's claims.
pub const REQUESTS: &str = "/v1/requests";
/// Claims the next of them.
pub const CLAIM_NEXT: &str = "/v1/requests/claim-next";
/// Claims this request.
pub const CLAIM: &str = "/v1/requests/{id}/claim";
/// Holds a claim longer.
pub const EXTEND: &str = "/v1/requests/{id}/extend";
/// Gives a claimed request back.
pub const RELEASE: &str = "/v1/requests/{id}/release";
/// Ends a claimed request.
pub const CLOSE: &str = "/v1/requests/{id}/close";
/// The sealed request.
pub const BLOB: &str = "/v1/requests/{id}/blob";
/// The signed roster.
pub const ROSTER: &str = "/v1/roster";
/// The chain of what was done.
pub const AUDIT: &str = "/v1/audit";
/// Lets a counsellor claim more in this hour.
pub const MORE_CLAIMS: &str = "/v1/claims/more";
/// This description.
pub const DESCRIPTION: &str = "/openapi.json";

/// The path of one request: one of the constants with an `{id}`, and the id.
#[must_use]
pub fn of(path: &str, id: RequestId) -> String {
    path.replace("{id}", &id.to_string())
}

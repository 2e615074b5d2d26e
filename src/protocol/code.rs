//! Error codes: one answer shape, and every code with its status.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why the desk did not do it. Codes are never renamed; programs decide by them, people read message and advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Code {
    /// 400: the body or the query is not what is described here.
    BadRequest,
    /// 401: no session, or one that is over; a challenge that was not answered right, in time, and once.
    NotLoggedIn,
    /// 403: only a lead may do this.
    LeadOnly,
    /// 404: no such request, not sealed to one's key or not for whom one serves, held by somebody else or by nobody any
    /// more, or ended: which of them is not told.
    NotYours,
    /// 404: the API has no such path.
    NotFound,
    /// 404: nobody on the roster has this name.
    NoSuchCounsellor,
    /// 405: the path is known, and not with this method.
    MethodNotAllowed,
    /// 408: the request took too long to arrive.
    TooSlow,
    /// 409: the claim is one's own, and was renewed elsewhere since.
    StaleClaim,
    /// 410: the request is there, and nobody can open it any more: its key is gone, or it was damaged.
    Lost,
    /// 413: the body is larger than any the API has a use for.
    TooLarge,
    /// 415: a body that is not `application/json`.
    NotJson,
    /// 422: the day of the next attempt is past, or one on which nobody can open the request any more.
    DayOutOfRange,
    /// 429: as many requests were claimed in this hour as one counsellor may.
    ClaimCap,
    /// 429: too many calls in a short time.
    TooMany,
    /// 503: the roster is missing, over or not yet valid; nothing is handed out under it.
    RosterNotValid,
    /// 503: the desk cannot do it at the moment; nothing was changed, or the list tells.
    NotNow,
}

impl Code {
    /// Every code.
    pub const ALL: [Code; 17] = [
        Code::BadRequest,
        Code::NotLoggedIn,
        Code::LeadOnly,
        Code::NotYours,
        Code::NotFound,
        Code::NoSuchCounsellor,
        Code::MethodNotAllowed,
        Code::TooSlow,
        Code::StaleClaim,
        Code::Lost,
        Code::TooLarge,
        Code::NotJson,
        Code::DayOutOfRange,
        Code::ClaimCap,
        Code::TooMany,
        Code::RosterNotValid,
        Code::NotNow,
    ];

    /// The HTTP status it comes with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Code::BadRequest => 400,
            Code::NotLoggedIn => 401,
            Code::LeadOnly => 403,
            Code::NotYours | Code::NotFound | Code::NoSuchCounsellor => 404,
            Code::MethodNotAllowed => 405,
            Code::TooSlow => 408,
            Code::StaleClaim => 409,
            Code::Lost => 410,
            Code::TooLarge => 413,
            Code::NotJson => 415,
            Code::DayOutOfRange => 422,
            Code::ClaimCap | Code::TooMany => 429,
            Code::RosterNotValid | Code::NotNow => 503,
        }
    }

    /// What happened, as a sentence without an end.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Code::BadRequest => "the request is not in the form that the API describes",
            Code::NotLoggedIn => "not logged in",
            Code::LeadOnly => "only a lead may do this",
            Code::NotYours => "this request is not yours",
            Code::NotFound => "there is no such path",
            Code::NoSuchCounsellor => "nobody on the roster has this name",
            Code::MethodNotAllowed => "this path is not called in this way",
            Code::TooSlow => "the request took too long to arrive",
            Code::StaleClaim => "your claim was renewed since",
            Code::Lost => "nobody can open this request any more",
            Code::TooLarge => "the body is too large",
            Code::NotJson => "the body must be application/json",
            Code::DayOutOfRange => "the request cannot be opened on the day of the next attempt",
            Code::ClaimCap => "you have claimed as many requests as one counsellor may in an hour",
            Code::TooMany => "too many calls in a short time",
            Code::RosterNotValid => "the desk has no valid roster",
            Code::NotNow => "the desk cannot do this now",
        }
    }

    /// What she can do about it, as whole sentences.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Code::BadRequest | Code::NotFound | Code::MethodNotAllowed | Code::NotJson | Code::TooLarge => {
                "Use a program of the same version as the desk."
            }
            Code::NotLoggedIn => {
                "Log in again. If that does not work, ask your authority whether your key is on the newest roster."
            }
            Code::LeadOnly => "Ask your lead.",
            Code::NotYours => {
                "The list shows what you can claim. A claim runs out after two hours unless it is renewed, and the person \
                 may have withdrawn the request: do not call before you hold it again."
            }
            Code::NoSuchCounsellor => "Take the names from the newest roster.",
            Code::TooSlow => "Try again. If it happens often, try another network.",
            Code::StaleClaim => "Another window of yours renewed it. Take the list anew and go on there.",
            Code::Lost => "Its key is gone, or it was damaged. Tell the operator, and claim another one.",
            Code::DayOutOfRange => {
                "Choose a day from today on. A request can be opened for a month from the day it was first claimed."
            }
            Code::ClaimCap => "Answer what you hold, or ask your lead to allow more for this hour.",
            Code::TooMany => "Wait a minute and try again.",
            Code::RosterNotValid => "Ask your authority for a roster that is signed anew.",
            Code::NotNow => "Try again in a minute and look at the list first. If it stays so, call the operator.",
        }
    }
}

/// The code as it stands in the body: `not_yours`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What every answer that is not a success carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// The one thing in it.
    pub error: Problem,
}

/// Why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable, for programs.
    pub code: Code,
    /// For people; may change.
    pub message: String,
    /// What one can do about it; may change.
    pub advice: String,
}

impl From<Code> for ErrorBody {
    fn from(code: Code) -> ErrorBody {
        let error = Problem { code, message: code.message().to_owned(), advice: code.advice().to_owned() };
        ErrorBody { error }
    }
}

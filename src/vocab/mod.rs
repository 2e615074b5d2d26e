//! The words every room shares: kinds, flags, languages, regions, lanes, ids, and the request itself.
//!
//! Nothing here knows Telegram, a database or a key. Whatever a person wrote is a [`Plain`]; whatever
//! leads back to a chat is a [`Route`]; neither can be printed, logged or copied by accident.

mod confirmed;
mod flags;
mod ids;
mod kind;
mod lane;
mod lang;
mod mark;
mod origin;
mod outcome;
mod plain;
mod receipt;
mod region;
mod request;
mod route;
mod sign;
mod spelling;

pub use confirmed::{Confirmed, Erased, Forgotten, Stored, Withdrawn};
pub use flags::{Flag, Flags};
pub(crate) use ids::from_digits;
pub use ids::{CardId, DeploymentId, EntryId, InvalidDeployment, InvalidId, RequestId, RequestSecret, SessionId};
pub use kind::{Kind, Kinds};
pub use lane::{Audience, Lane, Urgency};
pub use lang::Lang;
pub use mark::{RosterHash, RosterMark};
pub use origin::{InvalidOrigin, Origin};
pub use outcome::Outcome;
pub use plain::Plain;
pub use receipt::{ReceiptCode, ReturnAddress, Standing};
pub use region::Region;
pub use request::{
    Allowed, CLAIMED_DAYS, CallbackRequest, DayPart, Days, How, RETURN_DAYS, SafeTime, SomeoneElse, UNCLAIMED_DAYS, Who,
};
pub use route::Route;
pub use sign::{Sign, Signs};
pub use spelling::{in_one_spelling, secret_bytes};

//! The desk: the API by which counsellors pull requests.
//!
//! Whoever proves that she holds the key of a recipient on the roster gets a session, sees the open requests she can
//! open, claims, and is handed what she claimed exactly as it was sealed. The desk opens nothing and cannot: it has
//! no counsellor's key, and a challenge to log in is answered by its holder's program with a MAC and never with what
//! was inside it (`threats.md` D9).
//!
//! She is shown what was sealed to her key, by this roster or an older one, for whom she serves today, from her first day
//! on; and whatever she holds. One answer, in the same bytes, for "there is no such request", "it was not sealed to
//! you", "somebody else holds it" and "it is ended": a desk is no place to find out what a colleague works on. What a
//! request is about, who sent it, and who asks is written to no log; what was done is written to the audit, in the same
//! transaction. Only a lead is shown the audit's lines; everybody else gets hashes, by which a program sees that nothing
//! was taken back.
//!
//! What it does not promise: whoever floods the address itself takes connections away from counsellors, and whoever asks
//! for more than a hundred challenges a second, with whatever recipients, keeps them from logging in meanwhile (the
//! balancer before it limits addresses, the desk sees none); whoever knows a counsellor's recipient can use up her tries
//! of logging in. Sessions live in memory: a restart logs everybody out, and a balancer before several nodes must send
//! a counsellor to the same one.

mod caller;
mod description;
mod guard;
mod limits;
mod listener;
mod read;
mod refusal;
mod routes;
mod sessions;

pub use description::text as description;
pub use limits::{Limits, Rate};

use crate::clock::{Clock, Moment};
use crate::keyring::SharedRing;
use crate::proof;
use crate::protocol::Code;
use crate::roster::{CurrentRoster, VerifiedRoster};
use crate::store::Store;
use crate::vocab::{DeploymentId, Origin};
use limits::Gate;
use refusal::Refusal;
use sessions::Sessions;
use std::fmt;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Seconds a claim holds: two hours. Long enough to try the number again later in the same safe part of the day;
/// short enough that what somebody claimed before her bus home can be taken by the next on duty the same evening.
pub const LEASE: i64 = 2 * 3600;

/// What a desk is made of. The roster brings its own text and signature along, also when it is replaced.
pub struct Parts {
    /// The queue.
    pub store: Store,
    /// The keys under which the queue is kept.
    pub ring: SharedRing,
    /// Who may do what.
    pub roster: CurrentRoster,
    /// The time.
    pub clock: Clock,
    /// Where counsellors find this desk.
    pub origin: Origin,
    /// Which installation it belongs to.
    pub deployment: DeploymentId,
    /// How many requests one counsellor may claim in an hour.
    pub claims_per_hour: u32,
    /// How much and how fast.
    pub limits: Limits,
}

/// The desk. Every clone is the same desk; `Debug` prints the type name.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    parts: Parts,
    sessions: Sessions,
    gate: Gate,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// A desk where nobody is logged in.
    #[must_use]
    pub fn new(parts: Parts) -> Desk {
        // Made before the first stranger asks, who would otherwise wait longer for his challenge than a counsellor.
        let _ = proof::nobody();
        let (sessions, gate) = (Sessions::new(parts.limits), Gate::new(&parts.limits));
        Desk(Arc::new(Inner { parts, sessions, gate }))
    }

    /// Serves until `stop` says so or its sender is gone; then open requests are answered, at most for as long as
    /// one may take.
    pub async fn serve(&self, listener: TcpListener, stop: watch::Receiver<bool>) {
        listener::run(routes::router(self.clone()), listener, self.parts().limits, stop).await;
    }

    fn parts(&self) -> &Parts {
        &self.0.parts
    }

    fn now(&self) -> Moment {
        self.0.parts.clock.now()
    }

    /// Refuses while the key ring is laid aside: nothing waiting could be opened or moved.
    fn has_ring(&self) -> Result<(), Refusal> {
        Ok(self.parts().ring.read(|_| ()).ok_or(Code::NotNow)?)
    }

    /// The roster of this moment: nothing is handed out under one that is over.
    fn roster(&self, now: Moment) -> Result<Arc<VerifiedRoster>, Refusal> {
        Ok(self.parts().roster.valid(now).ok_or(Code::RosterNotValid)?)
    }
}

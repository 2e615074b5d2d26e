//! A commit that comes after the turn gave up waiting for it: the card says what happened, not what was feared.

use crate::room::Room;
use janynda::intake::{Incoming, Outcome};
use janynda::store::Status;
use janynda::vocab::RequestId;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a turn waits for the commit of a request.
const PATIENCE: Duration = Duration::from_secs(5);

/// Rings when a future wants to be polled, and leaves it to the test whether it is.
struct Bell(Notify);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

impl Room {
    /// A turn on a machine that stands still between the commit and its answer until the turn's patience is over.
    async fn stalls_behind_the_withdrawal_of(&self, id: RequestId, incoming: &Incoming) -> Outcome {
        let bell = Arc::new(Bell(Notify::new()));
        let waker = Waker::from(Arc::clone(&bell));
        let mut turn = pin!(self.intake.turn(incoming));
        let begun = Instant::now();
        while self.row_of(id).await.status != Status::Withdrawn {
            assert!(turn.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            bell.0.notified().await;
        }
        // The turn's own clock rings last.
        while begun.elapsed() < PATIENCE {
            bell.0.notified().await;
        }
        loop {
            if let Poll::Ready(outcome) = turn.as_mut().poll(&mut Context::from_waker(&waker)) {
                return outcome;
            }
            bell.0.notified().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_whose_commit_outlives_the_patience_is_shown_as_withdrawn() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    room.taps("button-keep-hidden").await;
    room.taps("button-uncover").await;
    let press = room.press(room.data("button-withdraw"));
    let mut outcome = room.stalls_behind_the_withdrawal_of(id, &press).await;
    assert!(outcome.show.as_ref().unwrap().row.is_none(), "the turn did not hear of its commit");
    room.show(&mut outcome).await;
    assert!(room.shows("withdrawn-waiting"), "{}", room.page.as_ref().unwrap().text);
    assert!(!room.shows("notice-not-withdrawn"));
}

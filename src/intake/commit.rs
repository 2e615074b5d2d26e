//! A request that enters or is taken back: its commit, and what is told when nobody can say what the commit did.

use super::reading::{Reading, erasing_typed};
use super::row::Session;
use super::save::Unsaved;
use super::turn::Known;
use super::{Intake, Outcome, PATIENCE_FOR_REQUESTS, Rank};
use crate::conversation::{Facts, Scene, State};
use crate::store::{Change, Durability, Op};

impl Intake {
    /// Commits a row together with a request that enters or is taken back, and waits for the disk. SENT and WITHDRAWN
    /// are shown only from here, or from the row this commit wrote.
    pub(super) async fn sync(
        &self,
        reading: &Reading<'_>,
        facts: &Facts<'_>,
        session: Session,
        ops: Vec<Op>,
        otherwise: fn(State) -> State,
    ) -> Result<Outcome, Unsaved> {
        let change = Change { ops, durability: Durability::Synced };
        match self.write(change, PATIENCE_FOR_REQUESTS).await {
            Ok(()) => {
                let lang = session.state.place.context.lang;
                let erase = vec![erasing_typed(&session, lang)];
                Ok(Outcome { show: Some(Self::showing(&session, facts)), erase, toast: None, rank: Rank::Usual })
            }
            Err(Unsaved::Conflict) => Err(Unsaved::Conflict),
            Err(Unsaved::Failed) => {
                tracing::warn!("a request could not be stored or taken back; the person was told");
                self.as_it_was(reading, facts, otherwise).await
            }
        }
    }

    /// The card as its row still is, with a line that says what could not be done. Nothing is claimed to be kept; a
    /// request whose commit came late after all is shown as what it is, sent or withdrawn.
    pub(super) async fn as_it_was(
        &self,
        reading: &Reading<'_>,
        facts: &Facts<'_>,
        say: fn(State) -> State,
    ) -> Result<Outcome, Unsaved> {
        let Known::Rows(rows) = self.known(reading).await else { return Err(Unsaved::Failed) };
        let Some(mut session) = rows.into_iter().find(|row| reading.speaks_to(row)) else {
            return Err(Unsaved::Failed);
        };
        if !tells_of_a_commit(&session.state) {
            session.state = say(session.state);
        }
        Ok(Self::show_only(&session, facts))
    }

    /// Shows a card whose row stays as it is in the database.
    pub(super) fn show_only(session: &Session, facts: &Facts<'_>) -> Outcome {
        let mut show = Self::showing(session, facts);
        show.row = None;
        Outcome { show: Some(show), ..Outcome::default() }
    }
}

/// Whether the card is SENT or WITHDRAWN by the row's own evidence: what its commit did is not denied on it.
fn tells_of_a_commit(state: &State) -> bool {
    match state.place.scene {
        Scene::Sent => state.sent.is_some(),
        Scene::Withdrawn => state.withdrawn.is_some(),
        _ => false,
    }
}

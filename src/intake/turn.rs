//! The turn.

use super::reading::{Reading, erasing, erasing_typed};
use super::row::Session;
use super::save::Unsaved;
use super::{Erasing, Incoming, Intake, MessageRef, Outcome, PATIENCE, Rank, RowRef, Showing, What, WhenGone};
use crate::clock::Moment;
use crate::conversation::{self, CardRole, Effect, Facts, Memory, Press, Pressed, State, Turn};
use crate::store::{CardRow, Change, Durability, Op, Stage};
use crate::understanding::{self, Verdict};
use crate::vocab::{Allowed, CardId, Confirmed, Forgotten, Lang, RequestSecret, Route, Stored};
use crate::{alias, chance, seal};

/// How often a turn is tried when another node or the keeper was faster.
const TRIES: usize = 8;

/// What is known of the chat.
pub(super) enum Known {
    /// Its open cards.
    Rows(Vec<Session>),
    /// Nothing can be known: no ring or no database.
    Nothing,
}

impl Intake {
    /// Carries out one turn. When it returns, what it did is durable, or the outcome says that it is not.
    pub async fn turn(&self, incoming: &Incoming) -> Outcome {
        let now = self.clock.now();
        let pressed = match &incoming.what {
            What::Press(data) => Some(Pressed::decode(data)),
            _ => None,
        };
        let verdict = match &incoming.what {
            What::Text(words) | What::Media(Some(words)) => understanding::read(words.expose()),
            _ => Verdict::default(),
        };
        let reading = Reading { incoming, pressed, verdict, now };
        if matches!(incoming.what, What::Edited) {
            return Self::only_erase(&reading);
        }
        if !self.rates.allows(&incoming.route) && !reading.is_urgent() {
            return Self::too_fast(&reading);
        }
        let Ok(_alone) = tokio::time::timeout(PATIENCE, self.lanes.enter(&incoming.route)).await else {
            return self.without_row(&reading, None);
        };
        if self.in_trouble(now) {
            return self.without_row(&reading, self.remembered(&reading));
        }
        let mut standing = None;
        for _ in 0..TRIES {
            let known = self.known(&reading).await;
            if let Known::Rows(rows) = &known {
                standing = living(rows).or(standing);
            }
            match self.try_turn(&reading, known).await {
                Ok(outcome) => return outcome,
                Err(Unsaved::Conflict) => {}
                Err(Unsaved::Failed) => break,
            }
        }
        self.without_row(&reading, standing)
    }

    /// The living card, as far as this process remembers it: for turns that do not ask the database.
    fn remembered(&self, reading: &Reading<'_>) -> Option<MessageRef> {
        let rows = self.store.remembered(&self.aliases(&reading.incoming.route));
        living(&self.opened(reading, rows))
    }

    /// Opens the rows that may concern this message.
    fn opened(&self, reading: &Reading<'_>, rows: Vec<CardRow>) -> Vec<Session> {
        self.with_ring(|ring| {
            let keys = ring.map(crate::keyring::KeyRing::epoch_keys).unwrap_or_default();
            rows.into_iter()
                .filter(|row| reading.may_concern(row, keys))
                .filter_map(|row| Session::open(row, keys).ok())
                .collect()
        })
    }

    /// The open cards of the chat, under both living aliases.
    pub(super) async fn known(&self, reading: &Reading<'_>) -> Known {
        let aliases = self.aliases(&reading.incoming.route);
        if aliases.is_empty() {
            return Known::Nothing;
        }
        match tokio::time::timeout(PATIENCE, self.store.cards_of(&aliases)).await {
            Ok(Ok(rows)) => Known::Rows(self.opened(reading, rows)),
            Ok(Err(error)) => {
                tracing::warn!(%error, "open cards cannot be read; numbers are shown without them");
                self.note_trouble(reading.now);
                Known::Nothing
            }
            Err(_) => {
                tracing::warn!("open cards were not read within a second; numbers are shown without them");
                self.note_trouble(reading.now);
                Known::Nothing
            }
        }
    }

    /// The living aliases of a chat, newest first; none without a ring.
    pub(super) fn aliases(&self, route: &Route) -> Vec<alias::Alias> {
        self.with_ring(|ring| {
            let keys = ring.map(crate::keyring::KeyRing::epoch_keys).unwrap_or_default();
            keys.iter().map(|key| alias::alias(key, route)).collect()
        })
    }

    async fn try_turn(&self, reading: &Reading<'_>, known: Known) -> Result<Outcome, Unsaved> {
        let Known::Rows(mut rows) = known else { return Err(Unsaved::Failed) };
        let at = rows.iter().position(|row| reading.speaks_to(row));
        let session = at.map(|at| rows.swap_remove(at));
        if let Some(session) = &session
            && reading.pressed.is_none()
            && session.has_handled(reading.incoming.message.id)
        {
            // The same message again: it has had its effect.
            return Ok(Self::again(reading, session));
        }
        if session.is_none() && reading.is_on_a_deleted_message() {
            // Nothing can be shown there, and nothing else was asked for.
            return Ok(Outcome::default());
        }
        if let Some(session) = &session
            && session.stage == Stage::Erasing
        {
            // She left this card already: it is not brought back by a late press.
            let erase = vec![erasing(session, session.state.place.context.lang)];
            return Ok(Outcome { erase, rank: Rank::First, ..Outcome::default() });
        }
        let fresh = RequestSecret::from_bytes(chance::fresh().map_err(|_| Unsaved::Failed)?);
        let desks = self.desks(reading.now);
        let allowance = self.allowance(reading).await;
        let directory = self.directory.get();
        let facts = Facts {
            now: reading.now,
            language_code: reading.incoming.language_code.as_deref(),
            directory: &directory,
            desks: &desks,
            allowance,
            memory: Memory::Row,
            answers: self.answers,
            fresh: &fresh,
        };
        let (session, state) = match session {
            Some(mut session) => {
                let blank = State::at(session.state.place);
                let state = std::mem::replace(&mut session.state, blank);
                (Some(session), state)
            }
            None => (None, self.state_without_row(reading).await),
        };
        let turn = conversation::step(state, &reading.input(), &facts);
        self.carry_out(reading, &facts, session, rows, turn).await
    }

    /// The state when there is no row. A `send` that is pressed once more after its card's row went still finds its
    /// request by the secret in the button.
    async fn state_without_row(&self, reading: &Reading<'_>) -> State {
        if let Some(Pressed { from, press: Press::Send, secret: Some(secret) }) = &reading.pressed
            && let Ok(Ok(Some(stored))) =
                tokio::time::timeout(PATIENCE, self.store.has_request(seal::request_id(secret))).await
        {
            let mut drafted = State::at(*from);
            drafted.draft.begin(secret);
            return conversation::sent(drafted, stored, seal::receipt_code(secret));
        }
        reading.blank_state()
    }

    async fn carry_out(
        &self,
        reading: &Reading<'_>,
        facts: &Facts<'_>,
        session: Option<Session>,
        mut others: Vec<Session>,
        turn: Turn,
    ) -> Result<Outcome, Unsaved> {
        let lang = turn.state.place.context.lang;
        let mut ops = Vec::new();
        let mut erase = Vec::new();
        if turn.effect == Effect::Gone {
            return self.leave(reading, session, lang).await;
        }
        // One living card: whatever else lives in the chat is erased once the new card stands.
        let afresh = turn.effect == Effect::ShowAfresh;
        let (mut session, fresh_row) = match session {
            Some(session) if !afresh => (session, false),
            old => {
                others.extend(old);
                let id = CardId::from_bytes(chance::fresh().map_err(|_| Unsaved::Failed)?);
                (Session::new(id, reading.incoming.route.clone(), reading.blank_state(), reading.now), true)
            }
        };
        session.state = turn.state;
        session.touched = reading.now;
        self.make_room_for(&session, others, reading.now, &mut ops, &mut erase)?;
        if reading.pressed.is_some() {
            session.card.get_or_insert(reading.incoming.message);
        }
        if reading.pressed.is_none() {
            session.remember(reading.incoming.message.id);
            session.journal(reading.incoming.message);
        }
        if !fresh_row {
            session.version += 1;
        }
        session.stage = match session.state.role {
            CardRole::Living => Stage::Living,
            CardRole::Receipt => Stage::Receipt,
        };
        match turn.effect {
            Effect::Count(helped) => {
                let name = if helped == Allowed::Yes { "help_fitted" } else { "help_did_not_fit" };
                ops.push(Op::Count { day: reading.now.day(), name });
            }
            Effect::Send => match self.seal_draft(reading, &mut session) {
                Some((request, alias, code)) => {
                    let drafted = session.state;
                    // The row and the request are one commit; the evidence is used only if it succeeds.
                    session.state = conversation::sent(drafted, Confirmed::<Stored>::by_executor(), code);
                    ops.push(self.put(&session, reading.now)?);
                    ops.push(Op::InsertRequest { request, alias });
                    return self.sync(reading, facts, session, ops, conversation::not_sent).await;
                }
                None => session.state = conversation::not_sent(session.state),
            },
            Effect::Look => session.state = self.look(session.state).await,
            Effect::Try(code) => session.state = self.try_code(reading, session.state, code, &mut ops).await,
            Effect::Withdraw => {
                if let Some(withdrawal) = self.withdrawal(&mut session).await {
                    ops.push(self.put(&session, reading.now)?);
                    ops.push(withdrawal);
                    return self.sync(reading, facts, session, ops, conversation::not_withdrawn).await;
                }
            }
            Effect::Forget => {
                // This commit takes the answers out of the rows; the evidence is used only if it succeeds.
                session.state = conversation::forgotten(session.state, Confirmed::<Forgotten>::by_executor());
            }
            Effect::Show | Effect::ShowAfresh | Effect::Hide | Effect::Gone => {}
        }
        ops.push(self.put(&session, reading.now)?);
        match self.write(Change { ops, durability: Durability::Relaxed }, PATIENCE).await {
            Ok(()) => {}
            Err(Unsaved::Failed) if session.seen.is_some() && session.state.place.scene.needs_draft() => {
                let mut outcome = self.as_it_was(reading, facts, conversation::not_saved).await?;
                outcome.erase = reading.typed().into_iter().collect();
                return Ok(outcome);
            }
            Err(unsaved) => return Err(unsaved),
        }
        erase.insert(0, erasing_typed(&session, lang));
        let show = Showing { gone: reading.when_gone(), ..Self::showing(&session, facts) };
        Ok(Outcome { show: Some(show), erase, toast: None, rank: reading.rank(&session) })
    }

    /// One living card: whatever else lives in the chat is erased once the new card stands. Receipts lie beside it; an
    /// open one hides again as soon as somebody goes on with the living card.
    fn make_room_for(
        &self,
        session: &Session,
        others: Vec<Session>,
        now: Moment,
        ops: &mut Vec<Op>,
        erase: &mut Vec<Erasing>,
    ) -> Result<(), Unsaved> {
        if session.state.role == CardRole::Receipt {
            return Ok(());
        }
        for mut other in others {
            match other.stage {
                Stage::Living => {
                    other.end();
                    ops.push(self.put(&other, now)?);
                    erase.push(erasing(&other, session.state.place.context.lang));
                }
                Stage::Receipt if !other.is_hidden_receipt() => {
                    other.state.covered = true;
                    other.version += 1;
                    // Due at once: the keeper's next beat hides it.
                    ops.push(self.put_due(&other, now)?);
                }
                Stage::Receipt | Stage::Erasing => {}
            }
        }
        Ok(())
    }

    async fn leave(&self, reading: &Reading<'_>, session: Option<Session>, lang: Lang) -> Result<Outcome, Unsaved> {
        let Some(mut session) = session else {
            return Ok(Outcome {
                erase: vec![reading.bare_erasing(lang, None)],
                rank: Rank::First,
                ..Outcome::default()
            });
        };
        session.end();
        session.touched = reading.now;
        if reading.pressed.is_none() {
            session.journal(reading.incoming.message);
        }
        let op = self.put(&session, reading.now)?;
        self.write(Change { ops: vec![op], durability: Durability::Relaxed }, PATIENCE).await?;
        let mut erase = vec![erasing(&session, lang)];
        if reading.pressed.is_some() && session.card.is_none() {
            erase.push(reading.bare_erasing(lang, None));
        }
        Ok(Outcome { erase, rank: Rank::First, ..Outcome::default() })
    }

    pub(super) fn showing(session: &Session, facts: &Facts<'_>) -> Showing {
        Showing {
            row: Some(RowRef { id: session.id, version: session.version }),
            target: session.card,
            page: Self::page(&session.state, facts),
            due: (!session.is_hidden_receipt()).then(|| session.due_when_shown()),
            role: session.state.role,
            gone: WhenGone::EndRow,
        }
    }

    /// The card in words, by the same directory that it was drawn with.
    pub(super) fn page(state: &State, facts: &Facts<'_>) -> conversation::Page {
        conversation::render(&conversation::card(state, facts), state, facts.directory)
    }
}

/// The message of the living card among these.
fn living(rows: &[Session]) -> Option<MessageRef> {
    rows.iter().find(|row| row.stage == Stage::Living).and_then(|row| row.card)
}

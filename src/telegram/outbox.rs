//! What still has to be done in one chat, in order: the newest card, the presses to answer, the messages to erase.
//!
//! A newer card takes the place of an older one that was not shown yet: the row is the outbox, this is only its hand.
//! One task works on a chat at a time; it ends when nothing is left.

use super::calls::{Api, Reply};
use super::route_of;
use super::waiting::Waiting;
use crate::intake::{Erasing, Intake, MessageRef, OLDEST, Outcome, Rank, Showing, Toast, WhenGone};
use crate::text;
use crate::vocab::{Confirmed, Lang};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use teloxide::types::ChatId;
use tokio::sync::Notify;

/// Pieces of erasing that wait in memory for one chat. Whoever types faster than this has the rest left to the rows.
const MOST_ERASING: usize = 200;

/// Presses that wait for their answer in one chat; older ones are forgotten by Telegram anyway.
const MOST_ANSWERS: usize = 50;

/// Tries of one call before it is left to the keeper: about two minutes with the pauses between them.
const MOST_TRIES: usize = 10;

/// Tries of answering a press: Telegram forgets it soon, and nothing is lost with it.
const MOST_ANSWER_TRIES: usize = 3;

/// All chats with something to do.
pub struct Outboxes {
    api: Arc<Api>,
    intake: Arc<Intake>,
    chats: Mutex<HashMap<ChatId, Waiting>>,
    idle: Notify,
}

/// One thing to do.
enum Piece {
    /// A card, and how often the person had left when it was taken.
    Show(Showing, Rank, u64),
    Answer(String, Option<Toast>),
    Erase(Erasing, Rank),
}

/// How a piece ended.
enum End {
    Done,
    /// Not yet: wait, then again unless something newer took its place. Leaving and danger cut the wait short.
    Again(Piece, Duration),
    /// Telegram asks the chat to wait: nothing cuts that short.
    Wait(Piece, Duration),
    /// The chat is closed to us: nothing else in it can be done.
    Closed,
}

impl Outboxes {
    pub fn new(api: Arc<Api>, intake: Arc<Intake>) -> Arc<Outboxes> {
        Arc::new(Outboxes { api, intake, chats: Mutex::default(), idle: Notify::new() })
    }

    /// Adds what a turn decided, and the press it came from.
    pub fn add(self: &Arc<Outboxes>, chat: ChatId, outcome: Outcome, query: Option<String>) {
        let mut chats = self.chats.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = chats.entry(chat).or_default();
        let leaves = outcome.show.is_none() && outcome.erase.iter().any(|erasing| erasing.card.is_some());
        if leaves {
            // Leaving wins: no card is shown after it, and nothing is erased before it.
            waiting.shows.clear();
            waiting.left += 1;
        }
        if let Some(show) = outcome.show {
            waiting.show(show, outcome.rank);
        }
        for erasing in outcome.erase.into_iter().filter(|erasing| !erasing.messages.is_empty()) {
            if leaves {
                waiting.erase.push_front((erasing, outcome.rank));
            } else if waiting.erase.len() < MOST_ERASING {
                waiting.erase.push_back((erasing, outcome.rank));
            }
        }
        if outcome.rank == Rank::First {
            waiting.hurry.notify_one();
        }
        if let Some(query) = query {
            if waiting.answers.len() >= MOST_ANSWERS {
                waiting.answers.pop_front();
            }
            waiting.answers.push_back((query, outcome.toast));
        }
        if !waiting.worked {
            waiting.worked = true;
            self.start(chat);
        }
    }

    /// Waits until nothing is left to do in any chat.
    pub async fn drained(&self) {
        loop {
            let notified = self.idle.notified();
            if self.chats.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return;
            }
            notified.await;
        }
    }

    /// Starts the chat's task. If it panics, what waited in memory is dropped and the rows bring it again; the chat
    /// does not stay mute.
    fn start(self: &Arc<Outboxes>, chat: ChatId) {
        let outboxes = Arc::clone(self);
        tokio::spawn(async move {
            if tokio::spawn(Arc::clone(&outboxes).work(chat)).await.is_err() {
                tracing::error!("showing a card panicked; the keeper goes on with it");
                outboxes.chats.lock().unwrap_or_else(PoisonError::into_inner).remove(&chat);
                outboxes.idle.notify_waiters();
            }
        });
    }

    async fn work(self: Arc<Outboxes>, chat: ChatId) {
        let mut tries = 0;
        while let Some(piece) = self.next(chat) {
            let (piece, after, firm) = match self.carry_out(chat, piece, tries).await {
                End::Done => {
                    tries = 0;
                    continue;
                }
                End::Closed => {
                    tries = 0;
                    self.with(chat, |waiting| (waiting.shows, waiting.answers, waiting.erase) = Default::default());
                    continue;
                }
                End::Again(piece, after) => (piece, after, false),
                End::Wait(piece, after) => (piece, after, true),
            };
            tries += 1;
            if tries > MOST_TRIES {
                tries = 0;
                tracing::warn!("a call was given up for now; what has a row is tried again by the keeper");
                continue;
            }
            self.put_back(chat, piece);
            if firm {
                tokio::time::sleep(after).await;
            } else {
                // What was typed does not stay in the chat because the card cannot be shown.
                self.erase_meanwhile(chat).await;
                let hurry = self.with(chat, |waiting| Arc::clone(&waiting.hurry));
                let _ = tokio::time::timeout(after, hurry.notified()).await;
            }
        }
    }

    /// Erases what waits to be erased, one try each, while a card waits to be shown.
    async fn erase_meanwhile(&self, chat: ChatId) {
        while let Some((erasing, rank)) =
            self.with(chat, |waiting| if waiting.shows.is_empty() { None } else { waiting.erase.pop_front() })
        {
            if let End::Again(piece, _) | End::Wait(piece, _) = self.erase(chat, erasing, rank, 0).await {
                self.put_back(chat, piece);
                return;
            }
        }
    }

    fn with<T>(&self, chat: ChatId, work: impl FnOnce(&mut Waiting) -> T) -> T {
        let mut chats = self.chats.lock().unwrap_or_else(PoisonError::into_inner);
        work(chats.entry(chat).or_default())
    }

    /// The next thing to do: leaving first, then the card, then the presses, then the rest of the erasing. When there
    /// is none, the chat is forgotten and the task ends.
    fn next(&self, chat: ChatId) -> Option<Piece> {
        let mut chats = self.chats.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = chats.get_mut(&chat)?;
        if waiting.shows.is_empty()
            && let Some((erasing, rank @ Rank::First)) = waiting.erase.front()
            && erasing.card.is_some()
        {
            let rank = *rank;
            return waiting.erase.pop_front().map(|(erasing, _)| Piece::Erase(erasing, rank));
        }
        if let Some((show, rank)) = waiting.shows.pop_front() {
            return Some(Piece::Show(show, rank, waiting.left));
        }
        if let Some((query, toast)) = waiting.answers.pop_front() {
            return Some(Piece::Answer(query, toast));
        }
        if let Some((erasing, rank)) = waiting.erase.pop_front() {
            return Some(Piece::Erase(erasing, rank));
        }
        chats.remove(&chat);
        if chats.is_empty() {
            self.idle.notify_waiters();
        }
        None
    }

    fn put_back(&self, chat: ChatId, piece: Piece) {
        self.with(chat, |waiting| match piece {
            // A newer card has taken its place, or the person has left.
            Piece::Show(show, rank, left) if left == waiting.left && !waiting.has_newer(&show) => {
                waiting.shows.push_front((show, rank));
            }
            Piece::Show(..) => {}
            Piece::Answer(query, toast) => waiting.answers.push_front((query, toast)),
            Piece::Erase(erasing, rank) => waiting.erase.push_front((erasing, rank)),
        });
    }

    async fn carry_out(&self, chat: ChatId, piece: Piece, tries: usize) -> End {
        match piece {
            Piece::Show(show, rank, left) => self.show(chat, show, rank, left, tries).await,
            Piece::Answer(query, toast) => {
                let said = toast.map(toast_text);
                match self.api.answer(&query, said.as_deref(), Rank::Usual, tries).await {
                    Reply::Later(after) if tries < MOST_ANSWER_TRIES => End::Again(Piece::Answer(query, toast), after),
                    Reply::Wait(after) if tries < MOST_ANSWER_TRIES => End::Wait(Piece::Answer(query, toast), after),
                    _ => End::Done,
                }
            }
            Piece::Erase(erasing, rank) => self.erase(chat, erasing, rank, tries).await,
        }
    }

    async fn show(&self, chat: ChatId, show: Showing, rank: Rank, left: u64, tries: usize) -> End {
        let row = show.row;
        let known = row.and_then(|row| self.with(chat, |waiting| waiting.sent.get(&row.id).copied()));
        let reply = match show.target.or(known) {
            Some(card) => self.api.edit(chat, card, &show.page, rank, tries).await,
            None => match self.api.send(chat, &show.page, rank, tries).await {
                Reply::Done(message) => {
                    if let Some(row) = row {
                        let gone = self.with(chat, |waiting| {
                            waiting.sent.insert(row.id, message);
                            waiting.left != left
                        });
                        if gone {
                            // She left while it travelled.
                            let erasing = Erasing {
                                row: Some(row.id),
                                messages: vec![message],
                                card: Some(message),
                                lang: Lang::Ru,
                            };
                            self.with(chat, |waiting| waiting.erase.push_front((erasing, Rank::First)));
                        }
                        self.intake.sent(&route_of(chat), row, message).await;
                    }
                    return End::Done;
                }
                Reply::Blocked => Reply::Blocked,
                Reply::Later(after) => Reply::Later(after),
                Reply::Wait(after) => Reply::Wait(after),
                Reply::Unauthorized => Reply::Unauthorized,
                _ => Reply::Refused,
            },
        };
        match reply {
            Reply::Done(()) | Reply::NotModified => {
                if let Some(row) = row {
                    self.intake.shown(row, show.due);
                }
                End::Done
            }
            Reply::Gone | Reply::TooOld if show.gone == WhenGone::SendAnew => {
                // She wiped the chat and wrote again: that asks for an answer.
                if let Some(row) = row {
                    self.with(chat, |waiting| waiting.sent.remove(&row.id));
                }
                let anew = Showing { target: None, gone: WhenGone::EndRow, ..show };
                End::Again(Piece::Show(anew, rank, left), Duration::ZERO)
            }
            Reply::Gone | Reply::TooOld => {
                if let Some(row) = row {
                    self.intake.target_gone(&route_of(chat), row.id).await;
                }
                End::Done
            }
            Reply::Blocked => {
                if let Some(row) = row {
                    self.intake.blocked(&route_of(chat), row.id).await;
                }
                End::Closed
            }
            Reply::Later(after) => End::Again(Piece::Show(show, rank, left), after),
            Reply::Wait(after) => End::Wait(Piece::Show(show, rank, left), after),
            Reply::Refused => {
                tracing::error!("Telegram refused a card; this is a fault of ours");
                End::Done
            }
            // The token is not valid any more, which the poll says; a card with a row is shown again when it is.
            Reply::Unauthorized => End::Done,
        }
    }

    async fn erase(&self, chat: ChatId, erasing: Erasing, rank: Rank, tries: usize) -> End {
        let now = self.intake.now();
        let too_old = |message: &MessageRef| now.0 - message.sent().0 > OLDEST + 3600 && message.date > 0;
        let (old, young): (Vec<MessageRef>, Vec<MessageRef>) = erasing.messages.iter().copied().partition(too_old);
        if !old.is_empty() {
            self.give_up(chat, &erasing, &old).await;
        }
        if young.is_empty() {
            return End::Done;
        }
        match self.api.delete(chat, &young, rank, tries).await {
            // "Not found" is what we want: somebody deleted it before us.
            Reply::Done(()) | Reply::Gone | Reply::NotModified => {
                if let Some(row) = erasing.row {
                    self.intake.erased(&route_of(chat), row, &young, Confirmed::by_executor()).await;
                }
                End::Done
            }
            Reply::TooOld if young.len() > 1 => {
                // One message fails the whole batch: one by one, so that the others go.
                for message in &young {
                    let one = Erasing { messages: vec![*message], ..copy(&erasing) };
                    self.with(chat, |waiting| waiting.erase.push_front((one, rank)));
                }
                End::Done
            }
            Reply::TooOld | Reply::Refused => {
                self.give_up(chat, &erasing, &young).await;
                End::Done
            }
            // The token is not valid any more: the row keeps what has to be erased for the one that is.
            Reply::Unauthorized => End::Done,
            Reply::Blocked => {
                if let Some(row) = erasing.row {
                    self.intake.blocked(&route_of(chat), row).await;
                }
                End::Closed
            }
            Reply::Later(after) => End::Again(Piece::Erase(Erasing { messages: young, ..erasing }, rank), after),
            Reply::Wait(after) => End::Wait(Piece::Erase(Erasing { messages: young, ..erasing }, rank), after),
        }
    }

    /// Messages that Telegram will not delete for us. A card becomes a dot, and the person is told.
    async fn give_up(&self, chat: ChatId, erasing: &Erasing, messages: &[MessageRef]) {
        if let Some(card) = erasing.card.filter(|card| messages.contains(card)) {
            for tries in 0..MOST_ANSWER_TRIES {
                match self.api.dot(chat, card, tries).await {
                    Reply::Later(after) | Reply::Wait(after) => tokio::time::sleep(after).await,
                    _ => break,
                }
            }
            self.with(chat, |waiting| {
                if let Some((_, toast)) = waiting.answers.back_mut() {
                    *toast = Some(Toast::NotErased(erasing.lang));
                }
            });
        }
        if let Some(row) = erasing.row {
            self.intake.given_up(&route_of(chat), row, messages).await;
        }
    }
}

fn copy(erasing: &Erasing) -> Erasing {
    Erasing { row: erasing.row, messages: Vec::new(), card: erasing.card, lang: erasing.lang }
}

fn toast_text(toast: Toast) -> String {
    let say = |lang: Lang, id: &str| text::say(lang, id, &[]);
    match toast {
        Toast::Slow(lang) => say(lang, "toast-slow"),
        Toast::NotErased(lang) => say(lang, "toast-not-erased"),
        Toast::NotLooked(lang) => say(lang, "notice-not-looked"),
    }
}

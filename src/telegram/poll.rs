//! The long poll: take a batch, carry out its turns, acknowledge it.
//!
//! Chats are worked on side by side, the updates of one chat in order. The next poll confirms a batch, so it starts
//! only when every turn of the batch is durable; showing the cards is not waited for.

use super::calls::{Api, Reply};
use super::updates::{CallbackQuery, ChatKind, GetUpdates, Message, MyChatMember, Update, mended};
use super::{Error, Telegram, WhenRefused, route_of};
use crate::clock::Moment;
use crate::intake::{Erasing, Incoming, Intake, MessageRef, Outcome, What};
use crate::vocab::{Lang, Plain};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::{JsonRequest, Request as _};
use teloxide::types::ChatId;
use teloxide::{ApiError, RequestError};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Seconds a poll waits for updates: well under the client's limit, and short enough to notice a dead connection.
const POLL_SECONDS: u32 = 25;

/// The most seconds between two tries while the API does not answer.
const MOST_PAUSE: u64 = 15;

/// How long the last batch's confirmation may take when the service stops.
const CONFIRMING: Duration = Duration::from_secs(1);

/// How the Bot API took the token so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It was not asked yet.
    Unknown,
    /// Not refused.
    Running,
    /// Refused while the service ran.
    Refused,
}

/// One update, taken apart.
enum Task {
    /// A turn in a private chat.
    Turn { incoming: Incoming, query: Option<String> },
    /// The person blocked the bot.
    Closed,
    /// A group or a channel: leave without a word.
    Leave,
}

pub async fn poll(
    telegram: &Telegram,
    when_refused: WhenRefused,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Error> {
    let mut offset = 0;
    let mut failures = 0;
    let mut standing = Standing::Unknown;
    loop {
        let request = JsonRequest::new(telegram.api.bot().clone(), GetUpdates::after(offset, POLL_SECONDS));
        let answer = tokio::select! {
            answer = request.send() => Some(answer),
            _ = stop.wait_for(|stop| *stop) => None,
        };
        let Some(answer) = answer else {
            confirm(telegram, offset).await;
            return Ok(());
        };
        let pause = match answer.or_else(read_again) {
            Ok(updates) => {
                if standing == Standing::Refused {
                    tracing::info!("the Bot API takes the token again; people reach the bot");
                }
                (failures, standing) = (0, Standing::Running);
                if let Some(last) = updates.iter().map(|update| update.id).max() {
                    carry_out(telegram, updates).await;
                    offset = last + 1;
                }
                continue;
            }
            Err(RequestError::Api(ApiError::InvalidToken)) => {
                let WhenRefused::TryAgain { every } = when_refused else { return Err(Error::Token) };
                if standing == Standing::Unknown {
                    // Nothing ran with it yet: a slip in the settings is told where it is looked for.
                    return Err(Error::Token);
                }
                standing = Standing::Refused;
                tracing::error!(
                    seconds = every.as_secs(),
                    "TELEGRAM_BOT_TOKEN: the Bot API refuses it: NOBODY REACHES THE BOT. The desk goes on for those \
                     who wait. A new token of BotFather's needs a restart; trying again with this one"
                );
                every
            }
            Err(error) => {
                failures += 1;
                if standing == Standing::Unknown {
                    standing = Standing::Running;
                }
                let pause = pause(&error, failures);
                tracing::warn!(reason = reason(&error), seconds = pause.as_secs(), "no updates; trying again");
                pause
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        }
    }
}

/// Tells Telegram that the last batch was carried out, so that it does not come again at the next start.
async fn confirm(telegram: &Telegram, offset: i64) {
    if offset > 0 {
        let request = JsonRequest::new(telegram.api.bot().clone(), GetUpdates::after(offset, 0));
        let _ = tokio::time::timeout(CONFIRMING, request.send()).await;
    }
}

/// The updates of an answer that could not be read as it came. Unread, they would come again with every poll, and
/// nobody would reach the bot.
fn read_again(error: RequestError) -> Result<Vec<Update>, RequestError> {
    match &error {
        RequestError::InvalidJson { raw, .. } => mended(raw).ok_or(error),
        _ => Err(error),
    }
}

/// Why there are no updates, in words that hold nothing of the answer.
fn reason(error: &RequestError) -> &'static str {
    match error {
        RequestError::RetryAfter(_) => "the Bot API asks to wait",
        RequestError::Network(_) | RequestError::Io(_) => "the Bot API cannot be reached",
        RequestError::InvalidJson { .. } => "the Bot API sent something that is not its JSON",
        RequestError::Api(ApiError::TerminatedByOtherGetUpdates) => {
            "another program polls with the same token; stop it"
        }
        RequestError::Api(ApiError::CantGetUpdates) => "a webhook is set for this token; remove it (deleteWebhook)",
        RequestError::Api(_) | RequestError::MigrateToChatId(_) => "the Bot API answered with an error",
    }
}

fn pause(error: &RequestError, failures: u32) -> Duration {
    match error {
        RequestError::RetryAfter(seconds) => Duration::from_secs(u64::from(seconds.seconds()).max(1)),
        _ => Duration::from_millis(200 << failures.min(8)).min(Duration::from_secs(MOST_PAUSE)),
    }
}

/// Carries out a batch. Returns when every turn of it is durable.
async fn carry_out(telegram: &Telegram, updates: Vec<Update>) {
    let mut chats: Vec<(ChatId, Vec<Task>)> = Vec::new();
    let mut places: HashMap<ChatId, usize> = HashMap::new();
    for (chat, task) in updates.into_iter().filter_map(take_apart) {
        let place = *places.entry(chat).or_insert_with(|| {
            chats.push((chat, Vec::new()));
            chats.len() - 1
        });
        chats[place].1.push(task);
    }
    let mut working = JoinSet::new();
    for (chat, tasks) in chats {
        let (intake, api) = (Arc::clone(&telegram.intake), Arc::clone(&telegram.api));
        let outboxes = Arc::clone(&telegram.outboxes);
        working.spawn(async move {
            for task in tasks {
                let (outcome, query) = match task {
                    Task::Turn { incoming, query } => (turn(&intake, incoming).await, query),
                    Task::Closed => {
                        intake.forget_chat(&route_of(chat)).await;
                        continue;
                    }
                    Task::Leave => {
                        leave(Arc::clone(&api), chat);
                        continue;
                    }
                };
                outboxes.add(chat, outcome, query);
            }
        });
    }
    while working.join_next().await.is_some() {}
}

/// A turn in a task of its own: a panic in it ends this turn and nothing else.
async fn turn(intake: &Arc<Intake>, incoming: Incoming) -> Outcome {
    let intake = Arc::clone(intake);
    let typed = (!matches!(incoming.what, What::Press(_))).then_some(incoming.message);
    let turn = tokio::spawn(async move { intake.turn(&incoming).await });
    turn.await.unwrap_or_else(|_| {
        tracing::error!("a turn panicked; the update was left, and what was typed is deleted");
        let erasing = |message| Erasing { row: None, messages: vec![message], card: None, lang: Lang::Ru };
        Outcome { erase: typed.map(erasing).into_iter().collect(), ..Outcome::default() }
    })
}

fn leave(api: Arc<Api>, chat: ChatId) {
    tokio::spawn(async move {
        if let Reply::Later(after) | Reply::Wait(after) = api.leave(chat).await {
            tokio::time::sleep(after).await;
            let _ = api.leave(chat).await;
        }
    });
}

fn take_apart(update: Update) -> Option<(ChatId, Task)> {
    if let Some(query) = update.callback_query {
        return pressed(query);
    }
    if let Some(message) = update.message {
        return Some(typed(message));
    }
    if let Some(message) = update.edited_message {
        let (chat, task) = typed(message);
        let task = match task {
            Task::Turn { incoming, query } => {
                Task::Turn { incoming: Incoming { what: What::Edited, ..incoming }, query }
            }
            other => other,
        };
        return Some((chat, task));
    }
    update.my_chat_member.as_ref().and_then(membership)
}

fn pressed(query: CallbackQuery) -> Option<(ChatId, Task)> {
    let message = query.message?;
    let chat = ChatId(message.chat.id);
    if message.chat.kind != ChatKind::Private {
        return Some((chat, Task::Leave));
    }
    let incoming = Incoming {
        route: route_of(chat),
        message: MessageRef::new(message.id, Moment(message.date)),
        language_code: query.from.and_then(|from| from.language_code),
        what: What::Press(query.data),
    };
    Some((chat, Task::Turn { incoming, query: Some(query.id) }))
}

fn typed(message: Message) -> (ChatId, Task) {
    let chat = ChatId(message.chat.id);
    if message.chat.kind != ChatKind::Private {
        return (chat, Task::Leave);
    }
    let what = match (message.text, message.contact) {
        (Some(text), _) => What::Text(Plain::new(text)),
        (None, Some(contact)) => What::Contact(Plain::new(with_plus(contact.phone_number))),
        (None, None) => What::Media(message.caption.map(Plain::new)),
    };
    let incoming = Incoming {
        route: route_of(chat),
        message: MessageRef::new(message.id, Moment(message.date)),
        language_code: message.from.and_then(|from| from.language_code),
        what,
    };
    (chat, Task::Turn { incoming, query: None })
}

/// Contact cards hold an international number, often without its plus.
fn with_plus(number: String) -> String {
    if number.starts_with('+') { number } else { format!("+{number}") }
}

fn membership(member: &MyChatMember) -> Option<(ChatId, Task)> {
    let chat = ChatId(member.chat.id);
    let out = matches!(member.new_chat_member.status.as_str(), "kicked" | "left");
    match (member.chat.kind, out) {
        (ChatKind::Private, true) => Some((chat, Task::Closed)),
        (ChatKind::Private, false) | (_, true) => None,
        (_, false) => Some((chat, Task::Leave)),
    }
}

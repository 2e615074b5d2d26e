//! Calls to the Bot API: teloxide's payloads out, narrow answers in, every failure sorted by what to do next.

use crate::clock::Moment;
use crate::conversation::{Key, Page, Style, render::Action};
use crate::intake::{MessageRef, Rank};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize, Serializer};
use std::marker::PhantomData;
use std::time::Duration;
use teloxide::payloads;
use teloxide::prelude::*;
use teloxide::requests::{JsonRequest, Payload};
use teloxide::types::{
    ChatId, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, MessageId,
};
use teloxide::{ApiError, RequestError};
use tokio::sync::Semaphore;

/// Calls under way at once, leaving and danger not counted: they never wait for others.
const AT_ONCE: usize = 64;

/// How long one try may take. teloxide sleeps ten seconds inside a call that was answered with 5xx, so the first tries
/// are abandoned early; a slow network gets longer ones.
const TRY_SECONDS: [u64; 4] = [2, 4, 8, 15];

/// What became of a call.
pub enum Reply<T> {
    /// It was carried out.
    Done(T),
    /// The card stands there already.
    NotModified,
    /// The message is not there any more, or cannot be changed.
    Gone,
    /// The person blocked the bot, or the chat is closed to it.
    Blocked,
    /// Telegram refuses to delete it: too old.
    TooOld,
    /// It will never be carried out as it is.
    Refused,
    /// Try again after this long.
    Later(Duration),
    /// Telegram asks this chat to wait this long: nothing may be sent to it before.
    Wait(Duration),
    /// The token is not valid.
    Unauthorized,
}

/// The Bot API.
pub struct Api {
    bot: Bot,
    permits: Semaphore,
}

/// A teloxide payload whose answer is read by a narrow type of ours: a sent message comes back with the person's name
/// in it, and that must not become a value here.
struct Narrow<P, O> {
    payload: P,
    output: PhantomData<fn() -> O>,
}

impl<P: Payload, O> Payload for Narrow<P, O> {
    type Output = O;

    const NAME: &'static str = P::NAME;
}

impl<P: Serialize, O> Serialize for Narrow<P, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.payload.serialize(serializer)
    }
}

#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
    date: i64,
}

impl Api {
    pub fn new(bot: Bot) -> Api {
        Api { bot, permits: Semaphore::new(AT_ONCE) }
    }

    /// Sends a card as a new message, without a sound.
    pub async fn send(&self, chat: ChatId, page: &Page, rank: Rank, tries: usize) -> Reply<MessageRef> {
        let payload = payloads::SendMessage::new(chat, page.text.clone())
            .entities(entities(page))
            .disable_notification(true)
            .link_preview_options(no_preview())
            .reply_markup(keyboard(&page.keys));
        match self.call::<_, SentMessage>(payload, rank, tries).await {
            Reply::Done(sent) => Reply::Done(MessageRef::new(sent.message_id, Moment(sent.date))),
            other => other.map(),
        }
    }

    /// Edits a card in place.
    pub async fn edit(&self, chat: ChatId, card: MessageRef, page: &Page, rank: Rank, tries: usize) -> Reply<()> {
        let payload = payloads::EditMessageText::new(chat, MessageId(card.id), page.text.clone())
            .entities(entities(page))
            .link_preview_options(no_preview())
            .reply_markup(keyboard(&page.keys));
        self.call::<_, IgnoredAny>(payload, rank, tries).await.done()
    }

    /// Turns a card that is too old to be erased into a dot.
    pub async fn dot(&self, chat: ChatId, card: MessageRef, tries: usize) -> Reply<()> {
        let payload = payloads::EditMessageText::new(chat, MessageId(card.id), "·");
        self.call::<_, IgnoredAny>(payload, Rank::First, tries).await.done()
    }

    /// Deletes messages, at most a hundred. One message that cannot be deleted fails them all.
    pub async fn delete(&self, chat: ChatId, messages: &[MessageRef], rank: Rank, tries: usize) -> Reply<()> {
        match messages {
            [one] => {
                let payload = payloads::DeleteMessage::new(chat, MessageId(one.id));
                self.call::<_, IgnoredAny>(payload, rank, tries).await.done()
            }
            many => {
                let ids: Vec<MessageId> = many.iter().map(|message| MessageId(message.id)).collect();
                let payload = payloads::DeleteMessages::new(chat, ids);
                self.call::<_, IgnoredAny>(payload, rank, tries).await.done()
            }
        }
    }

    /// Answers a press, with a short text over the chat or without.
    pub async fn answer(&self, query: &str, text: Option<&str>, rank: Rank, tries: usize) -> Reply<()> {
        let mut payload = payloads::AnswerCallbackQuery::new(query.to_owned().into());
        if let Some(text) = text {
            payload = payload.text(text).show_alert(false);
        }
        self.call::<_, IgnoredAny>(payload, rank, tries).await.done()
    }

    /// Leaves a group or channel without a word.
    pub async fn leave(&self, chat: ChatId) -> Reply<()> {
        self.call::<_, IgnoredAny>(payloads::LeaveChat::new(chat), Rank::Usual, 0).await.done()
    }

    /// Any other call, read by a type of the caller's.
    pub async fn call<P, O>(&self, payload: P, rank: Rank, tries: usize) -> Reply<O>
    where
        P: Payload + Serialize + Send + Sync + 'static,
        O: DeserializeOwned + 'static,
    {
        let _permit = match rank {
            Rank::Usual => self.permits.acquire().await.ok(),
            Rank::First => None,
        };
        let request = JsonRequest::new(self.bot.clone(), Narrow { payload, output: PhantomData::<fn() -> O> });
        let patience = TRY_SECONDS.get(tries).or(TRY_SECONDS.last()).copied().unwrap_or(15);
        match tokio::time::timeout(Duration::from_secs(patience), request.send()).await {
            Ok(Ok(output)) => Reply::Done(output),
            Ok(Err(error)) => sort(&error, tries),
            Err(_) => Reply::Later(back_off(tries)),
        }
    }

    /// The bot, for the poll loop's own call.
    pub const fn bot(&self) -> &Bot {
        &self.bot
    }
}

impl<T> Reply<T> {
    fn map<U>(self) -> Reply<U> {
        match self {
            // Only called when there is nothing to convert.
            Reply::Done(_) | Reply::Refused => Reply::Refused,
            Reply::NotModified => Reply::NotModified,
            Reply::Gone => Reply::Gone,
            Reply::Blocked => Reply::Blocked,
            Reply::TooOld => Reply::TooOld,
            Reply::Later(after) => Reply::Later(after),
            Reply::Wait(after) => Reply::Wait(after),
            Reply::Unauthorized => Reply::Unauthorized,
        }
    }

    fn done(self) -> Reply<()> {
        match self {
            Reply::Done(_) => Reply::Done(()),
            other => other.map(),
        }
    }
}

/// What to do about an error. The error itself is never printed: it can hold the whole answer.
fn sort<T>(error: &RequestError, tries: usize) -> Reply<T> {
    match error {
        RequestError::RetryAfter(seconds) => Reply::Wait(Duration::from_secs(u64::from(seconds.seconds()).max(1))),
        RequestError::Network(_) | RequestError::InvalidJson { .. } | RequestError::Io(_) => {
            Reply::Later(back_off(tries))
        }
        RequestError::MigrateToChatId(_) => Reply::Blocked,
        RequestError::Api(error) => match error {
            ApiError::MessageNotModified => Reply::NotModified,
            ApiError::MessageToEditNotFound
            | ApiError::MessageIdInvalid
            | ApiError::MessageCantBeEdited
            | ApiError::MessageToDeleteNotFound => Reply::Gone,
            ApiError::MessageCantBeDeleted => Reply::TooOld,
            ApiError::BotBlocked
            | ApiError::UserDeactivated
            | ApiError::ChatNotFound
            | ApiError::CantInitiateConversation => Reply::Blocked,
            ApiError::InvalidToken => Reply::Unauthorized,
            ApiError::Unknown(text) => unknown(text, tries),
            _ => Reply::Refused,
        },
    }
}

/// Errors that teloxide has no name for, by the words of the Bot API's server.
fn unknown<T>(text: &str, tries: usize) -> Reply<T> {
    if text.contains("can't be deleted") {
        Reply::TooOld
    } else if text.contains("message is not modified") {
        Reply::NotModified
    } else if text.contains("not found") && text.contains("message") {
        Reply::Gone
    } else if text.starts_with("Forbidden") {
        Reply::Blocked
    } else if text.starts_with("Bad Request") {
        Reply::Refused
    } else {
        Reply::Later(back_off(tries))
    }
}

/// A quarter of a second, doubling up to half a minute.
fn back_off(tries: usize) -> Duration {
    let doubled = 250_u64.saturating_mul(1 << tries.min(7));
    Duration::from_millis(doubled.min(30_000))
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn entities(page: &Page) -> Vec<MessageEntity> {
    let entity = |mark: &crate::conversation::Mark| match mark.style {
        Style::Bold => MessageEntity::bold(mark.start, mark.len),
        Style::Code => MessageEntity::code(mark.start, mark.len),
        Style::Spoiler => MessageEntity::spoiler(mark.start, mark.len),
    };
    page.marks.iter().map(entity).collect()
}

fn keyboard(keys: &[Vec<Key>]) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(keys.iter().map(|row| {
        row.iter().map(|key| match &key.action {
            Action::Data(data) => InlineKeyboardButton::callback(&key.label, data),
            Action::Copy(text) => {
                InlineKeyboardButton::copy_text_button(&key.label, CopyTextButton { text: text.clone() })
            }
        })
    }))
}

//! What a person's phone shows.

use super::model::{Author, Button, Entity};
use super::world::Chat;
use serde::Serialize;
use std::fmt::{self, Write as _};

/// A message on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleMessage {
    /// Its id.
    pub id: i64,
    /// Whether the bot wrote it.
    pub from_bot: bool,
    /// Its text; empty for media.
    pub text: String,
    /// Spoilers, code and the like.
    pub entities: Vec<Entity>,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Button>>,
    /// Whether it can be forwarded and copied.
    pub protected: bool,
    /// What it holds besides text: `contact`, `voice` …
    pub media: Option<String>,
    /// When it was written, seconds since 1970.
    pub date: i64,
}

/// A notification as the lock screen shows it, spoilers as blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The text shown.
    pub text: String,
    /// Whether the phone made no sound.
    pub silent: bool,
}

/// The answer to a press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its text.
    pub text: String,
    /// Whether it has to be closed by hand; otherwise it fades.
    pub modal: bool,
}

/// One chat as its person sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The messages, oldest first.
    pub messages: Vec<VisibleMessage>,
    /// Every notification so far.
    pub notifications: Vec<Notification>,
    /// Every answer to a press that had a text.
    pub alerts: Vec<Alert>,
    /// What the last copy button put on the clipboard.
    pub clipboard: Option<String>,
}

impl View {
    pub(super) fn of(chat: &Chat) -> View {
        let messages = chat.messages.iter().map(|message| VisibleMessage {
            id: message.id,
            from_bot: message.author == Author::Bot,
            text: message.text.clone(),
            entities: message.entities.clone(),
            buttons: message.buttons(),
            protected: message.protected,
            media: message.extra.keys().find(|key| !NOT_MEDIA.contains(&key.as_str())).cloned(),
            date: message.date.0,
        });
        View {
            messages: messages.collect(),
            notifications: chat.notifications.clone(),
            alerts: chat.alerts.clone(),
            clipboard: chat.clipboard.clone(),
        }
    }

    /// The newest message of the bot.
    #[must_use]
    pub fn card(&self) -> Option<&VisibleMessage> {
        self.messages.iter().rev().find(|message| message.from_bot)
    }

    /// Whether the bot's newest message contains `words`.
    pub fn shows(&self, words: &str) -> bool {
        self.card().is_some_and(|card| card.text.contains(words))
    }

    /// Whether a message of the bot has a button whose label contains `label`.
    pub fn offers(&self, label: &str) -> bool {
        self.labels().iter().any(|shown| shown.contains(label))
    }

    /// The labels of every button on the screen.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        let rows = self.messages.iter().flat_map(|message| &message.buttons).flatten();
        rows.map(|button| button.label.clone()).collect()
    }
}

/// Extra fields of a message that are no media.
const NOT_MEDIA: [&str; 4] = ["reply_to_message", "link_preview_options", "forward_origin", "forward_from"];

/// The screen as text, for the message of a failed test.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.messages.is_empty() {
            f.write_str("  (an empty chat)\n")?;
        }
        for message in &self.messages {
            let who = if message.from_bot { "bot" } else { "person" };
            let media = message.media.as_deref().unwrap_or_default();
            writeln!(f, "  {who} {}: {}{media}", message.id, message.text.replace('\n', "\n      "))?;
            for row in &message.buttons {
                let labels = row.iter().fold(String::new(), |mut line, button| {
                    let _ = write!(line, " [{}]", button.label);
                    line
                });
                writeln!(f, "     {labels}")?;
            }
        }
        self.alerts.last().map_or(Ok(()), |alert| writeln!(f, "  last answer to a press: {}", alert.text))
    }
}

/// Why a simulated person could not do or see something. Repeats what is on the screen: everyone here is invented.
#[derive(thiserror::Error)]
pub enum Error {
    /// No button on the screen has this label.
    #[error("no button \"{label}\" on the screen; there are: {}", labels.join(" | "))]
    NoSuchButton {
        /// The label looked for.
        label: String,
        /// The labels there are.
        labels: Vec<String>,
    },
    /// The message is not on the screen.
    #[error("no message {0} on the screen")]
    NoSuchMessage(i64),
    /// The person has no message left that could be edited or forwarded.
    #[error("the person has no message of their own on the screen")]
    NothingOwn,
    /// The chat with the bot is blocked by the person, or the bot left the group.
    #[error("the bot is blocked or left")]
    Closed,
    /// The sandbox knows no such chat.
    #[error("no such chat")]
    NoChat,
    /// Waited for 20 seconds.
    #[error("waited 20 seconds for: {what}\n{visible}")]
    NotSeen {
        /// What was waited for.
        what: String,
        /// What could be seen instead.
        visible: String,
    },
}

/// The same as `Display`, so that an `unwrap` in a test shows the screen readably.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

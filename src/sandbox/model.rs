//! People, messages and buttons as the sandbox keeps them.

use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Who a simulated person is to Telegram. Every field reaches the bot in every update: plant canaries here.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The id of the person and of their private chat; positive.
    pub chat_id: i64,
    /// First name.
    pub first_name: String,
    /// Last name, if any.
    pub last_name: Option<String>,
    /// User name without `@`, if any.
    pub username: Option<String>,
    /// IETF language tag of the person's app, if it tells one.
    pub language_code: Option<String>,
}

impl Profile {
    /// An invented person with this chat id, a Russian-speaking app and a full name.
    #[must_use]
    pub fn new(chat_id: i64) -> Profile {
        Profile {
            chat_id,
            first_name: format!("Firstname{chat_id}"),
            last_name: Some(format!("Lastname{chat_id}")),
            username: Some(format!("username{chat_id}")),
            language_code: Some("ru".to_owned()),
        }
    }

    /// The same person with an app in another language.
    #[must_use]
    pub fn speaking(mut self, language_code: &str) -> Profile {
        self.language_code = Some(language_code.to_owned());
        self
    }

    /// The `User` object.
    pub(super) fn user(&self) -> Value {
        let mut user = self.named(json!({"id": self.chat_id, "is_bot": false}));
        if let Some(code) = &self.language_code {
            user["language_code"] = json!(code);
        }
        user
    }

    /// The `Chat` object of the private chat.
    pub(super) fn chat(&self) -> Value {
        self.named(json!({"id": self.chat_id, "type": "private"}))
    }

    fn named(&self, mut object: Value) -> Value {
        object["first_name"] = json!(self.first_name);
        if let Some(name) = &self.last_name {
            object["last_name"] = json!(name);
        }
        if let Some(name) = &self.username {
            object["username"] = json!(name);
        }
        object
    }
}

/// A stretch of a text with a meaning: `spoiler`, `code`, `bold` … Offsets in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The type as the Bot API names it.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it starts.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
    /// The target of a `text_link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The programming language of a `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Sends these bytes to the bot.
    Data(String),
    /// Puts this text on the clipboard.
    Copy(String),
    /// Opens this address.
    Url(String),
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// Media a person can send. The bot sees only that it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the Bot API's message fields")]
pub enum Media {
    Photo,
    Voice,
    Video,
    VideoNote,
    Audio,
    Document,
    Sticker,
    Location,
}

impl Media {
    /// Every kind of media.
    pub const ALL: [Media; 8] = [
        Media::Photo,
        Media::Voice,
        Media::Video,
        Media::VideoNote,
        Media::Audio,
        Media::Document,
        Media::Sticker,
        Media::Location,
    ];

    /// The field of the message and what stands in it.
    pub(super) fn content(self) -> (&'static str, Value) {
        let file = |more: Value| {
            let mut file = json!({"file_id": "AgACAgIAAxkBAAIB", "file_unique_id": "AQADAgATmTE", "file_size": 4096});
            if let (Some(file), Value::Object(more)) = (file.as_object_mut(), more) {
                file.extend(more);
            }
            file
        };
        match self {
            Media::Photo => ("photo", json!([file(json!({"width": 90, "height": 90}))])),
            Media::Voice => ("voice", file(json!({"duration": 3, "mime_type": "audio/ogg"}))),
            Media::Video => ("video", file(json!({"width": 90, "height": 90, "duration": 3}))),
            Media::VideoNote => ("video_note", file(json!({"length": 240, "duration": 3}))),
            Media::Audio => ("audio", file(json!({"duration": 3, "title": "a song"}))),
            Media::Document => ("document", file(json!({"file_name": "letter.pdf", "mime_type": "application/pdf"}))),
            Media::Sticker => (
                "sticker",
                file(
                    json!({"type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": "🌿"}),
                ),
            ),
            Media::Location => ("location", json!({"latitude": 43.238, "longitude": 76.945})),
        }
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    Bot,
    Person(i64),
}

/// One message of a chat.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) id: i64,
    pub(super) author: Author,
    pub(super) date: Moment,
    pub(super) edited: Option<Moment>,
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    /// The `InlineKeyboardMarkup`, if there are buttons.
    pub(super) markup: Option<Value>,
    pub(super) protected: bool,
    /// Fields of the message object that are neither text nor keyboard: media, contact, forward origin, reply.
    pub(super) extra: Map<String, Value>,
}

impl Message {
    /// The rows of buttons under it.
    pub(super) fn buttons(&self) -> Vec<Vec<Button>> {
        let rows = self.markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
        let rows = rows.into_iter().flatten().filter_map(Value::as_array);
        rows.map(|row| row.iter().filter_map(button).collect()).collect()
    }

    /// The `Message` object in the chat whose object is `chat`, written by the user `from`.
    pub(super) fn json(&self, chat: &Value, from: Value) -> Value {
        let mut object = Map::new();
        object.insert("message_id".into(), json!(self.id));
        object.insert("from".into(), from);
        object.insert("chat".into(), chat.clone());
        object.insert("date".into(), json!(self.date.0));
        if let Some(edited) = self.edited {
            object.insert("edit_date".into(), json!(edited.0));
        }
        if !self.text.is_empty() {
            object.insert("text".into(), json!(self.text));
        }
        if !self.entities.is_empty() {
            object.insert("entities".into(), json!(self.entities));
        }
        if let Some(markup) = &self.markup {
            object.insert("reply_markup".into(), markup.clone());
        }
        if self.protected {
            object.insert("has_protected_content".into(), json!(true));
        }
        object.extend(self.extra.clone());
        Value::Object(object)
    }
}

fn button(button: &Value) -> Option<Button> {
    let label = button["text"].as_str()?.to_owned();
    let action = if let Some(data) = button["callback_data"].as_str() {
        Action::Data(data.to_owned())
    } else if let Some(text) = button["copy_text"]["text"].as_str() {
        Action::Copy(text.to_owned())
    } else {
        Action::Url(button["url"].as_str()?.to_owned())
    };
    Some(Button { label, action })
}

/// The `bot_command` entity of a text that starts with a command, as Telegram adds it.
pub(super) fn command_entities(text: &str) -> Vec<Entity> {
    let Some(rest) = text.strip_prefix('/') else { return Vec::new() };
    let name = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@')).count();
    if name == 0 {
        return Vec::new();
    }
    vec![Entity { kind: "bot_command".to_owned(), offset: 0, length: name + 1, url: None, language: None }]
}

//! Who the bot is to its users: name, descriptions, commands, menu button, each per language.

use super::{Args, str_of};
use crate::sandbox::calls::{Answer, Refusal};
use crate::sandbox::checks::units;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The bot's own data. The empty language code stands for every other language.
#[derive(Debug)]
pub(in crate::sandbox) struct Identity {
    id: i64,
    username: String,
    texts: BTreeMap<(&'static str, String), String>,
    commands: BTreeMap<(String, String), Value>,
}

/// A text of the bot: the field of the call, and the most UTF-16 code units it may have.
const TEXTS: [(&str, usize); 3] = [("name", 64), ("description", 512), ("short_description", 120)];

impl Identity {
    pub(in crate::sandbox) fn new(id: i64, username: String) -> Identity {
        Identity { id, username, texts: BTreeMap::new(), commands: BTreeMap::new() }
    }

    /// The `User` object of the bot.
    pub(in crate::sandbox) fn user(&self) -> Value {
        json!({"id": self.id, "is_bot": true, "first_name": self.name(""), "username": self.username})
    }

    /// The bot's name for a reader of this language.
    pub(in crate::sandbox) fn name(&self, language: &str) -> &str {
        match self.text("name", language) {
            "" => "Sandbox",
            name => name,
        }
    }

    /// A text in the language of a reader, else the one for everybody.
    pub(in crate::sandbox) fn text(&self, field: &'static str, language: &str) -> &str {
        let found = self.texts.get(&(field, language.to_owned())).filter(|text| !text.is_empty());
        found.or_else(|| self.texts.get(&(field, String::new()))).map_or("", String::as_str)
    }

    /// The commands a reader of this language sees in a private chat.
    pub(in crate::sandbox) fn commands(&self, language: &str) -> Value {
        let scopes = [r#"{"type":"all_private_chats"}"#, DEFAULT_SCOPE];
        let mut places =
            scopes.iter().flat_map(|scope| [language, ""].map(|lang| ((*scope).to_owned(), lang.to_owned())));
        places.find_map(|place| self.commands.get(&place)).cloned().unwrap_or_else(|| json!([]))
    }

    pub(super) fn call(&mut self, method: &str, args: &Args) -> Answer {
        let language = str_of(args, "language_code").unwrap_or_default().to_owned();
        let known = language.is_empty() || (language.len() == 2 && language.bytes().all(|c| c.is_ascii_lowercase()));
        if !known {
            return Err(Refusal::wrong("invalid language code specified"));
        }
        match method {
            "getMe" => {
                let mut me = self.user();
                for flag in ["can_join_groups", "can_read_all_group_messages", "supports_inline_queries"] {
                    me[flag] = json!(false);
                }
                me["can_connect_to_business"] = json!(false);
                me["has_main_web_app"] = json!(false);
                Ok(me)
            }
            "setMyName" => self.set_text(0, args, language),
            "setMyDescription" => self.set_text(1, args, language),
            "setMyShortDescription" => self.set_text(2, args, language),
            "getMyName" => Ok(json!({"name": self.name(&language)})),
            "getMyDescription" => Ok(json!({"description": self.text("description", &language)})),
            "getMyShortDescription" => Ok(json!({"short_description": self.text("short_description", &language)})),
            "setMyCommands" => self.set_commands(args, language),
            "getMyCommands" => {
                let place = (scope(args), language);
                Ok(self.commands.get(&place).cloned().unwrap_or_else(|| json!([])))
            }
            // The button beside the text field; the page always shows the commands there.
            "setChatMenuButton" => Ok(json!(true)),
            other => Err(Refusal::met(404, format!("Not Found: {other}"))),
        }
    }

    fn set_text(&mut self, which: usize, args: &Args, language: String) -> Answer {
        let (field, limit) = TEXTS[which];
        let text = str_of(args, field).unwrap_or_default();
        if units(text) > limit {
            return Err(Refusal::wrong(format!("{field} must be at most {limit} characters long")));
        }
        self.texts.insert((field, language), text.to_owned());
        Ok(json!(true))
    }

    fn set_commands(&mut self, args: &Args, language: String) -> Answer {
        let commands = args.get("commands").cloned().unwrap_or_else(|| json!([]));
        let list = commands.as_array().map(Vec::as_slice).unwrap_or_default();
        if list.len() > 100 {
            return Err(Refusal::wrong("too many commands specified"));
        }
        let good = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
        for command in list {
            let name = command["command"].as_str().unwrap_or_default();
            if !(1..=32).contains(&name.len()) || !name.bytes().all(good) {
                return Err(Refusal::wrong("BOT_COMMAND_INVALID"));
            }
            if !(1..=256).contains(&units(command["description"].as_str().unwrap_or_default())) {
                return Err(Refusal::wrong("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
        }
        self.commands.insert((scope(args), language), commands);
        Ok(json!(true))
    }
}

const DEFAULT_SCOPE: &str = r#"{"type":"default"}"#;

fn scope(args: &Args) -> String {
    args.get("scope").map_or_else(|| DEFAULT_SCOPE.to_owned(), Value::to_string)
}

//! What we read of an update: ids, text, date, language, callback data. Names, user names and photos have no field
//! here, so they never become values of this program.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use teloxide::requests::Payload;

/// `getUpdates` with our own output type.
#[derive(Clone, Serialize)]
pub struct GetUpdates {
    pub offset: i64,
    pub limit: u8,
    pub timeout: u32,
    pub allowed_updates: [&'static str; 4],
}

impl GetUpdates {
    /// Asks for what comes after `offset`, waiting up to `timeout` seconds.
    pub const fn after(offset: i64, timeout: u32) -> GetUpdates {
        GetUpdates {
            offset,
            limit: 100,
            timeout,
            allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
        }
    }
}

impl Payload for GetUpdates {
    type Output = Vec<Update>;

    const NAME: &'static str = "GetUpdates";
}

/// An update. A part that is not of the expected form reads as absent, so that no update can stop the next ones.
#[derive(Deserialize)]
pub struct Update {
    #[serde(rename = "update_id")]
    pub id: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub edited_message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub callback_query: Option<CallbackQuery>,
    #[serde(default, deserialize_with = "lenient")]
    pub my_chat_member: Option<MyChatMember>,
}

#[derive(Deserialize)]
pub struct Message {
    #[serde(rename = "message_id")]
    pub id: i32,
    pub date: i64,
    pub chat: Chat,
    pub from: Option<From>,
    pub text: Option<String>,
    /// What stands under a photo or a voice message: read for danger.
    pub caption: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub contact: Option<Contact>,
}

#[derive(Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: ChatKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub struct From {
    pub language_code: Option<String>,
}

#[derive(Deserialize)]
pub struct Contact {
    pub phone_number: String,
}

#[derive(Deserialize)]
pub struct CallbackQuery {
    pub id: String,
    pub from: Option<From>,
    /// The card; with `date: 0` when Telegram shows it to us no more.
    pub message: Option<Message>,
    #[serde(default)]
    pub data: String,
}

#[derive(Deserialize)]
pub struct MyChatMember {
    pub chat: Chat,
    pub new_chat_member: Member,
}

#[derive(Deserialize)]
pub struct Member {
    pub status: String,
}

fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Option<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Read<T> {
        Good(T),
        Bad(IgnoredAny),
    }
    Ok(match Option::<Read<T>>::deserialize(input)? {
        Some(Read::Good(value)) => Some(value),
        Some(Read::Bad(_)) | None => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_update_of_an_unknown_form_keeps_its_number_and_stops_nobody() {
        let updates: Vec<Update> = serde_json::from_str(
            r#"[{"update_id":1,"message":{"message_id":"x"}},{"update_id":2,"poll":{}},{"update_id":3,"message":null},
                {"update_id":4,"message":{"message_id":7,"date":1,"chat":{"id":5,"type":"private","first_name":"A"},
                 "from":{"id":5,"first_name":"A","username":"b","language_code":"kk"},"text":"hi"}}]"#,
        )
        .unwrap();
        assert!(updates[..3].iter().all(|update| update.message.is_none()));
        let message = updates[3].message.as_ref().unwrap();
        assert_eq!((message.id, message.text.as_deref()), (7, Some("hi")));
    }

    proptest! {
        #[test]
        fn any_json_is_an_update_or_an_error(text in "\\PC{0,200}") {
            let _ = serde_json::from_str::<Vec<Update>>(&text);
            let _ = serde_json::from_str::<Update>(&format!(r#"{{"update_id":1,"message":{text}}}"#));
        }
    }
}

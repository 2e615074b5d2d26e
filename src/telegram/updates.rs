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

/// Reads an answer once more that was refused as JSON: half a UTF-16 pair in one text, which JSON can write and Rust
/// cannot hold, must not keep everybody else's updates back. None when that was not what was wrong with it.
pub fn mended(raw: &str) -> Option<Vec<Update>> {
    #[derive(Deserialize)]
    struct Answer {
        result: Vec<Update>,
    }
    serde_json::from_str::<Answer>(&with_whole_pairs(raw)).ok().map(|answer| answer.result)
}

/// The same JSON with U+FFFD in place of each escape that is half a pair.
fn with_whole_pairs(raw: &str) -> String {
    let mut whole = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let taken = match unit(escape) {
            Some(0xd800..=0xdbff) if escape.get(6..).and_then(unit).is_some_and(is_low) => 12,
            Some(0xd800..=0xdfff) => {
                whole.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            Some(_) => 6,
            // A backslash and what it escapes: one that is escaped itself begins nothing.
            None => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        let (copied, after) = escape.split_at(taken);
        whole.push_str(copied);
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// The UTF-16 unit that an escape at the beginning of `text` writes.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if hexadecimal { u16::from_str_radix(digits, 16).ok() } else { None }
}

const fn is_low(unit: u16) -> bool {
    matches!(unit, 0xdc00..=0xdfff)
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

    #[test]
    fn half_a_pair_in_one_text_is_replaced_and_everything_else_stays() {
        for (raw, whole) in [
            (r"\ud83d", r"\ufffd"),
            (r"\ude00", r"\ufffd"),
            (r"\uD83D\uD83D\uDE00", r"\ufffd\uD83D\uDE00"),
            (r"\ude00\ud83d", r"\ufffd\ufffd"),
            (r"\ud83dx\u0041", r"\ufffdx\u0041"),
            (r"\\ud83d \n \\\ud83d", r"\\ud83d \n \\\ufffd"),
            (r"\ud83", r"\ud83"),
            (r"\", r"\"),
            (r"\ж\u+123", r"\ж\u+123"),
        ] {
            assert_eq!(with_whole_pairs(raw), whole, "{raw}");
        }
    }

    #[test]
    fn an_answer_with_half_a_pair_gives_every_update_of_it() {
        let raw = r#"{"ok":true,"result":[
            {"update_id":1,"message":{"message_id":7,"date":1,"chat":{"id":5,"type":"private","first_name":"\udc00"},
             "text":"hi \ud83d"}},
            {"update_id":2,"message":{"message_id":8,"date":1,"chat":{"id":6,"type":"private"},"text":"\ud83d\ude00"}}]}"#;
        assert!(serde_json::from_str::<serde_json::Value>(raw).is_err());
        let updates = mended(raw).unwrap();
        let texts: Vec<_> = updates.into_iter().map(|update| update.message.unwrap().text.unwrap()).collect();
        assert_eq!(texts, ["hi \u{fffd}", "😀"]);
        assert!(mended("<html>").is_none() && mended(r#"{"ok":false,"description":"no"}"#).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_mended_and_what_is_json_stays_the_same(text in "\\PC{0,60}", raw in "[\\\\u0-9a-fD\"{ж]{0,40}") {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(with_whole_pairs(&json), json);
            let once = with_whole_pairs(&raw);
            prop_assert_eq!(with_whole_pairs(&once), once);
        }

        #[test]
        fn any_json_is_an_update_or_an_error(text in "\\PC{0,200}") {
            let _ = serde_json::from_str::<Vec<Update>>(&text);
            let _ = serde_json::from_str::<Update>(&format!(r#"{{"update_id":1,"message":{text}}}"#));
        }
    }
}

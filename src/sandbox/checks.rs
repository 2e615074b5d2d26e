//! The rules for texts, entities and keyboards, with Telegram's own words for breaking them.

use super::calls::Refusal;
use super::model::Entity;
use serde_json::{Map, Value};

/// The most a message may hold, in UTF-16 code units. Telegram says "characters"; this is the stricter reading.
const TEXT_MAX: usize = 4096;
/// The most buttons of one keyboard.
const BUTTONS_MAX: usize = 100;

const ENTITY_TYPES: [&str; 15] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
];

/// The text of a call, if it can be sent.
pub(super) fn text(args: &Map<String, Value>) -> Result<String, Refusal> {
    if args.contains_key("parse_mode") {
        return Err(Refusal::wrong("can't parse entities: the sandbox takes \"entities\", not \"parse_mode\""));
    }
    let text = args.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Refusal::wrong("message text is empty"));
    }
    if units(text) > TEXT_MAX {
        return Err(Refusal::wrong("message is too long"));
    }
    Ok(text.to_owned())
}

/// Length in UTF-16 code units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The entities of a call, if they fit the text.
pub(super) fn entities(args: &Map<String, Value>, text: &str) -> Result<Vec<Entity>, Refusal> {
    let Some(value) = args.get("entities") else { return Ok(Vec::new()) };
    let entities: Vec<Entity> = serde_json::from_value(value.clone())
        .map_err(|_| Refusal::wrong("can't parse entities: offset and length must not be negative"))?;
    let mut borders = vec![0];
    borders.extend(text.chars().scan(0, |at, c| {
        *at += c.len_utf16();
        Some(*at)
    }));
    let length = units(text);
    for entity in &entities {
        let kind = entity.kind.as_str();
        if !ENTITY_TYPES.contains(&kind) && !matches!(kind, "pre" | "text_link") {
            return Err(Refusal::wrong(format!("can't parse entities: unsupported type \"{kind}\"")));
        }
        if kind == "text_link" && !entity.url.as_deref().is_some_and(is_openable) {
            return Err(Refusal::wrong("can't parse entities: text_link without a usable URL"));
        }
        let end = entity.offset.saturating_add(entity.length);
        if entity.length == 0 || end > length {
            return Err(Refusal::wrong("can't parse entities: entity is empty or ends outside the text"));
        }
        for (border, word) in [(entity.offset, "begins"), (end, "ends")] {
            if borders.binary_search(&border).is_err() {
                let refusal = format!("entity {word} in a middle of a UTF-16 symbol at byte offset {border}");
                return Err(Refusal::wrong(refusal));
            }
        }
    }
    Ok(entities)
}

/// The keyboard of a call, if it can be shown; an empty one is none.
pub(super) fn markup(args: &Map<String, Value>) -> Result<Option<Value>, Refusal> {
    let Some(markup) = args.get("reply_markup") else { return Ok(None) };
    let rows = markup["inline_keyboard"].as_array().map(Vec::as_slice).unwrap_or_default();
    let buttons: Vec<&Value> = rows.iter().filter_map(Value::as_array).flatten().collect();
    if buttons.len() > BUTTONS_MAX {
        return Err(Refusal::wrong("REPLY_MARKUP_TOO_LONG"));
    }
    buttons.iter().try_for_each(|button| self::button(button))?;
    Ok((!buttons.is_empty()).then(|| markup.clone()))
}

fn button(button: &Value) -> Result<(), Refusal> {
    let label = button["text"].as_str().unwrap_or_default();
    if label.trim().is_empty() {
        return Err(Refusal::wrong("can't parse inline keyboard button: the text of a button must not be empty"));
    }
    let actions = ["callback_data", "copy_text", "url"].iter().filter(|name| !button[**name].is_null()).count();
    match actions {
        1 => {}
        0 => {
            let words = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
            return Err(Refusal::wrong(words));
        }
        _ => return Err(Refusal::wrong("can't parse inline keyboard button: a button does one thing only")),
    }
    if button["callback_data"].as_str().is_some_and(|data| !(1..=64).contains(&data.len())) {
        return Err(Refusal::wrong("BUTTON_DATA_INVALID"));
    }
    if button["copy_text"]["text"].as_str().is_some_and(|text| !(1..=256).contains(&units(text))) {
        return Err(Refusal::wrong("BUTTON_COPY_TEXT_INVALID"));
    }
    match button["url"].as_str() {
        Some(url) if !is_openable(url) => {
            Err(Refusal::wrong(format!("inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")))
        }
        _ => Ok(()),
    }
}

/// Telegram opens http, https and tg addresses; `tel:` makes it refuse the whole message.
fn is_openable(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    scheme.is_some_and(|(scheme, rest)| matches!(scheme.as_str(), "http" | "https" | "tg") && !rest.is_empty())
}

//! The bot's name, descriptions and commands in three languages: neutral, because a wiped chat shows them.

use super::calls::{Api, Reply};
use crate::conversation::Command;
use crate::intake::Rank;
use crate::text;
use crate::vocab::Lang;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use teloxide::payloads;
use teloxide::prelude::*;
use teloxide::requests::Payload;
use teloxide::types::BotCommand;

/// Tries of one call. Telegram limits how often a name may be set; an old name harms nobody.
const TRIES: usize = 4;

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Description {
    description: String,
}

#[derive(Deserialize)]
struct ShortDescription {
    short_description: String,
}

/// Sets what differs. English is also what everybody else sees.
pub async fn introduce(api: &Api) {
    for (lang, code) in [(Lang::En, ""), (Lang::Kk, "kk"), (Lang::Ru, "ru"), (Lang::En, "en")] {
        let say = |id: &str| text::say(lang, id, &[]);
        let code = code.to_owned();
        let name = say("bot-name");
        let get = payloads::GetMyName::new().language_code(code.clone());
        if !matches!(ask::<_, Name>(api, get).await, Some(now) if now.name == name) {
            tell(api, payloads::SetMyName::new().name(name).language_code(code.clone())).await;
        }
        let description = say("bot-description");
        let get = payloads::GetMyDescription::new().language_code(code.clone());
        if !matches!(ask::<_, Description>(api, get).await, Some(now) if now.description == description) {
            tell(api, payloads::SetMyDescription::new().description(description).language_code(code.clone())).await;
        }
        let short = say("bot-short-description");
        let get = payloads::GetMyShortDescription::new().language_code(code.clone());
        if !matches!(ask::<_, ShortDescription>(api, get).await, Some(now) if now.short_description == short) {
            let set = payloads::SetMyShortDescription::new().short_description(short).language_code(code.clone());
            tell(api, set).await;
        }
        let commands = Command::MENU.map(|(name, id)| BotCommand::new(name, say(id)));
        tell(api, payloads::SetMyCommands::new(commands).language_code(code)).await;
    }
}

async fn ask<P, O>(api: &Api, payload: P) -> Option<O>
where
    P: Payload + serde::Serialize + Clone + Send + Sync + 'static,
    O: DeserializeOwned + 'static,
{
    for tries in 0..TRIES {
        match api.call::<P, O>(payload.clone(), Rank::Usual, tries).await {
            Reply::Done(output) => return Some(output),
            Reply::Later(after) | Reply::Wait(after) if after.as_secs() < 60 => tokio::time::sleep(after).await,
            _ => return None,
        }
    }
    None
}

async fn tell<P>(api: &Api, payload: P)
where
    P: Payload + serde::Serialize + Clone + Send + Sync + 'static,
{
    if ask::<P, IgnoredAny>(api, payload).await.is_none() {
        tracing::warn!(method = P::NAME, "the bot's profile could not be set; it stays as it is");
    }
}

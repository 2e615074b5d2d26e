//! Updates in, cards out, what was typed erased.
//!
//! The only room that knows what a chat id is. It reads updates with its own narrow types, hands each to `intake` as a
//! route without a name, acknowledges it after the turn is durable, and shows and erases what the turn decided. It
//! refuses to log an update, to fetch a file, and to let one slow chat hold up the others.

mod calls;
mod outbox;
mod poll;
mod profile;
mod updates;
mod waiting;

use crate::intake::{Due, Intake};
use crate::vocab::Route;
use calls::Api;
use outbox::Outboxes;
use std::sync::Arc;
use std::time::Duration;
use teloxide::prelude::*;
use teloxide::types::ChatId;
use tokio::sync::watch;

/// How long one request may take at most: longer than a poll waits.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(45);

/// Why the bot cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The address is none.
    #[error("TELEGRAM_API_URL: expected an http or https address, found something else")]
    Address,
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made on this machine")]
    Client,
    /// The token was refused.
    #[error(
        "TELEGRAM_BOT_TOKEN: the Bot API refused it; expected the token that BotFather gave for this bot \
         (and TELEGRAM_API_URL of the server it belongs to)"
    )]
    Token,
}

/// What to do when the token is refused while the service runs: it was revoked, or the bot was reported away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenRefused {
    /// Give up: nothing else depends on this process.
    End,
    /// Say so and try again after each pause: counsellors still pull what waits here, and reported bots may come back.
    TryAgain {
        /// The pause.
        every: Duration,
    },
}

/// The bot in Telegram.
pub struct Telegram {
    api: Arc<Api>,
    intake: Arc<Intake>,
    outboxes: Arc<Outboxes>,
}

impl Telegram {
    /// Makes the client. Calls nothing yet.
    pub fn new(token: &str, address: &str, intake: Arc<Intake>) -> Result<Telegram, Error> {
        let api = Arc::new(Api::new(bot(token, address)?));
        let outboxes = Outboxes::new(Arc::clone(&api), Arc::clone(&intake));
        Ok(Telegram { api, intake, outboxes })
    }

    /// Tells Telegram the bot's name, descriptions and commands, where they differ from ours. Failing at it stops
    /// nothing.
    pub async fn introduce(&self) {
        profile::introduce(&self.api).await;
    }

    /// Reads updates until `stop` says so. A token that is refused at the first call is an error at once; one that is
    /// refused later is dealt with as `when_refused` says.
    pub async fn poll(&self, when_refused: WhenRefused, stop: watch::Receiver<bool>) -> Result<(), Error> {
        poll::poll(self, when_refused, stop).await
    }

    /// Does what the keeper found due.
    pub fn carry_out(&self, due: Due) {
        self.outboxes.add(chat_of(&due.route), due.outcome, None);
    }

    /// Waits until everything that was decided is shown or erased, at most this long.
    pub async fn drain(&self, most: Duration) {
        if tokio::time::timeout(most, self.outboxes.drained()).await.is_err() {
            tracing::warn!("some cards were not shown before stopping; they are shown at the next start");
        }
        self.intake.write_marks().await;
    }
}

/// What `getMe` says about the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub struct Me {
    /// Whether people may add it to groups. It should not be so.
    #[serde(default)]
    pub can_join_groups: bool,
}

/// Why the bot's own account could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeError {
    /// The settings are wrong.
    #[error(transparent)]
    Setting(#[from] Error),
    /// The Bot API does not answer as it should.
    #[error("the Bot API does not answer at TELEGRAM_API_URL: look at the network and the address")]
    Unreachable,
}

/// Asks the Bot API who the token belongs to: for the doctor.
pub async fn who_am_i(token: &str, address: &str) -> Result<Me, MeError> {
    let api = Api::new(bot(token, address)?);
    match api.call::<_, Me>(teloxide::payloads::GetMe::new(), crate::intake::Rank::Usual, 1).await {
        calls::Reply::Done(me) => Ok(me),
        calls::Reply::Unauthorized => Err(Error::Token.into()),
        _ => Err(MeError::Unreachable),
    }
}

/// A client for one bot.
fn bot(token: &str, address: &str) -> Result<Bot, Error> {
    let client = teloxide::net::default_reqwest_settings().timeout(CLIENT_TIMEOUT).build();
    let client = client.map_err(|_| Error::Client)?;
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(Error::Address);
    }
    let url = address.parse().map_err(|_| Error::Address)?;
    Ok(Bot::with_client(token, client).set_api_url(url))
}

/// A chat as eight opaque bytes.
fn route_of(chat: ChatId) -> Route {
    Route::from_bytes(chat.0.to_be_bytes())
}

/// The chat that [`route_of`] hid.
fn chat_of(route: &Route) -> ChatId {
    ChatId(i64::from_be_bytes(*route.bytes()))
}

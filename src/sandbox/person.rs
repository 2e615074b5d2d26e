//! A simulated person, for tests.

use super::model::{Media, Profile};
use super::shared::Shared;
use super::view::{Alert, Error, Notification, View, VisibleMessage};
use serde_json::{Map, json};
use std::sync::Arc;

/// A person and their private chat with the bot. Clones are the same person.
#[derive(Clone, Debug)]
pub struct Person {
    shared: Arc<Shared>,
    profile: Profile,
}

impl Person {
    pub(super) fn enter(shared: Arc<Shared>, profile: Profile) -> Person {
        shared.change(|world| world.admit(profile.clone()));
        Person { shared, profile }
    }

    /// The person's chat id.
    #[must_use]
    pub const fn chat_id(&self) -> i64 {
        self.profile.chat_id
    }

    /// Who the person is to Telegram.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Writes a text. Gives the message's id.
    pub fn type_text(&self, text: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.write(chat, chat, text, Map::new()))
    }

    /// Writes a command, with or without the slash: `command("start")`, `command("start kk")`.
    pub fn command(&self, command: &str) -> Result<i64, Error> {
        self.type_text(&format!("/{}", command.trim_start_matches('/')))
    }

    /// Taps the newest button whose label contains `label`. Gives the id of its message.
    pub fn tap(&self, label: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.tap(chat, chat, None, label))
    }

    /// Taps a button of one message.
    pub fn tap_on(&self, message_id: i64, label: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.tap(chat, chat, Some(message_id), label))
    }

    /// Waits until such a button is there, then taps it.
    pub async fn tap_when_there(&self, label: &str) -> Result<i64, Error> {
        self.until(label, |view| view.offers(label)).await?;
        self.tap(label)
    }

    /// Presses a button that need not exist: what a hostile client, or a stale screen, sends. Gives the press's id.
    pub fn press_raw(&self, message_id: i64, data: &str) -> Result<String, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.press(chat, chat, message_id, data))
    }

    /// Shares the person's own contact card.
    pub fn share_contact(&self, number: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        let contact = json!({"phone_number": number, "first_name": self.profile.first_name, "user_id": chat});
        let extra = Map::from_iter([("contact".to_owned(), contact)]);
        self.shared.change(|world| world.write(chat, chat, "", extra))
    }

    /// Sends media.
    pub fn send_media(&self, kind: Media) -> Result<i64, Error> {
        let chat = self.chat_id();
        let (field, content) = kind.content();
        let extra = Map::from_iter([(field.to_owned(), content)]);
        self.shared.change(|world| world.write(chat, chat, "", extra))
    }

    /// Changes the newest own message that is still on the screen.
    pub fn edit_last(&self, text: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.rewrite_last(chat, chat, text))
    }

    /// Forwards somebody else's text to the bot.
    pub fn forward(&self, text: &str) -> Result<i64, Error> {
        let chat = self.chat_id();
        self.shared.change(|world| world.forwarded(chat, text))
    }

    /// Deletes the whole chat, for both sides.
    pub fn clear_chat(&self) -> Result<(), Error> {
        self.shared.change(|world| world.clear(self.chat_id()))
    }

    /// Blocks the bot.
    pub fn block(&self) -> Result<(), Error> {
        self.shared.change(|world| world.block(self.chat_id()))
    }

    /// Unblocks the bot.
    pub fn unblock(&self) -> Result<(), Error> {
        self.shared.change(|world| world.unblock(self.chat_id()))
    }

    /// The whole screen.
    #[must_use]
    pub fn view(&self) -> View {
        let chat = self.chat_id();
        self.shared.look(|world| world.chats.get(&chat).map(View::of)).unwrap_or_default()
    }

    /// The messages on the screen, oldest first.
    #[must_use]
    pub fn visible(&self) -> Vec<VisibleMessage> {
        self.view().messages
    }

    /// Every notification so far, as the phone showed it.
    #[must_use]
    pub fn notifications(&self) -> Vec<Notification> {
        self.view().notifications
    }

    /// Every answer to a press that had a text.
    #[must_use]
    pub fn alerts(&self) -> Vec<Alert> {
        self.view().alerts
    }

    /// What the last copy button put on the clipboard.
    #[must_use]
    pub fn clipboard(&self) -> Option<String> {
        self.view().clipboard
    }

    /// Waits until the screen is as wanted and gives it; an error that shows the screen after 20 seconds.
    pub async fn until(&self, what: &str, mut wanted: impl FnMut(&View) -> bool) -> Result<View, Error> {
        let chat = self.chat_id();
        let ready = self.shared.wait_patiently(|world| world.chats.get(&chat).map(View::of).filter(&mut wanted));
        ready.await.ok_or_else(|| self.not_seen(what))
    }

    /// Waits until the bot has taken every update of this chat and answered every press in it.
    pub async fn settled(&self) -> Result<View, Error> {
        let chat = self.chat_id();
        let settled = self.shared.wait_patiently(|world| world.is_settled(chat).then_some(()));
        settled.await.ok_or_else(|| self.not_seen("every update taken and every press answered"))?;
        Ok(self.view())
    }

    fn not_seen(&self, what: &str) -> Error {
        Error::NotSeen { what: what.to_owned(), visible: self.view().to_string() }
    }
}

//! A group somebody put the bot into. Privacy mode is off: the bot hears everything, the worst case.

use super::person::Person;
use super::shared::Shared;
use super::view::{Error, View};
use super::world::{Place, Standing};
use serde_json::Map;
use std::sync::Arc;

/// A group chat with the bot.
#[derive(Clone, Debug)]
pub struct Group {
    shared: Arc<Shared>,
    id: i64,
}

impl Group {
    pub(super) fn found(shared: Arc<Shared>, title: &str, by: &Person) -> Group {
        let founder = by.profile().clone();
        let id = shared.change(|world| {
            let lowest = world.chats.keys().next().copied().unwrap_or_default().min(-4_000_000);
            let id = lowest - 1;
            // A fresh group takes its founder's first message.
            let _ = world.found_group(id, title, founder);
            id
        });
        Group { shared, id }
    }

    /// The group's chat id, negative.
    #[must_use]
    pub const fn chat_id(&self) -> i64 {
        self.id
    }

    /// Somebody writes in the group; a newcomer joins by writing.
    pub fn type_text(&self, who: &Person, text: &str) -> Result<i64, Error> {
        let profile = who.profile().clone();
        self.shared.change(|world| {
            let user = profile.chat_id;
            if let Place::Group { people, .. } = &mut world.chat(self.id)?.place
                && !people.iter().any(|known| known.chat_id == user)
            {
                people.push(profile);
            }
            world.write(self.id, user, text, Map::new())
        })
    }

    /// Whether the bot is still in the group.
    pub fn has_bot(&self) -> bool {
        self.shared.look(|world| world.chats.get(&self.id).is_some_and(|chat| chat.standing == Standing::Open))
    }

    /// What stands in the group.
    #[must_use]
    pub fn view(&self) -> View {
        self.shared.look(|world| world.chats.get(&self.id).map(View::of)).unwrap_or_default()
    }

    /// Waits until the bot has left; an error after 20 seconds.
    pub async fn until_left(&self) -> Result<(), Error> {
        let left = |standing| (standing == Standing::Left).then_some(());
        let id = self.id;
        let gone = self.shared.wait_patiently(|world| world.chats.get(&id).and_then(|chat| left(chat.standing)));
        let visible = || self.view().to_string();
        gone.await.ok_or_else(|| Error::NotSeen { what: "the bot leaving the group".to_owned(), visible: visible() })
    }
}

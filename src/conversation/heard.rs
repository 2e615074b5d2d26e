//! Own words outside a draft: what was heard in them is a suggestion, and nothing is done with it before the person
//! says that it is so.

use super::moves::open;
use super::place::{Context, Heard, Place, Scene, Spread};
use super::receipt::CardRole;
use super::{Facts, Notice, State};
use crate::understanding::{Verdict, is_foreign};
use crate::vocab::{Flag, Flags, Kinds, Signs, Who};

impl Heard {
    /// What a verdict suggests: everything but danger and thoughts of dying, which change the card at once.
    pub(super) fn of(verdict: &Verdict) -> Heard {
        let waiting = [Flag::Minor, Flag::ThirdParty].into_iter().filter(|flag| verdict.flags.has(*flag));
        Heard { kinds: verdict.kinds, flags: waiting.collect(), signs: Signs::NONE }
    }

    /// Both together: people write in several messages.
    fn and(self, other: Heard) -> Heard {
        Heard {
            kinds: other.kinds.iter().fold(self.kinds, Kinds::with),
            flags: self.flags.union(other.flags),
            signs: self.signs.union(other.signs),
        }
    }

    /// Whether there is something to ask about.
    pub(super) fn is_nothing(self) -> bool {
        self.kinds.is_empty() && self.signs.is_empty()
    }
}

/// A text that is no answer here, outside a draft: what was heard is offered, and a text in which nothing was heard leads
/// to the behaviours, one tap from help. A language that nobody here reads has the first card in all three.
pub(super) fn own_words(mut state: State, text: &str, verdict: &Verdict, facts: &Facts<'_>) -> State {
    state.numbered = true;
    let heard = Heard::of(verdict);
    if !heard.is_nothing() {
        return open(hearing(state, heard), Scene::OwnWords, facts);
    }
    if is_foreign(text) {
        state.place.context.spread = Spread::Three;
        state.notice = Some(Notice::Languages);
        return open(state, Scene::Welcome, facts);
    }
    state.notice = Some(Notice::ButtonsSurest);
    open(state, Scene::Kind, facts)
}

/// The state with what was heard, added to what was heard a moment ago and not answered yet.
fn hearing(mut state: State, heard: Heard) -> State {
    let context = &mut state.place.context;
    let before = if state.place.scene == Scene::OwnWords { context.heard } else { Heard::NOTHING };
    context.heard = before.and(heard);
    state
}

/// Remembers what the danger card lies over: the card that was there, or OWN WORDS where the same text told more.
pub(super) fn lay_danger_over(state: &mut State, verdict: &Verdict) {
    let (here, heard) = (state.place, Heard::of(verdict));
    // A question that was being answered, in a draft or before it, is what she comes back to.
    let answering = here.scene.needs_draft() || here.scene == Scene::FollowUp;
    let asks = !heard.is_nothing() && !answering && state.role == CardRole::Living;
    match &mut state.under {
        Some(under) if under.scene == Scene::OwnWords => under.context.heard = under.context.heard.and(heard),
        Some(_) => {}
        None if asks => {
            let before = if here.scene == Scene::OwnWords { here.context.heard } else { Heard::NOTHING };
            let context = Context { heard: before.and(heard), ..here.context };
            state.under = Some(Place::new(Scene::OwnWords, context));
        }
        None if matches!(here.scene, Scene::Danger | Scene::SelfHarm) => {}
        None => state.under = Some(here),
    }
}

/// "That is so": what was heard counts from now on as if it had been chosen.
pub(super) fn confirmed(mut state: State, facts: &Facts<'_>) -> State {
    let context = &mut state.place.context;
    let heard = std::mem::take(&mut context.heard);
    context.kinds = heard.kinds.iter().fold(context.kinds, Kinds::with);
    context.flags = context.flags.union(heard.flags);
    context.signs = context.signs.union(heard.signs);
    // Whom it is about may have been told before, by a button: that stands.
    context.who = context.who.or_else(|| about(heard.flags));
    *context = context.settled();
    let own = !heard.signs.is_empty();
    open(state, if own { Scene::OwnBehaviour } else { Scene::Help }, facts)
}

fn about(flags: Flags) -> Option<Who> {
    match (flags.has(Flag::ThirdParty), flags.has(Flag::Minor)) {
        (true, true) => Some(Who::OtherMinor),
        (true, false) => Some(Who::OtherAdult),
        (false, true) => Some(Who::MeMinor),
        (false, false) => None,
    }
}

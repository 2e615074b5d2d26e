//! Own words outside a draft: what was heard in them is a suggestion, and nothing is done with it before the person
//! says that it is so.

use super::moves::{laid_bare, open};
use super::place::{Context, Heard, Place, Scene, Spread};
use super::receipt::CardRole;
use super::{Facts, Notice, State};
use crate::understanding::{Told, Verdict, is_foreign};
use crate::vocab::{Flag, Sign, Signs, Who};

impl Heard {
    /// What a verdict suggests: everything but danger and thoughts of dying, which change the card at once.
    pub(super) fn of(verdict: &Verdict) -> Heard {
        let waiting = [Flag::Minor, Flag::ThirdParty].into_iter().filter(|flag| verdict.flags.has(*flag));
        let own = verdict.told == Told::ByOneWhoHurts;
        let signs = if own { Signs::NONE.with(Sign::OwnBehaviour) } else { Signs::NONE };
        Heard { kinds: verdict.kinds, flags: waiting.collect(), signs }
    }

    /// Both together: people write in several messages.
    fn and(self, other: Heard) -> Heard {
        Heard {
            kinds: self.kinds.union(other.kinds),
            flags: self.flags.union(other.flags),
            signs: self.signs.union(other.signs),
        }
    }

    /// Whether there is something to ask about.
    pub(super) fn is_nothing(self) -> bool {
        self.kinds.is_empty() && self.flags.is_empty() && self.signs.is_empty()
    }
}

/// A text that is no answer here, outside a draft: what was heard is offered, and a text in which nothing was heard leads
/// to the behaviours, one tap from help, or stays at the question that was asked. A language that nobody here reads has
/// the first card in all three.
pub(super) fn own_words(mut state: State, text: &str, verdict: &Verdict, facts: &Facts<'_>) -> State {
    state.numbered = true;
    if let Some(under) = state.under.filter(|_| state.place.scene.same_for_all()) {
        // A page that is the same for everybody knows nothing of what was chosen below it.
        state.place.context = Context { page: 0, ..under.context };
    }
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
    let asked = matches!(state.place.scene, Scene::FollowUp | Scene::OwnWords);
    if asked { state } else { open(state, Scene::Kind, facts) }
}

/// The state with what was heard, added to what was heard a moment ago and not answered yet.
fn hearing(mut state: State, heard: Heard) -> State {
    let context = &mut state.place.context;
    let before = if state.place.scene == Scene::OwnWords { context.heard } else { Heard::NOTHING };
    context.heard = before.and(heard);
    state
}

/// Remembers what the danger card lies over: a question that was being answered, in a draft or before it; or OWN WORDS,
/// where the same text told more; or the card that was there.
pub(super) fn lay_danger_over(state: &mut State, verdict: &Verdict) {
    let (here, heard) = (state.place, Heard::of(verdict));
    let below = state.under.unwrap_or(here);
    let answering = below.scene.needs_draft() || below.scene == Scene::FollowUp;
    if !heard.is_nothing() && !answering && state.role == CardRole::Living {
        let before = if below.scene == Scene::OwnWords { below.context.heard } else { Heard::NOTHING };
        let context = Context { heard: before.and(heard), page: 0, ..below.context };
        state.under = Some(Place::new(Scene::OwnWords, context));
    } else if !matches!(here.scene, Scene::Danger | Scene::SelfHarm) {
        state.under.get_or_insert(here);
    }
}

/// "That is so": what was heard counts from now on as if it had been chosen. Nothing is taken from it about the age of
/// the writer, who may tell of herself and of her child in one sentence: CONSENT asks.
pub(super) fn confirmed(mut state: State, facts: &Facts<'_>) -> State {
    let context = &mut state.place.context;
    let heard = std::mem::take(&mut context.heard);
    context.kinds = context.kinds.union(heard.kinds);
    context.flags = context.flags.union(heard.flags);
    context.signs = context.signs.union(heard.signs);
    if context.who.is_none() && heard.flags.has(Flag::ThirdParty) && heard.flags.has(Flag::Minor) {
        context.who = Some(Who::OtherMinor);
    }
    *context = context.settled();
    if !heard.signs.is_empty() {
        return open(state, Scene::OwnBehaviour, facts);
    }
    // Said in the middle of the questions: they go on.
    match state.under.take_if(|under| under.scene == Scene::FollowUp) {
        Some(question) => laid_bare(state, question, facts),
        None => open(state, Scene::Help, facts),
    }
}

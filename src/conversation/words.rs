//! What a typed text does: leave, command, danger, button, own words, in this order.

use super::draft::{Fit, short};
use super::drafting::{next, onward, take_number};
use super::heard;
use super::moves::{gone, open, show};
use super::place::{Context, Place, Scene};
use super::pressed::press;
use super::receipt::unknown_code;
use super::typed::{self, Command};
use super::{Effect, Facts, Notice, Pressed, State, Turn, draw};
use crate::understanding::Verdict;
use crate::vocab::{Flag, Kind, Kinds, Plain, ReceiptCode};

pub(super) fn text_typed(state: State, text: &Plain, verdict: &Verdict, facts: &Facts<'_>) -> Turn {
    let words = text.expose();
    if typed::is_exit(words) {
        return gone(&state);
    }
    let command = Command::read(words);
    // A label of this card is our own text: "I think about dying" typed is the button, which does more than the scan.
    let drawn = draw::card(&state, facts);
    let label = typed::by_label(&drawn, state.place.context.lang, words);
    if !verdict.urgent().is_empty() && command != Some(Command::Exit) && label.is_none() {
        return show(danger(state, text, verdict, facts));
    }
    if let Some(command) = command {
        return commanded(state, command, facts);
    }
    let takes_text = state.place.scene.takes_text();
    let press_of = label.or_else(|| if takes_text { None } else { typed::by_number(&drawn, words) }).or_else(|| {
        let asked = state.place.scene == Scene::OwnWords;
        if asked { typed::yes_or_no(words) } else { None }
    });
    if let Some(answer) = press_of {
        let pressed = Pressed { from: state.place, press: answer, secret: None };
        return press(state, &pressed, facts);
    }
    // Twelve digits are tried where they are asked for, and also at STATUS: while no row could be read its card asked for
    // them again. Whatever else is typed where they are asked for has the answer of a code that is not found.
    match (state.place.scene, ReceiptCode::read(words)) {
        (Scene::Phrase | Scene::Status, Some(code)) => return Turn { state, effect: Effect::Try(code) },
        (Scene::Phrase, None) => return show(unknown_code(state)),
        _ => {}
    }
    show(own_words(state, text, verdict, facts))
}

fn own_words(mut state: State, text: &Plain, verdict: &Verdict, facts: &Facts<'_>) -> State {
    match state.place.scene {
        Scene::Number => return take_number(state, text.expose()),
        Scene::Name => {
            let (name, fit) = short(text.expose());
            state.draft.name = name;
            return kept(state, fit);
        }
        Scene::CodeWord => {
            let (word, fit) = short(text.expose());
            (state.draft.code_word, state.draft.suggested) = (word, None);
            return kept(state, fit);
        }
        // A blank text adds nothing: the buttons are pointed at, as everywhere.
        Scene::More if !text.is_blank() => {
            let fit = state.draft.add_words(text.expose());
            state.notice = (fit == Fit::Cut).then_some(Notice::Cut);
            return state;
        }
        _ => {}
    }
    if !state.place.scene.needs_draft() {
        return heard::own_words(state, text.expose(), verdict, facts);
    }
    state.notice = Some(Notice::ButtonsSurest);
    state.numbered = true;
    state
}

fn kept(mut state: State, fit: Fit) -> State {
    state.notice = (fit == Fit::Cut).then_some(Notice::Cut);
    let next = next(state.place.scene, &state.draft);
    onward(state, next)
}

/// A text with danger or thoughts of dying in it: the card with the numbers, and nothing typed is lost.
fn danger(mut state: State, text: &Plain, verdict: &Verdict, facts: &Facts<'_>) -> State {
    if state.place.scene == Scene::More {
        state.draft.add_words(text.expose());
    }
    let scene = if verdict.flags.has(Flag::SelfHarm) { Scene::SelfHarm } else { Scene::Danger };
    heard::lay_danger_over(&mut state, verdict);
    let flags = verdict.urgent();
    state.place.context.flags = state.place.context.flags.union(flags);
    if let Some(under) = &mut state.under {
        under.context.flags = under.context.flags.union(flags);
    }
    open(state, scene, facts)
}

fn commanded(mut state: State, command: Command<'_>, facts: &Facts<'_>) -> Turn {
    // These three say the same whatever happened before: their language is the phone's (R9).
    let neutral = Context::from_language_code(facts.language_code);
    let page = |state: State, scene: Scene, context: Context| {
        let under = state.under.or_else(|| (!state.place.scene.same_for_all()).then_some(state.place));
        State { place: Place::new(scene, context), under, ..state }
    };
    match command {
        Command::Exit => gone(&state),
        Command::Start(payload) => {
            let mut context = neutral;
            if let Ok(lang) = payload.parse() {
                context = Context::new(lang);
            }
            let place = match payload.parse::<Kind>() {
                Ok(kind) => {
                    let context = Context { kinds: Kinds::NONE.with(kind), ..context };
                    Place { back: Scene::Kind, ..Place::new(Scene::Help, context) }
                }
                Err(()) => Place::welcome(context),
            };
            Turn { state: State::at(place), effect: Effect::ShowAfresh }
        }
        Command::Forget => Turn { state: State::at(Place::new(Scene::Forgotten, neutral)), effect: Effect::Forget },
        Command::Help => show(page(state, Scene::About, neutral)),
        Command::Privacy => show(page(state, Scene::Privacy, neutral)),
        Command::Language => {
            let context = state.place.context;
            show(page(state, Scene::Language, context))
        }
        Command::Numbers => {
            // The way back to a draft is kept, however many cards lie over it.
            if !state.under.is_some_and(|under| under.scene.needs_draft()) {
                state.under = None;
            }
            show(open(state, Scene::Hotlines, facts))
        }
    }
}

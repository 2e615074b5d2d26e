//! What a press does.

use super::asking;
use super::drafting::{answered, onward};
use super::heard;
use super::moves::{back, gone, is_a_child, open, returned, show};
use super::place::{Context, Place, Scene, Writer};
use super::press::Press;
use super::receipt::{CardRole, hide, open_receipt, withdraw};
use super::{Allowance, Answers, Desk, Draft, Effect, Facts, Notice, Pressed, Spread, State, Turn};
use crate::vocab::{Flag, How, Kinds, Sign, Who};

pub(super) fn press(mut state: State, pressed: &Pressed, facts: &Facts<'_>) -> Turn {
    let said = state.notice.take();
    // Danger and numbers answer from any card, however old the button is.
    let urgent = matches!(pressed.press, Press::Go(Scene::Danger | Scene::Hotlines));
    let lifts = match pressed.press {
        Press::Uncover => state.covered,
        Press::OpenReceipt => state.covered && state.hides_as_receipt(),
        _ => false,
    };
    let fits = (pressed.from.scene == state.place.scene && same_question(&pressed.from, &state.place)) || lifts;
    if !fits && !urgent {
        return show(state);
    }
    state.covered = false;
    let context = &mut state.place.context;
    match pressed.press {
        Press::Leave => return gone(&state),
        Press::Go(Scene::SelfHarm) => {
            // Chosen, not read out of words: nobody is asked twice.
            context.flags = context.flags.with(Flag::SelfHarm);
            context.signs = context.signs.with(Sign::ChoseSelfHarm);
            return show(open(state, Scene::SelfHarm, facts));
        }
        Press::Go(scene) => return show(open(state, scene, facts)),
        Press::Back => return show(back(state, facts)),
        // Whatever shows STATUS looks again.
        Press::Uncover | Press::Look => {}
        Press::Lang(lang) => {
            *context = Context { spread: Spread::One, lang, ..*context };
            if let Some(under) = &mut state.under {
                under.context = Context { spread: Spread::One, lang, ..under.context };
            }
            if state.place.scene == Scene::Language {
                return show(back(state, facts));
            }
        }
        Press::Choose(kind) => {
            context.kinds = kind.map_or(context.kinds, |kind| context.kinds.with(kind));
            // Chosen by hand: what was heard before is answered with it.
            let heard = std::mem::take(&mut context.heard);
            // But for whom it is about: that was not on the list.
            let who = context.who.is_none() && !heard.flags.is_empty();
            return show(open(state, if who { Scene::Who } else { Scene::Help }, facts));
        }
        Press::ChooseAnew if state.place.scene == Scene::More => state.draft.words = None,
        Press::ChooseAnew => {
            context.kinds = Kinds::NONE;
            context.signs = context.signs.without(Sign::OwnBehaviour);
        }
        Press::Who(who) => {
            about(context, who);
            return show(open(state, Scene::Help, facts));
        }
        Press::Region(region) => {
            context.region = region;
            context.page = 0;
            let next = state.place.back;
            let next = if matches!(next, Scene::Hotlines | Scene::Help) { next } else { Scene::Help };
            return show(returned(state, next, facts));
        }
        Press::Page(page) => context.page = page,
        Press::ConsentAdult => {
            let child = is_a_child(&state);
            return show(if child { open(state, Scene::Consent, facts) } else { consent(state, facts) });
        }
        Press::ConsentMinor => {
            context.flags = context.flags.with(Flag::Minor);
            context.writer = Writer::Child;
            // Said last, and by whoever consents: an age told before does not stand beside it.
            if matches!(context.who, None | Some(Who::MeAdult)) {
                context.who = Some(Who::MeMinor);
            }
            let informed = state.place.scene == Scene::ConsentMinor;
            return show(if informed { consent(state, facts) } else { open(state, Scene::ConsentMinor, facts) });
        }
        Press::Helpful(helped) => {
            state.notice = Some(Notice::Thanks);
            // The same thumb again, or the same update, is one answer.
            let effect = if said == Some(Notice::Thanks) { Effect::Show } else { Effect::Count(helped) };
            return Turn { state, effect };
        }
        Press::HeardRight if state.place.scene == Scene::OwnWords => return show(heard::confirmed(state, facts)),
        Press::Answer(answer) if state.place.scene == Scene::FollowUp => {
            return show(asking::answered(state, answer, facts));
        }
        Press::Skip if state.place.scene == Scene::FollowUp => return show(asking::skipped(state, facts)),
        Press::SkipRest if state.place.scene == Scene::FollowUp => return show(open(state, Scene::Help, facts)),
        Press::Skip if state.place.scene == Scene::Who => return show(open(state, Scene::Help, facts)),
        Press::Send => {
            let carried = state.draft.how != Some(How::Here) || facts.answers == Answers::InChat;
            return if state.draft.begun() && state.draft.reachable() && carried {
                Turn { state, effect: Effect::Send }
            } else {
                show(open(state, if carried { Scene::Number } else { Scene::How }, facts))
            };
        }
        Press::Hide => return hide(state),
        Press::OpenReceipt => return open_receipt(state),
        Press::Withdraw => return withdraw(state),
        Press::How(How::Here) if facts.answers == Answers::ByNumberOnly => {}
        answer => return show(answered(state, answer)),
    }
    show(state)
}

/// Whether a button was drawn under the question that stands now. The follow-up questions share a scene, and a yes to
/// what was heard is no yes to what was heard since.
fn same_question(drawn: &Place, stands: &Place) -> bool {
    match stands.scene {
        Scene::FollowUp => drawn.context.page == stands.context.page,
        Scene::OwnWords => drawn.context.heard == stands.context.heard,
        _ => true,
    }
}

/// WHO: sets what help is ordered by. Minor is set and never cleared.
fn about(context: &mut Context, who: Who) {
    context.who = Some(who);
    let flags = match who {
        Who::MeAdult => context.flags.without(Flag::ThirdParty),
        Who::MeMinor => context.flags.without(Flag::ThirdParty).with(Flag::Minor),
        Who::OtherAdult => context.flags.with(Flag::ThirdParty),
        Who::OtherMinor => context.flags.with(Flag::ThirdParty).with(Flag::Minor),
    };
    context.flags = flags;
    *context = context.settled();
}

/// Consent was given: a draft begins, unless requests are not possible just now.
fn consent(mut state: State, facts: &Facts<'_>) -> State {
    let closed = facts.desks.of(state.place.context.lane()) == Desk::Closed;
    if closed || facts.allowance == Allowance::Spent {
        state.place = Place { scene: Scene::NotNow, back: Scene::Help, ..state.place };
        return state;
    }
    if state.sent.take().is_some() {
        // What was sent is sent; this is another request, with a secret of its own.
        state.draft = Draft::default();
    }
    state.draft.begin(facts.fresh);
    // Whatever was looked up before has its own code or card; this card is a request's now.
    (state.receipt, state.looked, state.withdrawn) = (None, None, None);
    state.role = CardRole::Living;
    state.under = None;
    onward(state, Scene::How)
}

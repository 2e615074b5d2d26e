//! The hidden card, STATUS, WITHDRAWN and PHRASE.

use super::{always_args, emergency_args, say_wait};
use crate::conversation::card::{Arg, Card, Ways, choice, way};
use crate::conversation::{Before, CardRole, Facts, Looked, Place, Press, Receipt, Scene, State};
use crate::vocab::{CLAIMED_DAYS, Confirmed, Standing, UNCLAIMED_DAYS, Withdrawn};

/// Looks like the neutral cover, word for word. Only its `▶` knows more.
pub fn hidden(state: &State) -> Card {
    let place = Place { scene: Scene::Receipt, ..state.place };
    let mut card = super::pages::cover_of(place);
    card.row([choice("button-uncover", Press::OpenReceipt), way("button-leave", Press::Leave)]);
    card
}

/// How the request stands, in neutral words and nothing that was not looked up; numbers whatever it is.
pub fn status(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let standing = state.looked.map(|looked| looked.standing);
    if let Some(standing) = standing {
        card.say(status_text(standing));
    }
    if let Some(Looked { standing: Standing::Waiting, lane: Some(lane) }) = state.looked {
        say_wait(&mut card, facts, lane);
    }
    card.gap();
    say_numbers(&mut card, facts);
    card.row([choice("button-look-again", Press::Look)]);
    if standing.is_some_and(Standing::is_open) {
        card.row([choice("button-withdraw", Press::Withdraw)]);
    }
    if matches!(state.receipt, Some(Receipt::Secret(_))) {
        card.row([choice("button-hide", Press::Hide)]);
    }
    out(&mut card, state);
    card
}

const fn status_text(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "status-waiting",
        Standing::Taken => "status-taken",
        Standing::Tried => "status-tried",
        Standing::Answered => "status-answered",
        Standing::Closed => "status-closed",
        Standing::Nobody => "status-nobody",
        Standing::Withdrawn => "status-withdrawn",
        Standing::NotKept => "status-not-kept",
        Standing::Unanswered => "status-unanswered",
    }
}

/// Shown only with proof that the request was withdrawn: who may still know of it, and when the last copy cannot be
/// read any more.
pub fn withdrawn(state: &State, facts: &Facts<'_>, _proof: Confirmed<Withdrawn>, before: Before) -> Card {
    let mut card = Card::new(state);
    let (id, days) = match before {
        Before::Waiting => ("withdrawn-waiting", UNCLAIMED_DAYS),
        Before::Taken => ("withdrawn-taken", CLAIMED_DAYS),
    };
    card.say(id);
    card.gap();
    card.say_with("withdrawn-copies", vec![("days", Arg::Count(days))]);
    card.gap();
    say_numbers(&mut card, facts);
    out(&mut card, state);
    card
}

/// Asks for the 12 digits. Whoever has something else to say finds the way to it here.
pub fn phrase(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("phrase-question");
    card.say("number-trace");
    card.gap();
    card.say_with("welcome-emergency", emergency_args(facts));
    card.row([way("button-tell", Press::Go(Scene::Kind))]);
    card.ways(Ways::BackAndOut);
    card
}

/// 112, 102, 103, 111 and 150, as words and to copy.
fn say_numbers(card: &mut Card, facts: &Facts<'_>) {
    card.say_with("sent-if-nobody", always_args(facts));
    card.say_with("welcome-emergency", emergency_args(facts));
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
}

/// Behind an opened receipt there is nothing to go back to.
fn out(card: &mut Card, state: &State) {
    card.ways(if state.role == CardRole::Receipt { Ways::Out } else { Ways::BackAndOut });
}

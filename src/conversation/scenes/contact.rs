//! HOW to MORE: one question a card, each with skip, back and leave; only the way to answer cannot be left out.

use crate::conversation::card::{Arg, Card, Ways, choice, way};
use crate::conversation::{Answers, Facts, Press, State, press};
use crate::vocab::{Allowed, CallbackRequest, DayPart, Days, How, SomeoneElse};

/// Call, text, or either; in this chat, where that can be done.
pub fn how(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("how-question");
    card.say("how-trace");
    let offered = |how: &&How| **how != How::Here || facts.answers == Answers::InChat;
    for how in How::ALL.iter().filter(offered) {
        card.row([choice(&format!("how-{}", how.name()), Press::How(*how))]);
    }
    card.ways(Ways::BackAndOut);
    card
}

/// The number: any country, deleted from the chat as soon as it is read.
pub fn number(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("number-question");
    card.say("number-example");
    card.say("number-trace");
    card.ways(Ways::BackAndOut);
    card
}

/// Part of the day, in Almaty time.
pub fn when(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("when-question");
    let part = |part: DayPart| choice(&format!("when-{}", part.name()), Press::Part(part));
    card.row([part(DayPart::Any), part(DayPart::Now)]);
    card.row([part(DayPart::Morning), part(DayPart::Day)]);
    card.row([part(DayPart::Evening), part(DayPart::Night)]);
    card.ways(Ways::BackAndOut);
    card
}

/// Which days.
pub fn when_days(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("when-days-question");
    for days in Days::ALL {
        card.row([choice(&format!("days-{}", days.name()), Press::Days(*days))]);
    }
    card.ways(Ways::BackAndOut);
    card
}

/// What to do when somebody else picks up. One tap gives the safest answer to this and the next two questions.
pub fn someone_else(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("someone-else-question");
    card.row([choice("button-safest", Press::Safest)]);
    for answer in SomeoneElse::ALL {
        card.row([choice(&format!("someone-else-{}", answer.name()), Press::SomeoneElse(*answer))]);
    }
    card.row([choice("button-skip", Press::Skip)]);
    card.ways(Ways::BackAndOut);
    card
}

/// May a voice message be left.
pub fn voicemail(state: &State, _facts: &Facts<'_>) -> Card {
    yes_or_no(state, "voicemail-question", Press::Voicemail)
}

/// May an SMS be sent.
pub fn sms(state: &State, _facts: &Facts<'_>) -> Card {
    yes_or_no(state, "sms-question", Press::Sms)
}

/// Any name will do.
pub fn name(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("name-question");
    skips(&mut card);
    card.ways(Ways::BackAndOut);
    card
}

/// A word both sides say first, because somebody else may be holding the phone.
pub fn code_word(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let first = suggestion(facts);
    card.say_with("code-word-question", vec![("word", Arg::CodeWord(first))]);
    for word in [first, (first + 1) % press::CODE_WORDS] {
        card.row([choice(&format!("code-word-{word}"), Press::CodeWord(word))]);
    }
    skips(&mut card);
    card.ways(Ways::BackAndOut);
    card
}

/// Own words, in one message or several.
pub fn more(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say_with("more-question", vec![("limit", Arg::Count(count(CallbackRequest::WORDS_MAX_CHARS)))]);
    card.say("more-not-needed");
    let written = state.draft.words_chars();
    if written > 0 {
        card.say_with("more-so-far", vec![("written", Arg::Count(count(written)))]);
        card.row([choice("button-done", Press::Done), way("button-write-anew", Press::ChooseAnew)]);
    } else {
        card.row([choice("button-skip", Press::Skip)]);
    }
    card.ways(Ways::BackAndOut);
    card
}

fn yes_or_no(state: &State, question: &str, press: fn(Allowed) -> Press) -> Card {
    let mut card = Card::new(state);
    card.say(question);
    card.row([choice("button-yes", press(Allowed::Yes)), choice("button-no", press(Allowed::No))]);
    card.row([choice("button-skip", Press::Skip)]);
    card.ways(Ways::BackAndOut);
    card
}

fn skips(card: &mut Card) {
    card.row([choice("button-skip", Press::Skip), way("button-skip-rest", Press::SkipRest)]);
}

/// The suggestion changes from day to day, so that no word becomes known as "the" word, and stays the same while
/// the card is redrawn.
fn suggestion(facts: &Facts<'_>) -> u8 {
    let day = facts.now.day().rem_euclid(i64::from(press::CODE_WORDS));
    u8::try_from(day).unwrap_or(0)
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

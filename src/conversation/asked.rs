//! Somebody who answers the follow-up questions, or leaves them out.

use super::chat::Chat;
use super::place::Scene;
use super::press::Press;
use crate::triage;
use crate::vocab::{DayPart, Flag, How, Kind, RequestId, Sign, Urgency, Who};

/// At the first question, with these behaviours chosen.
fn asked(kinds: &[Kind]) -> Chat {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind));
    if kinds.is_empty() {
        chat.press(Press::Choose(None));
    }
    for (at, kind) in kinds.iter().enumerate() {
        if at > 0 {
            chat.press(Press::Go(Scene::Kind));
        }
        chat.press(Press::Choose(Some(*kind)));
    }
    chat.press(Press::Go(Scene::FollowUp)).is_at(Scene::FollowUp);
    chat
}

/// Gives the answer with this name to the question that stands on the card.
fn answer(chat: &mut Chat, name: &str) {
    let known = chat.state.place.context.known();
    let at = triage::next(usize::from(chat.state.place.context.page), known).expect("a question");
    let question = &triage::all()[at];
    assert!(chat.says(&question.text));
    let wanted = format!("answer-{name}");
    let number = question.answers.iter().position(|answer| answer.text == wanted).expect("an answer of this question");
    chat.press(Press::Answer(u8::try_from(number).expect("few answers")));
}

/// The urgency with which a request from here is sealed.
fn sealed(chat: &mut Chat) -> Urgency {
    chat.press(Press::Go(Scene::Consent));
    let child = chat.state.place.scene == Scene::ConsentMinor;
    chat.press(if child { Press::ConsentMinor } else { Press::ConsentAdult });
    chat.press(Press::How(How::Call)).text("+7 701 000 00 00");
    chat.press(Press::Part(DayPart::Any)).press(Press::Safest).press(Press::SkipRest).is_at(Scene::Review);
    let id = RequestId::from_bytes([1; 16]);
    chat.state.draft.request(id, &chat.state.place.context, None).expect("a request").urgency
}

#[test]
fn what_is_answered_goes_into_the_request_and_decides_how_soon_it_is_read() {
    let mut chat = asked(&[Kind::Physical]);
    for name in ["now-no", "hurts-family", "weapon-no", "neck-earlier", "could_kill-no", "worse-no", "leaving-no"] {
        answer(&mut chat, name);
    }
    answer(&mut chat, "other-money");
    chat.is_at(Scene::Help);
    let context = chat.state.place.context;
    assert!(context.kinds.has(Kind::Economic) && context.signs.has(Sign::NeckEarlier));
    assert!(chat.says("help-neck"), "a doctor, today");
    assert_eq!(sealed(&mut chat), Urgency::High);
}

#[test]
fn every_question_can_be_skipped_one_by_one_or_all_at_once_and_nothing_is_lowered() {
    let mut chat = asked(&[Kind::Trafficking]);
    for _ in 0..3 {
        chat.press(Press::Skip);
    }
    chat.is_at(Scene::Help);
    assert_eq!(sealed(&mut chat), Urgency::High, "what was known before stands");
    let mut chat = asked(&Kind::ALL);
    chat.press(Press::SkipRest).is_at(Scene::Help);
    let mut chat = asked(&[]);
    chat.press(Press::Back).is_at(Scene::Help);
}

#[test]
fn danger_now_shows_the_numbers_at_once_and_back_goes_on_with_the_next_question() {
    let mut chat = asked(&[Kind::ForcedMarriage]);
    answer(&mut chat, "now-yes");
    chat.is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::FollowUp);
    assert!(chat.says("ask-marriage"));
    answer(&mut chat, "marriage-afraid");
    answer(&mut chat, "other-nothing");
    chat.is_at(Scene::Help);
    assert!(chat.says("help-emergency"));
    assert_eq!(sealed(&mut chat), Urgency::Immediate);
}

#[test]
fn thoughts_of_dying_chosen_in_the_first_question_or_on_danger_come_first_in_the_queue() {
    let mut chat = asked(&[]);
    answer(&mut chat, "now-dying");
    chat.is_at(Scene::SelfHarm);
    chat.press(Press::Back).is_at(Scene::FollowUp);
    chat.press(Press::SkipRest);
    assert_eq!(sealed(&mut chat), Urgency::Immediate);
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::SelfHarm)).is_at(Scene::SelfHarm);
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).is_at(Scene::Help);
    assert_eq!(sealed(&mut chat), Urgency::Immediate);
    // Read out of words it is "soon", and nobody chose it for her.
    let mut chat = Chat::new("en");
    chat.text("i want to die").is_at(Scene::SelfHarm);
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None));
    assert_eq!(sealed(&mut chat), Urgency::High);
}

#[test]
fn a_typed_number_answers_and_typed_danger_lays_the_numbers_over_the_question() {
    let mut chat = asked(&[Kind::Physical]);
    chat.state.numbered = true;
    chat.text("4").is_at(Scene::FollowUp);
    assert!(chat.says("ask-hurts"), "the fourth answer to the first question is no");
    chat.text("he is breaking the door").is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::FollowUp);
    assert!(chat.says("ask-hurts"));
}

#[test]
fn an_answer_pressed_twice_counts_once() {
    let mut chat = asked(&[Kind::Physical]);
    let data = chat.data(Press::Answer(3));
    chat.press_data(&data).press_data(&data);
    assert!(chat.says("ask-hurts"), "the second press belonged to the question before");
    assert!(chat.state.place.context.signs.is_empty());
}

#[test]
fn whatever_lies_over_a_question_leads_back_to_it_and_back_leads_to_the_one_before() {
    let mut chat = asked(&[Kind::Physical]);
    answer(&mut chat, "now-no");
    for over in [Press::Go(Scene::Danger), Press::Go(Scene::Hotlines)] {
        chat.press(over).press(Press::Back).is_at(Scene::FollowUp);
        assert!(chat.says("ask-hurts"));
    }
    chat.text("my boyfriend").is_at(Scene::FollowUp);
    chat.text("he takes all my money").is_at(Scene::OwnWords);
    chat.press(Press::HeardRight).is_at(Scene::FollowUp);
    assert!(chat.says("ask-hurts") && chat.state.place.context.kinds.has(Kind::Economic));
    chat.press(Press::Back);
    assert!(chat.says("ask-now"));
    chat.press(Press::Back).is_at(Scene::Help);
}

#[test]
fn a_card_of_long_ago_is_not_come_back_to() {
    let mut chat = Chat::new("en");
    chat.text("i want to die").press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Trafficking)));
    chat.press(Press::Go(Scene::FollowUp));
    answer(&mut chat, "now-yes");
    chat.press(Press::Back).is_at(Scene::FollowUp);
    assert!(chat.state.place.context.kinds.has(Kind::Trafficking));
}

#[test]
fn what_was_answered_over_a_draft_goes_into_it() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Call)).is_at(Scene::Number);
    chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Economic)));
    chat.press(Press::Go(Scene::FollowUp));
    answer(&mut chat, "now-no");
    answer(&mut chat, "leave-made_to_work");
    chat.press(Press::Go(Scene::Hotlines)).press(Press::Back).is_at(Scene::Number);
    assert!(chat.state.place.context.kinds.has(Kind::Trafficking));
}

#[test]
fn an_answer_works_when_the_row_is_gone() {
    let chat = asked(&[Kind::Sexual]);
    let data = chat.data(Press::Answer(0));
    let mut other = Chat::new("en");
    other.press_without_row(&data).is_at(Scene::Danger);
    assert!(other.state.place.context.flags.has(Flag::ImmediateDanger));
}

#[test]
fn a_child_who_answers_stays_a_child() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Bullying)));
    chat.press(Press::Go(Scene::Who)).press(Press::Who(Who::MeMinor)).press(Press::Go(Scene::FollowUp));
    answer(&mut chat, "now-no");
    answer(&mut chat, "peers-chats");
    answer(&mut chat, "other-nothing");
    assert!(chat.state.place.context.flags.has(Flag::Minor));
    assert_eq!(sealed(&mut chat), Urgency::High);
}

//! The conversation played, by people who need different things from it.

use super::chat::{Chat, OPEN};
use super::place::{Context, Place, Scene};
use super::press::{Press, Pressed, encode};
use super::*;
use crate::understanding;
use crate::vocab::{DayPart, Days, Flag, How, Kind, Lang, RequestSecret, SomeoneElse, Who};

#[test]
fn matched_hotlines_are_two_taps_away() {
    let mut chat = Chat::new("ru");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Physical))).is_at(Scene::Help);
    assert!(chat.page().text.contains("111"));
}

#[test]
fn the_shortest_callback_is_seven_taps_and_one_typed_number() {
    let mut chat = Chat::new("kk");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Economic)));
    chat.press(Press::Go(Scene::Consent))
        .press(Press::ConsentAdult)
        .press(Press::How(How::Call))
        .text("8 701 000 00 00")
        .press(Press::Part(DayPart::Any))
        .press(Press::Safest)
        .press(Press::SkipRest)
        .press(Press::Send)
        .is_at(Scene::Sent);
}

#[test]
fn somebody_under_eighteen_reads_the_childrens_screen_before_leaving_a_contact() {
    let mut chat = Chat::new("ru");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Bullying)));
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentMinor).is_at(Scene::ConsentMinor);
    chat.press(Press::ConsentMinor).is_at(Scene::How);
    assert!(chat.state.place.context.flags.has(Flag::Minor));

    let mut chat = Chat::new("ru");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Who));
    chat.press(Press::Who(Who::MeMinor)).press(Press::Go(Scene::Consent)).is_at(Scene::ConsentMinor);
}

#[test]
fn minor_is_never_cleared() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Who));
    chat.press(Press::Who(Who::OtherMinor)).press(Press::Go(Scene::Who)).press(Press::Who(Who::MeAdult));
    assert!(chat.state.place.context.flags.has(Flag::Minor));
}

#[test]
fn danger_in_a_typed_name_shows_the_numbers_and_back_returns_with_nothing_lost() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Call)).text("+7 701 000 00 00");
    chat.press(Press::Part(DayPart::Any)).press(Press::Safest).is_at(Scene::Name);
    chat.text("he is going to kill me right now").is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::Name);
    assert!(chat.state.draft.number.is_some() && chat.state.draft.name.is_none());
    assert!(chat.state.place.context.flags.has(Flag::ImmediateDanger));
}

#[test]
fn what_was_told_in_own_words_stays_when_it_holds_danger() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.text("he is going to kill me right now").is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::More);
    assert_eq!(chat.state.draft.words.as_ref().map(Plain::expose), Some("he is going to kill me right now"));
}

fn at_more(chat: &mut Chat) {
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Call)).text("+7 701 000 00 00");
    chat.press(Press::Part(DayPart::Evening)).press(Press::Days(Days::Weekdays));
    chat.press(Press::SomeoneElse(SomeoneElse::AskForName)).press(Press::Voicemail(Allowed::Yes));
    chat.press(Press::Sms(Allowed::No)).text("Aru").text("willow").is_at(Scene::More);
}

#[test]
fn a_double_tap_on_send_sends_once() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.press(Press::Skip).is_at(Scene::Review);
    let data = chat.data(Press::Send);
    chat.press(Press::Send).is_at(Scene::Sent);
    assert_eq!(chat.effect, Effect::Send);
    chat.give(&Input::Press(&Pressed::decode(&data)));
    assert_eq!(chat.effect, Effect::Show);
    chat.is_at(Scene::Sent);
}

#[test]
fn without_proof_of_the_commit_sent_is_never_drawn() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.press(Press::Skip).press(Press::Send);
    assert!(chat.says("sent-sealed") && chat.says("sent-stays"));
    chat.state.sent = None;
    assert!(!chat.says("sent-sealed") && !chat.says("sent-stays"));
}

#[test]
fn that_answers_are_forgotten_is_said_by_the_turn_that_did_it_and_by_no_button() {
    let mut chat = Chat::new("en");
    chat.text("/forget").is_at(Scene::Forgotten);
    assert!(chat.says("forgotten-what"));
    for press in [Press::Back, Press::Go(Scene::Forgotten), Press::Uncover] {
        let made_up = encode(&Place::new(Scene::Forgotten, Context::new(Lang::En)), press, None);
        chat.press_without_row(&made_up);
        assert!(!chat.says("forgotten-what"), "{press:?}");
    }
    chat.state = State::at(Place::new(Scene::Forgotten, Context::new(Lang::En)));
    assert!(!chat.says("forgotten-what"));
}

#[test]
fn a_refused_request_keeps_every_answer() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.press(Press::Skip);
    let state = std::mem::replace(&mut chat.state, State::at(Place::welcome(Context::new(Lang::En))));
    chat.state = not_sent(state);
    chat.is_at(Scene::Review);
    assert_eq!(chat.state.draft.name.as_ref().map(Plain::expose), Some("Aru"));
    assert!(chat.page().text.contains("could not be sent"));
}

#[test]
fn hotlines_only_when_no_counsellor_can_be_reached_or_today_is_used_up() {
    for (desks, allowance) in [(Desks::CLOSED, Allowance::Left), (OPEN, Allowance::Spent)] {
        let mut chat = Chat::new("en");
        (chat.desks, chat.allowance) = (desks, allowance);
        chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
        chat.is_at(Scene::NotNow);
        assert!(chat.page().text.contains("111"));
    }
}

#[test]
fn an_old_button_redraws_the_card_and_numbers_answer_from_any_card() {
    let mut chat = Chat::new("en");
    let old = chat.state.place;
    chat.press(Press::Go(Scene::Kind));
    chat.give(&Input::Press(&Pressed::decode(&encode(&old, Press::Go(Scene::Safety), None))));
    chat.is_at(Scene::Kind);
    chat.give(&Input::Press(&Pressed::decode(&encode(&old, Press::Go(Scene::Hotlines), None))));
    chat.is_at(Scene::Hotlines);
}

#[test]
fn start_help_and_forget_say_the_same_whatever_happened_before() {
    for command in ["/start", "/help", "/forget", "/privacy"] {
        let mut fresh = Chat::new("kk");
        let mut used = Chat::new("kk");
        at_more(&mut used);
        fresh.text(command);
        used.text(command);
        assert_eq!(fresh.page(), used.page(), "{command}");
    }
}

#[test]
fn a_command_keeps_the_draft_and_back_returns_to_it() {
    for command in ["/help", "/privacy", "/language", "/numbers"] {
        let mut chat = Chat::new("en");
        at_more(&mut chat);
        chat.text(command).press(Press::Back).is_at(Scene::More);
        assert!(chat.state.draft.number.is_some());
    }
}

#[test]
fn labels_and_numbers_can_be_typed() {
    let mut chat = Chat::new("en");
    chat.text("what is this").is_at(Scene::Kind);
    assert_eq!(chat.state.notice, Some(Notice::ButtonsSurest));
    chat.text("4").is_at(Scene::Help);
    assert!(chat.state.place.context.kinds.has(Kind::Economic));
    chat.text("ask for a call").is_at(Scene::Consent);
    chat.text("yes i am 18 or older").is_at(Scene::How);
    chat.text("call me").is_at(Scene::Number);
    chat.text("letters").is_at(Scene::Number);
    assert_eq!(chat.state.notice, Some(Notice::NumberShape));
}

#[test]
fn an_unknown_language_gets_the_first_card_in_three() {
    let mut chat = Chat::new("de");
    let text = chat.page().text;
    for lang in Lang::ALL {
        assert!(text.contains(&crate::text::say(lang, "welcome-hello", &[])));
    }
    chat.press(Press::Lang(Lang::Kk)).is_at(Scene::Welcome);
    assert_eq!(chat.state.place.context.spread, Spread::One);
}

#[test]
fn another_request_after_the_first_has_a_secret_of_its_own() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.press(Press::Skip).press(Press::Send).is_at(Scene::Sent);
    let first = chat.state.draft.secret.clone();
    chat.fresh = RequestSecret::from_bytes([8; 16]);
    chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::Kind)).press(Press::Choose(None));
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentAdult).is_at(Scene::How);
    assert!(chat.state.draft.secret != first && chat.state.draft.number.is_none() && chat.state.sent.is_none());
}

#[test]
fn a_sent_draft_is_not_written_on() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.press(Press::Skip).press(Press::Send).is_at(Scene::Sent);
    let place = chat.state.place;
    for press in [Press::Go(Scene::Number), Press::SkipRest, Press::How(How::Text), Press::Send] {
        chat.give(&Input::Press(&Pressed::decode(&encode(&place, press, None))));
        assert!(!matches!(chat.state.place.scene, Scene::Number | Scene::Review));
        assert!(chat.effect == Effect::Show);
    }
}

#[test]
fn danger_between_a_draft_and_the_numbers_keeps_the_way_back() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    chat.text("/help").text("/numbers").press(Press::Back).is_at(Scene::More);
    chat.text("he is going to kill me right now").text("/numbers").press(Press::Back).is_at(Scene::More);
}

#[test]
fn a_command_does_not_hide_danger() {
    for text in ["/help he is going to kill me right now", "/start хочу умереть"] {
        let mut chat = Chat::new("en");
        chat.text(text);
        assert!(matches!(chat.state.place.scene, Scene::Danger | Scene::SelfHarm), "{text}");
    }
}

#[test]
fn danger_in_a_caption_shows_the_numbers_and_other_captions_say_that_files_cannot_stay() {
    for (caption, scene) in [("he is going to kill me right now", Scene::Danger), ("my cat", Scene::Welcome)] {
        let mut chat = Chat::new("en");
        let verdict = understanding::read(caption);
        chat.give(&Input::Media(Some((&Plain::new(caption.to_owned()), &verdict))));
        chat.is_at(scene);
    }
}

#[test]
fn a_late_skip_keeps_what_was_written() {
    let mut chat = Chat::new("en");
    at_more(&mut chat);
    let old = encode(&chat.state.place, Press::Skip, None);
    chat.text("my story");
    chat.give(&Input::Press(&Pressed::decode(&old)));
    assert_eq!(chat.state.draft.words.as_ref().map(Plain::expose), Some("my story"));
}

#[test]
fn a_child_stands_before_the_childrens_screen_whatever_was_pressed() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Who));
    chat.press(Press::Who(Who::MeMinor)).press(Press::Go(Scene::Who)).press(Press::Who(Who::MeAdult));
    chat.press(Press::Go(Scene::Consent)).is_at(Scene::ConsentMinor);
    chat.press(Press::ConsentMinor).is_at(Scene::How);
    chat.press(Press::Back).is_at(Scene::ConsentMinor);
    chat.press(Press::Back).is_at(Scene::Help);
}

#[test]
fn back_ends_at_the_first_card_from_wherever_it_is_pressed() {
    let ways: [&[Press]; 9] = [
        &[Press::Go(Scene::Hotlines), Press::Go(Scene::Region)],
        &[Press::Go(Scene::Hotlines), Press::Go(Scene::Region), Press::Region(None)],
        &[Press::Go(Scene::About), Press::Go(Scene::Privacy)],
        &[Press::Go(Scene::About), Press::Go(Scene::Safety), Press::Go(Scene::Danger)],
        &[Press::Go(Scene::Danger), Press::Go(Scene::CannotSpeak), Press::Go(Scene::LeaveSafely)],
        &[Press::Go(Scene::Kind), Press::Choose(None), Press::Go(Scene::Region), Press::Go(Scene::Danger)],
        &[Press::Go(Scene::Kind), Press::Choose(None), Press::Go(Scene::Consent), Press::Go(Scene::WhatThen)],
        &[Press::Go(Scene::Kind), Press::Choose(None), Press::Go(Scene::Consent), Press::ConsentMinor],
        &[Press::Go(Scene::Kind), Press::Choose(None), Press::Go(Scene::Hotlines), Press::Go(Scene::CannotSpeak)],
    ];
    for way in ways {
        let mut chat = Chat::new("en");
        for press in way {
            chat.press(*press);
        }
        let mut steps = 0;
        while chat.state.place.scene != Scene::Welcome {
            let before = chat.state.place.scene;
            chat.press(Press::Back);
            assert!(chat.state.place.scene != before, "{way:?}: back does nothing at {before:?}");
            steps += 1;
            assert!(steps < 8, "{way:?}: back goes round");
        }
    }
}

#[test]
fn the_first_number_stands_within_300_characters_where_numbers_are_what_is_asked_for() {
    for code in ["kk", "ru", "en", "de"] {
        let ways: [&[Press]; 5] = [
            &[],
            &[Press::Go(Scene::Danger)],
            &[Press::Go(Scene::Danger), Press::Go(Scene::SelfHarm)],
            &[Press::Go(Scene::Hotlines)],
            &[Press::Go(Scene::Kind), Press::Choose(None)],
        ];
        for way in ways {
            let mut chat = Chat::new(code);
            for press in way {
                chat.press(*press);
            }
            let page = chat.page();
            let first = page.marks.iter().find(|mark| mark.style == Style::Code).map(|mark| mark.start);
            assert!(first.is_some_and(|at| at <= 300), "{code} {way:?}: {first:?}");
        }
    }
}

#[test]
fn how_long_it_takes_is_said_only_when_it_was_measured() {
    for (pace, said) in [(Pace::Unknown, false), (Pace::Within { hours: 7 }, true)] {
        let mut chat = Chat::new("en");
        chat.desks = Desks([[Desk::Open(Duty::Unknown, pace); 3]; 2]);
        chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
        assert_eq!(chat.says("wait-pace"), said);
        assert_eq!(chat.page().text.contains("within 7 hours"), said);
    }
}

#[test]
fn an_answer_in_this_chat_is_offered_only_where_one_can_come() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).is_at(Scene::How);
    assert!(!chat.offers(Press::How(How::Here)));
    let data = chat.data(Press::How(How::Here));
    chat.press_data(&data).is_at(Scene::How);
    assert!(chat.state.draft.how.is_none());
}

#[test]
fn who_wants_the_answer_in_this_chat_is_asked_nothing_about_a_phone() {
    let mut chat = Chat::new("en");
    chat.answers = Answers::InChat;
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Here)).is_at(Scene::When);
    chat.press(Press::Part(DayPart::Any)).is_at(Scene::Name);
    chat.press(Press::Back).is_at(Scene::When);
    chat.press(Press::Back).is_at(Scene::How);
    chat.press(Press::How(How::Here)).press(Press::Part(DayPart::Any)).press(Press::SkipRest).is_at(Scene::Review);
    assert!(chat.says("review-how") && !chat.says("review-number") && !chat.says("review-someone-else"));
    for scene in [Scene::Number, Scene::SomeoneElse, Scene::Voicemail, Scene::Sms] {
        assert!(!chat.offers(Press::Go(scene)), "{scene:?}");
    }
    let id = crate::vocab::RequestId::from_bytes([1; 16]);
    let request = chat.state.draft.request(id, &chat.state.place.context, None).expect("a request");
    assert!(request.number.is_none() && request.how == How::Here);
    chat.press(Press::Send).is_at(Scene::Sent);
}

#[test]
fn a_number_typed_before_is_not_sent_along_with_an_answer_in_this_chat() {
    let mut chat = Chat::new("en");
    chat.answers = Answers::InChat;
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Call)).text("+7 701 000 00 00");
    chat.press(Press::Part(DayPart::Any)).press(Press::Safest).press(Press::SkipRest).is_at(Scene::Review);
    chat.press(Press::Go(Scene::How)).press(Press::How(How::Here)).is_at(Scene::Review);
    assert!(chat.state.draft.number.is_none());
    chat.press(Press::Go(Scene::How)).press(Press::How(How::Call)).is_at(Scene::Number);
}

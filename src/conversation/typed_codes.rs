//! The code of a request, typed where it is asked for, by its owner and by others.

use super::chat::{CODE, Chat, TYPED};
use super::place::Scene;
use super::press::Press;
use super::*;
use crate::text;
use crate::vocab::{How, Lang, RETURN_DAYS, Standing};

#[test]
fn a_code_is_taken_however_it_is_spaced() {
    for typed in ["0123 4567 8901", "012345678901", " 0123-4567-8901 ", "0123\u{a0}4567.8901"] {
        let mut chat = Chat::at_phrase("kk");
        chat.text(typed);
        assert_eq!(chat.effect, Effect::Try(CODE), "{typed}");
        chat.is_at(Scene::Status);
    }
}

#[test]
fn a_code_typed_once_more_is_taken_for_one_also_where_the_row_still_shows_how_it_stands() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED).is_at(Scene::Status);
    chat.text(TYPED);
    assert_eq!(chat.effect, Effect::Try(CODE));
    chat.is_at(Scene::Status);
    chat.text("my husband hits me").is_at(Scene::OwnWords);
}

#[test]
fn a_wrong_code_an_expired_one_too_many_tries_and_no_code_at_all_have_one_answer() {
    for language in ["kk", "ru", "en", "de"] {
        let mut wrong = Chat::at_phrase(language);
        wrong.text("9999 9999 9999");
        assert!(wrong.says("notice-nothing-found"));
        let answer = wrong.page();

        let mut expired = Chat::at_phrase(language);
        expired.standing = Some(Standing::NotKept);
        expired.text(TYPED);
        assert_eq!(expired.page(), answer, "after {RETURN_DAYS} days");

        let mut exhausted = Chat::at_phrase(language);
        for _ in 0..5 {
            exhausted.text("000000000000");
            assert_eq!(exhausted.page(), answer);
        }
        exhausted.text(TYPED);
        assert_eq!(exhausted.page(), answer);

        // Whoever sent a request and chose much on the way reads the same.
        let mut used = Chat::after_sending(language);
        used.text("/help").press(Press::Go(Scene::Phrase)).text("my name is Aru");
        assert_eq!(used.page(), answer);
    }
}

#[test]
fn what_else_is_typed_where_the_code_is_asked_is_not_lost_on_anybody() {
    let mut chat = Chat::at_phrase("en");
    chat.text("he is going to kill me right now").is_at(Scene::Danger);
    let mut chat = Chat::at_phrase("en");
    chat.text("/numbers").is_at(Scene::Hotlines);
    let mut chat = Chat::at_phrase("en");
    chat.text("stop");
    assert_eq!(chat.effect, Effect::Gone);
    let mut chat = Chat::at_phrase("en");
    chat.text("+7 701 000 00 00").is_at(Scene::Phrase);
    assert!(chat.offers(Press::Go(Scene::Kind)) && chat.offers(Press::Go(Scene::Hotlines)));
    assert!(chat.page().text.contains("112"));
    chat.press(Press::Go(Scene::Kind)).press(Press::Back).is_at(Scene::Welcome);
}

#[test]
fn a_status_without_row_or_secret_asks_for_the_code_again() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED).is_at(Scene::Status);
    assert!(!chat.offers(Press::Hide), "a code alone makes no hidden card");
    for press in [Press::Look, Press::Withdraw, Press::Back] {
        let mut chat = Chat::at_phrase("en");
        chat.text(TYPED);
        let data = chat.data(press);
        chat.press_without_row(&data).is_at(Scene::Phrase);
        assert!(chat.state.receipt.is_none() && chat.effect == Effect::Show);
    }
}

#[test]
fn a_code_looked_up_over_a_draft_keeps_the_draft() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).press(Press::How(How::Call)).text("+7 701 000 00 00").is_at(Scene::When);
    chat.text("/help").press(Press::Go(Scene::Phrase)).text(TYPED).is_at(Scene::Status);
    chat.press(Press::Go(Scene::Danger)).press(Press::Back).is_at(Scene::When);
    assert!(chat.state.draft.number.is_some());
}

#[test]
fn another_code_typed_over_sent_leaves_sent_its_own() {
    let mut chat = Chat::after_sending("en");
    let before = chat.page();
    chat.text("/help").press(Press::Go(Scene::Phrase)).text(TYPED).is_at(Scene::Status);
    chat.press(Press::Back).is_at(Scene::Sent);
    assert_eq!(chat.page(), before);
}

#[test]
fn start_and_forget_leave_nothing_of_a_looked_up_request_on_the_card() {
    for command in ["/start", "/forget"] {
        let mut chat = Chat::at_phrase("en");
        chat.text(TYPED).text(command);
        assert!(chat.state.receipt.is_none() && chat.state.looked.is_none(), "{command}");
        assert_eq!(chat.state.role, CardRole::Living);
    }
}

#[test]
fn help_and_forget_say_the_same_whatever_was_sent_looked_up_or_withdrawn() {
    for language in ["kk", "ru", "en", "de"] {
        for command in ["/help", "/forget", "/privacy", "/start"] {
            let mut fresh = Chat::new(language);
            fresh.text(command);
            let mut sent = Chat::after_sending(language);
            let mut withdrawn = Chat::at_phrase(language);
            withdrawn.text(TYPED).press(Press::Withdraw);
            let mut opened = Chat::after_sending(language);
            let data = opened.hides();
            opened.press_without_row(&data);
            for (what, chat) in [("sent", &mut sent), ("withdrawn", &mut withdrawn), ("looked up", &mut opened)] {
                chat.text(command);
                let (page, wanted) = (chat.page(), fresh.page());
                assert_eq!(page, wanted, "{language} {command} {what}");
            }
        }
    }
}

#[test]
fn forget_and_help_tell_how_a_sent_request_is_withdrawn() {
    for lang in Lang::ALL {
        for (command, id) in [("/forget", "forgotten-sent"), ("/help", "about-code"), ("/privacy", "privacy-copies")] {
            let mut chat = Chat::new(lang.code());
            chat.text(command);
            assert!(chat.page().text.contains(&text::say(lang, id, &[])));
        }
    }
}

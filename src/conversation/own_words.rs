//! Somebody who types instead of tapping, in three languages.

use super::chat::Chat;
use super::place::Scene;
use super::press::Press;
use crate::vocab::{Flag, Kind, Sign, Who};

#[test]
fn a_message_and_a_yes_lead_to_help_in_every_language() {
    for (code, words, yes, kind) in [
        ("kk", "күйеуім мені ұрады", "иә", Kind::Physical),
        ("kk", "kuieuim meni urady", "1", Kind::Physical),
        ("ru", "муж меня бьёт", "да", Kind::Physical),
        ("ru", "он забирает всю мою зарплату", "1", Kind::Economic),
        ("en", "my husband hits me", "yes", Kind::Physical),
        ("en", "my boss took my passport and makes me work for free", "1", Kind::Trafficking),
    ] {
        let mut chat = Chat::new(code);
        chat.text(words).is_at(Scene::OwnWords);
        assert!(chat.says(&format!("heard-{}", kind.name())), "{words}");
        assert!(chat.state.place.context.kinds.is_empty(), "nothing counts before she said yes");
        chat.text(yes).is_at(Scene::Help);
        assert!(chat.state.place.context.kinds.has(kind));
    }
}

#[test]
fn what_was_heard_can_be_refused_and_chosen_by_hand() {
    let mut chat = Chat::new("en");
    chat.text("my husband hits me").press(Press::Go(Scene::Kind)).is_at(Scene::Kind);
    chat.press(Press::Back).is_at(Scene::OwnWords);
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Economic))).is_at(Scene::Help);
    let context = chat.state.place.context;
    assert!(context.kinds.has(Kind::Economic) && !context.kinds.has(Kind::Physical));
}

#[test]
fn a_second_message_adds_to_what_was_heard() {
    let mut chat = Chat::new("en");
    chat.text("my husband hits me").text("he also takes all my money").is_at(Scene::OwnWords);
    assert!(chat.says("heard-physical") && chat.says("heard-economic"));
}

#[test]
fn a_child_or_somebody_else_is_heard_and_asked_about_too() {
    let mut chat = Chat::new("en");
    chat.text("i am 14 and my classmates beat me and laugh at me every day").is_at(Scene::OwnWords);
    assert!(chat.says("heard-minor"));
    assert!(!chat.state.place.context.flags.has(Flag::Minor), "nothing counts before the yes");
    chat.press(Press::HeardRight).is_at(Scene::Help);
    assert!(chat.state.place.context.flags.has(Flag::Minor));
    // Whether the child is the writer was not said: consent asks, and takes it from her.
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentMinor).is_at(Scene::ConsentMinor);
    assert_eq!(chat.state.place.context.who, Some(Who::MeMinor));
}

#[test]
fn a_mother_who_tells_of_herself_and_her_child_stays_an_adult() {
    let mut chat = Chat::new("en");
    chat.text("he hits me and my 10 year old daughter").press(Press::HeardRight).is_at(Scene::Help);
    assert_eq!(chat.state.place.context.writer, super::Writer::Untold);
    chat.press(Press::Go(Scene::Who)).press(Press::Who(Who::MeAdult)).press(Press::Go(Scene::Consent));
    chat.is_at(Scene::Consent);
    assert!(chat.offers(Press::ConsentAdult));
}

#[test]
fn a_child_who_thinks_of_dying_is_asked_about_her_age_after_the_numbers() {
    let mut chat = Chat::new("en");
    chat.text("i am 13 and i want to die").is_at(Scene::SelfHarm);
    chat.press(Press::Back).is_at(Scene::OwnWords);
    assert!(chat.says("heard-minor"));
}

#[test]
fn what_was_chosen_is_not_lost_under_a_page_that_is_the_same_for_all() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Trafficking)));
    chat.text("/help").is_at(Scene::About);
    chat.text("my husband hits me").press(Press::HeardRight).is_at(Scene::Help);
    assert!(chat.state.place.context.kinds.has(Kind::Trafficking));
}

#[test]
fn yes_said_to_an_older_card_is_no_yes_to_what_was_heard_since() {
    let mut chat = Chat::new("en");
    chat.text("my husband hits me");
    let data = chat.data(Press::HeardRight);
    chat.text("he also takes all my money").press_data(&data).is_at(Scene::OwnWords);
    chat.text("yeah").is_at(Scene::Help);
}

#[test]
fn danger_comes_first_and_what_else_was_said_is_asked_after_it() {
    let mut chat = Chat::new("en");
    chat.text("he is beating me right now").is_at(Scene::Danger);
    assert!(chat.state.place.context.flags.has(Flag::ImmediateDanger));
    chat.press(Press::Back).is_at(Scene::OwnWords);
    chat.press(Press::HeardRight).is_at(Scene::Help);
    assert!(chat.says("help-emergency"), "the danger is not forgotten");
    // The same when the numbers stood there before anything was typed.
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Danger)).text("he is beating me right now").is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::OwnWords);
}

#[test]
fn in_a_draft_own_words_change_nothing_but_danger_shows_the_numbers_and_leads_back() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Consent));
    chat.press(Press::ConsentAdult).is_at(Scene::How);
    chat.text("my husband hits me").is_at(Scene::How);
    chat.text("he is beating me right now").is_at(Scene::Danger);
    chat.press(Press::Back).is_at(Scene::How);
}

#[test]
fn a_text_nobody_here_can_read_is_answered_in_three_languages() {
    let mut chat = Chat::new("kk");
    chat.text("你好，我需要帮助").is_at(Scene::Welcome);
    let page = chat.page().text;
    for hello in ["Сәлеметсіз бе", "Здравствуйте", "Hello"] {
        assert!(page.contains(hello), "{hello}");
    }
}

#[test]
fn what_was_heard_travels_in_the_buttons() {
    let mut chat = Chat::new("ru");
    chat.text("муж меня бьёт").is_at(Scene::OwnWords);
    let data = chat.data(Press::HeardRight);
    let mut other = Chat::new("ru");
    other.press_without_row(&data).is_at(Scene::Help);
    assert!(other.state.place.context.kinds.has(Kind::Physical));
}

#[test]
fn the_one_who_hurts_has_a_card_with_numbers() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Go(Scene::OwnBehaviour)).is_at(Scene::OwnBehaviour);
    assert!(chat.state.place.context.signs.has(Sign::OwnBehaviour));
    assert!(chat.says("own-behaviour-lines"));
    chat.press(Press::Back).is_at(Scene::Kind);
    assert!(!chat.state.place.context.signs.has(Sign::OwnBehaviour), "a slip is undone by going back");
}

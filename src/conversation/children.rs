//! Somebody under 18 who leaves a contact, by whichever way.

use super::chat::Chat;
use super::place::Scene;
use super::press::Press;
use crate::vocab::{Audience, DayPart, Flag, How, RequestId, Who};

/// At HELP, with nothing chosen but who it is about, in this order.
fn about(whos: &[Who]) -> Chat {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None));
    for who in whos {
        chat.press(Press::Go(Scene::Who)).press(Press::Who(*who));
    }
    chat
}

/// From HOW to what a counsellor will read.
fn sealed(chat: &mut Chat) -> crate::vocab::CallbackRequest {
    chat.press(Press::How(How::Call)).text("+7 701 000 00 00");
    chat.press(Press::Part(DayPart::Any)).press(Press::Safest).press(Press::SkipRest).is_at(Scene::Review);
    let id = RequestId::from_bytes([1; 16]);
    chat.state.draft.request(id, &chat.state.place.context, None).expect("a request")
}

#[test]
fn under_18_said_at_consent_wins_over_an_adult_told_before_and_keeps_whom_it_is_about() {
    let told = [
        (vec![], Who::MeMinor),
        (vec![Who::MeAdult], Who::MeMinor),
        (vec![Who::OtherAdult], Who::OtherAdult),
        (vec![Who::OtherMinor], Who::OtherMinor),
    ];
    for (whos, read) in told {
        let mut chat = about(&whos);
        chat.press(Press::Go(Scene::Consent)).press(Press::ConsentMinor).press(Press::ConsentMinor);
        let request = sealed(&mut chat);
        assert_eq!(request.who, Some(read), "{whos:?}");
        assert!(request.flags.has(Flag::Minor));
    }
}

#[test]
fn a_child_reads_the_childrens_screen_before_consent_whoever_the_request_is_about_at_last() {
    for others in [
        vec![],
        vec![Who::MeAdult],
        vec![Who::OtherAdult],
        vec![Who::OtherMinor],
        vec![Who::OtherMinor, Who::OtherAdult],
        vec![Who::OtherAdult, Who::MeAdult, Who::OtherMinor],
    ] {
        let mut chat = about(&[&[Who::MeMinor], &others[..]].concat());
        chat.press(Press::Go(Scene::Consent)).is_at(Scene::ConsentMinor);
        // The same from the button alone, when no row is there any more.
        let mut chat = about(&[&[Who::MeMinor], &others[..]].concat());
        let data = chat.data(Press::Go(Scene::Consent));
        chat.press_without_row(&data).is_at(Scene::ConsentMinor);
    }
}

#[test]
fn who_writes_for_a_child_is_asked_her_own_age_and_a_child_who_does_reads_the_childrens_screen_ever_after() {
    let mut chat = about(&[Who::OtherMinor]);
    chat.press(Press::Go(Scene::Consent)).is_at(Scene::Consent);
    chat.press(Press::ConsentMinor).press(Press::ConsentMinor).is_at(Scene::How);
    chat.press(Press::Back).is_at(Scene::ConsentMinor);
    let mut chat = about(&[Who::OtherMinor]);
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentAdult).is_at(Scene::How);
}

#[test]
fn an_adult_who_asked_for_a_child_and_then_for_herself_stays_an_adult_in_the_childrens_lane() {
    for whos in [&[Who::OtherMinor, Who::MeAdult][..], &[Who::OtherMinor, Who::OtherAdult, Who::MeAdult]] {
        let mut chat = about(whos);
        chat.press(Press::Go(Scene::Consent)).is_at(Scene::Consent);
        chat.press(Press::ConsentAdult).is_at(Scene::How);
        let request = sealed(&mut chat);
        assert_eq!((request.who, request.audience), (Some(Who::MeAdult), Audience::Minor));
    }
}

#[test]
fn a_page_the_same_for_all_between_does_not_make_a_child_an_adult() {
    let mut chat = about(&[Who::MeMinor]);
    chat.text("/help").press(Press::Go(Scene::Danger)).press(Press::Go(Scene::Kind)).press(Press::Choose(None));
    chat.press(Press::Go(Scene::Consent)).is_at(Scene::ConsentMinor);
}

#[test]
fn who_turns_out_to_be_a_child_after_an_adults_consent_is_asked_again_and_keeps_the_answers() {
    let over_a_draft = |chat: &mut Chat| {
        chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::Kind)).press(Press::Choose(None));
        chat.press(Press::Go(Scene::Who)).press(Press::Who(Who::MeMinor));
        chat.press(Press::Go(Scene::Danger)).press(Press::Back);
    };
    let mut chat = about(&[]);
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentAdult).press(Press::How(How::Call));
    chat.text("+7 701 000 00 00").is_at(Scene::When);
    over_a_draft(&mut chat);
    chat.is_at(Scene::ConsentMinor);
    // Going round it leads to it again.
    chat.press(Press::Back).press(Press::Go(Scene::Danger)).press(Press::Back);
    assert!(!chat.state.place.scene.needs_draft());
    let mut chat = about(&[]);
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentAdult).press(Press::How(How::Call));
    chat.text("+7 701 000 00 00");
    over_a_draft(&mut chat);
    chat.press(Press::ConsentMinor).is_at(Scene::How);
    assert!(chat.state.draft.number.is_some());
    over_a_draft(&mut chat);
    chat.is_at(Scene::How);
}

//! Somebody under 18 who leaves a contact, by whichever way.

use super::chat::Chat;
use super::place::Scene;
use super::press::Press;
use crate::vocab::{DayPart, Flag, How, RequestId, Who};

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

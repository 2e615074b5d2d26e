//! A request found again: the hidden card, STATUS, withdrawing.

use super::card::{Arg, Line};
use super::chat::{Chat, TYPED};
use super::place::{Context, Place, Scene};
use super::press::{Press, Pressed};
use super::render::{Action, Style};
use super::*;
use crate::vocab::{Audience, DayPart, Flag, How, Lang, Standing, Who};

#[test]
fn the_code_stands_under_a_spoiler_in_three_groups() {
    let page = Chat::after_sending("kk").page();
    let spoiler = page.marks.iter().find(|mark| mark.style == Style::Spoiler).expect("a spoiler");
    let units: Vec<u16> = page.text.encode_utf16().skip(spoiler.start).take(spoiler.len).collect();
    assert_eq!(String::from_utf16(&units).expect("text"), TYPED);
}

#[test]
fn a_hidden_card_tells_nothing_that_a_cover_does_not() {
    for language in ["kk", "ru", "en"] {
        let mut covered = Chat::new(language);
        covered.state.covered = true;
        let cover = covered.page();
        let mut chat = Chat::after_sending(language);
        chat.press(Press::Hide);
        assert_eq!(chat.effect, Effect::Hide);
        let page = chat.page();
        assert_eq!((&page.text, &page.marks), (&cover.text, &cover.marks));
        let labels = |page: &Page| page.keys.iter().flatten().map(|key| key.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&page), labels(&cover));
        let pressed = Pressed::decode(&chat.data(Press::OpenReceipt));
        assert_eq!(pressed.from.context, Context::new(pressed.from.context.lang), "only the language travels");
        assert!(pressed.secret.is_some());
    }
}

#[test]
fn nothing_of_the_draft_or_the_way_there_is_left_under_a_hidden_card() {
    let mut chat = Chat::after_sending("en");
    chat.press(Press::Hide);
    assert!(chat.state.draft == Draft::default() && chat.state.under.is_none() && chat.state.sent.is_none());
    assert!(chat.state.place.context.kinds.is_empty());
}

#[test]
fn a_hidden_card_opens_without_a_row_and_hides_as_what_it_was() {
    let mut chat = Chat::after_sending("ru");
    let data = chat.hides();
    let card = chat.page();
    chat.press_without_row(&data).is_at(Scene::Status);
    assert!(chat.effect == Effect::Look && chat.says("status-waiting"));
    chat.press(Press::Go(Scene::Hotlines)).is_at(Scene::Hotlines);
    assert!(chat.state.hides_as_receipt());
    chat.state.covered = true;
    assert_eq!(chat.page(), card, "whatever it showed, idle it is the hidden card again");
    chat.press_data(&data).is_at(Scene::Status);
    chat.press(Press::Hide);
    assert!(chat.effect == Effect::Hide && chat.page() == card);
}

#[test]
fn every_button_of_an_opened_receipt_works_without_a_row_and_leads_back_to_the_request() {
    let mut chat = Chat::after_sending("en");
    let data = chat.hides();
    for press in [Press::Look, Press::Withdraw, Press::Hide, Press::Go(Scene::Danger), Press::Go(Scene::Hotlines)] {
        chat.standing = Some(Standing::Waiting);
        chat.press_without_row(&data);
        let button = chat.data(press);
        chat.press_without_row(&button);
        assert!(chat.state.hides_as_receipt(), "{press:?}");
        if matches!(press, Press::Go(_)) {
            let back = chat.data(Press::Back);
            chat.press_without_row(&back).is_at(Scene::Status);
        }
    }
}

#[test]
fn an_opened_receipt_never_becomes_a_card_to_write_on() {
    let mut chat = Chat::after_sending("en");
    let data = chat.hides();
    chat.press_without_row(&data);
    let place = Place::new(Scene::Status, chat.state.place.context);
    for scene in Scene::ALL {
        chat.state.place = place;
        let button = chat.data(Press::Go(*scene));
        chat.press_data(&button);
        assert!(chat.state.place.scene.on_a_receipt(), "{scene:?}");
        for (_, press) in chat.card().presses() {
            assert!(!matches!(press, Press::Go(Scene::Kind | Scene::Consent | Scene::About)), "{scene:?}");
        }
    }
}

#[test]
fn nothing_stays_when_nothing_shall_stay() {
    let mut chat = Chat::after_sending("en");
    chat.press(Press::Leave);
    assert!(chat.effect == Effect::Gone && chat.state.receipt.is_none());
}

#[test]
fn status_says_one_standing_in_its_own_words_and_numbers_whatever_it_is() {
    let mut texts = Vec::new();
    for standing in Standing::ALL {
        let mut chat = Chat::at_phrase("en");
        chat.standing = Some(standing);
        if standing == Standing::NotKept {
            chat = Chat::after_sending("en");
            let data = chat.hides();
            chat.standing = Some(standing);
            chat.press_without_row(&data);
        } else {
            chat.text(TYPED);
        }
        chat.is_at(Scene::Status);
        let said: Vec<String> = chat
            .card()
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Say { id, .. } if id.starts_with("status-") => Some(id.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(said.len(), 1, "{standing:?}: {said:?}");
        texts.extend(said);
        for number in ["112", "111", "150"] {
            assert!(chat.page().text.contains(number), "{standing:?}: {number}");
            let copied = chat.page().keys.iter().flatten().any(|key| key.action == Action::Copy(number.to_owned()));
            assert!(copied, "{standing:?}: {number}");
        }
        assert_eq!(chat.offers(Press::Withdraw), standing.is_open(), "{standing:?}");
    }
    texts.dedup();
    assert_eq!(texts.len(), Standing::ALL.len());
}

#[test]
fn status_claims_nothing_that_was_not_looked_up_just_now() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED).is_at(Scene::Status);
    assert!(chat.says("status-waiting"));
    chat.standing = None;
    chat.press(Press::Look);
    assert!(chat.says("notice-not-looked") && !chat.says("status-waiting") && chat.page().text.contains("112"));
    chat.standing = Some(Standing::Taken);
    chat.press(Press::Go(Scene::Danger)).press(Press::Back).is_at(Scene::Status);
    assert!(chat.says("status-taken") && !chat.says("notice-not-looked"), "coming back looks again");
    for id in ["withdrawn-waiting", "withdrawn-taken", "withdrawn-copies"] {
        assert!(!chat.says(id));
    }
}

#[test]
fn the_wait_is_that_of_the_request_s_own_lane() {
    let (own, other) = (Moment(1_795_510_800), Moment(1_795_521_600));
    let mut chat = Chat::at_phrase("en");
    chat.desks = Desks([[Desk::Open(Duty::Now { until: other }, Pace::Unknown); 3]; 2]);
    // The request was left in Kazakh by somebody under 18; the code is typed on an English phone.
    chat.desks.0[Audience::Minor as usize][Lang::Kk as usize] =
        Desk::Open(Duty::Now { until: own }, Pace::Within { hours: 5 });
    chat.text(TYPED).is_at(Scene::Status);
    let args: Vec<Arg> = chat
        .card()
        .lines
        .iter()
        .filter_map(|line| match line {
            Line::Say { id, args, .. } if id == "duty-now" || id == "wait-pace" => args.first().map(|(_, arg)| *arg),
            _ => None,
        })
        .collect();
    assert_eq!(args, [Arg::Time(own), Arg::Count(5)]);
    chat.standing = Some(Standing::Taken);
    chat.press(Press::Look);
    assert!(!chat.says("duty-now") && !chat.says("wait-pace"));
}

#[test]
fn a_request_nobody_opened_is_withdrawn_for_good() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED).press(Press::Withdraw).is_at(Scene::Withdrawn);
    assert!(chat.says("withdrawn-waiting") && !chat.says("withdrawn-taken"));
    assert!(chat.page().text.contains("at most 15 days"));
}

#[test]
fn whoever_withdraws_what_a_counsellor_has_read_is_told_so() {
    for standing in [Standing::Taken, Standing::Tried, Standing::Waiting] {
        let mut chat = Chat::at_phrase("en");
        (chat.standing, chat.before) = (Some(standing), Before::Taken);
        chat.text(TYPED).press(Press::Withdraw).is_at(Scene::Withdrawn);
        assert!(chat.says("withdrawn-taken") && chat.page().text.contains("at most 31 days"));
    }
}

#[test]
fn withdrawing_twice_withdraws_once() {
    // On the same card: it is drawn once more.
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED);
    let data = chat.data(Press::Withdraw);
    chat.press_data(&data).press_data(&data);
    assert_eq!(chat.effect, Effect::Show);
    chat.is_at(Scene::Withdrawn);

    // Without a row: nothing is left to withdraw, and nothing is claimed anew.
    let mut chat = Chat::after_sending("en");
    let opened = chat.hides();
    chat.press_without_row(&opened);
    let data = chat.data(Press::Withdraw);
    chat.press_data(&data).press_without_row(&data).is_at(Scene::Status);
    assert!(chat.says("status-withdrawn") && !chat.offers(Press::Withdraw));
    assert!(chat.state.withdrawn.is_none());
}

#[test]
fn without_proof_withdrawn_is_never_drawn() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED).press(Press::Withdraw).is_at(Scene::Withdrawn);
    chat.state.withdrawn = None;
    assert!(!chat.says("withdrawn-waiting") && !chat.says("withdrawn-copies"));
}

#[test]
fn a_withdrawal_that_failed_is_said_and_can_be_tried_again() {
    let mut chat = Chat::at_phrase("en");
    chat.text(TYPED);
    chat.standing = None;
    chat.press(Press::Withdraw).is_at(Scene::Status);
    assert!(chat.says("notice-not-withdrawn") && chat.offers(Press::Withdraw));
    chat.standing = Some(Standing::Waiting);
    chat.press(Press::Withdraw).is_at(Scene::Withdrawn);
}

#[test]
fn keeping_a_hidden_card_works_when_the_row_is_gone() {
    let mut chat = Chat::after_sending("en");
    let data = chat.data(Press::Hide);
    chat.press_without_row(&data).is_at(Scene::Receipt);
    assert_eq!(chat.effect, Effect::Hide);
    assert!(Pressed::decode(&chat.data(Press::OpenReceipt)).secret.is_some());
}

#[test]
fn a_child_s_receipt_shows_nothing_of_who_she_is() {
    let mut chat = Chat::new("ru");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).press(Press::Go(Scene::Who));
    chat.press(Press::Who(Who::MeMinor)).press(Press::Go(Scene::Consent)).press(Press::ConsentMinor);
    chat.press(Press::How(How::Call)).text("8 701 000 00 00").press(Press::Part(DayPart::Any));
    chat.press(Press::Safest).press(Press::SkipRest).press(Press::Send);
    let pressed = Pressed::decode(&chat.hides());
    assert!(!pressed.from.context.flags.has(Flag::Minor) && pressed.from.context.who.is_none());
}

//! Whatever is typed, tapped or sent, in any place and language: there is an answer, it does not blame, and a number is
//! near.

use super::chat::Chat;
use super::every_card::{check, shows_a_number, standing_at};
use super::*;
use crate::vocab::Plain;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The languages of the phone; the last is none of ours and gives the card in three.
const CODES: [&str; 4] = ["kk", "ru", "en", "de"];

/// What people type who do not answer the question, and what others type.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " \n\t ",
        "\u{200b}\u{200d}\u{feff}",
        // Mixed scripts and directions, a reordering mark, letters under a heap of accents, what broken UTF-16 becomes.
        "сәлем hello שלום مرحبا 你好 नमस्ते",
        "\u{202e}txet desrever\u{202c} \u{2066}mixed\u{2069}",
        "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
        "\u{fffd}\u{fffd} hello \u{fffd}",
        "\u{e000}code\u{e00f}\u{e001}spoiler\u{e00f}",
        "\0\u{1}\u{7f}",
        // Only emoji, with joiners and skin tones.
        "😀😀😀",
        "👨‍👩‍👧‍👦🏳️‍🌈👍🏽",
        // Other languages.
        "Ich weiß nicht, was ich tun soll",
        "Men nima qilishni bilmayman",
        "मुझे नहीं पता",
        // Insults, spam, song lines, markup, commands of others.
        "ты тупой бот",
        "ақымақ бот",
        "stupid useless bot!!!",
        "КУПИТЕ КРИПТУ http://example.com скидка 90% @someone",
        "And I will always love you",
        "Қара жорға, қара жорға",
        "Ой, мороз, мороз, не морозь меня",
        "<b>bold</b> *bold* _it_ [a](tg://user?id=1) {$rescue}",
        "/unknown",
        "/",
        "/start \u{202e}../../etc",
        "0",
        "99999999999999999999999999",
        "-1",
        "+",
        "00000000000000000000",
        "0000 0000 0000",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("a".repeat(4096));
    texts.push("ы".repeat(4096));
    texts.push("😀".repeat(2048));
    texts.push("\u{301}".repeat(4096));
    texts.push("a ".repeat(2048));
    texts
}

/// Whether what a turn did can be seen: something happened, a line says something, or the card is another one.
fn is_answered(before: &Page, chat: &Chat) -> bool {
    chat.effect != Effect::Show || chat.state.notice.is_some() || *before != chat.page()
}

#[test]
fn nothing_that_is_typed_meets_silence_and_numbers_stay_a_tap_away() {
    let mut silent = BTreeSet::new();
    for code in CODES {
        for scene in Scene::ALL {
            for text in texts() {
                let mut chat = standing_at(code, *scene);
                let before = chat.page();
                chat.text(&text);
                check(&chat);
                if !is_answered(&before, &chat) {
                    silent.insert(format!("{scene:?}: {text:?}"));
                }
            }
        }
    }
    assert_eq!(silent, BTreeSet::new());
}

#[test]
fn files_voices_and_contact_cards_meet_no_silence_anywhere() {
    let number = Plain::new("not a number \u{202e}".to_owned());
    for code in CODES {
        for scene in Scene::ALL {
            for input in [Input::Media(None), Input::Contact(&number)] {
                let mut chat = standing_at(code, *scene);
                let before = chat.page();
                chat.give(&input);
                check(&chat);
                assert!(is_answered(&before, &chat), "{scene:?}");
            }
        }
    }
}

#[test]
fn every_tap_in_every_place_leads_to_a_card_with_a_number_within_a_tap() {
    for code in CODES {
        for scene in Scene::ALL {
            let presses: Vec<Press> = standing_at(code, *scene).card().presses().map(|(_, press)| press).collect();
            for press in presses {
                let mut chat = standing_at(code, *scene);
                chat.press(press);
                check(&chat);
                assert_eq!(chat.effect == Effect::Gone, press == Press::Leave, "{scene:?} {press:?}");
            }
        }
    }
}

#[test]
fn the_tap_to_the_numbers_shows_numbers_from_every_place() {
    for code in CODES {
        for scene in Scene::ALL {
            let chat = standing_at(code, *scene);
            if shows_a_number(&chat.page()) {
                continue;
            }
            let to_numbers = |press: Press| {
                matches!(press, Press::Go(Scene::Danger | Scene::Hotlines) | Press::Uncover | Press::OpenReceipt)
            };
            let presses: Vec<Press> =
                chat.card().presses().map(|(_, press)| press).filter(|one| to_numbers(*one)).collect();
            assert!(!presses.is_empty(), "{scene:?}");
            for press in presses {
                let mut chat = standing_at(code, *scene);
                chat.press(press);
                assert!(shows_a_number(&chat.page()), "{scene:?} {press:?}");
            }
        }
    }
}

/// One thing that happens in a chat.
#[derive(Clone, Debug)]
enum Move {
    /// The button with this number on the card, counted round.
    Tap(usize),
    /// One of the texts.
    Say(usize),
    /// Any text.
    Type(String),
    /// A button of an earlier card, with its row.
    Stale(usize),
    /// A button of an earlier card whose row is gone.
    Rowless(usize),
    /// A photo.
    Photo,
    /// The keeper covers the card.
    Cover,
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        10 => any::<usize>().prop_map(Move::Tap),
        3 => any::<usize>().prop_map(Move::Say),
        2 => "\\PC{0,60}".prop_map(Move::Type),
        1 => any::<usize>().prop_map(Move::Stale),
        1 => any::<usize>().prop_map(Move::Rowless),
        1 => Just(Move::Photo),
        1 => Just(Move::Cover),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn wherever_people_wander_every_card_keeps_its_promises(
        code in prop::sample::select(&CODES[..]),
        moves in prop::collection::vec(any_move(), 1..40),
    ) {
        let (texts, mut seen) = (texts(), Vec::new());
        let mut chat = Chat::new(code);
        for one in moves {
            let taps: Vec<Press> = chat.card().presses().map(|(_, press)| press).collect();
            seen.extend(taps.iter().map(|press| chat.data(*press)));
            match one {
                Move::Tap(at) => _ = chat.press(taps[at % taps.len()]),
                Move::Say(at) => _ = chat.text(&texts[at % texts.len()]),
                Move::Type(text) => _ = chat.text(&text),
                Move::Stale(at) => _ = chat.press_data(&seen[at % seen.len()].clone()),
                Move::Rowless(at) => _ = chat.press_without_row(&seen[at % seen.len()].clone()),
                Move::Photo => chat.give(&Input::Media(None)),
                Move::Cover => chat.state.covered = true,
            }
            check(&chat);
        }
    }
}

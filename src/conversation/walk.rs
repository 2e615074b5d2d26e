//! Every place walked, in every language.

use super::card::Does;
use super::chat::Chat;
use super::every_card::{check, filled};
use super::*;
use crate::vocab::{Flag, Flags, Kind, Kinds, Lang, Plain, Region, Standing, Who};
use proptest::prelude::*;
use std::collections::{HashSet, VecDeque};

/// Every state that presses and a handful of texts lead to, in one language.
fn walk(code: &'static str) -> HashSet<Scene> {
    let texts = [
        "hello",
        "+7 701 000 00 00",
        "/help",
        "/numbers",
        "/forget",
        "he is killing me",
        "my husband hits me",
        "хочу умереть",
        "1",
        "0123 4567 8901",
    ];
    // Read once: a text says the same wherever it is typed.
    let texts = texts.map(|text| (text, crate::understanding::read(text)));
    let mut seen: HashSet<String> = HashSet::new();
    let mut scenes = HashSet::new();
    // The shortest way to a place comes first, so that the bound cuts off nothing but detours.
    let mut paths: VecDeque<Vec<Result<Press, usize>>> = VecDeque::from([vec![]]);
    // Ways to cards that only some situations offer.
    for (choice, who) in [(Kind::Digital, Who::MeMinor), (Kind::Stalking, Who::OtherAdult)] {
        let to_help = [Press::Go(Scene::Kind), Press::Choose(Some(choice)), Press::Go(Scene::Who), Press::Who(who)];
        paths.push_back(to_help.into_iter().chain([Press::Go(Scene::Guidance)]).map(Ok).collect());
    }
    while let Some(path) = paths.pop_front() {
        let mut chat = Chat::new(code);
        for one in &path {
            match one {
                Ok(press) => {
                    let data = chat.data(*press);
                    chat.press_data(&data);
                }
                Err(text) => {
                    let (text, verdict) = &texts[*text];
                    chat.give(&Input::Typed(&Plain::new((*text).to_owned()), verdict));
                }
            }
        }
        check(&chat);
        let card = chat.card();
        scenes.insert(card.place.scene);
        // One card of steps below stands for all: each is checked as itself, and lies under nothing in a way of its own.
        let below = |scene: Scene| if scene.is_read() { Scene::Guidance } else { scene };
        let (place, under) = (card.place, chat.state.under.map(|under| below(under.scene)));
        let (begun, role) = (chat.state.draft.begun(), chat.state.role);
        // Which topics GUIDANCE offers hangs on what was chosen.
        let offers =
            if place.scene == Scene::Guidance { card.presses().map(|(_, press)| press).collect() } else { vec![] };
        // A child has other ways than an adult.
        let writer = place.context.writer;
        let key = format!("{:?} {:?} {under:?} {begun} {role:?} {writer:?} {offers:?}", place.scene, place.back);
        if path.len() > 14 || !seen.insert(key) {
            continue;
        }
        let mut shapes = HashSet::new();
        for (_, press) in card.presses() {
            // One kind and one region stand for all: the other cards differ in data only.
            if press == Press::Leave || !shapes.insert(shape(press)) {
                continue;
            }
            paths.push_back([&path[..], &[Ok(press)]].concat());
        }
        for text in 0..texts.len() {
            paths.push_back([&path[..], &[Err(text)]].concat());
        }
    }
    scenes
}

fn shape(press: Press) -> String {
    match press {
        Press::Choose(Some(_)) => "kind".into(),
        Press::Region(Some(_)) => "region".into(),
        press => format!("{press:?}"),
    }
}

#[test]
fn every_place_has_a_number_within_a_tap_a_way_out_and_a_neutral_first_line_in_kazakh() {
    assert_every_scene(&walk("kk"));
}

#[test]
fn every_place_has_a_number_within_a_tap_a_way_out_and_a_neutral_first_line_in_three_languages() {
    assert_every_scene(&walk("de"));
}

#[test]
fn every_place_has_a_number_within_a_tap_a_way_out_and_a_neutral_first_line_in_russian() {
    assert_every_scene(&walk("ru"));
}

#[test]
fn every_place_has_a_number_within_a_tap_a_way_out_and_a_neutral_first_line_in_english() {
    assert_every_scene(&walk("en"));
}

fn assert_every_scene(seen: &HashSet<Scene>) {
    for scene in Scene::ALL {
        let other_ways_in = matches!(scene, Scene::Cover | Scene::NotNow);
        assert!(seen.contains(scene) || other_ways_in, "{scene:?} was not reached");
    }
}

/// Every value of what the long cards depend on, in one language.
fn check_long_cards(code: &'static str) {
    let mut chat = Chat::new(code);
    let start = chat.state.place;
    let flags = [
        Flags::NONE,
        Flags::NONE.with(Flag::Minor),
        Flags::NONE.with(Flag::ImmediateDanger).with(Flag::ThirdParty),
        Flags::NONE.with(Flag::CannotSpeak).with(Flag::SelfHarm),
    ];
    let kinds = Kind::ALL.into_iter().map(|kind| Kinds::NONE.with(kind));
    let kinds: Vec<Kinds> = kinds.chain([Kinds::NONE, Kind::ALL.into_iter().collect()]).collect();
    let regions: Vec<Option<Region>> = Region::ALL.into_iter().map(Some).chain([None]).collect();
    for flags in flags {
        for region in &regions {
            for page in 0..12 {
                let context = Context { flags, region: *region, page, ..start.context };
                chat.state = State::at(Place::new(Scene::Hotlines, context));
                check(&chat);
            }
        }
        for kinds in &kinds {
            for region in [None, Some(Region::Almaty), Some(Region::Akmola)] {
                for scene in [Scene::Help, Scene::Kind, Scene::CannotSpeak, Scene::SelfHarm, Scene::NotNow] {
                    let context = Context { flags, region, kinds: *kinds, ..start.context };
                    chat.state = State::at(Place::new(scene, context));
                    check(&chat);
                }
            }
        }
    }
}

#[test]
fn lists_and_help_fit_a_message_for_every_kind_region_and_page_in_kazakh() {
    check_long_cards("kk");
}

#[test]
fn lists_and_help_fit_a_message_for_every_kind_region_and_page_in_russian() {
    check_long_cards("ru");
}

#[test]
fn lists_and_help_fit_a_message_for_every_kind_region_and_page_in_english() {
    check_long_cards("en");
}

#[test]
fn every_card_fits_with_every_notice_the_longest_draft_and_in_three_languages() {
    for code in ["kk", "ru", "en", "de"] {
        for scene in Scene::ALL {
            for notice in Notice::ALL.map(Some).into_iter().chain([None]) {
                let mut chat = filled(code, *scene);
                chat.state.notice = notice;
                check(&chat);
            }
        }
    }
}

#[test]
fn no_button_carries_a_kind_on_cards_that_are_the_same_for_all() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Sexual))).text("/help");
    for (_, press) in chat.card().presses() {
        let pressed = Pressed::decode(&encode(&chat.card().place, press, None));
        assert!(pressed.from.context.kinds.is_empty());
    }
    for button in chat.card().choices() {
        assert!(matches!(button.does, Does::Press(_)));
    }
}

proptest! {
    #[test]
    fn any_callback_data_is_a_press(data in "\\PC{0,64}") {
        let _ = Pressed::decode(&data);
    }

    #[test]
    fn any_packed_bytes_are_a_press_and_a_card(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        use base64::Engine as _;
        let data = format!("2{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
        let pressed = Pressed::decode(&data);
        let mut chat = Chat::new("ru");
        chat.state = State::from_button(&pressed);
        chat.give(&Input::Press(&pressed));
        check(&chat);
    }

    #[test]
    fn any_press_on_any_card_of_a_request_is_answered(
        (from, at, back) in (0u8..50, 0u8..50, 0u8..50),
        (press, argument) in (0u8..31, 0u8..50),
        (secret, standing, covered) in (any::<bool>(), 0usize..9, any::<bool>()),
        own_card in any::<bool>(),
    ) {
        use base64::Engine as _;
        let mut bytes = vec![from, 1, 0, 0, 0, 0, 0, back, 0, 0, 0, 0, press, argument];
        if secret {
            bytes.extend_from_slice(&[9; 16]);
        }
        let data = format!("2{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes));
        let pressed = Pressed::decode(&data);
        let (Some(scene), standing) = (Scene::from_code(at), Standing::ALL.get(standing).copied()) else {
            return Ok(());
        };
        let mut chat = Chat::new("ru");
        chat.standing = standing;
        // With a row, and then without one.
        chat.state = State::at(Place::new(scene, Context::new(Lang::Ru)));
        chat.state.receipt = secret.then(|| Receipt::Secret(RequestSecret::from_bytes([9; 16])));
        chat.state.covered = covered;
        if own_card {
            chat.state.role = CardRole::Receipt;
        }
        for _ in 0..2 {
            let was = chat.state.place.scene;
            chat.give(&Input::Press(&pressed));
            check(&chat);
            let claims = chat.state.place.scene == Scene::Withdrawn && was != Scene::Withdrawn;
            assert!(!claims || chat.state.withdrawn.is_some());
            assert!(chat.effect != Effect::Hide || pressed.press == Press::Hide);
            chat.state = State::from_button(&pressed);
        }
    }

    #[test]
    fn any_text_in_any_place_is_answered(text in "\\PC{0,200}", code in 0u8..50) {
        let Some(scene) = Scene::from_code(code) else { return Ok(()) };
        let mut chat = Chat::new("kk");
        chat.state = State::at(Place::new(scene, Context::new(Lang::Kk)));
        chat.state.draft.begin(&RequestSecret::from_bytes([1; 16]));
        chat.text(&text);
        check(&chat);
    }
}

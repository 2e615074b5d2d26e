//! A walk through the running house: whatever is tapped or typed, there is a card with a way out, or an empty chat.

use crate::house::House;
use janynda::sandbox::{Action, View, VisibleMessage};
use janynda::vocab::Lang;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::HashSet;

/// Steps of one walk: enough to see the places that lie deepest, few enough for every run.
const STEPS: usize = 420;

/// What may be typed on the way.
const TEXTS: [&str; 9] = [
    "+7 701 000 00 00",
    "MARKER words of her own",
    "he is going to kill me right now",
    "хочу умереть",
    "/help",
    "/numbers",
    "/start",
    "3",
    "\u{202e}\u{200b}😀\u{0007}",
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_tapped_or_typed_there_is_a_card_with_a_way_out() {
    let house = House::open().await;
    let teller = house.person(7_312_000_501, Lang::Kk);
    // The same walk every time: a failure can be walked again.
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let steps = proptest::collection::vec((0u8..10, any::<prop::sample::Index>()), STEPS);
    let steps = steps.new_tree(&mut runner).unwrap().current();
    let mut places = HashSet::new();
    teller.start().await;
    for (what, which) in steps {
        let view = teller.person.settled().await.unwrap();
        if view.messages.is_empty() {
            teller.start().await;
            continue;
        }
        let view = teller.person.until("a card with a way out", has_way_out).await.unwrap();
        let card = view.card().unwrap();
        // A place is what is said and offered, without the notice that is said once.
        places.insert((card.text.lines().skip(2).collect::<Vec<_>>().join("\n"), view.labels().len()));
        if what == 0 {
            teller.types(TEXTS[which.index(TEXTS.len())]);
            // What was typed is deleted after its card stands.
            let answered = |view: &View| view.messages.iter().all(|message| message.from_bot);
            teller.person.until("an answer", answered).await.unwrap();
        } else {
            let pressable: Vec<(i64, String)> = buttons(&view);
            // Leaving is tried one time in ten, or the walk would never get far.
            let (id, label) = &pressable[which.index(pressable.len() - usize::from(what != 1))];
            teller.person.tap_on(*id, label).unwrap();
        }
    }
    assert!(places.len() >= 50, "{} distinct places", places.len());
    house.ends(&[&teller], &["MARKER", "77010000000"]);
}

/// The buttons of the card that press something; leaving is the last.
fn buttons(view: &View) -> Vec<(i64, String)> {
    let card = view.card().unwrap();
    let data = card.buttons.iter().flatten().filter(|button| matches!(button.action, Action::Data(_)));
    data.map(|button| (card.id, button.label.clone())).collect()
}

fn has_way_out(view: &View) -> bool {
    let ends_with_leave =
        |card: &VisibleMessage| card.buttons.iter().flatten().last().is_some_and(|button| button.label == "✖");
    view.messages.is_empty() || view.card().is_some_and(ends_with_leave)
}

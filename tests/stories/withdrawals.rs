//! Taking a request back: empty at once, gone for counsellors, and told as it is, also when the process dies in it.

use crate::house::{House, Teller};
use janynda::sandbox::{Call, Fault, FaultKind};
use janynda::vocab::Lang;
use sqlx::Connection as _;

const PHONE: &str = "+7 701 666 33 22";
const DIGITS: &str = "77016663322";
/// What is left of a withdrawn request: the row, empty.
const TOMBSTONE: (&str, i64) = ("withdrawn", 0);

fn is(queue: &[(String, i64)], wanted: &[(&str, i64)]) -> bool {
    queue.iter().map(|(status, length)| (status.as_str(), *length)).eq(wanted.iter().copied())
}

/// No counsellor sees the request any more, nor can do anything with it.
fn is_gone_for_counsellors(house: &House, id: &str) {
    for which in [0, 1] {
        assert_eq!(house.counsellor(which, &["list", "--json"]).unwrap(), "[]\n");
        assert_eq!(house.counsellor(which, &["claim", "--json"]).unwrap(), "null\n");
        for words in [&["claim", id][..], &["open", id], &["extend", id], &["close", id, "--outcome", "helped"]] {
            let refused = house.counsellor(which, words).unwrap_err();
            assert!(refused.contains("this request is not yours"), "{words:?}: {refused}");
        }
    }
}

/// The only request in the queue, as the list names it.
fn listed(house: &House) -> String {
    let list: serde_json::Value = serde_json::from_str(&house.counsellor(0, &["list", "--json"]).unwrap()).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1);
    list[0]["id"].as_str().unwrap().to_owned()
}

impl Teller {
    /// Whether the bot ever said that something was withdrawn.
    fn was_told_of_a_withdrawal(&self, house: &House) -> bool {
        let words = ["withdrawn-waiting", "withdrawn-taken", "status-withdrawn"].map(|id| self.say(id));
        self.was_told(house).iter().any(|text| words.iter().any(|words| text.contains(words)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_request_taken_back_by_its_code_is_empty_at_once_and_nobody_can_claim_it() {
    let house = House::open().await;
    let (mut people, mut markers) = (Vec::new(), vec![PHONE.to_owned(), DIGITS.to_owned()]);
    for (chat, lang) in (7_312_000_731..).zip(Lang::ALL) {
        let teller = house.person(chat, lang);
        let code = teller.sends(PHONE).await;
        teller.leaves_nothing().await;
        let id = listed(&house);
        teller.types_the_code(&code).await;
        teller.reads_status("status-waiting").await;
        teller.taps("button-withdraw").await;
        teller.reads_status("withdrawn-waiting").await;
        assert!(!teller.person.view().shows(&teller.say("withdrawn-taken")));
        // The card is shown from the commit: whoever looks now finds nothing.
        assert_eq!(house.queue().await.last().unwrap(), &("withdrawn".to_owned(), 0));
        is_gone_for_counsellors(&house, &id);

        // A second time there is nothing to take back, and the code says so.
        teller.types_the_code(&code).await;
        teller.reads_status("status-withdrawn").await;
        assert!(!teller.offers("button-withdraw"));
        teller.person.tap("✖").unwrap();
        teller.sees_an_empty_chat().await;
        markers.extend([code.replace(' ', ""), code]);
        people.push(teller);
    }
    let markers: Vec<&str> = markers.iter().map(String::as_str).collect();
    house.ends(&people.iter().collect::<Vec<_>>(), &markers);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_request_taken_back_from_the_hidden_card_says_who_may_still_know() {
    let house = House::open().await;
    let teller = house.person(7_312_000_741, Lang::En);
    teller.sends(PHONE).await;
    let hidden = teller.keeps_a_hidden_card().await;
    teller.taps("button-uncover").await;
    teller.reads_status("status-waiting").await;
    let opened = house.opened();
    let id = opened["request"].as_str().unwrap();
    // The card still says that it waits; what is told after the press is how it was in truth.
    let withdraw = teller.data_of("button-withdraw");
    teller.taps("button-withdraw").await;
    teller.reads_status("withdrawn-taken").await;
    assert!(is(&house.queue().await, &[TOMBSTONE]));
    is_gone_for_counsellors(&house, id);

    // The same press once more, as a stale screen sends it, is told what is true and does nothing.
    let edits = teller.was_told(&house).len();
    teller.person.press_raw(hidden, &withdraw).unwrap();
    teller.person.settled().await.unwrap();
    let since = teller.was_told(&house).split_off(edits);
    assert!(since.iter().all(|text| text.contains(&teller.say("withdrawn-taken"))), "{since:?}");
    assert!(is(&house.queue().await, &[TOMBSTONE]));
    // The record of the desk holds what counsellors did, and stays whole.
    let verified = house.command("audit").arg("verify").output().unwrap();
    assert!(String::from_utf8(verified.stdout).unwrap().contains("The chain is whole."));
    house.ends(&[&teller], &[PHONE, DIGITS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_card_of_a_withdrawn_request_says_so_whenever_it_is_opened() {
    let house = House::open().await;
    let teller = house.person(7_312_000_751, Lang::Ru);
    let code = teller.sends(PHONE).await;
    let hidden = teller.keeps_a_hidden_card().await;
    teller.types_the_code(&code).await;
    teller.reads_status("status-waiting").await;
    teller.taps("button-withdraw").await;
    teller.reads_status("withdrawn-waiting").await;
    teller.sees_it_hidden(hidden).await;
    teller.person.settled().await.unwrap();
    teller.person.tap_on(hidden, "▶").unwrap();
    teller.reads_on(hidden, "status-withdrawn").await;
    house.ends(&[&teller], &[PHONE, DIGITS, &code]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_before_the_commit_withdraws_nothing_and_the_press_is_carried_out_after_it() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_761, Lang::Kk);
    teller.sends(PHONE).await;
    let hidden = teller.keeps_a_hidden_card().await;
    teller.taps("button-uncover").await;
    teller.reads_status("status-waiting").await;
    teller.person.settled().await.unwrap();
    let before = house.queue().await;
    assert_eq!(before[0].0, "waiting");

    // Somebody else holds the write lock, so the turn stands before its commit when the process dies.
    let lock = house.lock_database().await;
    let handed = |calls: &[Call]| calls.iter().filter(|call| call.method == "getUpdates").count();
    let until_now = handed(&house.sandbox.calls());
    teller.person.tap(&teller.say("button-withdraw")).unwrap();
    house.sandbox.wait_for("the press handed out", |calls| handed(calls) > until_now).await.unwrap();
    house.kill_bot();
    lock.close().await.unwrap();
    assert_eq!(house.queue().await, before, "nothing was done");
    assert!(!teller.was_told_of_a_withdrawal(&house), "and nothing is claimed");
    assert!(teller.person.view().shows(&teller.say("status-waiting")));

    // The press was never confirmed to Telegram, so it comes again.
    house.start_bot().await;
    teller.reads_on(hidden, "withdrawn-waiting").await;
    assert!(is(&house.queue().await, &[TOMBSTONE]));
    house.ends(&[&teller], &[PHONE, DIGITS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_commit_is_followed_by_the_card_that_tells_it() {
    for (chat, claimed, said) in [(7_312_000_771, false, "withdrawn-waiting"), (7_312_000_772, true, "withdrawn-taken")]
    {
        let mut house = House::open().await;
        let teller = house.person(chat, Lang::Ru);
        let code = teller.sends(PHONE).await;
        teller.leaves_nothing().await;
        teller.types_the_code(&code).await;
        teller.reads_status("status-waiting").await;
        teller.only_the_card_stays().await;
        let id = if claimed { house.claims(0) } else { listed(&house) };
        house.sandbox.fault(Fault::on("EditMessageText", FaultKind::Hold, 1));
        teller.taps("button-withdraw").await;
        house.sandbox.until_held(1).await.unwrap();
        // Committed before it is told.
        assert!(is(&house.queue().await, &[TOMBSTONE]));
        assert!(!teller.person.view().shows(&teller.say(said)));
        house.kill_bot();
        house.start_bot().await;
        teller.reads_status(said).await;
        assert!(is(&house.queue().await, &[TOMBSTONE]));
        is_gone_for_counsellors(&house, &id);
        house.ends(&[&teller], &[PHONE, DIGITS, &code]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_that_cannot_be_saved_is_said_and_works_when_it_can() {
    let house = House::open().await;
    let teller = house.person(7_312_000_781, Lang::En);
    teller.sends(PHONE).await;
    teller.keeps_a_hidden_card().await;
    teller.taps("button-uncover").await;
    teller.reads_status("status-waiting").await;
    teller.person.settled().await.unwrap();
    let before = house.queue().await;
    let lock = house.lock_database().await;
    teller.taps("button-withdraw").await;
    teller.reads("notice-not-withdrawn").await;
    lock.close().await.unwrap();
    assert_eq!(house.queue().await, before);
    assert!(!teller.was_told_of_a_withdrawal(&house));
    // A database that failed is left alone for two seconds: whoever presses meanwhile is told the same, and then offered
    // to look again.
    while !teller.person.view().shows(&teller.say("withdrawn-waiting")) {
        assert_eq!(house.queue().await, before);
        let next = if teller.offers("button-withdraw") { "button-withdraw" } else { "button-look-again" };
        teller.taps(next).await;
        teller.person.settled().await.unwrap();
    }
    teller.reads_status("withdrawn-waiting").await;
    assert!(is(&house.queue().await, &[TOMBSTONE]));
    house.ends(&[&teller], &[PHONE, DIGITS]);
}

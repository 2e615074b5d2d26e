//! Crashes, storms and broken parts: nothing confirmed is lost, nothing is claimed that did not happen.

use crate::house::House;
use janynda::sandbox::{Fault, FaultKind};
use janynda::vocab::Lang;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

const PHONE: &str = "+7 701 555 44 33";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_crash_in_the_middle_of_it() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_301, Lang::Kk);
    teller.reaches_help().await;
    teller.reaches_name(PHONE).await;
    // A press whose answer dies with the process is never answered; Telegram forgets it by itself.
    teller.person.settled().await.unwrap();
    house.kill_bot();
    house.start_bot().await;
    teller.types("MARKERNAME");
    teller.reads("code-word-question").await;
    teller.taps("button-skip-rest").await;
    teller.reads("review-head").await;
    assert!(teller.person.view().shows("+77015554433"));
    assert!(teller.person.view().shows("MARKERNAME"));
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    assert_eq!(house.requests().await, 1);
    house.ends(&[&teller], &["MARKERNAME", "77015554433", PHONE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_the_commit_and_the_card_loses_nothing_and_doubles_nothing() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_311, Lang::Ru);
    teller.reaches_help().await;
    teller.reaches_name(PHONE).await;
    teller.taps("button-skip-rest").await;
    teller.sees("button-send").await;
    house.sandbox.fault(Fault::on("EditMessageText", FaultKind::Hold, 1));
    teller.taps("button-send").await;
    house.sandbox.until_held(1).await.unwrap();
    // The request is committed before its card is shown.
    assert_eq!(house.requests().await, 1);
    house.kill_bot();
    house.start_bot().await;
    teller.reads("sent-sealed").await;
    assert_eq!(house.requests().await, 1);
    house.ends(&[&teller], &["77015554433", PHONE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_on_send_and_a_repeated_update_send_once() {
    let house = House::open().await;
    let teller = house.person(7_312_000_321, Lang::En);
    teller.reaches_help().await;
    teller.reaches_name(PHONE).await;
    teller.taps("button-skip-rest").await;
    teller.sees("button-send").await;
    teller.person.tap("Send").unwrap();
    teller.person.tap("Send").ok();
    house.sandbox.repeat_last_update();
    teller.reads("sent-sealed").await;
    teller.person.settled().await.unwrap();
    assert_eq!(house.requests().await, 1);
    house.ends(&[&teller], &["77015554433"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn storms_of_the_api_are_ridden_out() {
    let house = House::open().await;
    let teller = house.person(7_312_000_331, Lang::En);
    teller.start().await;
    let storms = [
        FaultKind::TooManyRequests { retry_after: 1 },
        FaultKind::ServerError(502),
        FaultKind::ResetBefore,
        FaultKind::ResetAfter,
        FaultKind::Garbage,
    ];
    for kind in storms {
        for method in ["EditMessageText", "AnswerCallbackQuery", "DeleteMessage"] {
            house.sandbox.fault(Fault::on(method, kind, 1));
        }
        teller.taps("button-tell").await;
        teller.sees("kind-economic").await;
        teller.types("MARKER words");
        teller.only_the_card_stays().await;
        teller.taps("button-back").await;
        teller.sees("button-tell").await;
        teller.person.settled().await.unwrap();
    }
    for kind in [FaultKind::Conflict, FaultKind::Garbage, FaultKind::ServerError(500), FaultKind::ResetBefore] {
        house.sandbox.fault(Fault::on("GetUpdates", kind, 1));
    }
    teller.taps("button-numbers").await;
    teller.reads("hotlines-head").await;
    house.ends(&[&teller], &["MARKER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_chat_told_to_wait_holds_up_nobody_else() {
    let house = House::open().await;
    let (waiting, other) = (house.person(7_312_000_341, Lang::En), house.person(7_312_000_342, Lang::En));
    waiting.start().await;
    let kind = FaultKind::TooManyRequests { retry_after: 3600 };
    house.sandbox.fault(Fault { chat: Some(7_312_000_341), ..Fault::on("EditMessageText", kind, 1) });
    waiting.taps("button-tell").await;
    house
        .sandbox
        .wait_for("the refused edit", |calls| calls.iter().any(|call| call.chat == Some(7_312_000_341)))
        .await
        .unwrap();
    other.start().await;
    other.taps("button-numbers").await;
    other.reads("hotlines-head").await;
    let mut house = house;
    house.kill_bot();
    house.ends(&[&waiting, &other], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_ends_the_service_with_one_clear_line() {
    let mut house = House::built().await;
    house.settings.push(("TELEGRAM_BOT_TOKEN", "1000001:not-the-token-MARKER".to_owned()));
    let output = house.command("serve").env("JANYNDA_LOG", "off").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("TELEGRAM_BOT_TOKEN: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(!said.contains("MARKER"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_within_ten_seconds_also_while_telegram_does_not_answer() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_351, Lang::En);
    teller.start().await;
    // An edit that Telegram never answers is under way when the service is told to stop.
    house.sandbox.fault(Fault::on("EditMessageText", FaultKind::Hold, 20));
    teller.taps("button-numbers").await;
    house.sandbox.until_held(1).await.unwrap();
    let stopping = tokio::task::spawn_blocking(move || {
        let status = house.stop_bot();
        (house, status)
    });
    let (house, status) = tokio::time::timeout(Duration::from_secs(12), stopping).await.expect("it stopped").unwrap();
    assert!(status.success());
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_on_after_a_restart_by_the_operator() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_361, Lang::Ru);
    teller.reaches_help().await;
    teller.reaches_name(PHONE).await;
    assert!(house.stop_bot().success());
    house.start_bot().await;
    teller.taps("button-skip-rest").await;
    teller.reads("review-head").await;
    assert!(teller.person.view().shows("+77015554433"));
    house.ends(&[&teller], &["77015554433", PHONE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_while_a_card_is_tried_again_leaves_nothing_behind() {
    let house = House::open().await;
    let teller = house.person(7_312_000_371, Lang::En);
    teller.start().await;
    house.sandbox.fault(Fault::on("EditMessageText", FaultKind::ResetBefore, 6));
    teller.person.tap(&teller.say("button-tell")).unwrap();
    house
        .sandbox
        .wait_for("a failed edit", |calls| calls.iter().any(|call| call.method.eq_ignore_ascii_case("editMessageText")))
        .await
        .unwrap();
    teller.person.tap("✖").unwrap();
    teller.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
    teller.person.settled().await.unwrap();
    assert!(teller.person.visible().is_empty());
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_refused_while_running_ends_a_service_without_a_desk_and_keeps_what_was_open() {
    let mut house = House::built().await;
    house.settings.push(("DESK_LISTEN", "elsewhere".to_owned()));
    house.start_bot().await;
    let teller = house.person(7_312_000_381, Lang::En);
    teller.reaches_help().await;
    house.sandbox.fault(Fault::on("GetUpdates", FaultKind::Unauthorized, 1));
    teller.person.tap(&teller.say("button-callback")).unwrap();
    assert!(!house.bot_ends().success());
    assert!(house.logged().contains("TELEGRAM_BOT_TOKEN: the Bot API refused it"));
    house.start_bot().await;
    teller.sees("button-consent-adult").await;
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_that_cannot_be_reached_is_said_and_tried_again_until_the_service_is_stopped() {
    let mut house = House::built().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    house.settings.push(("TELEGRAM_API_URL", format!("http://{nobody}")));
    let mut bot = house.command("serve").stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(bot.stderr.take().unwrap()).lines().map(Result::unwrap);
    let tries = log.by_ref().filter(|line| line.contains("the Bot API cannot be reached")).take(2).count();
    assert_eq!(tries, 2);
    Command::new("kill").arg(bot.id().to_string()).status().unwrap();
    // Reading on keeps its output open until it ends.
    assert!(log.any(|line| line.contains("stopping")));
    assert!(bot.wait().unwrap().success());
    house.ends(&[], &[]);
}

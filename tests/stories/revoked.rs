//! A token that Telegram takes back while people wait: the bot is gone, the counsellors' desk is not.

use crate::house::House;
use janynda::clock::Clock;
use janynda::conversation::Answers;
use janynda::directory::CurrentDirectory;
use janynda::intake::{Intake, Parts, Rates, Switch};
use janynda::keyring::SharedRing;
use janynda::roster::CurrentRoster;
use janynda::sandbox::{self, Fault, FaultKind, Profile, Sandbox};
use janynda::store::Store;
use janynda::telegram::{Error, Telegram, WhenRefused};
use janynda::vocab::Lang;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const SOON: WhenRefused = WhenRefused::TryAgain { every: Duration::from_millis(1) };

fn refused(times: u32) -> Fault {
    Fault::on("GetUpdates", FaultKind::Unauthorized, times)
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_token_is_refused_while_somebody_waits_the_counsellors_still_pull_her_request() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_601, Lang::Ru);
    teller.reaches_help().await;
    teller.reaches_name("+7 701 555 66 77").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    teller.person.settled().await.unwrap();
    house.sandbox.fault(refused(1));
    // Whatever reaches the bot ends its poll, and the next one is refused.
    teller.person.tap(&teller.say("button-danger-short")).unwrap();
    let said = "TELEGRAM_BOT_TOKEN: the Bot API refuses it: NOBODY REACHES THE BOT";
    for _ in 0..200 {
        if house.logged().contains(said) {
            break;
        }
        // Each of them logs in at the desk anew.
        house.counsellor(0, &["list"]).unwrap();
    }
    assert!(house.logged().contains(said), "{}", house.logged());
    assert_eq!(house.opened()["safe_contact"]["number"], "+77015556677");
    assert!(house.stop_bot().success(), "and it stops as ever");
    house.ends(&[&teller], &["77015556677", "+7 701 555 66 77"]);
}

/// A bot at a sandbox, without ring, roster or database.
struct Bot {
    sandbox: Sandbox,
    telegram: Telegram,
    _folder: tempfile::TempDir,
}

impl Bot {
    async fn made() -> Bot {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(sandbox::Options::default()).await.unwrap();
        let many = NonZeroU32::new(1000).unwrap();
        let intake = Intake::new(Parts {
            store: Store::at(&format!("sqlite://{}/bot.db", folder.path().display())).unwrap(),
            ring: SharedRing::new(None),
            roster: CurrentRoster::default(),
            directory: CurrentDirectory::shipped(),
            clock: Clock::System,
            rates: Rates::new(many, many),
            switch: Switch::Off,
            requests_per_day: 1,
            answers: Answers::ByNumberOnly,
        });
        let telegram = Telegram::new(sandbox.token(), &sandbox.api_url(), Arc::new(intake)).unwrap();
        Bot { sandbox, telegram, _folder: folder }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_refused_at_the_first_call_is_an_error_desk_or_not() {
    for when_refused in [WhenRefused::End, SOON] {
        let bot = Bot::made().await;
        bot.sandbox.fault(refused(1));
        let (_stop, stopped) = watch::channel(false);
        assert_eq!(bot.telegram.poll(when_refused, stopped).await, Err(Error::Token));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_refused_for_a_while_is_tried_until_people_reach_the_bot_again() {
    let bot = Bot::made().await;
    let (stop, stopped) = watch::channel(false);
    let person = bot.sandbox.person(Profile::new(7_312_000_602).speaking("en"));
    let polled = async {
        bot.sandbox.until_polled(1).await.unwrap();
        bot.sandbox.fault(refused(3));
        person.command("start").unwrap();
        bot.sandbox.until_polled(2).await.unwrap();
        person.command("numbers").unwrap();
        person.until("the numbers", |view| view.shows("111")).await.unwrap();
        stop.send(true).unwrap();
    };
    let (ended, ()) = tokio::join!(bot.telegram.poll(SOON, stopped), polled);
    assert_eq!(ended, Ok(()));
    let refusals = bot.sandbox.calls().iter().filter(|call| call.outcome == sandbox::Outcome::Faulted).count();
    assert_eq!(refusals, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_refused_while_running_ends_what_nothing_else_depends_on() {
    let bot = Bot::made().await;
    let (_stop, stopped) = watch::channel(false);
    let person = bot.sandbox.person(Profile::new(7_312_000_603).speaking("en"));
    let refusing = async {
        bot.sandbox.until_polled(1).await.unwrap();
        bot.sandbox.fault(refused(1));
        person.command("start").unwrap();
    };
    let (ended, ()) = tokio::join!(bot.telegram.poll(WhenRefused::End, stopped), refusing);
    assert_eq!(ended, Err(Error::Token));
}

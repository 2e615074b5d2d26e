//! A local Telegram Bot API on 127.0.0.1 with simulated people and a chat page: for the demo and for tests that
//! run the real bot over loopback.
//!
//! It answers the calls this project makes and checks each of them against a trimmed copy of the Bot API 10.1
//! specification (`botapi.json`); anything else is refused and kept in [`Sandbox::violations`]. Time comes from a
//! [`Clock`], so that a test can let two days pass at once; only waiting for an answer takes real time.
//!
//! It refuses to talk to anybody outside this machine, keeps everything in memory and forgets it when dropped.
//! Everyone in it is invented, so its messages, unlike those of other rooms, do repeat what was "written".
//! Where Telegram's documents leave a choice, the stricter reading is taken: texts count in UTF-16 code units,
//! entities outside the text are refused, a press is answered once, a blocked chat refuses deletions too.

mod calls;
mod checks;
mod crowd;
mod faults;
mod group;
mod inbox;
mod methods;
mod model;
mod page;
mod params;
mod person;
mod schema;
mod serve;
mod shared;
mod view;
mod webhook;
mod wire;
mod world;

pub use calls::{Call, Outcome};
pub use faults::{Fault, FaultKind};
pub use group::Group;
pub use model::{Action, Button, Entity, Media, Profile};
pub use person::Person;
pub use view::{Alert, Error, Notification, View, VisibleMessage};

use crate::chance::{self, NoEntropy};
use crate::clock::Clock;
use shared::Shared;
use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use world::World;

/// How a sandbox starts.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the Bot API and the page listen: a loopback address, port 0 for a free one.
    pub bot: SocketAddr,
    /// The time in which messages and presses age.
    pub clock: Clock,
    /// The bot's id in `getMe`.
    pub bot_id: i64,
    /// The bot's user name, without `@`.
    pub username: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            bot: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Clock::System,
            bot_id: 1_000_001,
            username: "janynda_sandbox_bot".to_owned(),
        }
    }
}

/// A running sandbox. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts listening on the caller's tokio runtime. Refuses an address that is not loopback.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        if !options.bot.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the sandbox listens on loopback only"));
        }
        let listener = tokio::net::TcpListener::bind(options.bot).await?;
        let address = listener.local_addr()?;
        let token = format!("{}:{}", options.bot_id, secret().map_err(io::Error::other)?);
        let shared = Arc::new(Shared::new(token, options));
        let (stop, stopping) = oneshot::channel();
        let server = tokio::spawn(serve::run(listener, shared.clone(), stopping));
        Ok(Sandbox { shared, address, stop: Some(stop), server: Some(server) })
    }

    /// For `TELEGRAM_API_URL`: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The chat page, for a browser on this machine.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The token the bot has to use: another one at every start, so that no web page open on this machine can guess it
    /// and send a call that it need not read the answer of.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Ends every waiting call and stops listening.
    pub async fn stop(mut self) {
        self.shared.change(|world| world.stopped = true);
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            let _ = server.await;
        }
    }

    /// A person with an empty chat. The bot cannot write to them before they wrote to it, as in Telegram.
    pub fn person(&self, profile: Profile) -> Person {
        Person::enter(self.shared.clone(), profile)
    }

    /// A group into which `by` has just put the bot.
    pub fn group(&self, title: &str, by: &Person) -> Group {
        Group::found(self.shared.clone(), title, by)
    }

    /// Every call that broke a rule of the specification, in order. A test of the bot ends with this being empty.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.shared.look(|world| world.violations.clone())
    }

    /// Every call made so far, in order of their answers.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.shared.look(|world| world.log.clone())
    }

    /// Waits until `wanted` says yes to the log of calls; an error after 20 seconds.
    pub async fn wait_for(&self, what: &str, mut wanted: impl FnMut(&[Call]) -> bool) -> Result<(), Error> {
        let seen = self.shared.wait_patiently(|world| wanted(&world.log).then_some(())).await;
        seen.ok_or_else(|| Error::NotSeen {
            what: what.to_owned(),
            visible: self.shared.look(|world| calls::listing(&world.log)),
        })
    }

    /// Puts a fault in front of the next calls that match it. Faults are used in the order they were added.
    pub fn fault(&self, fault: Fault) {
        self.shared.change(|world| world.faults.add(fault));
    }

    /// How many calls a [`FaultKind::Hold`] keeps waiting at this moment.
    #[must_use]
    pub fn held(&self) -> usize {
        self.shared.look(|world| world.faults.held)
    }

    /// Waits until exactly `count` calls are being held; an error after 20 seconds.
    pub async fn until_held(&self, count: usize) -> Result<(), Error> {
        let held = self.shared.wait_patiently(|world| (world.faults.held == count).then_some(())).await;
        held.ok_or_else(|| Error::NotSeen { what: format!("{count} held calls"), visible: String::new() })
    }

    /// How many polls have begun since the sandbox started.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.shared.look(|world| world.inbox.polls)
    }

    /// Waits until the bot has started its `count`-th poll; an error after 20 seconds.
    pub async fn until_polled(&self, count: u64) -> Result<(), Error> {
        let polled = self.shared.wait_patiently(|world| (world.inbox.polls >= count).then_some(())).await;
        polled.ok_or_else(|| Error::NotSeen { what: format!("{count} polls"), visible: String::new() })
    }

    /// Lets every held call go on.
    pub fn release(&self) {
        self.shared.change(|world| world.faults.releases += 1);
    }

    /// Delivers the newest update once more under its old id, also if it was confirmed already.
    pub fn repeat_last_update(&self) {
        self.shared.change(|world| world.inbox.repeat_last());
    }

    /// Leaves `count` update ids out, as Telegram does now and then.
    pub fn skip_update_ids(&self, count: i64) {
        self.shared.change(|world| world.inbox.skip_ids(count));
    }

    /// Keeps the next update back until another one has come, and delivers it after that one.
    pub fn swap_next_two_updates(&self) {
        self.shared.change(|world| world.inbox.swap_next());
    }

    /// How many updates wait for the bot.
    #[must_use]
    pub fn pending_updates(&self) -> usize {
        self.shared.change(World::pending)
    }
}

/// 16 random bytes in hexadecimal.
fn secret() -> Result<String, NoEntropy> {
    let bytes = chance::fresh::<16>()?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shared.change(|world| world.stopped = true);
    }
}

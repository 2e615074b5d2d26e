//! Putting the rooms together into a running service: for `serve` and `demo`.

use crate::clock::{Clock, Moment};
use crate::config::{Common, DeskPlace, Settings, SignedFile};
use crate::conversation::Answers;
use crate::desk::{self, Desk, Limits};
use crate::directory::CurrentDirectory;
use crate::intake::{Intake, Parts, Switch};
use crate::keeper::{self, HotlinesKeeper, Keeper, Look, Marks, Reload, RosterKeeper};
use crate::keyring::{KeyRing, Refusal, SharedRing};
use crate::roster::{CurrentRoster, VerifiedRoster};
use crate::store::{Store, ring_file};
use crate::telegram::{self, Telegram, WhenRefused};
use crate::vocab::Origin;
use anyhow::{Context as _, Result};
use secrecy::ExposeSecret as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long showing what was decided may take after the service was told to stop. With the batch under way and its
/// confirmation it stays under the ten seconds after which service managers lose patience.
const DRAIN: Duration = Duration::from_secs(5);

/// How long the start waits for the database before it polls without it.
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

/// How often a refused token is tried again while the desk goes on.
const REFUSED: Duration = Duration::from_mins(1);

/// A running service.
pub struct Service {
    telegram: Arc<Telegram>,
    keeper: Keeper,
    counter: Option<Counter>,
}

/// Where this process serves counsellors: the desk and the socket it listens on.
struct Counter {
    desk: Desk,
    listener: TcpListener,
    origin: Origin,
}

impl Service {
    /// Puts the rooms together. A broken ring, roster or database is logged and means hotlines only; a wrong setting
    /// is an error.
    pub async fn assemble(settings: &Settings, clock: Clock) -> Result<Service> {
        let now = clock.now();
        let common = &settings.common;
        say_limits(settings);
        let ring = SharedRing::new(open_ring(common, now));
        let roster = CurrentRoster::default();
        let marks = Marks { ring: ring.clone(), file: common.keyring.clone(), deployment: common.deployment.clone() };
        let mut roster_keeper = RosterKeeper::new(common.roster.clone(), marks.clone(), roster.clone());
        roster_keeper.look(now, Look::Full);
        let directory = CurrentDirectory::shipped();
        let mut hotlines_keeper = HotlinesKeeper::new(common.hotlines.clone(), marks, directory.clone());
        hotlines_keeper.look(now, Look::Full);
        let store = Store::at(common.database_url.expose_secret()).context("DATABASE_URL")?;
        match tokio::time::timeout(DATABASE_PATIENCE, store.ready()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the database cannot be opened; hotlines only until it can"),
            Err(_) => tracing::error!("the database does not answer; hotlines only until it does"),
        }
        let counter = open_counter(settings, &store, &ring, &roster, &clock).await?;
        let intake = Arc::new(Intake::new(Parts {
            store,
            ring: ring.clone(),
            roster,
            directory,
            clock,
            rates: settings.rates(),
            switch: settings.switch,
            requests_per_day: settings.requests_per_day,
            // No way back into the chat is carried yet, so none is offered.
            answers: Answers::ByNumberOnly,
        }));
        let telegram = Arc::new(Telegram::new(settings.token.expose_secret(), &settings.api_url, Arc::clone(&intake))?);
        let keeper = Keeper::new(keeper::Parts {
            intake,
            telegram: Arc::clone(&telegram),
            ring,
            ring_file: common.keyring.clone(),
            deployment: common.deployment.clone(),
            roster: roster_keeper,
            hotlines: hotlines_keeper,
        });
        Ok(Service { telegram, keeper, counter })
    }

    /// Where counsellors find this process's desk; none when another node serves it.
    #[must_use]
    pub fn desk_origin(&self) -> Option<&Origin> {
        self.counter.as_ref().map(|counter| &counter.origin)
    }

    /// By which the operator's word, that files changed, reaches the service.
    #[must_use]
    pub fn reload(&self) -> Reload {
        self.keeper.reload()
    }

    /// Serves until `stop` says so. A token refused at the start ends it; one that is refused later does only where
    /// no desk depends on this process: who wants a bot reported away must not take the counsellors' desk with it, nor
    /// stop the keeper, by whom keys end and requests expire.
    pub async fn run(self, stop: watch::Receiver<bool>) -> Result<(), telegram::Error> {
        let Service { telegram, keeper, counter } = self;
        let keeping = tokio::spawn(keeper.run(stop.clone()));
        let counselling = counter.map(|Counter { desk, listener, .. }| {
            let stop = stop.clone();
            tokio::spawn(async move { desk.serve(listener, stop).await })
        });
        let introducing = {
            let telegram = Arc::clone(&telegram);
            tokio::spawn(async move { telegram.introduce().await })
        };
        let when_refused =
            if counselling.is_some() { WhenRefused::TryAgain { every: REFUSED } } else { WhenRefused::End };
        let polled = telegram.poll(when_refused, stop).await;
        introducing.abort();
        keeping.abort();
        if polled.is_ok() {
            telegram.drain(DRAIN).await;
        }
        // Told to stop by the same word, it has answered what was asked by now, or is cut off.
        if let Some(counselling) = counselling {
            counselling.abort();
        }
        polled
    }
}

/// Listens for counsellors where the settings say so.
async fn open_counter(
    settings: &Settings,
    store: &Store,
    ring: &SharedRing,
    roster: &CurrentRoster,
    clock: &Clock,
) -> Result<Option<Counter>> {
    let Some(place @ DeskPlace::Here { listen, .. }) = &settings.desk else { return Ok(None) };
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("DESK_LISTEN: expected a free address of this machine, found {listen}, which cannot be used")
    })?;
    let origin = place.origin_at(listener.local_addr()?).context("DESK_LISTEN: this address has no origin")?;
    tracing::info!(what = %origin, "the desk answers counsellors");
    let desk = Desk::new(desk::Parts {
        store: store.clone(),
        ring: ring.clone(),
        roster: roster.clone(),
        clock: clock.clone(),
        origin: origin.clone(),
        deployment: settings.common.deployment.clone(),
        claims_per_hour: settings.claims_per_hour.get(),
        limits: Limits::default(),
    });
    Ok(Some(Counter { desk, listener, origin }))
}

/// Says loudly what people cannot do here by the settings alone. What the roster allows is said when it is read.
fn say_limits(settings: &Settings) {
    if settings.switch == Switch::Off {
        tracing::warn!("INTAKE=off; hotlines only, no requests are taken");
    } else if settings.common.roster.is_none() {
        tracing::error!("ROSTER is not set; hotlines only, no requests are taken");
    }
}

/// The ring as it stands on the disk; the keeper's first beat lets it follow the clock. None when it is refused: then
/// there are hotlines only, until the keeper finds it mended. One that is missing is not made anew: with another ring
/// nothing that waits in the queue could be opened, and which roster was newest would be forgotten.
fn open_ring(common: &Common, now: Moment) -> Option<KeyRing> {
    let refused = |error: ring_file::Error| match error {
        ring_file::Error::Missing(_) => tracing::error!(
            %error,
            "there is no key ring; hotlines only (put it or its copy back; for a deployment that never had one: janynda \
             keyring init)"
        ),
        error => tracing::error!(%error, "the key ring is refused; hotlines only"),
    };
    let ring = ring_file::read(&common.keyring, &common.deployment).map_err(refused).ok()?;
    match ring.days_behind(now) {
        Ok(_) => Some(ring),
        Err(refusal @ Refusal::ClockBack { .. }) => {
            tracing::error!(%refusal, "the key ring does not follow this clock; hotlines only until the clock has caught up");
            None
        }
        Err(refusal) => {
            tracing::error!(%refusal, "the key ring does not follow this clock; hotlines only (janynda keyring advance)");
            None
        }
    }
}

/// Reads and verifies the roster against what the ring remembers.
pub fn read_roster(file: &SignedFile, common: &Common, ring: &KeyRing, now: Moment) -> Result<VerifiedRoster, String> {
    keeper::roster::read(file, &common.deployment, ring.roster_mark(), now)
        .map_err(|error| format!("ROSTER {}: {error}", file.path.display()))
}

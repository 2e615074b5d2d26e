//! Putting the rooms together into a running service: for `serve` and `demo`.

use crate::chance;
use crate::clock::{Clock, Moment};
use crate::config::{Common, RosterPlace, Settings};
use crate::intake::{Intake, Parts, Switch};
use crate::keeper::Keeper;
use crate::keyring::{KeyRing, Remembered};
use crate::roster::{UntrustedRoster, VerifiedRoster};
use crate::store::{Store, ring_file};
use crate::telegram::{self, Telegram};
use crate::vocab::{Audience, Lane, Lang};
use anyhow::{Context as _, Result};
use secrecy::ExposeSecret as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long showing what was decided may take after the service was told to stop. With the batch under way and its
/// confirmation it stays under the ten seconds after which service managers lose patience.
const DRAIN: Duration = Duration::from_secs(5);

/// How long the start waits for the database before it polls without it.
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

/// A running service.
pub struct Service {
    telegram: Arc<Telegram>,
    keeper: Keeper,
}

impl Service {
    /// Puts the rooms together. A broken ring, roster or database is logged and means hotlines only; a wrong setting
    /// is an error.
    pub async fn assemble(settings: &Settings, clock: Clock) -> Result<Service> {
        let now = clock.now();
        let common = &settings.common;
        let mut ring = open_ring(common, now);
        let roster = common.roster.as_ref().and_then(|place| open_roster(place, common, ring.as_mut(), now));
        say_limits(settings, roster.as_ref());
        let store = Store::at(common.database_url.expose_secret()).context("DATABASE_URL")?;
        match tokio::time::timeout(DATABASE_PATIENCE, store.ready()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the database cannot be opened; hotlines only until it can"),
            Err(_) => tracing::error!("the database does not answer; hotlines only until it does"),
        }
        let intake = Arc::new(Intake::new(Parts {
            store,
            ring,
            roster,
            clock,
            rates: settings.rates(),
            switch: settings.switch,
            requests_per_day: settings.requests_per_day,
        }));
        let telegram = Arc::new(Telegram::new(settings.token.expose_secret(), &settings.api_url, Arc::clone(&intake))?);
        let keeper = Keeper::new(intake, Arc::clone(&telegram), common.keyring.clone(), common.deployment.clone());
        Ok(Service { telegram, keeper })
    }

    /// Serves until `stop` says so or the token is refused.
    pub async fn run(self, stop: watch::Receiver<bool>) -> Result<(), telegram::Error> {
        let Service { telegram, keeper } = self;
        let keeping = tokio::spawn(keeper.run(stop.clone()));
        let introducing = {
            let telegram = Arc::clone(&telegram);
            tokio::spawn(async move { telegram.introduce().await })
        };
        let polled = telegram.poll(stop).await;
        introducing.abort();
        keeping.abort();
        if polled.is_ok() {
            telegram.drain(DRAIN).await;
        }
        polled
    }
}

/// Says loudly what people cannot do here: requests switched off, lanes nobody serves.
fn say_limits(settings: &Settings, roster: Option<&VerifiedRoster>) {
    if settings.switch == Switch::Off {
        tracing::warn!("INTAKE=off; hotlines only, no requests are taken");
        return;
    }
    let Some(roster) = roster else {
        if settings.common.roster.is_none() {
            tracing::error!("ROSTER is not set; hotlines only, no requests are taken");
        }
        return;
    };
    for audience in Audience::ALL {
        for lang in Lang::ALL {
            let lane = Lane { audience, lang };
            if !roster.serves(lane) {
                tracing::warn!(what = %lane, "nobody on the roster serves a lane; hotlines only there");
            }
        }
    }
}

/// The ring, made when there is none. None when it is refused: then there are hotlines only.
fn open_ring(common: &Common, now: Moment) -> Option<KeyRing> {
    let path = &common.keyring;
    let ring = match ring_file::read(path, &common.deployment) {
        Err(ring_file::Error::Missing(_)) => create_ring(path, common, now),
        other => other.map_err(|error| error.to_string()),
    };
    let refused = |error: String| {
        tracing::error!(%error, "the key ring is refused; hotlines only");
    };
    let mut ring = ring.map_err(refused).ok()?;
    match ring.advance(now) {
        Ok(crate::keyring::Advance::Unchanged) => Some(ring),
        Ok(crate::keyring::Advance::Ratcheted) => {
            ring_file::replace(path, &ring).map_err(|error| refused(error.to_string())).ok().map(|()| ring)
        }
        Err(refusal) => {
            tracing::error!(%refusal, "the key ring does not follow this clock; hotlines only (janynda keyring advance)");
            None
        }
    }
}

fn create_ring(path: &Path, common: &Common, now: Moment) -> Result<KeyRing, String> {
    let seed = chance::fresh().map_err(|error| error.to_string())?;
    let ring = KeyRing::create(common.deployment.clone(), now, seed);
    ring_file::create(path, &ring).map_err(|error| error.to_string())?;
    tracing::info!("a new key ring was made");
    Ok(ring)
}

/// The roster, verified against the authority and the newest one ever seen. None when there is no valid one: then
/// there are hotlines only.
fn open_roster(
    place: &RosterPlace,
    common: &Common,
    ring: Option<&mut KeyRing>,
    now: Moment,
) -> Option<VerifiedRoster> {
    let ring = ring?;
    match read_roster(place, common, ring, now) {
        Ok(roster) => {
            if ring.remember_roster(roster.mark()) == Remembered::Raised
                && let Err(error) = ring_file::replace(&common.keyring, ring)
            {
                tracing::error!(%error, "the key ring could not be written; the roster is not used");
                return None;
            }
            let (version, days_left) = (roster.version(), roster.days_left(now));
            tracing::info!(version, days_left, "the roster is valid");
            Some(roster)
        }
        Err(error) => {
            tracing::error!(%error, "no valid roster; hotlines only");
            None
        }
    }
}

/// Reads and verifies the roster against what the ring remembers.
pub fn read_roster(
    place: &RosterPlace,
    common: &Common,
    ring: &KeyRing,
    now: Moment,
) -> Result<VerifiedRoster, String> {
    let text =
        std::fs::read(&place.path).map_err(|error| format!("ROSTER {}: {}", place.path.display(), error.kind()))?;
    let signature_path = signature_path(&place.path);
    let signature = std::fs::read_to_string(&signature_path)
        .map_err(|error| format!("the roster's signature {}: {}", signature_path.display(), error.kind()))?;
    UntrustedRoster { text: &text, signature: &signature }
        .verify(&place.authorities, &common.deployment, now, ring.roster_mark())
        .map_err(|error| format!("ROSTER {}: {error}", place.path.display()))
}

/// The signature stands beside the roster.
fn signature_path(roster: &Path) -> std::path::PathBuf {
    let mut path = roster.as_os_str().to_owned();
    path.push(".minisig");
    path.into()
}

//! Counts: what an alias used up today, and how long requests take to an answer.

use super::super::{Error, Limit, PACE_HOURS, PaceCount, QueueRow, Used, Written};
use super::{Sqlite, readable, reduce};
use crate::alias::Alias;
use crate::clock::Moment;
use crate::vocab::Outcome;
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

/// Before the lane in the name of a counter of the time to an answer.
const PACE: &str = "pace:";
/// After it, where nobody answered.
const NEVER: &str = "never";

/// One more against an alias today.
pub async fn add(connection: &mut SqliteConnection, alias: &Alias, day: i64, what: Limit) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO limits (alias, day, what, count) VALUES (?, ?, ?, 1) \
               ON CONFLICT (alias, day, what) DO UPDATE SET count = count + 1";
    sqlx::query(sql).bind(alias.bytes().as_slice()).bind(day).bind(what.name()).execute(connection).await?;
    Ok(())
}

/// One more of something of nobody in particular.
pub async fn count(connection: &mut SqliteConnection, day: i64, name: &str) -> Result<Written, sqlx::Error> {
    let sql = "INSERT INTO tallies (day, name, count) VALUES (?, ?, 1) \
               ON CONFLICT (day, name) DO UPDATE SET count = count + 1";
    sqlx::query(sql).bind(day).bind(name).execute(connection).await?;
    Ok(Written::Done)
}

/// Counts how long a request took that ends now: with this outcome, or with none because its days passed. What was
/// not genuine says nothing about waiting.
pub async fn count_pace(
    connection: &mut SqliteConnection,
    row: &QueueRow,
    outcome: Option<Outcome>,
    now: Moment,
) -> Result<(), Error> {
    let hours = now.hour().saturating_sub(row.arrived.hour());
    let step = match outcome {
        Some(Outcome::NotGenuine) => return Ok(()),
        Some(Outcome::Helped | Outcome::HandedOn) => PACE_HOURS.into_iter().find(|step| hours <= i64::from(*step)),
        Some(Outcome::TriedNoAnswer) | None => None,
    };
    let name = format!("{PACE}{}:{}", row.lane, step.map_or_else(|| NEVER.to_owned(), |step| step.to_string()));
    count(connection, now.day(), &name).await.map(|_| ()).map_err(|error| reduce(&error))
}

impl Sqlite {
    pub async fn used(&self, aliases: &[Alias]) -> Result<Used, Error> {
        let mut used = Used::default();
        for (at, alias) in aliases.iter().enumerate() {
            let rows = sqlx::query("SELECT what, sum(count) AS count FROM limits WHERE alias = ? GROUP BY what")
                .bind(alias.bytes().as_slice())
                .fetch_all(&self.readers)
                .await
                .map_err(|error| reduce(&error))?;
            for row in &rows {
                let what: &str = row.try_get("what").map_err(|_| Error::Row { column: "what" })?;
                let count: i64 = row.try_get("count").map_err(|_| Error::Row { column: "count" })?;
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                // Requests: today's alias alone, six around midnight is accepted (R10). Tries and mutes: both.
                match what {
                    "request" if at == 0 => used.requests = count,
                    "try" => used.tries = used.tries.saturating_add(count),
                    "mute" => used.muted = true,
                    _ => {}
                }
            }
        }
        Ok(used)
    }

    pub async fn paces(&self, since: i64) -> Result<Vec<PaceCount>, Error> {
        let sql = "SELECT name, sum(count) AS count FROM tallies WHERE day >= ? AND name LIKE 'pace:%' GROUP BY name";
        let rows = sqlx::query(sql).bind(since).fetch_all(&self.readers).await.map_err(|error| reduce(&error))?;
        Ok(readable(&rows, |row| {
            let name: &str = row.try_get("name").map_err(|_| Error::Row { column: "name" })?;
            let count: i64 = row.try_get("count").map_err(|_| Error::Row { column: "count" })?;
            pace(name, count).ok_or(Error::Row { column: "name" })
        }))
    }
}

fn pace(name: &str, count: i64) -> Option<PaceCount> {
    let (lane, within) = name.strip_prefix(PACE)?.rsplit_once(':')?;
    let within = if within == NEVER { None } else { Some(within.parse().ok()?) };
    Some(PaceCount { lane: lane.parse().ok()?, within, count: u64::try_from(count).ok()? })
}

//! The statements of the queue, its limits and its counters.

use super::super::{Claim, Error, Holder, NewRequest, QueueRow, Scope, Status, Written};
use super::{Sqlite, reduce, sixteen};
use crate::alias::Alias;
use crate::clock::Moment;
use crate::seal::Sealed;
use crate::vocab::{CLAIMED_DAYS, RequestId, UNCLAIMED_DAYS, Urgency};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

const OPEN_COLUMNS: &str = "SELECT id, lane, urgent, hour, roster_version, status, holder, lease_until FROM requests";

/// Inserts a request once; the day's count of its alias rises only then.
pub async fn insert(
    connection: &mut SqliteConnection,
    request: &NewRequest,
    alias: &Alias,
) -> Result<Written, sqlx::Error> {
    let sql = "INSERT INTO requests (id, lane, urgent, hour, day, roster_version, status, withdraw_hash, blob) \
               VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT (id) DO NOTHING";
    let done = sqlx::query(sql)
        .bind(request.id.bytes().as_slice())
        .bind(request.lane.to_string())
        .bind(request.urgency == Urgency::Immediate)
        .bind(request.at.hour())
        .bind(request.at.day())
        .bind(i64::from(request.roster_version))
        .bind(request.withdraw_hash.bytes().as_slice())
        .bind(request.sealed.bytes())
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 1 {
        let sql = "INSERT INTO limits (alias, day, count) VALUES (?, ?, 1) \
                   ON CONFLICT (alias, day) DO UPDATE SET count = count + 1";
        sqlx::query(sql).bind(alias.bytes().as_slice()).bind(request.at.day()).execute(&mut *connection).await?;
    }
    Ok(Written::Done)
}

pub async fn count(connection: &mut SqliteConnection, day: i64, name: &str) -> Result<Written, sqlx::Error> {
    let sql = "INSERT INTO tallies (day, name, count) VALUES (?, ?, 1) \
               ON CONFLICT (day, name) DO UPDATE SET count = count + 1";
    sqlx::query(sql).bind(day).bind(name).execute(connection).await?;
    Ok(Written::Done)
}

impl Sqlite {
    pub async fn requests_today(&self, aliases: &[Alias]) -> Result<u32, Error> {
        let first = aliases.first().map(|alias| alias.bytes().as_slice());
        // Today's alias alone: six around midnight is accepted (R10).
        sqlx::query("SELECT coalesce(sum(count), 0) FROM limits WHERE alias = ?")
            .bind(first)
            .fetch_one(&self.readers)
            .await
            .and_then(|row| row.try_get::<i64, _>(0))
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
            .map_err(|error| reduce(&error))
    }

    pub async fn queue(&self, scope: Scope<'_>, most: u32) -> Result<Vec<QueueRow>, Error> {
        let sql = format!(
            "{OPEN_COLUMNS} WHERE status IN ('waiting', 'claimed') AND {} ORDER BY urgent DESC, hour, id LIMIT {most}",
            within(scope)
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.queue).await.map_err(|e| reduce(&e))?;
        rows.iter().map(read).collect()
    }

    pub async fn queue_row(&self, id: RequestId) -> Result<Option<QueueRow>, Error> {
        let sql = format!("{OPEN_COLUMNS} WHERE id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id.bytes().as_slice())
            .fetch_optional(&self.queue)
            .await
            .map_err(|error| reduce(&error))?;
        row.as_ref().map(read).transpose()
    }

    pub async fn claim(
        &self,
        which: Claim<'_>,
        holder: Holder,
        now: Moment,
        lease_until: Moment,
    ) -> Result<Option<QueueRow>, Error> {
        let free = "(status = 'waiting' OR (status = 'claimed' AND (lease_until <= ?1 OR holder = ?2)))";
        let (scope, wanted) = match which {
            Claim::This(id, scope) => (scope, Some(id)),
            Claim::Next(scope) => (scope, None),
        };
        let choice = match wanted {
            Some(_) => format!("id = ?5 AND {free} AND {}", within(scope)),
            None => format!(
                "id = (SELECT id FROM requests WHERE (status = 'waiting' OR (status = 'claimed' AND lease_until <= ?1)) \
                 AND ?5 IS NULL AND {} ORDER BY urgent DESC, hour, id LIMIT 1)",
                within(scope)
            ),
        };
        let sql = format!(
            "UPDATE requests SET status = 'claimed', holder = ?2, lease_until = ?3, fence = fence + 1, \
             claimed_day = coalesce(claimed_day, ?4) WHERE {choice} \
             RETURNING id, lane, urgent, hour, roster_version, status, holder, lease_until"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now.0)
            .bind(holder.0.as_slice())
            .bind(lease_until.0)
            .bind(now.day())
            .bind(wanted.as_ref().map(|id| id.bytes().as_slice()))
            .fetch_optional(&self.queue)
            .await
            .map_err(|error| reduce(&error))?;
        row.as_ref().map(read).transpose()
    }

    pub async fn fetch(&self, id: RequestId, holder: Holder, now: Moment) -> Result<Option<Sealed>, Error> {
        let sql = "SELECT blob FROM requests WHERE id = ? AND status = 'claimed' AND holder = ? AND lease_until > ?";
        let row = sqlx::query(sql)
            .bind(id.bytes().as_slice())
            .bind(holder.0.as_slice())
            .bind(now.0)
            .fetch_optional(&self.queue)
            .await
            .map_err(|error| reduce(&error))?;
        let Some(row) = row else { return Ok(None) };
        let blob: &[u8] = row.try_get(0).map_err(|_| Error::Row { column: "blob" })?;
        Sealed::from_age_file(blob.to_vec()).map(Some).map_err(|_| Error::Row { column: "blob" })
    }

    pub async fn release(&self, id: RequestId, holder: Holder) -> Result<bool, Error> {
        let sql = "UPDATE requests SET status = 'waiting', holder = NULL, lease_until = NULL, fence = fence + 1 \
                   WHERE id = ? AND status = 'claimed' AND holder = ?";
        let done = sqlx::query(sql).bind(id.bytes().as_slice()).bind(holder.0.as_slice()).execute(&self.queue).await;
        done.map(|done| done.rows_affected() == 1).map_err(|error| reduce(&error))
    }

    pub async fn close(&self, id: RequestId, holder: Holder, outcome: &'static str) -> Result<bool, Error> {
        let sql = "UPDATE requests SET status = 'closed', outcome = ?, holder = NULL, lease_until = NULL, \
                   fence = fence + 1, blob = x'' WHERE id = ? AND status = 'claimed' AND holder = ?";
        let done = sqlx::query(sql)
            .bind(outcome)
            .bind(id.bytes().as_slice())
            .bind(holder.0.as_slice())
            .execute(&self.queue)
            .await
            .map_err(|error| reduce(&error))?;
        if done.rows_affected() == 1 {
            self.truncate_log().await;
        }
        Ok(done.rows_affected() == 1)
    }

    pub async fn expire(&self, now: Moment) -> Result<u64, Error> {
        let days = |days: u64| now.day() - i64::try_from(days).unwrap_or(i64::MAX);
        let sql = "UPDATE requests SET status = 'expired', holder = NULL, lease_until = NULL, fence = fence + 1, \
                   blob = x'' WHERE (status IN ('waiting', 'claimed') AND claimed_day IS NULL AND day <= ?) \
                   OR (status IN ('waiting', 'claimed') AND claimed_day <= ?)";
        let expired = sqlx::query(sql)
            .bind(days(UNCLAIMED_DAYS))
            .bind(days(CLAIMED_DAYS))
            .execute(&self.queue)
            .await
            .map_err(|error| reduce(&error))?
            .rows_affected();
        sqlx::query("DELETE FROM limits WHERE day < ?")
            .bind(now.day() - 1)
            .execute(&self.queue)
            .await
            .map_err(|error| reduce(&error))?;
        if expired > 0 {
            self.truncate_log().await;
        }
        Ok(expired)
    }

    /// Deleted rows stay in the write-ahead log until it is truncated. A reader may hold it open: then the next
    /// change does it.
    async fn truncate_log(&self) {
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.queue).await;
    }
}

/// `lane IN ('adult/kk', 'minor/ru') AND hour >= 498756`: lanes are written by us from an enum and an hour is a
/// number, so nothing foreign can stand in the statement.
fn within(scope: Scope<'_>) -> String {
    let lanes = scope.lanes.iter().map(|lane| format!("'{lane}'")).collect::<Vec<_>>().join(", ");
    format!("lane IN ({lanes}) AND hour >= {}", scope.since.hour())
}

fn read(row: &SqliteRow) -> Result<QueueRow, Error> {
    let number = |column: &'static str| row.try_get::<i64, _>(column).map_err(|_| Error::Row { column });
    let text = |column: &'static str| row.try_get::<&str, _>(column).map_err(|_| Error::Row { column });
    let id: &[u8] = row.try_get("id").map_err(|_| Error::Row { column: "id" })?;
    let holder: Option<&[u8]> = row.try_get("holder").map_err(|_| Error::Row { column: "holder" })?;
    let lease: Option<i64> = row.try_get("lease_until").map_err(|_| Error::Row { column: "lease_until" })?;
    let status = text("status")?;
    Ok(QueueRow {
        id: RequestId::from_bytes(sixteen(id, "id")?),
        lane: text("lane")?.parse().map_err(|()| Error::Row { column: "lane" })?,
        urgent: number("urgent")? != 0,
        arrived: Moment(number("hour")?.saturating_mul(3600)),
        roster_version: u32::try_from(number("roster_version")?).unwrap_or(0),
        status: Status::ALL.into_iter().find(|one| one.name() == status).ok_or(Error::Row { column: "status" })?,
        holder: holder.map(|bytes| sixteen(bytes, "holder")).transpose()?.map(Holder),
        lease_until: lease.map(Moment),
    })
}

//! What ends by itself: requests past their days, tombstones, counts, lines of the audit.

use super::super::{Error, OldestDays};
use super::queue::{COLUMNS, read};
use super::{Sqlite, commit, limits, readable, reduce};
use crate::audit;
use crate::clock::Moment;
use crate::vocab::{CLAIMED_DAYS, RETURN_DAYS, UNCLAIMED_DAYS};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::sync::atomic::Ordering;

/// Days for which the time to an answer is measured; older counters of it say nothing any more.
const PACE_DAYS: i64 = 60;

/// By the index of the lines that are kept, since everybody who writes waits for it.
const DROP_LINES: &str = "UPDATE audit SET line = NULL WHERE line IS NOT NULL AND hour < ?";

impl Sqlite {
    /// Ends what the calendar ends, and what no key of the ring opens any more: nobody could take that, and whoever
    /// sent it must be told so and not go on waiting.
    pub async fn expire(&self, now: Moment, living: OldestDays) -> Result<u64, Error> {
        let day = |days: u64| now.day() - i64::try_from(days).unwrap_or(i64::MAX);
        let mut transaction = self.begin().await?;
        let sql = format!(
            "UPDATE requests SET status = 'expired', holder = NULL, lease_until = NULL, fence = fence + 1, blob = x'' \
             WHERE status IN ('waiting', 'claimed') \
             AND ((claimed_day IS NULL AND day <= {}) OR claimed_day <= {}) RETURNING {COLUMNS}",
            day(UNCLAIMED_DAYS).max(living.waiting.saturating_sub(1)),
            day(CLAIMED_DAYS).max(living.claimed.saturating_sub(1))
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *transaction).await.map_err(|error| reduce(&error))?;
        for row in readable(&rows, read) {
            limits::count_pace(&mut transaction, &row, None, now).await?;
        }
        let mut gone = 0;
        for (sql, before) in [
            ("DELETE FROM requests WHERE day <= ? AND status NOT IN ('waiting', 'claimed')", day(RETURN_DAYS)),
            // Midnight in one zone is not midnight in all.
            ("DELETE FROM limits WHERE day < ?", now.day() - 1),
            ("DELETE FROM claims WHERE hour < ?", now.hour() - 24),
            ("DELETE FROM tallies WHERE day < ? AND name LIKE 'pace:%'", now.day() - PACE_DAYS),
            (DROP_LINES, audit::kept_since(now)),
        ] {
            let done =
                sqlx::query(sql).bind(before).execute(&mut *transaction).await.map_err(|error| reduce(&error))?;
            gone += done.rows_affected();
        }
        gone += forget_readers(&mut transaction).await?;
        commit(transaction).await?;
        if !rows.is_empty() || gone > 0 || self.log_owed.load(Ordering::Relaxed) {
            self.truncate_log().await;
        }
        Ok(rows.len() as u64)
    }

    /// Emptied and deleted rows stay in the write-ahead log until it is cut. A reader may hold it open: then the next
    /// change that empties something does it, at the latest the next expiry.
    pub(super) async fn truncate_log(&self) {
        // Owed until it is known to be paid: the answer's first column says whether somebody was in the way.
        self.log_owed.store(true, Ordering::Relaxed);
        let answer = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.queue).await;
        if answer.is_ok_and(|row| row.try_get::<i64, _>(0).is_ok_and(|busy| busy == 0)) {
            self.log_owed.store(false, Ordering::Relaxed);
        }
    }
}

/// Forgets who could open the requests of a roster and lane of which none is open any more.
async fn forget_readers(connection: &mut SqliteConnection) -> Result<u64, Error> {
    let sql = "DELETE FROM readers WHERE (roster_version, lane) NOT IN \
               (SELECT roster_version, lane FROM requests WHERE status IN ('waiting', 'claimed'))";
    let done = sqlx::query(sql).execute(connection).await;
    done.map(|done| done.rows_affected()).map_err(|error| reduce(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use sqlx::ConnectOptions as _;

    #[tokio::test]
    async fn old_lines_are_found_without_a_walk_through_every_digest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("janynda.db");
        Store::at(&format!("sqlite://{}", path.display())).unwrap().ready().await.unwrap();
        let mut connection = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {DROP_LINES}"));
        let plan = sqlx::query(sql).bind(1_i64).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        assert!(plan.iter().all(|step| step.contains("audit_kept")), "{plan:?}");
    }
}

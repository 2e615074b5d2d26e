//! Who holds a request: claiming, extending, fetching, giving back, closing. Each is one transaction that takes the write
//! lock before it reads, and writes its line of the audit in it.

use super::super::{Actor, Claim, Claimed, Ending, Error, Held, Holder, QueueRow, Ready, Rewrap, Status, Terms};
use super::candidates::{self, blob};
use super::queue::{COLUMNS, held_by, read};
use super::{Sqlite, audit, commit, limits, reduce};
use crate::audit::{Detail, Event};
use crate::clock::Moment;
use crate::roster::Name;
use crate::seal::Wrapped;
use crate::vocab::{Outcome, RequestId};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _};

impl Sqlite {
    pub async fn claim(
        &self,
        which: Claim<'_>,
        actor: Actor<'_>,
        terms: Terms,
        rewrap: Rewrap<'_>,
    ) -> Result<Claimed, Error> {
        let mut transaction = self.begin().await?;
        let left = claims_left(&mut transaction, actor, terms).await?;
        // The next one is never a renewal: whoever may take none is not searched for, since a search may unwrap
        // thousands of damaged ones while everybody who writes waits.
        if left == 0 && matches!(which, Claim::Next(_)) {
            return over_cap(transaction, actor).await;
        }
        let (found, ready) = match candidates::find(&mut transaction, which, actor, rewrap).await? {
            Ok(ready) => ready,
            Err(without) => return Ok(without),
        };
        // What somebody holds is found only by who holds it.
        let renewed = found.held(actor.now).is_some();
        if !renewed && left == 0 {
            return over_cap(transaction, actor).await;
        }
        let taken = take(&mut transaction, &found, actor, terms.lease_until, ready).await?;
        if !renewed {
            count_claim(&mut transaction, actor).await?;
        }
        audit::append(&mut transaction, Event::Claim, Some(actor.name), found.lane.into(), actor.now).await?;
        commit(transaction).await?;
        Ok(Claimed::Row(taken))
    }

    pub async fn extend(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        until: Moment,
    ) -> Result<Held<QueueRow>, Error> {
        let mut transaction = self.begin().await?;
        let mut row = match held(&mut transaction, id, actor, fence).await? {
            Held::Done((row, _)) => row,
            Held::NotHeld => return Ok(Held::NotHeld),
            Held::Stale => return Ok(Held::Stale),
        };
        sqlx::query("UPDATE requests SET lease_until = ? WHERE id = ?")
            .bind(until.0)
            .bind(id.bytes().as_slice())
            .execute(&mut *transaction)
            .await
            .map_err(|error| reduce(&error))?;
        audit::append(&mut transaction, Event::Extend, Some(actor.name), row.lane.into(), actor.now).await?;
        commit(transaction).await?;
        row.lease_until = Some(until);
        Ok(Held::Done(row))
    }

    pub async fn fetch(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<(QueueRow, Wrapped)>, Error> {
        let mut transaction = self.begin().await?;
        let (row, stored) = match held(&mut transaction, id, actor, fence).await? {
            Held::Done(held) => held,
            Held::NotHeld => return Ok(Held::NotHeld),
            Held::Stale => return Ok(Held::Stale),
        };
        let blob = blob(&stored)?;
        audit::append(&mut transaction, Event::Fetch, Some(actor.name), row.lane.into(), actor.now).await?;
        commit(transaction).await?;
        Ok(Held::Done((row, blob)))
    }

    pub async fn release(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<QueueRow>, Error> {
        self.end_hold(id, actor, fence, None).await
    }

    pub async fn close(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        ending: Ending,
    ) -> Result<Held<QueueRow>, Error> {
        let done = self.end_hold(id, actor, fence, Some(ending)).await?;
        if matches!((&done, ending), (Held::Done(_), Ending::Final(_))) {
            self.truncate_log().await;
        }
        Ok(done)
    }

    /// Ends a hold: with this ending, or with none because it is given back as it was.
    async fn end_hold(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        ending: Option<Ending>,
    ) -> Result<Held<QueueRow>, Error> {
        let mut transaction = self.begin().await?;
        let row = match held(&mut transaction, id, actor, fence).await? {
            Held::Done((row, _)) => row,
            Held::NotHeld => return Ok(Held::NotHeld),
            Held::Stale => return Ok(Held::Stale),
        };
        let (status, outcome, day) = match ending {
            None => (Status::Waiting, row.outcome, row.next_attempt),
            Some(Ending::TryAgain { day }) => (Status::Waiting, Some(Outcome::TriedNoAnswer), Some(day)),
            Some(Ending::Final(outcome)) => (Status::Closed, Some(outcome), None),
        };
        let empties = if status == Status::Closed { ", blob = x''" } else { "" };
        let sql = format!(
            "UPDATE requests SET status = ?, outcome = ?, next_attempt = ?, holder = NULL, lease_until = NULL, \
             fence = fence + 1{empties} WHERE id = ?"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(status.name())
            .bind(outcome.map(Outcome::name))
            .bind(day)
            .bind(id.bytes().as_slice())
            .execute(&mut *transaction)
            .await
            .map_err(|error| reduce(&error))?;
        if let Some(Ending::Final(outcome)) = ending {
            limits::count_pace(&mut transaction, &row, Some(outcome), actor.now).await?;
        }
        let (event, told) = match (ending, outcome) {
            (Some(_), Some(outcome)) => (Event::Close, outcome.into()),
            _ => (Event::Release, row.lane.into()),
        };
        audit::append(&mut transaction, event, Some(actor.name), told, actor.now).await?;
        commit(transaction).await?;
        Ok(Held::Done(row))
    }

    pub async fn allow_more(&self, lead: Actor<'_>, holder: Holder, name: &Name, more: u32) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let sql = "INSERT INTO claims (holder, hour, count, extra) VALUES (?, ?, 0, ?) \
                   ON CONFLICT (holder, hour) DO UPDATE SET extra = extra + excluded.extra";
        sqlx::query(sql)
            .bind(holder.0.as_slice())
            .bind(lead.now.hour())
            .bind(i64::from(more))
            .execute(&mut *transaction)
            .await
            .map_err(|error| reduce(&error))?;
        let told = Detail::more_claims(name, more);
        audit::append(&mut transaction, Event::CapRaised, Some(lead.name), told, lead.now).await?;
        commit(transaction).await
    }
}

async fn take(
    connection: &mut SqliteConnection,
    found: &QueueRow,
    actor: Actor<'_>,
    lease_until: Moment,
    ready: Ready,
) -> Result<QueueRow, Error> {
    let (day, blob) = match ready {
        Ready::Moved(day, blob) => (Some(day), Some(blob)),
        Ready::AsItIs => (None, None),
    };
    let sql = "UPDATE requests SET status = 'claimed', holder = ?, lease_until = ?, fence = fence + 1, \
               claimed_day = coalesce(claimed_day, ?), blob = coalesce(?, blob) WHERE id = ?";
    sqlx::query(sql)
        .bind(actor.holder.0.as_slice())
        .bind(lease_until.0)
        .bind(day)
        .bind(blob.as_ref().map(Wrapped::bytes))
        .bind(found.id.bytes().as_slice())
        .execute(connection)
        .await
        .map_err(|error| reduce(&error))?;
    Ok(QueueRow {
        status: Status::Claimed,
        holder: Some(actor.holder),
        lease_until: Some(lease_until),
        fence: found.fence + 1,
        claimed_day: found.claimed_day.or(day),
        ..found.clone()
    })
}

/// The row, and as it is stored, if `actor` holds it by this fencing number and her time has not run out: then it is
/// hers as little as anybody's, for every action.
async fn held(
    connection: &mut SqliteConnection,
    id: RequestId,
    actor: Actor<'_>,
    fence: i64,
) -> Result<Held<(QueueRow, SqliteRow)>, Error> {
    let mut query = QueryBuilder::new(format!("SELECT {COLUMNS}, blob FROM requests WHERE id = "));
    query.push_bind(id.bytes().to_vec()).push(" AND ");
    held_by(&mut query, actor.holder, actor.now);
    let row = query.build().fetch_optional(connection).await.map_err(|error| reduce(&error))?;
    let Some(row) = row else { return Ok(Held::NotHeld) };
    let found = read(&row)?;
    Ok(if found.fence == fence { Held::Done((found, row)) } else { Held::Stale })
}

/// Claims this counsellor may still make in this hour.
async fn claims_left(connection: &mut SqliteConnection, actor: Actor<'_>, terms: Terms) -> Result<i64, Error> {
    let row = sqlx::query("SELECT count, extra FROM claims WHERE holder = ? AND hour = ?")
        .bind(actor.holder.0.as_slice())
        .bind(actor.now.hour())
        .fetch_optional(connection)
        .await
        .map_err(|error| reduce(&error))?;
    let number = |column: &'static str| {
        row.as_ref().map_or(Ok(0), |row| row.try_get::<i64, _>(column).map_err(|_| Error::Row { column }))
    };
    Ok((i64::from(terms.cap) + number("extra")? - number("count")?).max(0))
}

/// Refuses a claim over the cap; the first of an hour is written down.
async fn over_cap(
    mut transaction: sqlx::Transaction<'static, sqlx::Sqlite>,
    actor: Actor<'_>,
) -> Result<Claimed, Error> {
    if is_news(&mut transaction, actor).await? {
        audit::append(&mut transaction, Event::CapHit, Some(actor.name), Detail::default(), actor.now).await?;
    }
    commit(transaction).await?;
    Ok(Claimed::OverCap)
}

/// Whether this is the first time in this hour that she asks for more than she may. Only the first is written down:
/// whoever goes on asking would make the audit as long as she likes.
async fn is_news(connection: &mut SqliteConnection, actor: Actor<'_>) -> Result<bool, Error> {
    let sql = "INSERT INTO claims (holder, hour, count, extra, capped) VALUES (?, ?, 0, 0, 1) \
               ON CONFLICT (holder, hour) DO UPDATE SET capped = 1 WHERE capped = 0";
    let done = sqlx::query(sql).bind(actor.holder.0.as_slice()).bind(actor.now.hour()).execute(connection).await;
    done.map(|done| done.rows_affected() > 0).map_err(|error| reduce(&error))
}

async fn count_claim(connection: &mut SqliteConnection, actor: Actor<'_>) -> Result<(), Error> {
    let sql = "INSERT INTO claims (holder, hour, count, extra) VALUES (?, ?, 1, 0) \
               ON CONFLICT (holder, hour) DO UPDATE SET count = count + 1";
    let done = sqlx::query(sql).bind(actor.holder.0.as_slice()).bind(actor.now.hour()).execute(connection).await;
    done.map(|_| ()).map_err(|error| reduce(&error))
}

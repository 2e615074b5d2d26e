//! Who holds a request: claiming, extending, fetching, giving back, closing. Each is one transaction that takes the write
//! lock before it reads, and writes its line of the audit in it.

use super::super::{Actor, Claim, Claimed, Ending, Error, Held, Holder, QueueRow, Rewrap, Status, Terms};
use super::queue::{COLUMNS, order, read, within};
use super::{Sqlite, audit, limits, reduce, sixteen};
use crate::audit::{Detail, Event};
use crate::clock::Moment;
use crate::roster::Name;
use crate::seal::Wrapped;
use crate::vocab::{Outcome, RequestId};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// How many of the next are looked at first: the first one is taken unless its key ran out this minute.
const FIRST: std::ops::Range<i64> = 0..8;
/// And then all the rest. After a lost ring everything older has no key, and must not stand before what has one.
const REST: std::ops::Range<i64> = 8..i64::MAX;

impl Sqlite {
    pub async fn claim(
        &self,
        which: Claim<'_>,
        actor: Actor<'_>,
        terms: Terms,
        rewrap: Rewrap<'_>,
    ) -> Result<Claimed, Error> {
        let mut transaction = self.begin().await?;
        let is_over_cap = claims_left(&mut transaction, actor, terms).await? == 0;
        let mut claimed = Claimed::Nothing;
        for places in [FIRST, REST] {
            for id in candidates(&mut transaction, which, actor, places).await? {
                let (found, blob) = with_blob(&mut transaction, id).await?;
                let is_renewed = found.holder == Some(actor.holder) && is_held(&found, actor.now);
                if is_over_cap && !is_renewed {
                    if is_news(&mut transaction, actor).await? {
                        audit::append(&mut transaction, Event::CapHit, Some(actor.name), Detail::default(), actor.now)
                            .await?;
                    }
                    commit(transaction).await?;
                    return Ok(Claimed::OverCap);
                }
                // Cut off by somebody's hand, a blob opens as little as one whose key is gone.
                let rewrapped = match found.claimed_day {
                    Some(_) => None,
                    None => blob.ok().and_then(|blob| rewrap(&found, &blob)),
                };
                if found.claimed_day.is_none() && rewrapped.is_none() {
                    claimed = Claimed::NoKey;
                    continue;
                }
                let taken = take(&mut transaction, &found, actor, terms.lease_until, rewrapped).await?;
                if !is_renewed {
                    count_claim(&mut transaction, actor).await?;
                }
                audit::append(&mut transaction, Event::Claim, Some(actor.name), found.lane.into(), actor.now).await?;
                commit(transaction).await?;
                return Ok(Claimed::Row(taken));
            }
        }
        Ok(claimed)
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
        change(&mut transaction, "lease_until = ?1", until.0, id).await?;
        audit::append(&mut transaction, Event::Extend, Some(actor.name), row.lane.into(), actor.now).await?;
        commit(transaction).await?;
        row.lease_until = Some(until);
        Ok(Held::Done(row))
    }

    pub async fn fetch(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<(QueueRow, Wrapped)>, Error> {
        let mut transaction = self.begin().await?;
        let (row, blob) = match held(&mut transaction, id, actor, fence).await? {
            Held::Done(held) => held,
            Held::NotHeld => return Ok(Held::NotHeld),
            Held::Stale => return Ok(Held::Stale),
        };
        if !is_held(&row, actor.now) {
            return Ok(Held::NotHeld);
        }
        let blob = blob?;
        audit::append(&mut transaction, Event::Fetch, Some(actor.name), row.lane.into(), actor.now).await?;
        commit(transaction).await?;
        Ok(Held::Done((row, blob)))
    }

    pub async fn release(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<QueueRow>, Error> {
        let back = "status = 'waiting', holder = NULL, lease_until = NULL, fence = fence + 1, next_attempt = \
                    coalesce(next_attempt, ?1)";
        let row = self.end_hold(id, actor, fence, Event::Release, None, (back, None)).await?;
        Ok(row)
    }

    pub async fn close(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        ending: Ending,
    ) -> Result<Held<QueueRow>, Error> {
        let (outcome, next) = match ending {
            Ending::Final(outcome) => (outcome, None),
            Ending::TryAgain { day } => (Outcome::TriedNoAnswer, Some(day)),
        };
        let name = outcome.name();
        let change = match ending {
            Ending::Final(_) => format!(
                "status = 'closed', outcome = '{name}', next_attempt = ?1, holder = NULL, lease_until = NULL, \
                 fence = fence + 1, blob = x''"
            ),
            Ending::TryAgain { .. } => format!(
                "status = 'waiting', outcome = '{name}', next_attempt = ?1, holder = NULL, lease_until = NULL, \
                 fence = fence + 1"
            ),
        };
        let done = self.end_hold(id, actor, fence, Event::Close, Some(outcome), (&change, next)).await?;
        if matches!((&done, ending), (Held::Done(_), Ending::Final(_))) {
            self.truncate_log().await;
        }
        Ok(done)
    }

    /// Ends a hold by this change of its row, whose variable `?1` is a day.
    async fn end_hold(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        event: Event,
        outcome: Option<Outcome>,
        (set, day): (&str, Option<i64>),
    ) -> Result<Held<QueueRow>, Error> {
        let mut transaction = self.begin().await?;
        let row = match held(&mut transaction, id, actor, fence).await? {
            Held::Done((row, _)) => row,
            Held::NotHeld => return Ok(Held::NotHeld),
            Held::Stale => return Ok(Held::Stale),
        };
        change(&mut transaction, set, day, id).await?;
        if let (Some(outcome), None) = (outcome, day) {
            limits::count_pace(&mut transaction, &row, Some(outcome), actor.now).await?;
        }
        let told = outcome.map_or_else(|| row.lane.into(), Detail::from);
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

    /// A transaction that holds the write lock from its beginning.
    pub(super) async fn begin(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, Error> {
        self.queue.begin_with("BEGIN IMMEDIATE").await.map_err(|error| reduce(&error))
    }
}

pub(super) async fn commit(transaction: sqlx::Transaction<'static, sqlx::Sqlite>) -> Result<(), Error> {
    transaction.commit().await.map_err(|error| reduce(&error))
}

/// Whether somebody's lease on it still runs.
fn is_held(row: &QueueRow, now: Moment) -> bool {
    row.status == Status::Claimed && row.lease_until.is_some_and(|until| until > now)
}

fn blob(row: &SqliteRow) -> Result<Wrapped, Error> {
    let blob: &[u8] = row.try_get("blob").map_err(|_| Error::Row { column: "blob" })?;
    Wrapped::from_stored(blob.to_vec()).map_err(|_| Error::Row { column: "blob" })
}

/// What may be claimed, in the order of the queue: these places of it.
async fn candidates(
    connection: &mut SqliteConnection,
    which: Claim<'_>,
    actor: Actor<'_>,
    places: std::ops::Range<i64>,
) -> Result<Vec<RequestId>, Error> {
    let (scope, wanted, free) = match which {
        Claim::This(id, scope) => (
            scope,
            Some(id),
            "id = ?3 AND (status = 'waiting' OR (status = 'claimed' AND (lease_until <= ?1 OR holder = ?2)))"
                .to_owned(),
        ),
        Claim::Next(scope) => (
            scope,
            None,
            format!(
                "(status = 'waiting' OR (status = 'claimed' AND lease_until <= ?1)) AND ?2 IS NOT NULL AND ?3 IS NULL \
                 AND coalesce(next_attempt, 0) <= {}",
                actor.now.day()
            ),
        ),
    };
    let sql = format!(
        "SELECT id FROM requests WHERE {free} AND {} ORDER BY {} LIMIT {} OFFSET {}",
        within(scope),
        order(actor.now.day()),
        places.end - places.start,
        places.start
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(actor.now.0)
        .bind(actor.holder.0.as_slice())
        .bind(wanted.as_ref().map(|id| id.bytes().as_slice()))
        .fetch_all(connection)
        .await
        .map_err(|error| reduce(&error))?;
    let id = |row: &SqliteRow| {
        let bytes: &[u8] = row.try_get("id").map_err(|_| Error::Row { column: "id" })?;
        sixteen(bytes, "id").map(RequestId::from_bytes)
    };
    rows.iter().map(id).collect()
}

/// A candidate's row and its blob, or that the blob is none.
async fn with_blob(
    connection: &mut SqliteConnection,
    id: RequestId,
) -> Result<(QueueRow, Result<Wrapped, Error>), Error> {
    let sql = format!("SELECT {COLUMNS}, blob FROM requests WHERE id = ?");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.bytes().as_slice()).fetch_one(connection).await;
    let row = row.map_err(|error| reduce(&error))?;
    Ok((read(&row)?, blob(&row)))
}

async fn take(
    connection: &mut SqliteConnection,
    found: &QueueRow,
    actor: Actor<'_>,
    lease_until: Moment,
    rewrapped: Option<(i64, Wrapped)>,
) -> Result<QueueRow, Error> {
    let (day, blob) = rewrapped.map_or((None, None), |(day, blob)| (Some(day), Some(blob)));
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

/// The row and its blob, if `actor` holds it by this fencing number. What she holds can be given back and ended also
/// where its blob is none any more.
async fn held(
    connection: &mut SqliteConnection,
    id: RequestId,
    actor: Actor<'_>,
    fence: i64,
) -> Result<Held<(QueueRow, Result<Wrapped, Error>)>, Error> {
    let sql = format!("SELECT {COLUMNS}, blob FROM requests WHERE id = ? AND status = 'claimed' AND holder = ?");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.bytes().as_slice())
        .bind(actor.holder.0.as_slice())
        .fetch_optional(connection)
        .await
        .map_err(|error| reduce(&error))?;
    let Some(row) = row else { return Ok(Held::NotHeld) };
    let found = read(&row)?;
    if found.fence == fence { Ok(Held::Done((found, blob(&row)))) } else { Ok(Held::Stale) }
}

async fn change(
    connection: &mut SqliteConnection,
    set: &str,
    value: impl Into<Option<i64>>,
    id: RequestId,
) -> Result<(), Error> {
    let sql = format!("UPDATE requests SET {set} WHERE id = ?2");
    let done =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(value.into()).bind(id.bytes().as_slice()).execute(connection).await;
    done.map(|_| ()).map_err(|error| reduce(&error))
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

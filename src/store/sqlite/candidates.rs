//! Which request a claim takes: the one that was named, or the next of the queue that somebody can open.

use super::super::{Actor, Claim, Claimed, Error, Hindered, QueueRow, Ready, Rewrap, Scope};
use super::queue::{COLUMNS, held_by, order, read, within};
use super::{Unreadable, reduce};
use crate::clock::Moment;
use crate::seal::Wrapped;
use crate::vocab::RequestId;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _};

/// How many are looked at first: nearly always the first of them is taken.
const FIRST: u32 = 8;

/// How many more when nobody can open any of those. Damaged rows stand where they stood until their days are over; to
/// pass over two thousand takes a tenth of a second, for which the queue waits.
const MORE: u32 = 2_000;

/// The request there is for a claim; else what the claim comes to without one.
pub type Found = Result<(QueueRow, Ready), Claimed>;

/// Looks for what this claim takes.
pub async fn find(
    connection: &mut SqliteConnection,
    which: Claim<'_>,
    actor: Actor<'_>,
    rewrap: Rewrap<'_>,
) -> Result<Found, Error> {
    match which {
        Claim::This(id, scope) => this(connection, id, scope, actor, rewrap).await,
        Claim::Next(scope) => next(connection, scope, actor, rewrap).await,
    }
}

async fn this(
    connection: &mut SqliteConnection,
    id: RequestId,
    scope: Scope<'_>,
    actor: Actor<'_>,
    rewrap: Rewrap<'_>,
) -> Result<Found, Error> {
    let mut query = QueryBuilder::new(format!("SELECT {COLUMNS}, blob FROM requests WHERE id = "));
    query.push_bind(id.bytes().to_vec()).push(" AND ((");
    free(&mut query, actor.now);
    query.push(" AND ");
    within(&mut query, scope, actor.holder);
    query.push(") OR ");
    held_by(&mut query, actor.holder, actor.now);
    query.push(")");
    let row = query.build().fetch_optional(connection).await.map_err(|error| reduce(&error))?;
    let Some(row) = row else { return Ok(Err(Claimed::Nothing)) };
    let mut damaged = Unreadable::default();
    let found = ready(&row, rewrap, &mut damaged);
    damaged.say("not handed out");
    Ok(found.map_err(|hindered| match hindered {
        Hindered::KeyGone | Hindered::Damaged => Claimed::Lost,
        Hindered::NotNow => Claimed::NotNow,
    }))
}

async fn next(
    connection: &mut SqliteConnection,
    scope: Scope<'_>,
    actor: Actor<'_>,
    rewrap: Rewrap<'_>,
) -> Result<Found, Error> {
    let mut damaged = Unreadable::default();
    for (offset, most) in [(0, FIRST), (FIRST, MORE)] {
        let places = places(&mut *connection, scope, actor, offset, most).await?;
        for place in &places {
            let sql = format!("SELECT {COLUMNS}, blob FROM requests WHERE rowid = ?");
            let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place).fetch_one(&mut *connection).await;
            let row = row.map_err(|error| reduce(&error))?;
            match ready(&row, rewrap, &mut damaged) {
                Ok(ready) => {
                    damaged.say("passed over");
                    return Ok(Ok(ready));
                }
                Err(Hindered::KeyGone | Hindered::Damaged) => {}
                Err(Hindered::NotNow) => return Ok(Err(Claimed::NotNow)),
            }
        }
        if places.len() < most as usize {
            break;
        }
    }
    damaged.say("passed over");
    Ok(Err(Claimed::Nothing))
}

/// Where the next ones stand. Not their content yet: sorting thousands of blobs would take longer than all the rest.
async fn places(
    connection: &mut SqliteConnection,
    scope: Scope<'_>,
    actor: Actor<'_>,
    offset: u32,
    most: u32,
) -> Result<Vec<i64>, Error> {
    let mut query = in_order(scope, actor, offset, most);
    let rows = query.build().fetch_all(connection).await.map_err(|error| reduce(&error))?;
    rows.iter().map(|row| row.try_get("place").map_err(|_| Error::Row { column: "rowid" })).collect()
}

fn in_order(scope: Scope<'_>, actor: Actor<'_>, offset: u32, most: u32) -> QueryBuilder<sqlx::Sqlite> {
    let today = actor.now.day();
    let mut query = QueryBuilder::new("SELECT rowid AS place FROM requests WHERE ");
    free(&mut query, actor.now);
    query.push(" AND ");
    within(&mut query, scope, actor.holder);
    let order = order(today);
    query.push(format!(" AND coalesce(next_attempt, 0) <= {today} ORDER BY {order} LIMIT {most} OFFSET {offset}"));
    query
}

/// What nobody holds: it waits, or a claim of it ran out.
pub fn free(query: &mut QueryBuilder<sqlx::Sqlite>, now: Moment) {
    query.push("(status = 'waiting' OR (status = 'claimed' AND lease_until <= ").push_bind(now.0).push("))");
}

/// Makes it ready to be handed out. What cannot be read is damaged like what does not open.
fn ready(row: &SqliteRow, rewrap: Rewrap<'_>, damaged: &mut Unreadable) -> Result<(QueueRow, Ready), Hindered> {
    let read = read(row).and_then(|found| Ok((found, blob(row)?)));
    let (found, blob) = read.map_err(|error| {
        damaged.add(error);
        Hindered::Damaged
    })?;
    match rewrap(&found, &blob) {
        Ok(ready) => Ok((found, ready)),
        Err(hindered) => {
            if hindered == Hindered::Damaged {
                damaged.add(Error::Row { column: "blob" });
            }
            Err(hindered)
        }
    }
}

/// The blob of a row that was read with it.
pub fn blob(row: &SqliteRow) -> Result<Wrapped, Error> {
    let blob: &[u8] = row.try_get("blob").map_err(|_| Error::Row { column: "blob" })?;
    Wrapped::from_stored(blob.to_vec()).map_err(|_| Error::Row { column: "blob" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Holder;
    use crate::vocab::Audience;

    #[tokio::test]
    async fn the_next_one_is_found_without_reading_the_content_of_any() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/janynda.db", folder.path().display());
        let sqlite = super::super::Sqlite::at(&url, super::super::Missing::Create).unwrap();
        sqlite.ready().await.unwrap();
        let name = "aigul".parse().unwrap();
        let actor = Actor { holder: Holder([1; 16]), name: &name, now: Moment(1_795_521_600) };
        let scope = Scope { audiences: &Audience::ALL, since: Moment(0) };
        let sql = format!("EXPLAIN QUERY PLAN {}", in_order(scope, actor, 0, FIRST).into_string());
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&sqlite.queue).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        let of_requests: Vec<&String> = plan.iter().filter(|step| step.contains("requests")).collect();
        assert!(!of_requests.is_empty());
        assert!(of_requests.iter().all(|step| step.contains("COVERING INDEX requests_open")), "{plan:?}");
    }
}

//! The statements of the queue that change nobody's hold: entering, listing, finding, withdrawing.

use super::super::{Error, Finding, Holder, Limit, NewRequest, QueueRow, Scope, Status, Written};
use super::{Sqlite, limits, readable, reduce, sixteen};
use crate::alias::Alias;
use crate::clock::Moment;
use crate::vocab::{Lane, Lang, RequestId, Urgency};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _};

/// The last second that every calendar we speak to knows (9999-12-30T22:00:00Z). A row that says a later one is damaged.
const LAST: i64 = 253_402_207_200;

/// What [`read`] reads.
pub const COLUMNS: &str = "id, lane, urgent, hour, day, roster_version, status, outcome, next_attempt, holder, \
                           lease_until, claimed_day, fence";

/// The order in which requests are worked on. `{today}` is the UTC day: what is to be tried again later comes last.
pub fn order(today: i64) -> String {
    format!("(coalesce(next_attempt, 0) > {today}), urgent DESC, hour, id")
}

/// Inserts a request once, and who can open it; the day's count of its alias rises only then.
pub async fn insert(
    connection: &mut SqliteConnection,
    request: &NewRequest,
    alias: &Alias,
) -> Result<Written, sqlx::Error> {
    let sql = "INSERT INTO requests \
               (id, lane, urgent, hour, day, roster_version, status, withdraw_hash, code_mac, blob) \
               VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) ON CONFLICT (id) DO NOTHING";
    let done = sqlx::query(sql)
        .bind(request.id.bytes().as_slice())
        .bind(request.lane.to_string())
        .bind(request.urgency == Urgency::Immediate)
        .bind(request.at.hour())
        .bind(request.day)
        .bind(i64::from(request.roster_version))
        .bind(request.withdraw_hash.bytes().as_slice())
        .bind(request.code_mac.bytes().as_slice())
        .bind(request.wrapped.bytes())
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 1 {
        note_readers(&mut *connection, request).await?;
        limits::add(connection, alias, request.at.day(), Limit::Request).await?;
    }
    Ok(Written::Done)
}

/// Writes down to whom the lane's requests are sealed by this roster: once, for however many of them.
async fn note_readers(connection: &mut SqliteConnection, request: &NewRequest) -> Result<(), sqlx::Error> {
    if request.readers.is_empty() {
        return Ok(());
    }
    let (version, lane) = (i64::from(request.roster_version), request.lane.to_string());
    QueryBuilder::new("INSERT OR IGNORE INTO readers (roster_version, lane, reader) ")
        .push_values(&request.readers, |mut row, reader| {
            row.push_bind(version).push_bind(lane.clone()).push_bind(reader.0.to_vec());
        })
        .build()
        .execute(connection)
        .await
        .map(|_| ())
}

/// Ends an open request on its sender's word and empties it at once; refused when it changed hands since it was read.
pub async fn withdraw(connection: &mut SqliteConnection, id: RequestId, seen: i64) -> Result<Written, sqlx::Error> {
    let sql = "UPDATE requests SET status = 'withdrawn', holder = NULL, lease_until = NULL, fence = fence + 1, \
               blob = x'' WHERE id = ? AND fence = ? AND status IN ('waiting', 'claimed')";
    let done = sqlx::query(sql).bind(id.bytes().as_slice()).bind(seen).execute(connection).await?;
    Ok(if done.rows_affected() == 1 { Written::Done } else { Written::Conflict })
}

impl Sqlite {
    pub async fn queue(
        &self,
        scope: Scope<'_>,
        holder: Holder,
        now: Moment,
        most: u32,
    ) -> Result<Vec<QueueRow>, Error> {
        let mut query =
            QueryBuilder::new(format!("SELECT {COLUMNS} FROM requests WHERE status IN ('waiting', 'claimed') AND (("));
        within(&mut query, scope, holder);
        query.push(") OR ");
        held_by(&mut query, holder, now);
        // What nobody holds has no holder to compare: it is as little hers as what a colleague holds.
        query.push(") ORDER BY coalesce(");
        held_by(&mut query, holder, now);
        query.push(format!(", 0) DESC, {} LIMIT {most}", order(now.day())));
        let rows = query.build().fetch_all(&self.readers).await.map_err(|error| reduce(&error))?;
        Ok(readable(&rows, read))
    }

    pub async fn queue_row(&self, id: RequestId) -> Result<Option<QueueRow>, Error> {
        self.one_row("id = ?", &[id.bytes()]).await
    }

    pub async fn find(&self, finding: Finding<'_>) -> Result<Option<QueueRow>, Error> {
        match finding {
            Finding::Secret(hash) => self.one_row("withdraw_hash = ?", &[hash.bytes()]).await,
            Finding::Code([]) => Ok(None),
            Finding::Code(macs) => {
                let places = vec!["?"; macs.len()].join(", ");
                let macs: Vec<&[u8; 16]> = macs.iter().map(crate::seal::CodeMac::bytes).collect();
                self.one_row(&format!("code_mac IN ({places})"), &macs).await
            }
        }
    }

    async fn one_row(&self, condition: &str, values: &[&[u8; 16]]) -> Result<Option<QueueRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM requests WHERE {condition} LIMIT 1");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let query = values.iter().fold(query, |query, value| query.bind(value.as_slice()));
        let row = query.fetch_optional(&self.readers).await.map_err(|error| reduce(&error))?;
        row.as_ref().map(read).transpose()
    }
}

/// What was sealed to this reader, and is within her scope: `lane IN ('adult/kk', 'adult/ru', …) AND hour >= 498756 AND
/// EXISTS (…)`. Lanes are written by us from enums, so nothing foreign can stand in the statement.
pub fn within(query: &mut QueryBuilder<sqlx::Sqlite>, scope: Scope<'_>, reader: Holder) {
    let lanes = scope.audiences.iter().flat_map(|audience| Lang::ALL.map(|lang| Lane { audience: *audience, lang }));
    let lanes = lanes.map(|lane| format!("'{lane}'")).collect::<Vec<_>>().join(", ");
    query
        .push(format!("lane IN ({lanes}) AND hour >= "))
        .push_bind(scope.since.hour())
        .push(
            " AND EXISTS (SELECT 1 FROM readers WHERE readers.roster_version = requests.roster_version \
             AND readers.lane = requests.lane AND readers.reader = ",
        )
        .push_bind(reader.0.to_vec())
        .push(")");
}

/// What she holds at this moment, as one condition.
pub fn held_by(query: &mut QueryBuilder<sqlx::Sqlite>, holder: Holder, now: Moment) {
    query
        .push("(status = 'claimed' AND holder = ")
        .push_bind(holder.0.to_vec())
        .push(" AND lease_until > ")
        .push_bind(now.0)
        .push(")");
}

/// Reads a row of [`COLUMNS`].
pub fn read(row: &SqliteRow) -> Result<QueueRow, Error> {
    let number = |column: &'static str| row.try_get::<i64, _>(column).map_err(|_| Error::Row { column });
    let maybe = |column: &'static str| row.try_get::<Option<i64>, _>(column).map_err(|_| Error::Row { column });
    let text = |column: &'static str| row.try_get::<&str, _>(column).map_err(|_| Error::Row { column });
    let within = |value: i64, last: i64, column: &'static str| {
        (0..=last).contains(&value).then_some(value).ok_or(Error::Row { column })
    };
    let id: &[u8] = row.try_get("id").map_err(|_| Error::Row { column: "id" })?;
    let holder: Option<&[u8]> = row.try_get("holder").map_err(|_| Error::Row { column: "holder" })?;
    let outcome: Option<&str> = row.try_get("outcome").map_err(|_| Error::Row { column: "outcome" })?;
    let status = text("status")?;
    Ok(QueueRow {
        id: RequestId::from_bytes(sixteen(id, "id")?),
        lane: text("lane")?.parse().map_err(|()| Error::Row { column: "lane" })?,
        urgent: number("urgent")? != 0,
        arrived: Moment(within(number("hour")?, LAST / 3600, "hour")? * 3600),
        day: number("day")?,
        roster_version: u32::try_from(number("roster_version")?).unwrap_or(0),
        status: Status::ALL.into_iter().find(|one| one.name() == status).ok_or(Error::Row { column: "status" })?,
        outcome: outcome.map(str::parse).transpose().map_err(|()| Error::Row { column: "outcome" })?,
        next_attempt: maybe("next_attempt")?,
        holder: holder.map(|bytes| sixteen(bytes, "holder")).transpose()?.map(Holder),
        lease_until: maybe("lease_until")?.map(|until| within(until, LAST, "lease_until")).transpose()?.map(Moment),
        claimed_day: maybe("claimed_day")?,
        // The next number must be one too.
        fence: within(number("fence")?, i64::MAX - 1, "fence")?,
    })
}

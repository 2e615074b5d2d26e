//! The audit's hash chain: written in the transaction of what it tells.

use super::super::{AuditRow, Error};
use super::{Sqlite, commit, reduce};
use crate::audit::{Detail, Entry, Event, Head, Link, digest};
use crate::chance;
use crate::clock::Moment;
use crate::roster::Name;
use crate::vocab::EntryId;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Adds an entry behind the newest one.
pub async fn append(
    connection: &mut SqliteConnection,
    event: Event,
    who: Option<&Name>,
    detail: Detail,
    now: Moment,
) -> Result<(), Error> {
    let head = newest(&mut *connection).await?;
    let id = chance::fresh().map_err(|_| Error::Unavailable { code: "no random bytes".to_owned() })?;
    let (id, number) = (EntryId::from_bytes(id), head.number.saturating_add(1));
    let hour = now.hour();
    let line = Entry { number, id, hour, event, who: who.cloned(), detail }.to_line();
    let digest = digest(&line);
    let next = head.next(Link { hour, digest, line: None }.hash());
    sqlx::query("INSERT INTO audit (number, hour, line, digest, chain) VALUES (?, ?, ?, ?, ?)")
        .bind(stored(next.number)?)
        .bind(hour)
        .bind(line)
        .bind(digest.as_slice())
        .bind(next.hash.as_slice())
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(|error| reduce(&error))
}

async fn newest(connection: &mut SqliteConnection) -> Result<Head, Error> {
    let row = sqlx::query("SELECT number, chain FROM audit ORDER BY number DESC LIMIT 1")
        .fetch_optional(connection)
        .await
        .map_err(|error| reduce(&error))?;
    row.as_ref().map_or(Ok(Head::START), head)
}

impl Sqlite {
    pub async fn note(&self, event: Event, who: Option<&Name>, detail: Detail, now: Moment) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        append(&mut transaction, event, who, detail, now).await?;
        commit(transaction).await
    }

    pub async fn note_news(&self, event: Event, detail: Detail, now: Moment) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        // Lines are written by us in one spelling, so that the pattern finds this event and no other.
        let row = sqlx::query("SELECT line FROM audit WHERE line LIKE ? ORDER BY number DESC LIMIT 1")
            .bind(format!("%\"event\":\"{}\"%", event.name()))
            .fetch_optional(&mut *transaction)
            .await
            .map_err(|error| reduce(&error))?;
        let line: Option<String> =
            row.map(|row| row.try_get("line")).transpose().map_err(|_| Error::Row { column: "line" })?;
        let last = line.and_then(|line| Entry::parse(&line).ok()).map(|entry| entry.detail);
        if last.as_ref() == Some(&detail) {
            return Ok(());
        }
        append(&mut transaction, event, None, detail, now).await?;
        commit(transaction).await
    }

    pub async fn audit_head(&self) -> Result<Head, Error> {
        let mut connection = self.readers.acquire().await.map_err(|error| reduce(&error))?;
        newest(&mut connection).await
    }

    pub async fn audit_after(&self, number: u64, most: u32) -> Result<Vec<AuditRow>, Error> {
        let rows =
            sqlx::query("SELECT number, chain, hour, digest, line FROM audit WHERE number > ? ORDER BY number LIMIT ?")
                .bind(stored(number)?)
                .bind(i64::from(most))
                .fetch_all(&self.readers)
                .await
                .map_err(|error| reduce(&error))?;
        rows.iter()
            .map(|row| {
                let hour = row.try_get("hour").map_err(|_| Error::Row { column: "hour" })?;
                let line = row.try_get("line").map_err(|_| Error::Row { column: "line" })?;
                Ok(AuditRow { head: head(row)?, hour, digest: hash(row, "digest")?, line })
            })
            .collect()
    }
}

fn head(row: &SqliteRow) -> Result<Head, Error> {
    let number: i64 = row.try_get("number").map_err(|_| Error::Row { column: "number" })?;
    let number = u64::try_from(number).map_err(|_| Error::Row { column: "number" })?;
    Ok(Head { number, hash: hash(row, "chain")? })
}

fn hash(row: &SqliteRow, column: &'static str) -> Result<[u8; 32], Error> {
    let bytes: &[u8] = row.try_get(column).map_err(|_| Error::Row { column })?;
    bytes.try_into().map_err(|_| Error::Row { column })
}

/// A number larger than the database's is past every entry there can be.
fn stored(number: u64) -> Result<i64, Error> {
    i64::try_from(number).map_err(|_| Error::Row { column: "number" })
}

//! The statements of `cards`.

use super::super::{CardRow, Error, Stage, Written};
use super::{Sqlite, Unreadable, reduce, sixteen};
use crate::alias::{Alias, MessageMac};
use crate::clock::Moment;
use crate::vocab::CardId;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

impl Sqlite {
    pub async fn cards_of(&self, aliases: &[Alias]) -> Result<Vec<CardRow>, Error> {
        // At most two epochs live, so at most two aliases.
        let first = aliases.first().map(Alias::bytes);
        let second = aliases.get(1).or(aliases.first()).map(Alias::bytes);
        let rows = sqlx::query("SELECT rowid AS place, * FROM cards WHERE alias IN (?, ?)")
            .bind(first.map(<[u8; 16]>::as_slice))
            .bind(second.map(<[u8; 16]>::as_slice))
            .fetch_all(&self.readers)
            .await;
        Ok(self.without_damaged(rows).await?.0)
    }

    pub async fn card(&self, id: CardId) -> Result<Option<CardRow>, Error> {
        let row = sqlx::query("SELECT * FROM cards WHERE id = ?")
            .bind(id.bytes().as_slice())
            .fetch_optional(&self.readers)
            .await;
        row.map_err(|error| reduce(&error))?.as_ref().map(read).transpose()
    }

    pub async fn due_cards(&self, now: Moment, most: u32) -> Result<Vec<CardRow>, Error> {
        self.first_cards("SELECT rowid AS place, * FROM cards WHERE due <= ? ORDER BY due LIMIT ?", now.0, most).await
    }

    pub async fn cards_before(&self, epoch: i64, most: u32) -> Result<Vec<CardRow>, Error> {
        self.first_cards("SELECT rowid AS place, * FROM cards WHERE epoch < ? ORDER BY epoch LIMIT ?", epoch, most)
            .await
    }

    /// The first rows of an order. A page of damaged rows is not the end of it: what stands behind it comes.
    async fn first_cards(&self, sql: &'static str, before: i64, most: u32) -> Result<Vec<CardRow>, Error> {
        loop {
            let rows = sqlx::query(sql).bind(before).bind(most).fetch_all(&self.readers).await;
            let (cards, dropped) = self.without_damaged(rows).await?;
            if !cards.is_empty() || dropped == 0 {
                return Ok(cards);
            }
        }
    }

    /// What of these rows can be read, and how many others were dropped: like one that does not open, a damaged row is
    /// of no use to anybody any more, and must not stand in the way of everybody else's for ever.
    async fn without_damaged(&self, rows: Result<Vec<SqliteRow>, sqlx::Error>) -> Result<(Vec<CardRow>, u64), Error> {
        let rows = rows.map_err(|error| reduce(&error))?;
        let (mut cards, mut damaged, mut dropped) = (Vec::with_capacity(rows.len()), Unreadable::default(), 0);
        for row in &rows {
            match read(row) {
                Ok(card) => cards.push(card),
                Err(error) => {
                    damaged.add(error);
                    let place: i64 = row.try_get("place").map_err(|_| Error::Row { column: "rowid" })?;
                    let done = sqlx::query("DELETE FROM cards WHERE rowid = ?").bind(place).execute(&self.queue).await;
                    dropped += done.map_or(0, |done| done.rows_affected());
                }
            }
        }
        damaged.say("dropped, if the database let it, and their cards not erased");
        Ok((cards, dropped))
    }

    pub async fn hurry_cards_behind(&self, now: Moment) -> Result<u64, Error> {
        sqlx::query("UPDATE cards SET due = min(due, ?) WHERE shown < version OR stage <> 0")
            .bind(now.0)
            .execute(&self.queue)
            .await
            .map(|done| done.rows_affected())
            .map_err(|error| reduce(&error))
    }
}

fn read(row: &SqliteRow) -> Result<CardRow, Error> {
    let bytes = |column: &'static str| row.try_get::<&[u8], _>(column).map_err(|_| Error::Row { column });
    let number = |column: &'static str| row.try_get::<i64, _>(column).map_err(|_| Error::Row { column });
    let message: Option<&[u8]> = row.try_get("message_mac").map_err(|_| Error::Row { column: "message_mac" })?;
    Ok(CardRow {
        id: CardId::from_bytes(sixteen(bytes("id")?, "id")?),
        epoch: number("epoch")?,
        alias: Alias::from_stored(sixteen(bytes("alias")?, "alias")?),
        message: message.map(|mac| sixteen(mac, "message_mac")).transpose()?.map(MessageMac::from_stored),
        stage: Stage::from_code(number("stage")?),
        due: Moment(number("due")?),
        version: number("version")?,
        shown: number("shown")?,
        face: bytes("face")?.into(),
        draft: bytes("draft")?.into(),
    })
}

/// A second living card of one alias is refused by the index: somebody else was faster.
pub async fn insert(connection: &mut SqliteConnection, row: &CardRow) -> Result<Written, sqlx::Error> {
    let sql = "INSERT INTO cards (id, epoch, alias, message_mac, stage, due, version, shown, face, draft) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let done = sqlx::query(sql)
        .bind(row.id.bytes().as_slice())
        .bind(row.epoch)
        .bind(row.alias.bytes().as_slice())
        .bind(row.message.as_ref().map(|mac| mac.bytes().as_slice()))
        .bind(row.stage.code())
        .bind(row.due.0)
        .bind(row.version)
        .bind(row.shown)
        .bind(&*row.face)
        .bind(&*row.draft)
        .execute(connection)
        .await?;
    Ok(if done.rows_affected() == 1 { Written::Done } else { Written::Conflict })
}

pub async fn update(connection: &mut SqliteConnection, row: &CardRow, seen: i64) -> Result<Written, sqlx::Error> {
    let sql = "UPDATE OR IGNORE cards SET epoch = ?, alias = ?, message_mac = ?, stage = ?, due = ?, version = ?, \
               shown = ?, face = ?, draft = ? WHERE id = ? AND version = ?";
    let done = sqlx::query(sql)
        .bind(row.epoch)
        .bind(row.alias.bytes().as_slice())
        .bind(row.message.as_ref().map(|mac| mac.bytes().as_slice()))
        .bind(row.stage.code())
        .bind(row.due.0)
        .bind(row.version)
        .bind(row.shown)
        .bind(&*row.face)
        .bind(&*row.draft)
        .bind(row.id.bytes().as_slice())
        .bind(seen)
        .execute(connection)
        .await?;
    Ok(if done.rows_affected() == 1 { Written::Done } else { Written::Conflict })
}

pub async fn mark_shown(
    connection: &mut SqliteConnection,
    id: CardId,
    version: i64,
    due: Moment,
) -> Result<Written, sqlx::Error> {
    sqlx::query("UPDATE cards SET shown = version, due = ? WHERE id = ? AND version = ?")
        .bind(due.0)
        .bind(id.bytes().as_slice())
        .bind(version)
        .execute(connection)
        .await?;
    // A row that moved on is shown by whoever moved it.
    Ok(Written::Done)
}

pub async fn claim(
    connection: &mut SqliteConnection,
    id: CardId,
    seen: i64,
    was_due: Moment,
    due: Moment,
) -> Result<Written, sqlx::Error> {
    let done = sqlx::query("UPDATE cards SET due = ? WHERE id = ? AND version = ? AND due = ?")
        .bind(due.0)
        .bind(id.bytes().as_slice())
        .bind(seen)
        .bind(was_due.0)
        .execute(connection)
        .await?;
    Ok(if done.rows_affected() == 1 { Written::Done } else { Written::Conflict })
}

pub async fn end_shown(connection: &mut SqliteConnection, id: CardId, version: i64) -> Result<Written, sqlx::Error> {
    let sql = "DELETE FROM cards WHERE id = ? AND version = ?";
    sqlx::query(sql).bind(id.bytes().as_slice()).bind(version).execute(connection).await?;
    // A row that moved on is looked after by whoever moved it.
    Ok(Written::Done)
}

pub async fn drop_card(connection: &mut SqliteConnection, id: CardId) -> Result<Written, sqlx::Error> {
    sqlx::query("DELETE FROM cards WHERE id = ?").bind(id.bytes().as_slice()).execute(connection).await?;
    Ok(Written::Done)
}

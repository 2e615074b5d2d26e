//! The one writer: changes of many chats share a commit.
//!
//! Everything that waits is written in one transaction. If one of the changes asks for the disk, the commit syncs;
//! cards alone do not. A change of several operations stands in a savepoint, so that it happens whole or not at all;
//! a single operation needs none.

use super::super::{Change, Durability, Error, Op, Written};
use super::{cards, limits, queue, reduce};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{mpsc, oneshot};

/// Changes in one commit: bounds how long a commit takes.
const MOST: usize = 256;

type Job = (Change, oneshot::Sender<Result<Written, Error>>);

/// The writer's connection, and how its commits are set to treat the disk.
struct Open {
    connection: SqliteConnection,
    level: Option<Durability>,
}

#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the writer's task. It ends when the last handle is dropped.
    pub fn start(options: SqliteConnectOptions) -> Writer {
        let (jobs, waiting) = mpsc::channel(1024);
        tokio::spawn(run(options, waiting));
        Writer { jobs }
    }

    pub async fn write(&self, change: Change) -> Result<Written, Error> {
        let (answer, answered) = oneshot::channel();
        let closed = || Error::Unavailable { code: "closed".to_owned() };
        self.jobs.send((change, answer)).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

async fn run(options: SqliteConnectOptions, mut waiting: mpsc::Receiver<Job>) {
    let mut connection: Option<Open> = None;
    let mut batch: Vec<Job> = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut batch, MOST).await > 0 {
        // Whoever gave up waiting was told that nothing was saved: it must stay so.
        batch.retain(|(_, answer)| !answer.is_closed());
        let opened = if let Some(open) = connection.take() {
            Ok(open)
        } else {
            let opened = options.connect().await.map_err(|error| reduce(&error));
            opened.map(|connection| Open { connection, level: None })
        };
        match opened {
            Ok(mut open) => {
                let healthy = commit(&mut open, &mut batch).await;
                // A connection that failed is not trusted again.
                if healthy {
                    connection = Some(open);
                } else {
                    let _ = open.connection.close().await;
                }
            }
            Err(error) => {
                for (_, answer) in batch.drain(..) {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}

/// Writes a batch and answers each of its changes. Returns whether the connection is still good.
async fn commit(open: &mut Open, batch: &mut Vec<Job>) -> bool {
    let synced = batch.iter().any(|(change, _)| change.durability == Durability::Synced);
    let level = if synced { Durability::Synced } else { Durability::Relaxed };
    let (changes, answers): (Vec<Change>, Vec<_>) = batch.drain(..).unzip();
    match write_all(open, &changes, level).await {
        Ok(results) => {
            for (result, answer) in results.into_iter().zip(answers) {
                let _ = answer.send(Ok(result));
            }
            true
        }
        Err(error) => {
            let error = reduce(&error);
            for answer in answers {
                let _ = answer.send(Err(error.clone()));
            }
            false
        }
    }
}

async fn write_all(open: &mut Open, changes: &[Change], level: Durability) -> Result<Vec<Written>, sqlx::Error> {
    let connection = &mut open.connection;
    if open.level != Some(level) {
        open.level = None;
        let pragma = match level {
            Durability::Synced => "PRAGMA synchronous = FULL",
            Durability::Relaxed => "PRAGMA synchronous = NORMAL",
        };
        sqlx::query(pragma).execute(&mut *connection).await?;
        open.level = Some(level);
    }
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut results = Vec::with_capacity(changes.len());
    for change in changes {
        results.push(write_one(&mut transaction, change).await?);
    }
    transaction.commit().await?;
    Ok(results)
}

async fn write_one(connection: &mut SqliteConnection, change: &Change) -> Result<Written, sqlx::Error> {
    if let [op] = change.ops.as_slice() {
        return carry_out(connection, op).await;
    }
    sqlx::query("SAVEPOINT one").execute(&mut *connection).await?;
    let mut result = Written::Done;
    for op in &change.ops {
        result = carry_out(connection, op).await?;
        if result == Written::Conflict {
            sqlx::query("ROLLBACK TO one").execute(&mut *connection).await?;
            break;
        }
    }
    sqlx::query("RELEASE one").execute(&mut *connection).await?;
    Ok(result)
}

async fn carry_out(connection: &mut SqliteConnection, op: &Op) -> Result<Written, sqlx::Error> {
    match op {
        Op::InsertCard(row) => cards::insert(connection, row).await,
        Op::UpdateCard { row, seen } => cards::update(connection, row, *seen).await,
        Op::MarkShown { id, version, due } => cards::mark_shown(connection, *id, *version, *due).await,
        Op::ClaimCard { id, seen, was_due, due } => cards::claim(connection, *id, *seen, *was_due, *due).await,
        Op::DropCard { id } => cards::drop_card(connection, *id).await,
        Op::InsertRequest { request, alias } => queue::insert(connection, request, alias).await,
        Op::WithdrawRequest { id, seen } => queue::withdraw(connection, *id, *seen).await,
        Op::Limit { alias, day, what } => limits::add(connection, alias, *day, *what).await.map(|()| Written::Done),
        Op::Count { day, name } => limits::count(connection, *day, name).await,
    }
}

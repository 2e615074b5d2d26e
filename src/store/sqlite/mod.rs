//! `SQLite`: one file in WAL mode, one writer that shares commits, a few readers.

mod audit;
mod cards;
mod claims;
mod ends;
mod limits;
mod look;
mod queue;
mod writer;

pub use look::look;

use super::{Change, Error, Op, Written};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};
use std::str::FromStr;
use std::time::Duration;

/// How long a statement waits for a lock of another process before it gives up: less than the second after which a
/// turn goes on without its row.
const BUSY: Duration = Duration::from_millis(900);

/// How long counsellors' changes wait for each other: one after the other, each with a disk sync.
const IN_LINE: Duration = Duration::from_secs(5);

/// One database file.
#[derive(Clone)]
pub struct Sqlite {
    options: SqliteConnectOptions,
    readers: SqlitePool,
    /// For the queue: few, durable changes of counsellors and the keeper.
    queue: SqlitePool,
    writer: writer::Writer,
}

/// What to do when there is no such file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Create,
    Refuse,
}

impl Sqlite {
    /// Takes the address; opens nothing yet.
    pub fn at(url: &str, missing: Missing) -> Result<Sqlite, Error> {
        let options = scheme(url)?
            .create_if_missing(missing == Missing::Create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // Emptied pages are overwritten: hygiene, not the promise (`threats.md` D4).
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        let pool = |most, patience| {
            SqlitePoolOptions::new().max_connections(most).acquire_timeout(patience).test_before_acquire(false)
        };
        Ok(Sqlite {
            readers: pool(2, BUSY).connect_lazy_with(options.clone()),
            queue: pool(1, IN_LINE).connect_lazy_with(options.clone()),
            writer: writer::Writer::start(options.clone()),
            options,
        })
    }

    pub async fn ready(&self) -> Result<(), Error> {
        let mut connection = self.options.connect().await.map_err(|error| reduce(&error))?;
        let migrated = migrator().run_direct(None, &mut connection, false).await;
        let _ = connection.close().await;
        migrated.map_err(|error| match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => reduce(&error),
            _ => Error::Schema,
        })
    }

    pub async fn write(&self, change: Change) -> Result<Written, Error> {
        let empties = change.ops.iter().any(|op| matches!(op, Op::WithdrawRequest { .. }));
        let written = self.writer.write(change).await?;
        if empties && written == Written::Done {
            self.truncate_log().await;
        }
        Ok(written)
    }
}

/// An address of the kind that is understood here.
fn scheme(url: &str) -> Result<SqliteConnectOptions, Error> {
    if !url.starts_with("sqlite:") {
        return Err(Error::Scheme);
    }
    SqliteConnectOptions::from_str(url).map_err(|_| Error::Scheme)
}

fn migrator() -> Migrator {
    let first = include_str!("../../../migrations/sqlite/0001_cards_and_requests.sql");
    Migrator::with_migrations(vec![Migration::new(
        1,
        "cards and requests".into(),
        MigrationType::Simple,
        first.into_sql_str(),
        false,
    )])
}

/// A database error without anything it may quote.
fn reduce(error: &sqlx::Error) -> Error {
    let code = match error {
        sqlx::Error::Database(database) => {
            database.code().map_or_else(|| "no code".to_owned(), |code| format!("SQLite code {code}"))
        }
        sqlx::Error::Io(io) => format!("{:?}", io.kind()),
        sqlx::Error::PoolTimedOut => "busy".to_owned(),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => "closed".to_owned(),
        _ => "unexpected answer".to_owned(),
    };
    Error::Unavailable { code }
}

/// 16 bytes of a column.
fn sixteen(bytes: &[u8], column: &'static str) -> Result<[u8; 16], Error> {
    bytes.try_into().map_err(|_| Error::Row { column })
}

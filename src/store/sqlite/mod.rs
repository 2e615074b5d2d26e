//! `SQLite`: one file in WAL mode, one writer that shares commits, a few readers. [`Sqlite::ready`] makes the file, for
//! its owner alone; no other call does.

mod audit;
mod candidates;
mod cards;
mod claims;
mod ends;
mod left;
mod limits;
mod look;
mod queue;
mod writer;

pub use look::{left_to_recovery, look, open_to_others};

use super::{Change, Error, Op, Written};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How long a statement waits for a lock of another process before it gives up: less than the second after which a
/// turn goes on without its row.
const BUSY: Duration = Duration::from_millis(900);

/// How long counsellors' changes wait for each other: one after the other, each with a disk sync.
const IN_LINE: Duration = Duration::from_secs(5);

/// One database file.
#[derive(Clone)]
pub struct Sqlite {
    /// Where the file is to be made, when it is missing.
    file: Option<PathBuf>,
    options: SqliteConnectOptions,
    readers: SqlitePool,
    /// For the queue: few, durable changes of counsellors and the keeper.
    queue: SqlitePool,
    writer: writer::Writer,
    /// The write-ahead log may hold what was emptied since: to be cut at the next opportunity.
    log_owed: Arc<AtomicBool>,
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
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // Emptied pages are overwritten: hygiene, not the promise (`threats.md` D4).
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        // Neither memory nor a read-only address is a file to make.
        let (path, how) = url.split_once('?').unwrap_or((url, ""));
        let is_file = !path.ends_with(":memory:") && !how.contains("mode=memory") && !how.contains("mode=ro");
        let file = (missing == Missing::Create && is_file).then(|| options.get_filename().to_owned());
        let pool = |most, patience| {
            SqlitePoolOptions::new().max_connections(most).acquire_timeout(patience).test_before_acquire(false)
        };
        Ok(Sqlite {
            file,
            readers: pool(2, BUSY).connect_lazy_with(options.clone()),
            queue: pool(1, IN_LINE).connect_lazy_with(options.clone()),
            writer: writer::Writer::start(options.clone()),
            log_owed: Arc::default(),
            options,
        })
    }

    pub async fn ready(&self) -> Result<(), Error> {
        if let Some(file) = &self.file {
            make(file)?;
        }
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

    /// A transaction that holds the write lock from its beginning.
    async fn begin(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, Error> {
        self.queue.begin_with("BEGIN IMMEDIATE").await.map_err(|error| reduce(&error))
    }
}

/// Makes an empty file that its owner alone may read, unless one stands there: `SQLite` itself would let everybody on
/// this machine read it, and gives its log and index the mode of the file.
fn make(file: &Path) -> Result<(), Error> {
    // Opening one that is there and closing it would drop the locks that this process holds on it.
    if file.exists() {
        return Ok(());
    }
    // Not `create_new`: a link to a place where nothing stands yet is followed, as `SQLite` does.
    let made = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(file);
    made.map(|_| ()).map_err(|error| reduce(&sqlx::Error::Io(error)))
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

async fn commit(transaction: sqlx::Transaction<'static, sqlx::Sqlite>) -> Result<(), Error> {
    transaction.commit().await.map_err(|error| reduce(&error))
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

/// What of these rows can be read. One that cannot must not keep the others from everybody: it is passed over, and said
/// in one line, whatever the number of them.
fn readable<T>(rows: &[SqliteRow], read: impl Fn(&SqliteRow) -> Result<T, Error>) -> Vec<T> {
    let (mut all, mut unreadable) = (Vec::with_capacity(rows.len()), Unreadable::default());
    for row in rows {
        match read(row) {
            Ok(row) => all.push(row),
            Err(error) => unreadable.add(error),
        }
    }
    unreadable.say("passed over");
    all
}

/// Rows that could not be read: how many, and what was wrong with the first.
#[derive(Default)]
struct Unreadable {
    count: u64,
    first: Option<Error>,
}

impl Unreadable {
    fn add(&mut self, error: Error) {
        self.count += 1;
        self.first.get_or_insert(error);
    }

    /// Says it in one line for the operator; nothing when every row could be read.
    fn say(&self, done: &str) {
        if let Some(error) = &self.first {
            tracing::error!(%error, "{} damaged rows were {done}", self.count);
        }
    }
}

/// 16 bytes of a column.
fn sixteen(bytes: &[u8], column: &'static str) -> Result<[u8; 16], Error> {
    bytes.try_into().map_err(|_| Error::Row { column })
}

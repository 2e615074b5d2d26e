//! A look at a database that changes nothing: for whoever says how an installation stands.
//!
//! It makes no file, migrates nothing and takes no lock that the service would wait for.

use super::super::{Error, Schema};
use super::{left, migrator, reduce, scheme};
use crate::clock::Moment;
use crate::roster::Counsellor;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// Looks at what stands at this address.
pub async fn look(url: &str) -> Result<Schema, Error> {
    let options = scheme(url)?;
    let file = options.get_filename().to_owned();
    if !file.try_exists().map_err(|error| reduce(&sqlx::Error::Io(error)))? {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(if folder.is_dir() { Schema::Missing } else { Schema::NoFolder });
    }
    let mut connection = connect(options).await?;
    let schema = schema(&mut connection).await;
    let _ = connection.close().await;
    schema.map_err(|error| reduce(&error))
}

/// Counts what waits there and is left to the recovery key.
pub async fn left_to_recovery(url: &str, counsellors: &[Counsellor], now: Moment) -> Result<u64, Error> {
    let mut connection = connect(scheme(url)?).await?;
    let count = left::count(&mut connection, counsellors, now).await;
    let _ = connection.close().await;
    count
}

/// The mode of the database, or else of its log or index, that others than its owner may use.
pub fn open_to_others(url: &str) -> Result<Option<u32>, Error> {
    let file = scheme(url)?.get_filename().to_owned();
    let mode = |end| std::fs::metadata(beside(&file, end)).map(|found| found.permissions().mode() & 0o7777).ok();
    Ok(["", "-wal", "-shm"].into_iter().filter_map(mode).find(|mode| mode & 0o077 != 0))
}

async fn connect(options: SqliteConnectOptions) -> Result<SqliteConnection, Error> {
    // Without a log everything stands in the file, and SQLite is told not to make the log and its index just to read.
    let has_log = beside(options.get_filename(), "-wal").exists();
    let options = options.read_only(true).immutable(!has_log);
    options.busy_timeout(super::BUSY).disable_statement_logging().connect().await.map_err(|error| reduce(&error))
}

/// What the table of migrations says beside the migrations of this version.
async fn schema(connection: &mut SqliteConnection) -> Result<Schema, sqlx::Error> {
    let tables = "SELECT count(*), count(*) FILTER (WHERE name = '_sqlx_migrations') FROM sqlite_master";
    let tables = sqlx::query(tables).fetch_one(&mut *connection).await?;
    let (all, of_migrations): (i64, i64) = (tables.try_get(0)?, tables.try_get(1)?);
    if of_migrations == 0 {
        return Ok(if all == 0 { Schema::Older } else { Schema::Other });
    }
    let carried_out = "SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version";
    let carried_out = sqlx::query(carried_out).fetch_all(connection).await?;
    let migrator = migrator();
    let newest = migrator.iter().map(|one| one.version).max().unwrap_or(0);
    let mut known = 0;
    for row in &carried_out {
        let (version, success, checksum): (i64, bool, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if version > newest {
            return Ok(Schema::Newer);
        }
        let ours = migrator.iter().any(|one| one.version == version && *one.checksum == *checksum);
        if !ours || !success {
            return Ok(Schema::Other);
        }
        known += 1;
    }
    Ok(if known == migrator.iter().count() { Schema::Ours } else { Schema::Older })
}

/// The name of a file that `SQLite` keeps beside the database.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    PathBuf::from(name)
}

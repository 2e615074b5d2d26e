//! What waits and is left to the recovery key: whoever else it was sealed to is not on the roster any more, or is not
//! shown it. It is only counted.

use super::super::{Error, Holder, Scope};
use super::candidates::free;
use super::queue::within;
use super::{Sqlite, reduce};
use crate::clock::Moment;
use crate::roster::Counsellor;
use sqlx::sqlite::SqliteExecutor;
use sqlx::{QueryBuilder, Row as _};

impl Sqlite {
    pub async fn left_to_recovery(&self, counsellors: &[Counsellor], now: Moment) -> Result<u64, Error> {
        count(&self.readers, counsellors, now).await
    }
}

/// Counts what nobody holds and none of these counsellors is shown.
pub async fn count(database: impl SqliteExecutor<'_>, counsellors: &[Counsellor], now: Moment) -> Result<u64, Error> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM requests WHERE ");
    free(&mut query, now);
    for counsellor in counsellors {
        query.push(" AND NOT (");
        within(&mut query, Scope::of(counsellor), Holder::of(&counsellor.recipient));
        query.push(")");
    }
    let row = query.build().fetch_one(database).await.map_err(|error| reduce(&error))?;
    let count: i64 = row.try_get(0).map_err(|_| Error::Row { column: "count" })?;
    Ok(u64::try_from(count).unwrap_or(0))
}

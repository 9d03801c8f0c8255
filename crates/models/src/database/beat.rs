//! The beat: a row that is written on the primary every second, so that each replica's copy of it tells how far behind
//! the replica is.
//!
//! It needs no rights beyond those on our own tables, works on whatever replicates rows, and can not be fooled: a replica
//! whose source has fallen silent calls itself up to date, but its beat stands still.

use chrono::NaiveDateTime;
use sqlx::mysql::MySqlConnection;

/// The newest beat that this server has.
pub(super) async fn read(connection: &mut MySqlConnection) -> Result<NaiveDateTime, sqlx::Error> {
    sqlx::query_scalar("SELECT beat_at FROM replication_beat WHERE id = 1").fetch_one(connection).await
}

/// Writes the next beat by the primary's own clock, unless another instance has just done so.
pub(super) async fn write(primary: &mut MySqlConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE replication_beat SET beat_at = UTC_TIMESTAMP(6) \
         WHERE id = 1 AND beat_at < UTC_TIMESTAMP(6) - INTERVAL 900000 MICROSECOND",
    )
    .execute(primary)
    .await?;
    Ok(())
}

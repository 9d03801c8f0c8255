//! The beat: a row that is written on the primary every second, so that each replica's copy of it tells how far behind
//! the replica is.
//!
//! It needs no rights beyond those on our own tables, works on whatever replicates rows, and can not be fooled: a replica
//! whose source has fallen silent calls itself up to date, but its beat stands still.

use chrono::NaiveDateTime;
use sea_orm::{DbBackend, DbErr, Statement};

use super::link::Link;

/// The newest beat that this server has.
pub(super) async fn read(server: &mut Link) -> Result<NaiveDateTime, DbErr> {
    let sql = "SELECT beat_at FROM replication_beat WHERE id = 1";
    let row = server.query_one(&Statement::from_string(DbBackend::MySql, sql)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the replication beat".to_owned()))?;
    row.try_get_by_index(0)
}

/// Writes the next beat by the primary's own clock, unless another instance has just done so.
pub(super) async fn write(primary: &mut Link) -> Result<(), DbErr> {
    let sql = "UPDATE replication_beat SET beat_at = UTC_TIMESTAMP(6) \
               WHERE id = 1 AND beat_at < UTC_TIMESTAMP(6) - INTERVAL 900000 MICROSECOND";
    primary.execute(&Statement::from_string(DbBackend::MySql, sql)).await?;
    Ok(())
}

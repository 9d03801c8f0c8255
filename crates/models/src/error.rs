//! What can go wrong with the database, told apart as far as callers act on it.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A unique constraint held: somebody else was first.
    #[error("already there: {0}")]
    Duplicate(String),
    /// The row that this one belongs to is gone.
    #[error("the row it belongs to is gone")]
    Orphan,
    /// No connection, or lost on the way. Nothing is known of an unfinished write; asking again may help.
    #[error("the database can not be reached: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("database fault: {0}")]
    Fault(String),
}

impl From<DbErr> for DataError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => return Self::Duplicate(message),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Self::Orphan,
            _ => {}
        }
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))
                if is_passing(cause) =>
            {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Fault(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for DataError {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("a stored document can not be read: {error}"))
    }
}

/// No connection could be had.
pub(crate) fn unreachable(error: sqlx::Error) -> DataError {
    DataError::Unavailable(error.to_string())
}

/// Whether the connection broke, before the statement arrived or after. What only reads may be asked again on another one.
pub(crate) fn connection_lost(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    match &**cause {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(_) => breaks_connection(cause),
        _ => false,
    }
}

/// Whether nothing more can be asked on a MySQL connection after this.
pub(crate) fn breaks_connection(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(fault) = error else { return true };
    // 1053 shutting down, 1927 killed, 4031 closed for being idle.
    fault
        .try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()
        .is_some_and(|fault| matches!(fault.number(), 1053 | 1927 | 4031))
}

/// Faults that go away by themselves: lost connections, restarts, locks held by somebody else, a full disk.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(fault) => match fault.code().as_deref() {
            // SQLite: busy, locked, full (primary result codes; extended ones carry them in the low byte).
            Some(code) if fault.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => {
                code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
            }
            // SQLSTATE 40001: deadlock or serialisation failure; class 08: connection.
            Some("40001") => true,
            Some(state) if state.starts_with("08") => true,
            _ => fault.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>().is_some_and(|fault| {
                // 1021 disk full, 1040 too many connections, 1053 shutting down, 1205 lock wait, 1290 read only, 1927 killed,
                // 1969 and 3024 the statement took too long (MariaDB, MySQL), 4031 closed for being idle.
                matches!(fault.number(), 1021 | 1040 | 1053 | 1205 | 1290 | 1927 | 1969 | 3024 | 4031)
            }),
        },
        _ => false,
    }
}

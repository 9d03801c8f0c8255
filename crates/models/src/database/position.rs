//! A user's position: how many writes of theirs, or on their behalf, have been committed.
//!
//! It is counted in the user's row, in the transaction that writes ([`super::Database::begin`]), so it travels with that write to
//! wherever the write travels. A server whose copy of the row shows a position has every write up to it: all of them
//! changed this row, so no server, however parallel it applies, can apply them in another order.

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use crate::UserId;

/// The part of a user's row that counts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub write_position: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Before the first: of a user whom a server does not know yet.
pub(super) const NONE: i64 = -1;

/// Counts one more write. The first statement of a transaction, so that writers of one user queue at this row and
/// nowhere else: one who came to it with other rows in hand could wait for another in a circle.
pub(super) fn advance(user: UserId) -> String {
    format!("UPDATE users SET write_position = write_position + 1 WHERE id = {}", user.0)
}

/// Where the user is on this server; `None` when it does not know the user (yet).
pub(super) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<i64>, DbErr> {
    Entity::find_by_id(user.0).select_only().column(Column::WritePosition).into_tuple().one(db).await
}

//! A sign-in: one device of a user, and the family of refresh tokens that began there.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::NotSet, FromQueryResult, QueryOrder, QueryResult, QuerySelect, Set, Statement};
use serde::{Deserialize, Serialize};

use crate::{DataError, SignInId, Time, UserId, insertion, user};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "sign_ins")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub device: String,
    pub created_at: Time,
    pub last_used_at: Time,
    pub ended_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn sign_in_id(&self) -> SignInId {
        SignInId(self.id)
    }

    pub fn user_id(&self) -> UserId {
        UserId(self.user_id)
    }
}

pub async fn insert(
    db: &impl ConnectionTrait,
    user: UserId,
    device: &str,
    now: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        id: NotSet,
        user_id: Set(user.0),
        device: Set(device.to_owned()),
        created_at: Set(now),
        last_used_at: Set(now),
        ended_at: Set(None),
    };
    insertion::insert(db, row).await
}

/// What decides whether an access token still works.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Standing {
    pub user_id: i64,
    pub ended_at: Option<Time>,
    /// Of the token pair that the access token came with.
    pub used_at: Option<Time>,
    pub void_at: Option<Time>,
    /// The user's position: what a request that is let in must at least see. It is worth what it was read from, and as
    /// old: see [`crate::Viewer`].
    pub write_position: i64,
}

/// Asked by every request, so it is not put together anew each time.
macro_rules! standing_sql {
    ($($more:literal)?) => {
        concat!(
            "SELECT users.write_position, sign_ins.user_id, sign_ins.ended_at, refresh_tokens.used_at, refresh_tokens.void_at",
            $($more,)?
            " FROM refresh_tokens JOIN sign_ins ON sign_ins.id = refresh_tokens.sign_in_id JOIN users ON users.id = sign_ins.user_id",
            " WHERE refresh_tokens.id = ? AND sign_ins.id = ? AND sign_ins.user_id = ?",
        )
    };
}

/// The standing of one token pair of one sign-in of one user.
pub async fn standing(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
    pair: i64,
) -> Result<Option<Standing>, DataError> {
    let values = [pair.into(), sign_in.0.into(), user.0.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), standing_sql!(), values);
    Ok(Standing::find_by_statement(statement).one(db).await?)
}

/// The same, and the user: one question instead of two.
pub async fn standing_and_user(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
    pair: i64,
) -> Result<Option<(Standing, user::Model)>, DataError> {
    const SQL: &str = standing_sql!(
        ", users.id, users.email, users.email_lower, users.hashed_password, users.name, users.created_at"
    );
    let values = [pair.into(), sign_in.0.into(), user.0.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), SQL, values);
    let found = StandingAndUser::find_by_statement(statement).one(db).await?;
    Ok(found.map(|StandingAndUser(standing, user)| (standing, user)))
}

struct StandingAndUser(Standing, user::Model);

impl FromQueryResult for StandingAndUser {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self(Standing::from_query_result(row, prefix)?, user::Model::from_query_result(row, prefix)?))
    }
}

/// The user's sign-ins that have not ended, newest first.
pub async fn list(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .order_by_desc(Column::LastUsedAt)
        .order_by_desc(Column::Id)
        .all(db)
        .await?)
}

pub async fn find(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(sign_in.0).filter(Column::UserId.eq(user.0)).one(db).await?)
}

/// The sign-in's row, held until the transaction ends: exchanges of one family happen one after the other.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    sign_in: SignInId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(sign_in.0).lock_exclusive().one(db).await?)
}

pub async fn touch(db: &impl ConnectionTrait, sign_in: SignInId, now: Time) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(sign_in.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a sign-in of the user: its tokens stop working at once. False when there is none to end.
pub async fn end(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
    now: Time,
) -> Result<bool, DataError> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.eq(sign_in.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every sign-in of the user but `keep`.
pub async fn end_others(
    db: &impl ConnectionTrait,
    user: UserId,
    keep: SignInId,
    now: Time,
) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Id.ne(keep.0))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets sign-ins that ended, or were last used, before `before`. Says how many there were.
pub async fn prune(db: &impl ConnectionTrait, before: Time) -> Result<u64, DataError> {
    let gone = Entity::delete_many().filter(Column::LastUsedAt.lt(before)).exec(db).await?;
    Ok(gone.rows_affected)
}

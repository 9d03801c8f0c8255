//! Insertion of a row whose id the database gives.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, Insert, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait,
    TryIntoModel, Value,
};

use crate::DataError;

type ModelOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Model;
type PrimaryKeyOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::PrimaryKey;

/// Inserts the row and answers it as it then is, without reading it back. Every column but the id must be set: none has a
/// default that only the database knows.
pub(crate) async fn insert<A>(db: &impl ConnectionTrait, mut row: A) -> Result<ModelOf<A>, DataError>
where
    A: ActiveModelTrait + TryIntoModel<ModelOf<A>>,
    <PrimaryKeyOf<A> as PrimaryKeyTrait>::ValueType: Into<Value>,
{
    let inserted = Insert::one(row.clone()).exec(db).await?;
    if let Some(id) = PrimaryKeyOf::<A>::iter().next() {
        row.set(id.into_column(), inserted.last_insert_id.into());
    }
    Ok(row.try_into_model()?)
}

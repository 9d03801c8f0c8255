//! The standing of a language model as a judge: what its judge card came to, for one version of prompt and rubric.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{DataError, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "judge_standings")]
pub struct Model {
    /// As it is configured.
    #[sea_orm(primary_key, auto_increment = false)]
    pub model: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub prompt_version: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rubric_version: String,
    pub standing: String,
    /// JSON: the card.
    pub card: String,
    pub measured_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Stores a card in place of an earlier one of the same judge.
pub async fn replace(db: &impl ConnectionTrait, row: Model) -> Result<(), DataError> {
    let key = (row.model.clone(), row.prompt_version.clone(), row.rubric_version.clone());
    Entity::delete_by_id(key).exec(db).await?;
    let row = ActiveModel {
        model: Set(row.model),
        prompt_version: Set(row.prompt_version),
        rubric_version: Set(row.rubric_version),
        standing: Set(row.standing),
        card: Set(row.card),
        measured_at: Set(row.measured_at),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(
    db: &impl ConnectionTrait,
    model: &str,
    prompt_version: &str,
    rubric_version: &str,
) -> Result<Option<Model>, DataError> {
    let key = (model.to_owned(), prompt_version.to_owned(), rubric_version.to_owned());
    Ok(Entity::find_by_id(key).one(db).await?)
}

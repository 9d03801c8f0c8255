//! What a judge card said of a language model as a judge.

use sea_orm_migration::prelude::*;

use super::types::Types;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let t = Types::of(manager);
        let table = t
            .table("judge_standings")
            .col(t.string("model", 200).not_null())
            .col(t.string("prompt_version", 40).not_null())
            .col(t.string("rubric_version", 40).not_null())
            .col(t.string("standing", 20).not_null())
            // JSON: the card.
            .col(t.document("card").not_null())
            .col(t.time("measured_at").not_null())
            .primary_key(Index::create().col("model").col("prompt_version").col("rubric_version"))
            .to_owned();
        manager.create_table(table).await
    }
}

//! Tombstones: what users deleted, so that no backup brings it back.

use sea_orm_migration::prelude::*;

use super::types::Types;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let t = Types::of(manager);
        let table = t
            .table("tombstones")
            .col(t.string("kind", 20).not_null())
            .col(t.int("row_id").not_null())
            // Tells the row from a later one that was given the same id.
            .col(t.time("born_at").not_null())
            .col(t.time("deleted_at").not_null())
            .primary_key(Index::create().col("kind").col("row_id").col("born_at"))
            .to_owned();
        manager.create_table(table).await
    }
}

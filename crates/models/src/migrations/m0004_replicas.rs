//! What reading from replicas needs: each user's position, and the beat by which a replica's lag is measured.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::Query;

use super::steps::add_column;
use super::types::Types;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let t = Types::of(manager);
        let position = t.int("write_position").not_null().default(0).to_owned();
        add_column(manager, "users", position).await?;
        let beat = t
            .table("replication_beat")
            .col(t.int("id").not_null().primary_key())
            .col(t.time("beat_at").not_null())
            .to_owned();
        manager.create_table(beat).await?;
        let known = Query::select().column("id").from("replication_beat").to_owned();
        if manager.get_connection().query_one(&known).await?.is_some() {
            return Ok(());
        }
        // Older than any beat that will be written.
        let first = Query::insert()
            .into_table("replication_beat")
            .columns(["id", "beat_at"])
            .values_panic([1.into(), "2000-01-01 00:00:00".into()])
            .to_owned();
        manager.execute(first).await
    }
}

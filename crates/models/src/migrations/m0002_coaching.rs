//! Why each feedback was given and what it took, and the claims that users contested.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::TableCreateStatement;

use super::steps::{NewIndex, add_column};
use super::types::Types;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let t = Types::of(manager);
        // One column at a time: that is all that SQLite takes.
        for column in [
            // Feedback from before this was written down was asked for by completing, or by a correction of which there is
            // no record here.
            t.string("because", 20).not_null().default("completed").to_owned(),
            // Null when no language model was asked.
            t.int("input_tokens"),
            t.int("output_tokens"),
            // In the currency of the configured prices; null when none is known.
            t.double("cost"),
        ] {
            add_column(manager, "feedback", column).await?;
        }
        manager.create_table(contested_claims(t)).await?;
        let (name, table) = ("idx_contested_claims_session_id", "contested_claims");
        NewIndex { name, table, columns: &["session_id"], is_unique: false }.create(manager).await
    }
}

fn contested_claims(t: Types) -> TableCreateStatement {
    t.table("contested_claims")
        .col(t.id())
        .col(t.int("session_id").not_null())
        // The feedback in which the claim stood.
        .col(t.int("version").not_null())
        // JSON: the claim as it was shown.
        .col(t.document("claim").not_null())
        // What names it.
        .col(t.document("claim_text").not_null())
        .col(t.document("comment"))
        // The answer as it was when the claim was looked at again.
        .col(t.document("question"))
        .col(t.document("transcript").not_null())
        .col(t.string("outcome", 20).not_null())
        .col(t.document("reason").not_null())
        .col(t.time("created_at").not_null())
        .foreign_key(&mut t.belongs_to("contested_claims", "session_id", "interview_sessions"))
        .to_owned()
}

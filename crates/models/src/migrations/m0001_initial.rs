//! The first schema: accounts and their sign-ins, recordings, sessions with what came of them, and jobs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::TableCreateStatement;

use super::steps::NewIndex;
use super::types::Types;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let t = Types::of(manager);
        for table in [
            users(t),
            sign_ins(t),
            refresh_tokens(t),
            uploads(t),
            interview_sessions(t),
            transcripts(t),
            feedback(t),
            jobs(t),
            idempotency_keys(t),
        ] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            index.create(manager).await?;
        }
        Ok(())
    }
}

fn users(t: Types) -> TableCreateStatement {
    t.table("users")
        .col(t.id())
        // As typed, for showing; lower case, for comparing.
        .col(t.string("email", 254).not_null())
        .col(t.string("email_lower", 254).not_null())
        .col(t.string("hashed_password", 72).not_null())
        .col(t.string("name", 120))
        .col(t.time("created_at").not_null())
        .to_owned()
}

fn sign_ins(t: Types) -> TableCreateStatement {
    t.table("sign_ins")
        .col(t.id())
        .col(t.int("user_id").not_null())
        .col(t.string("device", 120).not_null())
        .col(t.time("created_at").not_null())
        .col(t.time("last_used_at").not_null())
        .col(t.time("ended_at"))
        .foreign_key(&mut t.belongs_to("sign_ins", "user_id", "users"))
        .to_owned()
}

fn refresh_tokens(t: Types) -> TableCreateStatement {
    t.table("refresh_tokens")
        .col(t.id())
        .col(t.int("sign_in_id").not_null())
        // The token whose exchange made this one.
        .col(t.int("parent_id"))
        // SHA-256 in hex; the token itself is nowhere.
        .col(t.string("token_hash", 64).not_null())
        .col(t.time("created_at").not_null())
        .col(t.time("expires_at").not_null())
        .col(t.time("spent_at"))
        // When anything of the pair was first used.
        .col(t.time("used_at"))
        .col(t.time("void_at"))
        .foreign_key(&mut t.belongs_to("refresh_tokens", "sign_in_id", "sign_ins"))
        .to_owned()
}

fn uploads(t: Types) -> TableCreateStatement {
    t.table("uploads")
        .col(t.id())
        .col(t.int("user_id").not_null())
        .col(t.string("s3_key", 255).not_null())
        .col(t.string("content_type", 100).not_null())
        .col(t.int("file_size").not_null())
        .col(t.string("etag", 128).not_null())
        .col(t.time("created_at").not_null())
        .foreign_key(&mut t.belongs_to("uploads", "user_id", "users"))
        .to_owned()
}

fn interview_sessions(t: Types) -> TableCreateStatement {
    t.table("interview_sessions")
        .col(t.id())
        .col(t.int("user_id").not_null())
        .col(t.string("title", 255).not_null())
        .col(t.document("question"))
        .col(t.document("search_text").not_null())
        .col(t.string("competency", 40))
        .col(t.string("status", 20).not_null())
        .col(t.document("failure"))
        .col(t.string("audio_s3_key", 255))
        .col(t.double("duration_s"))
        .col(t.document("transcript"))
        .col(t.document("scores"))
        .col(t.double("overall_score"))
        .col(t.document("feedback"))
        .col(t.int("attempt_of"))
        .col(t.time("created_at").not_null())
        .col(t.time("completed_at"))
        .foreign_key(&mut t.belongs_to("interview_sessions", "user_id", "users"))
        .to_owned()
}

fn transcripts(t: Types) -> TableCreateStatement {
    t.table("transcripts")
        .col(t.int("session_id").not_null().primary_key())
        // As recognised, and the user's correction of it.
        .col(t.document("text").not_null())
        .col(t.document("corrected_text"))
        .col(t.string("language", 35).not_null())
        .col(t.string("engine", 120).not_null())
        .col(t.document("engine_traits").not_null())
        .col(t.double("duration_s").not_null())
        .col(t.document("words").not_null())
        .col(t.document("speech").not_null())
        .col(t.time("created_at").not_null())
        .col(t.time("corrected_at"))
        .foreign_key(&mut t.belongs_to("transcripts", "session_id", "interview_sessions"))
        .to_owned()
}

fn feedback(t: Types) -> TableCreateStatement {
    t.table("feedback")
        .col(t.id())
        .col(t.int("session_id").not_null())
        .col(t.int("version").not_null())
        .col(t.document("body").not_null())
        .col(t.time("created_at").not_null())
        .foreign_key(&mut t.belongs_to("feedback", "session_id", "interview_sessions"))
        .to_owned()
}

/// No foreign keys: a job that erases outlives what it erases.
fn jobs(t: Types) -> TableCreateStatement {
    t.table("jobs")
        .col(t.id())
        .col(t.string("kind", 20).not_null())
        .col(t.int("user_id").not_null())
        .col(t.int("session_id"))
        .col(t.document("payload").not_null())
        .col(t.int("attempts").not_null().default(0))
        .col(t.time("run_at").not_null())
        // Counts the claims; who holds an older number may not write any more.
        .col(t.int("fence").not_null().default(0))
        .col(t.string("lease_owner", 64))
        .col(t.time("leased_until"))
        .col(t.string("stage", 20))
        .col(t.double("progress"))
        .col(t.time("created_at").not_null())
        .to_owned()
}

fn idempotency_keys(t: Types) -> TableCreateStatement {
    t.table("idempotency_keys")
        .col(t.string("scope", 80).not_null())
        .col(t.string("idempotency_key", 200).not_null())
        .col(t.string("fingerprint", 64).not_null())
        .col(t.document("response").not_null())
        .col(t.time("created_at").not_null())
        .primary_key(Index::create().col("scope").col("idempotency_key"))
        .to_owned()
}

fn indexes() -> Vec<NewIndex> {
    let index = |name, table, columns| NewIndex { name, table, columns, is_unique: false };
    let unique = |name, table, columns| NewIndex { name, table, columns, is_unique: true };
    vec![
        unique("idx_users_email", "users", &["email_lower"]),
        index("idx_sign_ins_user_id", "sign_ins", &["user_id"]),
        unique("idx_refresh_tokens_hash", "refresh_tokens", &["token_hash"]),
        index("idx_refresh_tokens_sign_in_id", "refresh_tokens", &["sign_in_id"]),
        index("idx_uploads_user_id", "uploads", &["user_id"]),
        unique("idx_uploads_s3_key", "uploads", &["s3_key"]),
        // A page of a user's list is one range of this index.
        index("idx_sessions_user_id", "interview_sessions", &["user_id", "created_at", "id"]),
        index("idx_sessions_created_at", "interview_sessions", &["created_at"]),
        // One recording belongs to one session.
        unique("idx_sessions_audio", "interview_sessions", &["audio_s3_key"]),
        unique("idx_feedback_session_id", "feedback", &["session_id", "version"]),
        index("idx_jobs_run_at", "jobs", &["run_at"]),
        index("idx_jobs_session_id", "jobs", &["session_id"]),
        index("idx_idempotency_keys_created_at", "idempotency_keys", &["created_at"]),
    ]
}

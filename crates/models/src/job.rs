//! A job: work that was promised in the same transaction that asked for it, done by whoever holds its lease.
//!
//! Claiming raises the fencing number. Every write on behalf of a job names the number it was claimed with, so that a
//! worker whose lease has run out, however late it wakes, changes nothing. A finished job's row is gone.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ActiveValue::NotSet, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, Database, JobId, SessionId, Time, UserId, insertion};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub user_id: i64,
    pub session_id: Option<i64>,
    /// JSON, as the kind wants it.
    pub payload: String,
    pub attempts: i64,
    pub run_at: Time,
    pub fence: i64,
    pub lease_owner: Option<String>,
    pub leased_until: Option<Time>,
    /// What the worker is at, and how far (0..=1).
    pub stage: Option<String>,
    pub progress: Option<f64>,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn lease(&self) -> Lease {
        Lease { job: JobId(self.id), fence: self.fence }
    }

    pub fn user_id(&self) -> UserId {
        UserId(self.user_id)
    }

    pub fn session_id(&self) -> Option<SessionId> {
        self.session_id.map(SessionId)
    }
}

/// The right to write on behalf of a job, as long as nobody has claimed it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    pub job: JobId,
    pub fence: i64,
}

#[derive(Debug, Clone)]
pub struct New {
    pub kind: &'static str,
    pub user: UserId,
    pub session: Option<SessionId>,
    pub payload: String,
    /// Not before.
    pub run_at: Time,
}

pub async fn enqueue(db: &impl ConnectionTrait, new: New, now: Time) -> Result<JobId, DataError> {
    let row = ActiveModel {
        id: NotSet,
        kind: Set(new.kind.to_owned()),
        user_id: Set(new.user.0),
        session_id: Set(new.session.map(|session| session.0)),
        payload: Set(new.payload),
        attempts: Set(0),
        run_at: Set(new.run_at),
        fence: Set(0),
        lease_owner: Set(None),
        leased_until: Set(None),
        stage: Set(None),
        progress: Set(None),
        created_at: Set(now),
    };
    Ok(JobId(insertion::insert(db, row).await?.id))
}

/// How many candidates a claim looks at: enough that workers who lose the race for one still find another.
const CANDIDATES: u64 = 8;

/// Takes the job that has been due longest, if there is one, until `lease_until`.
pub async fn claim(
    db: &Database,
    owner: &str,
    now: Time,
    lease_until: Time,
) -> Result<Option<Model>, DataError> {
    let candidates = Entity::find()
        .filter(due(now))
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
        .limit(CANDIDATES)
        .all(db.newest())
        .await?;
    for mut job in candidates {
        let claimed = Entity::update_many()
            .col_expr(Column::Fence, Expr::value(job.fence + 1))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::LeaseOwner, Expr::value(owner))
            .col_expr(Column::LeasedUntil, Expr::value(lease_until))
            .filter(Column::Id.eq(job.id))
            .filter(Column::Fence.eq(job.fence))
            .filter(due(now))
            .exec(db.write())
            .await?;
        if claimed.rows_affected == 1 {
            job.fence += 1;
            job.attempts += 1;
            job.lease_owner = Some(owner.to_owned());
            job.leased_until = Some(lease_until);
            return Ok(Some(job));
        }
    }
    Ok(None)
}

/// Waiting and its time has come, or held by somebody whose lease has run out.
fn due(now: Time) -> Condition {
    Condition::all()
        .add(Column::RunAt.lte(now))
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now)))
}

/// Keeps the lease and notes how far the work is. False when the lease has been lost.
pub async fn renew(
    db: &impl ConnectionTrait,
    lease: Lease,
    until: Time,
    stage: Option<&str>,
    progress: Option<f64>,
) -> Result<bool, DataError> {
    let renewed = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .col_expr(Column::Stage, Expr::value(stage.map(str::to_owned)))
        .col_expr(Column::Progress, Expr::value(progress))
        .filter(held(lease))
        .exec(db)
        .await?;
    Ok(renewed.rows_affected == 1)
}

/// Ends the job, if the lease still holds: call it in the transaction that stores the result, and store nothing on false.
pub async fn finish(db: &impl ConnectionTrait, lease: Lease) -> Result<bool, DataError> {
    let finished = Entity::delete_many().filter(held(lease)).exec(db).await?;
    Ok(finished.rows_affected == 1)
}

/// Gives the job back, to be claimed by anybody from `run_at` on. `forgive` does not count this attempt (the server stops).
pub async fn hand_back(
    db: &impl ConnectionTrait,
    lease: Lease,
    run_at: Time,
    forgive: bool,
) -> Result<bool, DataError> {
    let back = Entity::update_many()
        .col_expr(Column::RunAt, Expr::value(run_at))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(i64::from(forgive)))
        .col_expr(Column::LeaseOwner, Expr::value(Option::<String>::None))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<Time>::None))
        .col_expr(Column::Stage, Expr::value(Option::<String>::None))
        .col_expr(Column::Progress, Expr::value(Option::<f64>::None))
        .filter(held(lease))
        .exec(db)
        .await?;
    Ok(back.rows_affected == 1)
}

fn held(lease: Lease) -> Condition {
    Condition::all().add(Column::Id.eq(lease.job.0)).add(Column::Fence.eq(lease.fence))
}

/// The open job of a session, if any: there is at most one.
pub async fn of_session(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<Model>, DataError> {
    Ok(Entity::find().filter(Column::SessionId.eq(session.0)).one(db).await?)
}

pub async fn delete_of_session(db: &impl ConnectionTrait, session: SessionId) -> Result<(), DataError> {
    Entity::delete_many().filter(Column::SessionId.eq(session.0)).exec(db).await?;
    Ok(())
}

/// Deletes the jobs that work on sessions of a user who leaves.
pub async fn delete_of_user(db: &impl ConnectionTrait, user: UserId) -> Result<(), DataError> {
    Entity::delete_many()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::SessionId.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

/// How many jobs will be claimed before this one.
pub async fn ahead_of(db: &impl ConnectionTrait, job: &Model) -> Result<u64, DataError> {
    Ok(Entity::find()
        .filter(Column::LeasedUntil.is_null())
        .filter(
            Condition::any()
                .add(Column::RunAt.lt(job.run_at))
                .add(Condition::all().add(Column::RunAt.eq(job.run_at)).add(Column::Id.lt(job.id))),
        )
        .count(db)
        .await?)
}

/// The state of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs that are due and nobody works on.
    pub waiting: u64,
    /// When the oldest of them became due.
    pub oldest: Option<Time>,
}

pub async fn backlog(db: &impl ConnectionTrait, now: Time) -> Result<Backlog, DataError> {
    let waiting = Entity::find().filter(due(now)).count(db).await?;
    let oldest = Entity::find().filter(due(now)).order_by_asc(Column::RunAt).one(db).await?;
    Ok(Backlog { waiting, oldest: oldest.map(|job| job.run_at) })
}

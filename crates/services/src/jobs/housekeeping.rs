//! Housekeeping: rows that have served their time are forgotten.

use chrono::TimeDelta;
use models::{DataError, Database, idempotency, refresh_token, sign_in};

use crate::clock::Time;

/// A repeat with the same idempotency key gets the first answer for this long.
const IDEMPOTENCY_KEPT: TimeDelta = TimeDelta::hours(24);
/// Spent tokens are kept this long past their expiry, so that their reuse is still noticed.
const TOKENS_KEPT: TimeDelta = TimeDelta::days(7);
/// Sign-ins nobody has used for this long can not be used any more: their refresh tokens have expired.
const SIGN_INS_KEPT: TimeDelta = TimeDelta::days(90);

pub(super) async fn run(db: &Database, now: Time) -> Result<(), DataError> {
    let keys = idempotency::prune(db.write(), now - IDEMPOTENCY_KEPT).await?;
    let tokens = refresh_token::prune(db.write(), now - TOKENS_KEPT).await?;
    let sign_ins = sign_in::prune(db.write(), now - SIGN_INS_KEPT).await?;
    tracing::debug!(keys, tokens, sign_ins, "old rows were forgotten");
    Ok(())
}

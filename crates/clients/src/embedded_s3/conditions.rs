//! Conditional requests (RFC 9110 section 13), as S3 honours them.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{ETAG, HeaderValue, IF_RANGE};
use s3s::dto::{ETag, ETagCondition, Timestamp};
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};

use super::disk::Precondition;
use super::object_file::ObjectMeta;

/// The conditions under which somebody reads.
pub(super) struct ReadConditions {
    pub(super) if_match: Option<ETagCondition>,
    pub(super) if_none_match: Option<ETagCondition>,
    pub(super) if_modified_since: Option<Timestamp>,
    pub(super) if_unmodified_since: Option<Timestamp>,
}

impl ReadConditions {
    /// # Errors
    /// `PreconditionFailed` (412) or `NotModified` (304), in the order of RFC 9110 section 13.2.2.
    pub(super) fn check(&self, meta: &ObjectMeta) -> S3Result<()> {
        let modified = last_modified(meta);
        let unchanged = match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) => names(condition, meta),
            (None, Some(since)) => modified <= *since,
            (None, None) => true,
        };
        if !unchanged {
            return Err(s3_error!(
                PreconditionFailed,
                "At least one of the pre-conditions you specified did not hold"
            ));
        }
        let known = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => names(condition, meta),
            (None, Some(since)) => modified <= *since,
            (None, None) => false,
        };
        if known { Err(not_modified(meta)) } else { Ok(()) }
    }
}

/// # Errors
/// `NotImplemented` for `If-None-Match` with anything but `*`, which S3 has not either.
pub(super) fn write_condition(
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
) -> S3Result<Precondition> {
    match (if_match, if_none_match) {
        (None, None) => Ok(Precondition::None),
        (None, Some(ETagCondition::Any)) => Ok(Precondition::KeyFree),
        (Some(condition), None) => Ok(Precondition::Holds(condition.into_etag().map(ETag::into_value))),
        (_, Some(_)) => Err(s3_error!(NotImplemented, "If-None-Match of a write must be * and stand alone.")),
    }
}

/// Whether a range may be served: a reader that resumes asks for it only if the object is still the same (`If-Range`).
pub(super) fn range_applies(headers: &HeaderMap, meta: &ObjectMeta) -> bool {
    let Some(if_range) = headers.get(IF_RANGE) else { return true };
    ETag::parse_http_header(if_range.as_bytes())
        .is_ok_and(|etag| etag.as_strong() == Some(meta.etag.as_str()))
}

/// When the object was stored, to the second, as HTTP dates are.
pub(super) fn last_modified(meta: &ObjectMeta) -> Timestamp {
    let seconds = u64::try_from(meta.stored_at.timestamp()).unwrap_or(0);
    Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn names(condition: &ETagCondition, meta: &ObjectMeta) -> bool {
    condition.as_etag().is_none_or(|etag| etag.value() == meta.etag)
}

fn not_modified(meta: &ObjectMeta) -> S3Error {
    let mut answer = S3Error::new(S3ErrorCode::NotModified);
    if let Ok(etag) = HeaderValue::try_from(format!("\"{}\"", meta.etag)) {
        answer.set_headers(HeaderMap::from_iter([(ETAG, etag)]));
    }
    answer
}

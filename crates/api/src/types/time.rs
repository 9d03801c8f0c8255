//! Times on the wire: RFC 3339 in UTC, always with milliseconds.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, examples("2026-11-23T12:43:15.123Z"))]
pub(crate) struct Timestamp(pub(crate) DateTime<Utc>);

impl Timestamp {
    /// From seconds since the Unix epoch.
    pub(crate) fn of_seconds(seconds: i64) -> Self {
        Self(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_always_has_its_milliseconds() {
        let time = DateTime::from_timestamp_millis(1_790_000_000_000).unwrap();
        assert_eq!(serde_json::to_string(&Timestamp(time)).unwrap(), "\"2026-09-21T14:13:20.000Z\"");
    }
}

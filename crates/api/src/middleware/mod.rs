//! What every request passes on its way in and out.

pub(crate) mod deadline;
pub(crate) mod draining;
pub(crate) mod limits;
pub(crate) mod metrics;
pub(crate) mod panics;
pub(crate) mod request_id;
pub(crate) mod security;

//! Extractors: what handlers get from a request, or the problem that the client gets instead.

mod body;
mod caller;
mod idempotency;
mod identity;
mod parameters;
mod web_client;

pub(crate) use body::Body;
pub(crate) use caller::{Caller, Host};
pub(crate) use idempotency::IdempotencyKey;
pub(crate) use identity::{AccessToken, Identity};
pub(crate) use parameters::{Id, Parameters};
pub(crate) use web_client::WebClient;

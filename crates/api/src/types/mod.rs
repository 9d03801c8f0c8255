//! What goes over the wire: the contract's shapes, made from what the services say.

pub(crate) mod account;
pub(crate) mod coaching;
pub(crate) mod health;
pub(crate) mod question;
pub(crate) mod session;
pub(crate) mod time;
pub(crate) mod upload;

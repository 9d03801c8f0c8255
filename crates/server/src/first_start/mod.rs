//! The first start: a data folder, and secrets that are made once and kept.

mod data_folder;
mod secrets;

pub use data_folder::prepare;
pub use secrets::{EmbeddedObjectsKey, JwtKey, Secrets, keep};

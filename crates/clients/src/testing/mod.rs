//! Stand-ins for outside systems, on loopback, for tests here and in other crates. Never part of the product.

pub mod openai;
pub mod redis;

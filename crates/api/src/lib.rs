//! Presentation: every URL, what goes in and out of it, the socket, and errors as problem details.
//!
//! A handler extracts, calls one service and maps. SQL, vendors and the data access layer are out of reach from here.

mod address;
mod extract;
mod middleware;
mod problem;
mod routes;
mod socket;
mod state;
mod types;

pub use routes::{observed, openapi, router};
pub use socket::Sockets;
pub use state::{AppState, HttpSettings, SocketSettings};

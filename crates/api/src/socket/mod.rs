//! The socket `/ws/transcribe`: a client that says who it is, gives sessions their recordings, and hears what becomes of them.

mod captions;
mod connection;
mod protocol;
mod reader;
mod registry;

pub use registry::Sockets;

pub(crate) use connection::serve;

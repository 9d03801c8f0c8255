//! Reading: what a client sent, or why it can not be understood.

use axum::extract::ws::Message;
use bytes::Bytes;
use http::StatusCode;
use services::Error;

use super::protocol::ClientMessage;
use crate::problem::Problem;
use crate::state::SocketSettings;

/// What arrived.
pub(super) enum Received {
    Message(ClientMessage),
    /// Live audio.
    Audio(Bytes),
    /// The other side is there.
    Alive,
    Closed,
    /// Not to be understood; the socket stays open.
    Nonsense(Problem),
    /// Live audio in pieces that are too large; the socket closes.
    TooLarge,
}

pub(super) fn read(message: Message, settings: SocketSettings) -> Received {
    match message {
        Message::Text(text) if text.len() > settings.most_text_bytes => Received::Nonsense(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "message_too_large",
            "Message too large",
            format!("A message may have at most {} KiB.", settings.most_text_bytes / 1024),
        )),
        Message::Text(text) => match serde_json::from_str(&text) {
            Ok(message) => Received::Message(message),
            Err(error) => Received::Nonsense(Error::invalid("message", error.to_string()).into()),
        },
        Message::Binary(audio) if audio.len() > settings.most_binary_bytes => Received::TooLarge,
        Message::Binary(audio) => Received::Audio(audio),
        Message::Ping(_) | Message::Pong(_) => Received::Alive,
        Message::Close(_) => Received::Closed,
    }
}

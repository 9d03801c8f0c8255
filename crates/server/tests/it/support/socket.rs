//! The socket as a client has it: JSON texts, binary audio, and a close with its code.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Nothing that a test waits for takes longer, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens it without signing in.
    pub async fn open(origin: &str) -> Self {
        let url = format!("{}/ws/transcribe", origin.replacen("http", "ws", 1));
        Self(connect_async(url).await.unwrap().0)
    }

    pub async fn send(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub async fn send_audio(&mut self, bytes: Vec<u8>) {
        self.0.send(Message::binary(bytes)).await.unwrap();
    }

    /// Follows a session and answers the state that it is in.
    pub async fn follow(&mut self, session: i64) -> Value {
        self.send(json!({ "type": "session_start", "session_id": session })).await;
        self.expect("session").await["session"].clone()
    }

    /// The next message, or `Err` with the code with which the server closed.
    pub async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            let message = timeout(PATIENCE, self.0.next()).await.expect("the server said nothing for long");
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map(|frame| frame.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                None => return Err(None),
                other => panic!("not in the contract: {other:?}"),
            }
        }
    }

    /// The next message of this type; status messages in between are passed over.
    pub async fn expect(&mut self, kind: &str) -> Value {
        loop {
            let message =
                self.next().await.unwrap_or_else(|code| panic!("closed with {code:?} instead of {kind}"));
            if message["type"] == kind {
                return message;
            }
            assert_eq!(message["type"], "status", "waiting for {kind}, got {message}");
        }
    }

    /// Reads until the server closes and answers the code.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

//! The socket as a client has it: JSON texts, binary audio, and a close with its code.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::PATIENCE;

pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens it without signing in.
    pub(crate) async fn open(origin: &str) -> Self {
        Self::try_open(origin, None).await.unwrap()
    }

    /// Opens it, if the server lets us. A browser would say which `page` it does it for.
    pub(crate) async fn try_open(origin: &str, page: Option<&str>) -> Result<Self, Error> {
        let url = format!("{}/ws/transcribe", origin.replacen("http", "ws", 1));
        let mut request = url.into_client_request()?;
        if let Some(page) = page {
            request.headers_mut().insert("origin", page.parse().unwrap());
        }
        Ok(Self(connect_async(request).await?.0))
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.try_send(message).await.unwrap();
    }

    /// For a server that may be gone.
    pub(crate) async fn try_send(&mut self, message: Value) -> Result<(), Error> {
        self.0.send(Message::text(message.to_string())).await
    }

    pub(crate) async fn send_audio(&mut self, bytes: Vec<u8>) {
        self.0.send(Message::binary(bytes)).await.unwrap();
    }

    /// Follows a session and answers the state that it is in.
    pub(crate) async fn follow(&mut self, session: i64) -> Value {
        self.send(json!({ "type": "session_start", "session_id": session })).await;
        self.expect("session").await["session"].clone()
    }

    /// The next message, or `Err` with the code with which the server closed, without one when it is just gone.
    pub(crate) async fn next(&mut self) -> Result<Value, Option<u16>> {
        // The server's pings are no news.
        let latest = Instant::now() + PATIENCE;
        loop {
            let message = timeout_at(latest, self.0.next()).await.expect("the server said nothing for long");
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map(|frame| frame.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Err(Error::Io(_) | Error::Protocol(_))) | None => return Err(None),
                other => panic!("not in the contract: {other:?}"),
            }
        }
    }

    /// The next message of this type; what is told of the work and of the session's state in between is passed over.
    pub(crate) async fn expect(&mut self, kind: &str) -> Value {
        let latest = Instant::now() + 2 * PATIENCE;
        loop {
            assert!(Instant::now() < latest, "{kind} never came");
            let message =
                self.next().await.unwrap_or_else(|code| panic!("closed with {code:?} instead of {kind}"));
            if message["type"] == kind {
                return message;
            }
            let passing = message["type"] == "status" || message["type"] == "session";
            assert!(passing, "waiting for {kind}, got {message}");
        }
    }

    /// Reads until the server closes and answers the code.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

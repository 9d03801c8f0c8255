//! Live captions over the socket: samples in, what has been said so far out.

use bytes::Bytes;
use services::Error;
use services::captions::CaptionText;
use tokio::sync::mpsc::{self, error::TrySendError};

use super::protocol::ServerMessage;
use crate::state::AppState;

/// Pieces of audio that may wait for the recogniser; then the client is made to wait.
const QUEUE: usize = 16;

/// One running caption of one socket.
pub(super) struct Captioning {
    to: mpsc::Sender<Vec<i16>>,
}

impl Captioning {
    /// Begins captions for a session that is the user's own.
    pub(super) async fn begin(
        state: &AppState,
        session_id: i64,
        sample_rate: u32,
        out: mpsc::Sender<Box<ServerMessage>>,
    ) -> Result<Self, Error> {
        let mut caption = state.services.captions.begin(sample_rate).await?;
        let (to, mut from) = mpsc::channel::<Vec<i16>>(QUEUE);
        tokio::spawn(async move {
            let mut last = None;
            while let Some(samples) = from.recv().await {
                match caption.hear(samples).await {
                    Ok(text) if last.as_ref() == Some(&text) => {}
                    // Not waited for: the socket may be waiting for us to hear more. The next one says all of it again.
                    Ok(text) => match out.try_send(Box::new(partial(session_id, text.clone()))) {
                        Ok(()) => last = Some(text),
                        Err(TrySendError::Full(_)) => {}
                        Err(TrySendError::Closed(_)) => return,
                    },
                    Err(error) => {
                        drop(from);
                        // The client may be gone; then nobody needs to know.
                        let _ = out.send(Box::new(ServerMessage::error(error, Some(session_id)))).await;
                        return;
                    }
                }
            }
            let message = match caption.finish().await {
                Ok(text) => partial(session_id, text),
                Err(error) => ServerMessage::error(error, Some(session_id)),
            };
            let _ = out.send(Box::new(message)).await;
        });
        Ok(Self { to })
    }

    /// Gives the recogniser more to hear. False when it has stopped.
    pub(super) async fn hear(&self, audio: Bytes) -> bool {
        let samples = audio.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        self.to.send(samples).await.is_ok()
    }
}

fn partial(session_id: i64, caption: CaptionText) -> ServerMessage {
    ServerMessage::Partial { session_id, text: caption.text, stable: caption.stable }
}

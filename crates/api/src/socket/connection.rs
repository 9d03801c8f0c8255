//! One connection: from its first message to its close frame.
//!
//! Thousands of them are idle at any moment. What is done seldom is done in a box, so that it takes room only then.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use bytes::Bytes;
use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt, StreamExt};
use secrecy::ExposeSecret;
use services::accounts::Identity;
use services::sessions::{Follow, Update};
use services::{Error, SessionId, Viewer};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use super::captions::Captioning;
use super::protocol::{ClientMessage, ServerMessage};
use super::reader::{Received, read};
use super::registry::Place;
use crate::middleware::request_id;
use crate::state::AppState;

/// How long a client may take to accept one message.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// Pings without any sign of life after which the client is taken for gone.
const SILENT_PINGS: u32 = 2;
/// Pings between two looks at whether the sign-in still stands. There is word when it ends; it may be lost.
const PINGS_PER_LOOK: u32 = 3;
/// Sessions that one socket may follow at once.
const MOST_FOLLOWED: usize = 64;

/// Serves a socket until either side ends it.
pub(crate) async fn serve(state: AppState, socket: WebSocket, request_id: String) {
    let (_tracked, stop) = state.sockets.track();
    request_id::within(request_id, async move {
        let (mut sink, mut stream) = socket.split();
        let close = tokio::select! {
            close = run(&state, &mut sink, &mut stream) => close,
            () = stop.cancelled() => Some((close_code::RESTART, "the server restarts: connect again")),
        };
        if let Some((code, reason)) = close {
            let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
            // The client may be gone already.
            let _ = tokio::time::timeout(WRITE_TIMEOUT, sink.send(frame)).await;
            let _ = tokio::time::timeout(Duration::from_secs(1), async {
                while stream.next().await.is_some() {}
            })
            .await;
        }
    })
    .await;
}

type Close = Option<(u16, &'static str)>;

const SIGNED_OUT: Close = Some((close_code::POLICY, "the sign-in has ended"));
const TOO_LARGE: Close = Some((close_code::SIZE, "the message is too large"));
type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// Everything between opening and closing; says how to close, or nothing when the client is gone.
async fn run(state: &AppState, sink: &mut Sink, stream: &mut Stream) -> Close {
    let settings = state.sockets.settings();
    let greeting = tokio::time::timeout(settings.auth_timeout, Box::pin(greet(state, stream))).await;
    let identity = match greeting {
        Ok(Ok(identity)) => identity,
        Ok(Err(close)) => return close,
        Err(_) => return Some((close_code::POLICY, "authentication did not come in time")),
    };
    let Some(place) = state.sockets.enter(identity) else {
        return Some((close_code::POLICY, "too many sockets of this user"));
    };
    if !send(sink, &ServerMessage::AuthSuccess { user_id: identity.user.0 }).await {
        return None;
    }
    let (out, queue) = mpsc::channel(settings.queue);
    let (updates, news) = mpsc::channel(settings.queue);
    let connection = Connection { state, identity, out, updates, followed: HashMap::new(), captioning: None };
    connection.talk(sink, stream, queue, news, &place).await
}

/// The first message says who it is.
async fn greet(state: &AppState, stream: &mut Stream) -> Result<Identity, Close> {
    let refused = || Some((close_code::POLICY, "authentication failed"));
    loop {
        let Some(Ok(message)) = stream.next().await else { return Err(None) };
        match read(message, state.sockets.settings()) {
            Received::Message(ClientMessage::Auth { token }) => {
                return match state.services.accounts.authenticate(token.expose_secret()).await {
                    Ok(identity) => Ok(identity),
                    Err(Error::Denied(_)) => Err(refused()),
                    Err(error) => {
                        tracing::warn!(%error, "a socket could not be authenticated");
                        Err(Some((close_code::AGAIN, "try again in a moment")))
                    }
                };
            }
            Received::Alive => {}
            Received::Closed => return Err(None),
            Received::TooLarge => return Err(TOO_LARGE),
            Received::Message(_) | Received::Audio(_) | Received::Nonsense(_) => return Err(refused()),
        }
    }
}

struct Connection<'a> {
    state: &'a AppState,
    identity: Identity,
    /// What its captions say. In boxes, as below: a channel keeps room for some dozens.
    out: mpsc::Sender<Box<ServerMessage>>,
    /// What the followed sessions tell.
    updates: mpsc::Sender<Box<Update>>,
    followed: HashMap<SessionId, Follow>,
    captioning: Option<Captioning>,
}

impl Connection<'_> {
    async fn talk(
        mut self,
        sink: &mut Sink,
        stream: &mut Stream,
        mut queue: mpsc::Receiver<Box<ServerMessage>>,
        mut news: mpsc::Receiver<Box<Update>>,
        place: &Place,
    ) -> Close {
        let mut ping = tokio::time::interval(self.state.sockets.settings().ping_every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.tick().await;
        let (mut pings, mut silent) = (0_u32, 0);
        loop {
            let sent = tokio::select! {
                received = stream.next() => {
                    silent = 0;
                    match received {
                        Some(Ok(message)) => {
                            let replies = match read(message, self.state.sockets.settings()) {
                                Received::Closed => return None,
                                Received::TooLarge => return TOO_LARGE,
                                // Whoever has been signed out does nothing more, even if word of that was lost.
                                Received::Message(message) if message.is_a_wish() && !self.still_stands().await => {
                                    return SIGNED_OUT;
                                }
                                received => Box::pin(self.receive(received)).await,
                            };
                            send_all(sink, replies).await
                        }
                        Some(Err(error)) => return broken(error),
                        None => return None,
                    }
                }
                Some(message) = queue.recv() => send(sink, &message).await,
                Some(update) = news.recv() => {
                    if let Update::Gone { session } = &*update {
                        self.followed.remove(session);
                    }
                    send(sink, &(*update).into()).await
                }
                _ = ping.tick() => {
                    silent += 1;
                    pings = pings.wrapping_add(1);
                    if silent > SILENT_PINGS {
                        return Some((close_code::AWAY, "no sign of life"));
                    }
                    let looks = pings.is_multiple_of(PINGS_PER_LOOK) || self.state.services.accounts.is_cut_off();
                    if looks && !self.still_stands().await {
                        return SIGNED_OUT;
                    }
                    timely(sink.send(Message::Ping(Bytes::new()))).await
                }
                () = place.ended.cancelled() => return SIGNED_OUT,
            };
            if !sent {
                return None;
            }
        }
    }

    async fn still_stands(&self) -> bool {
        let looking = Box::pin(self.state.services.accounts.still_stands(self.identity));
        // When it can not be found out now, the next look will tell.
        looking.await.unwrap_or(true)
    }

    /// Does what the client wants, and says what to answer at once.
    async fn receive(&mut self, received: Received) -> Vec<ServerMessage> {
        let about = match &received {
            Received::Message(
                ClientMessage::SessionStart { session_id }
                | ClientMessage::AudioUri { session_id, .. }
                | ClientMessage::AudioStart { session_id, .. },
            ) => Some(*session_id),
            _ => None,
        };
        let done = match received {
            Received::Message(message) => self.act(message).await,
            Received::Audio(audio) => self.hear(audio).await,
            Received::Nonsense(problem) => return vec![ServerMessage::error(problem, None)],
            Received::Alive | Received::Closed | Received::TooLarge => Ok(None),
        };
        match done {
            Ok(reply) => reply.into_iter().collect(),
            Err(error) => vec![ServerMessage::error(error, about)],
        }
    }

    async fn act(&mut self, message: ClientMessage) -> Result<Option<ServerMessage>, Error> {
        match message {
            ClientMessage::Auth { token } => {
                // A client that has refreshed its token may say so; the user can not change.
                let again = self.state.services.accounts.authenticate(token.expose_secret()).await?;
                if again.user != self.identity.user {
                    return Err(Error::WrongState(
                        "This socket belongs to another user. Open a new one.".to_owned(),
                    ));
                }
                self.identity = again;
                Ok(Some(ServerMessage::AuthSuccess { user_id: again.user.0 }))
            }
            ClientMessage::SessionStart { session_id } => {
                self.follow(SessionId(session_id), false).await?;
                Ok(None)
            }
            ClientMessage::AudioUri { session_id, key } => {
                let id = SessionId(session_id);
                // An earlier follow must be silent before the work begins, or its words mix with those of the new one.
                let followed = self.followed.remove(&id).is_some();
                match self.state.services.sessions.attach(self.identity.user, id, &key).await {
                    // The work may be done before this looks: then its results are what it begins with.
                    Ok(_) => self.follow(id, true).await?,
                    Err(error) => {
                        if followed {
                            self.follow(id, false).await?;
                        }
                        return Err(error);
                    }
                }
                Ok(None)
            }
            ClientMessage::AudioStart {
                session_id,
                encoding: super::protocol::Encoding::PcmS16Le,
                sample_rate,
            } => {
                self.state
                    .services
                    .sessions
                    .find(Viewer::newest(self.identity.user), SessionId(session_id))
                    .await?;
                let captioning =
                    Captioning::begin(self.state, session_id, sample_rate, self.out.clone()).await?;
                self.captioning = Some(captioning);
                Ok(None)
            }
            ClientMessage::AudioEnd {} => match self.captioning.take() {
                // Dropped, it says its last word.
                Some(_) => Ok(None),
                None => Err(Error::WrongState(
                    "There is no live audio to end. Begin with audio_start.".to_owned(),
                )),
            },
            ClientMessage::Ping {} => Ok(Some(ServerMessage::Pong)),
        }
    }

    async fn hear(&mut self, audio: Bytes) -> Result<Option<ServerMessage>, Error> {
        let Some(captioning) = &self.captioning else {
            return Err(Error::WrongState("Live audio begins with audio_start.".to_owned()));
        };
        if !captioning.hear(audio).await {
            // It has said why.
            self.captioning = None;
        }
        Ok(None)
    }

    /// Begins to follow the session, or begins anew, with its state as it is now.
    async fn follow(&mut self, id: SessionId, results_too: bool) -> Result<(), Error> {
        if self.followed.len() >= MOST_FOLLOWED && !self.followed.contains_key(&id) {
            let message = format!("One socket follows at most {MOST_FOLLOWED} sessions. Open another one.");
            return Err(Error::WrongState(message));
        }
        self.followed.remove(&id);
        let sessions = &self.state.services.sessions;
        let follow = sessions.follow(self.identity.user, id, results_too, self.updates.clone()).await?;
        self.followed.insert(id, follow);
        Ok(())
    }
}

/// How to close a connection on which something came that is no message.
fn broken(error: axum::Error) -> Close {
    match error.into_inner().downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => TOO_LARGE,
        Some(tungstenite::Error::Utf8(_)) => Some((close_code::INVALID, "a text is not UTF-8")),
        Some(tungstenite::Error::Protocol(_)) => Some((close_code::PROTOCOL, "this is no WebSocket message")),
        _ => None,
    }
}

async fn send_all(sink: &mut Sink, messages: Vec<ServerMessage>) -> bool {
    for message in messages {
        if !send(sink, &message).await {
            return false;
        }
    }
    true
}

async fn send(sink: &mut Sink, message: &ServerMessage) -> bool {
    match serde_json::to_string(message) {
        Ok(text) => timely(sink.send(Message::Text(text.into()))).await,
        Err(error) => {
            tracing::error!(%error, "a message can not be written");
            true
        }
    }
}

/// Whether the client took it in time.
async fn timely(sending: impl Future<Output = Result<(), axum::Error>>) -> bool {
    matches!(tokio::time::timeout(WRITE_TIMEOUT, sending).await, Ok(Ok(())))
}

//! Events: word, from whoever works on a session to whoever watches it, that something happened.
//!
//! An event may be lost; the database is the truth. It says what to look at, or how far the work is.

use std::sync::Arc;

use clients::shared_state::{Heard, Reach, SharedState};
use futures::{Stream, StreamExt};
use models::{SessionId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Event {
    /// The session's row has changed, or is gone.
    Changed { session: SessionId },
    /// The work on it has come so far.
    Progress { session: SessionId, stage: String, progress: f64 },
}

impl Event {
    pub(crate) fn session(&self) -> SessionId {
        match self {
            Self::Changed { session } | Self::Progress { session, .. } => *session,
        }
    }
}

/// What a listener hears.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    Event(Event),
    /// Events may have been lost.
    Gap,
}

#[derive(Clone)]
pub(crate) struct Events {
    state: Arc<dyn SharedState>,
}

impl Events {
    pub(crate) fn new(state: Arc<dyn SharedState>) -> Self {
        Self { state }
    }

    pub(crate) async fn changed(&self, user: UserId, session: SessionId) {
        self.publish(user, &Event::Changed { session }).await;
    }

    pub(crate) async fn progress(&self, user: UserId, session: SessionId, stage: &str, progress: f64) {
        self.publish(user, &Event::Progress { session, stage: stage.to_owned(), progress }).await;
    }

    async fn publish(&self, user: UserId, event: &Event) {
        match serde_json::to_string(event) {
            Ok(message) => self.state.publish(&topic(user), &message).await,
            Err(error) => tracing::error!(%error, "an event can not be written"),
        }
    }

    /// Everything that happens to the user's sessions from now on.
    pub(crate) async fn of(&self, user: UserId) -> impl Stream<Item = News> + Send + Unpin + use<> {
        let heard = self.state.subscribe(&topic(user)).await;
        let news = heard.filter_map(|heard| {
            std::future::ready(match heard {
                Heard::Message(message) => serde_json::from_str(&message).ok().map(News::Event),
                Heard::Gap => Some(News::Gap),
            })
        });
        news.boxed()
    }

    /// Whether what happens on any instance is heard here.
    pub(crate) fn are_complete(&self) -> bool {
        self.state.reach() == Reach::AllInstances
    }
}

fn topic(user: UserId) -> String {
    format!("sessions:{user}")
}

//! Endings: word to every instance that sign-ins have ended, so that their open sockets close at once.
//!
//! Requests need no such word: each looks at the database whether its sign-in still stands. No cache stands in between,
//! because a token must not work for a moment longer than its sign-in.

use std::sync::Arc;

use clients::shared_state::{Heard, Reach, SharedState};
use futures::{Stream, StreamExt};
use models::{SignInId, UserId};
use serde::{Deserialize, Serialize};

use super::{Accounts, Identity};

const TOPIC: &str = "sign-ins-ended";

/// What has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Ending {
    SignIn {
        sign_in: SignInId,
    },
    /// All sign-ins of the user but one, or all.
    OfUser {
        user: UserId,
        but: Option<SignInId>,
    },
    /// Word may have been lost: any sign-in may have ended.
    Unknown,
}

impl Ending {
    /// Whether this sign-in has ended for sure.
    pub fn is_of(self, identity: &Identity) -> bool {
        match self {
            Self::SignIn { sign_in } => identity.sign_in == sign_in,
            Self::OfUser { user, but } => identity.user == user && but != Some(identity.sign_in),
            Self::Unknown => false,
        }
    }
}

/// Spreads the word.
#[derive(Clone)]
pub(crate) struct Endings {
    state: Arc<dyn SharedState>,
}

impl Endings {
    pub(crate) fn new(state: Arc<dyn SharedState>) -> Self {
        Self { state }
    }

    /// To be called when the end is committed.
    pub(super) async fn tell(&self, ending: Ending) {
        match serde_json::to_string(&ending) {
            Ok(message) => self.state.publish(TOPIC, &message).await,
            Err(error) => tracing::error!(%error, "an ending can not be written"),
        }
    }
}

impl Accounts {
    /// Every sign-in that ends from now on, on whatever instance.
    pub async fn endings(&self) -> impl Stream<Item = Ending> + Send + Unpin + use<> {
        let heard = self.endings.state.subscribe(TOPIC).await;
        let endings = heard.filter_map(|heard| {
            std::future::ready(match heard {
                Heard::Message(message) => serde_json::from_str(&message).ok(),
                Heard::Gap => Some(Ending::Unknown),
            })
        });
        endings.boxed()
    }

    /// Whether word of endings on other instances is known not to come: then look more often.
    pub fn is_cut_off(&self) -> bool {
        self.endings.state.reach() == Reach::CutOff
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, SystemClock};

    #[test]
    fn an_ending_is_of_those_whom_it_names() {
        let identity = |user, sign_in| Identity {
            user: UserId(user),
            sign_in: SignInId(sign_in),
            expires_at: SystemClock.now(),
            write_position: 0,
        };
        let one = Ending::SignIn { sign_in: SignInId(7) };
        assert!(one.is_of(&identity(1, 7)) && !one.is_of(&identity(1, 8)));
        let others = Ending::OfUser { user: UserId(1), but: Some(SignInId(7)) };
        assert!(
            others.is_of(&identity(1, 8)) && !others.is_of(&identity(1, 7)) && !others.is_of(&identity(2, 8))
        );
        assert!(!Ending::Unknown.is_of(&identity(1, 7)));
    }
}

//! Follow-up questions to an answer, each with the words that it goes back to.

use coach::follow_up::FollowUp;
use coach::{model, rules};
use models::{SessionId, Viewer};

use super::Coaching;
use crate::budget::Payer;
use crate::error::Error;
use crate::judge::nobody_watches;
use crate::limits::{Action, Caller};

impl Coaching {
    /// By the language model when there is one, else by rules; none for an answer that can not be judged.
    pub async fn follow_ups(
        &self,
        viewer: Viewer,
        id: SessionId,
        caller: &Caller,
    ) -> Result<Vec<FollowUp>, Error> {
        let row = self.sessions.row(viewer, id).await?;
        let said = self.said(viewer, id, &row).await?;
        let answer = said.answer(&row);
        if coach::gate(&answer).is_err() {
            return Ok(Vec::new());
        }
        let Some(judge) = &self.judge else { return Ok(rules::follow_ups(&answer)) };
        self.limits.take(Action::Ai, caller, Some(&viewer.user.to_string())).await?;
        let prompt = model::follow_up_prompt(&answer);
        let read = |reply: &str| model::parse_follow_ups(reply, &answer);
        Ok(judge.ask(Payer::User(viewer.user), &prompt, 0, nobody_watches(), read).await?.value)
    }
}

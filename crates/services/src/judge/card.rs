//! The judge card of a language model: asked as it is for users, measured on labelled answers, kept as its standing.

use std::sync::Arc;

use clients::language_model::LanguageModel;
use clients::shared_state::Memory;
use coach::judge_card::{JudgeCard, Standing};
use coach::rubric::rubric;
use coach::{Answer, Judgement, model};
use models::{Database, judge_standing};

use super::{AskError, Judge, JudgeSettings, nobody_watches};
use crate::budget::{Budget, Payer};
use crate::clock::Time;
use crate::error::Error;

/// A language model that is to be measured.
pub struct CardJudge(Judge);

impl CardJudge {
    pub fn new(model: Arc<dyn LanguageModel>, settings: JudgeSettings) -> Self {
        Self(Judge { model, state: Arc::new(Memory::default()), budget: Budget::unlimited(), settings })
    }

    /// As it is configured.
    pub fn name(&self) -> String {
        self.0.model.name()
    }

    /// One whole judgement, as a user would be shown it. `attempt` tells repeated ones apart: each is asked for anew.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub async fn judge(&self, answer: &Answer<'_>, attempt: u64) -> Result<Judgement, String> {
        let first_seed = attempt * self.0.settings.runs.max(1) as u64;
        let judged = self.0.judgement(Payer::Operator, answer, first_seed, |_| nobody_watches()).await;
        judged.map(|judged| judged.judgement).map_err(|error: AskError| error.to_string())
    }

    /// Keeps what the card came to: from now on it decides whether this model's levels are shown.
    pub async fn keep(&self, db: &Database, card: &JudgeCard, now: Time) -> Result<(), Error> {
        let row = judge_standing::Model {
            model: self.name(),
            prompt_version: model::PROMPT_VERSION.to_owned(),
            rubric_version: card.rubric_version.clone(),
            standing: card.standing.name().to_owned(),
            card: serde_json::to_string(card)?,
            measured_at: now,
        };
        let tx = db.begin_unseen().await?;
        judge_standing::replace(&tx, row).await?;
        tx.commit().await.map_err(models::DataError::from)?;
        Ok(())
    }
}

/// What may be shown of the judge: nothing but words when the settings say so or its card does. One that was never measured
/// may score.
pub(crate) async fn standing(db: &Database, judge: &Judge) -> Result<Standing, Error> {
    if !judge.settings.scores {
        return Ok(Standing::CoachingOnly);
    }
    let (name, prompt) = (judge.model.name(), model::PROMPT_VERSION);
    let known = judge_standing::find(db.newest(), &name, prompt, &rubric().version).await?;
    let forbids = known.is_some_and(|known| known.standing == Standing::CoachingOnly.name());
    Ok(if forbids { Standing::CoachingOnly } else { Standing::Scores })
}

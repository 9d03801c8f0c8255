//! `coach`: how far the coach that gives feedback can be trusted, and what its users contested.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use coach::judge_card::{self, Half, LabelledSet};
use coach::rules;
use services::clock::{Clock, SystemClock};
use services::coaching::regression_set;
use services::judge::CardJudge;
use tokio::runtime::Handle;

use super::say;
use crate::cli::{Coach, JudgeCard};
use crate::config::Settings;
use crate::{first_start, launch, wiring};

/// The rules coach judges the same answer always alike.
const RUNS_BY_RULES: usize = 1;
/// Whole judgements of each answer, so that it is seen how a model wavers between them.
const RUNS_BY_MODEL: usize = 2;

pub(super) async fn coach(settings: &Settings, asked: &Coach) -> Result<ExitCode> {
    match asked {
        Coach::JudgeCard(asked) => judge_card(settings, asked).await,
        Coach::Contested => contested(settings).await,
    }
}

async fn judge_card(settings: &Settings, asked: &JudgeCard) -> Result<ExitCode> {
    let set = match &asked.labelled {
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            LabelledSet::parse(&text).with_context(|| file.display().to_string())?
        }
        // The other half was used to make the rules, so it would flatter them.
        None => LabelledSet::built_in(Some(Half::HeldBack)),
    };
    launch::choose_tls();
    let card = match wiring::language_model(settings)? {
        Some(model) => measured(settings, CardJudge::new(model, wiring::judge(settings)), set).await?,
        None => judge_card::run("rules", &set, RUNS_BY_RULES, |answer| Ok(rules::judge(answer))),
    };
    let text = if asked.json { serde_json::to_string_pretty(&card)? } else { card.to_string() };
    say(&format!("{}\n", text.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the model about every answer and keeps what came of it. A model that could not be asked at all has no standing.
async fn measured(settings: &Settings, judge: CardJudge, set: LabelledSet) -> Result<judge_card::JudgeCard> {
    let runtime = Handle::current();
    let (judge, card) = tokio::task::spawn_blocking(move || {
        let mut attempt = 0;
        let card = judge_card::run(&judge.name(), &set, RUNS_BY_MODEL, |answer| {
            attempt += 1;
            runtime.block_on(judge.judge(answer, attempt))
        });
        (judge, card)
    })
    .await?;
    if card.all.scored == 0
        && let Some(failure) = card.failures.first()
    {
        bail!("the language model gave no judgement that can be used: {failure}");
    }
    first_start::prepare(&settings.data_dir)?;
    let database = wiring::open_database(settings).await?;
    database.migrate().await?;
    judge.keep(&database, &card, SystemClock.now()).await?;
    database.close().await;
    Ok(card)
}

async fn contested(settings: &Settings) -> Result<ExitCode> {
    first_start::prepare(&settings.data_dir)?;
    let database = wiring::open_database(settings).await?;
    database.migrate().await?;
    let set = regression_set(&database).await?;
    database.close().await;
    if !set.answers.is_empty() {
        say(&set.to_toml()?)?;
    }
    Ok(ExitCode::SUCCESS)
}

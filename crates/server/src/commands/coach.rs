//! `coach judge-card`: how far the coach that gives feedback can be trusted, measured on labelled answers.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use coach::judge_card::{self, Half, LabelledSet};
use coach::rules;

use super::say;
use crate::cli::{Coach, JudgeCard};

/// The rules coach judges the same answer always alike.
const RUNS: usize = 1;

pub(super) fn coach(asked: &Coach) -> Result<ExitCode> {
    match asked {
        Coach::JudgeCard(asked) => judge_card(asked),
    }
}

fn judge_card(asked: &JudgeCard) -> Result<ExitCode> {
    let set = match &asked.labelled {
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            LabelledSet::parse(&text).with_context(|| file.display().to_string())?
        }
        // The other half was used to make the rules, so it would flatter them.
        None => LabelledSet::built_in(Some(Half::HeldBack)),
    };
    let card = judge_card::run("rules", &set, RUNS, |answer| Ok(rules::judge(answer)));
    let text = if asked.json { serde_json::to_string_pretty(&card)? } else { card.to_string() };
    say(&format!("{}\n", text.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}

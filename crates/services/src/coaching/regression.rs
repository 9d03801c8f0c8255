//! The regression set: what users contested, in the form of a labelled set and without anybody's id.

use coach::judge_card::{Labelled, LabelledSet};
use models::{Database, contested_claim};

use crate::error::Error;

/// Every contested claim that is kept, numbered as they came. Question and answer are as the user gave them.
pub async fn regression_set(db: &Database) -> Result<LabelledSet, Error> {
    let rows = contested_claim::all(db.newest()).await?;
    let answers = rows.into_iter().enumerate().map(|(index, row)| entry(index + 1, row));
    Ok(LabelledSet { answers: answers.collect::<Result<_, Error>>()? })
}

fn entry(number: usize, row: contested_claim::Model) -> Result<Labelled, Error> {
    let mut why = format!("Contested and {}: {}", row.outcome, row.reason);
    if let Some(comment) = row.comment {
        why.push_str(" The user said: ");
        why.push_str(&comment);
    }
    let outcome = serde_json::from_value(row.outcome.into())?;
    Ok(Labelled::contested(
        format!("c{number}"),
        row.question,
        row.transcript,
        (row.claim_text, outcome),
        why,
    ))
}

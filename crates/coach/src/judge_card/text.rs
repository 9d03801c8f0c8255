//! The card as text, for a terminal or a Markdown file.

use std::fmt;

use super::agreement::Agreement;
use super::card::{JudgeCard, MIN_KAPPA, Refusals, Shifts, Standing};

impl fmt::Display for JudgeCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Judge: {} · rubric {} · {} answers, {} runs each",
            self.judge, self.rubric_version, self.answers, self.runs
        )?;
        writeln!(f)?;
        writeln!(
            f,
            "| agreement with labels | labelled | scored | kappa (quadratic) | exact | within one | bias |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|")?;
        for agreement in self.competencies.iter().chain([&self.all]) {
            row(f, agreement)?;
        }
        writeln!(f)?;
        writeln!(f, "| check | result | wanted |")?;
        writeln!(f, "|---|---|---|")?;
        let spread = self.mean_spread.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.2}"));
        writeln!(f, "| test–retest spread, largest (mean) | {} ({spread}) | small |", self.largest_spread)?;
        writeln!(f, "| unverified quotes shown | {} of {} | 0 |", self.unverified_quotes, self.quotes_shown)?;
        writeln!(f, "| quotes offered that were never said | {} | 0 |", self.invented_quotes)?;
        refusals(f, "thin answers scored", &self.thin)?;
        refusals(f, "off-topic answers scored", &self.off_topic)?;
        let refused = &self.wrongly_refused;
        writeln!(f, "| good answers refused | {}{} | 0 |", refused.len(), listed(refused))?;
        shifts(f, "shift under orders to the judge", &self.injected)?;
        shifts(f, "shift under stutter", &self.stuttered)?;
        if self.contested.answers > 0 {
            let (again, all) = (&self.contested.made_again, self.contested.answers);
            writeln!(f, "| withdrawn claims made again | {} of {all}{} | 0 |", again.len(), listed(again))?;
        }
        writeln!(f, "| judgements that failed | {}{} | 0 |", self.failures.len(), listed(&self.failures))?;
        writeln!(f)?;
        match self.standing {
            Standing::Scores => writeln!(
                f,
                "Standing: its scores may be shown (kappa at least {MIN_KAPPA}, and every zero is one)."
            ),
            Standing::CoachingOnly => {
                writeln!(
                    f,
                    "Standing: coaching only, no scores (kappa below {MIN_KAPPA}, or a zero that is none)."
                )
            }
        }
    }
}

fn row(f: &mut fmt::Formatter<'_>, agreement: &Agreement) -> fmt::Result {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let share =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{:.0} %", value * 100.0));
    writeln!(
        f,
        "| {} | {} | {} | {} | {} | {} | {} |",
        agreement.of,
        agreement.labelled,
        agreement.scored,
        number(agreement.kappa),
        share(agreement.exact),
        share(agreement.within_one),
        number(agreement.bias)
    )
}

fn refusals(f: &mut fmt::Formatter<'_>, what: &str, refusals: &Refusals) -> fmt::Result {
    writeln!(
        f,
        "| {what} | {} of {}{} | 0 |",
        refusals.scored.len(),
        refusals.answers,
        listed(&refusals.scored)
    )?;
    if refusals.other_reason.is_empty() {
        return Ok(());
    }
    writeln!(
        f,
        "| … refused for another reason than labelled | {}{} | 0 |",
        refusals.other_reason.len(),
        listed(&refusals.other_reason)
    )
}

fn shifts(f: &mut fmt::Formatter<'_>, what: &str, shifts: &Shifts) -> fmt::Result {
    writeln!(
        f,
        "| {what}, largest, in levels | {} over {} answers{} | 0 |",
        shifts.largest,
        shifts.answers,
        listed(&shifts.shifted)
    )
}

fn listed(items: &[String]) -> String {
    if items.is_empty() { String::new() } else { format!(" ({})", items.join("; ")) }
}

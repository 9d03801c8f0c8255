//! What was heard, as a table for people and as JSON for programs.

use std::fmt::Write;

use clients::speech::Engine;
use clients::speech::error_rate::ErrorRate;
use serde_json::{Value, json};

use super::Heard;

pub(super) fn text(engine: &Engine, heard: &[Heard]) -> String {
    let mut text = format!("engine: {} ({})\n\n", engine.name, engine.note);
    let width = heard.iter().map(|one| name(one).chars().count()).max().unwrap_or(0).max("recording".len());
    // Writing to a String can not fail.
    let _ = writeln!(text, "{:<width$}  sound s  work s  factor  words  error rate", "recording");
    for one in heard {
        let rate = one.reference.as_ref().map(|(_, rate)| shown(*rate)).unwrap_or_default();
        let _ = writeln!(
            text,
            "{:<width$}  {:>7.1}  {:>6.1}  {:>6.2}  {:>5}  {rate}",
            name(one),
            one.decoded.duration_s,
            one.seconds,
            factor(one),
            one.transcript.words.len(),
        );
    }
    let all: ErrorRate = heard.iter().filter_map(|one| one.reference.as_ref()).map(|(_, rate)| *rate).sum();
    if heard.len() > 1 && all.words > 0 {
        let _ = writeln!(text, "\nerror rate of all: {}", shown(all));
    }
    for one in heard {
        let _ = writeln!(text, "\n{}\n  heard: {}", name(one), one.transcript.text);
        if let Some((said, _)) = &one.reference {
            let _ = writeln!(text, "  said:  {}", said.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    text
}

pub(super) fn json(engine: &Engine, heard: &[Heard]) -> Value {
    let all: ErrorRate = heard.iter().filter_map(|one| one.reference.as_ref()).map(|(_, rate)| *rate).sum();
    json!({
        "engine": engine.name,
        "word_error_rate": all.rate(),
        "recordings": heard.iter().map(one_as_json).collect::<Vec<_>>(),
    })
}

fn one_as_json(one: &Heard) -> Value {
    let words = one.transcript.words.iter().map(|word| {
        json!({ "text": word.text, "start_s": word.start_s, "end_s": word.end_s, "confidence": word.confidence })
    });
    json!({
        "file": one.file,
        "duration_s": one.decoded.duration_s,
        "container": one.decoded.container,
        "codec": one.decoded.codec,
        "work_s": one.seconds,
        "real_time_factor": factor(one),
        "language": one.transcript.language,
        "text": one.transcript.text,
        "words": words.collect::<Vec<_>>(),
        "reference": one.reference.as_ref().map(|(said, rate)| json!({
            "text": said,
            "words": rate.words,
            "substitutions": rate.substitutions,
            "insertions": rate.insertions,
            "deletions": rate.deletions,
            "word_error_rate": rate.rate(),
        })),
    })
}

fn name(one: &Heard) -> String {
    one.file.file_name().unwrap_or(one.file.as_os_str()).to_string_lossy().into_owned()
}

/// Work divided by sound: below 1 is faster than speech.
fn factor(one: &Heard) -> f64 {
    one.seconds / one.decoded.duration_s.max(f64::EPSILON)
}

fn shown(rate: ErrorRate) -> String {
    match rate.rate() {
        Some(share) => format!(
            "{:.1} % of {} ({} wrong, {} added, {} missing)",
            share * 100.0,
            rate.words,
            rate.substitutions,
            rate.insertions,
            rate.deletions
        ),
        None => "nothing was said".to_owned(),
    }
}

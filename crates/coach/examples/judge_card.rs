//! Prints the rules coach's judge card: `cargo run -p coach --example judge_card -- open|held_back`.

#![allow(clippy::print_stdout)]

use coach::judge_card::{Half, LabelledSet, run};
use coach::rules;

fn main() {
    let half = match std::env::args().nth(1).as_deref() {
        Some("open") => Some(Half::Open),
        Some("held_back") => Some(Half::HeldBack),
        _ => None,
    };
    let card = run("rules", &LabelledSet::built_in(half), 3, |answer| Ok(rules::judge(answer)));
    println!("{card}");
}

//! From the library's markers to spoken words.

use super::search::HeardWord;
use crate::speech::Word;

/// Frames per second of the acoustic model.
const FRAMES_PER_SECOND: f64 = 100.0;

/// The words that were spoken, with their times counted from `offset_s`; silence and noise are left out.
pub(super) fn spoken(heard: &[HeardWord], offset_s: f64) -> Vec<Word> {
    heard
        .iter()
        .filter(|word| !is_marker(&word.text))
        .map(|word| Word {
            text: spelling(&word.text).to_owned(),
            start_s: offset_s + f64::from(word.first_frame) / FRAMES_PER_SECOND,
            end_s: offset_s + f64::from(word.last_frame + 1) / FRAMES_PER_SECOND,
            confidence: Some(word.posterior.clamp(0.0, 1.0)),
        })
        .collect()
}

/// `<s>`, `</s>`, `<sil>`, `[NOISE]`, `[SPEECH]`: the noise dictionary of the model.
fn is_marker(text: &str) -> bool {
    text.starts_with(['<', '['])
}

/// The dictionary numbers further pronunciations: `the(2)`.
fn spelling(text: &str) -> &str {
    text.split_once('(').map_or(text, |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_go_and_numbered_pronunciations_lose_their_number() {
        let heard = |text: &str, first_frame, last_frame, posterior| HeardWord {
            text: text.to_owned(),
            first_frame,
            last_frame,
            posterior,
        };
        let words = spoken(
            &[
                heard("<s>", 0, 9, 1.0),
                heard("the(2)", 10, 19, 0.5),
                heard("[NOISE]", 20, 29, 1.0),
                heard("<sil>", 30, 39, 1.0),
                heard("'cause", 40, 59, 1.000_001),
                heard("</s>", 60, 70, 1.0),
            ],
            2.0,
        );
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["the", "'cause"]);
        assert!((words[0].start_s - 2.1).abs() < 1e-9 && (words[0].end_s - 2.2).abs() < 1e-9);
        assert_eq!(words[1].confidence, Some(1.0));
    }
}

//! The cache of replies: what was asked and could be read is kept under everything that the reply depends on.

use std::time::Duration;

use clients::language_model::Reply;
use coach::model::{self, Prompt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Judge;

/// A reply is kept this long: a judgement that was cut short by the end of a day's budget goes on where it was. No longer,
/// since a reply quotes its user, whose leaving does not reach it.
const KEPT: Duration = Duration::from_secs(2 * 24 * 3600);

/// A reply that could be read.
#[derive(Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) text: String,
    /// The model's own name for itself.
    pub(super) model: String,
}

impl Judge {
    pub(super) async fn known(&self, key: &str) -> Option<Known> {
        let kept = self.state.cached(key).await;
        let result = if kept.is_some() { "hit" } else { "miss" };
        metrics::counter!("greenroom_cache_reads_total", "what" => "reply", "result" => result).increment(1);
        serde_json::from_str(&kept?).ok()
    }

    pub(super) async fn remember(&self, key: &str, reply: &Reply) {
        let known = Known { text: reply.text.clone(), model: reply.model.clone() };
        if let Ok(kept) = serde_json::to_string(&known) {
            self.state.cache(key, &kept, KEPT).await;
        }
    }

    /// The prompt holds transcript and question; the seed is the run.
    pub(super) fn cache_key(&self, prompt: &Prompt, seed: u64) -> String {
        let mut digest = Sha256::new();
        let schema = prompt.schema.to_string();
        let name = self.model.name();
        for part in [&name, model::PROMPT_VERSION, &prompt.system, &prompt.user, &schema] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        digest.update(seed.to_le_bytes());
        digest.update(self.settings.temperature.to_le_bytes());
        digest.update(self.settings.max_tokens.to_le_bytes());
        let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("reply:{hex}")
    }
}

//! Recognisers and language models as their users meet them: real sound, real sockets.

// The lint spares test functions, but not the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod chat;
mod pocketsphinx;
mod sound;
mod transcription;

use std::time::Duration;

use clients::openai::Settings;
use clients::testing::openai::{KEY, OpenAiServer};

/// Settings that reach the test server and lose no time over it.
fn settings(server: &OpenAiServer, model: &str) -> Settings {
    Settings {
        timeout: Duration::from_secs(10),
        backoff: Duration::from_millis(1),
        ..Settings::new(server.base_url(), Some(KEY.into()), model, 7)
    }
}

//! Reading an answer that arrives as server-sent events: lines of `data: {chunk}`, the last one `data: [DONE]`.

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};
use tokio_util::io::StreamReader;

use super::answer::{Chunk, Whole};
use crate::language_model::Progress;
use crate::openai::{Failure, read_limited};

/// Longest event; a chunk repeats some fields around a few characters.
const LONGEST_LINE: usize = 1024 * 1024;

#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Of the text.
    pub(super) bytes: usize,
    /// Between two events.
    pub(super) idle: Duration,
    /// From the first byte to the last.
    pub(super) total: Duration,
}

pub(super) async fn read(response: Response, limits: Limits, progress: Progress) -> Result<Whole, Failure> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("text/event-stream") {
        streamed(response, limits, progress).await
    } else {
        at_once(response, limits, progress).await
    }
}

async fn streamed(response: Response, limits: Limits, progress: Progress) -> Result<Whole, Failure> {
    let bytes = response.bytes_stream().map_err(std::io::Error::other);
    let codec = LinesCodec::new_with_max_length(LONGEST_LINE);
    let mut lines = FramedRead::new(StreamReader::new(bytes), codec);
    let end = Instant::now() + limits.total;
    let (mut whole, mut arrived) = (Whole::default(), 0);
    loop {
        let next = timeout(limits.idle, timeout_at(end, lines.next())).await;
        let next =
            next.map_err(|_| Failure::TimedOut(limits.idle))?.map_err(|_| Failure::TimedOut(limits.total))?;
        let Some(line) = next else { break };
        // Empty lines part the events; those with a colon first are comments that keep the connection alive.
        let line = line.map_err(broken)?;
        let Some(data) = line.strip_prefix("data:") else { continue };
        let data = data.trim();
        if data == "[DONE]" {
            break;
        }
        let brought = whole.add(parsed(data.as_bytes())?, limits.bytes)?;
        if brought > 0 {
            arrived += brought;
            progress(arrived);
        }
    }
    whole.finished()
}

/// Of a server that answers in one piece although a stream was asked for.
async fn at_once(response: Response, limits: Limits, progress: Progress) -> Result<Whole, Failure> {
    let body = read_limited(response, limits.bytes + LONGEST_LINE, limits.total).await?;
    let mut whole = Whole::default();
    progress(whole.add(parsed(&body)?, limits.bytes)?);
    whole.finished()
}

fn parsed(data: &[u8]) -> Result<Chunk, Failure> {
    serde_json::from_slice(data)
        .map_err(|error| Failure::BadAnswer(format!("not a chat completion: {error}")))
}

fn broken(error: LinesCodecError) -> Failure {
    match error {
        LinesCodecError::MaxLineLengthExceeded => {
            Failure::BadAnswer(format!("a line of its answer is longer than {LONGEST_LINE} bytes"))
        }
        LinesCodecError::Io(error) => Failure::Unreachable(format!("its answer was cut off: {error}")),
    }
}

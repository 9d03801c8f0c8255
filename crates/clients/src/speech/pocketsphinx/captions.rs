//! Captions: what a speaker seems to say while speaking. Closed utterances stay; the open one may still change.

use async_trait::async_trait;

use super::library::{Endpointer, Frame};
use super::pool::Place;
use super::resample::Resampler;
use super::words;
use crate::speech::{Captions, Partial, SAMPLE_RATE, SpeechError};

/// An utterance without a pause is closed after this many samples (20 s), so that its captions settle some time.
const LONGEST_UTTERANCE: usize = 20 * SAMPLE_RATE as usize;

/// Opens captions on a place, loading its decoder if need be.
pub(super) async fn open(place: Place, sample_rate: u32) -> Result<Box<dyn Captions>, SpeechError> {
    let Some(resampler) = Resampler::new(sample_rate) else {
        return Err(SpeechError::Refused(format!("captions at {sample_rate} samples a second")));
    };
    let endpointer = Endpointer::new().map_err(SpeechError::BadAnswer)?;
    let (waiting, closed) = (Vec::new(), Vec::new());
    let listener = Listener { place, resampler, endpointer, waiting, closed, open_samples: 0 };
    let listener = blocking(listener, |listener| listener.place.decoder().map(|_| ())).await?.0;
    Ok(Box::new(LiveCaptions { listener: Some(listener) }))
}

struct LiveCaptions {
    /// Away while it works; lost when a call failed or its future was dropped.
    listener: Option<Listener>,
}

#[async_trait]
impl Captions for LiveCaptions {
    async fn hear(&mut self, samples: Vec<i16>) -> Result<Partial, SpeechError> {
        let listener = self.listener.take().ok_or_else(ended)?;
        let (listener, partial) = blocking(listener, |listener| listener.hear(samples)).await?;
        self.listener = Some(listener);
        Ok(partial)
    }

    async fn finish(mut self: Box<Self>) -> Result<Partial, SpeechError> {
        let listener = self.listener.take().ok_or_else(ended)?;
        Ok(blocking(listener, Listener::finish).await?.1)
    }
}

fn ended() -> SpeechError {
    SpeechError::BadAnswer("these captions ended with an earlier error".to_owned())
}

/// Works on a thread that may be busy for long. After an error the decoder is thrown away with the listener.
async fn blocking<T: Send + 'static>(
    mut listener: Listener,
    work: impl FnOnce(&mut Listener) -> Result<T, String> + Send + 'static,
) -> Result<(Listener, T), SpeechError> {
    let done = tokio::task::spawn_blocking(move || match work(&mut listener) {
        Ok(result) => Ok((listener, result)),
        Err(error) => {
            listener.place.discard();
            Err(SpeechError::BadAnswer(error))
        }
    });
    done.await.map_err(|error| SpeechError::BadAnswer(error.to_string()))?
}

struct Listener {
    place: Place,
    resampler: Resampler,
    endpointer: Endpointer,
    /// Less than a frame of the endpointer.
    waiting: Vec<i16>,
    closed: Vec<String>,
    /// Samples of the utterance that is open; 0 when none is.
    open_samples: usize,
}

impl Listener {
    fn hear(&mut self, samples: Vec<i16>) -> Result<Partial, String> {
        self.waiting.extend(self.resampler.push(samples));
        let waiting = std::mem::take(&mut self.waiting);
        let (frames, rest) = waiting.as_chunks::<{ Endpointer::FRAME }>();
        for frame in frames {
            match self.endpointer.hear(frame) {
                Frame::Silence => {}
                Frame::Speech(samples) => self.hear_speech(&samples)?,
                Frame::LastSpeech(samples) => {
                    self.hear_speech(&samples)?;
                    self.close()?;
                }
            }
        }
        self.waiting = rest.to_vec();
        self.partial()
    }

    fn hear_speech(&mut self, samples: &[i16]) -> Result<(), String> {
        let decoder = self.place.decoder()?;
        if self.open_samples == 0 {
            decoder.start()?;
        }
        decoder.hear(samples)?;
        self.open_samples += samples.len();
        if self.open_samples >= LONGEST_UTTERANCE { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), String> {
        if self.open_samples > 0 {
            self.open_samples = 0;
            let heard = self.place.decoder()?.end()?;
            self.closed.extend(words::spoken(&heard, 0.0).into_iter().map(|word| word.text));
        }
        Ok(())
    }

    fn partial(&mut self) -> Result<Partial, String> {
        let mut text = self.closed.join(" ");
        let stable = text.chars().count();
        if self.open_samples > 0 {
            let open = self.place.decoder()?.hypothesis();
            if !text.is_empty() && !open.is_empty() {
                text.push(' ');
            }
            text.push_str(&open);
        }
        Ok(Partial { text, stable })
    }

    fn finish(&mut self) -> Result<Partial, String> {
        // What the endpointer still holds back, less than its window of 0.3 s, comes out behind silence.
        let silence = vec![0; SAMPLE_RATE as usize / 2];
        self.waiting.extend(silence);
        self.hear(Vec::new())?;
        self.close()?;
        self.partial()
    }
}

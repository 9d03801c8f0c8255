//! Decode error: why a recording could not be turned into samples, in words for the person who made it.

/// Every way in which [`decode`](super::decode) can fail. The display text is meant to be shown to the user.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("The recording is empty: there is no sound in the file.")]
    Empty,
    #[error("This is not a sound recording: it looks like {looks_like}.")]
    NotAudio { looks_like: &'static str },
    #[error(
        "Recordings in the {container} format can not be read here. Please use m4a, mp3, wav, webm, ogg or flac."
    )]
    UnsupportedContainer { container: &'static str },
    #[error("The sound in this {container} file is coded in a way that can not be read here ({detail}).")]
    UnsupportedCodec { container: &'static str, detail: &'static str },
    #[error("The {container} file has no sound track.")]
    NoAudioTrack { container: &'static str },
    #[error(
        "The recording was cut off before it was finished: its index is missing, so the sound in it can not be found."
    )]
    Unfinished,
    #[error("The {container} file is damaged and no sound could be read from it.")]
    Damaged { container: &'static str },
    #[error("The file is too large: {bytes} bytes, and at most {limit} are accepted.")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("The recording is longer than the {} minutes that are accepted.", limit_s / 60.0)]
    TooLong { limit_s: f64 },
    #[error("The decoding was stopped before it was done.")]
    Cancelled,
    #[error("The recording could not be read from storage: {0}")]
    Io(#[from] std::io::Error),
}

impl DecodeError {
    /// A stable name of the kind of failure, for clients and statistics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "audio_empty",
            Self::NotAudio { .. } => "not_audio",
            Self::UnsupportedContainer { .. } => "unsupported_container",
            Self::UnsupportedCodec { .. } => "unsupported_codec",
            Self::NoAudioTrack { .. } => "no_audio_track",
            Self::Unfinished => "recording_unfinished",
            Self::Damaged { .. } => "audio_damaged",
            Self::TooLarge { .. } => "audio_too_large",
            Self::TooLong { .. } => "audio_too_long",
            Self::Cancelled => "cancelled",
            Self::Io(_) => "audio_unreadable",
        }
    }

    /// Whether trying again with the same bytes may succeed: only when it was not the recording's fault.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Io(_) | Self::Cancelled)
    }
}

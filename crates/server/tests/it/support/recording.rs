//! Recordings as phones and browsers send them: spoken by a voice of this machine, or holding no answer at all.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// An answer to [`QUESTION`] that can be judged: a situation, actions and a measured result.
pub(crate) const ANSWER: &str = "Last year our checkout page was slow and customers complained. I was asked to find the \
    cause. I profiled the database and found a missing index on the orders table. I added the index and wrote a test \
    that measures the response time. As a result the page became four times faster and complaints dropped by thirty \
    percent. I learned to measure before I change anything.";

pub(crate) const QUESTION: &str = "Tell me about a time when you solved a difficult technical problem.";

/// The bytes of a file, and what its recorder says of it.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: &'static str,
    pub(crate) extension: &'static str,
}

/// How a recorder codes sound.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    /// As browsers do.
    WebmOpus,
    /// As phones do.
    M4a,
    Wav,
}

impl Format {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::WebmOpus => &["-c:a", "libopus", "out.webm"],
            Self::M4a => &["-c:a", "aac", "out.m4a"],
            Self::Wav => &["-c:a", "pcm_s16le", "out.wav"],
        }
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::WebmOpus => ("audio/webm", "webm"),
            Self::M4a => ("audio/mp4", "m4a"),
            Self::Wav => ("audio/wav", "wav"),
        }
    }
}

impl Recording {
    /// A synthetic voice (flite's `rms`) says the words.
    pub(crate) async fn spoken(words: &str, format: Format) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let speech = folder.path().join("speech.wav");
        std::fs::write(folder.path().join("words.txt"), words).unwrap();
        let mut flite = Command::new("flite");
        flite.args(["-voice", "rms", "-f", "words.txt", "-o", "speech.wav"]).current_dir(folder.path());
        assert!(flite.status().await.unwrap().success());
        Self::converted(&["-i", speech.to_str().unwrap()], format).await
    }

    pub(crate) async fn silence(seconds: u32, format: Format) -> Self {
        let seconds = seconds.to_string();
        Self::converted(&["-f", "lavfi", "-t", &seconds, "-i", "anullsrc=r=16000:cl=mono"], format).await
    }

    /// Brown noise: a fan, a street.
    pub(crate) async fn noise(seconds: u32, format: Format) -> Self {
        let source = format!("anoisesrc=d={seconds}:c=brown:r=16000:a=0.3:seed=7");
        Self::converted(&["-f", "lavfi", "-i", &source], format).await
    }

    /// A file that is what the bytes are and not what its name says.
    pub(crate) fn mislabelled(bytes: &[u8], format: Format) -> Self {
        let (content_type, extension) = format.names();
        Self { bytes: bytes.to_vec(), content_type, extension }
    }

    /// Only the first part of the file arrived.
    pub(crate) fn cut_to(mut self, share: f64) -> Self {
        self.bytes.truncate((self.bytes.len() as f64 * share) as usize);
        self
    }

    async fn converted(input: &[&str], format: Format) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (content_type, extension) = format.names();
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-loglevel", "error"]).args(input).args(["-ac", "1"]).args(format.arguments());
        assert!(ffmpeg.current_dir(folder.path()).stdin(Stdio::null()).status().await.unwrap().success());
        let bytes = std::fs::read(folder.path().join(format!("out.{extension}"))).unwrap();
        Self { bytes, content_type, extension }
    }
}

/// The words as a microphone gives them: mono 16-bit little-endian samples at 16 kHz.
pub(crate) async fn live_speech(words: &str) -> Vec<u8> {
    let wav = Recording::spoken(words, Format::Wav).await.bytes;
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-loglevel", "error", "-f", "wav", "-i", "-", "-ar", "16000", "-f", "s16le", "-"]);
    let mut running = ffmpeg.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    let feeding = tokio::spawn(async move { input.write_all(&wav).await });
    let output = running.wait_with_output().await.unwrap();
    feeding.await.unwrap().unwrap();
    output.stdout
}

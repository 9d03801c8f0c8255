//! The PocketSphinx C library behind two safe types: a decoder that turns samples into words, and an endpointer that
//! finds where an utterance begins and ends.
//!
//! Why the unsafe code here is sound:
//! - The declarations are those of `pocketsphinx.h`, `endpointer.h` and `logmath.h` of the version that `build.rs`
//!   compiles; the two never come from different versions, because the sources are pinned by their checksum.
//! - Every pointer that the library hands out is checked for null. Each owning pointer is freed once, in `Drop`; the
//!   borrowed ones (words, log-math table, endpointer frames) are copied before the next call to the library.
//! - The library is given nothing to keep but the configuration, which it counts references of.
//! - A decoder or endpointer has no thread affinity, so both are `Send`. They are not `Sync`, and every call that
//!   changes one takes `&mut self`. They share only the library's mutable globals, of which the calls below reach
//!   the log level, set once; the random generator, thread-local; and the parameters of frequency warping, touched
//!   where features are set up, which is why that happens under one lock.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_double, c_int, c_void};
use std::path::Path;
use std::ptr::{self, NonNull};
use std::sync::{Mutex, Once, PoisonError};

use super::search::{HeardWord, Search};

#[repr(C)]
struct Config {
    _opaque: [u8; 0],
}
#[repr(C)]
struct RawDecoder {
    _opaque: [u8; 0],
}
#[repr(C)]
struct Segment {
    _opaque: [u8; 0],
}
#[repr(C)]
struct LogMath {
    _opaque: [u8; 0],
}
#[repr(C)]
struct RawEndpointer {
    _opaque: [u8; 0],
}

/// `ERR_FATAL` of `err.h`: only what ends the process is written to standard error.
const LOG_FATAL: c_int = 4;

/// Held wherever the library sets features up.
static FEATURES: Mutex<()> = Mutex::new(());

#[cfg(all(target_os = "linux", target_env = "gnu"))]
unsafe extern "C" {
    /// Of the GNU C library; safe to call at any time from any thread.
    fn malloc_trim(keep: usize) -> c_int;
}

unsafe extern "C" {
    fn err_set_loglevel(level: c_int) -> c_int;
    fn ps_config_init(definitions: *const c_void) -> *mut Config;
    fn ps_config_free(config: *mut Config) -> c_int;
    fn ps_config_set_str(config: *mut Config, name: *const c_char, value: *const c_char) -> *const c_void;
    fn ps_init(config: *mut Config) -> *mut RawDecoder;
    fn ps_free(decoder: *mut RawDecoder) -> c_int;
    fn ps_reinit_feat(decoder: *mut RawDecoder, config: *mut Config) -> c_int;
    fn ps_start_utt(decoder: *mut RawDecoder) -> c_int;
    fn ps_process_raw(
        decoder: *mut RawDecoder,
        samples: *const i16,
        count: usize,
        no_search: c_int,
        full_utterance: c_int,
    ) -> c_int;
    fn ps_end_utt(decoder: *mut RawDecoder) -> c_int;
    fn ps_get_hyp(decoder: *mut RawDecoder, score: *mut i32) -> *const c_char;
    fn ps_get_logmath(decoder: *mut RawDecoder) -> *mut LogMath;
    fn logmath_exp(table: *mut LogMath, log: c_int) -> c_double;
    fn ps_seg_iter(decoder: *mut RawDecoder) -> *mut Segment;
    fn ps_seg_next(segment: *mut Segment) -> *mut Segment;
    fn ps_seg_word(segment: *mut Segment) -> *const c_char;
    fn ps_seg_frames(segment: *mut Segment, first: *mut c_int, last: *mut c_int);
    fn ps_seg_prob(segment: *mut Segment, acoustic: *mut i32, language: *mut i32, backoff: *mut i32) -> i32;
    fn ps_endpointer_init(
        window_s: c_double,
        ratio: c_double,
        mode: c_int,
        sample_rate: c_int,
        frame_s: c_double,
    ) -> *mut RawEndpointer;
    fn ps_endpointer_free(endpointer: *mut RawEndpointer) -> c_int;
    fn ps_endpointer_process(endpointer: *mut RawEndpointer, frame: *const i16) -> *const i16;
    fn ps_endpointer_in_speech(endpointer: *mut RawEndpointer) -> c_int;
}

/// A loaded model, ready to hear one utterance after another.
pub(super) struct Decoder {
    raw: NonNull<RawDecoder>,
    /// An utterance was begun and not ended.
    hearing: bool,
}

// Sound as said above: no thread affinity, nothing shared.
unsafe impl Send for Decoder {}

impl Decoder {
    /// Loads the unpacked model in `folder`. Takes about 0.5 s and 130 MB; long utterances add up to as much again.
    pub(super) fn open(folder: &Path, search: Search) -> Result<Self, String> {
        static QUIET: Once = Once::new();
        QUIET.call_once(|| {
            unsafe { err_set_loglevel(LOG_FATAL) };
        });
        let config = OwnedConfig::new()?;
        for (name, file) in [("hmm", "en-us"), ("dict", "cmudict-en-us.dict"), ("lm", "en-us.lm.bin")] {
            let path = folder.join(file);
            config.set(name, path.to_str().ok_or("the model's path is not valid UTF-8")?)?;
        }
        for (name, value) in search.parameters() {
            config.set(name, value)?;
        }
        // Else each decoder would set the log level, a global, once more.
        config.unset("loglevel")?;
        let _alone = FEATURES.lock().unwrap_or_else(PoisonError::into_inner);
        let raw = unsafe { ps_init(config.0.as_ptr()) };
        NonNull::new(raw)
            .map(|raw| Self { raw, hearing: false })
            .ok_or_else(|| format!("PocketSphinx could not load its model from {}", folder.display()))
    }

    /// Hears one whole utterance (mono, [`crate::speech::SAMPLE_RATE`]). What was heard before has no influence on it.
    pub(super) fn decode(&mut self, samples: &[i16]) -> Result<Vec<HeardWord>, String> {
        self.start()?;
        // As one block, so that the cepstral mean is taken over the whole utterance.
        let processed = unsafe { ps_process_raw(self.raw.as_ptr(), samples.as_ptr(), samples.len(), 0, 1) };
        let ended = self.end();
        checked("hear the recording", processed)?;
        ended
    }

    /// Begins an utterance that arrives in pieces; one that was left open is forgotten.
    pub(super) fn start(&mut self) -> Result<(), String> {
        if self.hearing {
            self.end()?;
        }
        // Renews the feature extraction: it carries noise and mean estimates over, and block mode once left stays off.
        let alone = FEATURES.lock().unwrap_or_else(PoisonError::into_inner);
        checked("prepare", unsafe { ps_reinit_feat(self.raw.as_ptr(), ptr::null_mut()) })?;
        drop(alone);
        checked("begin an utterance", unsafe { ps_start_utt(self.raw.as_ptr()) })?;
        self.hearing = true;
        Ok(())
    }

    /// Hears the next piece of the utterance.
    pub(super) fn hear(&mut self, samples: &[i16]) -> Result<(), String> {
        let processed = unsafe { ps_process_raw(self.raw.as_ptr(), samples.as_ptr(), samples.len(), 0, 0) };
        checked("hear the recording", processed)
    }

    /// What the utterance seems to be so far, markers of silence and noise left out by the library.
    pub(super) fn hypothesis(&mut self) -> String {
        let text = unsafe { ps_get_hyp(self.raw.as_ptr(), ptr::null_mut()) };
        if text.is_null() {
            return String::new();
        }
        unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
    }

    /// Ends the utterance and tells its words, silence and noise among them.
    pub(super) fn end(&mut self) -> Result<Vec<HeardWord>, String> {
        self.hearing = false;
        checked("end an utterance", unsafe { ps_end_utt(self.raw.as_ptr()) })?;
        let table = unsafe { ps_get_logmath(self.raw.as_ptr()) };
        let mut words = Vec::new();
        let mut segment = unsafe { ps_seg_iter(self.raw.as_ptr()) };
        // The iterator frees itself when it has come to the end, so it is always followed to there.
        while !segment.is_null() {
            let (mut first, mut last) = (0, 0);
            unsafe { ps_seg_frames(segment, &raw mut first, &raw mut last) };
            let log = unsafe { ps_seg_prob(segment, ptr::null_mut(), ptr::null_mut(), ptr::null_mut()) };
            let text = unsafe { ps_seg_word(segment) };
            if !text.is_null() {
                words.push(HeardWord {
                    text: unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned(),
                    first_frame: u32::try_from(first).unwrap_or(0),
                    last_frame: u32::try_from(last).unwrap_or(0),
                    posterior: unsafe { logmath_exp(table, log) },
                });
            }
            segment = unsafe { ps_seg_next(segment) };
        }
        Ok(words)
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        unsafe { ps_free(self.raw.as_ptr()) };
    }
}

/// A configuration in the making; the decoder keeps its own reference.
struct OwnedConfig(NonNull<Config>);

impl OwnedConfig {
    fn new() -> Result<Self, String> {
        let config = unsafe { ps_config_init(ptr::null()) };
        NonNull::new(config).map(Self).ok_or_else(|| "PocketSphinx gave no configuration".to_owned())
    }

    fn set(&self, name: &str, value: &str) -> Result<(), String> {
        let text = c_string(value)?;
        self.set_pointer(name, text.as_ptr())
    }

    fn unset(&self, name: &str) -> Result<(), String> {
        self.set_pointer(name, ptr::null())
    }

    /// `value` is null or a C string; the library copies it.
    fn set_pointer(&self, name: &str, value: *const c_char) -> Result<(), String> {
        let key = c_string(name)?;
        let set = unsafe { ps_config_set_str(self.0.as_ptr(), key.as_ptr(), value) };
        if set.is_null() { Err(format!("PocketSphinx does not know the parameter {name}")) } else { Ok(()) }
    }
}

impl Drop for OwnedConfig {
    fn drop(&mut self) {
        unsafe { ps_config_free(self.0.as_ptr()) };
    }
}

/// Finds the utterances in a stream, from the share of speech in a sliding window (0.3 s, the library's default).
pub(super) struct Endpointer {
    raw: NonNull<RawEndpointer>,
}

// Sound as said above: no thread affinity, nothing shared.
unsafe impl Send for Endpointer {}

/// One frame as the endpointer sees it.
pub(super) enum Frame {
    Silence,
    /// Samples of an utterance; they lag behind the frame by the window.
    Speech(Vec<i16>),
    /// The last samples of an utterance.
    LastSpeech(Vec<i16>),
}

impl Endpointer {
    /// Samples of one frame: 30 ms at 16 kHz.
    pub(super) const FRAME: usize = 480;

    pub(super) fn new() -> Result<Self, String> {
        let rate = crate::speech::SAMPLE_RATE.cast_signed();
        // Mode 0 ("loose") of the library's voice activity detection; zeros ask for its own window and ratio.
        let raw = unsafe { ps_endpointer_init(0.0, 0.0, 0, rate, 0.03) };
        NonNull::new(raw).map(|raw| Self { raw }).ok_or_else(|| "PocketSphinx gave no endpointer".to_owned())
    }

    pub(super) fn hear(&mut self, frame: &[i16; Self::FRAME]) -> Frame {
        let speech = unsafe { ps_endpointer_process(self.raw.as_ptr(), frame.as_ptr()) };
        if speech.is_null() {
            return Frame::Silence;
        }
        let samples = unsafe { std::slice::from_raw_parts(speech, Self::FRAME) }.to_vec();
        if unsafe { ps_endpointer_in_speech(self.raw.as_ptr()) } == 0 {
            Frame::LastSpeech(samples)
        } else {
            Frame::Speech(samples)
        }
    }
}

impl Drop for Endpointer {
    fn drop(&mut self) {
        unsafe { ps_endpointer_free(self.raw.as_ptr()) };
    }
}

/// Makes the C allocator return what freed decoders held; of itself it keeps most of that (measured: 113 of 116 MB).
pub(super) fn return_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    unsafe {
        malloc_trim(0);
    }
}

fn checked(what: &str, result: c_int) -> Result<(), String> {
    if result < 0 { Err(format!("PocketSphinx could not {what}")) } else { Ok(()) }
}

fn c_string(text: &str) -> Result<CString, String> {
    CString::new(text).map_err(|_| format!("a NUL byte in {text:?}"))
}

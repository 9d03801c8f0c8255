//! Sniffing: which container a file is, by its first bytes alone. Names and declared types are not asked.

use std::io::{Read, Seek, SeekFrom};

use super::DecodeError;

/// A container whose reader we have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Mp4,
    Matroska,
    Ogg,
    Wav,
    Flac,
    Caf,
    Mp3,
    Adts,
}

impl Container {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Matroska => "webm",
            Self::Ogg => "ogg",
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Caf => "caf",
            Self::Mp3 => "mp3",
            Self::Adts => "aac",
        }
    }
}

/// How far a frame of a bare stream (mp3, ADTS) may be from the start of the file or the end of its tag.
/// Encoders pad tags with zeroes, seldom more than 2 KiB.
const SYNC_SEARCH: usize = 4096;
/// Enough for the search and the two longest ADTS frames (8191 bytes) that confirm a match.
const WINDOW: usize = SYNC_SEARCH + 2 * 8192;

/// More ID3 tags than this are no recording: 10 bytes make one.
const MOST_TAGS: usize = 16;

/// Finds the container and the byte at which it starts (past an ID3 tag). Leaves the position undefined.
///
/// # Errors
/// [`DecodeError::NotAudio`] or [`DecodeError::UnsupportedContainer`] with what the bytes look like instead.
pub(super) fn sniff(source: &mut (impl Read + Seek)) -> Result<(Container, u64), DecodeError> {
    let mut start = 0;
    let mut head = read_at(source, 0)?;
    // A file may carry several ID3v2 tags one after the other; pictures in them can be megabytes.
    for _ in 0..MOST_TAGS {
        let Some(length) = id3v2_length(&head) else { break };
        start += length;
        head = read_at(source, start)?;
    }
    if let Some(container) = by_magic(&head) {
        return Ok((container, start));
    }
    if let Some((container, offset)) = by_frames(&head) {
        return Ok((container, start + offset as u64));
    }
    Err(what_else(&head))
}

fn read_at(source: &mut (impl Read + Seek), position: u64) -> Result<Vec<u8>, DecodeError> {
    let mut head = Vec::with_capacity(WINDOW);
    source.seek(SeekFrom::Start(position))?;
    source.by_ref().take(WINDOW as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Length of the ID3v2 tag at the start, header included (ID3v2.4 §3.1: a 28-bit number, 7 bits a byte).
fn id3v2_length(head: &[u8]) -> Option<u64> {
    let size = head.strip_prefix(b"ID3")?.get(3..7)?;
    let body =
        size.iter().try_fold(0u64, |sum, &byte| (byte < 0x80).then_some(sum << 7 | u64::from(byte)))?;
    Some(10 + body)
}

fn by_magic(head: &[u8]) -> Option<Container> {
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if at(0, b"RIFF") && at(8, b"WAVE") {
        Some(Container::Wav)
    } else if at(0, b"OggS") {
        Some(Container::Ogg)
    } else if at(0, b"fLaC") {
        Some(Container::Flac)
    } else if at(0, b"caff") {
        Some(Container::Caf)
    } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) {
        Some(Container::Matroska)
    } else if at(4, b"ftyp") && !at(8, b"heic") && !at(8, b"avif") && !at(8, b"mif1") {
        Some(Container::Mp4)
    } else {
        None
    }
}

/// Bare frames: a header whose length leads to another header of the same stream, or exactly to the end of the file.
fn by_frames(head: &[u8]) -> Option<(Container, usize)> {
    (0..SYNC_SEARCH.min(head.len())).filter(|&at| head[at] == 0xff).find_map(|at| {
        let confirmed = |frame: fn(&[u8]) -> Option<usize>| {
            let next = at + frame(&head[at..])?;
            (next == head.len() || frame(head.get(next..)?).is_some()).then_some(at)
        };
        let adts = confirmed(adts_frame).map(|at| (Container::Adts, at));
        adts.or_else(|| confirmed(mpeg_frame).map(|at| (Container::Mp3, at)))
    })
}

/// Length of the ADTS frame whose header starts here (ISO 14496-3 §1.A.2.2).
fn adts_frame(bytes: &[u8]) -> Option<usize> {
    let header = bytes.get(..7)?;
    let rate_index = header[2] >> 2 & 0xf;
    if header[0] != 0xff || header[1] & 0xf6 != 0xf0 || rate_index > 12 {
        return None;
    }
    let length = usize::from(header[3] & 3) << 11 | usize::from(header[4]) << 3 | usize::from(header[5] >> 5);
    (length > 7).then_some(length)
}

/// Length of the MPEG-1/2/2.5 layer III frame whose header starts here (ISO 11172-3 §2.4.2.3, ISO 13818-3).
fn mpeg_frame(bytes: &[u8]) -> Option<usize> {
    const KBPS_V1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const KBPS_V2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let header = bytes.get(..4)?;
    let (version, layer) = (header[1] >> 3 & 3, header[1] >> 1 & 3);
    let (rate_index, bitrate_index) = (usize::from(header[2] >> 2 & 3), usize::from(header[2] >> 4));
    if header[0] != 0xff || header[1] & 0xe0 != 0xe0 || version == 1 || layer != 1 || rate_index == 3 {
        return None;
    }
    let is_v1 = version == 3;
    let kbps = *if is_v1 { &KBPS_V1 } else { &KBPS_V2 }.get(bitrate_index)?;
    let rate = [44_100, 48_000, 32_000][rate_index]
        >> match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
    let padding = usize::from(header[2] >> 1 & 1);
    (kbps > 0).then(|| if is_v1 { 144 } else { 72 } * kbps * 1000 / rate + padding)
}

/// Words for a file that is none of ours.
fn what_else(head: &[u8]) -> DecodeError {
    const CONTAINERS: [(&[u8], &str); 5] = [
        (b"#!AMR", "AMR"),
        (&[0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], "Windows Media"),
        (b"FORM", "AIFF"),
        (b"RF64", "RF64"),
        (b".snd", "AU"),
    ];
    const OTHERS: [(&[u8], &str); 8] = [
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"RIFF", "a video or a picture"),
        (b"\x1f\x8b", "a compressed archive"),
        (b"\x7fELF", "a program"),
    ];
    if let Some((_, container)) = CONTAINERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return DecodeError::UnsupportedContainer { container };
    }
    let looks_like = if let Some((_, words)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        words
    } else if head.get(4..8) == Some(b"ftyp") {
        "a picture"
    } else if is_text(head) {
        "a text file"
    } else {
        "something else"
    };
    DecodeError::NotAudio { looks_like }
}

fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The window may end inside a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn sniffed(bytes: &[u8]) -> Result<(Container, u64), DecodeError> {
        sniff(&mut Cursor::new(bytes))
    }

    #[test]
    fn text_is_named_as_text_even_when_cut_inside_a_character() {
        let text = "ä".repeat(WINDOW);
        let error = sniffed(&text.as_bytes()[1..]).unwrap_err();
        assert!(matches!(error, DecodeError::NotAudio { .. }));
        let error = sniffed(&text.as_bytes()[..WINDOW + 1]).unwrap_err();
        assert!(matches!(error, DecodeError::NotAudio { looks_like: "a text file" }));
    }

    #[test]
    fn a_lone_sync_pattern_in_other_bytes_is_not_taken_for_a_stream() {
        let mut bytes = vec![0x55; 3000];
        bytes[100..104].copy_from_slice(&[0xff, 0xfb, 0x90, 0x00]);
        assert!(matches!(sniffed(&bytes), Err(DecodeError::NotAudio { .. })));
    }

    #[test]
    fn the_stream_behind_a_tag_is_found() {
        let mut bytes = b"ID3\x04\0\0\0\0\x01\x00".to_vec();
        bytes.extend([0; 128]);
        bytes.extend(b"fLaC....");
        assert!(matches!(sniffed(&bytes), Ok((Container::Flac, 138))));
    }

    #[test]
    fn known_but_unreadable_containers_are_named() {
        assert!(matches!(
            sniffed(b"#!AMR\n...."),
            Err(DecodeError::UnsupportedContainer { container: "AMR" })
        ));
    }
}

//! Edit list: where in an MP4 track the presentation begins and how long it lasts.
//!
//! AAC and Opus encoders put up to 50 ms of priming in front of the sound; in MP4 only the edit list says how much
//! (ISO 14496-12 §8.6.6). The demuxer does not apply it, so it is read here. Anything malformed counts as absent.

use std::io::{Read, Seek, SeekFrom};

/// What the edit list of one track says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edit {
    pub track_id: u32,
    /// Seconds before the track starts to sound (an empty edit), to keep in step with a picture.
    pub wait_s: f64,
    /// Seconds of media to leave out at the start.
    pub skip_s: f64,
    /// Seconds that the track sounds, `None` when open, as in a fragmented file.
    pub duration_s: Option<f64>,
}

/// What is known of an MP4 before a demuxer looks at it.
#[derive(Debug, Default)]
pub(super) struct Movie {
    /// Whether the index (`moov`) is there at all. It comes last unless the writer took care.
    pub has_index: bool,
    pub edits: Vec<Edit>,
    /// The byte at which the last box says that it ends: beyond the end of the file when that was cut off.
    pub end: u64,
}

/// An index of 100 MiB of audio is under 2 MiB; a larger one is not looked into.
const MAX_INDEX: u64 = 16 << 20;

/// A fragmented recording of two hours has some thousand boxes; 8 bytes make one.
const MOST_BOXES: usize = 100_000;

/// Reads what the index says. Leaves the position undefined.
///
/// # Errors
/// Only those of the source itself.
pub(super) fn read(source: &mut (impl Read + Seek), total: u64) -> std::io::Result<Movie> {
    let mut movie = Movie::default();
    for _ in 0..MOST_BOXES {
        if movie.end.saturating_add(8) > total {
            break;
        }
        let position = movie.end;
        source.seek(SeekFrom::Start(position))?;
        let mut header = Vec::with_capacity(16);
        source.by_ref().take(16).read_to_end(&mut header)?;
        let Some((kind, header_length, length)) = header_of(&header, total - position) else { break };
        if kind == *b"moov" && !movie.has_index {
            let mut body = Vec::new();
            source.seek(SeekFrom::Start(position + header_length))?;
            source.by_ref().take((length - header_length).min(MAX_INDEX)).read_to_end(&mut body)?;
            movie.has_index = true;
            movie.edits = edits_of(&body);
        }
        movie.end = position.saturating_add(length);
    }
    Ok(movie)
}

/// Type, header length and whole length of the box that starts here; a length of 0 reaches to the end.
fn header_of(bytes: &[u8], available: u64) -> Option<([u8; 4], u64, u64)> {
    let kind = bytes.get(4..8)?.try_into().ok()?;
    let (header, length) = match u32_at(bytes, 0)? {
        0 => (8, available),
        1 => (16, u64_at(bytes, 8)?),
        length => (8, u64::from(length)),
    };
    (length >= header).then_some((kind, header, length))
}

fn edits_of(moov: &[u8]) -> Vec<Edit> {
    let movie_scale = child(moov, b"mvhd").and_then(time_scale);
    children(moov)
        .filter(|(kind, _)| kind == b"trak")
        .filter_map(|(_, track)| edit_of(track, movie_scale?))
        .collect()
}

fn edit_of(track: &[u8], movie_scale: f64) -> Option<Edit> {
    let header = child(track, b"tkhd")?;
    let track_id = u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })?;
    let media_scale = time_scale(child(child(track, b"mdia")?, b"mdhd")?)?;
    let list = child(child(track, b"edts")?, b"elst")?;
    let is_wide = list.first() == Some(&1);
    let mut edit = Edit { track_id, wait_s: 0.0, skip_s: 0.0, duration_s: None };
    for n in 0..u32_at(list, 4)?.min(8) as usize {
        let (duration, media_time) = if is_wide {
            (u64_at(list, 8 + n * 20)?, u64_at(list, 16 + n * 20)?.cast_signed())
        } else {
            (u64::from(u32_at(list, 8 + n * 12)?), i64::from(u32_at(list, 12 + n * 12)?.cast_signed()))
        };
        let duration_s = duration as f64 / movie_scale;
        if media_time < 0 {
            edit.wait_s += duration_s;
        } else {
            edit.skip_s = media_time as f64 / media_scale;
            edit.duration_s = (duration > 0).then_some(duration_s);
            return Some(edit);
        }
    }
    None
}

/// Units per second of a `mvhd` or `mdhd`, which share their beginning.
fn time_scale(header: &[u8]) -> Option<f64> {
    let scale = u32_at(header, if header.first() == Some(&1) { 20 } else { 12 })?;
    (scale > 0).then_some(f64::from(scale))
}

fn children(mut body: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (kind, header, length) = header_of(body, body.len() as u64)?;
        let content = body.get(header as usize..usize::try_from(length).ok()?)?;
        body = &body[length as usize..];
        Some((kind, content))
    })
}

fn child<'a>(body: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    children(body).find(|(kind, _)| kind == wanted).map(|(_, content)| content)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut out = (body.len() as u32 + 8).to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(body);
        out
    }

    fn words(values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_be_bytes()).collect()
    }

    fn movie(list: &[u32]) -> Vec<u8> {
        let media = boxed(b"mdia", &boxed(b"mdhd", &words(&[0, 0, 0, 44_100])));
        let edits = boxed(b"edts", &boxed(b"elst", &words(list)));
        let track = [boxed(b"tkhd", &words(&[0, 0, 0, 7])), edits, media].concat();
        let index = [boxed(b"mvhd", &words(&[0, 0, 0, 1000])), boxed(b"trak", &track)].concat();
        [boxed(b"ftyp", b"M4A "), boxed(b"mdat", &[0; 99]), boxed(b"moov", &index)].concat()
    }

    fn read_all(bytes: &[u8]) -> Movie {
        read(&mut Cursor::new(bytes), bytes.len() as u64).unwrap()
    }

    #[test]
    fn priming_waiting_and_length_are_read_in_their_own_units() {
        let movie = read_all(&movie(&[0, 2, 250, u32::MAX, 65_536, 3000, 2112, 65_536]));
        let expected = Edit { track_id: 7, wait_s: 0.25, skip_s: 2112.0 / 44_100.0, duration_s: Some(3.0) };
        assert_eq!(movie.edits, [expected]);
    }

    #[test]
    fn a_file_cut_before_its_index_has_none_and_every_cut_is_survived() {
        let whole = movie(&[0, 1, 3000, 1024, 65_536]);
        assert!(!read_all(&whole[..100]).has_index);
        for length in 0..whole.len() {
            read_all(&whole[..length]);
        }
    }

    #[test]
    fn a_length_beyond_the_file_reads_only_what_is_there() {
        let mut bytes = boxed(b"ftyp", b"M4A ");
        bytes.extend(words(&[u32::MAX]));
        bytes.extend(b"moov");
        assert!(read_all(&bytes).edits.is_empty());
    }
}

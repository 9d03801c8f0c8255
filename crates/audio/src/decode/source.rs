//! Source: the bytes of a recording as the demuxers read them, with the position watched for progress.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use symphonia::core::io::MediaSource;

/// A view of a recording from `start` on, whose read position can be seen from outside while a demuxer owns it.
pub(super) struct Source<R> {
    inner: R,
    start: u64,
    length: u64,
    position: u64,
    reached: Arc<AtomicU64>,
    looks: Looks,
}

/// What a demuxer is told of its source; some do better knowing less.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looks {
    pub can_seek: bool,
    pub length: Option<u64>,
}

impl<R: Read + Seek> Source<R> {
    /// A view that begins at byte `start` of `inner`, which is `total` bytes long.
    pub(super) fn new(mut inner: R, start: u64, total: u64, looks: Looks) -> io::Result<Self> {
        inner.seek(SeekFrom::Start(start))?;
        // Some readers ask for the length, some seek to the end to find out.
        let length = looks.length.unwrap_or(total.saturating_sub(start));
        Ok(Self { inner, start, length, position: 0, reached: Arc::default(), looks })
    }

    /// The position last read, in bytes from the start of the view.
    pub(super) fn reached(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.reached)
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.position += count as u64;
        self.reached.store(self.position, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
        };
        let absolute = target.and_then(|target| target.checked_add(self.start));
        let (Some(target), Some(absolute)) = (target, absolute) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        self.inner.seek(SeekFrom::Start(absolute))?;
        self.position = target;
        Ok(target)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        self.looks.can_seek
    }

    fn byte_len(&self) -> Option<u64> {
        self.looks.length
    }
}

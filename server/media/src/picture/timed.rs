//! Bytes that can be read until a certain time, so that a decoder that takes too long stumbles over
//! its next read and ends by itself.

use std::{
    io::{self, BufRead, Read, Seek, SeekFrom},
    time::Instant,
};

/// A file in memory that ends in an error when its time is up.
#[derive(Clone, Debug)]
pub(super) struct Timed<'a> {
    bytes: &'a [u8],
    at: usize,
    /// From where on the clock has to be asked again.
    ask: usize,
    until: Instant,
}

impl<'a> Timed<'a> {
    /// So much is read between two looks at the clock, and at once. A deflated kilobyte is at most
    /// a megabyte of pixels: a few milliseconds.
    const STEP: usize = 1024;

    pub(super) const fn new(bytes: &'a [u8], until: Instant) -> Self {
        Self {
            bytes,
            at: 0,
            ask: 0,
            until,
        }
    }

    /// All of it, whatever the time.
    pub(super) const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    #[cold]
    fn look_at_the_clock(&mut self) -> io::Result<()> {
        if Instant::now() >= self.until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.ask = self.at.saturating_add(Self::STEP);
        Ok(())
    }

    /// What is ahead, at most a step of it.
    #[inline]
    fn ahead(&mut self) -> io::Result<&'a [u8]> {
        if self.at >= self.ask {
            self.look_at_the_clock()?;
        }
        let ahead = self.bytes.get(self.at..).unwrap_or_default();
        Ok(ahead.get(..Self::STEP).unwrap_or(ahead))
    }
}

impl Read for Timed<'_> {
    #[inline]
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.ahead()?.read(into)?;
        self.at += read;
        Ok(read)
    }
}

impl BufRead for Timed<'_> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead()
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.at = self.at.saturating_add(amount);
    }
}

impl Seek for Timed<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (0, i128::from(at)),
            SeekFrom::Current(by) => (self.at, i128::from(by)),
            SeekFrom::End(by) => (self.bytes.len(), i128::from(by)),
        };
        let at = i128::try_from(from).ok().map(|from| from + by);
        self.at = at
            .and_then(|at| usize::try_from(at).ok())
            .ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn later() -> Instant {
        Instant::now() + Duration::from_mins(10)
    }

    #[test]
    fn in_time_all_is_read_from_anywhere() {
        let bytes: Vec<u8> = (0..5000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut timed = Timed::new(&bytes, later());
        let mut read = Vec::new();
        timed.read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
        for (to, at) in [
            (SeekFrom::End(-1), 4999),
            (SeekFrom::Current(-999), 4000),
            (SeekFrom::Start(9000), 9000),
        ] {
            assert_eq!(timed.seek(to).unwrap(), at);
        }
        assert_eq!(timed.read(&mut [0; 4]).unwrap(), 0);
        assert!(timed.seek(SeekFrom::Current(-9001)).is_err());
        assert!(timed.seek(SeekFrom::Start(u64::MAX)).is_ok());
        assert!(timed.seek(SeekFrom::Current(1)).is_err());
    }

    #[test]
    fn when_its_time_is_up_reading_fails_and_goes_on_failing() {
        let bytes = [0; 5000];
        let mut timed = Timed::new(&bytes, Instant::now());
        for _ in 0..3 {
            let error = timed.read(&mut [0; 4]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(timed.fill_buf().is_err());
        }
    }
}

//! Where lines are collected, to be written many at a time: one call to the system for each line, and
//! requests that wait for each other's, would cost more than the lines.

use std::{
    io::{self, BufWriter, Write},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// Bytes that are collected at most; who has one too many writes them all.
const ROOM: usize = 64 * 1024;
/// How long a line may wait for others. What warns waits for nobody.
const WAIT: Duration = Duration::from_millis(100);

/// A place for lines.
#[derive(Clone)]
pub struct Lines(Arc<Shared>);

struct Shared {
    lines: Mutex<Collected>,
    /// The first line after some were written.
    first: Condvar,
}

struct Collected {
    out: BufWriter<Box<dyn Write + Send>>,
    is_empty: bool,
}

impl Lines {
    /// Collects for this output. Lines are written from a thread of its own.
    ///
    /// # Errors
    /// There can be no more threads.
    pub fn to(out: impl Write + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            lines: Mutex::new(Collected {
                out: BufWriter::with_capacity(ROOM, Box::new(out)),
                is_empty: true,
            }),
            first: Condvar::new(),
        });
        let writing = shared.clone();
        thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || writing.write_for_ever())?;
        Ok(Self(shared))
    }

    /// Writes what is collected.
    pub fn flush(&self) {
        self.0.lock().flush();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Collected> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_for_ever(&self) {
        loop {
            let lines = self.first.wait_while(self.lock(), |lines| lines.is_empty);
            drop(lines);
            thread::sleep(WAIT);
            self.lock().flush();
        }
    }
}

impl Collected {
    /// A log that cannot be written is nobody's request's fault, and there is nowhere to say it.
    fn flush(&mut self) {
        drop(self.out.flush());
        self.is_empty = true;
    }
}

/// Takes the lines of one event.
pub struct Line<'a> {
    lines: &'a Lines,
    is_urgent: bool,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let shared = &*self.lines.0;
        let mut lines = shared.lock();
        lines.out.write_all(bytes)?;
        if self.is_urgent {
            lines.flush();
        } else if lines.is_empty {
            lines.is_empty = false;
            shared.first.notify_one();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush();
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line {
            lines: self,
            is_urgent: false,
        }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line<'a> {
        Line {
            lines: self,
            is_urgent: *metadata.level() <= Level::WARN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Instant};

    const PATIENCE: Duration = Duration::from_secs(10);

    /// Tells of each piece that is written.
    struct Told(mpsc::Sender<Vec<u8>>);

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            drop(self.0.send(bytes.to_vec()));
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_of_a_moment_are_written_together_in_their_order_and_soon() {
        let (told, pieces) = mpsc::channel();
        let lines = Lines::to(Told(told)).unwrap();
        for round in 0..3 {
            let began = Instant::now();
            for n in 0..100 {
                writeln!(lines.make_writer(), "{round} {n}").unwrap();
            }
            let took = began.elapsed();
            let mut written = String::new();
            let mut count = 0;
            while written.lines().count() < 100 {
                let piece = pieces.recv_timeout(PATIENCE).unwrap();
                written += str::from_utf8(&piece).unwrap();
                count += 1;
            }
            for (n, line) in written.lines().enumerate() {
                assert_eq!(line, format!("{round} {n}"));
            }
            assert!(count == 1 || took > WAIT, "{count} pieces in {took:?}");
        }
    }

    #[test]
    fn nothing_is_lost_when_there_is_more_than_room_or_it_ends() {
        let (told, pieces) = mpsc::channel();
        let lines = Lines::to(Told(told)).unwrap();
        let line = [b'x'; 1_000];
        for _ in 0..200 {
            lines.make_writer().write_all(&line).unwrap();
        }
        lines.flush();
        let written: usize = pieces.try_iter().map(|piece| piece.len()).sum();
        assert_eq!(written, 200_000);
    }
}

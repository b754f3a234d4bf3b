//! A connection that ends when the other side is too slow.
//!
//! One timer a connection, looked at only when there is nothing to read: a request costs no more than
//! a look at the clock.

use crate::config::ConnectionSection;
use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};

/// Whether a request of the connection is being answered: then it is our turn, not theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Busy(Arc<AtomicUsize>);

/// Until it is dropped, it is.
#[derive(Debug)]
pub(super) struct AtWork(Arc<AtomicUsize>);

impl Busy {
    pub(super) fn begin(&self) -> AtWork {
        self.0.fetch_add(1, Ordering::Relaxed);
        AtWork(Arc::clone(&self.0))
    }

    fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// A first byte of theirs.
    Idle,
    /// The rest of a head.
    Head,
    /// An answer of ours.
    Ours,
}

/// The connection.
pub(super) struct Line {
    stream: TcpStream,
    busy: Busy,
    patience: ConnectionSection,
    turn: Turn,
    /// Since when it is whose turn it is.
    since: Instant,
    reading: Pin<Box<Sleep>>,
    /// Runs only while the other side takes nothing.
    writing: Option<Pin<Box<Sleep>>>,
}

impl Line {
    pub(super) fn new(stream: TcpStream, busy: Busy, patience: ConnectionSection) -> Self {
        let now = Instant::now();
        Self {
            stream,
            busy,
            patience,
            turn: Turn::Idle,
            since: now,
            reading: Box::pin(sleep_until(now + patience.keep_alive)),
            writing: None,
        }
    }

    fn is_turn_of(&mut self, turn: Turn) {
        if self.turn != turn {
            self.turn = turn;
            self.since = Instant::now();
        }
    }

    /// Nothing is there to be read: is it their turn, and for how long has it been?
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        if self.busy.is() {
            self.is_turn_of(Turn::Ours);
            return Poll::Pending;
        }
        if self.turn == Turn::Ours {
            self.is_turn_of(Turn::Idle);
        }
        let end = self.since + self.limit();
        loop {
            if self.reading.deadline() > end {
                self.reading.as_mut().reset(end);
            }
            ready!(self.reading.as_mut().poll(cx));
            if Instant::now() >= end {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.reading.as_mut().reset(end);
        }
    }

    fn limit(&self) -> Duration {
        match self.turn {
            Turn::Head => self.patience.header,
            Turn::Idle | Turn::Ours => self.patience.keep_alive,
        }
    }

    /// Something could be written, or could not.
    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        done: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.writing = None;
            return done;
        }
        let patience = self.patience.write;
        let stalled = self
            .writing
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + patience)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                if !self.busy.is() && buffer.filled().len() > before {
                    if self.turn == Turn::Ours {
                        self.turn = Turn::Idle;
                    }
                    self.is_turn_of(Turn::Head);
                }
                Poll::Ready(read)
            }
            Poll::Pending => self.wait(cx).map(Err),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

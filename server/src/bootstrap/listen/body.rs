//! Bodies: one that has to come in time, and one that says when it has gone.

use super::line::AtWork;
use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep_until};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Bytes that earn a body another second: slower lines than this carry no picture anyway.
const BYTES_A_SECOND: u64 = 32 * 1024;

/// The body of a request. It has so long, and longer the more of it has come.
pub(super) struct Hurried {
    body: Incoming,
    patience: Duration,
    come: u64,
    /// Runs from the first time that nothing is there.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Hurried {
    pub(super) fn new(body: Incoming, patience: Duration) -> Self {
        Self {
            body,
            patience,
            come: 0,
            waiting: None,
        }
    }

    fn end(&self, begun: Instant) -> Instant {
        begun + self.patience + Duration::from_secs(self.come / BYTES_A_SECOND)
    }

    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<BoxError> {
        let begun = self
            .waiting
            .as_ref()
            .map_or_else(Instant::now, |(begun, _)| *begun);
        let end = self.end(begun);
        let (_, sleep) = self
            .waiting
            .get_or_insert_with(|| (begun, Box::pin(sleep_until(end))));
        if sleep.deadline() != end {
            sleep.as_mut().reset(end);
        }
        ready!(sleep.as_mut().poll(cx));
        let late = io::Error::new(io::ErrorKind::TimedOut, "the body did not come in time");
        Poll::Ready(late.into())
    }
}

impl HttpBody for Hurried {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let come = match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(come) => come,
            Poll::Pending => return self.wait(cx).map(|late| Some(Err(late))),
        };
        if let Some(Ok(frame)) = &come
            && let Some(data) = frame.data_ref()
        {
            self.come += u64::try_from(data.len()).unwrap_or(u64::MAX);
        }
        Poll::Ready(come.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer; until it has gone, we are at work.
pub(super) struct Held {
    body: Body,
    _at_work: AtWork,
}

impl Held {
    pub(super) fn new(body: Body, at_work: AtWork) -> Self {
        Self {
            body,
            _at_work: at_work,
        }
    }
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

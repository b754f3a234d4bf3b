//! A layer that is a function of the request and of what is below it, as `axum::middleware::from_fn` makes one, at
//! a fraction of its cost: what is below is kept as what it is and shared by all, so that a request clones it once
//! and boxes nothing of it, and the only thing on the heap is the function's own future. (axum clones a route with
//! all of its layers before it calls it, and `from_fn` what is below twice more.)

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tower::{Layer, Service};

/// What is below a layer: it answers any request, and is always ready, as routes and their layers are.
pub trait Below:
    Service<Request, Response: IntoResponse, Error = Infallible, Future: Send>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> Below for S where
    S: Service<Request, Response: IntoResponse, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// What is below, for one request.
#[derive(Clone, Debug)]
pub struct Next<S>(Arc<S>);

impl<S: Below> Next<S> {
    /// Has it answer.
    pub async fn run(self, request: Request) -> Response {
        let answering = S::clone(&self.0).call(request);
        match answering.await {
            Ok(response) => response.into_response(),
            Err(never) => match never {},
        }
    }
}

/// A layer that calls `function` with a copy of `state`, the request, and what is below.
pub fn around<T, F>(state: T, function: F) -> Around<T, F> {
    Around { state, function }
}

/// See [`around`].
#[derive(Clone, Debug)]
pub struct Around<T, F> {
    state: T,
    function: F,
}

impl<S, T: Clone, F: Clone> Layer<S> for Around<T, F> {
    type Service = AroundService<S, T, F>;

    fn layer(&self, inner: S) -> Self::Service {
        AroundService {
            inner: Arc::new(inner),
            around: self.clone(),
        }
    }
}

/// The service of a layer made by [`around`].
#[derive(Debug)]
pub struct AroundService<S, T, F> {
    inner: Arc<S>,
    around: Around<T, F>,
}

impl<S, T: Clone, F: Clone> Clone for AroundService<S, T, F> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            around: self.around.clone(),
        }
    }
}

impl<S, T, F, A> Service<Request> for AroundService<S, T, F>
where
    S: Below,
    T: Clone,
    F: Fn(T, Request, Next<S>) -> A,
    A: Future<Output = Response> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering<A>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering<A> {
        let Around { state, function } = &self.around;
        let next = Next(Arc::clone(&self.inner));
        Answering(Box::pin(function(state.clone(), request, next)))
    }
}

/// The function at work.
#[derive(Debug)]
pub struct Answering<A>(Pin<Box<A>>);

impl<A: Future<Output = Response>> Future for Answering<A> {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

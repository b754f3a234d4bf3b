//! A service that is cheap to clone.

use std::{
    sync::Arc,
    task::{Context, Poll},
};
use tower::{Layer, Service};

/// Has all that is below it cloned once a request: axum clones a route with all of its layers before it
/// calls it, and each of our own layers does so again with what is below.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

impl<S> Layer<S> for Shared {
    type Service = SharedService<S>;

    fn layer(&self, inner: S) -> SharedService<S> {
        SharedService(Arc::new(inner))
    }
}

/// See [`Shared`].
#[derive(Debug)]
pub struct SharedService<S>(Arc<S>);

impl<S> Clone for SharedService<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// For services that are always ready, as routes and their layers are.
impl<R, S: Service<R> + Clone> Service<R> for SharedService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> S::Future {
        S::clone(&self.0).call(request)
    }
}

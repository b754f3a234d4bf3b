//! Connections: taken, served, and ended in good order.
//!
//! `axum::serve` waits for ever for whoever sends half a request. Here each step has an end: the head
//! of a request, its body, the next request of a connection, and the taking of an answer.

mod body;
mod line;

use crate::config::ConnectionSection;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
    serve::Listener,
};
use body::{Held, Hurried};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use line::{Busy, Line};
use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::Service;

/// All of a request's head: bytes. Longer ones are answered with 431.
const HEAD_MAX: usize = 32 * 1024;
/// What is read of a connection before somebody takes it: bytes.
const BUFFER_MAX: usize = 64 * 1024;

/// Serves on this listener until `closing`; each connection is one task of `tracker`.
pub(super) async fn run(
    mut listener: TcpListener,
    router: Router,
    patience: ConnectionSection,
    tracker: TaskTracker,
    closing: CancellationToken,
) {
    // Once, not for each connection.
    let router: Router = router.with_state(());
    let room = Arc::new(Semaphore::new(patience.max));
    loop {
        let next = async {
            // Whoever comes when all places are taken waits in the system's queue.
            let place = Arc::clone(&room).acquire_owned().await;
            let (stream, peer) = Listener::accept(&mut listener).await;
            (place, stream, peer)
        };
        let (place, stream, peer) = tokio::select! {
            taken = next => taken,
            () = closing.cancelled() => return,
        };
        let (router, closing) = (router.clone(), closing.clone());
        tracker.spawn(async move {
            serve(stream, peer, router, patience, closing).await;
            drop(place);
        });
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    patience: ConnectionSection,
    closing: CancellationToken,
) {
    // An answer is written in one piece: nothing is gained by waiting for more.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection ended before it began");
        return;
    }
    let busy = Busy::default();
    let line = Line::new(stream, busy.clone(), patience);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let at_work = busy.begin();
        let mut request: Request = request.map(|body| Body::new(Hurried::new(body, patience.body)));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().call(request);
        async move {
            let response: Response = answer.await?;
            Ok::<_, Infallible>(response.map(|body| Held::new(body, at_work)))
        }
    });
    let connection = http1::Builder::new()
        .max_header_size(HEAD_MAX)
        .max_buf_size(BUFFER_MAX)
        .serve_connection(TokioIo::new(line), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection broke off");
    }
}

//! An S3 for development and tests: files in a folder, real signatures, and a message for each new
//! object, as MinIO sends it.
//!
//! It owns the folder: objects, the rules of buckets, and the messages that have not gone out yet.
//!
//! It refuses to be a production storage: one set of keys may do everything, objects have no
//! versions and come in one piece, and a key has to be good as the name of a file.

mod access;
mod clock;
mod config;
mod error;
mod files;
mod http;
mod messages;
mod rules;

use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use config::{Config, Events};
pub use error::Error;

use files::Files;
use messages::Messages;
use rules::Rules;

/// Serves the storage on `listener` until `shutdown` is cancelled; then lets open requests finish
/// and returns, within a few seconds.
///
/// The broker may be away at any time, also at start: messages wait in files, in order, and across
/// starts.
///
/// # Errors
///
/// [`Error::Folder`] when the folder cannot be used, [`Error::Serve`] when the listener fails. Later
/// faults are logged and outlived.
pub async fn run(
    config: Config,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let rules = Arc::new(Rules::open(&config).await?);
    let messages = match &config.events {
        Some(_) => Some(Arc::new(Messages::open(&config.root).await?)),
        None => None,
    };
    let files = Files::open(&config, rules.clone(), messages.clone()).await?;
    let service = access::guarded(files, &config, rules.clone());
    let stop = shutdown.child_token();
    let serve = async {
        let served = http::serve(listener, service, rules, stop.clone()).await;
        stop.cancel();
        served
    };
    let relay = async {
        if let (Some(events), Some(messages)) = (&config.events, &messages) {
            messages::relay(messages, events, &stop).await;
        }
    };
    let (served, ()) = tokio::join!(serve, relay);
    served
}

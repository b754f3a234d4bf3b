//! A small real `OpenID` Connect provider for development and tests: the other end of Matricula's
//! sign-in and role loop.
//!
//! It owns accounts, passwords, sign-in sessions and signing keys, all in the Postgres schema
//! `dev_auth`; it tells the platform of them by `auth.user.*` events and learns user ids and roles
//! from `user.created` and `user.role_changed`. It knows nothing of Matricula's own tables.
//!
//! It refuses to be a production issuer: e-mail addresses are never verified, nothing limits the
//! rate of guesses, and the demo accounts share a published password.

mod account;
mod clock;
mod config;
mod error;
mod events;
mod http;
mod keys;
mod language;
mod pages;
mod password;
mod personas;
mod pkce;
mod state;
mod store;
mod tokens;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use config::{Client, Config, DEFAULT_KEY_ROTATION, DEFAULT_QUEUE};
pub use error::Error;
pub use personas::{Persona, personas};

use events::{consumer, publisher};
use state::Provider;

/// Serves the provider on `listener` until `shutdown` is cancelled; then lets open requests finish,
/// joins its workers and returns, within a few seconds.
///
/// The broker may be away at any time, also at start: events wait in the outbox.
///
/// # Errors
///
/// [`Error::Config`] for settings that cannot work, [`Error::Database`] when Postgres cannot be used
/// at start, [`Error::Serve`] when the listener fails. Later faults are logged and outlived.
pub async fn run(
    config: Config,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    config.check()?;
    let broker = events::Broker::new(&config);
    let provider = Provider::start(config).await?;
    let stop = shutdown.child_token();
    let serve = async {
        let served = http::serve(listener, provider.clone(), stop.clone()).await;
        stop.cancel();
        served
    };
    let (served, (), (), ()) = tokio::join!(
        serve,
        publisher::publish_events(&provider, &broker, &stop),
        consumer::consume_events(&provider, &broker, &stop),
        state::keep_house(&provider, &stop),
    );
    served
}

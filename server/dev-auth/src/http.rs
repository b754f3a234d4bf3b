//! The provider over HTTP: every route in one list.

mod account_page;
mod authorize;
mod discovery;
mod end_session;
mod health;
mod register;
mod reply;
mod request;
mod session;
mod sign_in;
mod token;
mod userinfo;
mod visit;

use std::future::IntoFuture as _;
use std::time::Duration;

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::routing::{get, post};
use http::HeaderValue;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::state::Provider;
use crate::{Error, pages};

/// How long open requests may go on after the stop.
const GRACE: Duration = Duration::from_secs(3);

pub(crate) async fn serve(
    listener: TcpListener,
    provider: Provider,
    stop: CancellationToken,
) -> Result<(), Error> {
    let issuer = provider.issuer.clone();
    let server = axum::serve(listener, router(provider)?)
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    tracing::info!(issuer, "dev-auth is ready");
    tokio::select! {
        ended = server.into_future() => Ok(ended?),
        () = async { stop.cancelled().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("requests were still open at the end of the grace time");
            Ok(())
        }
    }
}

fn router(provider: Provider) -> Result<Router, Error> {
    let csp = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; \
         frame-ancestors 'none'",
        pages::style_hash()
    );
    let csp = HeaderValue::try_from(csp).map_err(|error| Error::Config(error.to_string()))?;
    let header =
        |name: HeaderName, value: HeaderValue| SetResponseHeaderLayer::if_not_present(name, value);
    Ok(Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(discovery::configuration),
        )
        .route("/jwks", get(discovery::jwks))
        .route("/authorize", get(authorize::authorize))
        .route("/sign-in", get(sign_in::show).post(sign_in::with_password))
        .route("/sign-in/persona", post(sign_in::as_persona))
        .route("/register", get(register::show).post(register::register))
        .route("/token", post(token::token))
        .route(
            "/userinfo",
            get(userinfo::userinfo).post(userinfo::userinfo),
        )
        .route(
            "/end-session",
            get(end_session::ask).post(end_session::confirmed),
        )
        .route("/account", get(account_page::show))
        .route("/account/password", post(account_page::change_password))
        .route("/health", get(health::health))
        .route("/", get(account_page::home))
        .layer(CsrfLayer::new())
        .layer(header(CONTENT_SECURITY_POLICY, csp))
        .layer(header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(header(
            REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        ))
        .layer(header(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(provider))
}

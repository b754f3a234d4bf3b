//! `dev`: pages and API, an OpenID provider, workers and demo accounts in one process.

use super::{begin, demo, one, print_line, serve};
use crate::{
    bootstrap::{asked_to_stop, bind},
    config::{AppEnv, Config},
};
use secrecy::ExposeSecret;
use std::{collections::BTreeMap, net::SocketAddr};
use url::Url;

/// The audience of the development issuer's access tokens.
const AUDIENCE: &str = "matricula";
const DEV_AUTH_PORT: u16 = 3001;

/// Runs until asked to stop.
pub(super) async fn run(mut variables: BTreeMap<String, String>) -> Result<(), Vec<String>> {
    let port = match variables
        .get("DEV_AUTH_PORT")
        .map(|port| port.parse::<u16>())
    {
        None => DEV_AUTH_PORT,
        Some(Ok(port)) => port,
        Some(Err(_)) => {
            return Err(vec![
                "DEV_AUTH_PORT must be a number from 0 to 65535.".into(),
            ]);
        }
    };
    let host = variables
        .entry("HOST".into())
        .or_insert_with(|| "127.0.0.1".into())
        .clone();
    let host = host
        .parse()
        .map_err(|_| vec!["HOST must be an address such as 127.0.0.1.".to_owned()])?;
    let listener = bind("DEV_AUTH_PORT", SocketAddr::new(host, port))
        .await
        .map_err(one)?;
    let issuer = format!(
        "http://localhost:{}",
        listener.local_addr().map_err(one)?.port()
    );
    // What the development issuer makes is what we take, unless the environment says otherwise.
    for (name, value) in [
        ("OIDC_ISSUER", issuer.as_str()),
        ("JWT_ALGORITHMS", "HS256,RS256,EdDSA"),
        ("JWT_JWKS_URL", &format!("{issuer}/jwks")),
        ("METRICS_PORT", "0"),
        ("LOG_FORMAT", "text"),
    ] {
        variables.entry(name.into()).or_insert_with(|| value.into());
    }
    let config = Config::read(variables)?;
    if config.server.app_env == AppEnv::Production {
        return Err(vec![
            "APP_ENV is production: the development issuer does not run there.".into(),
        ]);
    }
    let issuer = Url::parse(&issuer).map_err(one)?;
    let provider = provider(&config, issuer.clone());
    let process = begin(config)?;
    let address = serve::start(&process, serve::ALL).await?;
    let stop = process.stopping().clone();
    let (tell, told) = tokio::sync::oneshot::channel();
    process.run(async move {
        let ended = dev_auth::run(provider, listener, stop).await;
        if tell.send(ended).is_err() {
            tracing::debug!("the issuer ended after everybody else");
        }
    });
    let state = process.state();
    process.run(demo::furnish(
        state.services.clone(),
        state.parts.pool.clone(),
        process.stopping().clone(),
    ));
    greet(&process.state().config.server.public_url, &issuer, address);
    let ended = tokio::select! {
        () = asked_to_stop() => Ok(()),
        ended = told => match ended {
            Ok(Err(error)) => Err(vec![format!("The development issuer ended: {error}.")]),
            Ok(Ok(())) | Err(_) => Ok(()),
        },
    };
    tracing::info!("stopping");
    process.shut_down(false).await;
    ended
}

fn provider(config: &Config, issuer: Url) -> dev_auth::Config {
    let public_url = config
        .server
        .public_url
        .as_str()
        .trim_end_matches('/')
        .to_owned();
    dev_auth::Config {
        issuer,
        database_url: config.database.postgres.url.expose_secret().to_owned(),
        rabbitmq_url: config.rabbit.broker.url.expose_secret().to_owned(),
        exchange: config.rabbit.broker.exchange.clone(),
        queue: format!("{}.{}", dev_auth::DEFAULT_QUEUE, config.rabbit.broker.queue),
        client: dev_auth::Client {
            id: config.oidc.client_id.clone(),
            secret: config.oidc.client_secret.clone(),
            redirect_uris: vec![format!("{public_url}/auth/callback")],
            post_logout_redirect_uris: vec![format!("{public_url}/")],
        },
        audience: AUDIENCE.into(),
        key_rotation: dev_auth::DEFAULT_KEY_ROTATION,
        personas: true,
    }
}

fn greet(public_url: &Url, issuer: &Url, address: SocketAddr) {
    print_line(&format!(
        "\n  Matricula runs at  {public_url}  (listening on {address})"
    ));
    print_line(&format!("  API reference      {public_url}docs"));
    print_line(&format!("  Sign-in service    {issuer}"));
    print_line("  Demo accounts:");
    for persona in dev_auth::personas() {
        print_line(&format!(
            "    {:<22} {:<16} {} ({})",
            persona.email,
            persona.password,
            persona.name(),
            persona.role
        ));
    }
    print_line("  Ctrl-C ends it.\n");
}

//! `dev`: pages and API, an OpenID provider, storage, the media-service, workers and demo accounts
//! in one process.

pub(super) mod alone;
mod issuer;
mod storage;

use super::{begin, bucket, demo, one, print_line, serve};
use crate::{
    bootstrap::{Process, asked_to_stop, bind},
    config::{AppEnv, Config},
};
use std::{collections::BTreeMap, fmt::Display, net::SocketAddr};
use tokio::{net::TcpListener, sync::oneshot};
use url::Url;

type Variables = BTreeMap<String, String>;
/// Says why a part ended before everybody else.
type Ended = oneshot::Receiver<String>;

/// What is said of a deployment alone, and is no use at a desk. Budgets are kept, but nobody at work,
/// and no test that drives the server, is to meet them.
const DEFAULTS: [(&str, &str); 6] = [
    ("METRICS_PORT", "0"),
    ("LOG_FORMAT", "text"),
    ("RATE_LIMIT_MAX", "1000000"),
    ("RATE_LIMIT_PAGES_MAX", "1000000"),
    ("RATE_LIMIT_SIGN_IN_MAX", "1000000"),
    ("RATE_LIMIT_UPLOADS_MAX", "1000000"),
];

/// Runs until asked to stop.
pub(super) async fn run(mut variables: Variables) -> Result<(), Vec<String>> {
    variables
        .entry("HOST".into())
        .or_insert_with(|| "127.0.0.1".into());
    let (issuer_at, issuer) = issuer::begin(&mut variables).await?;
    let storage_at = storage::begin(&mut variables).await?;
    for (name, value) in DEFAULTS {
        set_default(&mut variables, name, value);
    }
    let folder = storage::folder(&variables);
    let config = Config::read(variables)?;
    if config.server.app_env == AppEnv::Production {
        return Err(vec![
            "APP_ENV is production: the development issuer does not run there.".into(),
        ]);
    }
    let provider = issuer::provider(&config, issuer.clone());
    let process = begin(config)?;
    let storage = storage_at.map(|listener| {
        let config = storage::config(&process.state().config.storage, folder);
        let stop = process.stopping().clone();
        watch(
            &process,
            "storage",
            dev_storage::run(config, listener, stop),
        )
    });
    let address = serve::start(&process, serve::ALL).await?;
    let stop = process.stopping().clone();
    let issuer_ended = watch(&process, "issuer", dev_auth::run(provider, issuer_at, stop));
    process.run(process.media_service().run(process.stopping().clone()));
    process.count_uploads();
    furnish(&process);
    greet(&process, &issuer, address);
    let ended = tokio::select! {
        () = asked_to_stop() => Ok(()),
        ended = problem(Some(issuer_ended)) => ended,
        ended = problem(storage) => ended,
    };
    tracing::info!("stopping");
    process.shut_down(false).await;
    ended
}

/// What the environment does not say.
fn set_default(variables: &mut Variables, name: &str, value: &str) {
    if variables
        .get(name)
        .is_none_or(|said| said.trim().is_empty())
    {
        variables.insert(name.into(), value.into());
    }
}

/// Takes the port that a variable names, of the host that all parts of development share.
async fn take_port(
    variables: &Variables,
    name: &'static str,
    default: u16,
) -> Result<TcpListener, Vec<String>> {
    let port = match variables.get(name).map(|port| port.parse::<u16>()) {
        None => default,
        Some(Ok(port)) => port,
        Some(Err(_)) => return Err(vec![format!("{name} must be a number from 0 to 65535.")]),
    };
    let host = variables.get("HOST").map(|host| host.parse());
    let Some(Ok(host)) = host else {
        return Err(vec!["HOST must be an address such as 127.0.0.1.".into()]);
    };
    bind(name, SocketAddr::new(host, port)).await.map_err(one)
}

/// Where a browser on this machine finds what listens here.
fn local_address(listener: &TcpListener) -> Result<String, Vec<String>> {
    let port = listener.local_addr().map_err(one)?.port();
    Ok(format!("http://localhost:{port}"))
}

/// Runs a part beside the others.
fn watch<E: Display>(
    process: &Process,
    part: &'static str,
    work: impl Future<Output = Result<(), E>> + Send + 'static,
) -> Ended {
    let (tell, told) = oneshot::channel();
    process.run(async move {
        if let Err(error) = work.await
            && let Err(problem) = tell.send(format!("The development {part} ended: {error}."))
        {
            tracing::warn!("{problem}");
        }
    });
    told
}

/// Comes back when the part has ended, if there is one.
async fn problem(ended: Option<Ended>) -> Result<(), Vec<String>> {
    match ended {
        Some(ended) => ended.await.map_or(Ok(()), |problem| Err(vec![problem])),
        None => std::future::pending().await,
    }
}

/// Makes ready what people see first.
fn furnish(process: &Process) {
    let state = process.state().clone();
    process.run(demo::furnish(
        state.services.clone(),
        state.parts.pool.clone(),
        process.stopping().clone(),
    ));
    let stop = process.stopping().clone();
    process.run(async move {
        tokio::select! {
            undone = bucket::prepare(&state) => {
                for sentence in undone {
                    tracing::warn!("{sentence}");
                }
            }
            () = stop.cancelled() => {}
        }
    });
}

fn greet(process: &Process, issuer: &Url, address: SocketAddr) {
    let config = &process.state().config;
    let public_url = &config.server.public_url;
    print_line(&format!(
        "\n  Matricula runs at  {public_url}  (listening on {address})"
    ));
    print_line(&format!("  API reference      {public_url}docs"));
    print_line(&format!("  Sign-in service    {issuer}"));
    print_line(&format!(
        "  Storage            {}",
        config.storage.upload_origin
    ));
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

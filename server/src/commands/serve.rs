//! `serve`, `web` and `worker`: production's way to run.

use super::{begin, one};
use crate::{
    bootstrap::{Duties, Process, asked_to_stop, bind},
    config::{AppEnv, Config, MetricsSection},
};
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpListener;

pub(super) const ALL: Duties = Duties {
    serve: true,
    work: true,
};
pub(super) const WEB: Duties = Duties {
    serve: true,
    work: false,
};
pub(super) const WORK: Duties = Duties {
    serve: false,
    work: true,
};

/// Runs until asked to stop.
pub(super) async fn run(config: Config, duties: Duties) -> Result<(), Vec<String>> {
    let look_away = config.server.app_env == AppEnv::Production;
    let process = begin(config)?;
    start(&process, duties).await?;
    asked_to_stop().await;
    tracing::info!("stopping");
    process.shut_down(look_away).await;
    Ok(())
}

/// Migrates, takes its ports and begins its tasks.
pub(super) async fn start(process: &Process, duties: Duties) -> Result<SocketAddr, Vec<String>> {
    process.migrate().await.map_err(one)?;
    let config = &process.state().config;
    let address = SocketAddr::new(config.server.host, config.server.port);
    let mut bound = address;
    if duties.serve {
        let listener = bind("PORT", address).await.map_err(one)?;
        bound = listener.local_addr().map_err(one)?;
        process.serve(listener);
    }
    if let Some(listener) = metrics_listener(config.server.host, &config.metrics).await? {
        process.serve_metrics(listener);
    }
    process.attend();
    if duties.work {
        process.work();
    }
    tracing::info!(port = bound.port(), "matricula runs");
    Ok(bound)
}

/// The port of metrics alone, where there is to be one.
pub(super) async fn metrics_listener(
    host: IpAddr,
    metrics: &MetricsSection,
) -> Result<Option<TcpListener>, Vec<String>> {
    if !metrics.enabled || metrics.port == 0 {
        return Ok(None);
    }
    let address = SocketAddr::new(host, metrics.port);
    bind("METRICS_PORT", address).await.map(Some).map_err(one)
}

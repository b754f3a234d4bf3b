//! `media`: the media-service in a process of its own.

use super::{one, serve};
use crate::{
    bootstrap::{MediaProcess, asked_to_stop, bind},
    config::{AppEnv, MediaProcessConfig},
    logging,
};

/// Runs until asked to stop.
pub(super) async fn run(config: MediaProcessConfig) -> Result<(), Vec<String>> {
    let look_away = config.app_env == AppEnv::Production;
    logging::begin(&config.log).map_err(one)?;
    let (address, metrics) = (config.address, config.metrics.clone());
    let process = MediaProcess::wire(config).map_err(one)?;
    let listener = bind("PORT", address).await.map_err(one)?;
    let port = listener.local_addr().map_err(one)?.port();
    process.serve(listener);
    if let Some(listener) = serve::metrics_listener(address.ip(), &metrics).await? {
        process.serve_metrics(listener);
    }
    process.work();
    tracing::info!(port, "the media-service runs");
    asked_to_stop().await;
    tracing::info!("stopping");
    process.shut_down(look_away).await;
    Ok(())
}

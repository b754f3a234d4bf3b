//! `dev-auth`: the OpenID provider of development in a process of its own, for containers.

use super::{
    super::{logging, one},
    Variables, issuer, set_default, take_port,
};
use crate::{
    bootstrap::asked_to_stop,
    config::{AppEnv, Config},
};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Runs until asked to stop. `OIDC_ISSUER` is the address at which browsers and the server find it.
pub(in crate::commands) async fn run(mut variables: Variables) -> Result<(), Vec<String>> {
    set_default(&mut variables, "HOST", "0.0.0.0");
    let listener = take_port(&variables, "DEV_AUTH_PORT", issuer::PORT).await?;
    let config = Config::read(variables)?;
    if config.server.app_env == AppEnv::Production {
        return Err(vec![
            "APP_ENV is production: the development issuer does not run there.".into(),
        ]);
    }
    logging::begin(&config.log).map_err(one)?;
    let address = Url::parse(&config.oidc.issuer).map_err(one)?;
    let stop = CancellationToken::new();
    let provider = dev_auth::run(issuer::provider(&config, address), listener, stop.clone());
    let mut provider = std::pin::pin!(provider);
    let ended = tokio::select! {
        ended = &mut provider => ended,
        () = asked_to_stop() => {
            stop.cancel();
            provider.await
        }
    };
    ended.map_err(|error| vec![format!("The development issuer ended: {error}.")])
}

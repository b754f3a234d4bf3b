//! What every request and worker shares, and the slow housekeeping behind them.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::keys::KeyRing;
use crate::{Client, Config, Error, clock, personas, store};

/// The provider's shared state; cheap to clone.
#[derive(Clone)]
pub(crate) struct Provider(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) issuer: String,
    pub(crate) secure: bool,
    pub(crate) client: Client,
    pub(crate) audience: String,
    pub(crate) personas: bool,
    pub(crate) pool: PgPool,
    pub(crate) keys: KeyRing,
    /// Rung after a commit that left events in the outbox.
    pub(crate) outbox_bell: Notify,
}

impl Deref for Provider {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Provider {
    /// Connects, creates what is missing in the database, and makes the first keys.
    pub(crate) async fn start(config: Config) -> Result<Self, Error> {
        let pool = store::connect(&config.database_url).await?;
        store::schema::create(&pool).await?;
        let keys = KeyRing::load(&pool, config.key_rotation).await?;
        let provider = Self(Arc::new(Shared {
            issuer: config.issuer_id(),
            secure: config.issuer.scheme() == "https",
            client: config.client,
            audience: config.audience,
            personas: config.personas,
            pool,
            keys,
            outbox_bell: Notify::new(),
        }));
        if provider.personas {
            personas::create_missing(&provider).await?;
        }
        Ok(provider)
    }

    /// An address of the provider itself.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer)
    }
}

/// Rotates keys and removes what has expired, until stopped.
pub(crate) async fn keep_house(provider: &Provider, stop: &CancellationToken) {
    let period =
        (provider.keys.rotation() / 4).clamp(Duration::from_millis(200), Duration::from_mins(1));
    while stop
        .run_until_cancelled(tokio::time::sleep(period))
        .await
        .is_some()
    {
        if let Err(error) = tidy(provider).await {
            tracing::warn!(%error, "housekeeping failed; trying again later");
        }
    }
}

async fn tidy(provider: &Provider) -> Result<(), Error> {
    provider.keys.rotate(&provider.pool).await?;
    let now = clock::now();
    let mut conn = provider.pool.acquire().await?;
    store::codes::delete_expired(&mut conn, now).await?;
    store::sessions::delete_expired(&mut conn, now).await?;
    Ok(())
}

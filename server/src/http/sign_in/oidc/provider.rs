//! The provider itself: how it is called, and what it says of itself.

use super::OidcError;
use openidconnect::{HttpRequest, HttpResponse, IssuerUrl, ProviderMetadataWithLogout};
use std::time::{Duration, Instant};
use tokio::sync::RwLock;

/// Longest wait for the provider.
const PATIENCE: Duration = Duration::from_secs(5);

/// A provider that is asked when first needed.
pub(super) struct Provider {
    issuer: String,
    pub(super) client: HttpClient,
    metadata: RwLock<Option<(ProviderMetadataWithLogout, Instant)>>,
}

impl Provider {
    pub(super) fn new(issuer: String, client: reqwest::Client) -> Self {
        Self {
            issuer,
            client: HttpClient(client),
            metadata: RwLock::default(),
        }
    }

    /// The provider's description, asked for anew when older than `max_age`; the old one serves on
    /// while the provider is down.
    pub(super) async fn metadata(
        &self,
        max_age: Duration,
    ) -> Result<ProviderMetadataWithLogout, OidcError> {
        if let Some((metadata, at)) = &*self.metadata.read().await
            && at.elapsed() < max_age
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(self.issuer.clone())
            .map_err(|error| OidcError::Unreachable(error.to_string()))?;
        let asked = ProviderMetadataWithLogout::discover_async(issuer, &self.client).await;
        let mut known = self.metadata.write().await;
        match (asked, &*known) {
            (Ok(metadata), _) => {
                *known = Some((metadata.clone(), Instant::now()));
                Ok(metadata)
            }
            (Err(error), Some((old, _))) => {
                tracing::warn!(%error, "the provider's description cannot be fetched, the old one stays");
                Ok(old.clone())
            }
            (Err(error), None) => Err(OidcError::Unreachable(error.to_string())),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    #[error("{0}")]
    Send(#[from] reqwest::Error),
    #[error("{0}")]
    Build(#[from] http::Error),
}

/// Our HTTP client as the library wants it.
pub(super) struct HttpClient(reqwest::Client);

impl<'c> openidconnect::AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = futures::future::BoxFuture<'c, Result<HttpResponse, HttpError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let question = self
                .0
                .request(parts.method, parts.uri.to_string())
                .headers(parts.headers);
            let answer = question.body(body).timeout(PATIENCE).send().await?;
            let mut response = http::Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                response = response.header(name, value);
            }
            Ok(response.body(answer.bytes().await?.to_vec())?)
        })
    }
}

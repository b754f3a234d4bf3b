//! Traces for a collector: OTLP over HTTP, told by the standard `OTEL_` variables, in binaries that were built with the
//! feature `otel`.
//!
//! It refuses what tells of people: spans bear methods, route templates, status codes and request ids.

use opentelemetry::{propagation::TextMapPropagator, trace::TracerProvider};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use std::{sync::OnceLock, time::Duration};
use tokio::runtime::Handle;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{Layer, registry::LookupSpan};

/// What the product is called there, unless `OTEL_SERVICE_NAME` says otherwise.
const NAME: &str = "matricula";
/// Longest wait for the collector.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest wait for the last spans at the end of the process.
const LAST: Duration = Duration::from_secs(1);

/// What sends spans, for as long as the process lives.
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Sends with the HTTP client of the house. The exporter has a thread of its own, without a runtime: requests run on
/// ours.
#[derive(Debug)]
struct Client {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let client = self.client.clone();
        let sent = self.runtime.spawn(async move {
            let answer = client.execute(request).await?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, answer.bytes().await?))
        });
        let (status, headers, body) = sent.await??;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// What spans go to, where an endpoint is named. To be called within the runtime.
///
/// # Errors
/// One sentence that names the variables.
pub(crate) fn layer<S>(wanted: bool) -> Result<Option<impl Layer<S>>, String>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    if !wanted {
        return Ok(None);
    }
    let problem = |error: &dyn std::fmt::Display| format!("OTEL_EXPORTER_OTLP_ENDPOINT: {error}.");
    let client = Client {
        client: reqwest::Client::builder()
            .timeout(PATIENCE)
            .build()
            .map_err(|error| problem(&error))?,
        runtime: Handle::current(),
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .build()
        .map_err(|error| problem(&error))?;
    let provider = SdkTracerProvider::builder()
        .with_resource(resource())
        .with_batch_exporter(exporter)
        .build();
    let tracer = provider.tracer(NAME);
    // Where tests begin twice, the first one counts.
    PROVIDER.get_or_init(|| provider);
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    Ok(Some(layer.with_location(false).with_threads(false)))
}

/// With the name that the environment gives, else ours.
fn resource() -> Resource {
    let told = Resource::builder().build();
    let unnamed = told
        .get(&opentelemetry::Key::from_static_str("service.name"))
        .is_none_or(|name| name.as_str().starts_with("unknown_service"));
    let builder = Resource::builder();
    if unnamed {
        builder.with_service_name(NAME).build()
    } else {
        builder.build()
    }
}

/// Sends the last spans, before the runtime ends.
pub fn end() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown_with_timeout(LAST)
    {
        tracing::debug!(%error, "the last traces were not sent");
    }
}

/// Has a span go on with the trace that a caller names in `traceparent` (W3C Trace Context).
pub(crate) fn go_on(span: &Span, headers: &http::HeaderMap) {
    let caller = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    if let Err(error) = span.set_parent(caller) {
        tracing::trace!(%error, "the caller's trace ends here");
    }
}

//! Where storage tells of its objects over HTTP. What it says is put into the media-service's queue
//! as if it had come over AMQP, and answered when the broker has it.

use super::{AppState, envelope, error::ApiError, extract::bytes};
use crate::config::StorageSection;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    middleware::from_fn_with_state,
    routing::post,
};
use broker::{BrokerConfig, BrokerError, Publisher};
use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, envelope::Failure, limits::JSON_BODY_MAX,
};
use http::{HeaderMap, StatusCode, header};
use media::{PATTERNS, ROUTING_KEY, record};
use secrecy::{ExposeSecret, SecretString};
use service::{Clock, Error, error::AuthFault};
use std::sync::Arc;
use utoipa::ToSchema;

/// MinIO writes it before a token that has no scheme.
const BEARER: &[u8] = b"bearer ";

/// Where the messages of storage go.
#[derive(Clone)]
pub struct StorageWebhook {
    /// What storage proves itself with; none: it may not tell over HTTP.
    token: Option<SecretString>,
    publisher: Publisher,
    messages: Arc<BrokerConfig>,
}

impl FromRef<AppState> for StorageWebhook {
    fn from_ref(state: &AppState) -> Self {
        state.storage_webhook.clone()
    }
}

impl StorageWebhook {
    /// Publishes to where storage's own messages come; connects when first needed.
    pub fn new(config: &StorageSection) -> Self {
        Self {
            token: config.webhook_token.clone(),
            publisher: Publisher::new(config.messages.clone()),
            messages: Arc::new(config.messages.clone()),
        }
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.publisher.close().await;
    }

    /// Whether it is storage who calls.
    fn admit(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        let token = self.token.as_ref().ok_or(Error::FeatureDisabled)?;
        let given = headers.get(header::AUTHORIZATION);
        let given = given.ok_or(AuthFault::HeaderMissing)?.as_bytes();
        let given = given.trim_ascii().split_at_checked(BEARER.len());
        let given = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case(BEARER));
        let (_, given) = given.ok_or(AuthFault::Invalid)?;
        // How long it takes tells nothing of the token but its length.
        verify_slices_are_equal(given.trim_ascii(), token.expose_secret().as_bytes())
            .map_err(|_| AuthFault::Invalid.into())
    }

    /// Comes back when a queue has it.
    async fn hand_on(&self, body: &[u8]) -> Result<(), BrokerError> {
        if self.publisher.publish_json(ROUTING_KEY, body).await? {
            return Ok(());
        }
        // No media-service has ever run here: what it will listen to is made now.
        broker::prepare(&self.messages, PATTERNS).await?;
        if self.publisher.publish_json(ROUTING_KEY, body).await? {
            Ok(())
        } else {
            Err(BrokerError::Refused)
        }
    }
}

/// The route, framed as the API is.
pub(super) fn routes(webhook: StorageWebhook, clock: Clock) -> Router {
    let other_method = || async { ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED) };
    Router::new()
        .route("/webhooks/storage", post(storage))
        .method_not_allowed_fallback(other_method)
        .layer(DefaultBodyLimit::max(JSON_BODY_MAX))
        .layer(from_fn_with_state(clock, envelope::frame))
        .with_state(webhook)
}

/// What storage tells: S3's event records, or its own `Event` where it only tries the connection.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the OpenAPI document alone")]
struct Told {
    /// The records, of any objects; those that tell of no new object are passed over.
    #[schema(rename = "Records", value_type = Vec<Object>)]
    records: Vec<serde_json::Value>,
}

/// Storage tells of its objects.
///
/// For a storage that does not speak AMQP: S3 event records, as MinIO and Amazon send them. Whoever
/// sends them has `STORAGE_WEBHOOK_TOKEN`, as `Authorization: Bearer …` (in MinIO its `auth_token`).
#[utoipa::path(post, path = "/webhooks/storage", tag = "operation", security(("storageToken" = [])),
    request_body(content_type = "application/json", description = "S3 event records", content = Told),
    responses((status = 202, description = "The media-service will hear of it"),
        (status = 400, description = "Not what storage sends", body = Failure),
        (status = 401, description = "Without the token, or with another", body = Failure),
        (status = 404, description = "Storage does not tell over HTTP here", body = Failure),
        (status = 413, description = "The body is over the limit", body = Failure),
        (status = 503, description = "RabbitMQ is away; try again after `Retry-After` seconds", body = Failure)))]
pub(super) async fn storage(
    State(webhook): State<StorageWebhook>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    webhook.admit(request.headers())?;
    let body = bytes(request, &()).await?;
    record::read(&body).map_err(|fault| match fault {
        record::NotOfStorage::NotJson { line, column } => ApiError::new(
            StatusCode::BAD_REQUEST,
            ErrorCode::MalformedJson,
            format!("The body is not JSON: line {line} column {column}"),
        ),
        record::NotOfStorage::NoRecords => ApiError::invalid(FieldErrors::one(FieldError::new(
            "body",
            FieldCode::InvalidType,
        ))),
    })?;
    webhook.hand_on(&body).await.map_err(|error| {
        tracing::warn!(%error, "a message of storage could not be handed on");
        Error::Unavailable("rabbitmq")
    })?;
    Ok(StatusCode::ACCEPTED)
}

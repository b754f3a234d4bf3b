//! Where pictures are kept, what may be uploaded, and how storage tells of it.

use super::{Env, RabbitSection, rabbit::retry_pauses};
use broker::BrokerConfig;
use contract::{avatar::UploadLimits, limits::FILE_SIZE_DEFAULT};
use media::MediaConfig;
use secrecy::SecretString;
use storage::StorageConfig;
use url::Url;

/// `S3_…`, `STORAGE_…`, `MAX_FILE_SIZE`, `ALLOWED_FILE_TYPES`
#[derive(Clone, Debug)]
pub struct StorageSection {
    /// The bucket.
    pub storage: StorageConfig,
    /// Where pages send uploads, for their security policy.
    pub upload_origin: String,
    /// Where pages find pictures, for their security policy.
    pub picture_origin: String,
    /// What may be uploaded.
    pub limits: UploadLimits,
    /// `STORAGE_EXCHANGE` and `MEDIA_QUEUE`: the messages of storage, and the queue of whoever makes
    /// pictures.
    pub messages: BrokerConfig,
    /// `STORAGE_WEBHOOK_TOKEN`: what storage proves itself with where it tells over HTTP; none: it
    /// may not.
    pub webhook_token: Option<SecretString>,
}

/// An S3 of a developer's own, such as MinIO has.
const ENDPOINT: &str = "http://localhost:9000";
/// Shorter secrets can be guessed.
const WEBHOOK_TOKEN_MIN: usize = 32;
/// Pictures are made one after the other.
const PREFETCH: u16 = 1;

impl StorageSection {
    pub(super) fn read(env: &mut Env, rabbit: &RabbitSection) -> Self {
        let schemes = &["https", "http"];
        // In production no address means Amazon's own.
        let endpoint = (env.get("S3_ENDPOINT").is_some() || !env.is_production())
            .then(|| env.url("S3_ENDPOINT", ENDPOINT, schemes));
        let region = env.text("S3_REGION", "us-east-1");
        let bucket = env.text("S3_BUCKET", "matricula");
        env.required_in_production("S3_ACCESS_KEY_ID");
        let home = home(env, endpoint.as_ref(), &region, &bucket);
        let public_url = env.url("S3_PUBLIC_URL", &home, schemes);
        let messages = BrokerConfig {
            exchange: env.text("STORAGE_EXCHANGE", "storage.events"),
            queue: env.text("MEDIA_QUEUE", "media-service.storage"),
            retry_pauses: retry_pauses(),
            prefetch: PREFETCH,
            ..rabbit.broker.clone()
        };
        Self {
            upload_origin: origin(&home),
            picture_origin: public_url.origin().ascii_serialization(),
            storage: StorageConfig {
                public_url: public_url.as_str().trim_end_matches('/').to_owned(),
                endpoint,
                region,
                bucket,
                access_key_id: env.text("S3_ACCESS_KEY_ID", "matricula"),
                secret_access_key: env.secret(
                    "S3_SECRET_ACCESS_KEY",
                    "matricula-development-secret",
                    8,
                ),
            },
            limits: UploadLimits {
                max_bytes: env.number("MAX_FILE_SIZE", FILE_SIZE_DEFAULT, 1, MAX_FILE_SIZE_MOST),
                types: env.list(
                    "ALLOWED_FILE_TYPES",
                    "image/jpeg,image/png,image/gif,image/webp",
                ),
            },
            messages,
            webhook_token: webhook_token(env),
        }
    }

    /// What the media-service needs to know.
    pub fn media(&self) -> MediaConfig {
        MediaConfig {
            bucket: self.storage.bucket.clone(),
            max_bytes: self.limits.max_bytes,
            messages: self.messages.clone(),
        }
    }
}

/// Uploads through us are held in memory.
const MAX_FILE_SIZE_MOST: u64 = 100 * 1024 * 1024;

/// Regions whose addresses do not end in `amazonaws.com`.
const OTHER_DOMAINS: [&str; 4] = ["cn-", "us-iso", "eu-iso", "eusc-"];

/// The address of the bucket. What we tell browsers is what the client library does: Amazon's own
/// address where there is no other, and then only a bucket that can be part of a host's name.
fn home(env: &mut Env, endpoint: Option<&Url>, region: &str, bucket: &str) -> String {
    if let Some(url) = endpoint {
        return format!("{}/{bucket}", url.as_str().trim_end_matches('/'));
    }
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if !bucket.bytes().all(is_plain) || OTHER_DOMAINS.iter().any(|own| region.starts_with(own)) {
        env.problem(
            "S3_ENDPOINT must be set where S3_BUCKET has more than small letters, digits and hyphens \
             in its name, or S3_REGION is one outside of amazonaws.com, such as cn-north-1.",
        );
    }
    format!("https://{bucket}.s3.{region}.amazonaws.com")
}

fn webhook_token(env: &mut Env) -> Option<SecretString> {
    let token = env.get("STORAGE_WEBHOOK_TOKEN")?;
    if token.chars().count() < WEBHOOK_TOKEN_MIN {
        env.problem(format!(
            "STORAGE_WEBHOOK_TOKEN must have at least {WEBHOOK_TOKEN_MIN} characters."
        ));
    }
    Some(token.into())
}

fn origin(address: &str) -> String {
    Url::parse(address).map_or_else(
        |_| address.to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}

#[cfg(test)]
mod tests;

//! Who may do what: whoever has signed, everything; everybody, read what is public.

mod query;

use crate::{Config, files::Files, files::key, rules::Rules};
use s3s::{
    S3Result,
    access::{S3Access, S3AccessContext},
    auth::{S3Auth, SecretKey},
    path::S3Path,
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// The files behind signatures and access rules.
pub(crate) fn guarded(files: Files, config: &Config, rules: Arc<Rules>) -> S3Service {
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(Keys {
        id: config.access_key_id.clone(),
        secret: config.secret_access_key.clone(),
    });
    builder.set_access(Guard { rules });
    builder.build()
}

struct Keys {
    id: String,
    secret: SecretString,
}

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == self.id {
            Ok(self.secret.expose_secret().into())
        } else {
            Err(s3_error!(
                InvalidAccessKeyId,
                "There is no such access key."
            ))
        }
    }
}

struct Guard {
    rules: Arc<Rules>,
}

#[async_trait::async_trait]
impl S3Access for Guard {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        if let S3Path::Object { bucket, key } = cx.s3_path() {
            key::check(bucket, key)?;
        }
        if let Some(name) = query::unsigned(cx.uri(), cx.headers()) {
            return Err(s3_error!(
                AccessDenied,
                "There were headers present in the request which were not signed: {name}"
            ));
        }
        if cx.credentials().is_some() || self.may_everybody(cx).await {
            return Ok(());
        }
        Err(s3_error!(AccessDenied, "Access denied."))
    }
}

impl Guard {
    async fn may_everybody(&self, cx: &S3AccessContext<'_>) -> bool {
        let S3Path::Object { bucket, key } = cx.s3_path() else {
            return false;
        };
        let reads = matches!(cx.s3_op().name(), "GetObject" | "HeadObject");
        // Else anybody could make a page of what is a picture.
        let changes_headers = query::changes_headers(cx.uri());
        reads && !changes_headers && self.rules.is_public(bucket, key).await
    }
}

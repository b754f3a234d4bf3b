//! Object storage as our services use it: any S3.
//!
//! It owns addresses, signatures and bytes. It refuses to know what keys mean.

mod config;
mod error;
mod objects;
mod prepare;
mod signing;

pub use config::StorageConfig;
pub use error::StorageError;
pub use objects::{NewObject, Object, ObjectInfo};
pub use signing::SignedPut;

use aws_sdk_s3::Client;
use std::{fmt, sync::Arc};

/// A bucket. Cheap to clone; connects when first needed.
#[derive(Clone)]
pub struct Storage {
    config: Arc<StorageConfig>,
    client: Client,
}

impl Storage {
    /// A bucket that nobody has asked yet.
    pub fn new(config: StorageConfig) -> Self {
        Self {
            client: config::client(&config),
            config: Arc::new(config),
        }
    }

    /// Whether the bucket answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StorageError> {
        let asked = self.client.head_bucket().bucket(&self.config.bucket).send();
        asked
            .await
            .map_err(|error| error::read("HeadBucket", error))?;
        Ok(())
    }

    /// Where everybody reads this object, if it is public.
    pub fn public_url(&self, key: &str) -> String {
        format!("{}/{key}", self.config.public_url)
    }

    /// The key of the object that everybody reads at this address, if it is one of ours.
    pub fn public_key<'a>(&self, url: &'a str) -> Option<&'a str> {
        url.strip_prefix(self.config.public_url.as_str())?
            .strip_prefix('/')
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Storage").field(&self.config).finish()
    }
}

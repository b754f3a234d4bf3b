//! The rules of buckets: which pages may ask, and what everybody may read. Kept in one file.

mod cors;
mod pattern;
mod policy;

pub(crate) use cors::CorsRule;

use crate::{Config, Error, error::at, files};
use s3s::{S3Error, S3Result};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io::ErrorKind, path::PathBuf};
use tokio::{fs, sync::RwLock};

/// The rules of all buckets.
pub(crate) struct Rules {
    file: PathBuf,
    public_prefixes: Vec<String>,
    buckets: RwLock<BTreeMap<String, BucketRules>>,
}

/// The rules of one bucket.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BucketRules {
    pub(crate) cors: Vec<CorsRule>,
    pub(crate) policy: Option<String>,
}

impl Rules {
    pub(crate) async fn open(config: &Config) -> Result<Self, Error> {
        fs::create_dir_all(&config.root)
            .await
            .map_err(at(&config.root))?;
        let file = config.root.join("rules.json");
        let buckets = match fs::read(&file).await {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| at(&file)(error.into()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(at(&file)(error)),
        };
        Ok(Self {
            file,
            public_prefixes: config.public_prefixes.clone(),
            buckets: RwLock::new(buckets),
        })
    }

    pub(crate) async fn of(&self, bucket: &str) -> BucketRules {
        self.buckets
            .read()
            .await
            .get(bucket)
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) async fn set_cors(&self, bucket: &str, cors: Vec<CorsRule>) -> S3Result<()> {
        self.change(bucket, |rules| rules.cors = cors).await
    }

    pub(crate) async fn set_policy(&self, bucket: &str, policy: String) -> S3Result<()> {
        policy::check(&policy)?;
        self.change(bucket, |rules| rules.policy = Some(policy))
            .await
    }

    /// Whether everybody may read this object.
    pub(crate) async fn is_public(&self, bucket: &str, key: &str) -> bool {
        let mut prefixes = self.public_prefixes.iter();
        prefixes.any(|prefix| key.starts_with(prefix.as_str()))
            || self
                .of(bucket)
                .await
                .policy
                .is_some_and(|policy| policy::lets_everybody_read(&policy, bucket, key))
    }

    async fn change(&self, bucket: &str, change: impl FnOnce(&mut BucketRules)) -> S3Result<()> {
        let mut buckets = self.buckets.write().await;
        let mut changed = buckets.clone();
        change(changed.entry(bucket.to_owned()).or_default());
        let bytes = serde_json::to_vec_pretty(&changed).map_err(S3Error::internal_error)?;
        let written = files::replace(&self.file, &bytes).await;
        written.map_err(S3Error::internal_error)?;
        *buckets = changed;
        Ok(())
    }
}

//! Buckets and objects as files. What s3s-fs does stays as it is; around it: lengths and checksums
//! are checked, folders are no objects, a new object is told of, and buckets have rules.
//!
//! It has no copies and no uploads in parts: objects would come into being untold.

mod body;
pub(crate) mod key;
mod operations;

use crate::{Config, Error, error::at, messages::Messages, messages::NewObject, rules::Rules};
use s3s::{S3Error, S3Result, s3_error};
use s3s_fs::FileSystem;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::fs;

/// The objects in a folder.
pub(crate) struct Files {
    objects: FileSystem,
    folder: PathBuf,
    rules: Arc<Rules>,
    messages: Option<Arc<Messages>>,
}

impl Files {
    pub(crate) async fn open(
        config: &Config,
        rules: Arc<Rules>,
        messages: Option<Arc<Messages>>,
    ) -> Result<Self, Error> {
        let folder = config.root.join("objects");
        let mut first = folder.clone();
        first.extend(&config.bucket);
        fs::create_dir_all(&first).await.map_err(at(&first))?;
        let objects = FileSystem::new(&folder)
            .map_err(|error| at(&folder)(std::io::Error::other(format!("{error:?}"))))?;
        Ok(Self {
            objects,
            folder,
            rules,
            messages,
        })
    }

    async fn check_bucket(&self, bucket: &str) -> S3Result<()> {
        match fs::metadata(self.folder.join(bucket)).await {
            Ok(found) if found.is_dir() => Ok(()),
            _ => Err(s3_error!(NoSuchBucket, "There is no such bucket.")),
        }
    }

    /// # Errors
    /// There is no file of this key; a folder is none.
    async fn check_object(&self, bucket: &str, key: &str) -> S3Result<()> {
        self.check_bucket(bucket).await?;
        match fs::metadata(self.folder.join(bucket).join(key)).await {
            Ok(found) if found.is_file() => Ok(()),
            _ => Err(s3_error!(NoSuchKey, "There is no such object.")),
        }
    }

    /// # Errors
    /// The message cannot be kept.
    async fn tell(&self, object: NewObject) -> S3Result<()> {
        let Some(messages) = &self.messages else {
            return Ok(());
        };
        let kept = messages.keep(&object).await;
        kept.map_err(S3Error::internal_error)
    }
}

/// Writes a file so that it is there as a whole or not at all.
pub(crate) async fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    fs::write(&part, bytes).await?;
    fs::rename(&part, path).await
}

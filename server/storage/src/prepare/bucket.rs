//! Whether the bucket is there.

use crate::{
    Storage, StorageError,
    error::{self, FORBIDDEN, Fault, NOT_FOUND, Refusal},
};
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};

/// Where Amazon makes buckets when it is not told; it must not be told this one.
const DEFAULT_REGION: &str = "us-east-1";

/// How the bucket stands.
#[derive(Debug)]
pub(crate) enum Bucket {
    Here,
    /// We may not look.
    Hidden,
    Missing(Refusal),
}

impl Storage {
    pub(crate) async fn look_at_bucket(&self) -> Result<Bucket, Fault> {
        let asked = self.client.head_bucket().bucket(&self.config.bucket).send();
        match asked
            .await
            .map_err(|error| error::read("HeadBucket", error))
        {
            Ok(_) => Ok(Bucket::Here),
            Err(Fault::Said(refusal)) if refusal.status == NOT_FOUND => {
                Ok(Bucket::Missing(refusal))
            }
            Err(Fault::Said(refusal)) if refusal.status == FORBIDDEN => Ok(Bucket::Hidden),
            Err(fault) => Err(fault),
        }
    }

    /// Makes the bucket where it is missing. Says whether we know that it is there.
    pub(super) async fn ensure_bucket(&self) -> Result<bool, StorageError> {
        match self.look_at_bucket().await? {
            Bucket::Here => return Ok(true),
            Bucket::Hidden => return Ok(false),
            Bucket::Missing(_) => {}
        }
        match self.make_bucket().await {
            Ok(()) => Ok(true),
            Err(Fault::Away(text)) => Err(StorageError::Unavailable(text)),
            // Somebody may have been faster; somebody else than we, in the worst case.
            Err(Fault::Said(refusal)) => match self.look_at_bucket().await? {
                Bucket::Here => Ok(true),
                Bucket::Hidden | Bucket::Missing(_) => Err(StorageError::Refused(format!(
                    "the bucket {} (S3_BUCKET) is missing and cannot be made: {}",
                    self.config.bucket, refusal.text
                ))),
            },
        }
    }

    async fn make_bucket(&self) -> Result<(), Fault> {
        let region = self.config.region.as_str();
        let place = (region != DEFAULT_REGION).then(|| {
            CreateBucketConfiguration::builder()
                .location_constraint(BucketLocationConstraint::from(region))
                .build()
        });
        let make = self.client.create_bucket().bucket(&self.config.bucket);
        let answer = make.set_create_bucket_configuration(place).send().await;
        answer.map_err(|error| error::read("CreateBucket", error))?;
        tracing::info!(bucket = self.config.bucket, "made the bucket of S3_BUCKET");
        Ok(())
    }
}

//! One upload, from its original to the event that tells its end.

use super::{MediaService, Turn};
use crate::{Thumbnail, Thumbnails, event};
use broker::BrokerError;
use contract::{
    avatar::{ImageType, UploadKey, UploadReason, thumbnail_key},
    event::Event,
    profile::AvatarUrls,
};
use std::time::Instant;
use storage::{NewObject, Object, StorageError};

/// A key names its bytes, so they never change (RFC 8246): kept for a year.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Why an upload did not come to its end.
pub(super) enum Fault {
    /// A part of ours is away.
    Away,
    /// It may go as wrong again.
    Failed(String),
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(_) => {
                tracing::warn!(%error, "a picture waits for storage");
                Self::Away
            }
            StorageError::Refused(reason) => Self::Failed(reason),
        }
    }
}

impl From<BrokerError> for Fault {
    fn from(error: BrokerError) -> Self {
        tracing::warn!(%error, "a picture waits for the broker");
        Self::Away
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl MediaService {
    /// Makes the pictures, or finds out why there will be none, and tells. Says whether there was an
    /// original; one that is gone was swept.
    pub(super) async fn finish(&self, turn: &mut Turn<'_>) -> Result<bool, Fault> {
        let key = turn.key;
        let name = key.to_string();
        let found = self.storage.get(&name, self.config.max_bytes).await?;
        let Some(original) = found else {
            tracing::info!(upload_id = %key.upload_id, "the original is gone");
            count("gone");
            return Ok(false);
        };
        let told = match self.paint(original).await {
            Ok(thumbnails) => {
                let urls = self.keep(key, thumbnails).await?;
                let told = event::processed(key, urls, (self.now)())?;
                self.tell(turn, &told).await?;
                "ready"
            }
            Err(reason) => {
                self.give_up(turn, reason).await?;
                reason.as_str()
            }
        };
        tracing::info!(upload_id = %key.upload_id, result = told, "an upload has come to its end");
        count(told);
        Ok(true)
    }

    /// Tells that there will be no pictures.
    pub(super) async fn give_up(
        &self,
        turn: &mut Turn<'_>,
        reason: UploadReason,
    ) -> Result<(), Fault> {
        let told = event::failed(turn.key, reason, (self.now)())?;
        self.tell(turn, &told).await
    }

    async fn paint(&self, original: Object) -> Result<Thumbnails, UploadReason> {
        let body = original.body.filter(|body| !body.is_empty());
        let body = body.ok_or(UploadReason::InvalidSize)?;
        // What storage was told; a type that is none of ours says nothing.
        let said = original.info.content_type;
        let said = said.and_then(|said| said.parse().ok());
        metrics::gauge!("media_service_images_in_flight").increment(1);
        let started = Instant::now();
        let painted = self.pictures.make(said, body).await;
        metrics::histogram!("media_service_image_duration_seconds")
            .record(started.elapsed().as_secs_f64());
        metrics::gauge!("media_service_images_in_flight").decrement(1);
        painted
    }

    async fn keep(&self, key: UploadKey, thumbnails: Thumbnails) -> Result<AvatarUrls, Fault> {
        let Thumbnails {
            small,
            medium,
            large,
        } = thumbnails;
        Ok(AvatarUrls {
            small: self.keep_one(key, small).await?,
            medium: self.keep_one(key, medium).await?,
            large: self.keep_one(key, large).await?,
        })
    }

    /// Writes a finished picture. Gives where everybody finds it.
    async fn keep_one(&self, key: UploadKey, picture: Thumbnail) -> Result<String, StorageError> {
        let key = thumbnail_key(key.upload_id, &picture.hash);
        let object = NewObject {
            content_type: ImageType::Jpeg.as_str(),
            cache_control: Some(FOR_GOOD),
            body: picture.bytes,
        };
        self.storage.put(&key, object).await?;
        Ok(self.storage.public_url(&key))
    }

    async fn tell(&self, turn: &mut Turn<'_>, told: &Event) -> Result<(), Fault> {
        if self.publisher.publish(told).await? {
            turn.is_told((self.now)());
            return Ok(());
        }
        tracing::warn!(kind = told.kind, "a picture waits for somebody who listens");
        Err(Fault::Away)
    }
}

fn count(result: &'static str) {
    metrics::counter!("media_service_images_total", "result" => result).increment(1);
}

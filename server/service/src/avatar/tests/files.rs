//! Uploads with their files, in a real storage.

use super::{HASHES, Sitter};
use crate::{
    Error,
    testing::{bucket::Bucket, world::World},
};
use contract::{UploadId, avatar::thumbnail_key};
use sqlx::PgPool;
use storage::NewObject;

/// What stands for the hashes of a second file's pictures. One is as that of the first.
pub(super) const OTHER_HASHES: [&str; 3] = [HASHES[0], "d4", "e9"];

/// The keys of pictures with these hashes, sorted as the hashes are.
pub(super) fn keys(upload: UploadId, hashes: [&str; 3]) -> [String; 3] {
    hashes.map(|hash| thumbnail_key(upload, hash))
}

impl Sitter {
    pub(super) async fn at(pool: PgPool, bucket: &Bucket) -> Self {
        let world = World::storing(pool, bucket.storage.clone()).await;
        let person = world.somebody().await;
        Self { world, person }
    }

    pub(super) fn original(&self, upload: UploadId) -> String {
        format!(
            "uploads/{}/{}/{upload}",
            self.person.tenant_id, self.person.id
        )
    }

    /// The browser has sent its file.
    pub(super) async fn send(&self, upload: UploadId) {
        self.put(&self.original(upload)).await;
    }

    /// The media-service has made pictures, and told of them.
    pub(super) async fn make(&self, upload: UploadId) {
        self.make_as(upload, HASHES).await;
    }

    pub(super) async fn make_as(&self, upload: UploadId, hashes: [&str; 3]) {
        for key in keys(upload, hashes) {
            self.put(&key).await;
        }
        self.processed_as(upload, hashes).await;
    }

    async fn put(&self, key: &str) {
        let object = NewObject {
            content_type: "image/png",
            cache_control: None,
            body: key.to_owned().into(),
        };
        self.world.storage.put(key, object).await.expect("stored");
    }

    pub(super) async fn sweep(&self) -> Result<u64, Error> {
        let now = self.world.clock.now();
        self.world.services.avatar.sweep(now).await
    }
}

//! Deleting files that no longer count.

use super::{AvatarService, STORAGE, state::Upload, store};
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use contract::avatar::thumbnails_under;
use storage::StorageError;

/// Files stay this long after they no longer count: for caches that still show them, for undoing
/// a removal, and for messages that are late.
pub(crate) const GRACE: TimeDelta = TimeDelta::hours(24);
/// Files that are due within this are as good as gone, whatever the clocks of two processes say.
pub(super) const MARGIN: TimeDelta = TimeDelta::hours(1);
/// Rows without files are kept this long, for whoever asks how an upload ended.
pub(crate) const KEEP_ROWS: TimeDelta = TimeDelta::days(30);
/// Who takes uploads to sweep has them this long.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// Uploads a bite.
const BITE: i64 = 50;

impl AvatarService {
    /// Deletes the files that are due: all of an upload but the pictures that somebody has from it.
    /// Gives of how many uploads. Those that storage does not delete stay due.
    ///
    /// # Errors
    /// `Unavailable` where storage or the database is away: everything stays due.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<u64> {
        let lease = now + LEASE;
        let mut swept = 0;
        loop {
            let due = store::claim_due(&self.pool, now, lease, BITE).await?;
            if due.is_empty() {
                return Ok(swept);
            }
            for upload in due {
                if let Err(error) = self.delete_files(&upload).await {
                    tracing::warn!(%error, upload_id = %upload.key.upload_id, "files could not be swept");
                    // One that it cannot delete must not keep it from the others.
                    self.storage
                        .ping()
                        .await
                        .map_err(|_| Error::Unavailable(STORAGE))?;
                    continue;
                }
                store::update_swept(&self.pool, upload.key.upload_id, lease).await?;
                swept += 1;
            }
        }
    }

    async fn delete_files(&self, upload: &Upload) -> Result<(), StorageError> {
        self.storage.delete(&upload.key.to_string()).await?;
        // The address took file after file until it ended, and pictures were made of several.
        let folder = thumbnails_under(upload.key.upload_id);
        for key in self.storage.list(&folder).await? {
            if !upload.shows(&key) {
                // One by one: not every storage deletes many at once, and those that do want
                // different checksums of the list.
                self.storage.delete(&key).await?;
            }
        }
        Ok(())
    }
}

//! The way in: so many pictures at once, and no longer than it may take.

use super::{PictureLimits, Thumbnails, thumbnails};
use bytes::Bytes;
use contract::avatar::{ImageType, UploadReason};
use std::{panic, sync::Arc};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

/// Makes pictures, on threads of their own. Cheap to clone; clones share their limits.
#[derive(Clone, Debug)]
pub struct Pictures {
    limits: PictureLimits,
    free: Arc<Semaphore>,
}

impl Pictures {
    /// Makes pictures within these limits.
    pub fn new(limits: PictureLimits) -> Self {
        let free = Arc::new(Semaphore::new(limits.at_once.max(1)));
        Self { limits, free }
    }

    /// Makes the pictures of an upload that was said to be of the type `said`. Waits for its turn;
    /// the time that is waited does not count as time that it takes.
    ///
    /// # Errors
    /// The reason to tell its owner; trying again leads to the same. A decoder that panics found an
    /// unreadable picture.
    pub async fn make(
        &self,
        said: Option<ImageType>,
        bytes: Bytes,
    ) -> Result<Thumbnails, UploadReason> {
        let limits = self.limits;
        self.run(move || thumbnails(said, &bytes, &limits)).await
    }

    /// Whoever waits here gives up in time. The place is free again when the work has really ended:
    /// what is given up still takes its core.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, UploadReason> + Send + 'static,
    ) -> Result<T, UploadReason> {
        // Nobody closes it.
        let place = Arc::clone(&self.free).acquire_owned().await;
        let work = spawn_blocking(move || {
            let done = panic::catch_unwind(panic::AssertUnwindSafe(work));
            drop(place);
            done.unwrap_or(Err(UploadReason::Unreadable))
        });
        match timeout(self.limits.patience, work).await {
            Ok(Ok(done)) => done,
            // It never began: the runtime is being shut down, and what is said here nobody hears.
            Ok(Err(_)) | Err(_) => Err(UploadReason::TookTooLong),
        }
    }
}

#[cfg(test)]
mod tests;

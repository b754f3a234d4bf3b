//! How an upload stands: its states, what moves it from one to the next, and how its owner is told.
//!
//! ```text
//! pending ──► processing ──► ready ──► expired (superseded, removed) ──► ready: a removal undone
//!    │  └──────────┬───────────┘
//!    │             └──► failed            ready, failed by the media-service, superseded, removed:
//!    └──► expired (nothing came)          the end; whatever is told of it afterwards changes nothing
//! ```

use super::{GRACE, sweep::MARGIN};
use crate::audit::Change;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    avatar::{RequestUpload, UploadKey, UploadReason, UploadStatus, UploadView},
    profile::AvatarUrls,
};
use serde_json::{Value, json};

/// How long after the end of its ticket an upload that has arrived waits for the media-service,
/// before its owner is told that it failed.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// One upload.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Upload {
    pub(super) key: UploadKey,
    pub(super) status: UploadStatus,
    pub(super) reason: Option<UploadReason>,
    pub(super) avatar_urls: Option<AvatarUrls>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
    /// When it last came to an end.
    pub(super) settled_at: Option<DateTime<Utc>>,
    /// When files of it are due to be deleted.
    pub(super) sweep_at: Option<DateTime<Utc>>,
}

impl Upload {
    /// One that was just asked for.
    pub(super) fn asked(
        key: UploadKey,
        created_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Self {
        Self {
            key,
            status: UploadStatus::Pending,
            reason: None,
            avatar_urls: None,
            created_at,
            expires_at,
            settled_at: None,
            sweep_at: Some(expires_at + GRACE),
        }
    }

    /// What is begun with it, as the audit log keeps it.
    pub(super) fn beginnings(&self, request: RequestUpload) -> Vec<Change> {
        let new = |field, value| Change::new(self.path(field), Value::Null, value);
        vec![
            new("status", json!(self.status)),
            new("contentType", json!(request.content_type)),
            new("contentLength", json!(request.content_length)),
        ]
    }

    /// How it has failed, as the audit log keeps it.
    pub(super) fn failure(&self, before: UploadStatus) -> Vec<Change> {
        vec![
            Change::new(self.path("status"), json!(before), json!(self.status)),
            Change::new(self.path("reason"), Value::Null, json!(self.reason)),
        ]
    }

    fn path(&self, field: &str) -> String {
        format!("uploads.{}.{field}", self.key.upload_id)
    }

    /// Whether storage may get its file, or have got it, without our knowledge.
    pub(super) fn is_awaited(&self) -> bool {
        self.status == UploadStatus::Pending
    }

    /// Whether what the media-service tells of it counts: nothing was told before, and its files
    /// are not being deleted.
    pub(super) fn is_open(&self, now: DateTime<Utc>) -> bool {
        use UploadReason::{NotProcessed, StorageUnavailable};
        let untold = match self.status {
            UploadStatus::Pending | UploadStatus::Processing => true,
            UploadStatus::Expired => self.reason.is_none(),
            UploadStatus::Failed => matches!(self.reason, Some(NotProcessed | StorageUnavailable)),
            UploadStatus::Ready => false,
        };
        untold && self.has_files(now)
    }

    /// Whether it may be, or become, somebody's picture again: its files are there for some time yet.
    pub(super) fn has_files(&self, now: DateTime<Utc>) -> bool {
        self.sweep_at.is_some_and(|due| now + MARGIN < due)
    }

    /// Storage has its file.
    pub(super) fn arrive(&mut self) {
        self.status = UploadStatus::Processing;
    }

    /// Its pictures are made, and the person's.
    pub(super) fn succeed(&mut self, avatar_urls: AvatarUrls, now: DateTime<Utc>) {
        self.avatar_urls = Some(avatar_urls);
        self.settle(UploadStatus::Ready, None, now);
    }

    /// There will be no pictures.
    pub(super) fn fail(&mut self, reason: UploadReason, now: DateTime<Utc>) {
        self.settle(UploadStatus::Failed, Some(reason), now);
    }

    /// Whether these are the pictures that the person has from it.
    pub(super) fn has_given(&self, urls: &AvatarUrls) -> bool {
        self.status == UploadStatus::Ready && self.avatar_urls.as_ref() == Some(urls)
    }

    /// Whether this is the key of a picture that the person has from it. Its address ends so, wherever
    /// pictures were read when it was made.
    pub(super) fn shows(&self, key: &str) -> bool {
        let is_ready = self.status == UploadStatus::Ready;
        let urls = self.avatar_urls.as_ref().filter(|_| is_ready);
        urls.is_some_and(|urls| {
            let mut urls = [&urls.small, &urls.medium, &urls.large].into_iter();
            urls.any(|url| url.ends_with(key))
        })
    }

    /// Pictures were made that nobody will have, since something newer counts or it has ended
    /// otherwise. Of one that is ready those that are shown stay.
    pub(super) fn disown(&mut self, now: DateTime<Utc>) {
        if self.is_open(now) {
            self.settle(UploadStatus::Expired, Some(UploadReason::Superseded), now);
        }
        self.sweep_at = Some(now + GRACE);
    }

    fn settle(&mut self, status: UploadStatus, reason: Option<UploadReason>, now: DateTime<Utc>) {
        self.status = status;
        self.reason = reason;
        self.settled_at = Some(now);
        self.sweep_at = Some(now + GRACE);
    }

    /// As its owner is told of it now. What nobody has told us is told by the clock.
    pub(super) fn view(self, now: DateTime<Utc>) -> UploadView {
        let (status, reason) = match self.status {
            UploadStatus::Pending if now >= self.expires_at => (UploadStatus::Expired, None),
            UploadStatus::Processing if now >= self.expires_at + PATIENCE => {
                (UploadStatus::Failed, Some(UploadReason::NotProcessed))
            }
            status => (status, self.reason),
        };
        UploadView {
            upload_id: self.key.upload_id,
            status,
            reason,
            avatar_urls: self.avatar_urls.filter(|_| status == UploadStatus::Ready),
            created_at: self.created_at,
            expires_at: self.expires_at,
        }
    }
}

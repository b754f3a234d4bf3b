//! What is told of pictures, by us and by the media-service.

use crate::{UploadId, UserId, avatar::UploadReason, profile::AvatarUrls};
use serde::{Deserialize, Serialize};

/// `user.avatar.upload_requested`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AvatarUploadRequested {
    /// The person.
    pub user_id: UserId,
    /// The upload.
    pub upload_id: UploadId,
}

/// `user.avatar.removed`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AvatarRemoved {
    /// The person.
    pub user_id: UserId,
    /// The upload that the picture came from; none where it was given by address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<UploadId>,
}

/// `user.avatar.processed`, told by the media-service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AvatarProcessed {
    /// The person.
    pub user_id: UserId,
    /// The upload.
    pub upload_id: UploadId,
    /// The finished pictures.
    pub avatar_urls: AvatarUrls,
}

/// `user.avatar.failed`, told by the media-service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AvatarFailed {
    /// The person.
    pub user_id: UserId,
    /// The upload.
    pub upload_id: UploadId,
    /// Why there are no pictures.
    pub reason: UploadReason,
}

impl AvatarProcessed {
    /// The event's type, which is its routing key.
    pub const KIND: &str = "user.avatar.processed";
}

impl AvatarFailed {
    /// The event's type, which is its routing key.
    pub const KIND: &str = "user.avatar.failed";
}

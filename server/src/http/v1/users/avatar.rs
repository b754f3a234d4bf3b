//! `/users/{id}/avatar` and its uploads

pub mod get_upload;
pub mod remove;
pub mod request_upload;
pub mod upload;

use contract::UploadId;

/// Where an upload is told of.
fn location(id: UploadId) -> String {
    format!("/api/v1/users/me/avatar/uploads/{id}")
}

//! Pictures of people: what may be uploaded, how an upload stands, and where its files are.

mod image_type;
mod key;

pub use image_type::ImageType;
pub use key::{
    OtherKey, THUMBNAILS, UploadKey, is_thumbnail_of, thumbnail_key, thumbnails_under,
    upload_of_thumbnail,
};

use crate::{
    FieldCode, FieldError, FieldErrors, UploadId,
    fields::{FieldReader, whole},
    profile::AvatarUrls,
    word::word_enum,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt};

word_enum!(
    /// How an upload stands.
    UploadStatus {
        /// Asked for; storage has nothing yet.
        Pending = "pending",
        /// Storage has the file; its pictures are being made.
        Processing = "processing",
        /// The pictures are made, and the person's.
        Ready = "ready",
        /// No pictures were made; `reason` says why.
        Failed = "failed",
        /// It does not count: nothing came in time, or `reason` says what came after it.
        Expired = "expired",
    }
);

word_enum!(
    /// Why an upload came to nothing.
    UploadReason {
        /// The bytes are no JPEG, PNG, GIF or WebP picture.
        UnsupportedType = "unsupported_type",
        /// The bytes are a picture of another type than was said.
        TypeMismatch = "type_mismatch",
        /// No bytes, or more than the limit.
        InvalidSize = "invalid_size",
        /// More pixels than the limit.
        TooManyPixels = "too_many_pixels",
        /// Within all limits, but reading it would take too much memory: a lossless WebP can.
        TooComplex = "too_complex",
        /// The picture is cut off or broken.
        Unreadable = "unreadable",
        /// Reading the picture took too long.
        TookTooLong = "took_too_long",
        /// Storage has the file, but nobody made pictures of it in time.
        NotProcessed = "not_processed",
        /// Storage could not be reached.
        StorageUnavailable = "storage_unavailable",
        /// A newer picture was asked for, or chosen.
        Superseded = "superseded",
        /// The person has removed the picture.
        Removed = "removed",
    }
);

impl UploadReason {
    /// Whether the media-service may tell it: what is in the file, or that nobody came to make
    /// pictures of it. The others are the user-service's own.
    pub const fn is_of_media(self) -> bool {
        !matches!(
            self,
            Self::StorageUnavailable | Self::Superseded | Self::Removed
        )
    }
}

/// The limits of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// `MAX_FILE_SIZE`: bytes.
    pub max_bytes: u64,
    /// `ALLOWED_FILE_TYPES`
    pub types: Vec<ImageType>,
}

impl UploadLimits {
    /// What is wrong with a file of this type and length, if anything; the fields by these names.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn check(
        &self,
        (type_field, content_type): (&str, ImageType),
        (length_field, length): (&str, u64),
    ) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        if !self.types.contains(&content_type) {
            errors.push(FieldError::new(type_field, FieldCode::InvalidChoice));
        }
        if length == 0 || length > self.max_bytes {
            errors.push(self.bad_length(length_field));
        }
        errors.into_result(())
    }

    /// The field's length is none that may be.
    pub fn bad_length(&self, field: &str) -> FieldError {
        let limit = usize::try_from(self.max_bytes).unwrap_or(usize::MAX);
        FieldError::with_limit(field, FieldCode::InvalidSize, limit)
    }
}

/// Asks for an address to upload a picture to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct RequestUpload {
    /// Type of the file; one of `ALLOWED_FILE_TYPES`.
    pub content_type: ImageType,
    /// Bytes of the file: 1 to `MAX_FILE_SIZE`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, example = 183_204))]
    pub content_length: u64,
}

impl RequestUpload {
    /// Reads the body of `POST /users/me/avatar/upload-url`, listing every field that is unknown,
    /// of a wrong type or outside of the limits.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>, limits: &UploadLimits) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let content_type: Option<ImageType> = reader.required_choice("contentType");
        let content_length = reader.checked("contentLength", |value| {
            let wrong = || FieldError::new("contentLength", FieldCode::InvalidType);
            let value = whole(value);
            let number = value.as_number().ok_or_else(wrong)?;
            // Below zero, over the limit, or with decimals: no length at all.
            number
                .as_u64()
                .ok_or_else(|| limits.bad_length("contentLength"))
        });
        if content_length.is_none() && !reader.has_error("contentLength") {
            reader.note(FieldError::new("contentLength", FieldCode::Required));
        }
        let checked = || {
            let content_type = content_type.or_else(|| limits.types.first().copied())?;
            let fields = (
                ("contentType", content_type),
                ("contentLength", content_length.unwrap_or(1)),
            );
            limits.check(fields.0, fields.1).err()
        };
        reader.finish(&[], checked)?;
        checked().map_or(Ok(()), Err)?;
        // Both are there, or `finish` had something to say.
        content_type
            .zip(content_length)
            .map(|(content_type, content_length)| Self {
                content_type,
                content_length,
            })
            .ok_or_else(FieldErrors::default)
    }
}

/// Where and how to upload a picture.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadTicket {
    /// Names the upload.
    pub upload_id: UploadId,
    /// Always `PUT`.
    #[cfg_attr(feature = "openapi", schema(example = "PUT"))]
    pub method: String,
    /// Where to send the bytes; the address is a secret until it expires.
    pub url: String,
    /// What to send with them, exactly. Browsers send `content-length` by themselves.
    pub headers: BTreeMap<String, String>,
    /// Until when storage takes them.
    pub expires_at: DateTime<Utc>,
}

impl fmt::Debug for UploadTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadTicket")
            .field("upload_id", &self.upload_id)
            .field("headers", &self.headers)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// An upload, as its owner is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UploadView {
    /// Names it.
    pub upload_id: UploadId,
    /// How it stands.
    pub status: UploadStatus,
    /// Why it came to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<UploadReason>,
    /// The pictures, when it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_urls: Option<AvatarUrls>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Until when storage takes the file.
    pub expires_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests;

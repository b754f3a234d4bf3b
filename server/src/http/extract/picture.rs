//! A picture in a form.

use crate::http::{AppState, error::ApiError};
use axum::{
    body::Bytes,
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
};
use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, avatar::UploadLimits,
    limits::UNKNOWN_FIELDS_TOLD,
};
use http::{HeaderValue, StatusCode};
use service::{Ctx, avatar::Room, error::AuthFault};

/// The form's only field.
const FILE: &str = "file";
/// What a form may have around the file: bytes.
const FRAME: u64 = 64 * 1024;

/// The largest body that a form with a picture may have: bytes.
pub fn picture_body_max(limits: &UploadLimits) -> usize {
    usize::try_from(limits.max_bytes.saturating_add(FRAME)).unwrap_or(usize::MAX)
}

/// The field `file` of a `multipart/form-data` body.
#[derive(Debug)]
pub struct PictureFile {
    /// The file.
    pub bytes: Bytes,
    /// Where it is, until this is dropped.
    pub room: Room,
}

/// Whether this is the media type of a form that may bring a picture.
pub fn is_form(content_type: &HeaderValue) -> bool {
    // Names of media types have no case.
    let family: Option<&[u8; 10]> = content_type.as_bytes().first_chunk();
    family.is_some_and(|family| family.eq_ignore_ascii_case(b"multipart/"))
}

impl FromRequest<AppState> for PictureFile {
    type Rejection = ApiError;

    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, ApiError> {
        // Who may not upload learns nothing of the rules of forms.
        match request.extensions().get::<Ctx>() {
            Some(ctx) => ctx.person()?,
            None => return Err(AuthFault::HeaderMissing.into()),
        };
        let avatar = &state.services.avatar;
        // Whoever has read the body before us has made room for it.
        let room = match request.extensions_mut().remove::<Room>() {
            Some(room) => room,
            None => avatar.make_room().await?,
        };
        let limits = avatar.limits();
        DefaultBodyLimit::max(picture_body_max(limits)).apply(&mut request);
        let mut form = Multipart::from_request(request, state).await.map_err(|_| {
            ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ErrorCode::UnsupportedMediaType,
                "Send multipart/form-data",
            )
        })?;
        let mut file = None;
        let mut errors = FieldErrors::default();
        let unread = |error| unreadable(limits, &error);
        while let Some(field) = form.next_field().await.map_err(unread)? {
            let fault = match (field.name(), &file) {
                (Some(FILE), None) => {
                    file = Some(read(field, limits).await?);
                    continue;
                }
                (Some(FILE), Some(_)) => FieldError::new(FILE, FieldCode::Duplicate),
                (name, _) => {
                    let name = contract::fields::told_name(name.unwrap_or_default());
                    FieldError::new(name, FieldCode::UnknownField)
                }
            };
            // One part too many is enough to refuse them all.
            if errors.0.len() < UNKNOWN_FIELDS_TOLD && !errors.0.contains(&fault) {
                errors.push(fault);
            }
        }
        if file.is_none() {
            errors.push(FieldError::new(FILE, FieldCode::Required));
        }
        let file = errors.into_result(file).map_err(ApiError::invalid)?;
        let bytes = file.unwrap_or_default();
        Ok(Self { bytes, room })
    }
}

async fn read(field: Field<'_>, limits: &UploadLimits) -> Result<Bytes, ApiError> {
    let bytes = field
        .bytes()
        .await
        .map_err(|error| unreadable(limits, &error))?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limits.max_bytes => Ok(bytes),
        _ => Err(too_large(limits)),
    }
}

fn unreadable(limits: &UploadLimits, error: &MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large(limits)
    } else {
        ApiError::invalid(FieldErrors::one(FieldError::new(
            "body",
            FieldCode::InvalidFormat,
        )))
    }
}

/// What is said of a file over the limit.
pub fn too_large(limits: &UploadLimits) -> ApiError {
    ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE).about(limits.bad_length(FILE))
}

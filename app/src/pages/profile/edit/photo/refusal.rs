//! A picture that was not taken, and why.

use crate::{
    error::Problem,
    session::flash::PhotoDeed,
    words::{self, Locale, td_string},
};
use contract::{
    ErrorCode, FieldCode,
    avatar::{UploadLimits, UploadReason, UploadView},
    profile::ProfileView,
};
use http::StatusCode;
use service::Error;

/// Why a form of the picture did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhotoRefusal {
    /// No file was chosen.
    NoFile,
    /// The file has no bytes.
    Empty,
    /// The file has more bytes than the limit.
    TooLarge,
    /// The file is none of the types on offer.
    BadType,
    /// No pictures could be made of it.
    Failed(UploadReason),
    /// Too many uploads are under way.
    TooManyUploads,
    /// There is nothing to bring back any more.
    NotRestorable,
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl PhotoRefusal {
    /// What the form can say of an error; otherwise the problem to show instead.
    ///
    /// # Errors
    /// The problem, where the form is no use to this person now.
    pub(crate) fn new(error: &Error) -> Result<Self, Problem> {
        match error {
            Error::Invalid(errors) => match errors.0.first().map(|error| error.code) {
                Some(FieldCode::InvalidSize) => Ok(Self::TooLarge),
                Some(FieldCode::InvalidPicture | FieldCode::InvalidChoice) => Ok(Self::BadType),
                _ => Err(Problem::noted(error)),
            },
            Error::Conflict(conflict) if conflict.code == ErrorCode::TooManyUploads => {
                Ok(Self::TooManyUploads)
            }
            Error::Conflict(conflict) if conflict.code == ErrorCode::NotRestorable => {
                Ok(Self::NotRestorable)
            }
            error => match Problem::noted(error) {
                problem if problem.is_passing() => Ok(Self::Passing(problem)),
                problem => Err(problem),
            },
        }
    }

    /// What there is to say of an upload that came to nothing: what the person has done since, or why
    /// there is no picture of it. Without a reason nothing arrived.
    ///
    /// # Errors
    /// The refusal.
    pub(crate) fn outcome(upload: &UploadView, me: &ProfileView) -> Result<PhotoDeed, Self> {
        match upload.reason {
            Some(UploadReason::Removed) if me.avatar_url.is_none() => Ok(PhotoDeed::Removed(None)),
            Some(UploadReason::Removed | UploadReason::Superseded) => Ok(PhotoDeed::NotUsed),
            Some(reason) => Err(Self::Failed(reason)),
            None => Err(Self::Passing(Problem::Unavailable)),
        }
    }

    /// The status of the answer.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::NoFile | Self::Empty | Self::BadType | Self::Failed(_) => {
                Problem::Unreadable.status()
            }
            Self::TooLarge => Problem::TooLarge.status(),
            Self::TooManyUploads | Self::NotRestorable => Problem::Conflict.status(),
            Self::Passing(problem) => problem.status(),
        }
    }

    /// Why, in a sentence that names the limit.
    pub(crate) fn sentence(self, locale: Locale, limits: &UploadLimits) -> String {
        use UploadReason::{
            InvalidSize, NotProcessed, Removed, StorageUnavailable, Superseded, TooComplex,
            TooManyPixels, TookTooLong, TypeMismatch, Unreadable, UnsupportedType,
        };
        match self {
            Self::NoFile => td_string!(locale, photo.no_file).to_owned(),
            Self::Empty => td_string!(locale, photo.empty).to_owned(),
            Self::TooLarge | Self::Failed(InvalidSize) => {
                let size = words::file_size(locale, limits.max_bytes);
                td_string!(locale, photo.too_large, size = size).to_string()
            }
            Self::BadType | Self::Failed(UnsupportedType | TypeMismatch) => {
                let types = words::picture_types(locale, limits);
                td_string!(locale, photo.bad_type, types = types).to_string()
            }
            Self::Failed(TooManyPixels) => {
                let most = words::MEGAPIXELS_MAX;
                td_string!(locale, photo.too_many_pixels, megapixels = most).to_string()
            }
            Self::Failed(TooComplex) => td_string!(locale, photo.too_complex).to_owned(),
            Self::Failed(Unreadable) => td_string!(locale, photo.unreadable).to_owned(),
            Self::Failed(TookTooLong) => td_string!(locale, photo.took_too_long).to_owned(),
            // The last two are the person's own doing, which `outcome` tells as such.
            Self::Failed(NotProcessed | StorageUnavailable | Superseded | Removed)
            | Self::Passing(Problem::Unavailable) => {
                td_string!(locale, photo.unavailable).to_owned()
            }
            Self::Passing(_) => td_string!(locale, photo.internal).to_owned(),
            Self::TooManyUploads => td_string!(locale, photo.too_many_uploads).to_owned(),
            Self::NotRestorable => td_string!(locale, photo.not_restorable).to_owned(),
        }
    }
}

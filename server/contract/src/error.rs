//! What can be wrong, in stable words. The sentence for a person is made from the code.

use crate::word::word_enum;
use serde::{Deserialize, Serialize};
use std::fmt;

word_enum!(
    /// The `code` of a failure: stable, for programs.
    ErrorCode {
        /// A field, parameter or header failed its rule.
        ValidationFailed = "validation_failed",
        /// The body is not JSON.
        MalformedJson = "malformed_json",
        /// No valid proof of who is calling.
        Unauthenticated = "unauthenticated",
        /// Known, but not allowed.
        Forbidden = "forbidden",
        /// The account is suspended.
        AccountSuspended = "account_suspended",
        /// The account is switched off.
        AccountInactive = "account_inactive",
        /// Nothing is here for this caller.
        NotFound = "not_found",
        /// The token is good, but nobody here bears its name.
        UserNotFound = "user_not_found",
        /// The deployment has switched this off.
        FeatureDisabled = "feature_disabled",
        /// The path exists, with other methods.
        MethodNotAllowed = "method_not_allowed",
        /// The caller accepts no media type that we speak.
        NotAcceptable = "not_acceptable",
        /// The body is of a media type that we do not read.
        UnsupportedMediaType = "unsupported_media_type",
        /// The body is over the limit.
        PayloadTooLarge = "payload_too_large",
        /// Somebody else has this username.
        UsernameTaken = "username_taken",
        /// Somebody else has this e-mail address.
        EmailTaken = "email_taken",
        /// This person of the auth-service has an account already.
        AuthIdTaken = "auth_id_taken",
        /// The person takes, or has completed, this course already.
        AlreadyEnrolled = "already_enrolled",
        /// The enrollment is suspended.
        EnrollmentSuspended = "enrollment_suspended",
        /// The enrollment is dropped.
        EnrollmentDropped = "enrollment_dropped",
        /// The person has as many uploads under way as there may be.
        TooManyUploads = "too_many_uploads",
        /// The picture cannot be brought back: it is gone, or another one is there.
        NotRestorable = "not_restorable",
        /// Admins cannot be blocked.
        CannotBlockStaff = "cannot_block_staff",
        /// The person has blocked as many as there may be.
        TooManyBlocks = "too_many_blocks",
        /// Admins cannot change their own role.
        OwnRole = "own_role",
        /// Admins cannot change the status of their own account.
        OwnStatus = "own_status",
        /// Admins cannot delete their own account.
        OwnAccount = "own_account",
        /// A tenant keeps at least one active admin.
        LastAdmin = "last_admin",
        /// Only students apply to teach.
        NotAStudent = "not_a_student",
        /// There is an application of theirs under review.
        AlreadyApplied = "already_applied",
        /// After a rejection, the next application waits.
        ReapplyLater = "reapply_later",
        /// There is no application of theirs under review.
        NoPendingApplication = "no_pending_application",
        /// The enrollment cannot go from where it stands to there.
        InvalidTransition = "invalid_transition",
        /// `If-Match` was given and the row has moved on.
        StaleVersion = "stale_version",
        /// The first request with this `Idempotency-Key` still runs.
        InProgress = "in_progress",
        /// This `Idempotency-Key` was used with another body.
        IdempotencyMismatch = "idempotency_mismatch",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// A part that we need is down for the moment.
        Unavailable = "unavailable",
        /// A fault of ours.
        Internal = "internal",
    }
);

word_enum!(
    /// What is wrong with one field.
    FieldCode {
        /// Missing, empty or cleared, and it must have a value.
        Required = "required",
        /// Fewer characters than the limit.
        TooShort = "too_short",
        /// More characters than the limit.
        TooLong = "too_long",
        /// Below zero, or over the limit.
        OutOfRange = "out_of_range",
        /// More decimals than the limit.
        TooPrecise = "too_precise",
        /// More octets than the limit.
        TooLarge = "too_large",
        /// No bytes, or more than the limit.
        InvalidSize = "invalid_size",
        /// Not a picture of a type that we read.
        InvalidPicture = "invalid_picture",
        /// Stands in the list twice.
        Duplicate = "duplicate",
        /// More entries than the limit.
        TooMany = "too_many",
        /// Not an e-mail address.
        InvalidEmail = "invalid_email",
        /// Characters that a username may not have.
        InvalidUsername = "invalid_username",
        /// A username that the product keeps for itself.
        Reserved = "reserved",
        /// Not a phone number in international form.
        InvalidPhone = "invalid_phone",
        /// Not a key of a preference.
        InvalidKey = "invalid_key",
        /// Not an `https` address.
        InvalidUrl = "invalid_url",
        /// Not a name of the IANA time zone database.
        InvalidTimezone = "invalid_timezone",
        /// Not one of the words that may stand here.
        InvalidChoice = "invalid_choice",
        /// Not an id.
        InvalidId = "invalid_id",
        /// A value of another type was expected.
        InvalidType = "invalid_type",
        /// The header or parameter cannot be read.
        InvalidFormat = "invalid_format",
        /// No field of this name.
        UnknownField = "unknown_field",
        /// May be read, not written, here.
        ReadOnly = "read_only",
        /// Somebody else has it.
        Taken = "taken",
        /// It is oneself.
        Oneself = "oneself",
    }
);

/// One field that is wrong: which, what (stable), and the sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Path of the field in the body, such as `links[0].url`.
    pub field: String,
    /// What is wrong, for programs.
    pub code: FieldCode,
    /// What is wrong, for a person, in English.
    pub message: String,
    /// The limit that the value broke, for pages in other languages.
    #[serde(skip)]
    pub limit: Option<usize>,
}

impl FieldError {
    /// A field and what is wrong with it.
    pub fn new(field: impl Into<String>, code: FieldCode) -> Self {
        Self::make(field.into(), code, None)
    }

    /// The same, with the limit that the value broke.
    pub fn with_limit(field: impl Into<String>, code: FieldCode, limit: usize) -> Self {
        Self::make(field.into(), code, Some(limit))
    }

    fn make(field: String, code: FieldCode, limit: Option<usize>) -> Self {
        let n = limit.unwrap_or_default();
        let message = match code {
            FieldCode::Required => "A value is required".into(),
            FieldCode::TooShort => format!("Must be at least {n} characters"),
            FieldCode::TooLong => format!("Must be at most {n} characters"),
            FieldCode::OutOfRange => format!("Must be a number from 0 to {n}"),
            FieldCode::TooPrecise => format!("Must have at most {n} decimals"),
            FieldCode::TooLarge => format!("Must be at most {n} bytes of JSON"),
            FieldCode::InvalidSize => format!("Must be a size from 1 to {n} bytes"),
            FieldCode::InvalidPicture => "Must be a JPEG, PNG, GIF or WebP picture".into(),
            FieldCode::Duplicate => "Stands in the list twice".into(),
            FieldCode::InvalidKey => {
                "Must be 1 to 64 characters of a to z, digits, dots, hyphens and underscores, \
                 starting with a letter"
                    .into()
            }
            FieldCode::TooMany => format!("Must have at most {n} entries"),
            FieldCode::InvalidEmail => "Must be an e-mail address such as name@example.com".into(),
            FieldCode::InvalidUsername => {
                "May hold letters a to z, digits, dots, hyphens and underscores, \
                 and must start and end with a letter or digit"
                    .into()
            }
            FieldCode::Reserved => "This name is reserved".into(),
            FieldCode::InvalidPhone => {
                "Must be a phone number in international form such as +34600123456".into()
            }
            FieldCode::InvalidUrl => "Must be an address that starts with https://".into(),
            FieldCode::InvalidTimezone => "Must be an IANA time zone such as Europe/Madrid".into(),
            FieldCode::InvalidChoice => "Must be one of the values on offer".into(),
            FieldCode::InvalidId => "Must be a UUID".into(),
            FieldCode::InvalidType => "Has a value of the wrong type".into(),
            FieldCode::InvalidFormat => "Cannot be read".into(),
            FieldCode::UnknownField => "There is no such field".into(),
            FieldCode::ReadOnly => "Cannot be changed here".into(),
            FieldCode::Taken => "Is already taken".into(),
            FieldCode::Oneself => "Must be somebody else".into(),
        };
        Self {
            field,
            code,
            message,
            limit,
        }
    }
}

/// All that is wrong with a command, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Exactly one bad field.
    pub fn one(error: FieldError) -> Self {
        Self(vec![error])
    }

    /// Notes one more bad field.
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Adds what was found elsewhere, but for fields that are listed already; sorts by field.
    pub fn merge(&mut self, others: Self) {
        for other in others.0 {
            if !self.0.iter().any(|known| known.field == other.field) {
                self.0.push(other);
            }
        }
        self.0.sort_by(|a, b| a.field.cmp(&b.field));
    }

    /// Gives the value if nothing was wrong.
    ///
    /// # Errors
    /// Itself, when it holds anything.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, e) in self.0.iter().enumerate() {
            write!(
                f,
                "{}{}: {}",
                if i > 0 { "; " } else { "" },
                e.field,
                e.code
            )?;
        }
        Ok(())
    }
}

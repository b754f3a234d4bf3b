//! The one place of the pages that knows status codes: what a page says when it cannot show what was
//! asked for, and with which status.

use crate::words::{Locale, td_string};
use http::StatusCode;
use service::{Error, error::Denial};

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Nothing is at this address.
    NotFound,
    /// Known, but not allowed.
    Forbidden,
    /// The account is suspended.
    Suspended,
    /// The account is switched off.
    Inactive,
    /// Signed in, without an account here.
    NoAccount,
    /// The deployment has switched this off.
    FeatureDisabled,
    /// The state does not allow it.
    Conflict,
    /// What the browser sent cannot be read.
    Unreadable,
    /// What the browser sent is too large.
    TooLarge,
    /// More was asked than one may ask in such a time.
    TooMany,
    /// A part that we need is down for the moment.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// Seconds after which a page that is unavailable is worth another try.
pub(crate) const RETRY_AFTER_SECONDS: u16 = 30;

impl Problem {
    /// The status of the answer.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::FeatureDisabled => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Suspended | Self::Inactive | Self::NoAccount => {
                StatusCode::FORBIDDEN
            }
            Self::Conflict => StatusCode::CONFLICT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a page says of an error; a fault of ours is noted in the log, here and only here.
    pub(crate) fn noted(error: &Error) -> Self {
        if let Error::Internal(cause) = error {
            tracing::error!(%cause, "a page failed inside");
        }
        Self::from(error)
    }

    /// Whether the same request may go well later.
    pub(crate) const fn is_passing(self) -> bool {
        matches!(self, Self::TooMany | Self::Unavailable | Self::Internal)
    }

    /// Title and sentence.
    pub(crate) fn words(self, locale: Locale) -> (&'static str, &'static str) {
        macro_rules! pair {
            ($title:ident, $text:ident) => {
                (
                    td_string!(locale, error.$title),
                    td_string!(locale, error.$text),
                )
            };
        }
        match self {
            Self::NotFound => pair!(not_found_title, not_found_text),
            Self::Forbidden => pair!(forbidden_title, forbidden_text),
            Self::Suspended => pair!(suspended_title, suspended_text),
            Self::Inactive => pair!(inactive_title, inactive_text),
            Self::NoAccount => pair!(no_account_title, no_account_text),
            Self::FeatureDisabled => pair!(feature_title, feature_text),
            Self::Conflict => pair!(conflict_title, conflict_text),
            Self::Unreadable => pair!(unreadable_title, unreadable_text),
            Self::TooLarge => pair!(too_large_title, too_large_text),
            Self::TooMany => pair!(too_many_title, too_many_text),
            Self::Unavailable => pair!(unavailable_title, unavailable_text),
            Self::Internal => pair!(internal_title, internal_text),
        }
    }
}

/// The status of an answer that shows the form again.
pub(crate) fn status(error: &Error) -> StatusCode {
    match error {
        Error::Stale(_) => StatusCode::PRECONDITION_FAILED,
        error => Problem::from(error).status(),
    }
}

/// The status of an answer to a script of ours: a session that is over is told, not led to sign-in.
pub(crate) fn script_status(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        error => Problem::noted(error).status(),
    }
}

/// What a page says of an error that it has no form to show in. A session that is over is not among
/// them: it leads to sign-in.
impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::UserNotFound => Self::NoAccount,
            Error::Forbidden(Denial::Suspended) => Self::Suspended,
            Error::Forbidden(Denial::Inactive) => Self::Inactive,
            Error::Forbidden(
                Denial::AdminOnly | Denial::NotOwner | Denial::ScopeMissing | Denial::Staff,
            )
            | Error::Unauthenticated(_) => Self::Forbidden,
            Error::FeatureDisabled => Self::FeatureDisabled,
            Error::Conflict(_) | Error::Stale(_) => Self::Conflict,
            Error::Invalid(_) => Self::Unreadable,
            Error::Unavailable(_) => Self::Unavailable,
            Error::Internal(_) => Self::Internal,
        }
    }
}

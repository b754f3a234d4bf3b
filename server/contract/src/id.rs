//! Identifiers. One newtype a thing, so that a user's id cannot stand where a tenant's belongs.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A person in Matricula; UUID v7, made here.
    UserId
);
id!(
    /// The same person in the auth-service, which makes this id.
    AuthId
);
id!(
    /// A tenant: the edge at which unique values, lists and admin powers stop.
    TenantId
);
id!(
    /// One event; the same in every delivery of it.
    EventId
);
id!(
    /// A course of the course-service, which makes this id.
    CourseId
);
id!(
    /// One person's enrollment in one course.
    EnrollmentId
);
id!(
    /// One preference of one person.
    PreferenceId
);
id!(
    /// A browser session, as its owner is told of it; not the secret in the cookie.
    SessionId
);
id!(
    /// One upload of a picture; UUID v7, made here.
    UploadId
);
id!(
    /// One application to teach; UUID v7, made here.
    ApplicationId
);
id!(
    /// A selection of users that an admin has made; UUID v7, made here.
    SelectionId
);
id!(
    /// One entry of the audit log; UUID v7, made here.
    AuditEntryId
);

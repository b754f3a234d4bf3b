//! What we listen to, read.

use crate::error::{Error, Result};
use contract::{
    FieldCode, FieldError, FieldErrors,
    event::{
        AuthUserActivity, AuthUserRegistered, AvatarFailed, AvatarProcessed, CourseDeleted,
        CourseTold, Event,
    },
};
use serde::de::DeserializeOwned;

/// The routing keys that we listen to.
pub const PATTERNS: &[&str] = &[
    "auth.user.registered",
    "auth.user.login",
    "auth.user.logout",
    "auth.user.password_changed",
    "course.published",
    "course.updated",
    "course.deleted",
    AvatarProcessed::KIND,
    AvatarFailed::KIND,
];

/// The events that we listen to, read.
pub(super) enum Heard {
    Registered(AuthUserRegistered),
    Login(AuthUserActivity),
    Logout(AuthUserActivity),
    PasswordChanged(AuthUserActivity),
    CoursePublished(CourseTold),
    CourseUpdated(CourseTold),
    CourseDeleted(CourseDeleted),
    AvatarProcessed(AvatarProcessed),
    AvatarFailed(AvatarFailed),
}

/// Who tells of events of this type, by its first word: for the audit log, which does not believe
/// what events say of themselves.
pub(super) fn teller(kind: &str) -> &'static str {
    match kind.split('.').next() {
        Some("course") => "course-service",
        Some("user") => "media-service",
        _ => "auth-service",
    }
}

/// The event's payload, if it is one that we listen to.
pub(super) fn read(event: Event) -> Result<Option<Heard>> {
    Ok(Some(match event.kind.as_str() {
        "auth.user.registered" => Heard::Registered(payload(event)?),
        "auth.user.login" => Heard::Login(payload(event)?),
        "auth.user.logout" => Heard::Logout(payload(event)?),
        "auth.user.password_changed" => Heard::PasswordChanged(payload(event)?),
        "course.published" => Heard::CoursePublished(payload(event)?),
        "course.updated" => Heard::CourseUpdated(payload(event)?),
        "course.deleted" => Heard::CourseDeleted(payload(event)?),
        AvatarProcessed::KIND => Heard::AvatarProcessed(payload(event)?),
        AvatarFailed::KIND => Heard::AvatarFailed(payload(event)?),
        _ => return Ok(None),
    }))
}

fn payload<T: DeserializeOwned>(event: Event) -> Result<T> {
    serde_json::from_value(event.data).map_err(|_| {
        let fault = FieldError::new("data", FieldCode::InvalidType);
        Error::Invalid(FieldErrors::one(fault))
    })
}

//! The audit log in plain words: actions, fields, and values of closed sets. What is not known here is shown as
//! it is.

use super::{
    Locale, account, application,
    choice::{choice_label, theme},
    course::standing,
    field::{fault_of, label, visibility},
    number::count,
    td_string,
};
use crate::forms::profile::Field;
use contract::{FieldCode, FieldError, Language};

/// How much of an id stands for what it is of: the end, since ids that were made one after the other begin alike.
const SHORT_ID: usize = 8;

macro_rules! actions {
    ($($area:ident $(($all:literal))? { $($key:ident = $action:literal),+ $(,)? })+) => {
        /// Every action that is known, by what it is about: its heading, what stands for all of them where
        /// there is such a word, and each.
        pub(crate) fn actions(locale: Locale) -> Vec<(&'static str, Option<&'static str>, Vec<&'static str>)> {
            vec![$((
                td_string!(locale, audit_area.$area),
                None$(.or(Some($all)))?,
                vec![$($action),+],
            )),+]
        }

        /// An action in a few words, if it is known.
        pub(crate) fn action(locale: Locale, action: &str) -> Option<&'static str> {
            match action {
                $($($action => Some(td_string!(locale, audit_action.$key)),)+)+
                _ => None,
            }
        }
    };
}

actions! {
    user("user") {
        user_created = "user.created",
        user_updated = "user.updated",
        user_settings_updated = "user.settings_updated",
        user_preferences_updated = "user.preferences_updated",
        user_role_changed = "user.role_changed",
        user_status_changed = "user.status_changed",
        user_deleted = "user.deleted",
        user_enrolled = "user.enrolled",
        user_progress_updated = "user.progress_updated",
        user_enrollment_updated = "user.enrollment_updated",
        user_unenrolled = "user.unenrolled",
        user_blocked = "user.blocked",
        user_unblocked = "user.unblocked",
        user_read = "user.read",
        user_stats_read = "user.stats_read",
    }
    auth {
        auth_login = "auth.login",
        auth_logout = "auth.logout",
        auth_password_changed = "auth.password_changed",
        session_ended = "session.ended",
    }
    avatar("avatar") {
        avatar_upload_requested = "avatar.upload_requested",
        avatar_processed = "avatar.processed",
        avatar_failed = "avatar.failed",
        avatar_removed = "avatar.removed",
        avatar_restored = "avatar.restored",
    }
    application("application") {
        application_submitted = "application.submitted",
        application_withdrawn = "application.withdrawn",
        application_approved = "application.approved",
        application_rejected = "application.rejected",
        application_read = "application.read",
    }
    reading {
        applications_listed = "applications.listed",
        users_listed = "users.listed",
        users_exported = "users.exported",
        enrollments_read = "enrollments.read",
        enrollments_stats_read = "enrollments.stats_read",
        preferences_read = "preferences.read",
        sessions_read = "sessions.read",
        audit_read = "audit.read",
    }
    tenant {
        tenant_created = "tenant.created",
    }
}

/// A changed field by its path, if it is known: `progress`, `enrollments.{id}.progress`.
pub(crate) fn audit_field(locale: Locale, path: &str) -> Option<String> {
    let parts: Vec<_> = path.split('.').collect();
    match *parts.as_slice() {
        [name] => field(locale, name).map(str::to_owned),
        ["enrollments", id, name] => {
            let field = field(locale, name)?;
            let id = short_id(id);
            Some(td_string!(locale, audit.of_course, id = id, field = field).to_string())
        }
        ["instructorApplication", name] => {
            let field = field(locale, name)?;
            Some(td_string!(locale, audit.of_application, field = field).to_string())
        }
        ["uploads", _, name] => {
            let field = field(locale, name)?;
            Some(td_string!(locale, audit.of_photo, field = field).to_string())
        }
        ["preferences", "notifications", key] => {
            let field = choice_label(locale, key);
            Some(td_string!(locale, audit.of_preferences, field = field).to_string())
        }
        ["avatarUrls", _] => Some(td_string!(locale, audit_field.photo).to_owned()),
        _ => None,
    }
}

fn field(locale: Locale, name: &str) -> Option<&'static str> {
    Some(match name {
        "role" => td_string!(locale, account.role),
        "status" | "enrollmentStatus" => td_string!(locale, account.status),
        "email" => td_string!(locale, field.email),
        "emailVerified" => td_string!(locale, audit_field.email_verified),
        "theme" => td_string!(locale, settings.theme),
        "reason" => td_string!(locale, audit_field.reason),
        "note" => td_string!(locale, audit_field.note),
        "claimedBy" => td_string!(locale, audit_field.taken_by),
        "password" => td_string!(locale, audit_field.password),
        "motivation" => td_string!(locale, teach.motivation),
        "expertise" => td_string!(locale, teach.expertise),
        "progress" => td_string!(locale, audit_field.progress),
        "timeSpentSeconds" => td_string!(locale, audit_field.time_spent),
        "completedAt" => td_string!(locale, audit_field.completed_at),
        "lastAccessedAt" => td_string!(locale, audit_field.accessed_at),
        "loginCount" => td_string!(locale, audit_field.login_count),
        "lastLoginAt" => td_string!(locale, audit_field.last_login),
        "lastActiveAt" => td_string!(locale, audit_field.last_active),
        "avatarUrls" => td_string!(locale, audit_field.photo),
        "languageChosen" => td_string!(locale, audit_field.chosen_language),
        "search" => td_string!(locale, audit_field.search),
        "ids" => td_string!(locale, audit_field.ids),
        "count" => td_string!(locale, audit_field.count),
        "courseId" => td_string!(locale, audit_field.course),
        "contentType" => td_string!(locale, audit_field.file_type),
        "contentLength" => td_string!(locale, audit_field.file_size),
        "actor" => td_string!(locale, audit.actor),
        "target" => td_string!(locale, audit.target),
        "action" => td_string!(locale, audit.action),
        "from" => td_string!(locale, audit.from),
        "to" => td_string!(locale, audit.to),
        name => return Field::from_name(name).map(|field| label(locale, field)),
    })
}

/// The value of a field as pages call it, where it is a word of a closed set.
pub(crate) fn audit_word(locale: Locale, path: &str, value: &str) -> Option<&'static str> {
    let (before, name) = path.rsplit_once('.').unwrap_or(("", path));
    match name {
        "role" => Some(account::role(locale, value.parse().ok()?)),
        "status" if before == "instructorApplication" => {
            Some(application::application_status(locale, value.parse().ok()?))
        }
        "status" if before.is_empty() => value
            .parse()
            .ok()
            .map(|status| account::status(locale, status))
            .or_else(|| Some(application::application_status(locale, value.parse().ok()?)))
            .or_else(|| Some(standing(locale, value.parse().ok()?))),
        "enrollmentStatus" => Some(standing(locale, value.parse().ok()?)),
        "visibility" => Some(visibility(locale, value.parse().ok()?).0),
        "theme" => Some(theme(locale, value.parse().ok()?)),
        "language" => Some(value.parse::<Language>().ok()?.endonym()),
        "action" => action(locale, value),
        _ => None,
    }
}

/// The end of an id.
pub(crate) fn short_id(id: &str) -> &str {
    let start = id.len().saturating_sub(SHORT_ID);
    id.get(start..).unwrap_or(id)
}

/// So many entries.
pub(crate) fn entries(locale: Locale, total: i64) -> String {
    if total == 1 {
        return td_string!(locale, audit.count_one).to_owned();
    }
    td_string!(locale, audit.count_many, count = count(locale, total)).to_string()
}

/// What is wrong with a filter of the log, as one sentence that can stand anywhere.
pub(crate) fn audit_fault(locale: Locale, error: &FieldError) -> String {
    let field = field(locale, &error.field).unwrap_or_default();
    match (error.field.as_str(), error.code) {
        (_, FieldCode::OutOfRange) => td_string!(locale, audit.bad_order).to_owned(),
        (_, FieldCode::InvalidId) => td_string!(locale, audit.bad_id, field = field).to_string(),
        ("action", FieldCode::InvalidFormat) => {
            td_string!(locale, audit.bad_action, field = field).to_string()
        }
        (_, FieldCode::InvalidFormat) => {
            td_string!(locale, audit.bad_day, field = field).to_string()
        }
        _ => fault_of(locale, field, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_on_offer_has_words_and_stands_there_once() {
        for locale in [Locale::en, Locale::es] {
            let mut seen = std::collections::HashSet::new();
            for (_, all, known) in actions(locale) {
                for word in known {
                    assert!(
                        action(locale, word).is_some_and(|text| !text.is_empty()),
                        "{word}"
                    );
                    assert!(seen.insert(word), "{word}");
                    let area = word.split('.').next();
                    assert!(
                        all.is_none_or(|all| Some(all) == area),
                        "{word} is not of {all:?}"
                    );
                }
            }
        }
        assert_eq!(action(Locale::en, "user.eaten"), None);
    }

    #[test]
    fn fields_are_named_by_their_paths_and_unknown_ones_are_not() {
        let named = |path| audit_field(Locale::en, path);
        assert_eq!(named("firstName").as_deref(), Some("First name"));
        assert_eq!(
            named("enrollments.019aa5d0-0000-7000-8000-00000000abcd.progress").as_deref(),
            Some("Course 0000abcd: Progress")
        );
        assert_eq!(
            named("instructorApplication.status").as_deref(),
            Some("Application: Status")
        );
        for path in ["", ".", "eaten", "enrollments.x.eaten", "a.b.c.d"] {
            assert_eq!(named(path), None, "{path}");
        }
    }

    #[test]
    fn values_of_closed_sets_have_words_and_others_stay() {
        let word = |path, value| audit_word(Locale::es, path, value);
        assert_eq!(word("role", "student"), Some("Estudiante"));
        assert_eq!(word("status", "suspended"), Some("Suspendida"));
        assert_eq!(word("language", "en"), Some("English"));
        assert_eq!(word("status", "eaten"), None);
        assert_eq!(word("displayName", "student"), None);
    }

    #[test]
    fn the_end_of_an_id_stands_for_it() {
        assert_eq!(short_id("019aa5d0-0000-7000-8000-00000000abcd"), "0000abcd");
        for text in ["", "abc", "ñ"] {
            assert_eq!(short_id(text), text);
        }
    }
}

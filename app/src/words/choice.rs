//! Names of settings, notifications and choices of privacy, and what can be wrong with them.

use super::{Locale, field::fault_of, td_string};
use contract::{FieldError, settings::Theme};

/// The name of a control of `/settings`, `/settings/notifications` or `/settings/privacy`.
pub(crate) fn choice_label(locale: Locale, name: &str) -> &'static str {
    match name {
        "theme" => td_string!(locale, settings.theme),
        "language" => td_string!(locale, field.language),
        "timezone" => td_string!(locale, field.timezone),
        "visibility" => td_string!(locale, field.visibility),
        "discoverable" => td_string!(locale, field.discoverable),
        "email_enabled" => td_string!(locale, notifications.email_enabled),
        "email_new_course_alerts" => td_string!(locale, notifications.email_new_course_alerts),
        "email_marketing" => td_string!(locale, notifications.email_marketing),
        "push_enabled" => td_string!(locale, notifications.push_enabled),
        "sms_enabled" => td_string!(locale, notifications.sms_enabled),
        // Only the list of all of them is left.
        _ => td_string!(locale, notifications.title),
    }
}

/// What is wrong with such a control, as one sentence that can stand anywhere.
pub(crate) fn choice_fault(locale: Locale, error: &FieldError) -> String {
    fault_of(locale, choice_label(locale, &error.field), error)
}

/// A theme.
pub(crate) fn theme(locale: Locale, theme: Theme) -> &'static str {
    match theme {
        Theme::Light => td_string!(locale, settings.light),
        Theme::Dark => td_string!(locale, settings.dark),
        Theme::System => td_string!(locale, settings.system),
    }
}

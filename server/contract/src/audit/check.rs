//! What of the audit log is asked for, read and checked.

use super::AuditQuery;
use crate::{
    FieldCode, FieldError, FieldErrors,
    limits::{ACTION_MAX, ACTOR_MAX},
    text::clean_line,
    time::Told,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

/// Which entries of the audit log are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of this actor: an id in lower case, or a name.
    pub actor: Option<String>,
    /// To this target.
    pub target: Option<Uuid>,
    /// Of this action.
    pub action: Option<ActionFilter>,
    /// Not before then.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub before: Option<DateTime<Utc>>,
}

/// Which actions are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionFilter {
    /// This one, such as `user.updated`.
    Exactly(String),
    /// All of an area, such as `user`.
    Area(String),
}

impl AuditQuery {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every field that cannot be read; `to`, where it is not after `from`.
    pub fn check(&self) -> Result<AuditFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut read = |field: &str, value: &Option<String>, max: usize| {
            let value = clean_line(value.as_deref().unwrap_or_default());
            if value.chars().count() > max {
                errors.push(FieldError::with_limit(field, FieldCode::TooLong, max));
                return None;
            }
            Some(value).filter(|value| !value.is_empty())
        };
        let actor = read("actor", &self.actor, ACTOR_MAX).map(|text| match text.parse::<Uuid>() {
            Ok(id) => id.to_string(),
            Err(_) => text,
        });
        // An id is nothing that is typed: it is not cleaned, but for white space around it.
        let target = self.target.as_deref().map(str::trim);
        let target = target.filter(|text| !text.is_empty());
        let action = read("action", &self.action, ACTION_MAX);
        let from = read("from", &self.from, ACTOR_MAX);
        let to = read("to", &self.to, ACTOR_MAX);
        let mut note = |field, code| errors.push(FieldError::new(field, code));
        let target = target.and_then(|text| {
            let id = text.parse();
            id.map_err(|_| note("target", FieldCode::InvalidId)).ok()
        });
        let action = action.and_then(|text| {
            let action = action_of(text);
            action
                .ok_or_else(|| note("action", FieldCode::InvalidFormat))
                .ok()
        });
        let from = from.and_then(|text| {
            let from = time_of(&text, 0);
            from.ok_or_else(|| note("from", FieldCode::InvalidFormat))
                .ok()
        });
        // Of a day the whole counts, so the next one begins where it ends.
        let to_is_day = to
            .as_deref()
            .is_some_and(|text| time_of(text, 0) != time_of(text, 1));
        let before = to.and_then(|text| {
            let before = time_of(&text, 1);
            before
                .ok_or_else(|| note("to", FieldCode::InvalidFormat))
                .ok()
        });
        let is_reversed = from
            .zip(before)
            .is_some_and(|(from, before)| from > before || (to_is_day && from == before));
        if is_reversed {
            errors.push(FieldError {
                message: "Must not be before `from`".into(),
                ..FieldError::new("to", FieldCode::OutOfRange)
            });
        }
        errors.into_result(AuditFilter {
            actor,
            target,
            action,
            from,
            before,
        })
    }
}

/// Words of small letters, with dots between them.
fn action_of(text: String) -> Option<ActionFilter> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_action = text.split('.').all(is_word);
    is_action.then(|| {
        if text.contains('.') {
            ActionFilter::Exactly(text)
        } else {
            ActionFilter::Area(text)
        }
    })
}

/// A time; or the midnight at which a date begins, so many days on.
fn time_of(text: &str, days: u64) -> Option<DateTime<Utc>> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        // The years of RFC 3339, and no other spelling.
        let is_plain = text.len() == 10 && !text.starts_with("0000");
        let midnight = date
            .checked_add_days(Days::new(days))?
            .and_time(NaiveTime::MIN);
        return is_plain.then(|| midnight.and_utc());
    }
    serde_json::from_value::<Told>(text.into())
        .ok()
        .map(|told| told.0)
}

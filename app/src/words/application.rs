//! Applications to teach.

use super::{
    Locale,
    field::{fault, fault_of},
    number::count,
    td_string,
};
use contract::{FieldError, instructor_application::ApplicationStatus};

/// What is wrong with a field of an application, as one sentence that can stand anywhere.
pub(crate) fn application_fault(locale: Locale, error: &FieldError) -> String {
    let name = match &*error.field {
        "motivation" => td_string!(locale, teach.motivation).to_owned(),
        "expertise" => td_string!(locale, teach.expertise).to_owned(),
        "reason" => td_string!(locale, review.reason).to_owned(),
        path => match entry(path) {
            Some(index) => td_string!(locale, teach.entry, number = index + 1).to_string(),
            None => return fault(locale, error),
        },
    };
    fault_of(locale, &name, error)
}

/// Which entry (from 0) a path such as `expertise[3]` is about.
fn entry(path: &str) -> Option<usize> {
    let index = path.strip_prefix("expertise[")?.strip_suffix(']')?;
    index.parse().ok()
}

/// Where an application stands.
pub(crate) fn application_status(locale: Locale, status: ApplicationStatus) -> &'static str {
    match status {
        ApplicationStatus::Pending => td_string!(locale, teach.pending),
        ApplicationStatus::Approved => td_string!(locale, teach.approved),
        ApplicationStatus::Rejected => td_string!(locale, teach.rejected),
        ApplicationStatus::Withdrawn => td_string!(locale, teach.withdrawn),
    }
}

/// So many applications that stand so.
pub(crate) fn applications(locale: Locale, status: ApplicationStatus, total: i64) -> String {
    macro_rules! number {
        ($one:ident, $many:ident) => {
            if total == 1 {
                td_string!(locale, review.$one).to_owned()
            } else {
                td_string!(locale, review.$many, count = count(locale, total)).to_string()
            }
        };
    }
    match status {
        ApplicationStatus::Pending => number!(pending_one, pending_many),
        ApplicationStatus::Approved => number!(approved_one, approved_many),
        ApplicationStatus::Rejected => number!(rejected_one, rejected_many),
        ApplicationStatus::Withdrawn => number!(withdrawn_one, withdrawn_many),
    }
}

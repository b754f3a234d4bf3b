//! What accounts are called: roles, where they stand, and why an admin's change was not made.

use super::{Locale, field::fault_of, number::count, td_string};
use crate::error::Problem;
use contract::{
    ErrorCode, FieldError,
    account::{AccountStatus, Role},
};
use http::StatusCode;
use service::Error;

/// A role.
pub(crate) fn role(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Admin => td_string!(locale, account.admin),
        Role::Instructor => td_string!(locale, account.instructor),
        Role::Student => td_string!(locale, account.student),
    }
}

/// What somebody with a role may do, in a sentence.
pub(crate) fn role_hint(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Admin => td_string!(locale, account.admin_hint),
        Role::Instructor => td_string!(locale, account.instructor_hint),
        Role::Student => td_string!(locale, account.student_hint),
    }
}

/// Where an account stands.
pub(crate) fn status(locale: Locale, status: AccountStatus) -> &'static str {
    match status {
        AccountStatus::Active => td_string!(locale, account.active),
        AccountStatus::PendingInstructorReview => td_string!(locale, account.pending),
        AccountStatus::Inactive => td_string!(locale, account.inactive),
        AccountStatus::Suspended => td_string!(locale, account.suspended),
        // Nobody is shown one.
        AccountStatus::Deleted => td_string!(locale, account.gone),
    }
}

/// Why an admin's change of somebody's account was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AccountFault {
    /// What is wrong with the reason.
    Reason(FieldError),
    /// The name that was typed is not that of whoever would be deleted.
    Name(String),
    /// Nothing was chosen, or nothing that is on offer.
    NoChoice,
    /// Somebody changed the account meanwhile.
    Overtaken,
    /// A rule stands in the way.
    Rule(ErrorCode),
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl AccountFault {
    /// Why the service did not do it.
    ///
    /// # Errors
    /// The problem to show instead, where no form helps.
    pub(crate) fn of(error: &Error) -> Result<Self, Problem> {
        Ok(match error {
            Error::Invalid(errors) => {
                let about_reason = |error: &&FieldError| error.field == "reason";
                let found = errors.0.iter().find(about_reason);
                Self::Reason(found.ok_or(Problem::Unreadable)?.clone())
            }
            Error::Conflict(conflict) => Self::Rule(conflict.code),
            Error::Stale(_) => Self::Overtaken,
            error => match Problem::noted(error) {
                problem if problem.is_passing() => Self::Passing(problem),
                problem => return Err(problem),
            },
        })
    }

    /// The status of the answer.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Reason(_) | Self::Name(_) | Self::NoChoice => Problem::Unreadable.status(),
            Self::Overtaken => StatusCode::PRECONDITION_FAILED,
            Self::Rule(_) => Problem::Conflict.status(),
            Self::Passing(problem) => problem.status(),
        }
    }

    /// Why, in a sentence.
    pub(crate) fn sentence(&self, locale: Locale) -> String {
        match self {
            Self::Reason(error) => fault_of(locale, td_string!(locale, user.reason), error),
            Self::Name(name) => {
                td_string!(locale, user.name_differs, name = name.as_str()).to_string()
            }
            Self::NoChoice => td_string!(locale, user.no_choice).to_owned(),
            Self::Overtaken => td_string!(locale, user.overtaken).to_owned(),
            Self::Rule(code) => refusal(locale, *code).to_owned(),
            Self::Passing(Problem::Unavailable) => td_string!(locale, user.unavailable).to_owned(),
            Self::Passing(_) => td_string!(locale, user.failed).to_owned(),
        }
    }
}

/// Which rule stood in the way of a change.
pub(crate) fn refusal(locale: Locale, code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::OwnRole => td_string!(locale, refusal.own_role),
        ErrorCode::OwnStatus => td_string!(locale, refusal.own_status),
        ErrorCode::OwnAccount => td_string!(locale, refusal.own_account),
        ErrorCode::LastAdmin => td_string!(locale, refusal.last_admin),
        ErrorCode::UserNotFound => td_string!(locale, refusal.gone),
        _ => td_string!(locale, refusal.other),
    }
}

/// So many users.
pub(crate) fn users(locale: Locale, total: i64) -> String {
    if total == 1 {
        return td_string!(locale, users.count_one).to_owned();
    }
    td_string!(locale, users.count_many, count = count(locale, total)).to_string()
}

/// What is wrong with a parameter of the list of users.
pub(crate) fn users_fault(locale: Locale, error: &FieldError) -> String {
    fault_of(locale, td_string!(locale, users.search_name), error)
}

/// So many people, in the middle of a sentence.
pub(crate) fn chosen(locale: Locale, total: usize) -> String {
    if total == 1 {
        return td_string!(locale, roles.people_one).to_owned();
    }
    td_string!(locale, roles.people_many, count = count(locale, total)).to_string()
}

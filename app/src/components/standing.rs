//! Roles and where accounts stand, each as a word on a ground of its own.

use super::icon::Icon;
use crate::{visit::locale, words};
use contract::account::{AccountStatus, Role};
use leptos::prelude::*;

/// What somebody may do.
#[component]
pub(crate) fn RoleBadge(
    /// The role.
    role: Role,
) -> impl IntoView {
    let (class, icon) = match role {
        Role::Admin => ("state state-active", Some("shield-check")),
        Role::Instructor => ("state", Some("badge-check")),
        Role::Student => ("state state-plain", None),
    };
    view! {
        <span class=class>
            {icon.map(|name| view! { <Icon name/> })}
            {words::role(locale(), role)}
        </span>
    }
}

/// Where an account stands. What is as it should be is said quietly.
#[component]
pub(crate) fn StatusBadge(
    /// Where.
    status: AccountStatus,
) -> impl IntoView {
    let (class, icon) = match status {
        AccountStatus::Active => ("state state-plain state-completed", "check"),
        AccountStatus::PendingInstructorReview => ("state state-active", "clock"),
        AccountStatus::Inactive => ("state state-dropped", "pause"),
        AccountStatus::Suspended | AccountStatus::Deleted => ("state state-suspended", "ban"),
    };
    view! {
        <span class=class>
            <Icon name=icon/>
            {words::status(locale(), status)}
        </span>
    }
}

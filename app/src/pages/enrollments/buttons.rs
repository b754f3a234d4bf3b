//! The buttons of the page: each a form of its own, so that they need no script.

use super::model::Model;
use crate::{components::icon::Icon, forms::enrollment::Action, visit::locale, words::td_string};
use contract::{CourseId, UserId};
use leptos::prelude::*;

/// A button that changes the enrollment in one course and comes back to the same list.
#[component]
pub(super) fn CourseButton(
    /// The page.
    model: Model,
    /// What it does.
    action: Action,
    /// To which course.
    course: CourseId,
    /// What the course is called.
    name: String,
    /// What it says.
    label: &'static str,
    /// Its look.
    #[prop(default = "btn btn-quiet")]
    class: &'static str,
    /// Its icon.
    icon: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action=model.shown.href()>
            <Hidden action owner=model.me.id/>
            <input type="hidden" name="courseId" value=course.to_string()/>
            <button class=class type="submit">
                <Icon name=icon/>
                {label}
                <span class="sr-only">" "{name}</span>
            </button>
        </form>
    }
}

/// Begins a course.
#[component]
pub(super) fn EnrollButton(
    /// The page.
    model: Model,
    /// Which course.
    course: CourseId,
    /// What it is called.
    name: String,
) -> impl IntoView {
    let label = td_string!(locale(), courses.enroll);
    view! { <CourseButton model action=Action::Enroll course name label class="btn" icon="plus"/> }
}

/// Takes up a course that was dropped.
#[component]
pub(super) fn ResumeButton(
    /// The page.
    model: Model,
    /// Which course.
    course: CourseId,
    /// What it is called.
    name: String,
    /// What it says, if not the usual.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| td_string!(locale(), enrollments.take_up));
    view! { <CourseButton model action=Action::Resume course name label class="btn" icon="undo-2"/> }
}

/// What every form of the page sends: what to do, and for whom it was made.
#[component]
pub(super) fn Hidden(
    /// What to do.
    action: Action,
    /// For whom.
    owner: UserId,
) -> impl IntoView {
    view! {
        <input type="hidden" name="action" value=action.as_str()/>
        <input type="hidden" name="owner" value=owner.to_string()/>
    }
}

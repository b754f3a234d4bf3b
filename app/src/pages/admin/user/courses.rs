//! The courses that the person takes, or took.

use super::model::{COURSES, Model};
use crate::{
    components::{card::Card, progress_bar::ProgressBar},
    visit::locale,
    words::{self, td_string},
};
use contract::enrollment::{EnrollmentStatus, EnrollmentView};
use leptos::prelude::*;

/// The first of them; the others are counted.
#[component]
pub(super) fn Courses(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let content = match &model.courses {
        Err(_) => view! { <p class="empty">{td_string!(locale, user.unreadable)}</p> }.into_any(),
        Ok(list) if list.total == 0 => {
            view! { <p class="empty">{td_string!(locale, user.no_courses)}</p> }.into_any()
        }
        Ok(list) => {
            let items = list.entries.iter().map(course).collect_view();
            let rest = list.total - i64::from(COURSES);
            let rest = (rest > 0).then(|| {
                let count = words::count(locale, rest);
                let text = td_string!(locale, user.more_courses, count = count).to_string();
                view! { <p class="hint">{text}</p> }
            });
            view! { <ul class="glance">{items}</ul>{rest} }.into_any()
        }
    };
    view! { <Card id="courses" title=td_string!(locale, user.enrollments)>{content}</Card> }
}

fn course(enrollment: &EnrollmentView) -> impl IntoView + use<> {
    let locale = locale();
    let name = words::course(
        locale,
        enrollment.course_id,
        enrollment.course_title.as_deref(),
    );
    let status = enrollment.enrollment_status;
    let class = match status {
        EnrollmentStatus::Active => "state state-active",
        EnrollmentStatus::Completed => "state state-completed",
        EnrollmentStatus::Dropped => "state state-dropped",
        EnrollmentStatus::Suspended => "state state-suspended",
    };
    view! {
        <li class="user-course">
            <h3 dir="auto">{name.clone()}</h3>
            <span class=class>{words::standing(locale, status)}</span>
            <ProgressBar progress=enrollment.progress course=name/>
        </li>
    }
}

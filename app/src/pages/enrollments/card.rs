//! One course of mine.

use super::{
    buttons::{CourseButton, ResumeButton},
    model::Model,
};
use crate::{
    components::{icon::Icon, progress_bar::ProgressBar},
    forms::enrollment::Action,
    visit::locale,
    words::{self, td_string},
};
use contract::enrollment::{EnrollmentStatus, EnrollmentView};
use leptos::prelude::*;

/// Title, state, progress, and what can be done. The way into the course is its first link.
#[component]
pub(super) fn CourseCard(
    /// The page.
    model: Model,
    /// The enrollment.
    enrollment: EnrollmentView,
) -> impl IntoView {
    let locale = locale();
    let name = words::course(
        locale,
        enrollment.course_id,
        enrollment.course_title.as_deref(),
    );
    let heading = format!("course-{}", enrollment.course_id);
    let id = heading.clone();
    let status = enrollment.enrollment_status;
    view! {
        <li>
            <article class="card course" aria-labelledby=heading>
                <div class="course-head">
                    <h2 id=id dir="auto">{name.clone()}</h2>
                    <Standing status/>
                </div>
                <ProgressBar progress=enrollment.progress course=name.clone()/>
                <p class="hint">{when(&enrollment, &model.me.timezone)}</p>
                {actions(&model, &enrollment, &name)}
            </article>
        </li>
    }
}

/// Where an enrollment stands, in a word.
#[component]
pub(super) fn Standing(
    /// Where.
    status: EnrollmentStatus,
) -> impl IntoView {
    let (class, icon) = match status {
        EnrollmentStatus::Active => ("state state-active", "play"),
        EnrollmentStatus::Completed => ("state state-completed", "check"),
        EnrollmentStatus::Suspended => ("state state-suspended", "pause"),
        EnrollmentStatus::Dropped => ("state state-dropped", "log-out"),
    };
    view! {
        <span class=class>
            <Icon name=icon/>
            {words::standing(locale(), status)}
        </span>
    }
}

/// The time that matters most: of completion, of the last visit, or of the beginning.
fn when(enrollment: &EnrollmentView, zone: &str) -> String {
    let locale = locale();
    let completed = enrollment
        .completed_at
        .filter(|_| enrollment.enrollment_status == EnrollmentStatus::Completed);
    if let Some(at) = completed {
        let day = words::day(locale, at, zone);
        return td_string!(locale, enrollments.completed_on, day = day).to_string();
    }
    if let Some(at) = enrollment.last_accessed_at {
        let time = words::minute(locale, at, zone);
        return td_string!(locale, enrollments.accessed_at, time = time).to_string();
    }
    let day = words::day(locale, enrollment.enrolled_at, zone);
    td_string!(locale, enrollments.enrolled_on, day = day).to_string()
}

fn actions(model: &Model, enrollment: &EnrollmentView, name: &str) -> AnyView {
    let locale = locale();
    let (course, name) = (enrollment.course_id, name.to_owned());
    let open = |label: &'static str, class: &'static str| {
        let href = model.state.course_url(course);
        view! {
            <a class=class href=href>
                {label}
                <span class="sr-only">" "{name.clone()}</span>
            </a>
        }
    };
    let drop = || {
        let label = td_string!(locale, enrollments.drop);
        view! {
            <CourseButton model=model.clone() action=Action::Drop course name=name.clone() label icon="log-out"/>
        }
    };
    match enrollment.enrollment_status {
        EnrollmentStatus::Active => view! {
            <div class="actions">
                {open(td_string!(locale, courses.resume), "btn btn-primary")}
                {drop()}
            </div>
        }
        .into_any(),
        EnrollmentStatus::Completed => view! {
            <div class="actions">
                {open(td_string!(locale, courses.open_again), "btn")}
            </div>
        }
        .into_any(),
        EnrollmentStatus::Dropped => view! {
            <div class="actions"><ResumeButton model=model.clone() course name/></div>
        }
        .into_any(),
        EnrollmentStatus::Suspended => {
            view! { <p>{td_string!(locale, enrollments.suspended_text)}</p> }.into_any()
        }
    }
}

//! The courses that I take, at a glance.

use crate::{
    AppState,
    components::{card::Card, icon::Icon, progress_bar::ProgressBar},
    visit::{locale, visit},
    words::{self, td_string},
};
use contract::{
    enrollment::{EnrollmentFilter, EnrollmentStatus, EnrollmentView},
    paging::PageRequest,
};
use leptos::prelude::*;
use service::Error;

/// As many as a glance takes in.
const GLANCE: usize = 3;
/// The first page of `/enrollments`, which has active courses first and is in the cache.
const PAGE: u32 = 20;

/// The first courses that go on, with the way to all of them. The profile stands without them too.
#[component]
pub(super) fn Courses() -> impl IntoView {
    Suspend::new(async move {
        let locale = locale();
        let content = match find().await {
            Ok(active) if active.is_empty() => nothing().into_any(),
            Ok(active) => {
                let courses = active.into_iter().map(course).collect_view();
                view! { <ul class="glance">{courses}</ul> }.into_any()
            }
            Err(error) => {
                tracing::warn!(%error, "the profile is shown without courses");
                view! { <p class="empty">{td_string!(locale, courses.unreadable)}</p> }.into_any()
            }
        };
        view! {
            <Card id="courses" title=td_string!(locale, courses.mine)>
                {content}
                <p class="glance-all"><a href="/enrollments">{td_string!(locale, courses.all_mine)}</a></p>
            </Card>
        }
    })
}

async fn find() -> Result<Vec<EnrollmentView>, Error> {
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return Ok(Vec::new());
    };
    let person = visit.ctx.person()?;
    let service = &state.services.enrollment;
    let page = PageRequest::first(PAGE);
    let found = service
        .list(&visit.ctx, person.id, EnrollmentFilter::Kept, page)
        .await?;
    let is_active = |e: &EnrollmentView| e.enrollment_status == EnrollmentStatus::Active;
    Ok(found
        .entries
        .into_iter()
        .filter(is_active)
        .take(GLANCE)
        .collect())
}

fn course(enrollment: EnrollmentView) -> impl IntoView {
    let locale = locale();
    let name = words::course(
        locale,
        enrollment.course_id,
        enrollment.course_title.as_deref(),
    );
    let href = use_context::<AppState>().map(|state| state.course_url(enrollment.course_id));
    view! {
        <li>
            <h3 dir="auto">{name.clone()}</h3>
            <ProgressBar progress=enrollment.progress course=name.clone()/>
            <a class="btn" href=href>
                {td_string!(locale, courses.resume)}
                <span class="sr-only">" "{name}</span>
            </a>
        </li>
    }
}

fn nothing() -> impl IntoView {
    let locale = locale();
    view! {
        <p class="empty">{td_string!(locale, courses.none_active)}</p>
        <a class="btn" href="/enrollments#course-search">
            <Icon name="search"/>
            {td_string!(locale, courses.find)}
        </a>
    }
}

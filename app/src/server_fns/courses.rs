//! `GET /enrollments/courses?q=…`: what the search box asks while somebody types.

use super::offers::{LIMIT, respond};
use crate::{
    AppState,
    islands::search_box::{Answer, Offer},
    words::{self, Locale, td_string},
};
use axum::{
    Extension,
    extract::{Query, State},
    response::Response,
};
use contract::{
    enrollment::{CourseOffer, EnrollmentStatus},
    paging::{Page, PageRequest},
};
use service::Ctx;

/// The first courses whose titles hold the words, and in a header how many there are.
pub(crate) async fn search(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let words = asked.iter().find(|(name, _)| name == "q");
    let words = words.map_or("", |(_, words)| words);
    let course = &state.services.course;
    let found = course.search(&ctx, words, PageRequest::first(LIMIT)).await;
    let locale = words::locale(ctx.locale);
    respond(found.map(|found| (found.total, answer(locale, found))))
}

fn answer(locale: Locale, found: Page<CourseOffer>) -> Answer {
    let count = words::count(locale, found.total);
    let said = match found.total {
        0 => td_string!(locale, courses.found_none).to_owned(),
        1 => td_string!(locale, courses.found_one).to_owned(),
        total if total > i64::from(LIMIT) => {
            td_string!(locale, courses.found_more, count).to_string()
        }
        _ => td_string!(locale, courses.found_many, count).to_string(),
    };
    let offers = found.entries.into_iter();
    Answer {
        said,
        offers: offers.map(|course| offer(locale, course)).collect(),
    }
}

/// A course that is taken says so when it is chosen.
fn offer(locale: Locale, course: CourseOffer) -> Offer {
    let status = course.enrollment_status;
    let standing = status.map(|status| words::standing(locale, status));
    let refusal = match status {
        None | Some(EnrollmentStatus::Dropped) => None,
        Some(_) => standing.map(|standing| format!("{}: {standing}", course.title)),
    };
    Offer {
        name: course.title,
        hint: standing.map(str::to_owned),
        href: None,
        value: Some(course.course_id.to_string()),
        refusal,
    }
}

//! The search for courses on offer: a plain form with its results, and the island that makes it answer
//! while somebody types. What a plain search found takes the focus: it may be far below the top.

use super::{
    PATH,
    buttons::{EnrollButton, ResumeButton},
    card::Standing,
    model::Model,
    shown::PAGE,
};
use crate::{
    components::{
        control::Control,
        search_form::{Search, SearchForm},
    },
    error::Problem,
    islands::search_box::{
        SearchBox,
        parts::{CHOICE, RESULTS},
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{
    enrollment::{CourseOffer, EnrollmentStatus},
    limits::COURSE_TITLE_MAX,
    paging::Page,
};
use leptos::prelude::*;

/// The box, and what the last search found.
#[component]
pub(super) fn Catalogue(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let owner = model.me.id.to_string();
    let control = Control {
        id: "course-search".to_owned(),
        name: "q",
        label: td_string!(locale, courses.search_label).to_owned(),
        value: model.shown.words.clone().unwrap_or_default(),
        error: None,
    };
    let search = Search {
        action: PATH,
        ask: "/enrollments/courses",
        limit: COURSE_TITLE_MAX,
        hint: td_string!(locale, courses.search_hint),
        button: td_string!(locale, courses.search),
        failed: td_string!(locale, courses.search_failed),
    };
    view! {
        <SearchBox>
            <SearchForm control search/>
            <form method="post" action=PATH hidden>
                <input type="hidden" name="action" value="enroll"/>
                <input type="hidden" name="owner" value=owner/>
                <input type="hidden" name="courseId" data-part=CHOICE/>
            </form>
            <div class="search-results" data-part=RESULTS>{results(&model)}</div>
        </SearchBox>
    }
}

fn results(model: &Model) -> Option<AnyView> {
    let words = model.shown.words.as_deref()?;
    Some(match model.offers.as_ref()? {
        Err(problem) => failed(*problem).into_any(),
        Ok(found) if found.entries.is_empty() => nothing(words),
        Ok(found) => offers(model, found).into_any(),
    })
}

fn failed(problem: Problem) -> impl IntoView {
    super::set_status(problem.status());
    view! { <p role="alert" tabindex="-1" autofocus=true>{td_string!(locale(), courses.search_failed)}</p> }
}

/// No course is on offer, or none has these words.
fn nothing(words: &str) -> AnyView {
    let locale = locale();
    if words.is_empty() {
        let text = td_string!(locale, courses.none_yet);
        return view! { <p class="empty" tabindex="-1" autofocus=true>{text}</p> }.into_any();
    }
    let text = td_string!(locale, courses.no_match, words = words.to_owned()).to_string();
    view! {
        <p class="empty" tabindex="-1" autofocus=true>{text}</p>
        <div class="actions">
            <a class="btn" href=PATH>{td_string!(locale, courses.clear_search)}</a>
        </div>
    }
    .into_any()
}

fn offers(model: &Model, found: &Page<CourseOffer>) -> impl IntoView {
    let locale = locale();
    let count = if found.total == 1 {
        td_string!(locale, courses.found_one).to_owned()
    } else {
        td_string!(
            locale,
            courses.found_many,
            count = words::count(locale, found.total)
        )
        .to_string()
    };
    let narrow = (found.total > i64::from(PAGE)).then(|| {
        let text = td_string!(locale, courses.narrow, count = PAGE).to_string();
        view! { <p class="hint">{text}</p> }
    });
    let items = found.entries.iter().map(|offer| item(model, offer));
    view! {
        <h3 tabindex="-1" autofocus=true>{count}</h3>
        {narrow}
        <ul class="offers">{items.collect_view()}</ul>
    }
}

fn item(model: &Model, offer: &CourseOffer) -> impl IntoView {
    let (course, name) = (offer.course_id, offer.title.clone());
    let model = model.clone();
    let end = match offer.enrollment_status {
        None => view! { <EnrollButton model course name=name.clone()/> }.into_any(),
        Some(EnrollmentStatus::Dropped) => {
            view! { <ResumeButton model course name=name.clone()/> }.into_any()
        }
        Some(status) => view! { <Standing status/> }.into_any(),
    };
    view! {
        <li>
            <span class="offer-title" dir="auto">{name}</span>
            {end}
        </li>
    }
}

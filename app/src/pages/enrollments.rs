//! `/enrollments`: my courses and how far I am, and the way to new ones. The same page answers a form
//! that did nothing, and says why.

mod buttons;
mod by_id;
mod card;
mod catalogue;
mod empty;
mod filter;
mod list;
mod model;
mod notice;
mod refusal;
mod shown;

pub(crate) use refusal::{Refusal, Why};
pub(crate) use shown::{PATH, Shown};

use crate::{
    AppState,
    components::{head::Head, icon::Icon, scripts::Scripts},
    error::Problem,
    pages::{problem::ProblemPage, set_status, signed_in},
    visit::{locale, visit},
    words::td_string,
};
use by_id::ById;
use catalogue::Catalogue;
use filter::Filter;
use leptos::prelude::*;
use list::List;
use model::Model;
use notice::Notice;

/// The page of the signed-in person's courses.
#[component]
pub(crate) fn Enrollments() -> impl IntoView {
    if let Some(problem) = use_context::<Problem>() {
        return view! { <ProblemPage problem/> }.into_any();
    }
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let refusal = use_context::<Refusal>();
    Suspend::new(async move {
        match Model::load(&visit, state, me, refusal).await {
            Ok(model) => view! { <Everything model/> }.into_any(),
            Err(problem) => view! { <ProblemPage problem/> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Everything(model: Model) -> impl IntoView {
    let locale = locale();
    if let Some(refusal) = &model.refusal {
        set_status(refusal.status());
    }
    view! {
        <Head title=td_string!(locale, enrollments.title) error=model.refusal.is_some()/>
        <div class="page-head">
            <h1>{td_string!(locale, enrollments.title)}</h1>
            <div class="find-link">
                <a class="btn" href="#course-search">
                    <Icon name="search"/>
                    {td_string!(locale, courses.find)}
                </a>
            </div>
        </div>
        <Notice model=model.clone()/>
        <div class="columns">
            <div class="stack">
                <Filter model=model.clone()/>
                <List model=model.clone()/>
            </div>
            <div class="stack">
                <section id="find" class="card" aria-labelledby="find-heading">
                    <h2 id="find-heading">{td_string!(locale, courses.find)}</h2>
                    <Catalogue model=model.clone()/>
                    <ById model/>
                </section>
            </div>
        </div>
        <Scripts/>
    }
}

//! `/admin/users/{id}`: somebody, all that is known of them, and what an admin can do. The same page answers
//! a form that did nothing, and says why.

mod card;
mod courses;
mod deletion;
mod facts;
mod head;
mod history;
mod model;
mod notice;
mod numbers;
mod role;
mod sessions;
mod status;

pub(crate) use model::UserRefusal;

use super::frame::{AdminFrame, Area, admin};
use crate::{
    AppState,
    components::icon::Icon,
    error::Problem,
    pages::{admin::users, problem::ProblemPage, set_status},
    visit::{locale, visit},
    words::td_string,
};
use courses::Courses;
use deletion::Deletion;
use facts::Facts;
use head::PersonHead;
use history::History;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Model;
use notice::Notice;
use numbers::Numbers;
use role::RoleCard;
use sessions::Sessions;
use status::StatusCard;

/// The page.
#[component]
pub(crate) fn User() -> impl IntoView {
    let me = match admin() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let id = use_params_map().with_untracked(|map| map.get("id"));
    let id = id.and_then(|id| id.parse().ok());
    let (Some(visit), Some(state), Some(id)) = (visit(), use_context::<AppState>(), id) else {
        return view! { <ProblemPage problem=Problem::NotFound/> }.into_any();
    };
    let refusal = use_context::<UserRefusal>();
    Suspend::new(async move {
        match Model::load(&visit, &state, me, id, refusal).await {
            Ok(model) => view! { <Everything model/> }.into_any(),
            Err(problem) => view! { <ProblemPage problem/> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Everything(model: Model) -> impl IntoView {
    if let Some(refusal) = &model.refusal {
        set_status(refusal.fault.status());
    }
    let error = model.refusal.is_some();
    let above = view! {
        <a class="back-link" href=users::PATH>
            <Icon name="arrow-left"/>
            {td_string!(locale(), user.back)}
        </a>
        <Notice model=model.clone()/>
    };
    let head = view! { <PersonHead model=model.clone()/> }.into_any();
    let deeds = deeds(&model);
    let facts = [
        view! { <Facts model=model.clone()/> }.into_any(),
        view! { <Numbers model=model.clone()/> }.into_any(),
    ];
    view! {
        <AdminFrame area=Area::Users title=model.user.shown_name() own_heading=true error above=Some(above.into_any())>
            <div class="stack user-page">
                {head}
                <div class="user-columns">
                    <div class="stack">{deeds}</div>
                    <div class="stack">{facts.into_iter().collect_view()}</div>
                </div>
            </div>
        </AdminFrame>
    }
}

/// What can be done, and what was. Each card is a type of its own, or all of them were one that is too large
/// for the stack of a debug build.
fn deeds(model: &Model) -> Vec<AnyView> {
    let end = (!model.is_me()).then(|| view! { <Deletion model=model.clone()/> }.into_any());
    let cards = [
        actions(model),
        view! { <Courses model=model.clone()/> }.into_any(),
        view! { <Sessions model=model.clone()/> }.into_any(),
        view! { <History model=model.clone()/> }.into_any(),
    ];
    cards.into_iter().chain(end).collect()
}

/// Role and status; of oneself, why they are not here.
fn actions(model: &Model) -> AnyView {
    let locale = locale();
    if model.is_me() {
        return view! {
            <section class="card" aria-labelledby="own-heading">
                <h2 id="own-heading">{td_string!(locale, user.own_title)}</h2>
                <p>{td_string!(locale, user.own_text)}</p>
                <div class="actions">
                    <a class="btn" href="/profile">{td_string!(locale, frame.profile)}</a>
                </div>
            </section>
        }
        .into_any();
    }
    let role = view! { <RoleCard model=model.clone()/> }.into_any();
    let status = view! { <StatusCard model=model.clone()/> }.into_any();
    view! { {role}{status} }.into_any()
}

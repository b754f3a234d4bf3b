//! `/admin/users`: everybody who has an account. The same address shows whoever was chosen in the list,
//! and what would become of them, or what did.

mod bulk_bar;
mod empty;
mod filters;
mod list;
mod model;
pub(crate) mod roles;
mod shown;
mod table;

pub(crate) use model::ListRefusal;
pub(crate) use shown::{PATH, Shown};

use super::frame::{AdminFrame, Area, admin};
use crate::{
    AppState,
    components::{
        error_summary::{Entry, ErrorSummary},
        icon::Icon,
        note::OtherAccountNote,
        scripts::Scripts,
    },
    pages::{problem::ProblemPage, set_status},
    session::flash::{AccountDeed, Flash},
    visit::{locale, visit},
    words::td_string,
};
use contract::UserId;
use filters::Filters;
use leptos::prelude::*;
use list::FoundUsers;
use model::Model;
use roles::{Answered, RolesPage};

/// The address of a person's page.
pub(crate) fn user_href(id: UserId) -> String {
    format!("{PATH}/{id}")
}

/// The page.
#[component]
pub(crate) fn Users() -> impl IntoView {
    let me = match admin() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let shown = Shown::of(&visit.here);
    let answered = use_context::<Answered>();
    if answered.is_some() || shown.whom.is_some() {
        return view! { <RolesPage me shown answered/> }.into_any();
    }
    let refusal = use_context::<ListRefusal>();
    Suspend::new(async move {
        match Model::load(&visit, &state, me, refusal).await {
            Ok(model) => view! { <Everything model/> }.into_any(),
            Err(problem) => view! { <ProblemPage problem/> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Everything(model: Model) -> impl IntoView {
    let locale = locale();
    let faults = model.faults();
    if let Some(status) = model.status() {
        set_status(status);
    }
    let is_bad = !faults.is_empty();
    let above = is_bad.then(|| summary(faults).into_any());
    view! {
        <AdminFrame area=Area::Users error=is_bad above lead=td_string!(locale, users.lead)>
            {done()}
            <div class="stack">
                <Filters model=model.clone()/>
                <FoundUsers model/>
            </div>
        </AdminFrame>
        <Scripts/>
    }
}

fn summary(entries: Vec<Entry>) -> impl IntoView {
    view! { <ErrorSummary heading=td_string!(locale(), problem.heading) entries/> }
}

/// What the last action did, that led here.
fn done() -> Option<AnyView> {
    let flash = visit().and_then(|visit| visit.flash.clone())?;
    match flash {
        Flash::Account(AccountDeed::Deleted(name)) => Some(
            view! {
                <div class="note note-done" role="status" tabindex="-1" autofocus=true>
                    <Icon name="check"/>
                    <p class="note-title" dir="auto">
                        {td_string!(locale(), users.has_deleted, name = name).to_string()}
                    </p>
                </div>
            }
            .into_any(),
        ),
        Flash::OtherAccount => Some(view! { <OtherAccountNote/> }.into_any()),
        _ => None,
    }
}

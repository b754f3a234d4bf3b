//! Giving many people a role: what would become of each, and what did. It stands at the address of the
//! list, in place of it.

mod plan;
mod preview;
mod result;
mod who;

pub(crate) use plan::{Plan, Why};
pub(crate) use result::Outcome;

use super::{Shown, user_href};
use crate::{
    AppState,
    components::{
        icon::Icon,
        note::{Note, Tone},
    },
    error::Problem,
    pages::{
        admin::frame::{AdminFrame, Area},
        problem::ProblemPage,
        set_status,
    },
    visit::{locale, visit},
    words::td_string,
};
use contract::profile::ProfileView;
use leptos::prelude::*;
use preview::Preview;
use result::ResultPage;
use service::Error;
use std::sync::Arc;

/// What a form of the page came to; given to the page that answers it.
#[derive(Clone, Debug)]
pub(crate) enum Answered {
    /// What became of them.
    Done(Arc<Outcome>),
    /// What was selected is not kept any longer.
    Gone,
}

/// The preview of what the address says, or what became of it.
#[component]
pub(super) fn RolesPage(
    /// The signed-in admin.
    me: Arc<ProfileView>,
    /// The address.
    shown: Shown,
    /// What became of it, where a form was sent.
    answered: Option<Answered>,
) -> impl IntoView {
    match answered {
        Some(Answered::Done(outcome)) => {
            return view! { <ResultPage me shown outcome/> }.into_any();
        }
        Some(Answered::Gone) => return view! { <Gone shown/> }.into_any(),
        None => {}
    }
    let (Some(visit), Some(state), Some(whom)) =
        (visit(), use_context::<AppState>(), shown.whom.clone())
    else {
        return ().into_any();
    };
    Suspend::new(async move {
        match Plan::load(&state.services, &visit.ctx, whom, shown.give).await {
            Ok(plan) => view! { <Preview me shown plan/> }.into_any(),
            Err(Error::NotFound) => view! { <Gone shown/> }.into_any(),
            Err(error) => {
                let problem = match Problem::noted(&error) {
                    Problem::Forbidden => Problem::NotFound,
                    problem => problem,
                };
                view! { <ProblemPage problem/> }.into_any()
            }
        }
    })
    .into_any()
}

/// Says that a selection is over, and where to make another.
#[component]
fn Gone(shown: Shown) -> impl IntoView {
    let locale = locale();
    set_status(Problem::NotFound.status());
    view! {
        <AdminFrame area=Area::Users title=td_string!(locale, roles.title)>
            <div class="stack roles">
                <Note tone=Tone::Attention title=td_string!(locale, roles.gone_title)>
                    <p>{td_string!(locale, roles.gone_text)}</p>
                    <a class="btn" href=shown.list().href()>{td_string!(locale, roles.select_again)}</a>
                </Note>
            </div>
        </AdminFrame>
    }
}

/// The way back to the list.
fn back(shown: &Shown) -> impl IntoView + use<> {
    view! {
        <a class="back-link" href=shown.list().href()>
            <Icon name="arrow-left"/>
            {td_string!(locale(), roles.back)}
        </a>
    }
}

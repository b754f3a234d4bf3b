//! `/teach/withdraw`: asks before an application is taken back.

use super::PATH as TEACH;
use crate::{
    AppState,
    components::head::Head,
    error::Problem,
    pages::{problem::ProblemPage, redirect, signed_in},
    visit::{locale, visit},
    words::td_string,
};
use contract::{UserId, instructor_application::ApplicationStatus};
use leptos::prelude::*;
use service::Error;

/// Where it is.
pub(crate) const PATH: &str = "/teach/withdraw";

/// The page that asks. Where nothing is under review there is nothing to ask.
#[component]
pub(crate) fn Withdraw() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        match state.services.instructor_application.own(&visit.ctx).await {
            Ok(own) if own.status == ApplicationStatus::Pending => {
                view! { <Question owner=me.id/> }.into_any()
            }
            Ok(_) | Err(Error::NotFound) => {
                redirect(TEACH);
                ().into_any()
            }
            Err(error) => {
                let problem = Problem::noted(&error);
                view! { <ProblemPage problem/> }.into_any()
            }
        }
    })
    .into_any()
}

#[component]
fn Question(
    /// The signed-in person.
    owner: UserId,
) -> impl IntoView {
    let locale = locale();
    view! {
        <Head title=td_string!(locale, teach.withdraw_title)/>
        <section class="narrow">
            <h1>{td_string!(locale, teach.withdraw_title)}</h1>
            <p class="lead">{td_string!(locale, teach.withdraw_text)}</p>
            <form class="actions" method="post" action=PATH>
                <input type="hidden" name="owner" value=owner.to_string()/>
                <button class="btn btn-danger" type="submit">{td_string!(locale, teach.withdraw)}</button>
                <a class="btn btn-quiet" href=TEACH>{td_string!(locale, teach.keep)}</a>
            </form>
        </section>
    }
}

//! `/admin/audit`: who did what to whom. It is read here, and nowhere changed.

mod empty;
mod entry;
mod filters;
mod list;
mod model;
mod shown;

use super::frame::{AdminFrame, Area, admin};
use crate::{
    AppState,
    components::error_summary::{Entry, ErrorSummary},
    error::Problem,
    pages::{problem::ProblemPage, set_status},
    visit::{locale, visit},
    words::{self, td_string},
};
use filters::Filters;
use leptos::prelude::*;
use list::Entries;
use model::Model;

/// The page.
#[component]
pub(crate) fn Audit() -> impl IntoView {
    if let Err(instead) = admin() {
        return instead;
    }
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        match Model::load(&visit, &state).await {
            Ok(model) => view! { <Everything model/> }.into_any(),
            Err(problem) => view! { <ProblemPage problem/> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Everything(model: Model) -> impl IntoView {
    let locale = locale();
    let above = model.faults().map(|faults| {
        set_status(Problem::Unreadable.status());
        let mut faults: Vec<_> = faults.0.iter().collect();
        faults.sort_by_key(|error| filters::order(&error.field));
        let entries = faults.into_iter().map(|error| Entry {
            anchor: filters::id_of(&error.field).map(str::to_owned),
            text: words::audit_fault(locale, error),
        });
        let entries = entries.collect();
        view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries/> }.into_any()
    });
    view! {
        <AdminFrame area=Area::Audit error=above.is_some() above lead=td_string!(locale, audit.lead)>
            <div class="stack audit">
                <Filters model=model.clone()/>
                <Entries model/>
            </div>
        </AdminFrame>
    }
}

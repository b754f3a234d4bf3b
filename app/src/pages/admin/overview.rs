//! `/admin`: the tenant in numbers, as it stands and day by day.

mod model;
mod numbers;
mod over_time;
mod range;
mod shown;
mod standing;

use super::frame::{AdminFrame, Area, admin};
use crate::{
    AppState,
    components::error_summary::{Entry, ErrorSummary},
    error::Problem,
    pages::{problem::ProblemPage, set_status},
    visit::{locale, visit},
    words::{self, td_string},
};
use leptos::prelude::*;
use model::Model;
use numbers::Numbers;
use over_time::OverTime;
use range::Range;
use standing::Standing;

/// The page.
#[component]
pub(crate) fn Overview() -> impl IntoView {
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
    let is_bad = !model.faults.0.is_empty();
    let above = is_bad.then(|| {
        set_status(Problem::Unreadable.status());
        let entries = model.faults.0.iter().map(|error| Entry {
            anchor: range::id_of(&error.field).map(str::to_owned),
            text: words::range_fault(locale, error),
        });
        let entries = entries.collect();
        view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries/> }.into_any()
    });
    view! {
        <AdminFrame area=Area::Overview error=is_bad above lead=td_string!(locale, overview.lead)>
            <div class="stack overview">
                <Range model=model.clone()/>
                <Numbers model=model.clone()/>
                <div class="charts">
                    <OverTime model=model.clone()/>
                    <Standing model/>
                </div>
            </div>
        </AdminFrame>
    }
}

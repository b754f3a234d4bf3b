//! `/people`: the directory, for whoever is signed in.

mod card;
mod empty;
mod filters;
mod found;
mod model;
mod search_box;
mod shown;
mod suggestions;

pub(crate) use shown::{PATH, Shown, person_href};

use crate::{
    AppState,
    components::{
        error_summary::{Entry, ErrorSummary},
        head::Head,
        scripts::Scripts,
    },
    islands::search_box::parts::RESULTS,
    pages::{problem::ProblemPage, set_status, signed_in},
    visit::{locale, visit},
    words::{self, td_string},
};
use filters::Filters;
use found::FoundPeople;
use http::StatusCode;
use leptos::prelude::*;
use model::Model;
use suggestions::Suggestions;

/// The page.
#[component]
pub(crate) fn People() -> impl IntoView {
    if let Err(instead) = signed_in() {
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
    let title = td_string!(locale, people.title);
    let summary = model.errors().map(|errors| {
        set_status(StatusCode::BAD_REQUEST);
        let entry = |error: &contract::FieldError| Entry {
            anchor: filters::id_of(&error.field).map(str::to_owned),
            text: words::people_fault(locale, error),
        };
        let entries = errors.0.iter().map(entry).collect();
        view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries/> }
    });
    view! {
        <Head title error=model.errors().is_some()/>
        <div class="people">
            <h1>{title}</h1>
            {summary}
            <Filters model=model.clone()/>
            <div class="stack" data-part=RESULTS>
                <Suggestions model=model.clone()/>
                <FoundPeople model/>
            </div>
        </div>
        <Scripts/>
    }
}

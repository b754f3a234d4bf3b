//! `/admin/applications`: the queue of those who would like to teach, the oldest first.
//! `/admin/applications/{id}`: one of them, beside the queue, and what is decided. The same page answers a
//! form that did nothing, and says why.

mod decision;
mod detail;
mod empty;
mod filters;
mod keys;
mod list;
mod open;
mod refusal;
mod said;
mod shown;
mod steps;

pub(crate) use open::{OpenApplication, id_of};
pub(crate) use refusal::ReviewRefusal;
pub(crate) use shown::Shown;

use super::frame::{AdminFrame, Area, admin};
use crate::{
    AppState,
    components::error_summary::{Entry, ErrorSummary},
    error::Problem,
    pages::{problem::ProblemPage, set_status},
    visit::{Visit, locale, visit},
    words::{self, td_string},
};
use contract::{FieldErrors, instructor_application::ReviewView, paging::Page};
use empty::{NoMatch, NothingWaits};
use filters::Filters;
use keys::Keys;
use leptos::prelude::*;
use list::List;
use said::Said;
use service::Error;

/// The queue, or what else the address asks for.
#[component]
pub(crate) fn Applications() -> impl IntoView {
    if let Err(instead) = admin() {
        return instead;
    }
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        let mut shown = Shown::of(&visit.here);
        match find(&visit, &state, &mut shown).await {
            Ok(found) => view! { <Queue visit shown found=Ok(found)/> }.into_any(),
            Err(Error::Invalid(errors)) => {
                view! { <Queue visit shown found=Err(errors)/> }.into_any()
            }
            Err(error) => {
                let problem = Problem::noted(&error);
                view! { <ProblemPage problem/> }.into_any()
            }
        }
    })
    .into_any()
}

/// The page of the list, or the last one where the list is not that long.
async fn find(
    visit: &Visit,
    state: &AppState,
    shown: &mut Shown,
) -> Result<Page<ReviewView>, Error> {
    let service = &state.services.instructor_application;
    let page = service
        .list(&visit.ctx, shown.query(), shown.request())
        .await?;
    if !page.entries.is_empty() || shown.page == 1 {
        return Ok(page);
    }
    let last = shown.request().pagination(page.total).total_pages.max(1);
    shown.page = u32::try_from(last).unwrap_or(1);
    service
        .list(&visit.ctx, shown.query(), shown.request())
        .await
}

/// The filters, and what they find.
#[component]
fn Queue(
    visit: Visit,
    shown: Shown,
    /// The list, or what is wrong with what was looked for.
    found: Result<Page<ReviewView>, FieldErrors>,
) -> impl IntoView {
    let locale = locale();
    let errors = found.as_ref().err().cloned();
    let error = errors.is_some();
    let fault = errors.as_ref().and_then(|errors| errors.0.first());
    let fault = fault.map(|error| words::people_fault(locale, error));
    let above = fault.clone().map(|text| {
        set_status(Problem::Unreadable.status());
        let entries = vec![Entry {
            anchor: Some("field-search".to_owned()),
            text,
        }];
        view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries/> }.into_any()
    });
    let said = visit.flash.clone().filter(|_| !error);
    let is_quiet = !error && said.is_none();
    let body = found.ok().map(|found| match found.total {
        0 if shown.is_plain() => view! { <NothingWaits is_quiet/> }.into_any(),
        0 => view! { <NoMatch shown=shown.clone() is_quiet/> }.into_any(),
        _ => view! { <List shown=shown.clone() found is_quiet/> }.into_any(),
    });
    view! {
        <AdminFrame area=Area::Applications lead=td_string!(locale, review.lead) error above>
            {said.map(|flash| view! { <Said flash/> })}
            <div class="stack">
                <Filters shown=shown fault/>
                {body}
                <Keys is_open=false/>
            </div>
        </AdminFrame>
    }
}

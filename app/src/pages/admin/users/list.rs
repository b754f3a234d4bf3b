//! Who was found: how many, a page of them, the way to further ones, and what can be done with them.

use super::{bulk_bar::BulkBar, empty::Empty, model::Model, shown::LIMITS, table::Table};
use crate::{
    components::{icon::Icon, pager::Pager},
    islands::row_picker::RowPicker,
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// The list, or what stands in its place; nothing where what was looked for cannot be.
#[component]
pub(super) fn FoundUsers(
    /// The page.
    model: Model,
) -> impl IntoView {
    let found = model.found.as_ref().ok()?;
    if found.users.is_empty() {
        return Some(view! { <Empty model/> }.into_any());
    }
    let locale = locale();
    let count = words::users(locale, found.total);
    let clear = (!model.shown.is_everybody()).then(|| {
        let href = model.shown.cleared().href();
        view! { <a class="btn btn-quiet" href=href>{td_string!(locale, users.clear)}</a> }
    });
    let sizes = sizes(&model);
    let csv = model.shown.csv_href();
    let here = model.shown.href();
    let takes_focus = model.takes_focus();
    let at = found.at.pagination(found.total);
    let shown = model.shown.clone();
    let href = move |page: u64| shown.turned_to(page).href();
    Some(
        view! {
            <section class="users" aria-labelledby="users-count">
                <div class="section-head">
                    <h2 id="users-count" tabindex="-1" autofocus=takes_focus>{count}</h2>
                    <div class="users-tools">
                        {clear}
                        <a class="btn btn-quiet" href=csv>
                            <Icon name="download"/>
                            {td_string!(locale, users.export)}
                        </a>
                    </div>
                </div>
                <RowPicker>
                    <form method="post" action=here class="users-form">
                        <Table model=model.clone()/>
                        <BulkBar model=model.clone()/>
                    </form>
                </RowPicker>
                <div class="users-end">
                    <Pager at href/>
                    {sizes}
                </div>
            </section>
        }
        .into_any(),
    )
}

/// How many users a page has; nothing where all of them fit on the shortest.
fn sizes(model: &Model) -> Option<impl IntoView + use<>> {
    let total = model.found.as_ref().ok()?.total;
    let links = LIMITS.map(|limit| {
        let current = (limit == model.shown.limit).then_some("true");
        let href = model.shown.of_size(limit).href();
        view! { <li><a href=href aria-current=current>{limit.to_string()}</a></li> }
    });
    let label = td_string!(locale(), users.limit);
    (total > i64::from(LIMITS[0])).then(|| {
        view! {
            <nav class="page-sizes" aria-label=label>
                <span class="hint" aria-hidden="true">{label}</span>
                <ul>{links.into_iter().collect_view()}</ul>
            </nav>
        }
    })
}

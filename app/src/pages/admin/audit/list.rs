//! What was found: how many entries, a page of them, and the way to older and newer ones.

use super::{empty::Empty, entry::EntryRow, model::Model};
use crate::{
    components::icon::Icon,
    pages::admin::frame::Area,
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;
use service::audit::AuditPage;

/// The list, or what stands in its place; nothing where what was asked for cannot be.
#[component]
pub(super) fn Entries(
    /// The page.
    model: Model,
) -> impl IntoView {
    let found = model.found.as_ref().ok()?;
    if found.total == 0 {
        return Some(view! { <Empty model/> }.into_any());
    }
    let locale = locale();
    let clear = (!model.shown.is_everything()).then(|| {
        let text = td_string!(locale, audit.clear);
        view! { <a class="btn btn-quiet" href=Area::Audit.path()>{text}</a> }
    });
    let rows = found.entries.iter().cloned();
    let rows = rows.map(|entry| view! { <li><EntryRow shown=model.shown.clone() entry/></li> });
    let rows = rows.collect_view();
    Some(
        view! {
            <section aria-labelledby="audit-count">
                <div class="section-head">
                    <h2 id="audit-count" tabindex="-1" autofocus=model.takes_focus()>
                        {words::entries(locale, found.total)}
                    </h2>
                    {clear}
                </div>
                <ol class="card audit-list">{rows}</ol>
                {turn(&model, found)}
            </section>
        }
        .into_any(),
    )
}

/// The way to the pages before and behind; nothing where there is one page alone.
fn turn(model: &Model, found: &AuditPage) -> Option<impl IntoView + use<>> {
    let locale = locale();
    let at = found.at.pagination(found.total);
    let position = td_string!(
        locale,
        pager.position,
        page = words::count(locale, at.page),
        pages = words::count(locale, at.total_pages)
    )
    .to_string();
    let shown = &model.shown;
    let newer = shown.cursor.is_some().then(|| {
        // The way back is known for some pages.
        let is_known = !shown.newer.is_empty() || at.page == 2;
        let text = if is_known {
            td_string!(locale, audit.newer)
        } else {
            td_string!(locale, audit.newest)
        };
        let rel = is_known.then_some("prev");
        view! {
            <a class="btn btn-quiet" rel=rel href=shown.newer().href()>
                <Icon name="chevron-left"/>
                {text}
            </a>
        }
    });
    let older = found.next.clone().map(|cursor| {
        view! {
            <a class="btn btn-quiet" rel="next" href=shown.older(cursor).href()>
                {td_string!(locale, audit.older)}
                <Icon name="chevron-right"/>
            </a>
        }
    });
    (newer.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=td_string!(locale, pager.label)>
                <span>{newer}</span>
                <span class="pager-position">{position}</span>
                <span>{older}</span>
            </nav>
        }
    })
}

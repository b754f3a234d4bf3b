//! The way to the other pages of a list.

use super::icon::Icon;
use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::envelope::Pagination;
use leptos::prelude::*;

/// Links to the page before and after; nothing where there is one page alone.
#[component]
pub(crate) fn Pager<F>(
    /// Where the page stands.
    at: Pagination,
    /// The address of a page.
    href: F,
) -> impl IntoView
where
    F: Fn(u64) -> String + Send + 'static,
{
    let locale = locale();
    let position = || {
        td_string!(
            locale,
            pager.position,
            page = words::count(locale, at.page),
            pages = words::count(locale, at.total_pages)
        )
        .to_string()
    };
    let previous = at.has_prev.then(|| {
        view! {
            <a class="btn btn-quiet" rel="prev" href=href(at.page - 1)>
                <Icon name="chevron-left"/>
                {td_string!(locale, pager.previous)}
            </a>
        }
    });
    let next = at.has_next.then(|| {
        view! {
            <a class="btn btn-quiet" rel="next" href=href(at.page + 1)>
                {td_string!(locale, pager.next)}
                <Icon name="chevron-right"/>
            </a>
        }
    });
    (at.total_pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label=td_string!(locale, pager.label)>
                <span>{previous}</span>
                <span class="pager-position">{position()}</span>
                <span>{next}</span>
            </nav>
        }
    })
}

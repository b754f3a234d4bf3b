//! The rail of an area: the pages that it has, and which of them this is. Where there is little room it
//! is a strip above the page.

use super::icon::Icon;
use leptos::prelude::*;

/// A page of the area.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Its address.
    pub(crate) href: &'static str,
    /// Its icon.
    pub(crate) icon: &'static str,
    /// What it is called.
    pub(crate) name: &'static str,
    /// Whether it is this one.
    pub(crate) is_current: bool,
}

/// The way to each page of an area.
#[component]
pub(crate) fn Rail<M>(
    /// What the area is called.
    label: &'static str,
    /// Its pages.
    stops: Vec<Stop>,
    /// What is said beside the name of a page, by its address.
    mark: M,
) -> impl IntoView
where
    M: Fn(&'static str) -> Option<AnyView> + Send + 'static,
{
    let items = stops.into_iter().map(|stop| {
        let current = stop.is_current.then_some("page");
        view! {
            <li>
                <a class="rail-link" href=stop.href aria-current=current>
                    <Icon name=stop.icon/>
                    {stop.name}
                    {mark(stop.href)}
                </a>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        <nav class="rail" aria-label=label>
            <ul>{items}</ul>
        </nav>
    }
}

//! Who was found: how many, a page of them, and the way to further ones.

use super::{PATH, card::PersonCard, empty::Empty, model::Model};
use crate::{
    components::icon::Icon,
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;
use service::directory::DirectoryPage;

/// The list, or what stands in its place; nothing where what was looked for cannot be.
#[component]
pub(super) fn FoundPeople(
    /// The page.
    model: Model,
) -> impl IntoView {
    let found = model.found.as_ref().ok()?;
    if found.total == 0 {
        return Some(view! { <Empty model/> }.into_any());
    }
    let locale = locale();
    let count = words::people(locale, found.total);
    // What was asked for may be below the window, and is not announced otherwise.
    let takes_focus = !model.shown.is_everybody() || model.shown.cursor.is_some();
    let clear = (!model.shown.is_everybody()).then(|| {
        view! { <a class="btn btn-quiet" href=PATH>{td_string!(locale, people.clear)}</a> }
    });
    let people = found.people.iter().cloned();
    let cards = people.map(|person| view! { <li><PersonCard person/></li> });
    let cards = cards.collect_view();
    Some(
        view! {
            <section aria-labelledby="people-count">
                <div class="section-head">
                    <h2 id="people-count" tabindex="-1" autofocus=takes_focus>{count}</h2>
                    {clear}
                </div>
                <ul class="person-list">{cards}</ul>
                {turn(&model, found)}
            </section>
        }
        .into_any(),
    )
}

/// The way to the page behind, and back to the start; nothing where there is one page alone.
fn turn(model: &Model, found: &DirectoryPage) -> Option<impl IntoView + use<>> {
    let locale = locale();
    let at = found.at.pagination(found.total);
    let position = td_string!(
        locale,
        pager.position,
        page = words::count(locale, at.page),
        pages = words::count(locale, at.total_pages)
    )
    .to_string();
    let back = model.shown.cursor.is_some().then(|| {
        view! {
            <a class="btn btn-quiet" href=model.shown.at(None).href()>
                <Icon name="chevron-left"/>
                {td_string!(locale, people.back)}
            </a>
        }
    });
    let next = found.next.clone().map(|cursor| {
        view! {
            <a class="btn btn-quiet" rel="next" href=model.shown.at(Some(cursor)).href()>
                {td_string!(locale, people.more)}
                <Icon name="chevron-right"/>
            </a>
        }
    });
    (back.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=td_string!(locale, pager.label)>
                <span>{back}</span>
                <span class="pager-position">{position}</span>
                <span>{next}</span>
            </nav>
        }
    })
}

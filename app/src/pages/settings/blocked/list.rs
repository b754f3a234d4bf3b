//! The search, and the people whom it finds, each with the way to end the block.

use super::Shown;
use crate::{
    components::{
        avatar::{Face, Likeness, Size},
        block_notice::BlockFields,
        control::{Control, max_length},
        field::FieldFrame,
        moment::Moment,
        pager::Pager,
    },
    forms::block::Action,
    pages::settings::frame::Section,
    visit::locale,
    words::{self, td_string},
};
use contract::{UserId, block::BlockView, limits::SEARCH_MAX, paging::Page};
use leptos::prelude::*;

/// A plain form that leads to the page with what it finds.
#[component]
pub(super) fn Search(
    /// What the page was searched for.
    words: String,
) -> impl IntoView {
    let locale = locale();
    let control = Control {
        id: "field-search".to_owned(),
        name: "search",
        label: td_string!(locale, blocked.search_label).to_owned(),
        value: words,
        error: None,
    };
    let line = view! {
        <div class="search-line">
            <input class="input" id=control.id.clone() type="text" name=control.name
                value=control.value.clone() maxlength=max_length(SEARCH_MAX) autocomplete="off"
                autocapitalize="none" spellcheck="false" enterkeyhint="search" dir="auto"/>
            <button class="btn" type="submit">{td_string!(locale, blocked.search)}</button>
        </div>
    };
    view! {
        <form class="search-form" role="search" method="get" action=Section::Blocked.path()>
            <FieldFrame control hint=None>{line}</FieldFrame>
        </form>
    }
}

/// The people, and the way to further ones. What a search found takes the focus.
#[component]
pub(super) fn List(
    /// The signed-in person.
    owner: UserId,
    /// Which part of the list it is.
    shown: Shown,
    /// The people.
    list: Page<BlockView>,
    /// Whether nothing else on the page takes the focus.
    is_quiet: bool,
) -> impl IntoView {
    let locale = locale();
    let count = words::people(locale, list.total);
    let takes_focus = is_quiet && !shown.search.is_empty();
    let at = shown.request().pagination(list.total);
    let page = shown.href();
    let entries = list.entries.into_iter();
    let items = entries.map(|block| view! { <li><Item owner page=page.clone() block/></li> });
    let items = items.collect_view();
    let href = move |page: u64| shown.turned_to(page).href();
    view! {
        <section class="card" aria-labelledby="blocked-count">
            <h2 id="blocked-count" tabindex="-1" autofocus=takes_focus>{count}</h2>
            <ul class="blocked">{items}</ul>
        </section>
        <Pager at href/>
    }
}

/// Somebody. Their page is not there for whoever has blocked them, so nothing leads to it.
#[component]
fn Item(
    /// The signed-in person.
    owner: UserId,
    /// The address of this part of the list.
    page: String,
    /// The block.
    block: BlockView,
) -> impl IntoView {
    let locale = locale();
    let BlockView {
        user,
        note,
        created_at,
    } = block;
    let id = format!("blocked-{}", user.id);
    let button_id = format!("{id}-end");
    let named_by = format!("{button_id} {id}");
    let of = Likeness::from(&user);
    let username = user
        .username
        .map(|name| view! { <p class="hint">"@"{name}</p> });
    let note = note.map(|note| {
        view! {
            <p class="blocked-note">
                <span class="sr-only">{td_string!(locale, block.note)}": "</span>
                <q dir="auto">{note}</q>
            </p>
        }
    });
    view! {
        <article class="blocked-person" aria-labelledby=id.clone()>
            <Face of size=Size::Medium/>
            <div class="blocked-text">
                <h3 id=id.clone() dir="auto">{user.display_name}</h3>
                {username}
                {note}
                <p class="hint">
                    {td_string!(locale, blocked.since)}
                    " "
                    <Moment at=created_at/>
                </p>
            </div>
            <form method="post" action=page>
                <BlockFields action=Action::Unblock owner user=user.id/>
                <button class="btn" type="submit" id=button_id aria-labelledby=named_by>
                    {td_string!(locale, blocked.unblock)}
                </button>
            </form>
        </article>
    }
}

//! A search form: a plain one that leads to a page with the results, and what the island
//! [`SearchBox`](crate::islands::search_box::SearchBox) around it needs to answer while somebody types.

use super::{
    control::{Control, max_length},
    field::FieldFrame,
};
use crate::islands::search_box::parts::{ASK, FAILED, FORM, INPUT, LIST, PART, SAID};
use leptos::prelude::*;

/// Where a search form leads, and what it may hold.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    /// The page with the results.
    pub(crate) action: &'static str,
    /// Where the island asks.
    pub(crate) ask: &'static str,
    /// The most characters that the words may have.
    pub(crate) limit: usize,
    /// What to know before typing.
    pub(crate) hint: &'static str,
    /// The button.
    pub(crate) button: &'static str,
    /// The search does not work.
    pub(crate) failed: &'static str,
}

/// The form.
#[component]
pub(crate) fn SearchForm(
    /// The box.
    control: Control,
    /// What goes with it.
    search: Search,
    /// Its other fields: hidden ones, texts and selects.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let list_id = format!("{}-options", control.id);
    let label = control.label.clone();
    let line = view! {
        <div class="search-line">
            <input
                class="input"
                id=control.id.clone()
                type="text"
                name=control.name
                value=control.value.clone()
                maxlength=max_length(search.limit)
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                dir="auto"
                aria-describedby=control.described_by(true)
                aria-invalid=control.invalid()
                data-part=INPUT
            />
            <button class="btn" type="submit">{search.button}</button>
        </div>
    };
    let hint = Some(search.hint.to_owned());
    let form = view! {
        <form class="search-form" role="search" method="get" action=search.action>
            <FieldFrame control hint>{line}</FieldFrame>
            <ul id=list_id class="options" role="listbox" aria-label=label data-part=LIST hidden></ul>
            <p class="hint search-count" role="status" data-part=SAID></p>
            {children.map(|children| children())}
        </form>
    };
    form.attr(PART, FORM)
        .attr(ASK, search.ask)
        .attr(FAILED, search.failed)
}

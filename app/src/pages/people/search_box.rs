//! The search for people: a plain form, and the island that makes it answer while somebody types.

use super::PATH;
use crate::{
    components::{
        control::Control,
        search_form::{Search, SearchForm},
    },
    islands::search_box::SearchBox,
    visit::locale,
    words::td_string,
};
use contract::limits::SEARCH_MAX;
use leptos::prelude::*;

/// The id of the box.
pub(super) const SEARCH_ID: &str = "people-search";

/// The box. What the page itself has found goes away while other words are typed, where it is marked
/// with [`RESULTS`](crate::islands::search_box::parts::RESULTS).
#[component]
pub(super) fn PeopleSearch(
    /// What the page was searched for.
    query: String,
    /// What is wrong with that.
    error: Option<String>,
    /// Role and skill.
    children: Children,
) -> impl IntoView {
    let locale = locale();
    let control = Control {
        id: SEARCH_ID.to_owned(),
        name: "search",
        label: td_string!(locale, people_search.label).to_owned(),
        value: query,
        error,
    };
    let search = Search {
        action: PATH,
        ask: "/search/people",
        limit: SEARCH_MAX,
        hint: td_string!(locale, people_search.hint),
        button: td_string!(locale, people_search.button),
        failed: td_string!(locale, people_search.failed),
    };
    view! {
        <SearchBox>
            <SearchForm control search>{children()}</SearchForm>
        </SearchBox>
    }
}

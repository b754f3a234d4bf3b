//! A list without anybody: because nobody is blocked, or because nobody fits the search.

use crate::{
    components::icon::Icon,
    pages::{people, settings::frame::Section},
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// Where blocking is done; what it is, stands above.
#[component]
pub(super) fn NobodyYet() -> impl IntoView {
    let locale = locale();
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name="ban"/></span>
            <h2 id="empty-heading">{td_string!(locale, blocked.nobody_title)}</h2>
            <p class="hint">{td_string!(locale, blocked.nobody_text)}</p>
            <div class="actions">
                <a class="btn" href=people::PATH>
                    <Icon name="search"/>
                    {td_string!(locale, blocked.find_people)}
                </a>
            </div>
        </section>
    }
}

/// Nobody has these words.
#[component]
pub(super) fn NoMatch(
    /// What was looked for.
    words: String,
    /// Whether nothing else on the page takes the focus.
    is_quiet: bool,
) -> impl IntoView {
    let locale = locale();
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name="search"/></span>
            <h2 id="empty-heading" tabindex="-1" autofocus=is_quiet>
                {td_string!(locale, blocked.no_match_title)}
            </h2>
            <p class="hint">{td_string!(locale, blocked.no_match_text, words = words).to_string()}</p>
            <div class="actions">
                <a class="btn" href=Section::Blocked.path()>{td_string!(locale, blocked.clear)}</a>
            </div>
        </section>
    }
}

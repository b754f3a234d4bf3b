//! A log without entries: because nothing was done yet, or because nothing fits the filters.

use super::model::Model;
use crate::{components::icon::Icon, pages::admin::frame::Area, visit::locale, words::td_string};
use leptos::prelude::*;

/// Says which, with the one thing to do about it.
#[component]
pub(super) fn Empty(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let is_everything = model.shown.is_everything();
    let (icon, title, text, action) = if is_everything {
        (
            "scroll-text",
            td_string!(locale, audit.empty_title),
            td_string!(locale, audit.empty_text),
            td_string!(locale, audit.look_again),
        )
    } else {
        (
            "search",
            td_string!(locale, audit.no_match_title),
            td_string!(locale, audit.no_match_text),
            td_string!(locale, audit.clear),
        )
    };
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name=icon/></span>
            <h2 id="empty-heading" tabindex="-1" autofocus=!is_everything>{title}</h2>
            <p class="hint">{text}</p>
            <div class="actions"><a class="btn" href=Area::Audit.path()>{action}</a></div>
        </section>
    }
}

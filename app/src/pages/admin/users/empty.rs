//! A list without anybody: because nobody fits, or because nobody has an account.

use super::model::Model;
use crate::{components::icon::Icon, visit::locale, words::td_string};
use leptos::prelude::*;

/// Says which, with the one thing to do about it.
#[component]
pub(super) fn Empty(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let is_everybody = model.shown.is_everybody();
    let (icon, title, text) = if is_everybody {
        (
            "users-round",
            td_string!(locale, users.none_title),
            td_string!(locale, users.none_text),
        )
    } else {
        (
            "search",
            td_string!(locale, users.no_match_title),
            td_string!(locale, users.no_match_text),
        )
    };
    let action = if is_everybody {
        view! { <a class="btn" href=model.shown.href()>{td_string!(locale, users.look_again)}</a> }
            .into_any()
    } else {
        view! { <a class="btn" href=model.shown.cleared().href()>{td_string!(locale, users.clear)}</a> }
            .into_any()
    };
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name=icon/></span>
            <h2 id="empty-heading" tabindex="-1" autofocus=model.takes_focus()>{title}</h2>
            <p class="hint">{text}</p>
            <div class="actions">{action}</div>
        </section>
    }
}

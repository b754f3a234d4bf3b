//! The keys, for whoever has a script: the switch, and what each of them does.

use crate::{
    components::{icon::Icon, scripts::Scripts},
    islands::{
        PART,
        review_keys::{
            ReviewKeys,
            parts::{BAR, HELP, OPEN, SWITCH},
        },
    },
    visit::locale,
    words::{Locale, td_string},
};
use leptos::prelude::*;

/// The switch and the help. The island brings them into sight.
#[component]
pub(super) fn Keys(
    /// Whether the page shows one application, rather than the queue alone.
    is_open: bool,
) -> impl IntoView {
    let locale = locale();
    let switch =
        view! { <input class="checkbox" type="checkbox" checked=true autocomplete="off"/> };
    let open = view! {
        <button class="btn btn-quiet" type="button" aria-haspopup="dialog">
            <Icon name="keyboard"/>
            {td_string!(locale, review.keys_open)}
        </button>
    };
    let rows = rows(locale, is_open).into_iter();
    let rows = rows.map(|(key, text)| view! { <dt><kbd>{key}</kbd></dt><dd>{text}</dd> });
    let help = view! {
        <dialog class="keys-help" aria-labelledby="keys-heading">
            <h2 id="keys-heading">{td_string!(locale, review.keys_title)}</h2>
            <dl>{rows.collect_view()}</dl>
            <p class="hint">{td_string!(locale, review.keys_note)}</p>
            <form method="dialog">
                <button class="btn btn-primary" type="submit">{td_string!(locale, review.keys_close)}</button>
            </form>
        </dialog>
    };
    let bar = view! {
        <div class="keys-bar" hidden>
            <label class="keys-switch">
                {switch.attr(PART, SWITCH)}
                <span>{td_string!(locale, review.keys_on)}</span>
            </label>
            {open.attr(PART, OPEN)}
            {help.attr(PART, HELP)}
        </div>
    };
    view! {
        <ReviewKeys>{bar.attr(PART, BAR)}</ReviewKeys>
        <Scripts/>
    }
}

/// The keys, and what they do.
fn rows(locale: Locale, is_open: bool) -> Vec<(&'static str, &'static str)> {
    let enter = td_string!(locale, review.key_name_enter);
    let mut rows = vec![
        ("j", td_string!(locale, review.key_next)),
        ("k", td_string!(locale, review.key_previous)),
    ];
    if is_open {
        rows.push(("1", td_string!(locale, review.key_approve)));
        rows.push(("3", td_string!(locale, review.key_reject)));
    } else {
        rows.push((enter, td_string!(locale, review.key_enter)));
    }
    rows.push(("?", td_string!(locale, review.key_help)));
    rows
}

//! One icon of the sprite. Names are listed in `style/icons.txt`.

use leptos::prelude::*;

/// An icon beside a word: hidden from assistive technology, which has the word.
#[component]
pub(crate) fn Icon(
    /// The icon's name in Lucide.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}

//! A titled part of a page.

use leptos::prelude::*;

/// A card with a heading.
#[component]
pub(crate) fn Card(
    /// Id of the heading, which names the card.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {children()}
        </section>
    }
}

//! Says how long a text is while somebody types it. The server names the limit beside the text, so
//! without the WASM nothing is missing but the count.

#[cfg(feature = "hydrate")]
mod live;
pub mod parts;

use leptos::{html, prelude::*};

/// Wakes the text in it: all that belongs to it is marked with the names in [`parts`].
#[island]
pub fn TextCount(
    /// The text, and where its length is told.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, live::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}

//! Keys for whoever reviews many applications: j and k, 1 and 3, ? for help. The server writes all that
//! they press and follow, so without the WASM nothing is missing but the keys.

#[cfg(feature = "hydrate")]
mod live;
pub mod parts;

use leptos::{html, prelude::*};

/// Wakes the keys: what they are about is anywhere on the page, marked with the names in [`parts`].
#[island]
pub fn ReviewKeys(
    /// The switch, and the help.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, live::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}

//! Saves each choice of a form at once, and takes it back where it could not be saved. The server writes
//! the foot of the form, with everything that it may come to say. Without the WASM it has a plain Save.

#[cfg(feature = "hydrate")]
mod controls;
#[cfg(feature = "hydrate")]
mod foot;
#[cfg(any(test, feature = "hydrate"))]
mod ledger;
pub mod parts;
#[cfg(feature = "hydrate")]
mod saver;

use leptos::{html, prelude::*};

/// Wakes the foot in it: all that belongs to it is marked with the names in [`parts`].
#[island]
pub fn AutoSave(
    /// The foot of a form of choices.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, saver::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}

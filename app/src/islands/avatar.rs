//! The photo of a person: chosen or dropped, cropped, made small, sent straight to storage, and shown
//! wherever the page shows the person. The server writes all of it, with everything that it may come
//! to say; the island shows and hides. Without the WASM it is a plain form with a file, and a second
//! one that takes the photo away.

#[cfg(feature = "hydrate")]
mod ask;
#[cfg(feature = "hydrate")]
mod editor;
#[cfg(feature = "hydrate")]
mod export;
#[cfg(feature = "hydrate")]
mod faces;
#[cfg(any(test, feature = "hydrate"))]
mod frame;
#[cfg(feature = "hydrate")]
mod limits;
#[cfg(any(test, feature = "hydrate"))]
mod look;
#[cfg(feature = "hydrate")]
mod open;
#[cfg(feature = "hydrate")]
mod panel;
pub mod parts;
#[cfg(feature = "hydrate")]
mod send;
#[cfg(feature = "hydrate")]
mod stage;
pub mod told;

use leptos::{html, prelude::*};

/// Wakes what is in it: all of that is marked with the names in [`parts`].
#[island]
pub fn PhotoEditor(
    /// The forms, the dialog, and the places where something may be said.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, editor::wake);
    view! { <div class="photo-place" node_ref=place>{children()}</div> }
}

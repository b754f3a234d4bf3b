//! The checkboxes of a table: a range with the shift key, all of the page with the one in its head, and
//! how many are checked. Without the WASM they are plain ones, and the one in the head counts for all.

#[cfg(feature = "hydrate")]
mod picker;

use leptos::{html, prelude::*};

/// A row's checkbox.
pub const ROW: &str = "pick-row";
/// The checkbox in the head.
pub const PAGE: &str = "pick-page";
/// Where it is told how many are checked; its attributes hold the words.
pub const SAID: &str = "pick-said";
/// What is said of one.
pub const ONE: &str = "data-one";
/// What is said of more; [`COUNT`] stands for the number.
pub const MANY: &str = "data-many";
/// Where in a text the number goes.
pub const COUNT: &str = "%s";

/// Wakes the table in it.
#[island]
pub fn RowPicker(
    /// The table, and where the number stands.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, picker::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}

//! The button of a form: says that it is saving, and asks before typed text is left behind. The server
//! writes it; without the WASM it is a plain one.

use leptos::{html, prelude::*};

/// The name of the button in it.
pub const BUTTON: &str = "save";
/// The attribute of a button whose form came with text that is saved nowhere.
pub const UNSAVED: &str = "data-unsaved";
/// The class of the button while the form is on its way.
pub const SAVING: &str = "is-saving";

/// Wakes the button in it.
#[island]
pub fn SaveButton(
    /// The button.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, super::form_guard::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}

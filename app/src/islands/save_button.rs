//! The button of a form: says that it is saving, and asks before typed text is left behind.

use leptos::{html, prelude::*};

/// A submit button. Without the WASM it is a plain one.
#[island]
pub fn SaveButton(
    /// What it says.
    label: String,
    /// What it says while the form is on its way.
    saving: String,
    /// Whether the form came with text that is saved nowhere.
    unsaved: bool,
) -> impl IntoView {
    let is_saving = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(form) = button.get().and_then(|button| button.form()) {
            super::form_guard::watch(form, is_saving, unsaved);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = unsaved;
    // Both words take up the same place, so the button is as wide as the wider one at all times.
    view! {
        <button class="btn btn-primary save" class:is-saving=is_saving type="submit" node_ref=button>
            <span class="save-idle">{label}</span>
            <span class="save-busy">{saving}</span>
        </button>
    }
}

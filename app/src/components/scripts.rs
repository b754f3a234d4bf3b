//! What wakes the islands. Only pages that have one bring it along; all others load no script.

use crate::AppState;
use leptos::prelude::*;

/// Loads the WASM when the browser has time.
#[component]
pub(crate) fn Scripts() -> impl IntoView {
    use_context::<AppState>()
        .map(|state| view! { <HydrationScripts options=state.leptos islands=true/> })
}

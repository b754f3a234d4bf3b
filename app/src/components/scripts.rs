//! What wakes the islands. Only pages that have one bring it along; all others load no script.

use crate::AppState;
use leptos::{nonce::use_nonce, prelude::*};

/// Leptos 0.8 wakes islands when the browser is idle, however long that takes: on a busy machine a page
/// may stay asleep. This gives every such wish an end; Leptos 0.9 does so itself.
const IDLE_IN_TIME: &str = "((ask) => { if (ask) window.requestIdleCallback = \
    (wish, options) => ask.call(window, wish, { timeout: 500, ...options }); })(window.requestIdleCallback);";

/// Loads the WASM when the browser has time, half a second later at the latest.
#[component]
pub(crate) fn Scripts() -> impl IntoView {
    use_context::<AppState>().map(|state| {
        view! {
            <script nonce=use_nonce() inner_html=IDLE_IN_TIME></script>
            <HydrationScripts options=state.leptos islands=true/>
        }
    })
}

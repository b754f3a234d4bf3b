//! A form that is on its way is not sent a second time by a double click: the browser would give up the first answer,
//! and the second is that it has been done already.

use leptos::{nonce::use_nonce, prelude::*};

/// For five seconds a form that was sent is not sent again; then nobody knows whether the first arrived. A form that
/// only asks may be sent as often as one likes.
const SENT_ONCE: &str = "addEventListener('submit', (event) => { \
    const form = event.target; \
    if (event.defaultPrevented || form.method !== 'post') return; \
    if (event.timeStamp - form.dataset.sent < 5000) event.preventDefault(); \
    else form.dataset.sent = event.timeStamp; });";

/// The script that sees to it, for every form of the page.
#[component]
pub(crate) fn SentOnce() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=SENT_ONCE></script> }
}

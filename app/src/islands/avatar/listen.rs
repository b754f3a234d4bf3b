//! Listens to elements for as long as the page lives.

use leptos::wasm_bindgen::{JsCast, closure::Closure, convert::FromWasmAbi};
use web_sys::EventTarget;

/// Does something whenever the event comes to the element.
pub(super) fn listen<E>(target: &EventTarget, event: &str, act: impl FnMut(E) + 'static)
where
    E: FromWasmAbi + 'static,
{
    let act = Closure::<dyn FnMut(E)>::new(act).into_js_value();
    // An element takes any listener.
    target
        .add_event_listener_with_callback(event, act.unchecked_ref())
        .ok();
}

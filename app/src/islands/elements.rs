//! What islands do with the elements that the server wrote: find, mark, and listen to them.

use super::PART;
use leptos::{
    html::Div,
    prelude::{Effect, Get, NodeRef},
    wasm_bindgen::{JsCast, closure::Closure, convert::FromWasmAbi},
    web_sys,
};
use web_sys::{Element, EventTarget, HtmlDivElement, HtmlFormElement};

/// Wakes what is in the island's place, once that is there.
pub(super) fn wake(place: NodeRef<Div>, wake: fn(&HtmlDivElement)) {
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            wake(&place);
        }
    });
}

/// The element of this name.
pub(super) fn part<T: JsCast>(root: &Element, name: &str) -> Option<T> {
    let found = root.query_selector(&format!("[{PART}={name}]"));
    found.ok().flatten()?.dyn_into().ok()
}

/// Gives an element an attribute, or takes it away.
pub(super) fn set(element: &Element, attribute: &str, value: Option<&str>) {
    // The names of our attributes are good ones.
    match value {
        Some(value) => element.set_attribute(attribute, value).ok(),
        None => element.remove_attribute(attribute).ok(),
    };
}

/// The controls of a form.
pub(super) fn controls(form: &HtmlFormElement) -> impl Iterator<Item = Element> + use<> {
    let controls = form.elements();
    (0..controls.length()).filter_map(move |i| controls.item(i))
}

/// Does something whenever the event comes to the element, for as long as the page lives.
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

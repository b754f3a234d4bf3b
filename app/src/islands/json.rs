//! Reads JSON without serde, which would be the larger part of the WASM.

use leptos::wasm_bindgen::JsValue;

/// What bears this name in an object; `null` is nothing.
pub(super) fn get(json: &JsValue, name: &str) -> Option<JsValue> {
    let found = js_sys::Reflect::get(json, &name.into()).ok()?;
    (!found.is_null() && !found.is_undefined()).then_some(found)
}

/// The text that bears this name in an object.
pub(super) fn text(json: &JsValue, name: &str) -> Option<String> {
    get(json, name)?.as_string()
}

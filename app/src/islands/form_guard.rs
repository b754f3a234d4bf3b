//! Watches a form: one submit at a time, and a question before unsaved text is left behind.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{
    Element, HtmlFormElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

/// Watches the form for as long as the page lives. `unsaved`: it came with text that is saved nowhere.
pub(super) fn watch(form: HtmlFormElement, is_saving: RwSignal<bool>, unsaved: bool) {
    let is_leaving = StoredValue::new(false);
    let own = form.clone();
    window_event_listener(ev::submit, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(target) = target else { return };
        if target == own {
            if is_saving.get_untracked() {
                event.prevent_default();
            }
            is_saving.set(true);
            is_leaving.set_value(true);
        } else if target.has_attribute("data-discards") {
            is_leaving.set_value(true);
        }
    });
    // A page that comes back from the browser's memory is not saving any more.
    window_event_listener(ev::pageshow, move |_| {
        is_saving.set(false);
        is_leaving.set_value(false);
    });
    window_event_listener(ev::beforeunload, move |event| {
        if !is_leaving.get_value() && (unsaved || is_dirty(&form)) {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
}

/// Whether any control holds something else than when the page was made.
fn is_dirty(form: &HtmlFormElement) -> bool {
    let controls = form.elements();
    (0..controls.length())
        .filter_map(|i| controls.item(i))
        .any(|control| is_changed(&control))
}

fn is_changed(control: &Element) -> bool {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "checkbox" | "radio" => input.checked() != input.default_checked(),
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
        return area.default_value().is_ok_and(|text| text != area.value());
    }
    if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        let options = select.options();
        return (0..options.length())
            .filter_map(|i| options.item(i)?.dyn_into::<HtmlOptionElement>().ok())
            .any(|option| option.selected() != option.default_selected());
    }
    false
}

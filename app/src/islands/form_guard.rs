//! Watches a form: one submit at a time, and a question before unsaved text is left behind.

use super::{
    elements::{controls, listen, part},
    save_button::{BUTTON, SAVING, UNSAVED},
};
use leptos::{prelude::window, wasm_bindgen::JsCast};
use std::{cell::Cell, rc::Rc};
use web_sys::{
    BeforeUnloadEvent, Element, Event, HtmlButtonElement, HtmlDivElement, HtmlFormElement,
    HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement,
};

/// Watches the form of the button in it for as long as the page lives.
pub(super) fn wake(place: &HtmlDivElement) {
    let button = part::<HtmlButtonElement>(place, BUTTON);
    if let Some((button, form)) = button.and_then(|button| Some((button.clone(), button.form()?))) {
        watch(button, form);
    }
}

fn watch(button: HtmlButtonElement, form: HtmlFormElement) {
    let window = window();
    let unsaved = button.has_attribute(UNSAVED);
    let is_leaving = Rc::new(Cell::new(false));
    let (own, its, leaving) = (form.clone(), button.clone(), Rc::clone(&is_leaving));
    listen(&window, "submit", move |event: Event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(target) = target else { return };
        if target == own {
            if its.class_list().contains(SAVING) {
                event.prevent_default();
            }
            set_saving(&its, true);
            leaving.set(true);
        } else if target.has_attribute("data-discards") {
            leaving.set(true);
        }
    });
    // A page that comes back from the browser's memory is not saving any more.
    let leaving = Rc::clone(&is_leaving);
    listen(&window, "pageshow", move |_: Event| {
        set_saving(&button, false);
        leaving.set(false);
    });
    listen(&window, "beforeunload", move |event: BeforeUnloadEvent| {
        if !is_leaving.get() && (unsaved || is_dirty(&form)) {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
}

fn set_saving(button: &HtmlButtonElement, is_saving: bool) {
    // The name of the class is a good one.
    button
        .class_list()
        .toggle_with_force(SAVING, is_saving)
        .ok();
}

/// Whether any control holds something else than when the page was made.
fn is_dirty(form: &HtmlFormElement) -> bool {
    controls(form).any(|control| is_changed(&control))
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
